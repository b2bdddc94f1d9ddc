"""Build the tables from IRCC's newest file and from what its earlier files said differently.

Nothing here reads a file or a clock: the same :class:`Copies` always give the same tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from data.rounds.document import RawRound, raw_rounds, sort_key
from data.rounds.older import why_older, why_stamped_older
from data.rounds.parse import Reading, parse, read
from data.rounds.record import Record, RefusedError, Source, record_from_rows
from data.rounds.schema import SCHEMAS
from data.rounds.wording import Note
from data.vocabulary.reasons import Reason

MOST_LOST = 1
FIELDS = (*SCHEMAS["draws"].names, "pool")


@dataclass(frozen=True)
class Earlier:
    """A round as an earlier copy had it, verbatim, and when IRCC published it like that."""

    round: RawRound
    seen_from: datetime
    seen_until: datetime


@dataclass(frozen=True)
class Copies:
    """Everything that the tables are built from: the newest copy, verbatim, and what preceded it.

    ``seen_from`` is the time, by round, from which IRCC published it as it is in the newest copy.
    """

    content: bytes
    source: Source
    seen_from: Mapping[str, datetime]
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True)
class Version:
    """One parsed version of a round, and when IRCC published it."""

    reading: Reading
    seen_from: datetime
    seen_until: datetime | None


def begin(content: bytes, source: Source) -> Copies:
    """Return copies that begin with this one.

    Raises:
        FeedError: if the content is not IRCC's list.
    """
    source = replace(source, sha256=hashlib.sha256(content).hexdigest())
    seen_from = {raw["drawNumber"]: source.retrieved_at for raw in raw_rounds(content)}
    return Copies(content, source, seen_from)


def add_copy(copies: Copies, content: bytes, source: Source) -> Copies:
    """Return the copies with a newer one added; what it changes or lacks is kept as earlier.

    Raises:
        FeedError: if the content is not IRCC's list.
        RefusedError: if it is older than the newest copy, or lacks more than one of its rounds.
    """
    newer = begin(content, source)
    at = source.retrieved_at
    now, before = _by_number(content), _by_number(copies.content)
    why = _why_older(copies, now, before, newer.source)
    if why:
        raise RefusedError(f"This is an older copy: {why}. The data has not changed.", "older")
    lost = [round_id for round_id in before if round_id not in now]
    if len(lost) > MOST_LOST:
        some = ", ".join(f"#{round_id}" for round_id in lost[:5])
        raise RefusedError(
            f"This copy is missing {len(lost)} rounds that were there before ({some}"
            f"{', ...' if len(lost) > 5 else ''}). It was probably cut off. The data has not"
            " changed.",
            "lost-rounds",
        )
    replaced = [
        Earlier(raw, copies.seen_from[round_id], at)
        for round_id, raw in before.items()
        if now.get(round_id) != raw
    ]
    unchanged = {i: copies.seen_from[i] for i in now if now[i] == before.get(i)}
    seen_from = {**newer.seen_from, **unchanged}
    return replace(newer, seen_from=seen_from, earlier=copies.earlier + tuple(replaced))


def _by_number(content: bytes) -> dict[str, RawRound]:
    return {raw["drawNumber"]: raw for raw in raw_rounds(content)}


def _why_older(
    copies: Copies, new: dict[str, RawRound], held: dict[str, RawRound], source: Source
) -> str | None:
    at, our_time = source.retrieved_at, copies.source.retrieved_at
    if at < our_time:
        held_at = f"{our_time:%Y-%m-%d %H:%M}"
        return f"it is from {at:%Y-%m-%d %H:%M}, but we have a newer one, from {held_at}"
    stamped = None if new == held else why_stamped_older(source, copies.source)
    return stamped or why_older(new, held, _superseded(copies, held))


def _superseded(copies: Copies, held: dict[str, RawRound]) -> Iterator[dict[str, RawRound]]:
    """Yield the rounds of every copy before the newest, by number."""
    spans: list[tuple[RawRound, datetime, datetime | None]]
    spans = [(raw, copies.seen_from[round_id], None) for round_id, raw in held.items()]
    spans += [(past.round, past.seen_from, past.seen_until) for past in copies.earlier]
    for at in sorted({time for span in spans for time in span[1:] if time}):
        rounds = {
            raw["drawNumber"]: raw
            for raw, start, end in spans
            if start <= at and (end is None or at < end)
        }
        if rounds != held:
            yield rounds


def build_record(copies: Copies) -> Record:
    """Build the tables from the copies.

    Raises:
        FeedError: if a round of a copy cannot be read.
    """
    versions = _versions(copies)
    current = [chain[-1] for chain in versions.values()]
    current.sort(key=lambda v: (v.reading.date, *sort_key(v.reading.round_id)))
    snapshots = {v.reading.pool_as_of: v for v in current if v.reading.pool_as_of}
    readings = [snapshots[as_of].reading for as_of in sorted(snapshots)]
    chains = [versions[version.reading.round_id] for version in current]
    columns = SCHEMAS["draws"].names
    rows = {
        "draws": [{name: getattr(v.reading, name) for name in columns} for v in current],
        "pool": [row for reading in readings for row in _pool_rows(reading)],
        "ledger": [row for chain in chains for row in _ledger_rows(chain, snapshots)],
    }
    return record_from_rows(rows, copies.source)


def _versions(copies: Copies) -> dict[str, list[Version]]:
    """Return the versions of every round, oldest first; the last one goes into the tables."""
    chains: dict[str, list[Version]] = {}
    for earlier in copies.earlier:
        reading = read(earlier.round, _latest_date(earlier.seen_until))
        version = Version(reading, earlier.seen_from, earlier.seen_until)
        chains.setdefault(reading.round_id, []).append(version)
    for reading in parse(raw_rounds(copies.content), _latest_date(copies.source.retrieved_at)):
        version = Version(reading, copies.seen_from[reading.round_id], None)
        chains.setdefault(reading.round_id, []).append(version)
    return chains


def _latest_date(retrieved_at: datetime) -> date:
    # A copy has no future rounds; one day allows for time zones.
    return retrieved_at.date() + timedelta(days=1)


def _pool_rows(reading: Reading) -> list[dict[str, Any]]:
    return [
        {"as_of": reading.pool_as_of, "band_low": low, "band_high": high, "candidates": candidates}
        for low, high, candidates in reading.figures.bands
    ]


def _ledger_rows(chain: list[Version], snapshots: Mapping[date, Version]) -> list[dict[str, Any]]:
    """Return the ledger of one round: the notes on its current version, and every revision."""
    last = chain[-1]
    entries = [(note, _first_seen(note, chain)) for note in last.reading.notes]
    other = snapshots.get(last.reading.pool_as_of) if last.reading.pool_as_of else None
    if other and other.reading.figures.bands != last.reading.figures.bands:
        why = Reason.OTHER_FIGURES.format(id=other.reading.round_id)
        texts = str(last.reading.figures), str(other.reading.figures)
        entries.append((Note("pool", "suspect", *texts, why), max(last.seen_from, other.seen_from)))
    for version, following in zip(chain, [*chain[1:], None], strict=True):
        entries += _revisions(version, following)
    rows = [
        {"round_id": last.reading.round_id, **asdict(note), "seen_at": seen_at}
        for note, seen_at in entries
    ]
    return sorted(rows, key=lambda row: (FIELDS.index(row["field"]), row["seen_at"]))


def _first_seen(note: Note, chain: list[Version]) -> datetime:
    """Return when IRCC first published the text that a note is about."""
    return next(
        version.seen_from
        for version in chain
        for other in version.reading.notes
        if (other.field, other.what, other.published) == (note.field, note.what, note.published)
    )


def _revisions(version: Version, following: Version | None) -> list[tuple[Note, datetime]]:
    """Return what changed from one version of a round to the next, or that it vanished."""
    revisions = []
    round_id = version.reading.round_id
    if version.seen_until and (following is None or following.seen_from > version.seen_until):
        why = Reason.BACK if following else Reason.GONE
        revisions.append((Note("round_id", "revised", round_id, round_id, why), version.seen_until))
    if following:
        changes = _changes(version.reading, following.reading)
        revisions += [(note, following.seen_from) for note in changes]
    return revisions


def _changes(old: Reading, new: Reading) -> list[Note]:
    """Return a note per field whose value changed, or whose text no longer needs its repair."""
    notes = []
    for field in (name for name in old.texts if name not in ("pool", "pool_as_of")):
        used = _as_text(getattr(new, field))
        if getattr(old, field) != getattr(new, field):
            why = Reason.REWORDED if field == "name" else Reason.CHANGED
            notes.append(Note(field, "revised", old.texts[field], used, why))
        else:
            replaced = _doubtful_texts(old, field) - _doubtful_texts(new, field)
            notes += [
                Note(field, "revised", text, used, Reason.CORRECTED) for text in sorted(replaced)
            ]
    if old.figures != new.figures:
        why = Reason.CHANGED if old.figures.are_published else Reason.FILLED_IN
        why = why if new.figures.are_published else Reason.WITHDRAWN
        used = str(new.figures) if new.pool_as_of else None
        notes.append(Note("pool", "revised", old.texts["pool"], used, why))
    elif old.pool_as_of != new.pool_as_of:
        used = _as_text(new.pool_as_of)
        notes.append(Note("pool_as_of", "revised", old.texts["pool_as_of"], used, Reason.CHANGED))
    return notes


def _doubtful_texts(reading: Reading, field: str) -> set[str]:
    return {
        note.published
        for note in reading.notes
        if note.field == field and note.what in ("repaired", "suspect") and note.published
    }


def _as_text(value: Any) -> str | None:
    """Return a value as text for the ledger: "2026-08-19", "2026-08-19 12:35:37 UTC", "5000"."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} UTC"
    if isinstance(value, tuple):
        return ", ".join(value) or None
    return None if value is None else str(value)
