"""The scores that would have been enough, worked out by hand."""

from datetime import date

import pandas as pd
import pytest

from analysis.score.score_needed import TARGETS, score_needed
from tests.analysis.support.pool_frames import august, rounds

AS_OF = date(2026, 8, 20)


def cec(*cutoffs: int, first: str = "2026-01-01") -> pd.DataFrame:
    """Return CEC rounds with these cut-offs, a day apart."""
    days = pd.date_range(first, periods=len(cutoffs)).strftime("%Y-%m-%d")
    dated = zip(days, cutoffs, strict=True)
    return rounds(*((day, day, "cec", 1, cutoff, None, None) for day, cutoff in dated))


def scores(draws: pd.DataFrame) -> list[int]:
    return score_needed(draws, august(), AS_OF)["score"].to_list()


@pytest.mark.parametrize(
    ("cutoffs", "half", "nine_in_ten"),
    [
        ((500,), 500, 500),
        ((500, 510), 500, 510),
        ((510, 500, 520), 510, 520),
        (tuple(range(501, 511)), 505, 509),  # 5 and 9 of 10
        (tuple(range(501, 512)), 506, 510),  # 6 and 10 of 11: at least 5.5 and 9.9
        (tuple(range(501, 521)), 510, 518),  # 10 and 18 of 20
        ((500, 500, 500, 530), 500, 530),
    ],
)
def test_score_is_the_lowest_that_reaches_the_target_share_of_rounds(
    cutoffs: tuple[int, ...], half: int, nine_in_ten: int
) -> None:
    assert scores(cec(*cutoffs)) == [cutoffs[-1], half, nine_in_ten]


def test_certain_score_is_one_point_more_and_reached_rounds_are_counted() -> None:
    frame = score_needed(cec(510, 500, 520, 500), august(), AS_OF)
    assert frame["target"].to_list() == list(TARGETS)
    assert frame["score"].to_list() == [500, 500, 520]
    assert frame["certain"].to_list() == [501, 501, 521]
    assert frame["reached"].to_list() == [2, 2, 4]
    assert frame["rounds"].to_list() == [4, 4, 4]


def test_twelve_months_exclude_the_same_day_last_year() -> None:
    frame = score_needed(cec(500, 510, first="2025-08-20"), august(), AS_OF)
    assert frame["rounds"].to_list() == [1, 1, 1]
    assert frame["score"].to_list() == [510, 510, 510]


def test_inactive_category_has_only_its_last_cut_off_and_date() -> None:
    frame = score_needed(rounds(), august(), AS_OF)
    stem = frame[frame["category"] == "stem"].set_index("target")
    assert stem["score"].to_list() == [491, pd.NA, pd.NA]
    assert stem["reached"].to_list() == [0, pd.NA, pd.NA]
    assert stem["above_high"].to_list() == [32_011, pd.NA, pd.NA]
    assert set(stem["rounds"]) == {0}
    assert set(stem["last_id"]) == {"293"}
    assert set(stem["last_date"]) == {pd.Timestamp("2024-04-11")}


def test_candidates_at_or_above_are_counted_in_the_newest_snapshot() -> None:
    frame = score_needed(rounds(), august(), AS_OF).set_index(["category", "target"])
    last = frame.loc[("cec", "last")]
    assert last["as_of"] == pd.Timestamp("2026-08-16")
    assert last[["above_low", "above_high", "above_estimate"]].to_list() == [439, 19_096, 14_991]
    # 760 lies in the open top: anything from none to 439.
    top = frame.loc[("pnp", "last")]
    assert top[["above_low", "above_high", "above_estimate"]].to_list() == [0, 439, pd.NA]
    # 491 is the lower edge of a band.
    assert frame.loc[("stem", "last"), "exact"]


def test_without_a_pool_scores_are_given_and_counts_are_missing() -> None:
    frame = score_needed(cec(500), august(), date(2026, 2, 1))
    assert frame["score"].to_list() == [500, 500, 500]
    assert frame[["as_of", "above_low", "above_high", "exact"]].isna().all(axis=None)


def test_table_without_rounds_is_empty_with_all_columns() -> None:
    nothing = score_needed(rounds().iloc[:0], august(), AS_OF)
    assert nothing.empty
    assert nothing.dtypes.to_dict() == score_needed(rounds(), august(), AS_OF).dtypes.to_dict()
