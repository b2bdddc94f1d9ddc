"""How many invitations to expect, at the rate of the last twelve months.

A category's invitations of the last 365 days are extrapolated at the same rate, and at zero after
180 days without a round. The interval comes from the ratios of actual to forecast invitations on
earlier days. This is a naive forecast with empirical errors.

For 90 days of all categories together it is that of a log-normal distribution around the rate. The
ratios of those days overlap, so they count as no more than the separate stretches that they span.
For single categories, whose 90 days may have no round at all, that did worse.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import exp
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.outlook.forecastable import category_statuses, with_any
from analysis.outlook.timeline import Timeline, Values, Whole, day_number
from analysis.periods import as_known_on, text_column
from analysis.rounds.frequency import ANY

YEAR = 365
SILENT_DAYS = 180
STEP_DAYS = 14
PAST_ORIGINS = 78
MIN_RATIOS = 6
LOW, HIGH = 0.1, 0.9
LOG_NORMAL = (ANY, 90)
# 80 % of a normal distribution lies within this many standard deviations of its mean.
EIGHTY_PERCENT = NormalDist().inv_cdf(HIGH)


class ExpectedVolume(NamedTuple):
    """Invitations expected within a horizon, their 80 % interval, and the rounds expected."""

    expected: float
    low: float
    high: float
    rounds: float


@dataclass(frozen=True)
class Tally:
    """The invitations of one category (or of all together), summed between any two days."""

    days: Whole
    running_total: Values

    @classmethod
    def of(cls, rounds: Timeline) -> Tally:
        """Return the tally of the rounds of a timeline."""
        return cls(rounds.days, np.append(0.0, np.cumsum(rounds.sizes)))

    def between(self, after: Whole, until: Whole) -> Values:
        """Return the invitations after one day up to and including another, element by element."""
        first, end = (np.searchsorted(self.days, edge, side="right") for edge in (after, until))
        return np.asarray(self.running_total[end] - self.running_total[first], dtype="float64")

    def extrapolate(self, origins: Whole, horizon: int) -> Values:
        """Return the invitations expected within `horizon` days after each origin."""
        rate = self.between(origins - YEAR, origins) / YEAR
        is_active = self.between(origins - SILENT_DAYS, origins) > 0
        return np.asarray(rate * horizon * is_active, dtype="float64")


def expected_volume(
    tallies: dict[str, Tally],
    name: str,
    today: int,
    horizon: int,
    log_normal: tuple[str, int] | None = LOG_NORMAL,
) -> ExpectedVolume:
    """Return the invitations expected of one tally within `horizon` days after a day.

    `log_normal` is the name and horizon with a log-normal interval. That of others comes from the
    tally's own past, or from that of all tallies where that is short.
    """
    tally = tallies[name]
    expected = float(tally.extrapolate(np.array([today]), horizon)[0])
    first, end = np.searchsorted(tally.days, [today - YEAR, today], side="right").tolist()
    rounds = (end - first) * horizon / YEAR
    ratios = _past_ratios(tally, today, horizon)
    if (name, horizon) == log_normal and len(ratios) >= MIN_RATIOS and ratios.all():
        factor = exp(EIGHTY_PERCENT * log_deviation(ratios, horizon))
        return ExpectedVolume(expected, expected / factor, expected * factor, rounds)
    if len(ratios) < MIN_RATIOS:
        ratios = np.concatenate([_past_ratios(other, today, horizon) for other in tallies.values()])
    if not len(ratios):
        return ExpectedVolume(expected, float("nan"), float("nan"), rounds)
    low, high = (np.quantile(ratios, [LOW, HIGH]) * expected).tolist()
    # The rate of the last year itself always counts as usual.
    return ExpectedVolume(expected, min(low, expected), max(high, expected), rounds)


def log_deviation(ratios: Values, horizon: int) -> float:
    """Return the standard deviation of the logarithm of the next ratio around 0.

    `ratios` are of stretches of `horizon` days that begin every `STEP_DAYS`; n separate ones would
    cover the same days. Whoever estimates from n has to allow for one more.

    >>> round(log_deviation(np.full(4, np.e), 28), 3)  # 70 days: two and a half stretches of 28
    1.183
    """
    stretches = (STEP_DAYS * (len(ratios) - 1) + horizon) / horizon
    spread = np.mean(np.log(ratios) ** 2)
    return float(np.sqrt(spread * (1 + 1 / stretches)))


def tallies(past: Timeline) -> dict[str, Tally]:
    """Return the tally of all rounds together ("any") and of each category with a round."""
    return {name: Tally.of(rounds) for name, rounds in past.by_category().items()}


def volume(draws: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return how many invitations to expect, for any category and for each.

    Three rows for "any", then three per category in catalogue order: category, horizon ("30",
    "90", "year"), days, expected, low, high (invitations, 80 %), rounds (expected), status. The
    numbers are missing for "retired" and "too-few".
    """
    table = with_any(category_statuses(draws, as_of))
    tallies_of = tallies(Timeline.of(as_known_on(draws, as_of)))
    nothing = (np.nan,) * len(ExpectedVolume._fields)
    horizons = {"30": 30, "90": 90, "year": (date(as_of.year, 12, 31) - as_of).days}
    rows = [
        (category, horizon, days, status)
        for category, status in zip(table["category"], table["status"], strict=True)
        for horizon, days in horizons.items()
    ]
    forecasts = [
        expected_volume(tallies_of, category, day_number(as_of), days)
        if status == "ok"
        else nothing
        for category, _, days, status in rows
    ]
    columns = np.array(forecasts, dtype="float64").reshape(-1, len(ExpectedVolume._fields)).T
    return pd.DataFrame(
        {
            "category": text_column(row[0] for row in rows),
            "horizon": text_column(row[1] for row in rows),
            "days": np.array([row[2] for row in rows], dtype="int64"),
            **dict(zip(ExpectedVolume._fields, columns, strict=True)),
            "status": text_column(row[3] for row in rows),
        }
    )


def _past_ratios(tally: Tally, today: int, horizon: int) -> Values:
    """Return actual over forecast invitations on earlier days whose horizon has passed."""
    origins = today - horizon - STEP_DAYS * np.arange(PAST_ORIGINS)
    # In the first half year of a category its rate says little about a year.
    origins = origins[origins >= tally.days[0] + SILENT_DAYS] if len(tally.days) else origins[:0]
    forecast = tally.extrapolate(origins, horizon)
    actual = tally.between(origins, origins + horizon)
    return np.asarray(actual[forecast > 0] / forecast[forecast > 0], dtype="float64")
