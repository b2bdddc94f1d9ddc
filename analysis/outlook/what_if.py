"""The next cut-off of a category if the round has a given size on a given day.

Pace is invitations per day since the category's last round. At a higher pace the round reaches
deeper into the pool, and the cut-off falls by a share of the category's usual move per doubling.
The form follows from a pool that refills steadily and thins out towards high scores; the weights
were fitted to this data. The size of a PNP round is the number of nominees, not a choice, so there
the last cut-off is first pulled towards the mean of the last ten.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.crs.scale import Changes
from analysis.outlook.forecastable import category_statuses
from analysis.outlook.pull import CRS_RANGE, MEAN_WINDOW, running_mean, widening
from analysis.outlook.spread import EIGHTY_PERCENT, error_weights, scales
from analysis.outlook.timeline import MIN_ROUNDS, Timeline, Values, day_number
from analysis.periods import as_known_on

PACE_WINDOW = 8
PSEUDO_MOVES = 2
PSEUDO_MOVE = 15.0
NOMINEES = "pnp"


class Weights(NamedTuple):
    """How much the last pace and the usual one count, and how far PNP is pulled to the mean."""

    last_pace: float = 0.6
    usual_pace: float = 0.25
    nominee_pull: float = 0.8


WEIGHTS = Weights()


@dataclass(frozen=True)
class Levels:
    """The state of a category after each of its rounds from the second on, one array each.

    In points: `last` cut-off, `mean` of the last ten, `move` (mean absolute change, with the
    pseudo-moves). In invitations per day: `pace` of that round, `usual` pace of the last eight.
    """

    last: Values
    mean: Values
    move: Values
    pace: Values
    usual: Values

    def part(self, places: slice) -> Levels:
        """Return the state after some of the rounds."""
        return Levels(*(getattr(self, field.name)[places] for field in fields(self)))


def levels(rounds: Timeline) -> Levels:
    """Return the state of one category after each of its rounds from the second on."""
    moves = np.abs(np.diff(rounds.cutoffs))
    count = np.arange(1, len(moves) + 1)
    pace = rounds.sizes[1:] / np.maximum(np.diff(rounds.days), 1)
    return Levels(
        rounds.cutoffs[1:],
        running_mean(rounds.cutoffs, MEAN_WINDOW)[1:],
        (np.cumsum(moves) + PSEUDO_MOVES * PSEUDO_MOVE) / (count + PSEUDO_MOVES),
        pace,
        running_mean(pace, PACE_WINDOW),
    )


def expected_cutoffs(
    levels: Levels, pace: Values, nominees: bool, weights: Weights = WEIGHTS
) -> Values:
    """Return the expected cut-off after each round in `levels`, given the pace of the next."""
    unusual = np.log(pace / levels.usual)
    if nominees:
        return (
            levels.last + weights.nominee_pull * (levels.mean - levels.last) - levels.move * unusual
        )
    change = weights.last_pace * np.log(pace / levels.pace) + weights.usual_pace * unusual
    return np.asarray(levels.last - levels.move * change, dtype="float64")


def past_errors(rounds: Timeline, nominees: bool, weights: Weights = WEIGHTS) -> Values:
    """Return the errors (points) of what-if forecasts of a category's past rounds.

    The first round has no error; up to the `MIN_ROUNDS`th the forecast is the last cut-off.
    """
    changes = np.abs(np.diff(rounds.cutoffs))
    after_each = levels(rounds)
    before, pace = after_each.part(slice(None, -1)), after_each.pace[1:]
    forecast = expected_cutoffs(before, pace, nominees, weights)
    errors = np.abs(rounds.cutoffs[2:] - forecast)
    return np.concatenate([changes[: MIN_ROUNDS - 1], errors[MIN_ROUNDS - 2 :]])


def expected_at_size(
    past: Timeline, code: int, size: float, day: int, weights: Weights = WEIGHTS
) -> tuple[float, float]:
    """Return the expected cut-off of a round of a given size on a given day, and its scale.

    Both are in points. The scale comes from the past errors of such forecasts. With fewer than
    `MIN_ROUNDS` rounds the last cut-off is expected.
    """
    rounds = past.of_category(code)
    of_code = {int(other): past.of_category(other) for other in np.unique(past.codes)}
    is_pnp = {other: past.categories[other] == NOMINEES for other in of_code}
    errors = {other: past_errors(its, is_pnp[other], weights) for other, its in of_code.items()}
    counted = {other: error_weights(past.scale_on(its.days)) for other, its in of_code.items()}
    scale = scales(errors, counted)[code] * widening(past, int(rounds.days[-1]), day)
    if len(rounds) < MIN_ROUNDS:
        return float(rounds.cutoffs[-1]), scale
    pace = np.array([size / max(day - rounds.days[-1], 1)])
    latest = levels(rounds).part(slice(-1, None))
    nominees = past.categories[code] == NOMINEES
    return float(expected_cutoffs(latest, pace, nominees, weights)[0]), scale


@dataclass(frozen=True)
class WhatIf:
    """What to expect of a round of a category at a size and on a day.

    `expected`, and `low` and `high` of the 80 % interval, are in points. In invitations per day are
    `pace` of this round, `usual_pace` (the mean of the last eight) and `last_pace`. `nominees` says
    that the size is the number of nominees, not a choice. Values without a forecast are None, as
    all are for a retired category.
    """

    category: str
    expected: float | None
    low: float | None
    high: float | None
    pace: float | None
    usual_pace: float | None
    last_pace: float | None
    nominees: bool
    status: str


def what_if(
    draws: pd.DataFrame,
    category: str,
    size: int,
    on: date,
    as_of: date,
    *,
    changes: Changes = (),
) -> WhatIf:
    """Return the expected cut-off of the next round of a category at a size and on a day.

    Raises:
        KeyError: if the category has no round up to `as_of`.
        ValueError: if `size` is not positive, or `on` not after `as_of`.
    """
    if size <= 0 or on <= as_of:
        raise ValueError(f"a round of {size} on {on} is not a next round as of {as_of}")
    statuses = category_statuses(draws, as_of).set_index("category")
    if category not in statuses.index:
        raise KeyError(f"no round of {category!r} up to {as_of}")
    status, nominees = str(statuses.loc[category, "status"]), category == NOMINEES
    if status == "retired":
        return WhatIf(category, None, None, None, None, None, None, nominees, status)
    past = Timeline.of(as_known_on(draws, as_of), changes)
    code = past.categories.index(category)
    rounds = past.of_category(code)
    middle, scale = expected_at_size(past, code, size, day_number(on))
    pace = size / max(day_number(on) - int(rounds.days[-1]), 1)
    if status == "too-few":
        return WhatIf(category, middle, None, None, pace, None, None, nominees, status)
    latest = levels(rounds)
    half_width = EIGHTY_PERCENT * scale
    edges = np.clip([middle, middle - half_width, middle + half_width], *CRS_RANGE)
    middle, low, high = edges.tolist()
    usual, last = float(latest.usual[-1]), float(latest.pace[-1])
    return WhatIf(category, middle, low, high, pace, usual, last, nominees, status)
