"""Invitations of each year beside the targets in force when it began; worked out by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.plans.years import plan_years
from data.levels.plans import bundled_plans
from tests.support.august import load


def table() -> pd.DataFrame:
    plans = bundled_plans()
    frame = plan_years(load().draws, plans.levels, plans.admissions, date(2026, 8, 20))
    return frame.set_index("year")


def test_a_year_has_the_target_in_force_when_it_began_and_the_one_of_the_year() -> None:
    years = table()
    assert years.index.tolist() == [2021, 2022, 2023, 2024, 2025, 2026]
    assert years.loc[2022, ["plan", "target", "revised"]].tolist() == [
        "2021-2023",
        411_000,
        431_645,
    ]
    assert years.loc[2022, "revised_on"] == pd.Timestamp("2022-02-14")
    assert years.loc[2026, ["plan", "target", "low", "high"]].tolist() == [
        *("2026-2028", 380_000, 350_000, 420_000),
    ]
    # Plans of November for the next year are no revision of the current one.
    assert years.loc[2023:, "revised"].isna().all()


def test_admissions_stand_beside_the_year_and_the_year_before() -> None:
    years = table()
    assert years.loc[2024, ["admitted", "admitted_next"]].tolist() == [483_640, 393_500]
    assert years.loc[2025:, "admitted_next"].isna().all()


def test_invitations_are_counted_by_the_same_day_of_each_year() -> None:
    years, draws = table(), load().draws
    first = draws[draws["date"].between("2025-01-01", "2025-08-20")]["invitations"].sum()
    assert years.loc[2025, "by_day"] == first
    assert years.loc[2025, "invitations"] > first
    nominees = draws[(draws["date"].dt.year == 2025) & (draws["category"] == "pnp")]
    without = years.loc[2025, "invitations"] - nominees["invitations"].sum()
    assert years.loc[2025, "without_pnp"] == without
    assert years.loc[2026, "by_day"] == years.loc[2026, "invitations"]
