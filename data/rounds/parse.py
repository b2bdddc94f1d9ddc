"""The official feed, typed strictly: this module knows the traps of every field.

A value without which a round is not a round is a :class:`FeedError` when it cannot be read. A
value that a round can do without (an instant, a snapshot of the pool) is left out when it cannot
be read or believed, with a :class:`Note` that says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from data.rounds.document import FIGURES, LINKS, FeedError, RawRound, extra_keys, rounds
from data.rounds.instants import UnreadableError, day_first_date, instant, iso_date, long_date
from data.rounds.pool_figures import Figures
from data.rounds.wording import Note, read_link, read_programs
from data.vocabulary.categories import Category, classify, version

__all__ = ["FeedError", "Note", "RawRound", "Reading", "extra_keys", "parse", "read", "rounds"]

LAUNCH = date(2015, 1, 1)
MOST_CRS = 1200
# The largest round invited 27,332; ten times that many would be everybody in the pool.
MOST_INVITATIONS = 300_000
# Snapshots are at most 20 days older than their round in the whole record.
OLDEST_SNAPSHOT = timedelta(days=60)

# A reading has a field called date, which would hide the type of that name.
Day = date

_WHOLE_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+", re.ASCII)


@dataclass(frozen=True)
class Reading:
    """One round as read: typed values, the figures of its snapshot, and notes for the ledger.

    ``texts`` are the published texts of the columns; ``pool_as_of`` is None when there is no
    snapshot to use, whatever ``figures`` were published.
    """

    round_id: str
    date: Day
    drawn_at: datetime | None
    tie_break_at: datetime | None
    name: str
    category: str
    version: int | None
    kind: str
    programs: tuple[str, ...]
    invitations: int
    cutoff: int
    pool_as_of: Day | None
    url: str
    figures: Figures
    texts: Mapping[str, str]
    notes: tuple[Note, ...]


def read(raw: RawRound, latest: date) -> Reading:
    """Return one raw round as typed values; no official date may lie after ``latest``.

    Raises:
        FeedError: if date, name, link, invitations, cut-off or a figure cannot be read.
    """
    notes: list[Note] = []
    day = _date(raw, latest, notes)
    drawn_at = _drawn_at(raw, day, notes)
    tie_break_at = _tie_break_at(raw, day, drawn_at, notes)
    category = _category(raw, notes)
    programs = read_programs(raw["drawText2"], notes)
    invitations = _number(raw, "drawSize", 1, MOST_INVITATIONS)
    cutoff = _number(raw, "drawCRS", 0, MOST_CRS)
    figures, as_of = _snapshot(raw, day, notes)
    url = read_link(raw["drawNumber"], {key: raw[key] for key in LINKS}, notes)
    return Reading(
        round_id=raw["drawNumber"],
        date=day,
        drawn_at=drawn_at,
        tie_break_at=tie_break_at,
        name=raw["drawName"],
        category=category.code,
        version=version(raw["drawName"]),
        kind=category.kind,
        programs=programs,
        invitations=invitations,
        cutoff=cutoff,
        pool_as_of=as_of,
        url=url,
        figures=figures,
        texts=_texts(raw, figures),
        notes=tuple(notes),
    )


def _category(raw: RawRound, notes: list[Note]) -> Category:
    name = raw["drawName"]
    try:
        category = classify(name)
    except ValueError as error:
        raise FeedError(raw["drawNumber"], "drawName", name, "names no category") from error
    if not category.mapped:
        why = "This official name is new; it stands as a category of its own until it is mapped."
        notes.append(Note("name", "suspect", name, name, why))
    return category


def _texts(raw: RawRound, figures: Figures) -> dict[str, str]:
    return {
        "date": raw["drawDate"],
        "drawn_at": raw["drawDateTime"],
        "tie_break_at": raw["drawCutOff"],
        "name": raw["drawName"],
        "programs": raw["drawText2"],
        "invitations": raw["drawSize"],
        "cutoff": raw["drawCRS"],
        "pool_as_of": raw["drawDistributionAsOn"],
        "url": raw["drawNumberURL"],
        "pool": str(figures),
    }


def _number(raw: RawRound, key: str, least: int, most: int) -> int:
    text = raw[key].strip()
    if not _WHOLE_NUMBER.fullmatch(text) or len(text) > 12:
        raise FeedError(raw["drawNumber"], key, raw[key], "is not a whole number like 5,000")
    number = int(text.replace(",", ""))
    if not least <= number <= most:
        raise FeedError(raw["drawNumber"], key, raw[key], f"is not from {least:,} to {most:,}")
    return number


def _date(raw: RawRound, latest: date, notes: list[Note]) -> date:
    """Return the official date; a day-first date counts only if the written-out one confirms it."""
    text, written_out = raw["drawDate"], raw["drawDateFull"]
    try:
        full: date | None = long_date(written_out)
    except UnreadableError:
        full = None
    try:
        day = iso_date(text)
    except UnreadableError as error:
        day = _confirmed_day_first(raw, full, error)
        why = "The date was published day first; the written-out date confirms how to read it."
        notes.append(Note("date", "repaired", text, day.isoformat(), why))
    if not LAUNCH <= day <= latest:
        raise FeedError(raw["drawNumber"], "drawDate", text, f"is not from {LAUNCH} to {latest}")
    if full != day:
        why = f"The written-out date says otherwise; the short date {text!r} is used."
        notes.append(Note("date", "suspect", written_out, day.isoformat(), why))
    return day


def _confirmed_day_first(raw: RawRound, full: date | None, error: UnreadableError) -> date:
    try:
        day = day_first_date(raw["drawDate"])
    except UnreadableError:
        day = None
    if day is None or day != full:
        raise FeedError(raw["drawNumber"], "drawDate", raw["drawDate"], "is no date") from error
    return day


def _instant(text: str, field: str, missing: str, notes: list[Note]) -> datetime | None:
    """Return the instant of a text, or None with a note that says why there is none."""
    if not text.strip():
        notes.append(Note(field, "missing", None, None, missing))
        return None
    try:
        found, mended = instant(text)
    except UnreadableError as error:
        notes.append(Note(field, "suspect", text, None, str(error)))
        return None
    notes.extend(Note(field, "repaired", text, f"{found:%Y-%m-%d %H:%M:%S} UTC", w) for w in mended)
    return found


def _disbelieve(field: str, text: str, why: str, notes: list[Note]) -> None:
    notes[:] = [note for note in notes if note.field != field]
    notes.append(Note(field, "suspect", text, None, why))


def _drawn_at(raw: RawRound, day: date, notes: list[Note]) -> datetime | None:
    text = raw["drawDateTime"]
    found = _instant(text, "drawn_at", "The source gives no time for this round.", notes)
    # A round in the evening in Canada falls on the next UTC day.
    if found and found.date() not in (day, day + timedelta(days=1)):
        _disbelieve("drawn_at", text, "The instant lies on another day than the round.", notes)
        return None
    return found


def _tie_break_at(
    raw: RawRound, day: date, drawn_at: datetime | None, notes: list[Note]
) -> datetime | None:
    text = raw["drawCutOff"]
    found = _instant(text, "tie_break_at", "No tie-break was published for this round.", notes)
    if found is None:
        return None
    too_late = found >= drawn_at if drawn_at else found.date() > day + timedelta(days=1)
    if too_late or found.date() < LAUNCH:
        late = "The tie-break does not lie before the round itself."
        early = "The tie-break lies before Express Entry existed."
        _disbelieve("tie_break_at", text, late if too_late else early, notes)
        return None
    return found


def _snapshot(raw: RawRound, day: date, notes: list[Note]) -> tuple[Figures, date | None]:
    """Return the published figures and the date of their snapshot, or None if they are no use."""
    blank = all(not raw[key].strip() for key in FIGURES)
    figures = Figures(tuple(0 if blank else _number(raw, key, 0, 10**7) for key in FIGURES))
    if not figures.given:
        none = "No pool figures were published with this round (zeros stand in their place)."
        notes.append(Note("pool", "missing", None if blank else str(figures), None, none))
        return figures, None
    published = raw["drawDistributionAsOn"]
    try:
        as_of = long_date(published)
        late = "The snapshot of the pool is dated after the round that it was published with."
        old = "The snapshot of the pool is dated long before the round."
        why: str | None = late if as_of > day else old if as_of < day - OLDEST_SNAPSHOT else None
    except UnreadableError as error:
        why = str(error)
    if why:
        notes.append(Note("pool_as_of", "suspect", published, None, why))
    if not figures.believable:
        wrong = "The figures do not add up to their total, and no misprint in a sum explains it."
        notes.append(Note("pool", "suspect", str(figures), None, wrong))
    if why or not figures.believable:
        return figures, None
    for each in figures.misprints():
        told = f"The published {each.label} is not what its bands add up to; the bands are used."
        notes.append(Note("pool", "repaired", f"{each.published:,}", f"{each.added:,}", told))
    return figures, as_of


def parse(raws: list[RawRound], latest: date) -> list[Reading]:
    """Return the rounds of a copy as readings, oldest first, two of a day in their own order.

    Raises:
        FeedError: as :func:`read`.
    """
    # The feed is newest first; sorting is stable, so 91a comes before 91b.
    return sorted((read(raw, latest) for raw in reversed(raws)), key=lambda each: each.date)
