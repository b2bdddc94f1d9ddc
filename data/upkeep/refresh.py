"""Refresh the tables once: download, parse, merge, check, save, and report what changed."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import httpx

from data.io import files
from data.io.connection import LIMITS, Download
from data.io.fetch import FetchError, FetchResult, fetch, new_client
from data.rounds.copies import are_there, files_of, load_copies
from data.rounds.document import FeedError
from data.rounds.history import (
    CHANGED,
    MOST_CHANGED,
    NOTHING_SAID,
    ONE_DAY,
    Acceptance,
    Copies,
    Said,
    add_copy,
    begin,
    mend_times,
    name_rounds,
)
from data.rounds.merge import build_record
from data.rounds.record import (
    SOURCE_FILE,
    Record,
    RecordError,
    RefusedError,
    Source,
    check,
    save,
)
from data.upkeep.report import Outcome, changed_rounds, report
from data.vocabulary.days import ottawa_day
from data.vocabulary.places import FOLDER, SOURCE_URL

# What refresh() raises if a copy is not used; every file is then unchanged.
REFUSALS = (FeedError, FetchError, RecordError, RefusedError)

logger = logging.getLogger("express_entry.refresh")


def refresh(
    folder: Path = FOLDER,
    origin: str = SOURCE_URL,
    *,
    now: Callable[[], datetime],
    client: httpx.Client | None = None,
    download: Download | None = None,
    said: Said = NOTHING_SAID,
) -> Outcome:
    """Merge the copy at ``origin`` (an address or a file) into the tables in ``folder``.

    An empty folder gets tables that begin with this copy. The folder is not locked during the
    download, so that nobody waits for a slow server. ``said`` is what a person says of the copy,
    which is of now if they say no time. ``download`` is as for :func:`data.io.fetch.fetch`.

    Raises:
        FetchError: if the copy cannot be downloaded or opened.
        FeedError: if it is not IRCC's list, or most of its rounds cannot be read.
        RefusedError: if it is older than our copy, lacks more than one of its rounds, changes
            many of them, or would make tables that break their contract.
        RecordError: if our copy cannot be read.
        OSError: if the files cannot be written.
    """
    at = _to_seconds(said.retrieved_at or now())
    is_remote = origin.startswith(("https://", "http://"))
    with files.lock(folder):
        before = _stored_copies(folder)
    if is_remote:
        with ExitStack() as stack:
            client = client or stack.enter_context(new_client())
            etag, date = _conditions(before, origin)
            result = fetch(origin, client, etag=etag, last_modified=date, download=download)
    else:
        result = _read_file(Path(origin))
    with files.lock(folder):
        stored = _stored_copies(folder)
        copies = stored if said.retrieved_at else _with_mended_times(stored, at, now)
        # IRCC's own file is news even if it is the same as a public copy of it.
        is_news = copies is None or not (copies.source.is_official or result.content is None)
        if copies is not None and not is_news and _is_same_copy(result, copies):
            # "Not modified" refers to the copy before; another process may have replaced it.
            is_unchanged = before is not None and before.source.sha256 == copies.source.sha256
            if copies is not stored:
                save(build_record(copies), folder, extra_files=files_of(copies))
            if is_remote and (result.content is not None or is_unchanged):
                _confirm(folder, copies.source, origin, result, at)
            return _unchanged(has_mended_times=copies is not stored)
        source = _source(origin if is_remote else SOURCE_URL, at, result)
        return _accept_copy(folder, copies, result.content, source, said, _to_seconds(now()))


def take_public_copy(
    folder: Path,
    path: Path,
    *,
    now: Callable[[], datetime],
    said: Said = NOTHING_SAID,
) -> Outcome:
    """Merge a file that others copied from IRCC's list, for want of IRCC's own file.

    The ledger says of what is only in there that it is not from IRCC's own file. The arguments
    are those of :func:`refresh`.

    Raises:
        FetchError, FeedError, RefusedError, RecordError, OSError: as in :func:`refresh`.
    """
    at = _to_seconds(said.retrieved_at or now())
    result = _read_file(path)
    with files.lock(folder):
        copies = _stored_copies(folder)
        if copies is not None and _is_same_copy(result, copies):
            return Outcome("No change", (), changed=False)
        copies = copies if said.retrieved_at else _with_mended_times(copies, at, now)
        source = replace(_source(SOURCE_URL, at, result), is_official=False)
        return _accept_copy(folder, copies, result.content, source, said, _to_seconds(now()))


def _to_seconds(time: datetime) -> datetime:
    return time.astimezone(UTC).replace(microsecond=0)


def _with_mended_times(
    copies: Copies | None, at: datetime, now: Callable[[], datetime]
) -> Copies | None:
    """Return the copies without times that are still to come, see :func:`mend_times`.

    Raises:
        RefusedError: if our clock is behind: a day with a round is still to come.
    """
    if copies is None:
        return None
    mended = mend_times(copies, at, now())
    if mended is not copies:
        newest = build_record(copies).draws["date"].iloc[-1].date()
        if at.date() + ONE_DAY < newest:
            raise RefusedError(
                f"This machine's clock says {at:%Y-%m-%d}, but the newest round was on {newest}."
                " The data has not changed. Set the clock.",
                "clock",
            )
        logger.warning("A clock that was ahead had stamped our copy; its times are mended")
    return mended


def _unchanged(*, has_mended_times: bool) -> Outcome:
    if not has_mended_times:
        return Outcome("No change", (), changed=False)
    why = "A clock that was ahead had stamped our copy with times that were still to come."
    return Outcome("Mend the times of our copy", (why,), changed=True)


def _source(url: str, at: datetime, result: FetchResult) -> Source:
    stamps = result.etag, result.last_modified, at, result.served
    return Source(url, "", at, *stamps)


def _stored_copies(folder: Path) -> Copies | None:
    return load_copies(folder) if are_there(folder) else None


def _conditions(copies: Copies | None, url: str) -> tuple[str | None, str | None]:
    """Return our copy's ETag and date, if it came from this address."""
    if copies is None or copies.source.url != url:
        return None, None
    return copies.source.etag, copies.source.last_modified


def _is_same_copy(result: FetchResult, copies: Copies) -> bool:
    content = result.content
    return content is None or hashlib.sha256(content).hexdigest() == copies.source.sha256


def _read_file(path: Path) -> FetchResult:
    try:
        with path.open("rb") as file:
            content = file.read(LIMITS.size + 1)
    except OSError as error:
        raise FetchError(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > LIMITS.size:
        raise FetchError(f"{path} has more than {LIMITS.size:,} bytes", "too-large")
    return FetchResult(content)


def _confirm(folder: Path, source: Source, url: str, result: FetchResult, at: datetime) -> None:
    """Store the day on which IRCC still published our copy, and its latest ETag and date.

    Only the first time on each day in Ottawa: no later one tells more, and each would make every
    reader load the data again.
    """
    confirmed = source
    if ottawa_day(at) > ottawa_day(source.confirmed_at):
        confirmed = replace(source, confirmed_at=at)
    if url == source.url:
        confirmed = replace(
            confirmed,
            etag=result.etag or source.etag,
            last_modified=result.last_modified or source.last_modified,
        )
    if confirmed != source:
        files.commit(folder, {SOURCE_FILE: confirmed.to_json()})


def _accept_copy(
    folder: Path,
    before: Copies | None,
    content: bytes | None,
    source: Source,
    said: Said,
    now: datetime,
) -> Outcome:
    if content is None:
        raise FetchError(f"{source.url} answered that nothing has changed, but we have no copy yet")
    on = now.date()
    copies = (
        add_copy(before, content, source, said=said, on=on) if before else begin(content, source)
    )
    record = build_record(copies)
    if acceptance := _refuse_many_changes(record, said, on):
        copies = replace(copies, accepted=(*copies.accepted, acceptance))
        record = build_record(copies)
    try:
        check(record)
    except RecordError as error:
        raise RefusedError(f"This copy cannot be used: {error}", "unreadable") from error
    save(record, folder, extra_files=files_of(copies))
    if before is None:
        headline = f"Start the data with {len(record.draws)} rounds"
        return Outcome(headline, (), changed=True)
    return report(build_record(before), record)


def _refuse_many_changes(record: Record, said: Said, on: date) -> Acceptance | None:
    """Return the acceptance of what the newest copy changes, or None if that needs none.

    Raises:
        RefusedError: if it changes many rounds and nobody has accepted that.
    """
    changed = changed_rounds(record)
    if len(changed) <= MOST_CHANGED:
        return None
    acceptance = said.accept(CHANGED, changed, record.source.retrieved_at, on)
    if acceptance is None:
        raise RefusedError(
            f"This copy changes {name_rounds(changed)} that were there before. More than"
            f" {MOST_CHANGED} at once are hardly right. The data has not changed. Compare it with"
            " IRCC's page. If IRCC has changed them all, run"
            f" `python -m data refresh --accept-changes {len(changed)} --by NAME`.",
            "many-changes",
        )
    return acceptance
