"""Whether a claim about a round is in the record: what it says, the rounds that fit, the nearest.

A claim is any of a number, a category, a date, a size and a cut-off, given one by one or read from
a sentence. The record agrees with all of it, or the nearest rounds show where it differs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.claims import text as read
from analysis.claims.text import PartialDate
from analysis.periods import Numbers, midnight

LONGEST = 300  # letters of a sentence that are read
HIGHEST_CUTOFF = 1200
LEAST_CUTOFF, LEAST_SIZE = 60, 100  # below them a number that is not named is neither
NEAREST = 3
# A part counts in full, as 1, when it differs by as much; the number, said, tells which round.
FULL_DAYS, FULL_SHARE, FULL_POINTS = 30, 0.5, 50
NUMBER_COUNTS = 4
PARTS = ("round_id", "category", "date", "invitations", "cutoff")


@dataclass(frozen=True)
class Doubt:
    """Something in a sentence that could have been read otherwise, with how it was read.

    Kinds and the keys of their values: day_or_month (read, other: dates); categories (others:
    codes also named); guessed (part, value: a number that nothing named); unused (numbers);
    no_such_day.
    """

    kind: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Claim:
    """What is claimed of a round; None is not claimed. `doubts` says what was read with doubt."""

    round_id: str | None = None
    category: str | None = None
    when: PartialDate | None = None
    invitations: int | None = None
    cutoff: int | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def parts(self) -> dict[str, Any]:
        """What is claimed, by the column of the record that it is about."""
        values = (self.round_id, self.category, self.when, self.invitations, self.cutoff)
        return {k: v for k, v in zip(PARTS, values, strict=True) if v is not None}


@dataclass(frozen=True)
class Difference:
    """How a round differs from a claim in one part.

    `by` is what the round has more: invitations, points, or days (later); for a number or a
    category 1 where it is another one. 0 agrees.
    """

    part: str
    claimed: Any
    actual: Any
    by: int


@dataclass(frozen=True)
class NearRound:
    """A round beside a claim: what of the claim differs, and its distance, 0 if nothing does."""

    row: pd.Series[Any]
    differences: tuple[Difference, ...]
    distance: float


def parse(text: str, names: Mapping[str, str], round_days: Collection[date] = ()) -> Claim:
    """Return what a sentence claims of a round; what it does not say is None.

    `names` gives codes by names of categories, beside the usual wordings. Of two ways to read a
    date, that on which a round was held (`round_days`) is preferred, else month first.

    >>> claim = parse("STEM draw, 6,000 invitations, CRS 485", {})
    >>> claim.category, claim.invitations, claim.cutoff, claim.when
    ('stem', 6000, 485, None)
    """
    rest, doubts = read.fold(text[:LONGEST]), []
    codes, rest = read.read_categories(rest, names)
    if len(codes) > 1:
        doubts.append(Doubt("categories", {"others": tuple(codes[1:])}))
    readings, rest = read.read_day(rest)
    when, date_doubts = _choose_reading(readings, round_days)
    round_id, rest = read.take(read.ROUND, rest)
    points, rest = read.take(read.CUTOFF, rest)
    size, rest = read.take(read.INVITATIONS, rest)
    numbers = {
        "cutoff": int(points) if points else None,
        "invitations": read.parse_number(size) if size else None,
    }
    doubts += [*date_doubts, *_guess(rest, numbers)]
    return Claim(
        round_id=round_id,
        category=codes[0] if codes else None,
        when=when,
        invitations=numbers["invitations"],
        cutoff=numbers["cutoff"],
        doubts=tuple(doubts),
    )


def _choose_reading(
    readings: list[PartialDate], round_days: Collection[date]
) -> tuple[PartialDate | None, list[Doubt]]:
    if not readings:
        return None, []
    # A leap year knows every day that there is.
    days = [reading.spans((2024,))[0][0] for reading in readings if reading.spans((2024,))]
    if not days:
        return None, [Doubt("no_such_day", {})]
    if len(days) == 1:
        return readings[0], []
    first = next((place for place, day in enumerate(days) if day in round_days), 0)
    return readings[first], [Doubt("day_or_month", {"read": days[first], "other": days[1 - first]})]


def _guess(rest: str, numbers: dict[str, int | None]) -> list[Doubt]:
    """Take numbers that nothing names for what is still missing; return which, and what is left."""
    values = [read.parse_number(match[1]) for match in read.NUMBER.finditer(rest)]
    missing = [part for part in ("invitations", "cutoff") if numbers[part] is None]
    doubts, unused = [], []
    for place, value in enumerate(values):
        later = any(_may_be("cutoff", other) for other in values[place + 1 :])
        # People write the size first: of two numbers the cut-off is the later one that may be.
        fitting = [part for part in missing if _may_be(part, value)]
        part = fitting[-1] if fitting and not (later and len(fitting) > 1) else (fitting or [""])[0]
        if part:
            missing.remove(part)
            numbers[part] = value
            doubts.append(Doubt("guessed", {"part": part, "value": value}))
        else:
            unused.append(value)
    return [*doubts, Doubt("unused", {"numbers": tuple(unused)})] if unused else doubts


def _may_be(part: str, value: int) -> bool:
    return LEAST_CUTOFF <= value <= HIGHEST_CUTOFF if part == "cutoff" else value >= LEAST_SIZE


def check(draws: pd.DataFrame, claim: Claim) -> list[NearRound]:
    """Return the rounds that fit a claim in every part, newest first, or else the nearest few.

    The distance adds up the parts: a category that is another counts 1, a number `NUMBER_COUNTS`,
    a date, size or cut-off its share of `FULL_DAYS`, `FULL_SHARE` of the claimed size or
    `FULL_POINTS`, at most 1. A round with distance 0 fits. Nothing claimed, nothing returned.

    >>> draws = pd.DataFrame({"round_id": ["273", "274"], "category": ["french", "stem"],
    ...     "date": pd.to_datetime(["2023-12-07", "2023-12-08"]),
    ...     "invitations": [1000, 5900], "cutoff": [470, 481]})
    >>> near = check(draws, Claim(category="stem", invitations=6000, cutoff=485))[0]
    >>> near.row["round_id"], [(d.part, d.by) for d in near.differences]
    ('274', [('category', 0), ('invitations', -100), ('cutoff', -4)])
    """
    claimed = claim.parts
    if not claimed or draws.empty:
        return []
    differences = {part: _differences(draws, part, value) for part, value in claimed.items()}
    shares = np.array([_distances(part, differences[part], claimed[part]) for part in claimed])
    # In full is in full for the distance, but of two that are as far the one less off is nearer.
    distance = np.minimum(
        shares, [[NUMBER_COUNTS if part == "round_id" else 1] for part in claimed]
    ).sum(axis=0)
    fits = np.flatnonzero(np.all([values == 0 for values in differences.values()], axis=0))
    order = np.lexsort((-np.arange(len(draws)), shares.sum(axis=0), distance))
    places = fits[::-1] if len(fits) else order[:NEAREST]
    return [
        NearRound(
            draws.iloc[place],
            tuple(
                Difference(part, value, draws[part].iloc[place], int(differences[part][place]))
                for part, value in claimed.items()
            ),
            float(distance[place]),
        )
        for place in places
    ]


def _differences(draws: pd.DataFrame, part: str, value: Any) -> Numbers:
    """Return by how much each round differs from what is claimed, 0 where it agrees."""
    if part == "date":
        return _day_differences(draws["date"], value)
    column = draws[part]
    difference = column - value if part in ("invitations", "cutoff") else column != value
    return np.asarray(difference, dtype="int64")


def _day_differences(dates: pd.Series[pd.Timestamp], when: PartialDate) -> Numbers:
    """Return how many days each date lies after what is meant, or before it (negative)."""
    years = range(int(dates.dt.year.min()) - 1, int(dates.dt.year.max()) + 2)
    best: Numbers = np.full(len(dates), np.iinfo("int64").max)
    for first, last in when.spans(years):
        before = (dates - midnight(first)).dt.days.to_numpy()
        after = (dates - midnight(last)).dt.days.to_numpy()
        difference = np.minimum(before, 0) + np.maximum(after, 0)
        best = np.where(np.abs(difference) < np.abs(best), difference, best)
    return np.asarray(best, dtype="int64")


def _distances(part: str, difference: Numbers, claimed: Any) -> Any:
    """Return how far each round is off in one part, 1 where it counts in full."""
    if part == "round_id":
        return difference * NUMBER_COUNTS
    full = {"category": 1, "date": FULL_DAYS, "cutoff": FULL_POINTS}.get(part)
    return np.abs(difference) / (full or max(claimed * FULL_SHARE, 1))
