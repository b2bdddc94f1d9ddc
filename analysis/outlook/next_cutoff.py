"""The next cut-off of each category, whatever its size and date.

The last cut-off is pulled four tenths of the way towards the mean of the last ten, because half of
an unusual cut-off is gone by the next round. The interval comes from how far such forecasts were
off before (``spread.py``). This is the idea of simple exponential smoothing (Brown 1956) with two
memories instead of one; longer memories, lines and curves did no better on this data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.crs.scale import Changes
from analysis.outlook.forecastable import category_statuses, skill
from analysis.outlook.next_date import next_dates
from analysis.outlook.spread import ALLOWANCE, EIGHTY_PERCENT, Allowance, error_weights, scales
from analysis.outlook.timeline import MIN_ROUNDS, Timeline, Values, day_number
from analysis.periods import as_known_on

PULL = 0.4
MEAN_WINDOW = 10
CRS_RANGE = (0, 1200)
HALF_YEAR = 182
Method = Callable[[Values], Values]
_COLUMNS = ["category", "last_id", "last_date", "last", "expected", "low", "high", "scale"]
_COLUMNS += ["rounds", "status", "skill"]


@dataclass(frozen=True)
class Forecast:
    """The forecast of a category's next cut-off (points), and the number of rounds it is from."""

    last: float
    expected: float
    scale: float
    rounds: int


def running_mean(values: Values, window: int) -> Values:
    """Return the mean of the last `window` values at each place, fewer at the beginning.

    >>> running_mean(np.array([1.0, 3.0, 5.0]), 2).tolist()
    [1.0, 2.0, 4.0]
    """
    totals = np.append(0.0, np.cumsum(values))
    ends = np.arange(1, len(values) + 1)
    starts = np.maximum(ends - window, 0)
    return np.asarray((totals[ends] - totals[starts]) / (ends - starts), dtype="float64")


def pull_to_mean(cutoffs: Values) -> Values:
    """Return the forecast after each round of a category, in points.

    The first `MIN_ROUNDS` - 1 forecasts are the last value, as there are too few rounds for more.

    >>> pull_to_mean(np.array([500.0, 500.0, 500.0, 520.0])).tolist()
    [500.0, 500.0, 500.0, 514.0]
    """
    pulled = cutoffs + PULL * (running_mean(cutoffs, MEAN_WINDOW) - cutoffs)
    return np.where(np.arange(len(cutoffs)) < MIN_ROUNDS - 1, cutoffs, pulled)


def cutoff_forecasts(
    past: Timeline,
    method: Method = pull_to_mean,
    until: Mapping[int, int] | int | None = None,
    allowance: Allowance = ALLOWANCE,
) -> dict[int, Forecast]:
    """Return the forecast of every category with a round, by its code.

    `method` gives the forecast of the next round after each round: element i may depend only on
    the values up to i. The scale comes from the method's own past errors, and is missing without.
    `until` is the last day of the forecast, for all or by code: if the CRS scale changes by then,
    after the category's last round, the scale is wider.
    """
    cutoffs_of = {int(code): past.cutoffs[past.codes == code] for code in np.unique(past.codes)}
    days_of = {code: past.days[past.codes == code] for code in cutoffs_of}
    forecasts_of = {code: method(cutoffs) for code, cutoffs in cutoffs_of.items()}
    errors = {code: np.abs(cutoffs_of[code][1:] - forecasts_of[code][:-1]) for code in cutoffs_of}
    weights = {
        code: error_weights(past.scale_on(days), allowance) for code, days in days_of.items()
    }
    scale_of = scales(errors, weights)
    ends = until if isinstance(until, Mapping) else dict.fromkeys(cutoffs_of, until)
    for code, days in days_of.items():
        scale_of[code] *= widening(past, int(days[-1]), ends.get(code), allowance)
    return {
        code: Forecast(cutoffs[-1], forecasts_of[code][-1], scale_of[code], len(cutoffs))
        for code, cutoffs in cutoffs_of.items()
    }


def widening(
    past: Timeline, last: int, until: int | None, allowance: Allowance = ALLOWANCE
) -> float:
    """Return how much wider a range is because the scale changes after a category's last round."""
    if until is None:
        return 1.0
    before, after = past.scale_on(np.array([last, until])).tolist()
    return allowance.widening if after > before else 1.0


def horizons(draws: pd.DataFrame, as_of: date, past: Timeline) -> dict[int, int]:
    """Return by code the day by which the next round of a category is likely held.

    Half a year ahead if that is later, or not known.
    """
    dates = next_dates(draws, as_of).set_index("category")["window_end"]
    furthest = day_number(as_of) + HALF_YEAR
    ends = dict.fromkeys(past.categories, furthest)
    ends |= {str(name): day_number(day.date()) for name, day in dates.dropna().items()}
    return {code: ends[name] for code, name in enumerate(past.categories)}


def next_cutoffs(
    draws: pd.DataFrame,
    as_of: date,
    card: pd.DataFrame | None = None,
    *,
    changes: Changes = (),
) -> pd.DataFrame:
    """Return the expected cut-off of the next round of every category, with an 80 % interval.

    One row per category in catalogue order: category, last_id, last_date, last, expected, low,
    high, scale (expected mean absolute error; all in points), rounds (since 2021-10), status, and
    skill as `card` (of ``backtest.run``) shows it, missing without a card. "too-few" has the
    last value as expected and no interval; "retired" has neither.

    >>> day = pd.to_datetime(["2026-01-05", "2026-01-19", "2026-02-02", "2026-02-16"])
    >>> draws = pd.DataFrame({"round_id": ["1", "2", "3", "4"], "category": "cec", "date": day,
    ...                       "cutoff": [500, 500, 500, 520], "invitations": 1000})
    >>> next_cutoffs(draws, date(2026, 2, 20))[["category", "last", "expected", "status"]]
      category  last  expected status
    0      cec   520     514.0     ok
    """
    table = category_statuses(draws, as_of)
    past = Timeline.of(as_known_on(draws, as_of), changes)
    forecasts = cutoff_forecasts(past, until=horizons(draws, as_of, past) if changes else None)
    places = [past.categories.index(code) for code in table["category"]]
    missing = Forecast(np.nan, np.nan, np.nan, 0)
    rows = [forecasts.get(place, missing) for place in places]
    has_value, is_ok = table["status"] != "retired", table["status"] == "ok"
    expected = pd.Series([row.expected for row in rows], dtype="float64").where(has_value)
    scale = pd.Series([row.scale for row in rows], dtype="float64").where(is_ok)
    return table.assign(
        expected=expected,
        low=(expected - EIGHTY_PERCENT * scale).clip(*CRS_RANGE),
        high=(expected + EIGHTY_PERCENT * scale).clip(*CRS_RANGE),
        scale=scale,
        skill=skill(card, table["category"]),
    )[_COLUMNS]
