"""Gap distributions: every gap is counted once, with the current wait of its category."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.rounds.frequency import ANY, gaps, waits
from analysis.rounds.gaps import comparable_waits, gap_distribution
from tests.conftest import Build

AS_OF = date(2024, 3, 10)


def test_equal_gaps_are_counted_in_one_row(draws: pd.DataFrame) -> None:
    general = draws[draws["category"] == "general"]
    table = gap_distribution(gaps(general), waits(general, AS_OF).tail(1))
    # 25 November, 9 and 23 December 2020, 6 and 18 December 2023.
    days = [14, 12, (date(2023, 12, 6) - date(2020, 12, 23)).days]
    assert dict(zip(table["days"], table["gaps"], strict=True)) == {14: 2, days[1]: 1, days[2]: 1}
    assert set(table["of"]) == {4}
    assert set(table["wait"]) == {(AS_OF - date(2023, 12, 18)).days}


def test_distribution_contains_every_gap_of_the_real_rounds(real: pd.DataFrame) -> None:
    table = gap_distribution(gaps(real), waits(real, date(2026, 8, 20)))
    for code in ("pnp", "french"):
        days = sorted(set(real.loc[real["category"] == code, "date"].dt.date))
        group = table[table["category"] == code]
        assert group["gaps"].sum() == len(days) - 1
        assert (group["gaps"] * group["days"]).sum() == (days[-1] - days[0]).days


def test_inactive_and_single_round_categories_are_not_shown(draws: pd.DataFrame) -> None:
    comparable = comparable_waits(waits(draws, AS_OF))
    # PNP and FST are dormant, the beekeepers had one round.
    assert comparable["category"].tolist() == [ANY, "general", "french", "stem"]


def test_single_category_is_shown_without_a_row_for_any_category(draws: pd.DataFrame) -> None:
    french = draws[draws["category"] == "french"]
    assert comparable_waits(waits(french, AS_OF))["category"].tolist() == ["french"]


def test_distribution_without_gaps_is_empty(build: Build) -> None:
    one = build(("1", "2024-01-01", "General", 1, 500))
    assert gap_distribution(gaps(one), comparable_waits(waits(one, AS_OF))).empty
