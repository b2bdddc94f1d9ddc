"""The record as a function of the copies: what the source publishes now, and what it said before.

Nothing here reads a file or a clock. The same :class:`Copies` always give the same record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from data.rounds.document import place
from data.rounds.parse import Note, RawRound, Reading, parse, read, rounds
from data.rounds.record import Record, RefusedError, Source, record_of
from data.rounds.schema import SCHEMAS

MOST_LOST = 1
COMPARED = ("date", "drawn_at", "tie_break_at", "name", "programs", "invitations", "cutoff", "url")
FIELDS = (*SCHEMAS["draws"].names, "pool")

_CHANGED = "The source has changed what it publishes here."
_WHY = {"name": "The source has reworded the official name of this round."}
_MENDED = "The source has replaced a text that had to be repaired or could not be believed."
_WITHDRAWN = "The source has withdrawn the pool figures of this round."
_FILLED_IN = "The source has added the pool figures of this round later."
_GONE = "The round is no longer in the published list; it is kept here."
_BACK = "The round was missing from the published list for a while; it was kept here."


@dataclass(frozen=True)
class Earlier:
    """A round as an earlier copy had it, verbatim, and from when until when that was published."""

    round: RawRound
    seen_from: datetime
    seen_until: datetime


@dataclass(frozen=True)
class Copies:
    """All that the tables are made from: the newest copy, verbatim, and what preceded it.

    ``seen_from`` says for each round of the newest copy since when it reads as it does.
    """

    content: bytes
    source: Source
    seen_from: Mapping[str, datetime]
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True)
class Version:
    """One reading of a round and the time from which the source published it."""

    reading: Reading
    seen_from: datetime
    seen_until: datetime | None


def first(content: bytes, source: Source) -> Copies:
    """Return the copies of a record that begins with this one.

    Raises:
        FeedError: if the content is not the feed.
    """
    source = replace(source, sha256=hashlib.sha256(content).hexdigest())
    return Copies(
        content, source, {raw["drawNumber"]: source.retrieved_at for raw in rounds(content)}
    )


def succeed(held: Copies, content: bytes, source: Source) -> Copies:
    """Return the copies after a newer one: what it changes or lacks is kept as earlier.

    Raises:
        FeedError: if the content is not the feed.
        RefusedError: if it is older than the one held, or has lost more than one round.
    """
    newer = first(content, source)
    at = source.retrieved_at
    if at < held.source.retrieved_at:
        raise RefusedError(
            f"This copy is of {at:%Y-%m-%d %H:%M}, older than the one held, which is of"
            f" {held.source.retrieved_at:%Y-%m-%d %H:%M}. Nothing was changed.",
            "older",
        )
    now = {raw["drawNumber"]: raw for raw in rounds(content)}
    before = {raw["drawNumber"]: raw for raw in rounds(held.content)}
    lost = [round_id for round_id in before if round_id not in now]
    if len(lost) > MOST_LOST:
        some = ", ".join(f"#{round_id}" for round_id in lost[:5])
        raise RefusedError(
            f"This copy lacks {len(lost)} rounds of the one held ({some}"
            f"{', ...' if len(lost) > 5 else ''}). It is probably cut short. Nothing was changed.",
            "lost-rounds",
        )
    ended = [
        Earlier(raw, held.seen_from[round_id], at)
        for round_id, raw in before.items()
        if now.get(round_id) != raw
    ]
    kept = {i: held.seen_from[i] for i in now if now[i] == before.get(i)}
    return replace(
        newer, seen_from={**newer.seen_from, **kept}, earlier=held.earlier + tuple(ended)
    )


def record(copies: Copies) -> Record:
    """Return the record that the copies make.

    Raises:
        FeedError: if a round of a copy cannot be read.
    """
    versions = _versions(copies)
    current = [chain[-1] for chain in versions.values()]
    current.sort(key=lambda each: (each.reading.date, *place(each.reading.round_id)))
    newest = {v.reading.pool_as_of: v for v in current if v.reading.pool_as_of}
    ledger = [row for each in current for row in _ledger(versions[each.reading.round_id], newest)]
    rows = {
        "draws": [_draw(each.reading) for each in current],
        "pool": [row for as_of in sorted(newest) for row in _bands(newest[as_of].reading)],
        "ledger": ledger,
    }
    return record_of(rows, copies.source)


def _versions(copies: Copies) -> dict[str, list[Version]]:
    """Return the versions of every round, oldest first: the last one is what the tables hold."""
    chains: dict[str, list[Version]] = {}
    for each in copies.earlier:
        reading = read(each.round, _latest(each.seen_until))
        version = Version(reading, each.seen_from, each.seen_until)
        chains.setdefault(reading.round_id, []).append(version)
    for reading in parse(rounds(copies.content), _latest(copies.source.retrieved_at)):
        version = Version(reading, copies.seen_from[reading.round_id], None)
        chains.setdefault(reading.round_id, []).append(version)
    return chains


def _latest(retrieved_at: datetime) -> date:
    # A copy cannot know of rounds to come; one day is for the time zones.
    return retrieved_at.date() + timedelta(days=1)


def _draw(reading: Reading) -> dict[str, Any]:
    return {name: getattr(reading, name) for name in SCHEMAS["draws"].names}


def _bands(reading: Reading) -> list[dict[str, Any]]:
    return [
        {"as_of": reading.pool_as_of, "band_low": low, "band_high": high, "candidates": candidates}
        for low, high, candidates in reading.figures.bands
    ]


def _ledger(chain: list[Version], newest: Mapping[date, Version]) -> list[dict[str, Any]]:
    """Return the ledger of one round: the notes on how it reads now, and every revision."""
    last = chain[-1]
    noted = [(note, _first_seen(note, chain)) for note in last.reading.notes]
    other = newest.get(last.reading.pool_as_of) if last.reading.pool_as_of else None
    if other and other.reading.figures.bands != last.reading.figures.bands:
        why = f"Round #{other.reading.round_id} gives other figures for the same day; those stand."
        texts = str(last.reading.figures), str(other.reading.figures)
        noted.append((Note("pool", "suspect", *texts, why), max(last.seen_from, other.seen_from)))
    for version, following in zip(chain, [*chain[1:], None], strict=True):
        noted += _revisions(version, following)
    rows = [
        {
            "round_id": last.reading.round_id,
            "field": note.field,
            "what": note.what,
            "published": note.published,
            "used": note.used,
            "why": note.why,
            "seen_at": seen_at,
        }
        for note, seen_at in noted
    ]
    return sorted(rows, key=lambda row: (FIELDS.index(row["field"]), row["seen_at"]))


def _first_seen(note: Note, chain: list[Version]) -> datetime:
    """Return when the source first published the text that a note is about."""
    same = (
        version.seen_from
        for version in chain
        for each in version.reading.notes
        if (each.field, each.what, each.published) == (note.field, note.what, note.published)
    )
    return next(same)


def _revisions(version: Version, following: Version | None) -> list[tuple[Note, datetime]]:
    """Return what changed from one version of a round to the next, or that it vanished."""
    found = []
    round_id = version.reading.round_id
    if version.seen_until and (following is None or following.seen_from > version.seen_until):
        why = _BACK if following else _GONE
        found.append((Note("round_id", "revised", round_id, round_id, why), version.seen_until))
    if following:
        changes = _changes(version.reading, following.reading)
        found += [(note, following.seen_from) for note in changes]
    return found


def _changes(old: Reading, new: Reading) -> list[Note]:
    """Return a note per field whose value changed, or whose text no longer needs its repair."""
    found = []
    for field in COMPARED:
        used = as_text(getattr(new, field))
        if getattr(old, field) != getattr(new, field):
            why = _WHY.get(field, _CHANGED)
            found.append(Note(field, "revised", old.texts[field], used, why))
        else:
            mended = _doubts(old, field) - _doubts(new, field)
            found += [Note(field, "revised", text, used, _MENDED) for text in sorted(mended)]
    if old.figures != new.figures:
        why = _CHANGED if new.figures.given and old.figures.given else _FILLED_IN
        why = why if new.figures.given else _WITHDRAWN
        used = str(new.figures) if new.pool_as_of else None
        found.append(Note("pool", "revised", old.texts["pool"], used, why))
    elif old.pool_as_of != new.pool_as_of:
        used = as_text(new.pool_as_of)
        found.append(Note("pool_as_of", "revised", old.texts["pool_as_of"], used, _CHANGED))
    return found


def _doubts(reading: Reading, field: str) -> set[str]:
    """Return the published texts of a field that had to be repaired or could not be believed."""
    return {
        note.published
        for note in reading.notes
        if note.field == field and note.what in ("repaired", "suspect") and note.published
    }


def as_text(value: Any) -> str | None:
    """Return a value as the ledger writes it: "2026-08-19", "2026-08-19 12:35:37 UTC", "5000"."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} UTC"
    if isinstance(value, tuple):
        return ", ".join(value) or None
    return None if value is None else str(value)
