"""What anybody could say without a model: the forecasts that others have to beat.

For cut-offs: the last value, the mean of three, drift (the average change since the first round), a
straight line through the last five or ten rounds and a parabola through ten, all by the number of
the round. For dates: the gaps so far that are longer than the wait, the median gap, and as many
rounds as in the last twelve months, at random (Poisson). For invitations: what would have invited
in as many days before.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.outlook.next_cutoff import Method, running_mean
from analysis.outlook.timeline import Values, Whole

YEAR = 365


def last(cutoffs: Values) -> Values:
    """Return the last cut-off after each round."""
    return cutoffs


def mean_of_three(cutoffs: Values) -> Values:
    """Return the mean of the last three cut-offs after each round, of fewer at the beginning."""
    return running_mean(cutoffs, 3)


def drift(cutoffs: Values) -> Values:
    """Return the last cut-off and the average change per round so far, after each round.

    >>> drift(np.array([500.0, 510.0, 504.0])).tolist()
    [500.0, 520.0, 506.0]
    """
    steps = np.maximum(np.arange(len(cutoffs)), 1)
    return np.asarray(cutoffs + (cutoffs - cutoffs[:1]) / steps, dtype="float64")


def polynomial(degree: int, window: int) -> Method:
    """Return the method that carries on a polynomial by the number of the round.

    It is fitted by least squares to the last `window` rounds, to fewer while there are no more, and
    is the last value where they do not determine it.

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
    """Return the weight of each of `size` values in the fitted polynomial's next value."""
    powers = np.vander(np.arange(size), degree + 1)
    following = np.vander([size], degree + 1)
    return np.asarray((following @ np.linalg.pinv(powers))[0], dtype="float64")


CUTOFFS: dict[str, Callable[[Values], Values]] = {
    "last": last,
    "mean-of-3": mean_of_three,
    "drift": drift,
    "line-5": polynomial(1, 5),
    "line-10": polynomial(1, 10),
    "quadratic-10": polynomial(2, 10),
}


def longer_gaps(days: Whole, today: int) -> tuple[int, Whole]:
    """Return the wait since the last of some days, and the gaps between them that are longer."""
    wait = today - int(days[-1])
    gaps = np.diff(days)
    return wait, gaps[gaps > wait]


def gap_chances(days: Whole, today: int, within: tuple[int, ...]) -> Values:
    """Return the share of longer gaps that end within so many days: at random if none is longer.

    `days` are the distinct days with a round so far, two at least.

    >>> gap_chances(np.array([0, 7, 21]), 25, (7, 14)).tolist()
    [0.5, 1.0]
    """
    wait, longer = longer_gaps(days, today)
    ahead = np.array(within)
    if not len(longer):
        return np.asarray(1 - np.exp(-ahead / np.diff(days).mean()), dtype="float64")
    return np.asarray((longer <= wait + ahead[:, None]).mean(axis=1), dtype="float64")


def gap_days(days: Whole, today: int) -> float:
    """Return the days until the median of the longer gaps, or the mean gap if none is longer."""
    wait, longer = longer_gaps(days, today)
    return float(np.median(longer) - wait) if len(longer) else float(np.diff(days).mean())


def median_gap_days(days: Whole, today: int) -> float:
    """Return the days until the median gap after the last day is over: tomorrow if it is."""
    return max(float(np.median(np.diff(days))) - (today - int(days[-1])), 1.0)


def poisson_chances(days: Whole, today: int, within: tuple[int, ...]) -> Values:
    """Return the chances of a round if last year's number of days came at random."""
    rate = np.count_nonzero(days > today - YEAR) / YEAR
    return np.asarray(1 - np.exp(-rate * np.array(within)), dtype="float64")


def lowest_cutoff(days: Whole, cutoffs: Values, after: int, until: int) -> float:
    """Return the lowest cut-off after one day up to and including another; infinite without any."""
    first, end = np.searchsorted(days, [after, until], side="right")
    return float(cutoffs[first:end].min()) if end > first else float("inf")
