"""Quantiles of the cut-offs of a category's next three rounds, for a fan chart.

The next round is the forecast of ``next_cutoff.py`` with its Laplace spread. The two after it come
from simulated futures (``futures.py``), in which every cut-off is forecast from those before it.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analysis.crs.scale import Changes
from analysis.outlook.chance import starting_points
from analysis.outlook.forecastable import category_statuses
from analysis.outlook.futures import SEED, SimulatedFutures, simulate
from analysis.outlook.next_cutoff import horizons, outlook_forecasts
from analysis.outlook.pull import CRS_RANGE
from analysis.outlook.rhythm import estimate_rhythm
from analysis.outlook.spread import laplace_quantiles
from analysis.outlook.timeline import Timeline, Values, as_dates, day_number
from analysis.periods import as_known_on

STEPS = 3
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
NAMES = [f"q{round(100 * share)}" for share in QUANTILES]


def fan(
    draws: pd.DataFrame,
    category: str,
    as_of: date,
    seed: int = SEED,
    *,
    changes: Changes = (),
) -> pd.DataFrame:
    """Return quantiles of the cut-offs of the next three rounds of a category.

    One row per step, 0 (the last round) to 3: step, date (of the last round; then the day by which
    half of the futures that have the round have held it), q10, q25, q50, q75, q90 (points). A round
    that most futures do not have within half a year is left out. Empty for a category that is not
    "ok".

    Raises:
        KeyError: if the category has no round up to `as_of`.
    """
    statuses = category_statuses(draws, as_of).set_index("category")
    if category not in statuses.index:
        raise KeyError(f"no round of {category!r} up to {as_of}")
    past = Timeline.of(as_known_on(draws, as_of), changes)
    rhythm = estimate_rhythm(past, day_number(as_of))
    code = past.categories.index(category)
    until = horizons(draws, as_of, past).get(code) if changes else None
    starts = starting_points(past, rhythm, [code], until)
    if rhythm is None or statuses.loc[category, "status"] != "ok" or code not in starts:
        return _table([], [], np.empty((0, len(QUANTILES))))
    forecast = outlook_forecasts(past, day_number(as_of), until and {code: until})[code]
    last_day = int(past.of_category(code).days[-1])
    days, values = [last_day], [np.full(len(QUANTILES), forecast.last)]
    upcoming = _next_rounds(simulate(rhythm, list(starts.values()), seed))
    for step, (day, cutoffs) in enumerate(upcoming, start=1):
        spread = laplace_quantiles(forecast.expected, forecast.scale, QUANTILES)
        values.append(spread if step == 1 else np.quantile(cutoffs, QUANTILES))
        days.append(day_number(as_of) + day)
    return _table(list(range(len(days))), days, np.clip(values, *CRS_RANGE))


def _next_rounds(futures: SimulatedFutures) -> list[tuple[int, Values]]:
    """Return day and cut-offs of the first to third round, as far as most futures have it."""
    held = futures.held[:, :, 0]
    count, days = held.cumsum(axis=0), futures.days()[:, :, 0]
    rounds = []
    for step in range(1, STEPS + 1):
        nth_round = held & (count == step)
        if nth_round.sum() * 2 < held.shape[1]:
            break
        rounds.append((int(np.median(days[nth_round])), futures.cutoffs[:, :, 0][nth_round]))
    return rounds


def _table(steps: list[int], days: list[int], values: Values) -> pd.DataFrame:
    table = pd.DataFrame(
        {"step": np.array(steps, dtype="int64"), "date": as_dates(np.array(days, dtype="int64"))}
    )
    for place, name in enumerate(NAMES):
        table[name] = values[:, place]
    return table
