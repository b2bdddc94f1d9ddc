"""Build the tables from IRCC's newest file and from what its earlier files said differently.

Nothing here reads a file or a clock: the same :class:`Copies` always give the same tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from data.rounds.document import Document, FeedError, RawRound, read_document, sort_key
from data.rounds.history import WITHDRAWN, Acceptance, Copies
from data.rounds.parse import NEEDED, Reading, Unread, as_text, read
from data.rounds.record import Record, record_from_rows
from data.rounds.schema import SCHEMAS
from data.rounds.wording import Note
from data.vocabulary.reasons import Reason

Entry = tuple[Note, datetime]  # of the ledger, and when it was first seen
FIELDS = (*SCHEMAS["draws"].names, "pool", "other")


@dataclass(frozen=True)
class Version:
    """One parsed version of a round, and when IRCC published it.

    A version that is not official was in a public copy of IRCC's file, not yet in the file itself.
    """

    reading: Reading | Unread
    seen_from: datetime
    seen_until: datetime | None
    is_official: bool = True


def build_record(copies: Copies) -> Record:
    """Build the tables from the copies.

    Raises:
        FeedError: if most rounds of the newest copy cannot be read.
    """
    document = read_document(copies.content)
    chains = _chains(copies, document)
    current = [(reading, chain) for chain in chains if (reading := _reading(chain[-1]))]
    current.sort(key=lambda pair: (pair[0].date, *sort_key(pair[0].round_id)))
    unread = sorted(
        (chain for chain in chains if not _reading(chain[-1])),
        key=lambda chain: sort_key(chain[-1].reading.round_id),
    )
    snapshots = {reading.pool_as_of: chain[-1] for reading, chain in current}
    pools = [_reading(snapshots[as_of]) for as_of in sorted(filter(None, snapshots))]
    columns, notes = SCHEMAS["draws"].names, _notes_on_list(copies, document)
    ledger = [
        _ledger_rows(chain, snapshots, notes) for chain in (*(c for _, c in current), *unread)
    ]
    rows = {
        "draws": [{name: getattr(reading, name) for name in columns} for reading, _ in current],
        "pool": [row for reading in pools if reading for row in _pool_rows(reading)],
        "ledger": [row for rows in ledger for row in rows],
    }
    return record_from_rows(rows, copies.source)


def _reading(version: Version) -> Reading | None:
    return version.reading if isinstance(version.reading, Reading) else None


def _chains(copies: Copies, document: Document) -> list[list[Version]]:
    """Return the versions of every round, oldest first; the last one goes into the tables."""
    chains: dict[str, list[Version]] = {}
    spans: list[tuple[RawRound, datetime, datetime | None]]
    spans = [(past.round, past.seen_from, past.seen_until) for past in copies.earlier]
    spans += [(raw, copies.seen_from[raw["drawNumber"]], None) for raw in document.rounds]
    for raw, start, end in spans:
        chain = chains.setdefault(raw["drawNumber"], [])
        known = next(
            (reading for version in reversed(chain) if (reading := _reading(version))), None
        )
        is_official = start not in copies.second_hand
        latest = _latest_date(end or copies.source.retrieved_at)
        version = read(raw, latest, known, is_official=is_official)
        chain.append(Version(version, start, end, is_official))
    _check_readable([chains[raw["drawNumber"]][-1].reading for raw in document.rounds])
    return list(chains.values())


def _check_readable(readings: Sequence[Reading | Unread]) -> None:
    """Raise a FeedError if the newest copy has more rounds that cannot be read than others."""
    bad = [r for r in readings if isinstance(r, Unread) or r.kept.intersection(NEEDED)]
    if 2 * len(bad) > len(readings):
        note = next(note for note in bad[0].notes if note.field in NEEDED)
        complaint = f"cannot be read, nor can {len(bad) - 1:,} of {len(readings):,} other rounds"
        raise FeedError(bad[0].round_id, note.field, note.published or "", complaint)


def _latest_date(retrieved_at: datetime) -> date:
    # A copy has no future rounds; one day allows for time zones.
    return retrieved_at.date() + timedelta(days=1)


def _pool_rows(reading: Reading) -> list[dict[str, Any]]:
    return [
        {"as_of": reading.pool_as_of, "band_low": low, "band_high": high, "candidates": candidates}
        for low, high, candidates in reading.figures.bands
    ]


def _notes_on_list(copies: Copies, document: Document) -> dict[str, list[Entry]]:
    """Return notes on what is new in the list itself or was accepted, by the newest round of it."""
    raws = sorted(document.rounds, key=lambda raw: sort_key(raw["drawNumber"]), reverse=True)
    notes: dict[str, list[Entry]] = {}

    def add(raw: RawRound, text: str | None, why: str, at: datetime | None = None) -> None:
        round_id = raw["drawNumber"]
        entry = Note("other", "unclear", text, None, why), at or copies.seen_from[round_id]
        notes.setdefault(round_id, []).append(entry)

    for key in document.new_keys:
        having = [raw for raw in raws if key in raw]
        newest = next((raw for raw in having if raw[key].strip()), having[0])
        add(newest, f"{key}: {newest[key]}".strip(), Reason.NEW_FIELD)
    for key in document.missing_keys:
        newest = next(raw for raw in raws if key not in raw)
        add(newest, None, Reason.LOST_FIELD.format(field=key))
    for text in document.unnumbered:
        add(raws[0], text, Reason.NO_NUMBER, copies.source.retrieved_at)
    for accepted in copies.accepted:
        newest_id = max(accepted.round_ids, key=sort_key)
        note = Note("other", "accepted", None, None, _why_accepted(accepted))
        notes.setdefault(newest_id, []).append((note, accepted.seen_at))
    return notes


def _why_accepted(accepted: Acceptance) -> str:
    is_by = bool(accepted.by)
    if accepted.kind == WITHDRAWN:
        why = Reason.ACCEPTED_GONE_BY if is_by else Reason.ACCEPTED_GONE
    else:
        why = Reason.ACCEPTED_CHANGED_BY if is_by else Reason.ACCEPTED_CHANGED
    return why.format(by=accepted.by, day=accepted.on, n=len(accepted.round_ids))


def _ledger_rows(
    chain: list[Version],
    snapshots: Mapping[date | None, Version],
    notes_on_list: Mapping[str, list[Entry]],
) -> list[dict[str, Any]]:
    """Return the ledger of one round: the notes on its current version, and every revision."""
    last, round_id = chain[-1], chain[-1].reading.round_id
    entries = [(note, _first_seen(note, chain)) for note in last.reading.notes]
    entries += [*_other_figures(last, snapshots), *notes_on_list.get(round_id, [])]
    if not _is_confirmed(chain):
        note = Note("round_id", "unconfirmed", None, round_id, Reason.SECOND_HAND)
        entries.append((note, last.seen_from))
    for version, following in zip(chain, [*chain[1:], None], strict=True):
        entries += _revisions(version, following)
    rows = [{"round_id": round_id, **asdict(note), "seen_at": at} for note, at in entries]
    return sorted(rows, key=lambda row: (FIELDS.index(row["field"]), row["seen_at"]))


def _first_seen(note: Note, chain: list[Version]) -> datetime:
    """Return when IRCC first published the text that a note is about."""
    key = (note.field, note.what, note.published, note.why)
    return next(
        version.seen_from
        for version in chain
        for other in version.reading.notes
        if (other.field, other.what, other.published, other.why) == key
    )


def _other_figures(last: Version, snapshots: Mapping[date | None, Version]) -> list[Entry]:
    """Return a note if another round gives other figures of the same day, which are used."""
    reading = _reading(last)
    other = snapshots.get(reading.pool_as_of) if reading and reading.pool_as_of else None
    theirs = _reading(other) if other else None
    if not (reading and other and theirs) or theirs.figures.bands == reading.figures.bands:
        return []
    why = Reason.OTHER_FIGURES.format(id=theirs.round_id)
    texts = str(reading.figures), str(theirs.figures)
    return [(Note("pool", "suspect", *texts, why), max(last.seen_from, other.seen_from))]


def _is_confirmed(chain: list[Version]) -> bool:
    """Return whether IRCC's own file has ever had what the current version says."""
    values = _values(chain[-1])
    return values is None or any(
        version.is_official and _values(version) == values for version in chain
    )


def _values(version: Version) -> tuple[Any, ...] | None:
    reading = _reading(version)
    fields = (*SCHEMAS["draws"].names, "figures")
    return tuple(getattr(reading, field) for field in fields) if reading else None


def _revisions(version: Version, following: Version | None) -> list[Entry]:
    """Return what changed from one version of a round to the next, or that it vanished."""
    revisions = []
    round_id = version.reading.round_id
    if version.seen_until and (following is None or following.seen_from > version.seen_until):
        why = Reason.BACK if following else Reason.GONE
        revisions.append((Note("round_id", "revised", round_id, round_id, why), version.seen_until))
    if following:
        revisions += [(note, following.seen_from) for note in _changes(version, following)]
    return revisions


def _changes(before: Version, after: Version) -> list[Note]:
    """Return a note per field whose value changed, or whose text no longer needs its repair.

    What a public copy had left blank is filled in by IRCC's own file, which changes nothing.
    """
    old, new = _reading(before), _reading(after)
    if new is None:
        return []
    if old is None:
        texts = {note.field: note.published for note in before.reading.notes if note.published}
        return [
            Note(field, "revised", texts[field], as_text(getattr(new, field)), Reason.CORRECTED)
            for field in NEEDED
            if field in texts
        ]
    notes = []
    for field in (name for name in old.texts if name not in ("pool", "pool_as_of")):
        was, value = getattr(old, field), getattr(new, field)
        used, is_filled_in = as_text(value), not before.is_official and was in (None, ())
        if was != value and not is_filled_in:
            why = Reason.REWORDED if field == "name" else Reason.CHANGED
            why = _why_changed(before, after, why)
            notes.append(Note(field, "revised", old.texts[field], used, why))
        elif was == value and before.is_official and after.is_official:
            replaced = _doubtful_texts(old, field) - _doubtful_texts(new, field)
            notes += [
                Note(field, "revised", text, used, Reason.CORRECTED) for text in sorted(replaced)
            ]
    return notes + _pool_changes(before, after, old, new)


def _pool_changes(before: Version, after: Version, old: Reading, new: Reading) -> list[Note]:
    if not before.is_official and not old.figures.are_published:
        return []
    is_withdrawn = any(note.why == Reason.NO_POOL for note in new.notes)
    if not new.figures.are_published and not is_withdrawn:
        return []  # blank or unreadable, which is noted
    if old.figures != new.figures:
        why = Reason.CHANGED if old.figures.are_published else Reason.FILLED_IN
        why = why if new.figures.are_published else Reason.WITHDRAWN
        used = str(new.figures) if new.pool_as_of else None
        why = _why_changed(before, after, why)
        return [Note("pool", "revised", old.texts["pool"], used, why)]
    if old.pool_as_of != new.pool_as_of:
        used, why = as_text(new.pool_as_of), _why_changed(before, after, Reason.CHANGED)
        return [Note("pool_as_of", "revised", old.texts["pool_as_of"], used, why)]
    return []


def _why_changed(before: Version, after: Version, why: Reason) -> Reason:
    """Return why a value changed: as given, unless one of the versions is not IRCC's own."""
    if not after.is_official:
        return Reason.OTHER_IN_COPY
    return why if before.is_official else Reason.OTHER_IN_FILE


def _doubtful_texts(reading: Reading, field: str) -> set[str]:
    return {
        note.published
        for note in reading.notes
        if note.field == field
        and note.what in ("repaired", "suspect", "unclear")
        and note.published
    }
