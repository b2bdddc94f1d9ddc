"""How far a forecast is usually off: a Laplace spread from its own past errors.

The spread is the mean absolute past error, with recent errors counting more. It is pulled towards
the usual error of the categories, as if one more round had been off by that much. The only
parameter of a Laplace distribution is its mean absolute deviation, and it allows for the odd large
error (Laplace 1774).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from analysis.outlook.timeline import Values, fading_weights

HALF_LIFE = 10
PSEUDO_ROUNDS = 1.0
# 80 % of a Laplace distribution lies within ln 5 times its scale of the middle.
EIGHTY_PERCENT = float(np.log(5))


def scales(errors: Mapping[int, Values]) -> dict[int, float]:
    """Return the scale of the next forecast of each category, in the unit of the errors.

    `errors` are absolute, oldest first; a category without any gets the usual scale. All scales
    are missing while no category has an error.

    >>> {code: round(scale, 2) for code, scale in scales({0: [4.0], 1: [8.0], 2: []}).items()}
    {0: 5.0, 1: 7.0, 2: 6.0}
    """
    totals, weights_of = {}, {}
    for code, category_errors in errors.items():
        weights = fading_weights(len(category_errors), HALF_LIFE)
        totals[code], weights_of[code] = float(weights @ category_errors), float(weights.sum())
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
