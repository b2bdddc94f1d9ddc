"""How often rounds are held: rounds per period, gaps, current waits, busy weeks, the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.periods import (
    as_known_on,
    in_catalogue_order,
    midnight,
    mondays,
    period_range,
    period_starts,
    sum_by_position,
    text_column,
)

DORMANT_DAYS = 365
ANY = "any"


def counts(
    draws: pd.DataFrame, period: str, start: date | None = None, end: date | None = None
) -> pd.DataFrame:
    """Return the rounds of all categories together in every period, including empty ones.

    Columns: period_start (the first day of the week, month, quarter or year), rounds, invitations,
    for every period from that of `start` (or the first round) to that of `end` (or the last round).
    Rounds before `start` or after `end` do not count.

    >>> draws = pd.DataFrame({"date": pd.to_datetime(["2023-10-26", "2023-12-06", "2023-12-08"]),
    ...                       "invitations": [3600, 4750, 5900]})
    >>> counts(draws, "month")
      period_start  rounds  invitations
    0   2023-10-01       1         3600
    1   2023-11-01       0            0
    2   2023-12-01       2        10650

    Raises:
        ValueError: if `period` is not week, month, quarter or year.
    """
    inside, places, numbers = period_range(draws, period, start, end)
    return pd.DataFrame(
        {
            "period_start": period_starts(numbers, period),
            "rounds": np.bincount(places, minlength=len(numbers)).astype("int64"),
            "invitations": sum_by_position(places, inside["invitations"], len(numbers)),
        }
    )


def weekly_counts(
    draws: pd.DataFrame, start: date | None = None, end: date | None = None
) -> pd.DataFrame:
    """Return the rounds of all categories together in every ISO week, including empty ones.

    Columns: week (its Monday), rounds, invitations; otherwise like :func:`counts`.

    >>> draws = pd.DataFrame({"date": pd.to_datetime(["2021-01-03", "2021-01-11"]),
    ...                       "invitations": [10, 20]})
    >>> weekly_counts(draws)
            week  rounds  invitations
    0 2020-12-28       1           10
    1 2021-01-04       0            0
    2 2021-01-11       1           20
    """
    return counts(draws, "week", start, end).rename(columns={"period_start": "week"})


def rolling_rate(weekly: pd.DataFrame, weeks: int = 8) -> pd.DataFrame:
    """Return weekly counts with the rounds per week over the last `weeks` weeks.

    Adds rate (rounds per week, including the week itself); missing before that many weeks exist.

    >>> rolling_rate(pd.DataFrame({"rounds": [1, 0, 2, 4]}), weeks=2)["rate"].tolist()
    [nan, 0.5, 1.0, 3.0]
    """
    return weekly.assign(rate=weekly["rounds"].rolling(weeks).mean())


def gaps(draws: pd.DataFrame) -> pd.DataFrame:
    """Return the days between consecutive round dates, of any category and of each.

    Columns: category ("any" first, for the rounds of all categories together, then catalogue
    order), round_id and date of the round that ended the gap, previous_id and previous_date of the
    round before, days; oldest first. Rounds on one day end one gap, which has the id of the last of
    them; a first round ends none.

    >>> draws = pd.DataFrame({"round_id": ["252", "254", "255"],
    ...     "category": ["healthcare", "stem", "healthcare"],
    ...     "date": pd.to_datetime(["2023-06-28", "2023-07-05", "2023-07-06"])})
    >>> gaps(draws)[["category", "previous_id", "round_id", "days"]]
         category previous_id round_id  days
    0         any         252      254     7
    1         any         254      255     1
    2  healthcare         252      255     8
    """
    rounds = draws[["category", "round_id", "date"]]
    paired = _with_any(rounds).drop_duplicates(["category", "date"], keep="last")
    earlier = paired.groupby("category", sort=False)[["round_id", "date"]].shift()
    paired = paired.assign(
        previous_id=earlier["round_id"],
        previous_date=earlier["date"],
        days=(paired["date"] - earlier["date"]).dt.days,
    )
    paired = paired[paired["previous_date"].notna()].astype({"days": "int64"})
    order = [ANY, *in_catalogue_order(rounds["category"])]
    place = pd.Categorical(paired["category"], categories=order).codes
    return paired.iloc[place.argsort(kind="stable")].reset_index(drop=True)


def waits(draws: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return how long each category has been without a round, compared with its own gaps.

    One row for "any" (all categories together), then one per category in catalogue order: category,
    rounds, last_id, last_date, wait (days from the last round to `as_of`), median_gap, usual_low
    and usual_high (days: median and quartiles of its own gaps), longest_gap (days, Int64),
    longer_than (share of its own gaps, 0 to 1, that are shorter than the wait), dormant (a wait of
    more than `DORMANT_DAYS`). Columns about gaps are missing for a category with one round day.
    Rounds after `as_of` do not count.

    >>> from datetime import date
    >>> draws = pd.DataFrame({"round_id": ["254", "274", "293"], "category": "stem",
    ...     "date": pd.to_datetime(["2023-07-05", "2023-12-08", "2024-04-11"])})
    >>> waits(draws, date(2024, 9, 1))[["category", "wait", "median_gap", "longer_than", "dormant"]]
      category  wait  median_gap  longer_than  dormant
    0      any   143       140.5          0.5    False
    1     stem   143       140.5          0.5    False
    """
    history = as_known_on(draws, as_of)[["category", "round_id", "date"]]
    rounds = _with_any(history)
    order = [ANY, *in_catalogue_order(history["category"])] if len(history) else []
    last = rounds.drop_duplicates("category", keep="last").set_index("category").loc[order]
    wait = (midnight(as_of) - last["date"]).dt.days.astype("int64")
    all_gaps = gaps(history)
    days = all_gaps.groupby("category")["days"]
    shorter = all_gaps["days"] < wait.reindex(all_gaps["category"]).array
    usual = pd.DataFrame(
        {
            "median_gap": days.median(),
            "usual_low": days.quantile(0.25),
            "usual_high": days.quantile(0.75),
            "longest_gap": days.max().astype("Int64"),
            "longer_than": shorter.groupby(all_gaps["category"]).mean(),
        }
    )
    table = pd.DataFrame(
        {
            "category": text_column(order).array,
            "rounds": rounds.groupby("category").size().loc[order],
            "last_id": last["round_id"],
            "last_date": last["date"],
            "wait": wait,
        }
    )
    return table.join(usual).assign(dormant=wait > DORMANT_DAYS).reset_index(drop=True)


def weekday_counts(draws: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return how many rounds of each category were held on each weekday in the 12 months to a day.

    Columns: category, weekday (0 Monday to 6 Sunday), rounds, of (rounds of the category), share
    (of them, 0 to 1); seven rows per category with a round, the one with the most rounds first.

    >>> from datetime import date
    >>> draws = pd.DataFrame({"date": pd.to_datetime(["2023-12-06", "2023-12-07", "2023-12-13"]),
    ...                       "category": "general"})
    >>> weekday_counts(draws, date(2023, 12, 31)).query("rounds > 0")
      category  weekday  rounds  of     share
    2  general        2       2   3  0.666667
    3  general        3       1   3  0.333333
    """
    known = as_known_on(draws, as_of)
    known = known[known["date"] > midnight(as_of) - pd.DateOffset(years=1)]
    codes = known["category"].value_counts().index.tolist()
    cells = pd.MultiIndex.from_product([codes, range(7)], names=["category", "weekday"])
    counted = known.groupby(["category", known["date"].dt.day_of_week.rename("weekday")]).size()
    rounds = counted.reindex(cells, fill_value=0).rename("rounds").reset_index()
    rounds = rounds.astype({"weekday": "int64", "rounds": "int64"})
    of = rounds.groupby("category", sort=False)["rounds"].transform("sum")
    return rounds.assign(
        category=text_column(rounds["category"]), of=of, share=rounds["rounds"] / of
    )


def weeks_of_years(draws: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """Return every ISO week from that of `start` to that of `end`, and its rounds in these days.

    Columns: week (its Monday), year and number (of the ISO week), rounds, invitations, round_ids
    and categories (tuples, in the order of the rounds, empty without one).

    >>> from datetime import date
    >>> draws = pd.DataFrame({"round_id": ["172"], "category": ["cec"], "invitations": [4750],
    ...                       "date": pd.to_datetime(["2021-01-03"])})
    >>> weeks_of_years(draws, date(2021, 1, 1), date(2021, 1, 6))[
    ...     ["week", "year", "number", "rounds", "categories"]]
            week  year  number  rounds categories
    0 2020-12-28  2020      53       1     (cec,)
    1 2021-01-04  2021       1       0         ()
    """
    weeks = weekly_counts(draws, start, end)
    inside = draws[draws["date"].between(midnight(start), midnight(end))]
    ends = weeks["rounds"].cumsum()
    iso = weeks["week"].dt.isocalendar()
    return weeks.assign(
        year=iso["year"].astype("int64"),
        number=iso["week"].astype("int64"),
        round_ids=_slices(inside["round_id"], ends - weeks["rounds"], ends),
        categories=_slices(inside["category"], ends - weeks["rounds"], ends),
    )


def busy_weeks(draws: pd.DataFrame, least: int = 2) -> pd.DataFrame:
    """Return the ISO weeks with at least `least` rounds, newest first.

    Columns: week (its Monday), rounds, invitations, round_ids and categories (tuples, one entry per
    round, in the order of the rounds).

    >>> draws = pd.DataFrame({"round_id": ["272", "273", "275"], "category":
    ...     ["general", "french", "general"], "invitations": [4750, 1000, 1325],
    ...     "date": pd.to_datetime(["2023-12-06", "2023-12-07", "2023-12-20"])})
    >>> busy_weeks(draws)[["week", "rounds", "invitations", "categories"]]
            week  rounds  invitations         categories
    0 2023-12-04       2         5750  (general, french)
    """
    weeks, firsts, rounds = np.unique(mondays(draws["date"]), return_index=True, return_counts=True)
    invited = np.append(0, draws["invitations"].cumsum())
    busy = np.flatnonzero(rounds >= least)[::-1]
    firsts, ends = firsts[busy], firsts[busy] + rounds[busy]
    return pd.DataFrame(
        {
            "week": weeks[busy],
            "rounds": rounds[busy].astype("int64"),
            "invitations": (invited[ends] - invited[firsts]).astype("int64"),
            "round_ids": _slices(draws["round_id"], firsts, ends),
            "categories": _slices(draws["category"], firsts, ends),
        }
    )


def _slices(values: Iterable[str], firsts: Iterable[int], ends: Iterable[int]) -> pd.Series[Any]:
    listed = tuple(values)
    cut = [listed[first:end] for first, end in zip(firsts, ends, strict=True)]
    return pd.Series(cut, dtype=object)


def _with_any(rounds: pd.DataFrame) -> pd.DataFrame:
    together = rounds.assign(category=text_column([ANY] * len(rounds)).array)
    return pd.concat([together, rounds], ignore_index=True)
