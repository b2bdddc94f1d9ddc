"""How often rounds are held, checked by hand and by loops over the real rounds."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from statistics import median

import pandas as pd

from analysis.rounds import frequency
from tests.conftest import Build


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def row_of(table: pd.DataFrame, category: str) -> pd.Series:
    return table.set_index("category").loc[category]


def test_weeks_without_a_round_are_kept_as_zero(draws: pd.DataFrame) -> None:
    table = frequency.weekly_counts(draws, date(2023, 12, 4), date(2024, 1, 7))
    assert table["week"].to_list() == [
        day("2023-12-04"),
        day("2023-12-11"),
        day("2023-12-18"),
        day("2023-12-25"),
        day("2024-01-01"),
    ]
    assert table["rounds"].to_list() == [3, 0, 1, 0, 0]
    assert table["invitations"].to_list() == [11_650, 0, 1_325, 0, 0]


def test_weeks_run_from_the_first_round_to_the_last(draws: pd.DataFrame) -> None:
    table = frequency.weekly_counts(draws)
    assert table["week"].iloc[[0, -1]].to_list() == [day("2018-05-28"), day("2024-03-04")]
    assert (table["week"].diff().dropna() == pd.Timedelta(days=7)).all()
    assert table["rounds"].sum() == 14


def test_604_weeks_to_august_2026_include_304_without_a_round(real: pd.DataFrame) -> None:
    table = frequency.weekly_counts(real, date(2015, 1, 26), date(2026, 8, 23))
    assert (len(table), int((table["rounds"] == 0).sum())) == (604, 304)
    assert table["rounds"].sum() == len(real)
    assert table["invitations"].sum() == real["invitations"].sum()


def test_weekly_counts_agree_with_the_iso_calendar(real: pd.DataFrame) -> None:
    weeks = [row.date.isocalendar()[:2] for row in real.itertuples()]
    for row in frequency.weekly_counts(real).itertuples():
        assert row.rounds == weeks.count(row.week.isocalendar()[:2])


def test_53rd_week_of_2020_includes_the_first_days_of_2021(build: Build) -> None:
    draws = build(("1", "2020-12-31", "General", 1, 470), ("2", "2021-01-01", "General", 2, 470))
    table = frequency.weekly_counts(draws)
    assert table["week"].to_list() == [day("2020-12-28")]
    assert table["rounds"].to_list() == [2]


def test_counts_by_year_keep_years_without_rounds(draws: pd.DataFrame) -> None:
    table = frequency.counts(draws, "year")
    assert table["period_start"].dt.year.to_list() == list(range(2018, 2025))
    assert table["rounds"].to_list() == [2, 0, 3, 1, 0, 5, 3]
    assert table["invitations"].to_list() == [700, 0, 15_000, 250, 0, 13_475, 9_512]


def test_rolling_rate_is_missing_until_there_are_enough_weeks() -> None:
    weekly = pd.DataFrame({"rounds": [3, 0, 0, 1, 2]})
    rate = frequency.rolling_rate(weekly, weeks=4)["rate"]
    assert rate.isna().to_list() == [True, True, True, False, False]
    assert rate[3:].to_list() == [1.0, 0.75]


def test_gaps_are_measured_within_each_category(draws: pd.DataFrame) -> None:
    table = frequency.gaps(draws)
    days = {code: group["days"].to_list() for code, group in table.groupby("category")}
    # 2018-05-30 to 2021-01-06 is 952 days, 2020-12-23 to 2023-12-06 is 1078.
    assert days["pnp"] == [952]
    assert days["general"] == [14, 14, 1078, 12]
    assert days["french"] == [56, 28]
    assert days["stem"] == [156]
    assert "fst" not in days
    assert "beekeepers" not in days


def test_two_rounds_on_one_day_do_not_make_a_gap_of_zero_days(draws: pd.DataFrame) -> None:
    table = frequency.gaps(draws)
    any_gaps = table[table["category"] == "any"]
    assert any_gaps["days"].to_list() == [910, 14, 14, 14, 910, 154, 1, 1, 10, 45, 28, 5]
    first = any_gaps.iloc[0]
    assert (first["previous_id"], first["round_id"]) == ("91b", "168")
    assert (first["previous_date"], first["date"]) == (day("2018-05-30"), day("2020-11-25"))


def test_gaps_of_any_category_come_first_then_in_catalogue_order(draws: pd.DataFrame) -> None:
    order = frequency.gaps(draws)["category"].drop_duplicates().to_list()
    assert order == ["any", "general", "pnp", "french", "stem"]


def test_gaps_agree_with_a_loop_over_the_real_record(real: pd.DataFrame) -> None:
    table = frequency.gaps(real)
    rounds = list(real.itertuples())
    for category in ["any", *real["category"].unique()]:
        dates = sorted({row.date for row in rounds if category in ("any", row.category)})
        expected = [(b - a).days for a, b in pairwise(dates)]
        assert table.loc[table["category"] == category, "days"].to_list() == expected


def test_wait_of_the_general_category_is_compared_with_its_gaps(draws: pd.DataFrame) -> None:
    # The gaps are 12, 14, 14 and 1078 days; 2023-12-18 to 2024-03-10 is 83 days.
    row = row_of(frequency.waits(draws, date(2024, 3, 10)), "general")
    assert row.to_dict() == {
        "rounds": 5,
        "last_id": "275",
        "last_date": day("2023-12-18"),
        "wait": 83,
        "median_gap": 14.0,
        "usual_low": 13.5,
        "usual_high": 280.0,
        "longest_gap": 1078,
        "longer_than": 0.75,
        "dormant": False,
    }


def test_wait_equal_to_a_gap_does_not_count_as_longer(draws: pd.DataFrame) -> None:
    # The French gaps are 56 and 28 days, the last round was on 2024-02-29.
    same = row_of(frequency.waits(draws, date(2024, 3, 28)), "french")
    longer = row_of(frequency.waits(draws, date(2024, 3, 29)), "french")
    assert (same["wait"], same["longer_than"]) == (28, 0.0)
    assert (longer["wait"], longer["longer_than"]) == (29, 0.5)


def test_gap_statistics_are_missing_after_a_single_round(draws: pd.DataFrame) -> None:
    row = row_of(frequency.waits(draws, date(2024, 3, 10)), "beekeepers")
    missing = ["median_gap", "usual_low", "usual_high", "longest_gap", "longer_than"]
    assert row[missing].isna().all()
    assert (row["rounds"], row["wait"], row["dormant"]) == (1, 5, False)


def test_category_is_inactive_after_more_than_365_days(draws: pd.DataFrame) -> None:
    last = date(2024, 3, 5)
    for days, dormant in ((365, False), (366, True)):
        row = row_of(frequency.waits(draws, last + timedelta(days=days)), "beekeepers")
        assert (row["wait"], row["dormant"]) == (days, dormant)


def test_waits_on_an_earlier_day_ignore_later_rounds(draws: pd.DataFrame) -> None:
    table = frequency.waits(draws, date(2023, 12, 7))
    assert table["category"].to_list() == ["any", "general", "pnp", "fst", "french", "stem"]
    assert row_of(table, "any")[["rounds", "last_id", "wait"]].to_list() == [9, "273", 0]
    assert row_of(table, "stem")["last_id"] == "254"


def test_waits_agree_with_a_loop_over_the_real_record(real: pd.DataFrame) -> None:
    as_of = date(2026, 8, 20)
    rounds = list(real.itertuples())
    for row in frequency.waits(real, as_of).itertuples():
        group = [round_ for round_ in rounds if row.category in ("any", round_.category)]
        dates = sorted({round_.date.date() for round_ in group})
        gaps = [(b - a).days for a, b in pairwise(dates)]
        wait = (as_of - dates[-1]).days
        assert (row.rounds, row.last_id, row.wait) == (len(group), group[-1].round_id, wait)
        if gaps:
            assert (row.median_gap, row.longest_gap) == (median(gaps), max(gaps))
            assert row.longer_than == sum(gap < wait for gap in gaps) / len(gaps)
        else:
            assert pd.isna(row.median_gap)
            assert pd.isna(row.longer_than)


def test_stem_and_general_are_inactive_in_2026_but_french_is_not(real: pd.DataFrame) -> None:
    table = frequency.waits(real, date(2026, 8, 20)).set_index("category")
    assert table.loc[["general", "stem", "french"], "dormant"].to_list() == [True, True, False]
    # From 2024-04-23 and 2024-04-11.
    assert table.loc[["general", "stem"], "wait"].to_list() == [849, 861]


def test_weekday_counts_have_all_seven_weekdays_of_twelve_months(draws: pd.DataFrame) -> None:
    table = frequency.weekday_counts(draws, date(2024, 12, 6))
    # From 7 December 2023: French on a Thursday, 7 December, and two more; STEM and General once.
    assert table["category"].drop_duplicates().to_list()[0] == "french"
    french = table[table["category"] == "french"]
    assert french["weekday"].to_list() == list(range(7))
    assert french["rounds"].to_list() == [0, 0, 0, 3, 0, 0, 0]
    assert french["share"].to_list() == [0, 0, 0, 1, 0, 0, 0]
    assert set(french["of"]) == {3}


def test_weekdays_of_the_real_record_agree_with_a_count_of_dates(real: pd.DataFrame) -> None:
    table = frequency.weekday_counts(real, date(2026, 8, 20)).set_index(["category", "weekday"])
    year = [r for r in real.itertuples() if date(2025, 8, 20) < r.date.date() <= date(2026, 8, 20)]
    for (code, weekday), row in table.iterrows():
        held = [r for r in year if r.category == code]
        assert row["of"] == len(held)
        assert row["rounds"] == sum(r.date.weekday() == weekday for r in held)
    assert table["rounds"].sum() == len(year)


def test_busy_weeks_list_their_rounds_and_come_newest_first(draws: pd.DataFrame) -> None:
    assert frequency.busy_weeks(draws).to_dict("records") == [
        {
            "week": day("2023-12-04"),
            "rounds": 3,
            "invitations": 11_650,
            "round_ids": ("272", "273", "274"),
            "categories": ("general", "french", "stem"),
        },
        {
            "week": day("2018-05-28"),
            "rounds": 2,
            "invitations": 700,
            "round_ids": ("91a", "91b"),
            "categories": ("fst", "pnp"),
        },
    ]
    assert len(frequency.busy_weeks(draws, least=3)) == 1


def test_busy_weeks_agree_with_a_loop_over_the_real_record(real: pd.DataFrame) -> None:
    weeks: dict[tuple[int, int], list[str]] = {}
    for row in real.itertuples():
        weeks.setdefault(row.date.isocalendar()[:2], []).append(row.round_id)
    expected = [tuple(ids) for ids in reversed(weeks.values()) if len(ids) >= 2]
    table = frequency.busy_weeks(real)
    assert table["round_ids"].to_list() == expected
    size = real.set_index("round_id")["invitations"]
    assert table["invitations"].to_list() == [size[list(ids)].sum() for ids in expected]


def test_weeks_of_years_have_their_rounds_and_iso_numbers(draws: pd.DataFrame) -> None:
    table = frequency.weeks_of_years(draws, date(2018, 5, 28), date(2018, 6, 4))
    assert table.iloc[0].to_dict() == {
        "week": day("2018-05-28"),
        "rounds": 2,
        "invitations": 700,
        "year": 2018,
        "number": 22,
        "round_ids": ("91a", "91b"),
        "categories": ("fst", "pnp"),
    }
    assert table["rounds"].to_list() == [2, 0]


def test_1_january_2021_is_in_the_last_week_of_2020(draws: pd.DataFrame) -> None:
    first = frequency.weeks_of_years(draws, date(2021, 1, 1), date(2021, 1, 3)).iloc[0]
    assert (first["week"], first["year"], first["number"]) == (day("2020-12-28"), 2020, 53)


def test_weeks_of_years_count_rounds_of_the_dates_only(draws: pd.DataFrame) -> None:
    table = frequency.weeks_of_years(draws, date(2023, 12, 7), date(2023, 12, 8))
    assert table["round_ids"].to_list() == [("273", "274")]
    assert table["rounds"].to_list() == [2]
