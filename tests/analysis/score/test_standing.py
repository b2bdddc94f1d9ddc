"""The outcome of each round for a candidate, down to the second of the tie-break."""

from datetime import date

import pandas as pd
import pytest

from analysis.score.candidate import Candidate, parse_profile
from analysis.score.standing import OUTCOMES, doubtful_tie_breaks, standing, summary
from tests.analysis.support.pool_frames import ledger, rounds

AS_OF = date(2026, 8, 20)
SINCE = date(2023, 6, 28)


def outcome(round_id: str, score: int, *categories: str, profile: str | None = None) -> str:
    """Return the outcome of one of ROUNDS for a score, categories and an optional profile time."""
    at = None if profile is None else pd.Timestamp(profile, tz="UTC")
    frame = standing(rounds(), ledger(), Candidate(score, frozenset(categories), at))
    return str(frame.set_index("round_id").loc[round_id, "outcome"])


def test_round_176_invited_from_76_points_and_left_75_to_the_tie_break() -> None:
    assert outcome("176", 76, "cec") == "invited"
    assert outcome("176", 75, "cec") == "unknown_profile"
    assert outcome("176", 74, "cec") == "not_invited"
    assert outcome("176", 0, "cec") == "not_invited"
    assert outcome("176", 1200, "general") == "not_eligible"


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("2020-09-12T15:31:39", "tie_break_invited"),
        ("2020-09-12T15:31:39.999", "tie_break_invited"),
        ("2020-09-12T15:31:40", "tie_break_not_invited"),
        ("2020-09-12T15:31:41", "tie_break_not_invited"),
        ("2026-08-01T00:00:00", "tie_break_not_invited"),
    ],
)
def test_tie_is_invited_only_with_a_profile_before_the_tie_break(
    profile: str, expected: str
) -> None:
    assert outcome("176", 75, "cec", profile=profile) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("11 September 2020", "tie_break_invited"),
        ("12 September 2020", "unknown_profile"),
        ("13 September 2020", "tie_break_not_invited"),
    ],
)
def test_date_of_the_profile_decides_ties_except_on_that_day(day: str, expected: str) -> None:
    # #176: tie-break 2020-09-12 15:31:40 UTC.
    person = Candidate(75, frozenset({"cec"}), *parse_profile(day))
    frame = standing(rounds(), ledger(), person).set_index("round_id")
    assert frame.loc["176", "outcome"] == expected


@pytest.mark.parametrize("profile", ["2015-01-01T00:00:00", "2099-12-31T23:59:59"])
def test_profile_time_matters_only_in_a_tie(profile: str) -> None:
    assert outcome("176", 76, "cec", profile=profile) == "invited"
    assert outcome("176", 74, "cec", profile=profile) == "not_invited"


@pytest.mark.parametrize(
    ("round_id", "cutoff", "category"),
    [("139", 720, "pnp"), ("208", 744, "pnp"), ("76", 241, "fst")],
)
def test_tie_is_unknown_where_the_tie_break_is_blank_or_suspect(
    round_id: str, cutoff: int, category: str
) -> None:
    assert outcome(round_id, cutoff, category) == "unknown_tie_break"
    assert outcome(round_id, cutoff, category, profile="2016-01-01") == "unknown_tie_break"
    assert outcome(round_id, cutoff + 1, category) == "invited"
    assert outcome(round_id, cutoff - 1, category) == "not_invited"


def test_repair_of_another_field_leaves_the_tie_break_trusted() -> None:
    assert doubtful_tie_breaks(ledger()) == {"139", "208"}
    assert outcome("437", 382, "french", profile="2026-03-01T18:34:04") == "tie_break_invited"


def test_two_rounds_on_one_day_have_separate_outcomes() -> None:
    assert outcome("91a", 300, "fst") == "invited"
    assert outcome("91b", 300, "fst") == "not_eligible"
    assert outcome("91a", 300, "fst", "pnp") == "invited"
    assert outcome("91b", 300, "fst", "pnp") == "not_invited"
    assert outcome("91b", 902, "pnp", profile="2018-03-23T05:38:01") == "tie_break_invited"
    assert outcome("91b", 902, "pnp", profile="2018-03-23T05:38:02") == "tie_break_not_invited"


def test_cec_candidate_is_not_eligible_for_a_french_round() -> None:
    assert outcome("437", 1200, "cec", "general") == "not_eligible"


def test_candidate_without_categories_is_eligible_for_no_round() -> None:
    nobody = Candidate(1200, frozenset())
    frame = standing(rounds(), ledger(), nobody, SINCE)
    assert set(frame["outcome"]) == {"not_eligible"}
    nothing = summary(rounds(), ledger(), nobody, SINCE, AS_OF)
    assert nothing.empty
    someone = summary(rounds(), ledger(), Candidate(0, frozenset({"cec"})), SINCE, AS_OF)
    assert nothing.dtypes.to_dict() == someone.dtypes.to_dict()


def test_margin_is_in_points_and_rounds_start_on_the_given_day() -> None:
    frame = standing(rounds(), ledger(), Candidate(519, frozenset({"cec"})), date(2026, 8, 5))
    assert frame["round_id"].to_list() == ["432", "433", "434", "435", "436", "437"]
    assert frame["margin"].to_list() == [3, 128, 49, -241, -4, 137]


def test_all_rounds_count_without_a_date_and_none_after_the_last() -> None:
    someone = Candidate(519, frozenset({"cec"}))
    assert len(standing(rounds(), ledger(), someone)) == 14
    assert len(standing(rounds(), ledger(), someone, date(1, 1, 1))) == 14
    nothing = standing(rounds(), ledger(), someone, date(9999, 12, 31))
    assert nothing.empty
    assert nothing.dtypes.to_dict() == standing(rounds(), ledger(), someone).dtypes.to_dict()


def test_summary_gives_the_last_invitation_and_the_latest_round() -> None:
    someone = Candidate(519, frozenset({"cec"}))
    row = summary(rounds(), ledger(), someone, SINCE, AS_OF).iloc[0]
    assert (row["rounds"], row["invited"], row["not_invited"], row["unknown"]) == (2, 1, 1, 0)
    assert (row["last_invited_id"], row["last_invited_cutoff"]) == ("432", 516)
    assert (row["latest_id"], row["latest_cutoff"], row["margin"]) == ("436", 523, -4)
    assert (row["latest_outcome"], row["days_since"]) == ("not_invited", 2)
    assert not row["dormant"]


def test_ties_count_as_invited_not_invited_or_unknown() -> None:
    def tally(profile: str | None) -> list[int]:
        at = None if profile is None else pd.Timestamp(profile, tz="UTC")
        someone = Candidate(516, frozenset({"cec"}), at)
        row = summary(rounds(), ledger(), someone, SINCE, AS_OF).iloc[0]
        return row[["invited", "by_tie_break", "not_invited", "unknown"]].to_list()

    assert tally("2026-07-03T21:35:12") == [1, 1, 1, 0]
    assert tally("2026-07-03T21:35:13") == [0, 0, 2, 0]
    assert tally(None) == [0, 0, 1, 1]


def test_inactive_category_keeps_its_last_round_from_before_the_start() -> None:
    someone = Candidate(500, frozenset({"stem"}))
    row = summary(rounds(), ledger(), someone, date(2026, 1, 1), AS_OF).iloc[0]
    assert (row["rounds"], row["invited"]) == (0, 0)
    assert pd.isna(row["last_invited_id"])
    assert (row["latest_id"], row["latest_date"]) == ("293", pd.Timestamp("2024-04-11"))
    assert (row["margin"], row["latest_outcome"]) == (9, "invited")
    assert row["dormant"]


def test_category_is_inactive_after_more_than_365_days() -> None:
    someone = Candidate(500, frozenset({"stem"}))
    # 2024-04-11 and 365 days is 2025-04-11.
    for day, dormant in ((date(2025, 4, 11), False), (date(2025, 4, 12), True)):
        assert bool(summary(rounds(), ledger(), someone, None, day)["dormant"].iloc[0]) is dormant


def test_category_that_never_had_a_round_has_a_row() -> None:
    someone = Candidate(500, frozenset({"researchers", "cec", "beekeepers"}))
    frame = summary(rounds(), ledger(), someone, SINCE, AS_OF)
    assert frame["category"].to_list() == ["cec", "researchers", "beekeepers"]
    row = frame.set_index("category").loc["researchers"]
    assert (row["rounds"], row["dormant"]) == (0, False)
    assert row[["latest_id", "latest_date", "margin", "days_since"]].isna().all()


def test_summary_on_an_earlier_day_ignores_later_rounds() -> None:
    someone = Candidate(519, frozenset({"cec"}))
    row = summary(rounds(), ledger(), someone, SINCE, date(2026, 8, 17)).iloc[0]
    assert (row["rounds"], row["latest_id"], row["days_since"]) == (1, "432", 12)


def test_every_listed_outcome_occurs_and_no_other() -> None:
    frames = [
        standing(rounds(), ledger(), Candidate(score, frozenset({"cec", "pnp"}), at))
        for score in (75, 519, 744)
        for at in (None, pd.Timestamp("2019-01-01", tz="UTC"), pd.Timestamp("2026-08-19", tz="UTC"))
    ]
    assert set(pd.concat(frames)["outcome"]) == set(OUTCOMES)


def test_input_frames_are_not_modified() -> None:
    draws, doubts = rounds(), ledger()
    summary(draws, doubts, Candidate(519, frozenset({"cec"})), SINCE, AS_OF)
    pd.testing.assert_frame_equal(draws, rounds())
    pd.testing.assert_frame_equal(doubts, ledger())
