"""Parse raw rounds strictly into typed values.

An unreadable value that every round needs raises a :class:`FeedError`. An optional one (a time, a
pool snapshot) that cannot be read or trusted is left out, with a :class:`Note` that says why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from data.rounds.document import FIGURES, LINKS, FeedError, RawRound
from data.rounds.instants import UnreadableError, day_first_date, instant, iso_date, long_date
from data.rounds.pool_figures import Figures
from data.rounds.wording import Note, read_link, read_programs
from data.vocabulary.categories import Category, classify, version
from data.vocabulary.columns import LAUNCH, MAX_SCORE
from data.vocabulary.reasons import Reason

# The largest round had 27,332; ten times as many would be everyone in the pool.
MOST_INVITATIONS = 300_000
# The oldest snapshot so far was 20 days older than its round.
OLDEST_SNAPSHOT = timedelta(days=60)

# In Reading, the field called date hides the type.
Day = date

_WHOLE_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+", re.ASCII)


@dataclass(frozen=True)
class Reading:
    """One parsed round: the columns of draws, its pool figures, and notes for the ledger.

    ``texts`` are the published texts by column. ``pool_as_of`` is None if the snapshot cannot be
    used, even if ``figures`` were published.
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
    """Parse one raw round, whose date must not be after ``latest``.

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
    cutoff = _number(raw, "drawCRS", 0, MAX_SCORE)
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
        notes.append(Note("name", "suspect", name, name, Reason.NEW_NAME))
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
    """Return the official date; accept day-first only if the written-out date confirms it."""
    text, written_out = raw["drawDate"], raw["drawDateFull"]
    try:
        long_form: date | None = long_date(written_out)
    except UnreadableError:
        long_form = None
    try:
        day = iso_date(text)
    except UnreadableError as error:
        day = _confirmed_day_first(raw, long_form, error)
        notes.append(Note("date", "repaired", text, day.isoformat(), Reason.DAY_FIRST))
    if not LAUNCH <= day <= latest:
        raise FeedError(raw["drawNumber"], "drawDate", text, f"is not from {LAUNCH} to {latest}")
    if long_form != day:
        why = Reason.OTHER_LONG_DATE.format(day=repr(text))
        notes.append(Note("date", "suspect", written_out, day.isoformat(), why))
    return day


def _confirmed_day_first(raw: RawRound, long_form: date | None, error: UnreadableError) -> date:
    try:
        day = day_first_date(raw["drawDate"])
    except UnreadableError:
        day = None
    if day is None or day != long_form:
        raise FeedError(raw["drawNumber"], "drawDate", raw["drawDate"], "is not a date") from error
    return day


def _time(text: str, field: str, why_missing: str, notes: list[Note]) -> datetime | None:
    if not text.strip():
        notes.append(Note(field, "missing", None, None, why_missing))
        return None
    try:
        time, corrections = instant(text)
    except UnreadableError as error:
        notes.append(Note(field, "suspect", text, None, str(error)))
        return None
    used = f"{time:%Y-%m-%d %H:%M:%S} UTC"
    notes.extend(Note(field, "repaired", text, used, why) for why in corrections)
    return time


def _reject(field: str, text: str, why: str, notes: list[Note]) -> None:
    notes[:] = [note for note in notes if note.field != field]
    notes.append(Note(field, "suspect", text, None, why))


def _drawn_at(raw: RawRound, day: date, notes: list[Note]) -> datetime | None:
    text = raw["drawDateTime"]
    time = _time(text, "drawn_at", Reason.NO_TIME, notes)
    # An evening in Canada is already the next day in UTC.
    if time and time.date() not in (day, day + timedelta(days=1)):
        _reject("drawn_at", text, Reason.OTHER_DAY, notes)
        return None
    return time


def _tie_break_at(
    raw: RawRound, day: date, drawn_at: datetime | None, notes: list[Note]
) -> datetime | None:
    text = raw["drawCutOff"]
    time = _time(text, "tie_break_at", Reason.NO_TIE_BREAK, notes)
    if time is None:
        return None
    is_late = time >= drawn_at if drawn_at else time.date() > day + timedelta(days=1)
    if is_late or time.date() < LAUNCH:
        why = Reason.LATE_TIE_BREAK if is_late else Reason.EARLY_TIE_BREAK
        _reject("tie_break_at", text, why, notes)
        return None
    return time


def _snapshot(raw: RawRound, day: date, notes: list[Note]) -> tuple[Figures, date | None]:
    """Return the published figures and their date, which is None if they cannot be used."""
    is_blank = all(not raw[key].strip() for key in FIGURES)
    figures = Figures(tuple(0 if is_blank else _number(raw, key, 0, 10**7) for key in FIGURES))
    if not figures.are_published:
        notes.append(
            Note("pool", "missing", None if is_blank else str(figures), None, Reason.NO_POOL)
        )
        return figures, None
    published = raw["drawDistributionAsOn"]
    try:
        as_of = long_date(published)
        is_old = as_of < day - OLDEST_SNAPSHOT
        why: str | None = Reason.OLD_SNAPSHOT if is_old else None
        why = Reason.LATE_SNAPSHOT if as_of > day else why
    except UnreadableError as error:
        why = str(error)
    if why:
        notes.append(Note("pool_as_of", "suspect", published, None, why))
    if not figures.are_consistent:
        notes.append(Note("pool", "suspect", str(figures), None, Reason.WRONG_SUM))
    if why or not figures.are_consistent:
        return figures, None
    for misprint in figures.misprints():
        band = misprint.band
        why = Reason.WRONG_ROLL_UP.format(band=band) if band else Reason.WRONG_TOTAL
        texts = f"{misprint.published:,}", f"{misprint.computed:,}"
        notes.append(Note("pool", "repaired", *texts, why))
    return figures, as_of


def parse(raws: list[RawRound], latest: date) -> list[Reading]:
    """Parse the rounds of a copy, oldest first, with the errors of :func:`read`."""
    # The file is newest first; sorting is stable, so 91a comes before 91b.
    return sorted((read(raw, latest) for raw in reversed(raws)), key=lambda round_: round_.date)
