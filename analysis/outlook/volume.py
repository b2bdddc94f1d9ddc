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
    running_total: Values

    @classmethod
    def of(cls, rounds: Timeline) -> Tally:
        """Return the tally of some rounds."""
        return cls(rounds.days, np.append(0.0, np.cumsum(rounds.sizes)))

    def between(self, after: Whole, until: Whole) -> Values:
        """Return the invitations after one day up to and including another, element by element."""
        first, end = (np.searchsorted(self.days, edge, side="right") for edge in (after, until))
        return np.asarray(self.running_total[end] - self.running_total[first], dtype="float64")

    def extrapolate(self, origins: Whole, horizon: int) -> Values:
        """Return the invitations expected within `horizon` days after each origin."""
        rate = self.between(origins - YEAR, origins) / YEAR
        is_active = self.between(origins - SILENT, origins) > 0
        return np.asarray(rate * horizon * is_active, dtype="float64")


def expected_volume(
    tallies: dict[str, Tally], name: str, today: int, horizon: int
) -> ExpectedVolume:
    """Return what is expected of one of some tallies within `horizon` days after a day.

    The interval rests on the tally's own past, or on that of all where it has too little.
    """
    tally = tallies[name]
    today_array = np.array([today])
    expected = float(tally.extrapolate(today_array, horizon)[0])
    rounds = int(np.searchsorted(tally.days, today, "right")) - int(
        np.searchsorted(tally.days, today - YEAR, "right")
    )
    ratios = past_ratios(tally, today, horizon)
    if len(ratios) < ENOUGH:
        ratios = np.concatenate([past_ratios(other, today, horizon) for other in tallies.values()])
    if not len(ratios):
        return ExpectedVolume(expected, float("nan"), float("nan"), rounds * horizon / YEAR)
    low, high = np.quantile(ratios, [LOW, HIGH]) * expected
    # The last year's own rate is never outside of what is said to be usual.
    return ExpectedVolume(
        expected, min(float(low), expected), max(float(high), expected), rounds * horizon / YEAR
    )


def tallies(past: Timeline) -> dict[str, Tally]:
    """Return the tally of all rounds together ("any"), and that of each category with a round."""
    single = {
        past.categories[code]: Tally.of(past.of_category(code)) for code in np.unique(past.codes)
    }
    return {ANY: Tally.of(past), **single}


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
    tallies_of = tallies(Timeline.of(as_known_on(draws, as_of)))
    nothing = ExpectedVolume(np.nan, np.nan, np.nan, np.nan)
    rows = [
        (category, horizon, days, status)
        for category, status in zip(table["category"], table["status"], strict=True)
        for horizon, days in horizons(as_of).items()
    ]
    forecasts = [
        expected_volume(tallies_of, category, day_number(as_of), days)
        if status == "ok"
        else nothing
        for category, _, days, status in rows
    ]
    return pd.DataFrame(
        {
            "category": text_column(row[0] for row in rows),
            "horizon": text_column(row[1] for row in rows),
            "days": np.array([row[2] for row in rows], dtype="int64"),
            "expected": np.array([forecast.expected for forecast in forecasts], dtype="float64"),
            "low": np.array([forecast.low for forecast in forecasts], dtype="float64"),
            "high": np.array([forecast.high for forecast in forecasts], dtype="float64"),
            "rounds": np.array([forecast.rounds for forecast in forecasts], dtype="float64"),
            "status": text_column(row[3] for row in rows),
        }
    )


def past_ratios(tally: Tally, today: int, horizon: int) -> Values:
    """Return how many times the forecast came true on earlier days whose horizon is over."""
    origins = today - horizon - EVERY * np.arange(LOOKED_BACK)
    # Before a category had existed for half a year its rate was not a year's rate.
    origins = origins[origins >= tally.days[0] + SILENT] if len(tally.days) else origins[:0]
    forecast = tally.extrapolate(origins, horizon)
    actual = tally.between(origins, origins + horizon)
    return np.asarray(actual[forecast > 0] / forecast[forecast > 0], dtype="float64")
