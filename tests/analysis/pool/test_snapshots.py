"""Snapshots of the pool, checked against the totals that IRCC publishes."""

from datetime import date

import pandas as pd
import pytest

from analysis.pool.snapshots import (
    band_history,
    latest_snapshot,
    snapshot_date,
    snapshot_dates,
    totals,
)
from tests.analysis.support.pool_frames import AUGUST_3, AUGUST_16, BANDS, august, snapshots

TWO_BANDS = ((501, 600), (601, 1200))


def test_latest_snapshot_adds_up_to_the_total_of_ircc() -> None:
    frame = latest_snapshot(august())
    assert frame["as_of"].unique().tolist() == [pd.Timestamp("2026-08-16")]
    assert frame["candidates"].sum() == 226_859
    assert frame["share"].sum() == pytest.approx(1)
    assert frame["candidates"].to_list() == list(AUGUST_16)


def test_density_is_per_point_and_missing_for_open_bands() -> None:
    frame = latest_snapshot(august()).set_index("band_low")
    assert frame["width"].loc[[351, 491, 501]].to_list() == [50, 10, 100]
    # 48,600 / 50, 12,915 / 10, 18,657 / 100
    assert frame["per_point"].loc[[351, 491, 501]].to_list() == [972.0, 1291.5, 186.57]
    assert frame.index[frame["open"]].to_list() == [0, 601]
    assert frame.index[frame["per_point"].isna()].to_list() == [0, 601]


def test_change_is_against_the_previous_snapshot() -> None:
    frame = latest_snapshot(august())
    assert frame["previous_as_of"].unique().tolist() == [pd.Timestamp("2026-08-03")]
    assert frame["previous"].to_list() == list(AUGUST_3)
    # 226,859 - 229,100
    assert frame["change"].sum() == -2241


def test_latest_snapshot_on_a_day_is_the_newest_up_to_that_day() -> None:
    assert latest_snapshot(august(), date(2026, 8, 15))["candidates"].to_list() == list(AUGUST_3)
    assert latest_snapshot(august(), date(2026, 8, 16))["candidates"].to_list() == list(AUGUST_16)


def test_first_snapshot_has_no_previous_values_and_no_changes() -> None:
    frame = latest_snapshot(august(), date(2026, 8, 3))
    for column in ("previous_as_of", "previous", "change", "year_ago", "change_year"):
        assert frame[column].isna().all()


def test_day_before_all_snapshots_gives_an_empty_table_with_all_columns() -> None:
    nothing = latest_snapshot(august(), date(2021, 2, 13))
    assert nothing.empty
    assert nothing.dtypes.to_dict() == latest_snapshot(august()).dtypes.to_dict()
    assert latest_snapshot(august().iloc[:0]).empty


@pytest.mark.parametrize(
    ("older", "result"),
    [
        ("d2025_08_17", None),  # 364 days before
        ("d2025_08_16", "2025-08-16"),  # 365
        ("d2025_06_17", "2025-06-17"),  # 425
        ("d2025_06_16", None),  # 426
    ],
)
def test_snapshot_of_a_year_ago_is_365_to_425_days_older(older: str, result: str | None) -> None:
    pool = snapshots(TWO_BANDS, **{older: (20_000, 300), "d2026_08_16": (18_657, 439)})
    frame = latest_snapshot(pool)
    if result is None:
        assert frame["year_ago_as_of"].isna().all()
        assert frame["change_year"].isna().all()
    else:
        assert frame["year_ago_as_of"].unique().tolist() == [pd.Timestamp(result)]
        assert frame["change_year"].to_list() == [-1343, 139]


def test_snapshot_of_a_year_ago_is_the_newest_that_is_a_year_old() -> None:
    pool = snapshots(
        TWO_BANDS, d2025_07_20=(1, 1), d2025_08_05=(2, 2), d2025_08_24=(3, 3), d2026_08_16=(4, 4)
    )
    assert latest_snapshot(pool)["year_ago"].to_list() == [2, 2]


def test_a_band_new_in_a_snapshot_has_no_change() -> None:
    pool = pd.concat(
        [
            snapshots(((601, 1200),), d2026_08_03=(500,)),
            snapshots(((601, 700), (701, 1200)), d2026_08_16=(139, 300)),
        ]
    )
    assert latest_snapshot(pool)["change"].isna().all()


def test_totals_equal_those_published_by_ircc() -> None:
    frame = totals(august())
    assert frame["candidates"].to_list() == [229_100, 226_859]
    assert frame["change"].to_list() == [pd.NA, -2241]
    assert frame["days"].to_list() == [pd.NA, 13]


def test_more_than_40_days_without_a_snapshot_are_a_gap() -> None:
    pool = snapshots(TWO_BANDS, d2026_01_01=(1, 3), d2026_02_10=(2, 6), d2026_03_23=(3, 9))
    frame = band_history(pool)
    gaps = frame[frame["gap"]]
    assert gaps["as_of"].unique().tolist() == [
        pd.Timestamp("2026-02-11"),
        pd.Timestamp("2026-03-22"),
    ]
    assert gaps[["candidates", "share"]].isna().all(axis=None)
    known = frame[~frame["gap"]]
    assert known["candidates"].to_list() == [1, 3, 2, 6, 3, 9]
    assert known["share"].to_list() == [0.25, 0.75] * 3
    assert frame["as_of"].is_monotonic_increasing


def test_gap_is_two_empty_dates_in_a_pivot_table() -> None:
    pool = snapshots(TWO_BANDS, d2022_11_22=(1, 3), d2023_01_11=(2, 6))
    matrix = band_history(pool).pivot_table("candidates", "as_of", "band_low", dropna=False)
    assert matrix[601].fillna(-1).to_list() == [3, -1, -1, 6]


def test_snapshot_dates_are_unique_and_sorted() -> None:
    pool = august().iloc[::-1]
    assert snapshot_dates(pool).to_list() == [
        pd.Timestamp("2026-08-03"),
        pd.Timestamp("2026-08-16"),
    ]
    assert snapshot_date(pool, date(2026, 8, 15)) == pd.Timestamp("2026-08-03")
    assert snapshot_date(pool, date(2026, 8, 2)) is None


def test_input_pool_is_not_modified() -> None:
    pool = august()
    latest_snapshot(pool), totals(pool), band_history(pool)
    pd.testing.assert_frame_equal(pool, august())
    assert len(pool) == 2 * len(BANDS)
