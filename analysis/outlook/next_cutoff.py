"""The next cut-off of each category, whatever its size and date, with its 80 % range.

The forecast is that of ``pull.py``. That of CEC is the mean of it and of CEC's own what-if
(``what_if.py``) at the last round's size, on the day by which the next one is held in half of the
cases: CEC rounds follow each other at a steady pace, so a longer or shorter wait tells something.
For no other category did that help.

The range comes from how far such forecasts were off before (``spread.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from analysis.crs.scale import Changes
from analysis.outlook.forecastable import category_statuses, skill
from analysis.outlook.next_date import HALF_YEAR, days_to_median, next_dates
from analysis.outlook.pull import CRS_RANGE, Forecast, cutoff_forecasts, pull_to_mean
from analysis.outlook.rhythm import estimate_rhythm
from analysis.outlook.spread import EIGHTY_PERCENT
from analysis.outlook.timeline import MIN_ROUNDS, Timeline, Values, day_number
from analysis.outlook.what_if import expected_cutoffs, levels
from analysis.periods import as_known_on

STEADY = "cec"
_COLUMNS = ["category", "last_id", "last_date", "last", "expected", "low", "high", "scale"]
_COLUMNS += ["rounds", "status", "skill"]


def at_own_pace(past: Timeline, today: int) -> dict[int, Values]:
    """Return the forecast of CEC after each of its rounds, by its code; nothing without CEC.

    The forecast after a round is that made on the eve of the next one, the latest that of `today`.
    The first `MIN_ROUNDS` - 1 are the last value.
    """
    if STEADY not in past.categories:
        return {}
    code = past.categories.index(STEADY)
    rounds = past.of_category(code)
    if not len(rounds):
        return {}
    forecasts = pull_to_mean(rounds.cutoffs)
    eves = np.append(rounds.days[1:] - 1, today)
    for place in range(MIN_ROUNDS - 1, len(rounds)):
        eve = int(eves[place])
        known = rounds.until(int(rounds.days[place]))
        forecasts[place] = with_own_what_if(known, eve + expected_wait(past.until(eve), code, eve))
    return {code: forecasts}


def with_own_what_if(rounds: Timeline, day: float) -> float:
    """Return the mean of the usual forecast and of the what-if of as large a round on a day."""
    wait = max(day - int(rounds.days[-1]), 1.0)
    latest = levels(rounds).part(slice(-1, None))
    what_if = expected_cutoffs(latest, np.array([rounds.sizes[-1] / wait]), nominees=False)
    return float(pull_to_mean(rounds.cutoffs)[-1] + what_if[0]) / 2


def expected_wait(past: Timeline, code: int, today: int) -> float:
    """Return the days until a round of a category is held in half of the cases.

    At most `HALF_YEAR`, also for a category that is not held any more.
    """
    rhythm = estimate_rhythm(past, today)
    if rhythm is None or code not in rhythm.codes:
        return HALF_YEAR
    return days_to_median(rhythm, int(np.searchsorted(rhythm.codes, code)) + 1)


def outlook_forecasts(
    past: Timeline, today: int, until: Mapping[int, int] | int | None = None
) -> dict[int, Forecast]:
    """Return the next cut-off of every category with a round, by code, as of the end of a day.

    `until` is the last day of the forecast, as in ``pull.cutoff_forecasts``.
    """
    return cutoff_forecasts(past, until=until, other=at_own_pace(past, today))


def horizons(draws: pd.DataFrame, as_of: date, past: Timeline) -> dict[int, int]:
    """Return by code the day by which the next round of a category is likely held.

    Half a year ahead if that is later, or not known.
    """
    dates = next_dates(draws, as_of).set_index("category")["window_end"]
    furthest = day_number(as_of) + HALF_YEAR
    ends = dict.fromkeys(past.categories, furthest)
    ends |= {str(name): day_number(day.date()) for name, day in dates.dropna().items()}
    return {code: ends[name] for code, name in enumerate(past.categories)}


def next_cutoffs(
    draws: pd.DataFrame,
    as_of: date,
    card: pd.DataFrame | None = None,
    *,
    changes: Changes = (),
) -> pd.DataFrame:
    """Return the expected cut-off of the next round of every category, with an 80 % interval.

    One row per category in catalogue order: category, last_id, last_date, last, expected, low,
    high, scale (expected mean absolute error; all in points), rounds (since 2021-10), status, and
    skill as `card` (of ``backtest.run``) shows it, missing without a card. "too-few" has the
    last value as expected and no interval; "retired" has neither.

    >>> day = pd.to_datetime(["2026-01-05", "2026-01-19", "2026-02-02", "2026-02-16"])
    >>> draws = pd.DataFrame({"round_id": ["1", "2", "3", "4"], "category": "french", "date": day,
    ...                       "cutoff": [500, 500, 500, 520], "invitations": 1000})
    >>> next_cutoffs(draws, date(2026, 2, 20))[["category", "last", "expected", "status"]]
      category  last  expected status
    0   french   520     514.0     ok
    """
    table = category_statuses(draws, as_of)
    past = Timeline.of(as_known_on(draws, as_of), changes)
    until = horizons(draws, as_of, past) if changes else None
    forecasts = outlook_forecasts(past, day_number(as_of), until)
    places = [past.categories.index(code) for code in table["category"]]
    missing = Forecast(np.nan, np.nan, np.nan, 0)
    rows = [forecasts.get(place, missing) for place in places]
    has_value, is_ok = table["status"] != "retired", table["status"] == "ok"
    expected = pd.Series([row.expected for row in rows], dtype="float64").where(has_value)
    scale = pd.Series([row.scale for row in rows], dtype="float64").where(is_ok)
    return table.assign(
        expected=expected,
        low=(expected - EIGHTY_PERCENT * scale).clip(*CRS_RANGE),
        high=(expected + EIGHTY_PERCENT * scale).clip(*CRS_RANGE),
        scale=scale,
        skill=skill(card, table["category"]),
    )[_COLUMNS]
