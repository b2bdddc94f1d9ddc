"""Scores of forecasts: errors, calibration, and skill with a confidence interval.

The continuous ranked probability score is the mean absolute error of a forecast distribution
(Matheson and Winkler 1976), and Brier's score the squared error of a probability (1950). Skill is
the share of a baseline's score that is saved. Its interval resamples blocks of consecutive calendar
months, because the errors of one month, and of months that a forecast spans, are correlated (a
block bootstrap; Künsch 1989). Winkler's score of an interval is its width, plus ten times how far
the outcome lies beyond it if the interval aims at 80 % (1972).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.outlook.timeline import Values, Whole

RESAMPLES = 1000
# A 90 % interval: its lower end is above 0 by chance once in twenty times.
INTERVAL = (0.05, 0.95)
BINS = 10
AIM = 0.8  # of the intervals of forecasts


def laplace_crps(actual: Values, middle: Values, scale: Values) -> Values:
    """Return the continuous ranked probability score of Laplace forecasts, in their unit.

    >>> laplace_crps(np.array([500.0]), np.array([500.0]), np.array([4.0])).tolist()
    [1.0]
    """
    deviation = np.abs(actual - middle) / scale
    return np.asarray(scale * (deviation + np.exp(-deviation) - 0.75), dtype="float64")


def winkler(actual: Values, low: Values, high: Values) -> Values:
    """Return Winkler's score of 80 % intervals, in their unit.

    >>> low, high = np.zeros(2), np.full(2, 10.0)
    >>> winkler(np.array([5.0, 12.0]), low, high).round(6).tolist()
    [10.0, 30.0]
    """
    beyond = np.maximum(low - actual, 0) + np.maximum(actual - high, 0)
    return np.asarray(high - low + 2 / (1 - AIM) * beyond, dtype="float64")


def reliability(chance: Values, actual: Values) -> pd.DataFrame:
    """Return the mean forecast and the actual frequency by tenths of the forecast probability.

    One row per bin with a forecast: bin (its lower edge), said, came (both 0 to 1), n.

    >>> reliability(np.array([0.1, 0.1, 0.9]), np.array([0.0, 1.0, 1.0]))
       bin  said  came  n
    0  0.1   0.1   0.5  2
    1  0.9   0.9   1.0  1
    """
    # Tolerates rounding: 0.3 as 0.29999999999999998 belongs to bin 3.
    place = np.minimum((chance * BINS + 1e-9).astype("int64"), BINS - 1)
    n = np.bincount(place, minlength=BINS)
    table = pd.DataFrame({"bin": np.arange(BINS) / BINS})
    for name, values in (("said", chance), ("came", actual)):
        table[name] = np.bincount(place, values, BINS) / np.maximum(n, 1)
    return table.assign(n=n.astype("int64"))[n > 0].reset_index(drop=True)


def likely_range(came: Values, n: Values, z: float = 1.2816) -> tuple[Values, Values]:
    """Return the ends of the range in which each share would lie, 8 times out of 10.

    `came` are shares of `n` cases. This is Wilson's interval (1927), which is as if the cases were
    independent. They are not quite: forecasts made on neighbouring days often speak of one round.

    >>> low, high = likely_range(np.array([0.5]), np.array([100]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.436], [0.564])
    """
    middle = (came + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * np.sqrt(came * (1 - came) / n + z**2 / (4 * n**2))
    return middle - reach, middle + reach


def calibration_error(chance: Values, actual: Values) -> float:
    """Return the mean distance of forecast probabilities from frequencies over the bins.

    >>> round(calibration_error(np.array([0.1, 0.1, 0.9]), np.array([0.0, 1.0, 1.0])), 3)
    0.3
    """
    table = reliability(chance, actual)
    return float(np.average(np.abs(table["said"] - table["came"]), weights=table["n"]))


def skill(
    losses: Values, baseline_losses: Values, months: Whole, seed: int, block: int = 1
) -> tuple[float, float, float]:
    """Return the share of the baseline's loss that is saved, and its interval.

    Both losses are of the same forecasts in the same order, made in `months`, of which `block` at a
    time are resampled, the first following the last. The interval is missing with fewer than two
    blocks, and everything is if the baseline has no loss.
    """
    if not baseline_losses.sum():
        return float("nan"), float("nan"), float("nan")
    saved = 1 - losses.sum() / baseline_losses.sum()
    _, place = np.unique(months, return_inverse=True)
    sums = np.stack([np.bincount(place, losses), np.bincount(place, baseline_losses)])
    count = sums.shape[1]
    if count < 2 * block:
        return float(saved), float("nan"), float("nan")
    starts = np.random.default_rng(seed).multinomial(
        -(-count // block), np.full(count, 1 / count), RESAMPLES
    )
    draws = np.sum([np.roll(starts, later, axis=1) for later in range(block)], axis=0)
    ours, theirs = sums @ draws.T
    valid = theirs > 0
    low, high = np.quantile(1 - ours[valid] / theirs[valid], INTERVAL)
    return float(saved), float(low), float(high)
