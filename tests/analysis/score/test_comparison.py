"""Two candidates compared over the hand-made rounds."""

from datetime import date

import pandas as pd

from analysis.score.candidate import Candidate
from analysis.score.comparison import compare, comparison_counts
from tests.analysis.support.pool_frames import ledger, rounds

SUMMER = date(2026, 8, 1)
NOW = Candidate(519, frozenset({"cec"}))


def changes(a: Candidate, b: Candidate) -> dict[str, str]:
    frame = compare(rounds(), ledger(), a, b, SUMMER)
    return dict(zip(frame["round_id"], frame["change"], strict=True))


def test_higher_score_gains_the_round_missed_before() -> None:
    assert changes(NOW, Candidate(524, frozenset({"cec"}))) == {"432": "both", "436": "gained"}


def test_nomination_gains_pnp_rounds_and_the_missed_cec_round() -> None:
    nominee = Candidate(1119, frozenset({"cec", "pnp"}))
    assert changes(NOW, nominee) == {
        "431": "gained",
        "432": "both",
        "435": "gained",
        "436": "gained",
    }


def test_swapping_the_candidates_turns_gains_into_losses() -> None:
    assert changes(Candidate(524, frozenset({"cec"})), NOW) == {"432": "both", "436": "lost"}


def test_tie_is_undecided_only_without_a_profile_time() -> None:
    tied = frozenset({"cec"})
    assert changes(NOW, Candidate(523, tied))["436"] == "undecided"
    early = pd.Timestamp("2026-08-17T22:08:59", tz="UTC")
    assert changes(NOW, Candidate(523, tied, early))["436"] == "gained"
    assert changes(NOW, Candidate(523, tied, early + pd.Timedelta("1s")))["436"] == "neither"


def test_rounds_neither_candidate_is_eligible_for_are_left_out() -> None:
    frame = compare(rounds(), ledger(), NOW, Candidate(400, frozenset({"french"})))
    assert frame["round_id"].to_list() == ["176", "432", "433", "436", "437"]
    assert frame["outcome_b"].to_list() == [
        "not_eligible",
        "not_eligible",
        "invited",
        "not_eligible",
        "invited",
    ]
    assert frame["margin_b"].to_list() == [325, -116, 9, -123, 18]


def test_comparison_is_counted_per_category() -> None:
    compared = compare(rounds(), ledger(), NOW, Candidate(744, frozenset({"cec", "pnp"})))
    counts = comparison_counts(compared).set_index("category")
    assert counts.index.to_list() == ["pnp", "cec"]
    # PNP cut-offs 902, 720 (above), 744 (tie, suspect), 768, 760; CEC cut-offs 75, 516, 523.
    assert counts.loc["pnp"].to_list() == [5, 0, 0, 1, 1, 1, 0, 1]
    assert counts.loc["cec"].to_list() == [3, 2, 0, 3, 0, 1, 0, 0]


def test_comparison_without_categories_is_empty() -> None:
    nobody = Candidate(519, frozenset())
    compared = compare(rounds(), ledger(), nobody, nobody)
    assert compared.empty
    assert comparison_counts(compared).empty
