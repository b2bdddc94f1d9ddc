"""How many candidates are at or above a score, counted by band."""

from datetime import date

import pandas as pd
import pytest

from analysis.crs.points import CandidateError
from analysis.pool.reach import candidates_above, counts_above, reach, rounds_since
from tests.analysis.support.pool_frames import AUGUST_16, BANDS, august, rounds, snapshots

DAY = date(2026, 8, 20)


@pytest.mark.parametrize(
    ("score", "number"),
    [(0, 226_859), (301, 219_150), (491, 32_011), (501, 19_096), (601, 439)],
)
def test_count_at_the_lower_edge_of_a_band_is_exact(score: int, number: int) -> None:
    result = candidates_above(august(), score, DAY)
    assert result is not None
    assert (result.low, result.high, result.estimate, result.exact) == (
        number,
        number,
        number,
        True,
    )


def test_count_inside_a_band_is_a_range_with_an_evenly_spread_estimate() -> None:
    result = candidates_above(august(), 519, DAY)
    assert result is not None
    # 439 above the band, 18,657 in it; 82 of its 100 points are 519 or more: 439 + 15,298.74
    assert (result.low, result.high, result.estimate) == (439, 19_096, 15_738)
    assert (result.exact, result.open, result.band_low, result.band_high) == (
        False,
        False,
        501,
        600,
    )
    assert (result.as_of, result.age, result.total) == (pd.Timestamp("2026-08-16"), 4, 226_859)


def test_count_at_the_upper_edge_includes_one_point_of_the_band() -> None:
    result = candidates_above(august(), 500, DAY)
    assert result is not None
    # 19,096 above, a tenth of the 12,915 at 500 itself
    assert (result.low, result.high, result.estimate) == (19_096, 32_011, 20_388)


@pytest.mark.parametrize(
    ("score", "low", "high"),
    [(602, 0, 439), (900, 0, 439), (1200, 0, 439), (1, 219_150, 226_859), (300, 219_150, 226_859)],
)
def test_count_inside_an_open_band_is_a_range_without_an_estimate(
    score: int, low: int, high: int
) -> None:
    result = candidates_above(august(), score, DAY)
    assert result is not None
    assert (result.low, result.high, result.estimate, result.exact) == (low, high, None, False)
    assert result.open


def test_exact_count_at_the_edge_of_an_open_band_is_marked_open() -> None:
    result = candidates_above(august(), 601, DAY)
    assert result is not None
    assert result.open
    assert result.exact


def test_there_is_no_count_before_the_first_snapshot() -> None:
    assert candidates_above(august(), 519, date(2026, 8, 2)) is None
    assert candidates_above(august(), 519, date(1, 1, 1)) is None
    assert candidates_above(august().iloc[:0], 519, DAY) is None


def test_count_far_in_the_future_gives_the_age_of_its_snapshot() -> None:
    result = candidates_above(august(), 519, date(9999, 12, 31))
    assert result is not None
    assert result.age == (date(9999, 12, 31) - date(2026, 8, 16)).days


@pytest.mark.parametrize("score", [-1, 1201, 10**9])
def test_score_off_the_scale_is_rejected(score: int) -> None:
    with pytest.raises(CandidateError):
        candidates_above(august(), score, DAY)


def test_counts_at_every_score_agree_with_a_loop_over_bands() -> None:
    snapshot = august().iloc[len(BANDS) :]
    frame = counts_above(snapshot, range(1201))
    for row in frame.itertuples():
        low = high = 0
        even = 0.0
        for (bottom, top), number in zip(BANDS, AUGUST_16, strict=True):
            points = [point for point in range(bottom, top + 1) if point >= row.score]
            low += number if len(points) == top - bottom + 1 else 0
            high += number if points else 0
            even += number * len(points) / (top - bottom + 1)
        assert (row.above_low, row.above_high) == (low, high)
        assert row.exact == (low == high)
        assert row.band_low <= row.score <= row.band_high
        if row.band_low in {0, 601} and not row.exact:
            assert row.above_estimate is pd.NA
        else:
            assert abs(row.above_estimate - even) <= 0.5


def test_counts_of_no_scores_are_an_empty_table() -> None:
    assert counts_above(august(), []).empty


def test_rounds_since_a_snapshot_include_the_last_day_but_not_the_first() -> None:
    result = rounds_since(rounds(), date(2026, 8, 3), date(2026, 8, 6))
    assert result.round_ids == ("431", "432", "433")
    assert result.invitations == 507 + 3000 + 5000
    assert (result.same_day_ids, result.same_day_invitations) == ((), 0)


def test_round_on_the_day_of_the_snapshot_is_counted_separately() -> None:
    result = rounds_since(rounds(), date(2026, 8, 5), date(2026, 8, 6))
    assert (result.round_ids, result.invitations) == (("433",), 5000)
    assert (result.same_day_ids, result.same_day_invitations) == (("432",), 3000)


def test_no_rounds_since_a_snapshot_are_zero_invitations() -> None:
    result = rounds_since(rounds(), date(2026, 8, 19), date(2026, 8, 18))
    assert (result.round_ids, result.invitations, result.same_day_ids) == ((), 0, ())


def test_reach_places_each_cut_off_in_the_snapshot_of_its_round() -> None:
    frame = reach(rounds(), august())
    assert frame["round_id"].to_list() == ["431", "432", "433", "434", "435", "436", "437"]
    assert frame["as_of"].dt.day.to_list() == [3, 3, 3, 3, 16, 16, 16]
    assert frame["published_with"].all()
    cec = frame.set_index("round_id").loc["436"]
    # 439 in 601-1200; with 501-600 19,096; 78 of 100 points from 523 on: 439 + 14,552.46
    assert (cec["above_low"], cec["above_high"], cec["above_estimate"]) == (439, 19_096, 14_991)
    assert (cec["band_low"], cec["band_high"]) == (501, 600)


def test_reach_adds_a_round_on_the_date_of_another_snapshot_once() -> None:
    draws = rounds(
        ("322", "2024-11-12", "pnp", 733, 812, None, "2024-11-11"),
        ("323", "2024-11-13", "cec", 400, 547, None, "2024-11-12"),
        ("330", "2024-12-16", "pnp", 1085, 727, None, "2024-12-16"),
        ("331", "2025-01-07", "pnp", 471, 793, None, None),
    )
    pool = snapshots(((601, 1200),), d2024_11_11=(700,), d2024_11_12=(120,), d2024_12_16=(1203,))
    result = reach(draws[draws["round_id"] != "323"], pool)
    assert list(result[["round_id", "published_with"]].itertuples(index=False, name=None)) == [
        ("322", True),
        ("322", False),
        ("330", True),
    ]
    assert result["as_of"].dt.day.to_list() == [11, 12, 16]


def test_reach_without_a_pool_or_without_rounds_is_an_empty_table() -> None:
    assert reach(rounds(), august().iloc[:0]).empty
    nothing = reach(rounds().iloc[:0], august())
    assert nothing.columns.to_list() == reach(rounds(), august()).columns.to_list()
    assert nothing.empty
