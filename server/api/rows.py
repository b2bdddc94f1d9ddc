"""The rows of each table of open data, by its name in data/vocabulary/tables.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd

from analysis.rounds import frequency, invitations
from data.levels.plans import bundled_plans
from data.occupations.lists import bundled_lists
from data.rounds.record import Record
from data.vocabulary.filter import Filter
from data.vocabulary.filter import categories as categories_of

FIRST_DAY = date(2015, 1, 1)  # no round was earlier, and date.min has no week before it


def _pool(record: Record, subset: Filter) -> pd.DataFrame:
    return record.pool[_between(record.pool["as_of"], subset.start, subset.end)]


def _events(record: Record, subset: Filter) -> pd.DataFrame:
    return record.events[_between(record.events["date"], subset.start, subset.end)]


def _weekly(record: Record, subset: Filter) -> pd.DataFrame:
    weeks = weekly(record.draws, record.complete_through)
    # A week counts if any of its seven days does.
    start = subset.start and max(subset.start, FIRST_DAY) - timedelta(days=6)
    keep = _between(weeks["week"], start, subset.end)
    if subset.categories:
        keep &= weeks["category"].isin(subset.categories)
    return weeks[keep]


def weekly(draws: pd.DataFrame, until: date) -> pd.DataFrame:
    """Return rounds and invitations of every category in every ISO week, zeros kept.

    Columns: week (its Monday), category, rounds, invitations; from the first round's week to that
    of `until`, or of the last round if that is later.
    """
    last = draws["date"].max()
    end = until if pd.isna(last) else max(until, last.date())
    totals = invitations.totals(draws, "week", end=end)
    return totals.rename(columns={"period_start": "week"})


def _categories(record: Record, _subset: Filter) -> pd.DataFrame:
    draws, as_of = record.draws, record.complete_through
    categories = categories_of(draws)
    codes = [category.code for category in categories]
    dates = draws.groupby("category")["date"]
    inactive = dormant(draws, as_of)
    return pd.DataFrame(
        {
            "code": codes,
            "english": [category.names["en"] for category in categories],
            "french": [category.names["fr"] for category in categories],
            "kind": [category.kind for category in categories],
            "rounds": dates.size().loc[codes].array,
            "first_date": dates.min().loc[codes].array,
            "last_date": dates.max().loc[codes].array,
            "dormant": [code in inactive for code in codes],
            "as_of": pd.Series([pd.Timestamp(as_of)] * len(codes), dtype="datetime64[ms]"),
            "mapped": [category.mapped for category in categories],
        }
    )


def dormant(draws: pd.DataFrame, until: date) -> frozenset[str]:
    """Return the codes of the categories that are inactive as of a day."""
    waits = frequency.waits(draws, until)
    return frozenset(waits["category"][waits["dormant"]]) - {frequency.ANY}


def _between(days: pd.Series[Any], start: date | None, end: date | None) -> pd.Series[bool]:
    keep = pd.Series(True, index=days.index)
    if start:
        keep &= days >= pd.Timestamp(start)
    if end:
        keep &= days <= pd.Timestamp(end)
    return keep


# A function gives the rows that a filter selects, with all columns of its table and maybe more.
ROWS: dict[str, Callable[[Record, Filter], pd.DataFrame]] = {
    "rounds": lambda record, subset: subset.apply(record.draws),
    "pool": _pool,
    "weekly": _weekly,
    "ledger": lambda record, _subset: record.ledger,
    "events": _events,
    "occupations": lambda _record, _subset: bundled_lists().occupations,
    "rules": lambda _record, _subset: bundled_lists().rules,
    "levels": lambda _record, _subset: bundled_plans().levels,
    "admissions": lambda _record, _subset: bundled_plans().admissions,
    "categories": _categories,
}
