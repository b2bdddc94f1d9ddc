"""Invitations by category and period, year-to-date comparisons, and round sizes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.periods import (
    as_known_on,
    in_catalogue_order,
    midnight,
    period_range,
    period_starts,
    sum_by_position,
    text_column,
)
from analysis.rounds.cutoffs import extremes


def totals(
    draws: pd.DataFrame, period: str, start: date | None = None, end: date | None = None
) -> pd.DataFrame:
    """Return invitations and rounds of every category in every period, zeros kept.

    Columns: period_start (the first day of the week, month, quarter or year), category,
    invitations, rounds; by period, then in catalogue order. Every period from that of `start` (or
    the first round) to that of `end` (or the last round) has a row for every category with a round
    in between. Rounds before `start` or after `end` do not count.

    >>> draws = pd.DataFrame({
    ...     "date": pd.to_datetime(["2023-10-26", "2023-12-06", "2023-12-08"]),
    ...     "category": ["healthcare", "general", "stem"], "invitations": [3600, 4750, 5900]})
    >>> totals(draws, "quarter")
      period_start    category  invitations  rounds
    0   2023-10-01     general         4750       1
    1   2023-10-01  healthcare         3600       1
    2   2023-10-01        stem         5900       1

    Raises:
        ValueError: if `period` is not one of `PERIODS`.
    """
    inside, positions, numbers = period_range(draws, period, start, end)
    order = in_catalogue_order(inside["category"])
    column = pd.Categorical(inside["category"], categories=order).codes
    cells = positions * len(order) + column
    size = len(numbers) * len(order)
    return pd.DataFrame(
        {
            "period_start": np.repeat(period_starts(numbers, period), len(order)),
            "category": text_column(order * len(numbers)),
            "invitations": sum_by_position(cells, inside["invitations"], size),
            "rounds": np.bincount(cells, minlength=size).astype("int64"),
        }
    )


def shares(totals: pd.DataFrame) -> pd.DataFrame:
    """Return totals with the share of each category in its period's invitations.

    Adds share, 0 to 1; missing in a period without invitations.

    >>> frame = pd.DataFrame({"period_start": ["2023", "2023", "2024"],
    ...                       "category": ["general", "stem", "stem"], "invitations": [3, 1, 0]})
    >>> shares(frame)["share"].tolist()
    [0.75, 0.25, nan]
    """
    whole = totals.groupby("period_start")["invitations"].transform("sum")
    return totals.assign(share=totals["invitations"] / whole.where(whole > 0))


def cumulative_by_year(draws: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the running totals of each year by day of the year, for comparing years.

    Columns: year, day (1 to 366, of the year), date, invitations and rounds (both from 1 January to
    the end of that day). One row per day with a round, one for 1 January, and one for 31 December
    or, in the year of `as_of`, for that day. Later years without a round are kept. Rounds after
    `as_of` do not count.

    >>> from datetime import date
    >>> draws = pd.DataFrame({"date": pd.to_datetime(["2024-02-29", "2024-02-29", "2025-01-01"]),
    ...                       "invitations": [10, 5, 7]})
    >>> cumulative_by_year(draws, date(2025, 1, 3))
       year  day       date  invitations  rounds
    0  2024    1 2024-01-01            0       0
    1  2024   60 2024-02-29           15       2
    2  2024  366 2024-12-31           15       2
    3  2025    1 2025-01-01            7       1
    4  2025    3 2025-01-03            7       1
    """
    history = as_known_on(draws, as_of)
    years = range(history["date"].min().year, as_of.year + 1) if len(history) else range(0)
    last = midnight(as_of).date()
    edges = [day for y in years for day in (date(y, 1, 1), min(date(y, 12, 31), last))]
    ends = pd.DataFrame(
        {"date": np.array(edges, dtype="datetime64[ms]"), "invitations": 0, "rounds": 0}
    )
    events = pd.concat([history[["date", "invitations"]].assign(rounds=1), ends])
    daily = events.groupby("date", as_index=False)[["invitations", "rounds"]].sum()
    running = daily.groupby(daily["date"].dt.year)[["invitations", "rounds"]].cumsum()
    return pd.DataFrame(
        {
            "year": daily["date"].dt.year.astype("int64"),
            "day": daily["date"].dt.day_of_year.astype("int64"),
            "date": daily["date"].astype("datetime64[ms]"),
            "invitations": running["invitations"].astype("int64"),
            "rounds": running["rounds"].astype("int64"),
        }
    )


@dataclass(frozen=True)
class YearToDate:
    """Invitations and rounds of a year up to a day, and of the year before up to the same day."""

    year: int
    invitations: int
    rounds: int
    previous_invitations: int
    previous_rounds: int

    @property
    def previous_year(self) -> int:
        """The year before."""
        return self.year - 1

    @property
    def more_invitations(self) -> int:
        """How many more invitations than by the same day of the year before."""
        return self.invitations - self.previous_invitations


def year_to_date(draws: pd.DataFrame, as_of: date) -> YearToDate:
    """Return invitations and rounds from 1 January to a day, and in the same days a year before.

    29 February is compared with 28 February of the year before.

    >>> from datetime import date
    >>> draws = pd.DataFrame({"date": pd.to_datetime(["2023-02-28", "2023-03-01", "2024-02-29"]),
    ...                       "invitations": [10, 20, 40]})
    >>> year_to_date(draws, date(2024, 2, 29))  # doctest: +NORMALIZE_WHITESPACE
    YearToDate(year=2024, invitations=40, rounds=1, previous_invitations=10, previous_rounds=1)
    """
    today = midnight(as_of)
    now, before = (
        draws.loc[draws["date"].between(pd.Timestamp(day.year, 1, 1), day), "invitations"]
        for day in (today, today - pd.DateOffset(years=1))
    )
    return YearToDate(today.year, int(now.sum()), len(now), int(before.sum()), len(before))


def sizes(draws: pd.DataFrame) -> pd.DataFrame:
    """Return how large the rounds of each category are.

    One row per category in catalogue order: category, rounds, invitations, share (0 to 1, of all
    invitations in `draws`), median, smallest, smallest_id, largest, largest_id (invitations per
    round; of equal ones the most recent round is given), latest_date.

    >>> draws = pd.DataFrame({"round_id": ["254", "272", "274"],
    ...     "date": pd.to_datetime(["2023-07-05", "2023-12-06", "2023-12-08"]),
    ...     "category": ["stem", "general", "stem"], "invitations": [500, 4750, 5900]})
    >>> sizes(draws)[["category", "rounds", "invitations", "median", "smallest", "largest_id"]]
      category  rounds  invitations  median  smallest largest_id
    0  general       1         4750  4750.0      4750        272
    1     stem       2         6400  3200.0       500        274
    """
    order = in_catalogue_order(draws["category"])
    low, high = (frame.loc[order] for frame in extremes(draws, "invitations"))
    by_category = draws.groupby("category")["invitations"]
    invited = by_category.sum().loc[order]
    return pd.DataFrame(
        {
            "category": text_column(order),
            "rounds": by_category.size().loc[order].array,
            "invitations": invited.array,
            "share": (invited / invited.sum()).array,
            "median": by_category.median().loc[order].array,
            "smallest": low["invitations"].array,
            "smallest_id": low["round_id"].array,
            "largest": high["invitations"].array,
            "largest_id": high["round_id"].array,
            "latest_date": draws.groupby("category")["date"].max().loc[order].array,
        }
    )
