"""How far a forecast is usually off: a Laplace spread from its own past errors.

The spread is the mean absolute past error, with recent errors counting more. It is pulled towards
the usual error of the categories, as if one more round had been off by that much. The only
parameter of a Laplace distribution is its mean absolute deviation, and it allows for the odd large
error (Laplace 1774).

A change of the CRS scale makes the first cut-off on the new one hard to forecast. After 25 March
2025 four of five categories came out beyond the 80 % range, two and a half to five times as far off
as usual. So the spread of a first cut-off on a scale is twice as wide, and errors from before count
half, until enough new ones outweigh them. Both were chosen on replays of the year after 20 October
2020 and 25 March 2025; the track record judges choices made before each of them
(``track_record.new_scale``). Counting older cut-offs less for the middle of a forecast did worse in
both, so they count as before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from analysis.outlook.timeline import Values, Whole, fading_weights

HALF_LIFE = 10
PSEUDO_ROUNDS = 1.0
# 80 % of a Laplace distribution lies within ln 5 times its scale of the middle.
EIGHTY_PERCENT = float(np.log(5))


class Allowance(NamedTuple):
    """How much wider the first range on a new CRS scale is, and the weight of an earlier error."""

    widening: float
    old_weight: float


ALLOWANCE, NO_ALLOWANCE = Allowance(2.0, 0.5), Allowance(1.0, 1.0)


def error_weights(scale_of: Whole, allowance: Allowance = ALLOWANCE) -> Values:
    """Return the weight of the error of each round but the first, given the scales of all rounds.

    >>> error_weights(np.array([0, 0, 1, 1])).tolist()
    [0.5, 0.5, 1.0]
    """
    is_new = (scale_of[1:] == scale_of[-1:]) & (scale_of[:-1] == scale_of[-1:])
    return np.where(is_new, 1.0, allowance.old_weight)


def scales(
    errors: Mapping[int, Values], weights: Mapping[int, Values] | None = None
) -> dict[int, float]:
    """Return the scale of the next forecast of each category, in the unit of the errors.

    `errors` are absolute, oldest first, and `weights` count some of them less; a category without
    any gets the usual scale. All scales are missing while no category has an error.

    >>> {code: round(scale, 2) for code, scale in scales({0: [4.0], 1: [8.0], 2: []}).items()}
    {0: 5.0, 1: 7.0, 2: 6.0}
    """
    totals, weights_of = {}, {}
    for code, category_errors in errors.items():
        fading = fading_weights(len(category_errors), HALF_LIFE)
        fading = fading if weights is None else fading * weights[code]
        totals[code], weights_of[code] = float(fading @ category_errors), float(fading.sum())
    usual = [totals[code] / weights_of[code] for code in errors if weights_of[code]]
    middle = float(np.median(usual)) if usual else float("nan")
    return {
        code: (totals[code] + PSEUDO_ROUNDS * middle) / (weights_of[code] + PSEUDO_ROUNDS)
        for code in errors
    }


def laplace_quantiles(middle: float, scale: float, shares: Sequence[float]) -> Values:
    """Return the quantiles of a Laplace distribution.

    >>> laplace_quantiles(500, 10, (0.1, 0.5, 0.9)).round(1).tolist()
    [483.9, 500.0, 516.1]
    """
    share = np.asarray(shares, dtype="float64")
    tail = np.log(2 * np.minimum(share, 1 - share))
    return np.asarray(middle + scale * np.sign(share - 0.5) * -tail, dtype="float64")
