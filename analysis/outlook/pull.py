"""The last cut-off of each category, pulled towards the mean of its last ten.

The last cut-off is pulled four tenths of the way, because half of an unusual cut-off is gone by the
next round. The scale comes from how far such forecasts were off before (``spread.py``). This is the
idea of simple exponential smoothing (Brown 1956) with two memories instead of one; longer memories,
lines and curves did no better on this data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from analysis.outlook.spread import ALLOWANCE, Allowance, error_weights, scales
from analysis.outlook.timeline import MIN_ROUNDS, Timeline, Values

PULL = 0.4
MEAN_WINDOW = 10
CRS_RANGE = (0, 1200)
Method = Callable[[Values], Values]


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


def pull_to_mean(cutoffs: Values, pull: float = PULL, window: int = MEAN_WINDOW) -> Values:
    """Return the forecast after each round of a category, in points.

    The first `MIN_ROUNDS` - 1 forecasts are the last value, as there are too few rounds for more.

    >>> pull_to_mean(np.array([500.0, 500.0, 500.0, 520.0])).tolist()
    [500.0, 500.0, 500.0, 514.0]
    """
    pulled = cutoffs + pull * (running_mean(cutoffs, window) - cutoffs)
    return np.where(np.arange(len(cutoffs)) < MIN_ROUNDS - 1, cutoffs, pulled)


def cutoff_forecasts(
    past: Timeline,
    method: Method = pull_to_mean,
    until: Mapping[int, int] | int | None = None,
    allowance: Allowance = ALLOWANCE,
    other: Mapping[int, Values] | None = None,
) -> dict[int, Forecast]:
    """Return the forecast of every category with a round, by its code.

    `method` gives the forecast of the next round after each round: element i may depend only on
    the values up to i. The scale comes from the method's own past errors, and is missing without.
    `until` is the last day of the forecast, for all or by code: if the CRS scale changes by then,
    after the category's last round, the scale is wider. `other` has the forecasts after each round
    by code where they come from another method.
    """
    cutoffs_of = {int(code): past.cutoffs[past.codes == code] for code in np.unique(past.codes)}
    days_of = {code: past.days[past.codes == code] for code in cutoffs_of}
    forecasts_of = {code: method(cutoffs) for code, cutoffs in cutoffs_of.items()} | dict(
        other or {}
    )
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
