"""Claims about rounds: parsed from a sentence, and compared with the data.

A claim has any of a number, a category, a date, a size and a cut-off, entered one by one or parsed
from a sentence. Either a round agrees with all of it, or the nearest rounds show where it differs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.claims.statements import Statement, compare, is_of_category, read_statements
from analysis.claims.text import (
    CUTOFF,
    INVITATIONS,
    NUMBER,
    ROUND,
    PartialDate,
    fold_with_places,
    parse_number,
    read_categories,
    read_day,
    take,
    without,
)
from analysis.claims.unread import unread_phrases
from analysis.periods import Numbers, midnight

LONGEST = 300  # characters of a sentence that are parsed
HIGHEST_CUTOFF = 1200
LEAST_CUTOFF, LEAST_SIZE = 60, 100  # an unlabelled number below these is neither
NEAREST = 3
# A part counts as fully different, 1, from such a difference on; a round number counts more.
FULL_DAYS, FULL_SHARE, FULL_POINTS = 30, 0.5, 50
NUMBER_COUNTS = 4
PARTS = ("round_id", "category", "date", "invitations", "cutoff")


@dataclass(frozen=True)
class Doubt:
    """An ambiguity in a sentence, and how it was resolved.

    Kinds and the keys of their values: day_or_month (read, other: dates); categories (others: codes
    that were named too); guessed (part, value: an unlabelled number); no_such_day.
    """

    kind: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Claim:
    """What is claimed about a round, None for what is not.

    `statements` say what it is among others, `doubts` are ambiguities in its text, and `unread` has
    the phrases that were not read.
    """

    round_id: str | None = None
    category: str | None = None
    when: PartialDate | None = None
    invitations: int | None = None
    cutoff: int | None = None
    doubts: tuple[Doubt, ...] = ()
    statements: tuple[Statement, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def is_read(self) -> bool:
        """Whether everything in the sentence was read and can be checked."""
        ignored = {"categories", "no_such_day"}
        return not self.unread and not any(doubt.kind in ignored for doubt in self.doubts)

    @property
    def parts(self) -> dict[str, Any]:
        """What is claimed, by column of the data."""
        values = (self.round_id, self.category, self.when, self.invitations, self.cutoff)
        return {k: v for k, v in zip(PARTS, values, strict=True) if v is not None}


@dataclass(frozen=True)
class Difference:
    """How a round differs from a claim in one part.

    `by` is actual minus claimed in invitations, points, days or place in the week, or 1 for another
    number or category or a record that was none; 0 means that they agree. For a statement, `part`
    is its kind, and `actual` as for `statements.compare`.
    """

    part: str
    claimed: Any
    actual: Any
    by: int


@dataclass(frozen=True)
class NearRound:
    """A round compared with a claim: the differences, and its distance, 0 if there is none."""

    row: pd.Series[Any]
    differences: tuple[Difference, ...]
    distance: float

    @property
    def fits(self) -> bool:
        """Whether all parts agree, whatever the statements."""
        return not any(d.by for d in self.differences if d.part in PARTS)


def parse(text: str, names: Mapping[str, str], round_days: Collection[date] = ()) -> Claim:
    """Return what a sentence claims about a round; what it does not mention is None.

    `names` gives codes by further names of categories, in addition to their aliases. If a date is
    ambiguous, a day with a round (`round_days`) is preferred, then month first.

    >>> claim = parse("STEM draw, 6,000 invitations, CRS 485", {})
    >>> claim.category, claim.invitations, claim.cutoff, claim.when
    ('stem', 6000, 485, None)
    """
    text = text[:LONGEST]
    folded, places = fold_with_places(text)
    doubts = []
    codes, rest = read_categories(folded, names)
    if len(codes) > 1:
        doubts.append(Doubt("categories", {"others": tuple(codes[1:])}))
    statements, skipped, rest = read_statements(text, rest, places)
    readings, rest = read_day(rest)
    when, date_doubts = _choose_reading(readings, round_days)
    round_id, rest = take(ROUND, rest)
    points, rest = take(CUTOFF, rest)
    size, rest = take(INVITATIONS, rest)
    numbers = {
        "cutoff": int(points) if points else None,
        "invitations": parse_number(size) if size else None,
    }
    guesses, rest = _guess(rest, numbers)
    for start, end in skipped:
        rest = f"{rest[:start]}{folded[start:end]}{rest[end:]}"
    return Claim(
        round_id=round_id,
        category=codes[0] if codes else None,
        when=when,
        invitations=numbers["invitations"],
        cutoff=numbers["cutoff"],
        doubts=(*doubts, *date_doubts, *guesses),
        statements=statements,
        unread=unread_phrases(text, rest, places),
    )


def _choose_reading(
    readings: list[PartialDate], round_days: Collection[date]
) -> tuple[PartialDate | None, list[Doubt]]:
    if not readings:
        return None, []
    # A leap year has every possible day.
    days = [reading.spans((2024,))[0][0] for reading in readings if reading.spans((2024,))]
    if not days:
        return None, [Doubt("no_such_day", {})]
    if len(days) == 1:
        return readings[0], []
    first = next((place for place, day in enumerate(days) if day in round_days), 0)
    return readings[first], [Doubt("day_or_month", {"read": days[first], "other": days[1 - first]})]


def _guess(rest: str, numbers: dict[str, int | None]) -> tuple[list[Doubt], str]:
    """Assign unlabelled numbers to what is missing; return the doubts about that and the rest."""
    matches = list(NUMBER.finditer(rest))
    values = [parse_number(match[1]) for match in matches]
    missing = [part for part in ("invitations", "cutoff") if numbers[part] is None]
    doubts = []
    for place, value in enumerate(values):
        later = any(_may_be("cutoff", other) for other in values[place + 1 :])
        # People write the size first, so of two possible numbers the later is the cut-off.
        fitting = [part for part in missing if _may_be(part, value)]
        part = fitting[-1] if fitting and not (later and len(fitting) > 1) else (fitting or [""])[0]
        if part:
            missing.remove(part)
            numbers[part] = value
            doubts.append(Doubt("guessed", {"part": part, "value": value}))
            rest = without(rest, matches[place].span(1))
    return doubts, rest


def _may_be(part: str, value: int) -> bool:
    return LEAST_CUTOFF <= value <= HIGHEST_CUTOFF if part == "cutoff" else value >= LEAST_SIZE


def check(draws: pd.DataFrame, claim: Claim) -> list[NearRound]:
    """Return the rounds that match a claim in every part, newest first, or else the nearest few.

    The distance is a sum over the parts: another category counts 1, another number `NUMBER_COUNTS`,
    a difference in date, size or cut-off its share of `FULL_DAYS`, of `FULL_SHARE` of the claimed
    size, or of `FULL_POINTS`, at most 1. A round at distance 0 matches. An empty claim has none.

    >>> draws = pd.DataFrame({"round_id": ["273", "274"], "category": ["french", "stem"],
    ...     "date": pd.to_datetime(["2023-12-07", "2023-12-08"]),
    ...     "invitations": [1000, 5900], "cutoff": [470, 481]})
    >>> near = check(draws, Claim(category="stem", invitations=6000, cutoff=485))[0]
    >>> near.row["round_id"], [(d.part, d.by) for d in near.differences]
    ('274', [('category', 0), ('invitations', -100), ('cutoff', -4)])
    """
    claimed = claim.parts
    if not (claimed or claim.statements) or draws.empty:
        return []
    by = [(part, value, _differences(draws, part, value)) for part, value in claimed.items()]
    shares = [_distances(part, difference, value) for part, value, difference in by]
    # The distance is capped, but of two rounds at equal distance the uncapped one decides.
    caps = [[NUMBER_COUNTS if part == "round_id" else 1] for part in claimed]
    actual = {part: draws[part].tolist() for part in claimed}
    for statement in claim.statements:
        of_category = is_of_category(statement.kind, claim.category)
        difference, truth = compare(draws, statement, by_category=of_category)
        by.append((statement.kind, statement, difference))
        shares.append((difference != 0).astype(float))
        caps.append([1])
        actual[statement.kind] = truth
    distance = np.minimum(shares, caps).sum(axis=0)
    places = _best(
        np.array([d for _part, _value, d in by]), np.array(shares), distance, len(claimed)
    )
    return [
        NearRound(
            draws.iloc[place],
            tuple(
                Difference(part, value, actual[part][place], int(difference[place]))
                for part, value, difference in by
            ),
            float(distance[place]),
        )
        for place in places
    ]


def _best(by: Any, shares: Any, distance: Any, parts: int) -> Numbers:
    """Return the places of the rounds that match in everything, or at least in all parts.

    Without any, those of the nearest few. The first `parts` rows are of parts, the others of
    statements.
    """
    newest_first = -np.arange(len(distance))
    order = np.lexsort((newest_first, np.sum(shares, axis=0), distance))
    for rows in (by, by[:parts]):
        fits = np.all(rows == 0, axis=0)
        if len(rows) and fits.any():
            return np.asarray(order[fits[order]])
    return np.asarray(order[:NEAREST])


def _differences(draws: pd.DataFrame, part: str, value: Any) -> Numbers:
    """Return by how much each round differs from the claimed value, 0 where it agrees."""
    if part == "date":
        return _day_differences(draws["date"], value)
    column = draws[part]
    difference = column - value if part in ("invitations", "cutoff") else column != value
    return np.asarray(difference, dtype="int64")


def _day_differences(dates: pd.Series[pd.Timestamp], when: PartialDate) -> Numbers:
    """Return how many days each date is after the claimed one, or before it (negative)."""
    years = range(int(dates.dt.year.min()) - 1, int(dates.dt.year.max()) + 2)
    best: Numbers = np.full(len(dates), np.iinfo("int64").max)
    for first, last in when.spans(years):
        before = (dates - midnight(first)).dt.days.to_numpy()
        after = (dates - midnight(last)).dt.days.to_numpy()
        difference = np.minimum(before, 0) + np.maximum(after, 0)
        best = np.where(np.abs(difference) < np.abs(best), difference, best)
    return np.asarray(best, dtype="int64")


def _distances(part: str, difference: Numbers, claimed: Any) -> Any:
    """Return the distance of each round in one part, 1 where it is fully different."""
    if part == "round_id":
        return difference * NUMBER_COUNTS
    full = {"category": 1, "date": FULL_DAYS, "cutoff": FULL_POINTS}.get(part)
    return np.abs(difference) / (full or max(claimed * FULL_SHARE, 1))
