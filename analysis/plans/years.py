"""Each year's invitations beside its targets and admissions, which count other people."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from analysis.periods import as_known_on, midnight

PNP = "pnp"
ALL = "all"


def plan_years(
    draws: pd.DataFrame, levels: pd.DataFrame, admissions: pd.DataFrame, as_of: date
) -> pd.DataFrame:
    """Return a row for each year that has a target, up to that of `as_of`, oldest first.

    Columns: year; invitations and without_pnp (of the year, up to `as_of`); by_day (invitations
    from 1 January to the same day of the year); plan, target, low and high (of all permanent
    residents, in force when the year began); revised and revised_on (the last target announced in
    the year itself, if any); admitted and admitted_next (permanent residents of the year and of the
    next one, where known). Invitations go to applicants, months earlier; targets and admissions
    count families too, in all programs.

    >>> from datetime import date
    >>> draws = pd.DataFrame({"date": pd.to_datetime(["2022-01-05", "2022-07-06"]),
    ...     "category": ["pnp", "general"], "invitations": [392, 1500]})
    >>> levels = pd.DataFrame({"plan": ["2021-2023", "2022-2024"], "row": "all", "year": 2022,
    ...     "announced_on": pd.to_datetime(["2020-10-30", "2022-02-14"]),
    ...     "target": [411000, 431645], "low": [320000, 360000], "high": [420000, 445000]})
    >>> admissions = pd.DataFrame({"year": [2022], "admissions": [437590]})
    >>> row = plan_years(draws, levels, admissions, date(2022, 6, 30)).iloc[0]
    >>> names = ["invitations", "without_pnp", "target", "revised", "admitted"]
    >>> [int(row[name]) for name in names]
    [392, 0, 411000, 431645, 437590]
    """
    history, day = as_known_on(draws, as_of), midnight(as_of)
    totals = levels[levels["row"] == ALL].sort_values("announced_on")
    admitted = dict(zip(admissions["year"], admissions["admissions"], strict=True))
    years = [int(year) for year in sorted(totals["year"].unique()) if year <= as_of.year]
    rows = [
        {
            **_invitations(history, year, day),
            **_targets(totals[totals["year"] == year], year),
            "admitted": admitted.get(year),
            "admitted_next": admitted.get(year + 1),
        }
        for year in years
    ]
    whole = ["target", "low", "high", "revised", "admitted", "admitted_next"]
    # A day before the first plan has no year.
    return pd.DataFrame(rows).astype(dict.fromkeys(whole, "Int64") if rows else {})


def _invitations(history: pd.DataFrame, year: int, day: pd.Timestamp) -> dict[str, Any]:
    own = history[history["date"].dt.year == year]
    same_day = day - pd.DateOffset(years=day.year - year)
    return {
        "year": year,
        "invitations": int(own["invitations"].sum()),
        "without_pnp": int(own.loc[own["category"] != PNP, "invitations"].sum()),
        "by_day": int(own.loc[own["date"] <= same_day, "invitations"].sum()),
    }


def _targets(totals: pd.DataFrame, year: int) -> dict[str, Any]:
    """Return the target in force when a year began, and the last one announced during it."""
    begin, end = pd.Timestamp(year, 1, 1), pd.Timestamp(year + 1, 1, 1)
    before = totals[totals["announced_on"] < begin]
    first: Any = before.iloc[-1] if len(before) else None
    during = totals[(totals["announced_on"] >= begin) & (totals["announced_on"] < end)]
    later: Any = during.iloc[-1] if len(during) else None
    return {
        "plan": None if first is None else first["plan"],
        "target": None if first is None else first["target"],
        "low": None if first is None else first["low"],
        "high": None if first is None else first["high"],
        "revised": None if later is None else later["target"],
        "revised_on": None if later is None else later["announced_on"],
    }
