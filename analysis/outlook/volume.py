"""How many invitations are to be expected: the rate of the last twelve months, and no more.

A category's invitations of the last 365 days are carried on at the same rate, and at zero after
180 days without a round. The interval comes from how many times as much, or how much less, such
forecasts turned out to be on earlier days: a plain "naive" forecast with empirical errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.outlook.forecastable import category_statuses, with_any
from analysis.outlook.timeline import Timeline, Values, Whole, day_number
from analysis.periods import as_known_on, text_column
from analysis.rounds.frequency import ANY

YEAR = 365
SILENT = 180
EVERY = 14
LOOKED_BACK = 78
ENOUGH = 6
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True)
class ExpectedVolume:
    """Invitations expected within a horizon, the 80 % interval around, and expected rounds."""

    expected: float
    low: float
    high: float
    rounds: float


@dataclass(frozen=True)
class Tally:
    """The rounds of one category (or of all together), to be added up between any two days."""

    days: Whole
    added: Values

    @classmethod
    def of(cls, rounds: Timeline) -> Tally:
        """Return the tally of some rounds."""
        return cls(rounds.days, np.append(0.0, np.cumsum(rounds.sizes)))

    def between(self, after: Whole, until: Whole) -> Values:
        """Return the invitations after one day up to and including another, element by element."""
        first, end = (np.searchsorted(self.days, edge, side="right") for edge in (after, until))
        return np.asarray(self.added[end] - self.added[first], dtype="float64")

    def extrapolate(self, origins: Whole, horizon: int) -> Values:
        """Return the invitations expected within `horizon` days after each origin."""
        rate = self.between(origins - YEAR, origins) / YEAR
        spoke = self.between(origins - SILENT, origins) > 0
        return np.asarray(rate * horizon * spoke, dtype="float64")


def expected_volume(
    tallies: dict[str, Tally], name: str, today: int, horizon: int
) -> ExpectedVolume:
    """Return what is expected of one of some tallies within `horizon` days after a day.

    The interval rests on the tally's own past, or on that of all where it has too little.
    """
    own = tallies[name]
    now = np.array([today])
    expected = float(own.extrapolate(now, horizon)[0])
    rounds = int(np.searchsorted(own.days, today, "right")) - int(
        np.searchsorted(own.days, today - YEAR, "right")
    )
    ratios = past_ratios(own, today, horizon)
    if len(ratios) < ENOUGH:
        ratios = np.concatenate([past_ratios(each, today, horizon) for each in tallies.values()])
    if not len(ratios):
        return ExpectedVolume(expected, float("nan"), float("nan"), rounds * horizon / YEAR)
    low, high = np.quantile(ratios, [LOW, HIGH]) * expected
    # The last year's own rate is never outside of what is said to be usual.
    return ExpectedVolume(
        expected, min(float(low), expected), max(float(high), expected), rounds * horizon / YEAR
    )


def tallies(past: Timeline) -> dict[str, Tally]:
    """Return the tally of all rounds together ("any"), and that of each category with a round."""
    own = {
        past.categories[code]: Tally.of(past.of_category(code)) for code in np.unique(past.codes)
    }
    return {ANY: Tally.of(past), **own}


def horizons(as_of: date) -> dict[str, int]:
    """Return the days of each horizon after a day: 30, 90, and to the end of its year."""
    return {"30": 30, "90": 90, "year": (date(as_of.year, 12, 31) - as_of).days}


def volume(draws: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return how many invitations are to be expected, of any category and of each.

    Three rows for "any", then three per category, in order: category, horizon ("30", "90",
    "year"), days, expected, low, high (invitations, 80 %), rounds (expected), status. Missing for
    "retired" and "too-few".
    """
    table = with_any(category_statuses(draws, as_of))
    counted = tallies(Timeline.of(as_known_on(draws, as_of)))
    unsaid = ExpectedVolume(np.nan, np.nan, np.nan, np.nan)
    rows = [
        (category, horizon, days, status)
        for category, status in zip(table["category"], table["status"], strict=True)
        for horizon, days in horizons(as_of).items()
    ]
    said = [
        expected_volume(counted, category, day_number(as_of), days) if status == "ok" else unsaid
        for category, _, days, status in rows
    ]
    return pd.DataFrame(
        {
            "category": text_column(row[0] for row in rows),
            "horizon": text_column(row[1] for row in rows),
            "days": np.array([row[2] for row in rows], dtype="int64"),
            "expected": np.array([each.expected for each in said], dtype="float64"),
            "low": np.array([each.low for each in said], dtype="float64"),
            "high": np.array([each.high for each in said], dtype="float64"),
            "rounds": np.array([each.rounds for each in said], dtype="float64"),
            "status": text_column(row[3] for row in rows),
        }
    )


def past_ratios(own: Tally, today: int, horizon: int) -> Values:
    """Return how many times the forecast came true on earlier days whose horizon is over."""
    origins = today - horizon - EVERY * np.arange(LOOKED_BACK)
    # Before a category had existed for half a year its rate was not a year's rate.
    origins = origins[origins >= own.days[0] + SILENT] if len(own.days) else origins[:0]
    forecast = own.extrapolate(origins, horizon)
    came = own.between(origins, origins + horizon)
    return np.asarray(came[forecast > 0] / forecast[forecast > 0], dtype="float64")
