"""Simple forecasts without a model, which the outlook has to beat.

For cut-offs: the last value, the mean of three, drift (the average change since the first round), a
straight line through the last five or ten rounds and a parabola through ten, all by round number.
For dates: the past gaps that are longer than the current wait, the median gap, and as many rounds
as in the last twelve months at random times (Poisson). For invitations: the lowest cut-off in as
many days before.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from analysis.outlook.next_date import rate_chances
from analysis.outlook.pull import Method, running_mean
from analysis.outlook.timeline import Values, Whole


def drift(cutoffs: Values) -> Values:
    """Return the last cut-off plus the average change per round so far, after each round.

    >>> drift(np.array([500.0, 510.0, 504.0])).tolist()
    [500.0, 520.0, 506.0]
    """
    steps = np.maximum(np.arange(len(cutoffs)), 1)
    return np.asarray(cutoffs + (cutoffs - cutoffs[:1]) / steps, dtype="float64")


def polynomial(degree: int, window: int) -> Method:
    """Return the method that extrapolates a polynomial in the round number.

    It is fitted by least squares to the last `window` rounds, or to fewer at the beginning. It is
    the last value while there are too few rounds to fit it.

    >>> polynomial(1, 5)(np.array([500.0, 510.0, 520.0])).round(6).tolist()
    [500.0, 520.0, 530.0]
    """
    weights = {size: _next_weights(degree, size) for size in range(degree + 1, window + 1)}

    def method(cutoffs: Values) -> Values:
        forecasts = cutoffs.astype("float64")
        for end in range(degree + 1, len(cutoffs) + 1):
            size = min(end, window)
            forecasts[end - 1] = weights[size] @ cutoffs[end - size : end]
        return forecasts

    return method


def _next_weights(degree: int, size: int) -> Values:
    """Return the weight of each of `size` values in the next value of the fitted polynomial."""
    powers = np.vander(np.arange(size), degree + 1)
    following = np.vander([size], degree + 1)
    return np.asarray((following @ np.linalg.pinv(powers))[0], dtype="float64")


CUTOFFS: dict[str, Method] = {
    "last": lambda cutoffs: cutoffs,
    "mean-of-3": partial(running_mean, window=3),
    "drift": drift,
    "line-5": polynomial(1, 5),
    "line-10": polynomial(1, 10),
    "quadratic-10": polynomial(2, 10),
}


def _longer_gaps(days: Whole, today: int) -> tuple[int, Whole]:
    wait = today - int(days[-1])
    gaps = np.diff(days)
    return wait, gaps[gaps > wait]


def gap_chances(days: Whole, today: int, within: tuple[int, ...]) -> Values:
    """Return the share of longer gaps that end within some days, or random chances without any.

    `days` are the distinct days with a round so far, at least two.

    >>> gap_chances(np.array([0, 7, 21]), 25, (7, 14)).tolist()
    [0.5, 1.0]
    """
    wait, longer = _longer_gaps(days, today)
    ahead = np.array(within)
    if not len(longer):
        return np.asarray(1 - np.exp(-ahead / np.diff(days).mean()), dtype="float64")
    return np.asarray((longer <= wait + ahead[:, None]).mean(axis=1), dtype="float64")


def gap_days(days: Whole, today: int) -> float:
    """Return the days until the median longer gap ends, or the mean gap if none is longer."""
    wait, longer = _longer_gaps(days, today)
    return float(np.median(longer) - wait) if len(longer) else float(np.diff(days).mean())


def median_gap_days(days: Whole, today: int) -> float:
    """Return the days until the median gap since the last round ends, at least 1."""
    return max(float(np.median(np.diff(days))) - (today - int(days[-1])), 1.0)


def poisson_chances(days: Whole, today: int, within: tuple[int, ...]) -> Values:
    """Return the chances of a round if there are as many round days as last year, at random."""
    return rate_chances(days, today, within)


def lowest_cutoff(days: Whole, cutoffs: Values, after: int, until: int) -> float:
    """Return the lowest cut-off after one day up to and including another, or infinity."""
    first, end = np.searchsorted(days, [after, until], side="right")
    return float(cutoffs[first:end].min()) if end > first else float("inf")
