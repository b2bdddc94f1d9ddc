"""Two candidates side by side in the hand-made rounds."""

from datetime import date

import pandas as pd

from analysis.score.candidate import Candidate
from analysis.score.comparison import compare, comparison_counts
from tests.analysis.pool.pool_frames import ledger, rounds

SUMMER = date(2026, 8, 1)
NOW = Candidate(519, frozenset({"cec"}))


def changes(a: Candidate, b: Candidate) -> dict[str, str]:
    frame = compare(rounds(), ledger(), a, b, SUMMER)
    return dict(zip(frame["round_id"], frame["change"], strict=True))


def test_a_better_language_test_gains_the_round_that_was_missed() -> None:
    assert changes(NOW, Candidate(524, frozenset({"cec"}))) == {"432": "both", "436": "gained"}


def test_a_nomination_opens_the_nominee_rounds_and_raises_the_score() -> None:
    nominee = Candidate(1119, frozenset({"cec", "pnp"}))
    assert changes(NOW, nominee) == {
        "431": "gained",
        "432": "both",
        "435": "gained",
        "436": "gained",
    }


def test_the_other_way_round_gains_are_losses() -> None:
    assert changes(Candidate(524, frozenset({"cec"})), NOW) == {"432": "both", "436": "lost"}


def test_a_tie_without_a_profile_is_undecided_and_with_one_it_is_not() -> None:
    tied = frozenset({"cec"})
    assert changes(NOW, Candidate(523, tied))["436"] == "undecided"
    early = pd.Timestamp("2026-08-17T22:08:59", tz="UTC")
    assert changes(NOW, Candidate(523, tied, early))["436"] == "gained"
    assert changes(NOW, Candidate(523, tied, early + pd.Timedelta("1s")))["436"] == "neither"


def test_rounds_that_neither_is_eligible_for_are_left_out() -> None:
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


def test_counts_per_category_are_those_of_the_rounds() -> None:
    compared = compare(rounds(), ledger(), NOW, Candidate(744, frozenset({"cec", "pnp"})))
    counts = comparison_counts(compared).set_index("category")
    assert counts.index.to_list() == ["pnp", "cec"]
    # PNP cut-offs 902, 720 (above), 744 (tie, suspect), 768, 760; CEC cut-offs 75, 516, 523.
    assert counts.loc["pnp"].to_list() == [5, 0, 0, 1, 1, 1, 0, 1]
    assert counts.loc["cec"].to_list() == [3, 2, 0, 3, 0, 1, 0, 0]


def test_two_persons_without_categories_compare_to_nothing() -> None:
    nobody = Candidate(519, frozenset())
    compared = compare(rounds(), ledger(), nobody, nobody)
    assert compared.empty
    assert comparison_counts(compared).empty
