"""Parse raw rounds strictly into typed values.

A value that cannot be read or believed is left out, with a :class:`Note` that says why, unless an
earlier copy had one, which is kept. A round without a value that every round needs is
:class:`Unread`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from data.rounds.document import ESSENTIAL, FIGURES, LINKS, RawRound
from data.rounds.instants import UnreadableError, day_first_date, instant, iso_date, long_date
from data.rounds.pool_figures import NOT_PUBLISHED, ROLL_UPS, Figures
from data.rounds.wording import ALL_ROUNDS, Note, read_link, read_programs
from data.vocabulary.categories import classify, version
from data.vocabulary.columns import LAUNCH, MAX_SCORE, MOST_POINTS
from data.vocabulary.reasons import Reason

# The largest round had 27,332; ten times as many would be everyone in the pool.
MOST_INVITATIONS = 300_000
MOST_CANDIDATES = 10_000_000
# The oldest snapshot so far was 20 days older than its round.
OLDEST_SNAPSHOT = timedelta(days=60)
ONE_DAY = timedelta(days=1)
NEEDED = ("date", "name", "invitations", "cutoff")

# In Reading, the field called date hides the type.
Day = date
T = TypeVar("T")

_WHOLE_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+", re.ASCII)
# A text that fails for one of these has a shape that we do not know.
_NEW_SHAPES = (Reason.NOT_A_LONG_DATE, Reason.NOT_A_TIME, Reason.UNKNOWN_ZONE)


@dataclass(frozen=True)
class Reading:
    """One parsed round: the columns of draws, its pool figures, and notes for the ledger.

    ``texts`` are the published texts by column. ``pool_as_of`` is None if the snapshot cannot be
    used, even if ``figures`` were published. The values of ``kept`` fields, and their texts, are
    from an earlier copy.
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
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Unread:
    """A round without a date, name, size or cut-off that can be read, and notes that say so."""

    round_id: str
    notes: tuple[Note, ...]


class _Keeper:
    """Keeps what is known of a round where a new copy has nothing that can be used."""

    def __init__(self, known: Reading | None, notes: list[Note]) -> None:
        self.known, self.notes = known, notes
        self.fields: set[str] = set()

    def keep(
        self, field: str, value: T | None, fits: Callable[[T], bool] = lambda _: True
    ) -> T | None:
        """Return a value or, if it is empty, the known one, provided that it fits."""
        known = getattr(self.known, field, None)
        if value not in (None, ()) or known in (None, ()) or not fits(known):
            return value
        self.note_kept(field, as_text(known))
        kept: T = known
        return kept

    def note_kept(self, field: str, used: str | None) -> None:
        """Say in the notes on a field that its known value is used, and why that was repaired."""
        for place, note in enumerate(self.notes):
            if note.field == field:
                why = Reason.KEPT if note.what == "missing" else note.why
                self.notes[place] = replace(note, used=used, why=why)
        known = self.known.notes if self.known else ()
        self.notes += [note for note in known if (note.field, note.what) == (field, "repaired")]
        self.fields.add(field)


def read(
    raw: RawRound, latest: date, known: Reading | None = None, *, is_official: bool = True
) -> Reading | Unread:
    """Parse one raw round, whose date must not be after ``latest``.

    ``known`` is the round as an earlier copy had it. The blanks of a copy that is not official say
    nothing about what IRCC published.
    """
    notes: list[Note] = []
    keeper = _Keeper(known, notes)
    day = keeper.keep("date", _date(raw, latest, notes))
    name = keeper.keep("name", _name(raw, notes))
    size = _number(raw, "drawSize", "invitations", range(1, MOST_INVITATIONS + 1), notes)
    invitations = keeper.keep("invitations", size)
    cutoff = keeper.keep("cutoff", _cutoff(raw, notes))
    if day is None or name is None or invitations is None or cutoff is None:
        return _unread(raw, notes)
    drawn_at, tie_break_at = _instants(raw, day, keeper)
    programs = keeper.keep("programs", read_programs(raw.get("drawText2", ""), notes)) or ()
    figures, as_of = _pool(raw, day, keeper)
    category = classify(name)
    return Reading(
        round_id=raw["drawNumber"],
        date=day,
        drawn_at=drawn_at,
        tie_break_at=tie_break_at,
        name=name,
        category=category.code,
        version=version(name),
        kind=category.kind,
        programs=programs,
        invitations=invitations,
        cutoff=cutoff,
        pool_as_of=as_of,
        url=_url(raw, keeper),
        figures=figures,
        texts=_texts(raw, figures, keeper),
        notes=tuple(notes if is_official else map(_at_second_hand, notes)),
        kept=frozenset(keeper.fields),
    )


def as_text(value: Any) -> str | None:
    """Return a value as text for the ledger: "2026-08-19", "2026-08-19 12:35:37 UTC", "5000"."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} UTC"
    if isinstance(value, tuple):
        return ", ".join(value) or None
    return None if value is None else str(value)


def _unread(raw: RawRound, notes: list[Note]) -> Unread:
    text = "; ".join([raw["drawNumber"], *(raw.get(key, "") for key in ESSENTIAL)])
    note = Note("round_id", "unclear", text, None, Reason.LEFT_OUT)
    return Unread(raw["drawNumber"], (note, *notes))


def _at_second_hand(note: Note) -> Note:
    is_blank = note.what == "missing" and note.published is None and note.used is None
    return replace(note, why=Reason.NOT_IN_COPY) if is_blank else note


def _texts(raw: RawRound, figures: Figures, keeper: _Keeper) -> dict[str, str]:
    keys = {
        "date": "drawDate",
        "drawn_at": "drawDateTime",
        "tie_break_at": "drawCutOff",
        "name": "drawName",
        "programs": "drawText2",
        "invitations": "drawSize",
        "cutoff": "drawCRS",
        "pool_as_of": "drawDistributionAsOn",
        "url": "drawNumberURL",
    }
    texts = {field: raw.get(key, "") for field, key in keys.items()} | {"pool": str(figures)}
    known = keeper.known.texts if keeper.known else {}
    return texts | {field: known[field] for field in keeper.fields}


def _name(raw: RawRound, notes: list[Note]) -> str | None:
    name = raw.get("drawName", "")
    try:
        category = classify(name)
    except ValueError:
        notes.append(_unusable("name", name, Reason.NO_NAME))
        return None
    if not category.mapped:
        notes.append(Note("name", "unclear", name, name, Reason.NEW_NAME))
    return name


def _unusable(field: str, text: str, why: str, what: str = "unclear") -> Note:
    """Return the note on a text that cannot be used, or on a blank."""
    if not text.strip():
        return Note(field, "missing", None, None, Reason.BLANK)
    return Note(field, what, text, None, why)


def _whole_number(text: str) -> int | None:
    return int(text.replace(",", "")) if _WHOLE_NUMBER.fullmatch(text) else None


def _number(raw: RawRound, key: str, field: str, allowed: range, notes: list[Note]) -> int | None:
    text = raw.get(key, "")
    number = _whole_number(text.strip())
    if number is None:
        notes.append(_unusable(field, text, Reason.NOT_A_NUMBER))
    elif number not in allowed:
        ends = {"least": f"{allowed[0]:,}", "most": f"{allowed[-1]:,}"}
        notes.append(_unusable(field, text, Reason.IMPOSSIBLE_NUMBER.format(**ends)))
        return None
    return number


def _cutoff(raw: RawRound, notes: list[Note]) -> int | None:
    number = _number(raw, "drawCRS", "cutoff", range(MOST_POINTS + 1), notes)
    if number is not None and number > MAX_SCORE:
        notes.append(Note("cutoff", "unclear", raw["drawCRS"], str(number), Reason.HIGH_CUTOFF))
    return number


def _date(raw: RawRound, latest: date, notes: list[Note]) -> date | None:
    """Return the official date; accept day-first only if the written-out date confirms it."""
    text, written_out = raw.get("drawDate", ""), raw.get("drawDateFull", "")
    long_form = _read_date(long_date, written_out)
    day, day_first = _read_date(iso_date, text), _read_date(day_first_date, text)
    repair = None
    if day is None and day_first in (None, long_form):
        day, repair = long_form, Reason.DAY_FIRST if day_first else Reason.WRITTEN_OUT
    if day is None:
        why = Reason.UNCONFIRMED_DAY_FIRST if day_first else Reason.NOT_A_DATE
        notes.append(_unusable("date", text, why))
        return None
    if not LAUNCH <= day <= latest:
        notes.append(_unusable("date", text or written_out, Reason.IMPOSSIBLE_DATE))
        return None
    if repair:
        notes.append(Note("date", "repaired", text or None, day.isoformat(), repair))
    if long_form != day and written_out.strip():
        what = "suspect" if long_form else "unclear"
        reason = Reason.OTHER_LONG_DATE if long_form else Reason.NO_LONG_DATE
        complaint = reason.format(day=repr(text))
        notes.append(Note("date", what, written_out, day.isoformat(), complaint))
    return day


def _read_date(reader: Callable[[str], date], text: str) -> date | None:
    try:
        return reader(text)
    except UnreadableError:
        return None


def _instants(raw: RawRound, day: date, keeper: _Keeper) -> tuple[datetime | None, datetime | None]:
    """Return when the round was held and its tie-break, as far as they are plausible."""
    drawn_at = _time(
        raw, "drawDateTime", "drawn_at", Reason.NO_TIME, partial(_why_not_held_at, day), keeper
    )
    before = partial(_why_no_tie_break, day, drawn_at)
    tie_break_at = _time(raw, "drawCutOff", "tie_break_at", Reason.NO_TIE_BREAK, before, keeper)
    return drawn_at, tie_break_at


def _time(
    raw: RawRound,
    key: str,
    field: str,
    why_missing: str,
    why_not: Callable[[datetime], str | None],
    keeper: _Keeper,
) -> datetime | None:
    """Return the time in a field, or the known one, unless ``why_not`` gives a reason."""
    text, notes = raw.get(key, ""), keeper.notes
    time, corrections = None, []
    try:
        time, corrections = instant(text) if text.strip() else (None, [])
        why = why_not(time) if time else why_missing
    except UnreadableError as error:
        why = str(error)
    if why and not text.strip():
        notes.append(Note(field, "missing", None, None, why))
    elif why:
        notes.append(Note(field, "unclear" if why in _NEW_SHAPES else "suspect", text, None, why))
    else:
        notes += [Note(field, "repaired", text, as_text(time), repair) for repair in corrections]
    return keeper.keep(field, None if why else time, lambda known: not why_not(known))


def _why_not_held_at(day: date, time: datetime) -> str | None:
    # An evening in Canada is already the next day in UTC.
    return None if time.date() in (day, day + ONE_DAY) else Reason.OTHER_DAY


def _why_no_tie_break(day: date, drawn_at: datetime | None, time: datetime) -> str | None:
    is_late = time >= drawn_at if drawn_at else time.date() > day + ONE_DAY
    is_early = time.date() < LAUNCH
    return Reason.LATE_TIE_BREAK if is_late else Reason.EARLY_TIE_BREAK if is_early else None


def _pool(raw: RawRound, day: date, keeper: _Keeper) -> tuple[Figures, date | None]:
    """Return the figures and the date of their snapshot, which is None if they cannot be used."""
    figures, as_of = _snapshot(raw, day, keeper.notes)
    known, is_withdrawn = keeper.known, figures is not None and not figures.are_published
    if as_of or is_withdrawn or known is None or not known.pool_as_of or known.pool_as_of > day:
        return figures or NOT_PUBLISHED, as_of
    keeper.note_kept("pool", str(known.figures))
    keeper.note_kept("pool_as_of", as_text(known.pool_as_of))
    return known.figures, known.pool_as_of


def _snapshot(raw: RawRound, day: date, notes: list[Note]) -> tuple[Figures | None, date | None]:
    figures = _figures(raw, notes)
    if figures is None or not figures.are_published:
        if figures:
            notes.append(Note("pool", "missing", str(figures), None, Reason.NO_POOL))
        return figures, None
    published = raw.get("drawDistributionAsOn", "")
    try:
        as_of = long_date(published)
        is_old = as_of < day - OLDEST_SNAPSHOT
        why: str | None = Reason.OLD_SNAPSHOT if is_old else None
        why = Reason.LATE_SNAPSHOT if as_of > day else why
    except UnreadableError as error:
        why = str(error)
    if why:
        what = "unclear" if why in _NEW_SHAPES else "suspect"
        notes.append(_unusable("pool_as_of", published, why, what))
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


def _figures(raw: RawRound, notes: list[Note]) -> Figures | None:
    """Return the figures, or None if they are blank or one that we need cannot be read."""
    texts = [raw.get(key, "").strip() for key in FIGURES]
    if not any(texts):
        notes.append(Note("pool", "missing", None, None, Reason.BLANK))
        return None
    numbers = [_whole_number(text) for text in texts]
    numbers = [None if n is not None and n > MOST_CANDIDATES else n for n in numbers]
    bad = [place for place, number in enumerate(numbers, start=1) if number is None]
    if not bad:
        return Figures(tuple(number or 0 for number in numbers))
    text = "; ".join(f"dd{place}: {texts[place - 1]}".strip() for place in bad)
    # The tables hold bands, from which a roll-up follows.
    is_needed = bool(set(bad) - ROLL_UPS.keys())
    figures = None if is_needed else Figures.from_bands(numbers)
    used = str(figures) if figures else None
    notes.append(Note("pool", "unclear", text, used, Reason.NO_FIGURE))
    return figures


def _url(raw: RawRound, keeper: _Keeper) -> str:
    """Return the address of the round's page, or failing that of IRCC's page of all rounds."""
    anchors = {key: raw[key] for key in LINKS if key in raw}
    found = len(keeper.notes)
    link = keeper.keep("url", read_link(raw["drawNumber"], anchors, keeper.notes))
    if link:
        return link
    keeper.notes[found:] = [
        replace(note, used=ALL_ROUNDS, why=Reason.NO_LINKS) for note in keeper.notes[found:]
    ]
    return ALL_ROUNDS
