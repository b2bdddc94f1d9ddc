"""Facts about a round as of its own day, and the status of every category."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from analysis.rounds import facts as briefing
from tests.conftest import Build


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def facts_by_kind(draws: pd.DataFrame, round_id: str) -> dict[str, dict[str, Any]]:
    result = briefing.facts(draws, round_id)
    assert len({fact.kind for fact in result}) == len(result)
    return {fact.kind: fact.values for fact in result}  # noqa: PD011 - no frame


def rounds_of_sizes(build: Build, *sizes: int) -> pd.DataFrame:
    return build(
        *[(str(n), f"2026-01-{n:02}", "Education", size, 470) for n, size in enumerate(sizes, 1)]
    )


def rounds_of_cutoffs(build: Build, *cutoffs: int) -> pd.DataFrame:
    return build(
        *[(str(n), f"2026-01-{n:02}", "Education", 100, cut) for n, cut in enumerate(cutoffs, 1)]
    )


@pytest.mark.parametrize("source", ["hand-made", "real"])
def test_facts_of_the_stem_round_of_8_december_2023(
    draws: pd.DataFrame, real: pd.DataFrame, source: str
) -> None:
    facts = facts_by_kind(draws if source == "hand-made" else real, "274")
    assert facts["place_in_week"] == {
        "n": 3,
        "of": 3,
        "earlier": ("272", "273"),
        "later": (),
        "week": day("2023-12-04"),
    }
    assert facts["largest"] == {
        "category": "stem",
        "invitations": 5_900,
        "of": 2,
        "tied_with": (),
        "previous_id": "254",
        "previous_date": day("2023-07-05"),
        "previous_invitations": 500,
    }
    assert facts["lowest_cutoff"] == {"category": "stem", "cutoff": 481, "of": 2}
    assert facts["change"] == {
        "category": "stem",
        "points": -5,
        "previous_id": "254",
        "previous_date": day("2023-07-05"),
        "previous_cutoff": 486,
    }
    assert facts["gap"] == {
        "category": "stem",
        "days": 156,
        "previous_id": "254",
        "previous_date": day("2023-07-05"),
        "median": None,
        "gaps": 0,
    }


def test_facts_place_rounds_272_and_273_in_their_week(real: pd.DataFrame) -> None:
    week = real[real["round_id"].isin(["272", "273", "274"])]
    assert week[["category", "invitations", "cutoff"]].to_numpy().tolist() == [
        ["general", 4_750, 561],
        ["french", 1_000, 470],
        ["stem", 5_900, 481],
    ]
    first, second = (facts_by_kind(real, round_id)["place_in_week"] for round_id in ("272", "273"))
    assert (first["n"], first["earlier"], first["later"]) == (1, (), ("273", "274"))
    assert (second["n"], second["earlier"], second["later"]) == (2, ("272",), ("274",))


def test_facts_of_the_french_round_of_19_august_2026(real: pd.DataFrame) -> None:
    facts = facts_by_kind(real, "437")
    since = facts["lowest_since"]
    assert (since["since_id"], since["since_date"]) == ("341", day("2025-03-21"))
    # From #360 in August 2025 to #433, 15 French rounds had a higher cut-off.
    assert (since["cutoff"], since["since_cutoff"], since["rounds"]) == (382, 379, 15)
    assert facts["change"]["points"] == 382 - 391
    assert facts["place_in_week"]["earlier"] == ("435", "436")


def test_two_rounds_of_one_day_name_each_other(draws: pd.DataFrame) -> None:
    first, second = facts_by_kind(draws, "91a"), facts_by_kind(draws, "91b")
    assert first["same_day"] == {"others": ("91b",)}
    assert second["same_day"] == {"others": ("91a",)}
    assert (first["place_in_week"]["n"], second["place_in_week"]["n"]) == (1, 2)
    assert "same_day" not in facts_by_kind(draws, "274")


def test_first_round_of_a_category_has_no_record_and_no_change(draws: pd.DataFrame) -> None:
    facts = facts_by_kind(draws, "901")
    assert list(facts) == ["place_in_week", "first_of_category", "cumulative_year"]
    assert facts["first_of_category"] == {"category": "beekeepers"}


def test_gap_is_compared_with_the_earlier_gaps_of_the_category(draws: pd.DataFrame) -> None:
    gap = facts_by_kind(draws, "275")["gap"]
    assert (gap["days"], gap["previous_id"], gap["median"], gap["gaps"]) == (12, "272", 14.0, 3)


def test_two_rounds_of_a_category_on_one_day_have_no_gap(build: Build) -> None:
    name = "Canadian Experience Class"
    draws = build(
        ("1", "2026-01-05", name, 100, 510),
        ("2", "2026-01-05", name, 100, 509),
        ("3", "2026-01-15", name, 100, 508),
        ("4", "2026-01-18", name, 100, 507),
    )
    assert "gap" not in facts_by_kind(draws, "2")
    assert facts_by_kind(draws, "2")["change"]["points"] == -1
    assert facts_by_kind(draws, "3")["gap"]["gaps"] == 0
    gap = facts_by_kind(draws, "4")["gap"]
    assert (gap["days"], gap["median"], gap["gaps"]) == (3, 10.0, 1)


def test_cumulative_year_includes_the_round_itself(draws: pd.DataFrame) -> None:
    year = facts_by_kind(draws, "275")["cumulative_year"]
    assert year == {"year": 2023, "n": 5, "invitations": 13_475}
    assert facts_by_kind(draws, "171")["cumulative_year"] == {
        "year": 2021,
        "n": 1,
        "invitations": 250,
    }


def test_largest_round_is_tied_with_all_rounds_of_equal_size(build: Build) -> None:
    largest = facts_by_kind(rounds_of_sizes(build, 500, 300, 500, 500), "4")["largest"]
    assert (largest["tied_with"], largest["previous_id"]) == (("1", "3"), "3")
    assert largest["previous_invitations"] == 500


def test_no_round_is_largest_or_smallest_if_all_sizes_are_equal(build: Build) -> None:
    facts = facts_by_kind(rounds_of_sizes(build, 500, 500, 500), "3")
    assert not {"largest", "smallest", "larger_since"} & set(facts)


def test_smallest_round_names_the_smallest_round_before(build: Build) -> None:
    smallest = facts_by_kind(rounds_of_sizes(build, 500, 300, 400, 200), "4")["smallest"]
    assert (smallest["tied_with"], smallest["previous_id"], smallest["of"]) == ((), "2", 4)


def test_larger_since_names_the_last_round_at_least_as_large(build: Build) -> None:
    draws = rounds_of_sizes(build, 900, 600, 300, 400, 600)
    assert facts_by_kind(draws, "5")["larger_since"] == {
        "category": "education",
        "invitations": 600,
        "since_id": "2",
        "since_date": day("2026-01-02"),
        "since_invitations": 600,
        "rounds": 2,
    }
    assert "larger_since" not in facts_by_kind(draws, "2")


def test_record_cutoff_has_no_equal_among_earlier_rounds(build: Build) -> None:
    draws = rounds_of_cutoffs(build, 470, 480, 490, 470)
    assert facts_by_kind(draws, "3")["highest_cutoff"] == {
        "category": "education",
        "cutoff": 490,
        "of": 3,
    }
    facts = facts_by_kind(draws, "4")
    assert "lowest_cutoff" not in facts
    assert facts["lowest_since"]["since_id"] == "1"
    assert facts["lowest_since"]["rounds"] == 2


def test_cutoff_above_the_previous_round_is_highest_since_and_no_record(build: Build) -> None:
    facts = facts_by_kind(rounds_of_cutoffs(build, 460, 490, 470, 480), "4")
    assert not {"lowest_since", "lowest_cutoff", "highest_cutoff"} & set(facts)
    assert facts["highest_since"]["since_id"] == "2"


def test_facts_of_an_unknown_round_are_an_error(draws: pd.DataFrame) -> None:
    with pytest.raises(KeyError, match="999"):
        briefing.facts(draws, "999")


def test_later_rounds_change_only_facts_about_the_same_week_or_day(real: pd.DataFrame) -> None:
    for place in range(0, len(real), 9):
        history, round_id = real.iloc[: place + 1], real["round_id"].iloc[place]
        now = facts_by_kind(real, round_id)
        was = facts_by_kind(history, round_id)
        for facts in (now, was):
            facts.pop("same_day", None)
            for later in ("of", "later"):
                del facts["place_in_week"][later]
        assert now == was


def test_facts_agree_with_a_loop_over_the_real_record(real: pd.DataFrame) -> None:
    rounds = list(real.itertuples())
    for place in range(0, len(rounds), 7):
        this_round, before = rounds[place], rounds[:place]
        peers = [row for row in before if row.category == this_round.category]
        facts = facts_by_kind(real, this_round.round_id)
        year = [row for row in before if row.date.year == this_round.date.year]
        assert facts["cumulative_year"] == {
            "year": this_round.date.year,
            "n": len(year) + 1,
            "invitations": sum(row.invitations for row in year) + this_round.invitations,
        }
        assert ("first_of_category" in facts) == (not peers)
        cuts, sizes = (
            [row.cutoff for row in peers],
            [row.invitations for row in peers],
        )
        assert ("lowest_cutoff" in facts) == bool(peers and this_round.cutoff < min(cuts))
        assert ("highest_cutoff" in facts) == bool(peers and this_round.cutoff > max(cuts))
        varied = bool(peers) and {this_round.invitations} != set(sizes)
        assert ("largest" in facts) == (varied and this_round.invitations >= max(sizes))
        assert ("smallest" in facts) == (varied and this_round.invitations <= min(sizes))
        week = [
            row for row in rounds if row.date.isocalendar()[:2] == this_round.date.isocalendar()[:2]
        ]
        assert facts["place_in_week"]["of"] == len(week)
        assert facts["place_in_week"]["n"] == week.index(this_round) + 1


def test_status_lists_categories_newest_first_and_inactive_last(draws: pd.DataFrame) -> None:
    table = briefing.category_status(draws, date(2024, 3, 10))
    assert table["category"].to_list() == [
        "beekeepers",
        "french",
        "general",
        "stem",
        "pnp",
        "fst",
    ]
    assert table["dormant"].to_list() == [False] * 4 + [True] * 2


def test_status_of_the_general_category(draws: pd.DataFrame) -> None:
    table = briefing.category_status(draws, date(2024, 3, 10))
    assert table.iloc[2].to_dict() == {
        "category": "general",
        "kind": "general",
        "last_id": "275",
        "last_date": day("2023-12-18"),
        "cutoff": 542,
        "previous": 561,
        "change": -19,
        "days_since": 83,
        "usual_gap": 14.0,
        "longer_than": 0.75,
        "rounds_12m": 2,
        "invitations_12m": 6_075,
        "rounds": 5,
        "dormant": False,
        "tie_break_at": pd.Timestamp("2023-11-18", tz="UTC"),
    }


def test_twelve_months_exclude_the_same_day_last_year(draws: pd.DataFrame) -> None:
    table = briefing.category_status(draws, date(2024, 12, 7)).set_index("category")
    assert table.loc[["stem", "french"], "rounds_12m"].to_list() == [1, 2]
    assert table.loc[["stem", "french"], "invitations_12m"].to_list() == [5_900, 9_500]
    assert table.loc["pnp", "rounds_12m"] == 0


def test_later_of_two_rounds_on_one_day_is_listed_first(draws: pd.DataFrame) -> None:
    table = briefing.category_status(draws, date(2018, 5, 30))
    assert table["last_id"].to_list() == ["91b", "91a"]
    assert table["change"].isna().all()


def test_status_on_an_earlier_day_ignores_later_rounds(draws: pd.DataFrame) -> None:
    table = briefing.category_status(draws, date(2023, 12, 7)).set_index("category")
    assert table.loc["stem", ["cutoff", "rounds", "days_since"]].to_list() == [486, 1, 155]


def test_status_agrees_with_a_loop_over_the_real_record(real: pd.DataFrame) -> None:
    as_of = date(2026, 8, 20)
    table = briefing.category_status(real, as_of)
    rounds = list(real.itertuples())
    assert set(table["category"]) == {row.category for row in rounds}
    for row in table.itertuples():
        peers = [round_ for round_ in rounds if round_.category == row.category]
        year = [round_ for round_ in peers if round_.date.date() > date(2025, 8, 20)]
        assert (row.last_id, row.cutoff) == (peers[-1].round_id, peers[-1].cutoff)
        assert (row.rounds, row.rounds_12m) == (len(peers), len(year))
        assert row.invitations_12m == sum(round_.invitations for round_ in year)
        assert row.dormant == ((as_of - peers[-1].date.date()).days > 365)


def test_the_latest_week_is_the_last_one_with_a_round(draws: pd.DataFrame) -> None:
    assert briefing.latest_week(draws)["round_id"].to_list() == ["901"]
    until = draws[draws["date"] <= "2023-12-17"]
    table = briefing.latest_week(until)
    assert table["round_id"].to_list() == ["272", "273", "274"]
    assert table.index.to_list() == [0, 1, 2]
    assert list(table) == list(draws)
