"""How old the tie-break was when the round was held, worked out by hand."""

import pandas as pd
import pytest

from analysis.score.tie_age import tie_age, tie_age_by_category
from tests.analysis.support.pool_frames import ledger, rounds


def test_lag_is_the_age_of_the_tie_break_when_the_round_was_held() -> None:
    days = tie_age(rounds(), ledger()).set_index("round_id")["days"]
    # Rounds here are held at noon: from 22:09 of 17 August to 12:00 of the 18th, 13 h 51 min.
    assert days["436"] == pytest.approx((13 + 51 / 60) / 24)
    # From 21:35:13 of 3 July to 12:00 of 5 August: 32 days, 14 h 24 min 47 s.
    assert days["432"] == pytest.approx(32 + (14 + 24 / 60 + 47 / 3600) / 24)


def test_lag_is_missing_for_a_doubtful_tie_break_or_unknown_round_time() -> None:
    draws = rounds()
    draws.loc[draws["round_id"] == "437", "drawn_at"] = pd.NaT
    days = tie_age(draws, ledger()).set_index("round_id")["days"]
    assert days.index[days.isna()].to_list() == ["76", "139", "208", "437"]


def test_lag_by_category_counts_only_known_lags() -> None:
    frame = tie_age_by_category(tie_age(rounds(), ledger())).set_index("category")
    assert frame.index.to_list() == ["pnp", "cec", "fst", "french", "stem", "transport"]
    assert frame["rounds"].to_list() == [3, 3, 1, 2, 1, 1]
    assert frame["latest_id"].to_list() == ["435", "436", "91a", "437", "293", "434"]


def test_lag_by_category_gives_the_quartiles() -> None:
    lags = pd.DataFrame({"category": "cec", "days": [4.0, 1.0, 3.0, 2.0, 5.0], "round_id": "x"})
    lags["date"] = pd.Timestamp("2026-08-18")
    row = tie_age_by_category(lags).iloc[0]
    names = ["shortest", "lower_quartile", "median", "upper_quartile", "longest", "latest"]
    assert row[names].to_list() == [1, 2, 3, 4, 5, 5]


def test_lag_tables_without_rounds_are_empty() -> None:
    assert tie_age(rounds().iloc[:0], ledger()).empty
    assert tie_age_by_category(tie_age(rounds().iloc[:0], ledger())).empty
