"""Refresh the tables once: download, parse, merge, check, save, and report what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pandas as pd

from data.io import files
from data.io.connection import LIMITS, Download
from data.io.fetch import FetchError, FetchResult, fetch, new_client
from data.rounds.copies import files_of, load_copies
from data.rounds.document import LONGEST_QUOTE, FeedError
from data.rounds.history import Copies, add_copy, begin
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
from data.vocabulary.categories import BY_CODE, classify
from data.vocabulary.days import ottawa_day
from data.vocabulary.places import FOLDER, SOURCE_URL

# What refresh() raises if a copy is not used; every file is then unchanged.
REFUSALS = (FeedError, FetchError, RecordError, RefusedError)


@dataclass(frozen=True)
class Outcome:
    """What a refresh did: a headline, the details, and whether the tables changed.

    ``unclear`` are those details that say what is new in IRCC's list and not understood yet.
    """

    headline: str
    details: tuple[str, ...]
    changed: bool
    unclear: tuple[str, ...] = ()


def refresh(
    folder: Path = FOLDER,
    origin: str = SOURCE_URL,
    *,
    now: Callable[[], datetime],
    client: httpx.Client | None = None,
    sleep: Callable[[float], None] | None = None,
    download: Download | None = None,
) -> Outcome:
    """Merge the copy at ``origin`` (an address or a file) into the tables in ``folder``.

    An empty folder gets tables that begin with this copy. The folder is not locked during the
    download, so that nobody waits for a slow server. ``now`` gives the time of the copy; ``sleep``
    and ``download`` are as for :func:`data.io.fetch.fetch`.

    Raises:
        FetchError: if the copy cannot be downloaded or opened.
        FeedError: if it is not IRCC's list, or most of its rounds cannot be read.
        RefusedError: if it is older than our copy, lacks more than one of its rounds, or would
            make tables that break their contract.
        RecordError: if our copy cannot be read.
        OSError: if the files cannot be written.
    """
    at = now().astimezone(UTC).replace(microsecond=0)
    is_remote = origin.startswith(("https://", "http://"))
    with files.lock(folder):
        before = _stored_copies(folder)
    if is_remote:
        with ExitStack() as stack:
            client = client or stack.enter_context(new_client())
            conditions = _conditions(before, origin)
            result = fetch(origin, client, **conditions, download=download, sleep=sleep)
    else:
        result = _read_file(Path(origin))
    with files.lock(folder):
        copies = _stored_copies(folder)
        # IRCC's own file is news even if it is the same as a public copy of it.
        is_news = copies is None or not (copies.source.is_official or result.content is None)
        if copies is not None and not is_news and _is_same_copy(result, copies):
            # "Not modified" refers to the copy before; another process may have replaced it.
            is_unchanged = before is not None and before.source.sha256 == copies.source.sha256
            if is_remote and (result.content is not None or is_unchanged):
                _confirm(folder, copies.source, origin, result, at)
            return Outcome("No change", (), changed=False)
        source = _source(origin if is_remote else SOURCE_URL, at, result)
        return _accept_copy(folder, copies, result.content, source)


def take_public_copy(folder: Path, path: Path, *, now: Callable[[], datetime]) -> Outcome:
    """Merge a file that others copied from IRCC's list, for want of IRCC's own file.

    The ledger says of what is only in there that it is not from IRCC's own file.

    Raises:
        FetchError, FeedError, RefusedError, RecordError, OSError: as in :func:`refresh`.
    """
    at = now().astimezone(UTC).replace(microsecond=0)
    result = _read_file(path)
    with files.lock(folder):
        copies = _stored_copies(folder)
        if copies is not None and _is_same_copy(result, copies):
            return Outcome("No change", (), changed=False)
        source = replace(_source(SOURCE_URL, at, result), is_official=False)
        return _accept_copy(folder, copies, result.content, source)


def _source(url: str, at: datetime, result: FetchResult) -> Source:
    stamps = result.etag, result.last_modified, at, result.served
    return Source(url, "", at, *stamps)


def _stored_copies(folder: Path) -> Copies | None:
    return load_copies(folder) if files.path_of(folder, SOURCE_FILE).exists() else None


def _conditions(copies: Copies | None, url: str) -> dict[str, str | None]:
    """Return our copy's ETag and date, if it came from this address."""
    if copies is None or copies.source.url != url:
        return {}
    return {"etag": copies.source.etag, "last_modified": copies.source.last_modified}


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
    folder: Path, before: Copies | None, content: bytes | None, source: Source
) -> Outcome:
    if content is None:
        raise FetchError(f"{source.url} answered that nothing has changed, but we have no copy yet")
    copies = add_copy(before, content, source) if before else begin(content, source)
    record = build_record(copies)
    try:
        check(record)
    except RecordError as error:
        raise RefusedError(f"This copy cannot be used: {error}", "unreadable") from error
    save(record, folder, extra_files=files_of(copies))
    if before is None:
        headline = f"Start the data with {len(record.draws)} rounds"
        return Outcome(headline, (), changed=True)
    return _outcome(build_record(before), record)


def _outcome(old: Record, new: Record) -> Outcome:
    added = new.draws[~new.draws["round_id"].isin(old.draws["round_id"])]
    entries = new.ledger[new.ledger["seen_at"] == pd.Timestamp(new.source.retrieved_at)]
    is_revised, is_vanished = entries["what"] == "revised", entries["field"] == "round_id"
    vanished, revised = entries[is_revised & is_vanished], entries[is_revised & ~is_vanished]
    doubtful = entries[entries["what"].isin(["repaired", "suspect"])]
    details = [
        f"Added #{row['round_id']}: {row['date']:%Y-%m-%d}, {printable(row['name'])},"
        f" {row['invitations']:,} invitations, cut-off {row['cutoff']}"
        for row in added.to_dict("records")
    ]
    details += [f"Vanished #{row['round_id']}: {row['why']}" for row in vanished.to_dict("records")]
    details += [_change("Revised", row) for row in revised.to_dict("records")]
    details += [_doubt(row) for row in doubtful.to_dict("records")]
    unclear = tuple(_doubt(row) for row in entries[entries["what"] == "unclear"].to_dict("records"))
    headline = _headline(
        added, len(revised), len(vanished), len(_unconfirmed(old) - _unconfirmed(new))
    )
    return Outcome(headline, (*details, *unclear), changed=True, unclear=unclear)


def _unconfirmed(record: Record) -> set[str]:
    """Return the rounds that come from public copies only."""
    return set(record.ledger.loc[record.ledger["what"] == "unconfirmed", "round_id"])


def _doubt(row: dict[Any, Any]) -> str:
    return f"{_change(row['what'].capitalize(), row)}. {row['why']}"


def _change(verb: str, row: dict[Any, Any]) -> str:
    published, used = _quote(row["published"]), _quote(row["used"])
    return f"{verb} #{row['round_id']} {row['field']}: {published} -> {used}"


def _quote(text: str | None) -> str:
    is_long = text is not None and len(text) > LONGEST_QUOTE
    return printable(f"{text[:LONGEST_QUOTE]}..." if text and is_long else text)


def _headline(added: pd.DataFrame, revised: int, vanished: int, confirmed: int) -> str:
    parts = []
    if len(added) == 1:
        row = added.iloc[0]
        category = BY_CODE.get(row["category"]) or classify(row["name"])
        name = printable(category.names["en"])
        parts.append(f"add round #{row['round_id']} ({name}, {row['date']:%Y-%m-%d})")
    elif len(added):
        ends = f"#{added['round_id'].iloc[0]} to #{added['round_id'].iloc[-1]}"
        parts.append(f"add {len(added)} rounds ({ends})")
    if revised:
        parts.append(f"record {revised} revision{'s' if revised > 1 else ''}")
    if vanished:
        parts.append(f"keep {vanished} vanished round{'s' if vanished > 1 else ''}")
    if confirmed:
        parts.append(f"confirm {confirmed} round{'s' if confirmed > 1 else ''}")
    text = ", ".join(parts) or "update to a new copy in which no round changed"
    return text[0].upper() + text[1:]


def printable(text: str | None) -> str:
    """Return text from outside without control characters, safe for a terminal or log."""
    if text is None:
        return "nothing"
    return text if text.isprintable() else ascii(text)
