"""How likely a score is to be enough: the share of simulated futures with an invitation.

Rounds and cut-offs of the coming months are simulated a thousand times (``futures.py``). A future
counts if a round of one of the person's categories has a cut-off at or below the score; ties count
as won. Within six months an invitation is never less likely than within three. The share stays
between 2 and 95 %, because what cannot be simulated (a category dropped, new rules) is never that
unlikely.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

from analysis.crs.scale import Changes
from analysis.outlook.forecastable import category_statuses
from analysis.outlook.futures import (
    FAR_PATH,
    NEAR_PATH,
    SEED,
    SimulatedFutures,
    Start,
    along,
    simulate,
)
from analysis.outlook.pull import cutoff_forecasts
from analysis.outlook.rhythm import Rhythm, estimate_rhythm
from analysis.outlook.timeline import MIN_ROUNDS, Timeline, Values, day_number
from analysis.periods import as_known_on, in_catalogue_order, text_column
from analysis.rounds.frequency import ANY

LOW, HIGH = 0.02, 0.95
# Three and six months in days.
HORIZONS = {3: 91, 6: 182}
PATHS = {3: NEAR_PATH, 6: FAR_PATH}


def starting_points(
    past: Timeline, rhythm: Rhythm | None, codes: Iterable[int], until: int | None = None
) -> dict[int, Start]:
    """Return where the simulation of each category begins, by its code.

    Categories with fewer than `MIN_ROUNDS` rounds or none in a year are left out. `until` is the
    last day simulated: if the CRS scale changes by then, cut-offs spread wider.
    """
    if rhythm is None:
        return {}
    rows = {int(code): row for row, code in enumerate(rhythm.codes, start=1)}
    forecasts = cutoff_forecasts(past, until=until)
    return {
        code: Start(rows[code], past.cutoffs[past.codes == code], forecasts[code].scale)
        for code in codes
        if code in rows and forecasts[code].rounds >= MIN_ROUNDS
    }


def lowest_cutoffs(futures: SimulatedFutures, horizon: int) -> Values:
    """Return the lowest cut-off (whole points) in each future and category within some days.

    Infinite where no round is held.
    """
    rounds = np.where(futures.held_within(horizon), np.round(futures.cutoffs), np.inf)
    return np.asarray(rounds.min(axis=0), dtype="float64")


def chances(lowest: Values, score: float) -> tuple[Values, float]:
    """Return the clipped chance of an invitation in each category, and in any of them."""
    is_invited = lowest <= score
    in_any = np.clip(is_invited.any(axis=1).mean(), LOW, HIGH)
    return np.clip(is_invited.mean(axis=0), LOW, HIGH), float(in_any)


def lowest_by_months(rhythm: Rhythm, starts: dict[int, Start], seed: int) -> dict[int, Values]:
    """Return the lowest cut-offs in every future by months ahead, one column per start."""
    start = list(starts.values())
    futures = simulate(rhythm, start, seed)
    return {
        months: lowest_cutoffs(along(futures, start, PATHS[months]), days)
        for months, days in HORIZONS.items()
    }


def invitation_chances(
    draws: pd.DataFrame,
    score: float,
    categories: Iterable[str],
    as_of: date,
    seed: int = SEED,
    *,
    changes: Changes = (),
) -> pd.DataFrame:
    """Return the chance that a score is enough in a round within three and six months.

    For each horizon one row for "any" of the categories, then one per category with a round so far,
    in catalogue order: horizon_months (3, 6), category, probability (0.02 to 0.95), status. "any"
    counts the "ok" categories only. The probability is missing for "too-few" and "retired", and for
    "any" if no category is "ok". The same arguments always give the same numbers.
    """
    table = category_statuses(draws, as_of)
    status_of = dict(zip(table["category"], table["status"], strict=True))
    names = [name for name in in_catalogue_order(categories) if name in status_of]
    past = Timeline.of(as_known_on(draws, as_of), changes)
    rhythm = estimate_rhythm(past, day_number(as_of))
    forecastable = [past.categories.index(name) for name in names if status_of[name] == "ok"]
    until = day_number(as_of) + max(HORIZONS.values())
    starts = starting_points(past, rhythm, forecastable, until)
    chance_of: dict[tuple[int, str], float] = {}
    if rhythm is not None and starts:
        for months, lowest in lowest_by_months(rhythm, starts, seed).items():
            by_start, in_any = chances(lowest, score)
            names_of = (ANY, *(past.categories[code] for code in starts))
            for name, chance in zip(names_of, (in_any, *by_start.tolist()), strict=True):
                sooner = [value for (_, other), value in chance_of.items() if other == name]
                chance_of[months, name] = max([chance, *sooner])
    rows = [(months, name) for months in HORIZONS for name in (ANY, *names)]
    status_of[ANY] = "ok" if starts else "too-few"
    return pd.DataFrame(
        {
            "horizon_months": np.array([months for months, _ in rows], dtype="int64"),
            "category": text_column(name for _, name in rows),
            "probability": np.array([chance_of.get(row, np.nan) for row in rows], dtype="float64"),
            "status": text_column(status_of[name] for _, name in rows),
        }
    )
