"""One refresh of the record: fetch, parse, merge, check, save, and say what changed."""

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
from data.io.fetch import Fetched, FetchError, fetch, new_client
from data.rounds import copies as archive
from data.rounds.merge import Copies, first, record, succeed
from data.rounds.parse import FeedError, extra_keys, rounds
from data.rounds.record import (
    FOLDER,
    SOURCE_FILE,
    SOURCE_URL,
    Record,
    RecordError,
    RefusedError,
    Source,
    save,
)
from data.vocabulary.categories import BY_CODE, classify

# Everything that a refresh may raise; after any of them every file is as it was.
REFUSALS = (FeedError, FetchError, RecordError, RefusedError)


@dataclass(frozen=True)
class Outcome:
    """What a refresh did: one line for a commit, the details, and whether the tables changed."""

    headline: str
    details: tuple[str, ...]
    changed: bool


def refresh(
    folder: Path = FOLDER,
    origin: str = SOURCE_URL,
    *,
    now: Callable[[], datetime],
    client: httpx.Client | None = None,
    sleep: Callable[[float], None] | None = None,
    download: Download | None = None,
) -> Outcome:
    """Merge the copy at ``origin`` (an address or a file) into the record in ``folder``.

    A folder without a record gets one that begins with this copy. The folder is locked only after
    the copy is here, so that nobody waits for a slow server. ``now`` is asked once, for the time of
    the copy; ``sleep`` and ``download`` are as for :func:`data.io.fetch.fetch`.

    Raises:
        FetchError: if the copy cannot be had.
        FeedError: if it is not the feed, or a round cannot be read.
        RefusedError: if it is older than the one held, or has lost more than one round.
        RecordError: if the record held cannot be read, or the new one would break its contract.
        OSError: if the record cannot be written.
    """
    at = now().astimezone(UTC).replace(microsecond=0)
    remote = origin.startswith(("https://", "http://"))
    with files.lock(folder):
        before = _held(folder)
    if remote:
        with ExitStack() as stack:
            client = client or stack.enter_context(new_client())
            conditions = _conditions(before, origin)
            got = fetch(origin, client, **conditions, download=download, sleep=sleep)
    else:
        got = _open(Path(origin))
    with files.lock(folder):
        held = _held(folder)
        if held is not None and _is_same_copy(got, held):
            # Somebody else may have taken over a newer copy since "not modified" was asked for.
            if remote and (got.content is not None or _same(held, before)):
                _confirm(folder, held.source, origin, got, at)
            return Outcome("No change", (), changed=False)
        return _accept_copy(folder, held, got, _source(origin if remote else SOURCE_URL, got, at))


def _held(folder: Path) -> Copies | None:
    begun = files.path_of(folder, SOURCE_FILE).exists()
    return archive.load_copies(folder) if begun else None


def _same(held: Copies, before: Copies | None) -> bool:
    return before is not None and held.source.sha256 == before.source.sha256


def _conditions(held: Copies | None, url: str) -> dict[str, str | None]:
    """Return what this address said of the copy held; another one's word means nothing here."""
    if held is None or held.source.url != url:
        return {}
    return {"etag": held.source.etag, "last_modified": held.source.last_modified}


def _is_same_copy(got: Fetched, held: Copies) -> bool:
    return got.content is None or hashlib.sha256(got.content).hexdigest() == held.source.sha256


def _open(path: Path) -> Fetched:
    try:
        with path.open("rb") as file:
            content = file.read(LIMITS.size + 1)
    except OSError as error:
        raise FetchError(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > LIMITS.size:
        raise FetchError(f"{path} has more than {LIMITS.size:,} bytes", "too-large")
    return Fetched(content, None, None)


def _source(url: str, got: Fetched, at: datetime) -> Source:
    return Source(url, "", at, got.etag, got.last_modified, at.date())


def _confirm(folder: Path, source: Source, url: str, got: Fetched, at: datetime) -> None:
    """Note the day on which the source still published the same, and how to ask it for news."""
    confirmed = replace(source, confirmed_on=max(at.date(), source.confirmed_on))
    if url == source.url:
        confirmed = replace(
            confirmed,
            etag=got.etag or source.etag,
            last_modified=got.last_modified or source.last_modified,
        )
    if confirmed != source:
        files.commit(folder, {SOURCE_FILE: confirmed.to_json()})


def _accept_copy(folder: Path, held: Copies | None, got: Fetched, source: Source) -> Outcome:
    content = got.content
    if content is None:
        raise FetchError(f"{source.url} answers that nothing has changed, but nothing is held yet")
    copies = succeed(held, content, source) if held else first(content, source)
    made = record(copies)
    save(made, folder, beside=archive.files_of(copies))
    if held is None:
        count = len(made.draws)
        return Outcome(f"Begin the record with {count} rounds", (), changed=True)
    return _outcome(record(held), made, extra_keys(rounds(content)))


def _outcome(old: Record, new: Record, extra: list[str]) -> Outcome:
    added = new.draws[~new.draws["round_id"].isin(old.draws["round_id"])]
    ledger = new.ledger
    fresh = ledger[(ledger["seen_at"] == pd.Timestamp(new.source.retrieved_at))]
    vanished = fresh[(fresh["field"] == "round_id") & (fresh["what"] == "revised")]
    revised = fresh[(fresh["field"] != "round_id") & (fresh["what"] == "revised")]
    noted = fresh[fresh["what"].isin(["repaired", "suspect"])]
    details = [
        f"Added #{row['round_id']}: {row['date']:%Y-%m-%d}, {printable(row['name'])},"
        f" {row['invitations']:,} invitations, cut-off {row['cutoff']}"
        for row in added.to_dict("records")
    ]
    details += [f"Vanished #{row['round_id']}: {row['why']}" for row in vanished.to_dict("records")]
    details += [_change("Revised", row) for row in revised.to_dict("records")]
    details += [
        f"{_change(row['what'].capitalize(), row)}. {row['why']}"
        for row in noted.to_dict("records")
    ]
    details += [f"The feed has a new field, which is ignored: {printable(key)}" for key in extra]
    return Outcome(_headline(added, len(revised), len(vanished)), tuple(details), changed=True)


def _change(verb: str, row: dict[Any, Any]) -> str:
    published, used = printable(row["published"]), printable(row["used"])
    return f"{verb} #{row['round_id']} {row['field']}: {published} -> {used}"


def _headline(added: pd.DataFrame, revised: int, vanished: int) -> str:
    parts = []
    if len(added) == 1:
        row = added.iloc[0]
        known = BY_CODE.get(row["category"]) or classify(row["name"])
        parts.append(
            f"add round #{row['round_id']} ({printable(known.names['en'])}, {row['date']:%Y-%m-%d})"
        )
    elif len(added):
        ends = f"#{added['round_id'].iloc[0]} to #{added['round_id'].iloc[-1]}"
        parts.append(f"add {len(added)} rounds ({ends})")
    if revised:
        parts.append(f"note {revised} revision{'s' if revised > 1 else ''}")
    if vanished:
        parts.append(f"keep {vanished} vanished round{'s' if vanished > 1 else ''}")
    text = ", ".join(parts) or "take over a new copy in which no round changed"
    return text[0].upper() + text[1:]


def printable(text: str | None) -> str:
    """Return text from outside fit for one line of a terminal, where nothing in it can act."""
    if text is None:
        return "nothing"
    return text if text.isprintable() else ascii(text)
