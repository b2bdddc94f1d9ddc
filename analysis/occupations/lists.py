"""Which list of a category held when, and what came and went with it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd

from analysis.periods import midnight

_YEAR_IN_NAME = re.compile(r"\b(20\d\d)-version\s+\d+\s*$", re.I)
_ONE_DAY = timedelta(days=1)


class Change(NamedTuple):
    """What came into a category and went from it with a list, as rows of the occupations."""

    year: int
    came: pd.DataFrame
    went: pd.DataFrame
    has_category: bool


def lists_of(draws: pd.DataFrame, rules: pd.DataFrame) -> pd.Series[Any]:
    """Return the year of the list that each round selected from, or missing if none is known.

    A name that carries a year decides ("Trades Occupations, 2026-Version 3"); otherwise it is the
    list of the category that was in force on the round's date.

    >>> rules = pd.DataFrame({"list": [2023, 2026], "category": "french",
    ...     "effective_from": pd.to_datetime(["2023-05-31", "2026-02-18"]),
    ...     "effective_to": pd.to_datetime(["2026-02-17", None])})
    >>> draws = pd.DataFrame({"category": ["french", "french", "cec"],
    ...     "name": ["French language proficiency (Version 1)",
    ...              "French-Language proficiency 2026-Version 2", "Canadian Experience Class"],
    ...     "date": pd.to_datetime(["2025-12-17", "2026-02-06", "2026-02-20"])})
    >>> lists_of(draws, rules).tolist()
    [2023, 2026, <NA>]
    """
    by_category = dict(list(rules.groupby("category")))
    years = []
    row: Any
    for row in draws[["category", "name", "date"]].itertuples(index=False):
        known = by_category.get(row.category)
        years.append(None if known is None else _list_of(str(row.name), row.date, known))
    return pd.Series(years, index=draws.index, dtype="Int64")


def _list_of(name: str, day: Any, rules: pd.DataFrame) -> int | None:
    named = _YEAR_IN_NAME.search(name)
    if named:
        year = int(named[1])
        return year if (rules["list"] == year).any() else None
    in_force = rules[(rules["effective_from"] <= day) & _is_open_until(rules, day)]
    return int(in_force["list"].iloc[-1]) if len(in_force) else None


def _is_open_until(rows: pd.DataFrame, day: Any) -> pd.Series[bool]:
    is_open: pd.Series[bool] = rows["effective_to"].isna() | (rows["effective_to"] >= day)
    return is_open


def in_force(rows: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return the rows of occupations or rules that are in force on a day."""
    day = midnight(on)
    return rows[(rows["effective_from"] <= day) & _is_open_until(rows, day)]


def listed_since(rules: pd.DataFrame, code: str) -> pd.Timestamp:
    """Return the first day of the lists in a row that a category is on, up to its newest one.

    >>> rules = pd.DataFrame({"category": "transport",
    ...     "effective_from": pd.to_datetime(["2023-05-31", "2026-02-18", "2027-02-01"]),
    ...     "effective_to": pd.to_datetime(["2025-02-26", "2027-01-31", None])})
    >>> listed_since(rules, "transport").date()
    datetime.date(2026, 2, 18)
    """
    own = rules[rules["category"] == code].sort_values("effective_from")
    is_new = own["effective_to"].shift() + _ONE_DAY != own["effective_from"]
    since: pd.Timestamp = own.loc[is_new, "effective_from"].iloc[-1]
    return since


def memberships(occupations: pd.DataFrame, noc: str) -> pd.DataFrame:
    """Return in which categories an occupation has been and when, the earliest first.

    Columns: category, since and until (first and last day; until is missing if it still is), lists
    (the years of the lists). Lists that follow each other without a day between are one row.

    >>> occupations = pd.DataFrame({"list": [2023, 2025, 2026], "noc": "63201",
    ...     "category": ["agriculture", "agriculture", "trades"],
    ...     "effective_from": pd.to_datetime(["2023-05-31", "2025-02-27", "2026-02-18"]),
    ...     "effective_to": pd.to_datetime(["2025-02-26", "2026-02-17", None])})
    >>> memberships(occupations, "63201")[["category", "since", "until", "lists"]]
          category      since      until         lists
    0  agriculture 2023-05-31 2026-02-17  (2023, 2025)
    1       trades 2026-02-18        NaT       (2026,)
    """
    rows = occupations[occupations["noc"] == noc].sort_values("effective_from")
    found: list[dict[str, Any]] = []
    for row in rows.to_dict("records"):
        before = next((m for m in reversed(found) if m["category"] == row["category"]), None)
        if before and before["until"] + _ONE_DAY == row["effective_from"]:
            before["until"] = row["effective_to"]
            before["lists"] += (row["list"],)
        else:
            found.append(
                {
                    "category": row["category"],
                    "since": row["effective_from"],
                    "until": row["effective_to"],
                    "lists": (row["list"],),
                }
            )
    return pd.DataFrame(found, columns=["category", "since", "until", "lists"])


def changes(occupations: pd.DataFrame, rules: pd.DataFrame, code: str) -> list[Change]:
    """Return what came and went with each list after the category's first one, oldest first.

    A list that the category is not in counts as empty: everything went with it.
    """
    years = sorted(rules["list"].unique())
    own = occupations[occupations["category"] == code]
    by_year = {year: own[own["list"] == year] for year in years}
    first = next((at for at, year in enumerate(years) if len(by_year[year])), len(years))
    found = []
    for before, year in zip(years[first:], years[first + 1 :], strict=False):
        old, new = by_year[before], by_year[year]
        came, went = new[~new["noc"].isin(old["noc"])], old[~old["noc"].isin(new["noc"])]
        found.append(Change(int(year), came, went, has_category=len(new) > 0))
    return found
