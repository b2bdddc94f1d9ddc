"""Gap distributions: every gap is counted once, beside the wait of its own category."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.rounds.frequency import ANY, gaps, waits
from analysis.rounds.gaps import gap_distribution, shown_waits
from tests.conftest import Build

AS_OF = date(2024, 3, 10)


def test_equal_gaps_are_counted_together_and_others_apart(draws: pd.DataFrame) -> None:
    general = draws[draws["category"] == "general"]
    table = gap_distribution(gaps(general), waits(general, AS_OF).tail(1))
    # 25 November, 9 and 23 December 2020, 6 and 18 December 2023.
    days = [14, 12, (date(2023, 12, 6) - date(2020, 12, 23)).days]
    assert dict(zip(table["days"], table["gaps"], strict=True)) == {14: 2, days[1]: 1, days[2]: 1}
    assert set(table["of"]) == {4}
    assert set(table["wait"]) == {(AS_OF - date(2023, 12, 18)).days}


def test_all_gaps_of_the_record_are_in_the_distribution(real: pd.DataFrame) -> None:
    table = gap_distribution(gaps(real), waits(real, date(2026, 8, 20)))
    for code in ("pnp", "french"):
        days = sorted(set(real.loc[real["category"] == code, "date"].dt.date))
        own = table[table["category"] == code]
        assert own["gaps"].sum() == len(days) - 1
        assert (own["gaps"] * own["days"]).sum() == (days[-1] - days[0]).days


def test_dormant_categories_and_those_with_one_round_have_no_row(draws: pd.DataFrame) -> None:
    shown = shown_waits(waits(draws, AS_OF))
    # PNP and FST are dormant, the beekeepers had one round.
    assert shown["category"].tolist() == [ANY, "general", "french", "stem"]


def test_a_single_category_is_not_shown_twice(draws: pd.DataFrame) -> None:
    french = draws[draws["category"] == "french"]
    assert shown_waits(waits(french, AS_OF))["category"].tolist() == ["french"]


def test_without_a_gap_there_is_no_distribution(build: Build) -> None:
    one = build(("1", "2024-01-01", "General", 1, 500))
    assert gap_distribution(gaps(one), shown_waits(waits(one, AS_OF))).empty
