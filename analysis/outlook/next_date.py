"""When to expect the next rounds: chances within days, date windows and a calendar.

``rhythm.py`` describes the method; this module turns it into tables. A round of any category
within 14 or 28 days is as likely as the number of round days in the last twelve months says: two
weeks hold several, so that their rhythm tells less than their rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.outlook.forecastable import category_statuses, with_any
from analysis.outlook.rhythm import LONGEST, WEEK, Rhythm, activity, estimate_rhythm, survival
from analysis.outlook.timeline import Timeline, Values, Whole, as_dates, day_number
from analysis.periods import as_known_on, text_column
from analysis.rounds.frequency import ANY

WITHIN_DAYS = (7, 14, 28)
LOW, HIGH = 0.01, 0.99
# The window: the days by which a round is held with a chance of 10, 50 and 90 %.
EDGES = {"window_start": 0.1, "next_median": 0.5, "window_end": 0.9}
BY_RATE = (14, 28)
YEAR, HALF_YEAR = 365, 182


def next_dates(draws: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return how soon to expect the next round of any category and of each.

    One row for "any", then one per category in catalogue order: category; within_7, within_14,
    within_28 (chances, 0.01 to 0.99, of a round in the 7, 14 and 28 days after `as_of`);
    window_start, next_median, window_end (dates by which a round is held with a chance of 10, 50
    and 90 %; missing beyond half a year); rounds, status.
    """
    table = with_any(category_statuses(draws, as_of))
    past = Timeline.of(as_known_on(draws, as_of))
    today = day_number(as_of)
    rhythm = estimate_rhythm(past, today)
    chance = np.full((len(table), len(WITHIN_DAYS)), np.nan)
    days = np.full((len(table), len(EDGES)), np.nan)
    if rhythm is not None:
        rows = {name: row for row, name in enumerate(row_names(rhythm, past))}
        places = [place for place, name in enumerate(table["category"]) if name in rows]
        surviving = survival(rhythm)
        of_table = [rows[name] for name in table["category"].iloc[places]]
        chance[places] = chances_within(surviving, past.days, today)[of_table]
        days[places] = quantile_days(surviving[of_table])
    for place, within in enumerate(WITHIN_DAYS):
        table[f"within_{within}"] = chance[:, place]
    for place, edge in enumerate(EDGES):
        is_known = ~np.isnan(days[:, place])
        ahead = np.where(is_known, days[:, place], 0).astype("int64")
        table[edge] = pd.Series(as_dates(today + ahead)).where(is_known)
    columns = ["category", *(f"within_{within}" for within in WITHIN_DAYS), *EDGES]
    return table[[*columns, "rounds", "status"]]


def chances_within(surviving: Values, days: Whole, today: int) -> Values:
    """Return the chances of a round within `WITHIN_DAYS`, "any" first, one row per category.

    `surviving` is that of ``rhythm.survival``, `days` are those of all rounds so far.
    """
    chance = 1 - surviving[:, np.array(WITHIN_DAYS) - 1]
    is_by_rate = np.isin(WITHIN_DAYS, BY_RATE)
    chance[0, is_by_rate] = rate_chances(days, today, WITHIN_DAYS)[is_by_rate]
    # A round of any category is as likely as one of a category, and not less likely later.
    chance[0] = np.maximum.accumulate(chance.max(axis=0))
    return np.clip(chance, LOW, HIGH)


def rate_chances(days: Whole, today: int, within: Sequence[int]) -> Values:
    """Return the chances of a round if there are as many round days as last year, at random.

    >>> rate_chances(np.array([0, 5, 5]), 5, (365,)).round(3).tolist()
    [0.865]
    """
    rate = len(np.unique(days[days > today - YEAR])) / YEAR
    return np.asarray(1 - np.exp(-rate * np.array(within)), dtype="float64")


def days_to_median(rhythm: Rhythm, row: int) -> float:
    """Return the days until a round of a row is held with a chance of 50 %; at most `HALF_YEAR`."""
    days = quantile_days(survival(rhythm)[row : row + 1])[0, list(EDGES).index("next_median")]
    return HALF_YEAR if np.isnan(days) else float(min(days, HALF_YEAR))


def row_names(rhythm: Rhythm, past: Timeline) -> list[str]:
    """Return the category of each row of a rhythm, "any" first."""
    return [ANY, *(past.categories[code] for code in rhythm.codes)]


def quantile_days(surviving: Values) -> Values:
    """Return for each row the days until a round is held with the chances of `EDGES`.

    Missing where that is later than the last column.
    """
    days = []
    for chance in EDGES.values():
        is_reached = surviving <= 1 - chance + 1e-12
        days.append(np.where(is_reached.any(axis=1), is_reached.argmax(axis=1) + 1.0, np.nan))
    return np.stack(days, axis=1)


def calendar(
    draws: pd.DataFrame, as_of: date, days: int = 28, today: date | None = None
) -> pd.DataFrame:
    """Return the chance of a round on each of the days after `as_of`, by category.

    With a later `today` the days begin with it. Those before it are left out, and nothing is
    concluded from them, because what happened on them is not known. If a round of `today` is known
    already, so that `as_of` is today, today comes first with its chance before that: it isn't over.
    One row per day and category that is not retired, by day, "any" first on each: date, category,
    probability (0.01 to 0.99). Empty while fewer than two active weeks are known.

    Raises:
        ValueError: if `days` is below 1, or they end later than half a year after `as_of`.
    """
    over = 0 if today is None else max((today - as_of).days - 1, 0)
    if not 1 <= days <= LONGEST * WEEK - over:
        raise ValueError(f"{days} days: a calendar has 1 to {LONGEST * WEEK - over}")
    if today is not None and today <= as_of:
        eve = today - timedelta(days=1)
        first, later = calendar(draws, eve, 1), calendar(draws, today, max(days - 1, 1))
        return pd.concat([first, later], ignore_index=True) if days > 1 else first
    past = Timeline.of(as_known_on(draws, as_of))
    end = day_number(as_of)
    rhythm = estimate_rhythm(past, end)
    if rhythm is None:
        nothing = pd.DataFrame({"date": as_dates(np.empty(0, dtype="int64"))})
        return nothing.assign(category=text_column([]), probability=np.empty(0))
    names = row_names(rhythm, past)
    chance = np.clip(daily_chances(rhythm)[:, over : over + days], LOW, HIGH)
    return pd.DataFrame(
        {
            "date": np.repeat(as_dates(end + 1 + over + np.arange(days)), len(names)),
            "category": text_column(names * days),
            "probability": chance.T.ravel(),
        }
    )


def daily_chances(rhythm: Rhythm) -> Values:
    """Return the chance of a round on each coming day, row by row as in the rhythm."""
    today = rhythm.weekday
    current = np.diff(rhythm.remaining_by, axis=1, prepend=0)[:, today + 1 :]
    usual = rhythm.share[:, None] * np.diff(rhythm.by_day, axis=1, prepend=0)
    # A round of any category on a day need not be the first of its week.
    active = max(rhythm.active, 1e-9)
    current[0] = active * (1 - np.prod(1 - current[1:] / active, axis=0))
    usual[0] = 1 - np.prod(1 - usual[1:], axis=0)
    weeks = [chance * usual for chance in activity(rhythm)]
    return np.concatenate([current, *weeks], axis=1)
