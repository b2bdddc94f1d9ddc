"""Invitations by period, year and round, checked by hand and by loops over the real rounds."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pandas as pd
import pytest

from analysis.periods import PERIODS
from analysis.rounds import invitations
from tests.conftest import Build


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def test_totals_by_year_count_every_round_once(draws: pd.DataFrame) -> None:
    table = invitations.totals(draws, "year")
    some = table[table["rounds"] > 0]
    counted = zip(
        some["period_start"].dt.year,
        some["category"],
        some["invitations"],
        some["rounds"],
        strict=True,
    )
    assert list(counted) == [
        (2018, "pnp", 200, 1),
        (2018, "fst", 500, 1),
        (2020, "general", 15_000, 3),
        (2021, "pnp", 250, 1),
        (2023, "general", 6_075, 2),
        (2023, "french", 1_000, 1),
        (2023, "stem", 6_400, 2),
        (2024, "french", 9_500, 2),
        (2024, "beekeepers", 12, 1),
    ]


def test_totals_have_every_category_in_every_period(draws: pd.DataFrame) -> None:
    table = invitations.totals(draws, "year")
    assert len(table) == 7 * 6
    empty = table[table["period_start"] == day("2022-01-01")]
    assert empty["category"].to_list() == ["general", "pnp", "fst", "french", "stem", "beekeepers"]
    assert empty["invitations"].to_list() == [0] * 6


def test_start_and_end_extend_and_limit_the_periods(draws: pd.DataFrame) -> None:
    table = invitations.totals(draws, "month", date(2023, 12, 7), date(2024, 1, 31))
    assert table["period_start"].drop_duplicates().to_list() == [
        day("2023-12-01"),
        day("2024-01-01"),
    ]
    assert table["category"].to_list() == ["general", "french", "stem"] * 2
    assert table["invitations"].to_list() == [1_325, 1_000, 5_900, 0, 0, 0]


def test_a_week_across_new_year_is_one_week(build: Build) -> None:
    draws = build(
        ("1", "2020-12-28", "General", 1, 470),
        ("2", "2021-01-03", "General", 2, 470),
        ("3", "2021-01-04", "General", 4, 470),
    )
    table = invitations.totals(draws, "week")
    assert table["period_start"].to_list() == [day("2020-12-28"), day("2021-01-04")]
    assert table["invitations"].to_list() == [3, 4]


@pytest.mark.parametrize("period", PERIODS)
def test_totals_agree_with_a_loop_over_the_real_record(real: pd.DataFrame, period: str) -> None:
    def start(of: date) -> date:
        return {
            "week": of - timedelta(days=of.weekday()),
            "month": of.replace(day=1),
            "quarter": date(of.year, 3 * ((of.month - 1) // 3) + 1, 1),
            "year": date(of.year, 1, 1),
        }[period]

    invited: Counter[tuple[date, str]] = Counter()
    rounds: Counter[tuple[date, str]] = Counter()
    for row in real.itertuples():
        invited[start(row.date.date()), row.category] += row.invitations
        rounds[start(row.date.date()), row.category] += 1
    table = invitations.totals(real, period)
    for row in table.itertuples():
        key = (row.period_start.date(), row.category)
        assert (row.invitations, row.rounds) == (invited[key], rounds[key])
    assert table["invitations"].sum() == real["invitations"].sum()
    assert not table.duplicated(["period_start", "category"]).any()


def test_shares_add_up_per_period_and_are_missing_in_empty_periods(draws: pd.DataFrame) -> None:
    table = invitations.shares(invitations.totals(draws, "year"))
    year = table["period_start"].dt.year
    assert table.loc[year == 2018, "share"].to_list() == [0, 2 / 7, 5 / 7, 0, 0, 0]
    assert table.loc[year == 2022, "share"].isna().all()
    sums = table.groupby("period_start")["share"].sum(min_count=1).dropna()
    assert sums.to_list() == pytest.approx([1.0] * 5)


def test_running_totals_span_the_year_from_first_to_last_day(draws: pd.DataFrame) -> None:
    table = invitations.cumulative_by_year(draws, date(2024, 3, 10))
    rows = table[table["year"] == 2023]
    assert list(zip(rows["day"], rows["invitations"], rows["rounds"], strict=True)) == [
        (1, 0, 0),
        (186, 500, 1),
        (340, 5_250, 2),
        (341, 6_250, 3),
        (342, 12_150, 4),
        (352, 13_475, 5),
        (365, 13_475, 5),
    ]
    assert rows["date"].iloc[[0, 1, -1]].to_list() == [
        day("2023-01-01"),
        day("2023-07-05"),
        day("2023-12-31"),
    ]


def test_the_running_totals_stop_at_as_of(draws: pd.DataFrame) -> None:
    table = invitations.cumulative_by_year(draws, date(2024, 3, 10))
    rows = table[table["year"] == 2024]
    assert rows["day"].to_list() == [1, 32, 60, 65, 70]
    assert rows["invitations"].to_list() == [0, 7_000, 9_500, 9_512, 9_512]
    earlier = invitations.cumulative_by_year(draws, date(2023, 12, 7)).iloc[-1]
    assert (earlier["day"], earlier["invitations"]) == (341, 6_250)


def test_running_total_of_a_year_without_rounds_stays_at_zero(draws: pd.DataFrame) -> None:
    table = invitations.cumulative_by_year(draws, date(2024, 3, 10))
    rows = table[table["year"] == 2019]
    assert rows["day"].to_list() == [1, 365]
    assert rows["invitations"].to_list() == [0, 0]
    assert table["year"].drop_duplicates().to_list() == list(range(2018, 2025))


def test_rounds_on_the_first_and_last_day_add_no_extra_rows(build: Build) -> None:
    draws = build(("1", "2020-01-01", "General", 5, 470), ("2", "2020-12-31", "General", 7, 470))
    table = invitations.cumulative_by_year(draws, date(2020, 12, 31))
    assert table["day"].to_list() == [1, 366]
    assert table["invitations"].to_list() == [5, 12]


def test_year_to_date_is_compared_with_the_same_days_of_last_year(draws: pd.DataFrame) -> None:
    result = invitations.year_to_date(draws, date(2024, 12, 10))
    assert result == invitations.YearToDate(2024, 9_512, 3, 12_150, 4)
    assert invitations.year_to_date(draws, date(2024, 12, 5)).previous_rounds == 1


def test_year_to_date_compares_29_february_with_28_february(build: Build) -> None:
    draws = build(
        ("1", "2023-02-28", "General", 10, 500),
        ("2", "2023-03-01", "General", 20, 500),
        ("3", "2024-02-28", "General", 40, 500),
        ("4", "2024-02-29", "General", 80, 500),
    )
    leap = invitations.year_to_date(draws, date(2024, 2, 29))
    assert leap == invitations.YearToDate(2024, 120, 2, 10, 1)
    after = invitations.year_to_date(draws, date(2025, 2, 28))
    assert after == invitations.YearToDate(2025, 0, 0, 40, 1)


def test_sizes_summarise_the_general_rounds(draws: pd.DataFrame) -> None:
    row = invitations.sizes(draws).iloc[0].to_dict()
    assert row == {
        "category": "general",
        "rounds": 5,
        "invitations": 21_075,
        "share": 21_075 / 38_937,
        "median": 5_000.0,
        "smallest": 1_325,
        "smallest_id": "275",
        "largest": 5_000,
        "largest_id": "170",  # the most recent of three
        "latest_date": day("2023-12-18"),
    }


def test_sizes_of_the_real_record_add_up(real: pd.DataFrame) -> None:
    table = invitations.sizes(real).set_index("category")
    assert table["rounds"].sum() == len(real)
    assert table["invitations"].sum() == real["invitations"].sum()
    assert table["share"].sum() == pytest.approx(1)
    assert table.loc["cec", ["largest", "largest_id"]].to_list() == [27_332, "176"]
    assert table.loc["military", ["smallest", "smallest_id"]].to_list() == [4, "430"]


def test_running_totals_agree_with_a_loop_over_the_real_record(real: pd.DataFrame) -> None:
    rounds = list(real.itertuples())
    for row in invitations.cumulative_by_year(real, date(2026, 8, 20)).itertuples():
        so_far = [
            round_.invitations
            for round_ in rounds
            if round_.date.year == row.year and round_.date <= row.date
        ]
        assert (row.invitations, row.rounds) == (sum(so_far), len(so_far))
        assert row.day == row.date.timetuple().tm_yday
