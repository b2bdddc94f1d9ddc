"""Nested evaluation: constants come only from outcomes that were known when they were needed.

The constants of a method are chosen again for every forecast from a few candidates, by the losses
of all earlier forecasts whose outcomes were known by then. So nothing is judged on outcomes that
chose it (nested cross-validation, Stone 1974, forward in time).
"""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import product

import numpy as np

from analysis.outlook.futures import NEAR_PATH, Path
from analysis.outlook.pull import MEAN_WINDOW, PULL, Method, pull_to_mean
from analysis.outlook.rhythm import HALF_LIVES
from analysis.outlook.spread import ALLOWANCE, NO_ALLOWANCE, Allowance
from analysis.outlook.timeline import Values, Whole
from analysis.outlook.what_if import WEIGHTS

# The last day that was known when most constants in use were fixed.
FIXED_ON = date(2026, 8, 20)
# The first candidate counts while no outcome is known.
PULLS: dict[tuple[float, int], Method] = {
    constants: partial(pull_to_mean, pull=constants[0], window=constants[1])
    for constants in ((PULL, MEAN_WINDOW), *product((0.2, 0.4, 0.6), (5, 10, 20)))
}
# How much CEC's own what-if counts beside the usual forecast: before, and in use.
OWN_WEIGHTS = (0.0, 0.5)
RHYTHMS = (
    HALF_LIVES,
    *(HALF_LIVES._replace(gap=gap) for gap in (5, 20)),
    *(HALF_LIVES._replace(share=share) for share in (3, 10)),
    *(HALF_LIVES._replace(day=day) for day in (5, 20)),
)
WHAT_IFS = (
    WEIGHTS,
    *(WEIGHTS._replace(last_pace=weight) for weight in (0.4, 0.8)),
    *(WEIGHTS._replace(usual_pace=weight) for weight in (0.0, 0.5)),
    *(WEIGHTS._replace(nominee_pull=pull) for pull in (0.6, 1.0)),
)
FAR_PATHS = (
    NEAR_PATH,
    *(Path(pull, spread) for pull in (0.4, 0.55, 0.7) for spread in (0.8, 1.0)),
)
ALLOWANCES = (NO_ALLOWANCE, ALLOWANCE, Allowance(1.5, 0.5), Allowance(3.0, 0.5))


def choose(known_on: Whole, losses: Values, origins: Whole) -> Whole:
    """Return for each origin the place of the candidate that had the least loss so far.

    `losses` has a row per earlier forecast, whose outcome was known at the end of the day
    `known_on`, and a column per candidate. Of equals, and while nothing is known, the first counts.

    >>> known_on, losses = np.array([3, 5]), np.array([[1.0, 0.0], [0.0, 4.0]])
    >>> choose(known_on, losses, np.array([2, 3, 5])).tolist()
    [0, 1, 0]
    """
    order = np.argsort(known_on, kind="stable")
    totals = np.vstack([np.zeros(losses.shape[1]), np.cumsum(losses[order], axis=0)])
    known = np.searchsorted(known_on[order], origins, side="right")
    return np.asarray(totals[known].argmin(axis=1), dtype="int64")
