"""The brief of a week uses only rounds up to its end; later ones are reported separately."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from analysis.rounds import week
from analysis.rounds.facts import Fact
from tests.conftest import Build

AS_OF = date(2026, 8, 20)
DECEMBER = date(2023, 12, 8)


def facts(draws: pd.DataFrame, day: date, as_of: date = AS_OF) -> dict[str, dict[str, Any]]:
    return facts_by_kind(week.brief(draws, day, as_of).facts)


def facts_by_kind(result: Iterable[Fact]) -> dict[str, dict[str, Any]]:
    return {vars(fact)["kind"]: vars(fact)["values"] for fact in result}


def weekly_rounds(build: Build, *sizes: int, name: str = "General") -> pd.DataFrame:
    """Return one round per week from Monday, 2 January 2023; size 0 is a week without a round."""
    first = date(2023, 1, 2)
    rounds = [(first + timedelta(weeks=n), size) for n, size in enumerate(sizes) if size]
    return build(
        *((str(n), day.isoformat(), name, size, 500) for n, (day, size) in enumerate(rounds))
    )


@pytest.mark.parametrize("text", ["2023-W49", "2023w49", " 2023-12-08 ", "2023-W49-5", "20231210"])
def test_week_can_be_given_as_its_number_or_any_of_its_days(text: str) -> None:
    assert week.parse_week(text, 2026) == date(2023, 12, 4)


@pytest.mark.parametrize(
    "text",
    [
        *("34", "week 34", "Semaine 34", "W34", "sem. 34", "2026 week 34", "week 34 of 2026"),
        *("semaine 34 de 2026", "2026-W34", "19 August 2026", "Aug 19, 2026", "19 août 2026"),
        *("2026-08-19", "19/08/2026", "19 August", "Wednesday, 19 August 2026"),
        *("mercredi 19 août 2026", "week of August 17, 2026", "semaine du 17 août 2026"),
    ],
)
def test_week_can_be_written_as_people_write_it(text: str) -> None:
    assert week.parse_week(text, 2026) == date(2026, 8, 17)
    if "2026" not in text and "19" not in text:
        assert week.parse_week(text, 2023) == date(2023, 8, 21)


@pytest.mark.parametrize(
    "text", ["", "soon", "2023-W54", "2023-13-01", "2026-08", "2023-W49; x", "٣", "437"]
)
def test_text_that_is_not_a_week_is_rejected(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        week.parse_week(text, 2026)


def test_date_that_could_be_either_of_two_days_is_rejected() -> None:
    with pytest.raises(ValueError, match="neither"):
        week.parse_week("08/12/2023", 2023)


def test_week_name_around_new_year_uses_the_iso_year() -> None:
    assert week.week_name(date(2021, 1, 3)) == "2020-W53"
    assert week.week_name(date(2024, 12, 30)) == "2025-W01"


def test_neighbours_of_a_week_are_the_nearest_weeks_with_a_round(draws: pd.DataFrame) -> None:
    assert week.neighbouring_weeks(draws, DECEMBER) == (date(2023, 7, 3), date(2023, 12, 18))
    assert week.neighbouring_weeks(draws, date(2023, 12, 13)) == (
        date(2023, 12, 4),
        date(2023, 12, 18),
    )
    assert week.neighbouring_weeks(draws, date(2018, 5, 30))[0] is None
    assert week.neighbouring_weeks(draws, date(2024, 3, 5))[1] is None


def test_week_49_of_2023_has_the_three_official_rounds(real: pd.DataFrame) -> None:
    brief = week.brief(real, DECEMBER, AS_OF)
    values = brief.rounds[["round_id", "category", "invitations", "cutoff", "change"]]
    assert values.to_numpy().tolist() == [
        ["272", "general", 4750, 561, 561 - 500],
        ["273", "french", 1000, 470, 470 - 486],
        ["274", "stem", 5900, 481, 481 - 486],
    ]
    assert brief.invitations == 4750 + 1000 + 5900 == 11650
    assert (brief.monday, brief.end, brief.over) == (date(2023, 12, 4), date(2023, 12, 10), True)


def test_facts_of_week_49_of_2023_agree_with_a_loop(real: pd.DataFrame) -> None:
    rows = [row for row in real.to_dict("records") if row["date"] < pd.Timestamp(2023, 12, 4)]
    by_week: dict[str, list[int]] = {}
    for row in rows:
        by_week.setdefault(week.week_name(row["date"].date()), []).append(row["invitations"])
    result = facts(real, DECEMBER)
    larger = [name for name, sizes in by_week.items() if sum(sizes) >= 11650]
    assert larger == ["2021-W06"]
    assert result["most_invitations"]["since_week"] == pd.Timestamp(2021, 2, 8)
    assert result["most_invitations"]["since_value"] == sum(by_week["2021-W06"]) == 27986
    # The 52 weeks before are 2022-W49 to 2023-W48.
    busy = [name for name, s in by_week.items() if len(s) >= 3 and "2022-W49" <= name <= "2023-W48"]
    assert result["as_many"] == {"rounds": 3, "weeks": len(busy), "of": 52}
    assert rows[-1]["date"] == pd.Timestamp(2023, 10, 26)
    assert result["after_gap"]["days"] == 5 + 30 + 6
    assert result["after_gap"]["since_date"] == pd.Timestamp(2023, 1, 11)
    as_large = [row for row in rows if row["invitations"] >= 5900]
    assert result["largest_round"]["since_id"] == as_large[-1]["round_id"] == "245"
    by_category = [row["invitations"] for row in rows if row["kind"] == "category"]
    # The smaller French round of the same week does not count as an earlier round.
    assert result["largest_of_kind"]["of"] == len(by_category) + 1
    assert max(by_category) < 5900


def test_year_totals_count_up_to_the_end_of_the_week(real: pd.DataFrame) -> None:
    year = week.brief(real, DECEMBER, AS_OF).year
    sums = {
        y: [
            row.invitations
            for row in real.itertuples()
            if pd.Timestamp(y, 1, 1) <= row.date <= pd.Timestamp(y, 12, 10)
        ]
        for y in (2022, 2023)
    }
    assert (year.rounds, year.invitations) == (len(sums[2023]), sum(sums[2023])) == (38, 106871)
    assert (year.previous_rounds, year.previous_invitations) == (24, sum(sums[2022]))


def test_later_rounds_do_not_change_the_brief_of_a_week(real: pd.DataFrame) -> None:
    history = real[real["date"] <= "2023-12-10"]
    for day in (DECEMBER, date(2023, 12, 1), date(2021, 2, 13), date(2015, 2, 1)):
        now, before = week.brief(real, day, AS_OF), week.brief(history, day, AS_OF)
        assert now.facts == before.facts
        assert now.year == before.year
        pd.testing.assert_frame_equal(now.rounds, before.rounds)
        pd.testing.assert_frame_equal(now.weeks, before.weeks)


def test_week_is_not_over_if_the_data_end_within_that_week(real: pd.DataFrame) -> None:
    brief = week.brief(real, DECEMBER, date(2023, 12, 7))
    assert (brief.end, brief.over) == (date(2023, 12, 7), False)
    assert brief.rounds["round_id"].tolist() == ["272", "273"]


def test_week_without_a_round_counts_the_quiet_weeks(real: pd.DataFrame) -> None:
    brief = week.brief(real, date(2023, 12, 1), AS_OF)
    assert brief.rounds.empty
    assert brief.last is not None
    assert brief.last["round_id"] == "271"
    active = {row.date.isocalendar().week for row in real.itertuples() if row.date.year == 2023}
    quiet = [n for n in range(1, 49) if n not in active]
    assert facts_by_kind(brief.facts)["quiet"] == {
        "weeks": 5,
        "in_year": len(quiet),
        "of": 48,
        "year": 2023,
    }


def test_first_week_of_the_data_has_no_comparisons(real: pd.DataFrame) -> None:
    brief = week.brief(real, date(2015, 1, 31), AS_OF)
    assert [fact.kind for fact in brief.facts] == ["first_week"]
    assert brief.last is None
    assert len(brief.weeks) == 1


@pytest.mark.parametrize("day", [date(2015, 1, 25), date(2026, 8, 24), date(1999, 1, 1)])
def test_week_outside_the_data_is_rejected(real: pd.DataFrame, day: date) -> None:
    with pytest.raises(ValueError, match="does not know the week"):
        week.brief(real, day, AS_OF)


def test_most_invitations_fact_needs_ten_earlier_weeks(build: Build) -> None:
    few = weekly_rounds(build, *[100] * 9, 200)
    many = weekly_rounds(build, *[100] * 10, 200)
    assert "most_invitations" not in facts(few, date(2023, 3, 6))
    result = facts(many, date(2023, 3, 13))["most_invitations"]
    assert result == {"value": 200, "since_week": None, "since_value": None}


def test_most_invitations_fact_names_the_last_week_with_as_many(build: Build) -> None:
    draws = weekly_rounds(build, 200, *[100] * 10, 200, 50)
    result = facts(draws, date(2023, 3, 20))
    assert result["most_invitations"]["since_week"] == pd.Timestamp(2023, 1, 2)
    fewest = facts(draws, date(2023, 3, 27))["fewest_invitations"]
    assert (fewest["value"], fewest["since_week"]) == (50, None)


def test_gap_fact_needs_twice_the_median_of_three_earlier_gaps(build: Build) -> None:
    # Gaps of 7, 7 and 7 days, then one of 14: exactly twice the median.
    assert (
        facts(weekly_rounds(build, 1, 1, 1, 1, 0, 1), date(2023, 2, 6))["after_gap"]["days"] == 14
    )
    assert "after_gap" not in facts(weekly_rounds(build, 1, 1, 1, 1, 1), date(2023, 1, 30))
    # Two gaps are too few to say what is usual.
    assert "after_gap" not in facts(weekly_rounds(build, 1, 1, 1, 0, 1), date(2023, 1, 30))


def test_first_round_of_a_kind_is_a_fact(real: pd.DataFrame) -> None:
    assert facts(real, date(2023, 6, 28))["first_of_kind"] == {
        "round_id": "252",
        "kind": "category",
    }


def test_smallest_round_of_all_is_a_fact(real: pd.DataFrame) -> None:
    result = facts(real, date(2026, 7, 23))["smallest_round"]
    assert (result["round_id"], result["invitations"], result["since_id"]) == ("430", 4, None)
    earlier = [row.invitations for row in real.itertuples() if row.date < pd.Timestamp(2026, 7, 23)]
    assert min(earlier) > 4


def test_since_then_gives_the_next_round_and_surpassed_records(
    real: pd.DataFrame,
) -> None:
    def hindsight(day: date, as_of: date) -> dict[str, dict[str, Any]]:
        brief = week.brief(real, day, as_of)
        return facts_by_kind(week.hindsight(real, brief, as_of))

    result = hindsight(DECEMBER, AS_OF)
    assert result["next_round"]["round_ids"] == ("275",)
    assert result["next_round"]["days"] == 10
    assert result["surpassed"] == {"week": None, "value": None}
    # 2022-W27 had 1,500, the most since the break; two weeks later there were 1,750.
    passed = hindsight(date(2022, 7, 6), AS_OF)["surpassed"]
    assert passed == {"week": pd.Timestamp(2022, 7, 18), "value": 1750}
    assert hindsight(DECEMBER, date(2023, 12, 17)) == {"no_later_round": {}}
    assert hindsight(DECEMBER, date(2023, 12, 10)) == {}


def test_week_across_new_year_counts_only_the_year_of_its_number(real: pd.DataFrame) -> None:
    brief = week.brief(real, date(2021, 1, 1), AS_OF)
    assert (brief.year.year, brief.year_end) == (2020, date(2020, 12, 31))
    assert facts_by_kind(brief.facts)["quiet"]["of"] == 53


def test_running_totals_include_the_year_before(real: pd.DataFrame) -> None:
    running = week.running_totals(real, date(2023, 12, 10))
    ends = running.drop_duplicates("year", keep="last").set_index("year")["invitations"]
    assert ends.to_dict() == {2022: 46539, 2023: 106871}


def test_unmapped_category_is_included_like_any_other(draws: pd.DataFrame) -> None:
    brief = week.brief(draws, date(2024, 3, 5), date(2024, 3, 10))
    assert brief.rounds["category"].tolist() == ["beekeepers"]
    assert brief.rounds["change"].isna().all()
