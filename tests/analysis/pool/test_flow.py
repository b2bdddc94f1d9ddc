"""Net inflow between snapshots: exact where possible, and otherwise bounds that hold."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from analysis.pool.flow import flow, flow_totals
from tests.analysis.support.pool_frames import BANDS, august, rounds, snapshots

THREE = ((491, 500), (501, 600), (601, 1200))
BOUNDS = ["taken_low", "taken_high", "inflow_low", "inflow_high", "why"]


def between(*given: tuple[str, str, str, int, int]) -> pd.DataFrame:
    """Return the flow in three bands from 1 to 15 June, with the given rounds."""
    pool = snapshots(THREE, d2026_06_01=(900, 800, 50), d2026_06_15=(1000, 700, 90))
    return flow(pool, rounds(*((*one, None, None) for one in given))).set_index("band_low")


def test_without_a_round_the_change_is_the_net_inflow() -> None:
    frame = between(("1", "2026-05-31", "pnp", 40, 700), ("2", "2026-06-16", "pnp", 40, 700))
    assert frame["inflow_low"].to_list() == [100, -100, 40]
    assert frame["exact"].all()
    assert set(frame["why"]) == {"untouched"}


def test_pnp_round_takes_all_its_invitations_from_the_top_band() -> None:
    frame = between(("1", "2026-06-02", "pnp", 60, 700))
    assert frame.loc[601, BOUNDS].to_list() == [60, 60, 100, 100, "alone"]
    assert frame.loc[501, BOUNDS].to_list() == [0, 0, -100, -100, "untouched"]
    assert frame.loc[601, "exact"]


def test_round_may_invite_more_than_the_snapshot_before_it_counted() -> None:
    # 50 before, 60 invited, 90 after: 100 came in.
    assert between(("1", "2026-06-02", "pnp", 60, 700)).loc[601, "inflow_high"] == 100


@pytest.mark.parametrize("category", ["cec", "french", "general"])
def test_a_round_that_reaches_two_bands_gives_bounds_to_both(category: str) -> None:
    frame = between(("1", "2026-06-02", category, 300, 501))
    assert frame.loc[601, BOUNDS].to_list() == [0, 300, 40, 340, "shared"]
    assert frame.loc[501, BOUNDS].to_list() == [0, 300, -100, 200, "shared"]
    assert frame.loc[491, BOUNDS].to_list() == [0, 0, 100, 100, "untouched"]


def test_cut_off_on_the_upper_edge_of_a_band_reaches_that_band() -> None:
    assert between(("1", "2026-06-02", "cec", 300, 500)).loc[491, "taken_high"] == 300
    assert between(("1", "2026-06-02", "cec", 300, 501)).loc[491, "taken_high"] == 0


def test_bounds_of_one_band_and_two_band_rounds_add_up() -> None:
    frame = between(("1", "2026-06-02", "pnp", 60, 700), ("2", "2026-06-03", "cec", 300, 510))
    assert frame.loc[601, BOUNDS].to_list() == [60, 360, 100, 400, "shared"]


@pytest.mark.parametrize("day", ["2026-06-01", "2026-06-15"])
def test_round_on_a_snapshot_date_makes_the_flow_uncertain(day: str) -> None:
    frame = between(("1", day, "pnp", 60, 700))
    assert frame.loc[601, BOUNDS].to_list() == [0, 60, 40, 100, "same_day"]
    assert not frame.loc[601, "exact"]
    assert frame.loc[501, "why"] == "untouched"


def test_round_on_a_snapshot_date_may_lie_in_either_interval() -> None:
    pool = snapshots(THREE, d2026_06_01=(9, 8, 7), d2026_06_15=(9, 8, 7), d2026_06_29=(9, 8, 7))
    draws = rounds(("1", "2026-06-15", "pnp", 60, 700, None, None))
    assert flow(pool, draws)["taken_high"].to_list() == [0, 0, 60, 0, 0, 60]
    assert flow_totals(pool, draws)["same_day_ids"].to_list() == [("1",), ("1",)]


def test_total_flow_of_all_bands_is_exact() -> None:
    frame = flow_totals(august(), rounds())
    assert len(frame) == 1
    row = frame.iloc[0]
    assert row["round_ids"] == ("431", "432", "433", "434")
    # 507 + 3,000 + 5,000 + 300 invitations; 226,859 - 229,100 = -2,241
    assert (row["taken_low"], row["taken_high"], row["change"]) == (8807, 8807, -2241)
    assert (row["inflow_low"], row["inflow_high"], row["days"]) == (6566, 6566, 13)
    assert row["exact"]


def test_fewer_than_two_snapshots_have_no_flow() -> None:
    for pool in (august().iloc[: len(BANDS)], august().iloc[:0]):
        assert flow(pool, rounds()).empty
        assert flow_totals(pool, rounds()).empty


def test_band_missing_from_one_snapshot_has_no_row() -> None:
    pool = pd.concat(
        [snapshots(THREE, d2026_06_01=(9, 8, 7)), snapshots(THREE[:2], d2026_06_15=(9, 8))]
    )
    assert flow(pool, rounds())["band_low"].to_list() == [491, 501]


@pytest.mark.parametrize("seed", range(20))
def test_true_inflow_of_a_simulated_pool_lies_within_the_bounds(seed: int) -> None:
    random = np.random.default_rng(seed)
    days = pd.date_range("2026-01-01", periods=60)
    pool = list(random.integers(0, 1201, 300))
    entered, snapshot, given = np.zeros((60, len(BANDS)), int), [], []
    for number, day in enumerate(days):
        new = random.integers(0, 1201, 12)
        entered[number] = count_by_band(new)
        pool.extend(new)
        early = bool(random.integers(2))
        if number % 7 == 0 and early:
            snapshot.append((number, count_by_band(pool), early))
        if random.random() < 0.4:
            cutoff = int(random.choice([150, 380, 455, 480, 510, 700]))
            eligible = sorted((s for s in pool if s >= cutoff), reverse=True)
            size = max(1, len(eligible) // int(random.integers(1, 4)))
            taken = eligible[:size]
            for score in taken:
                pool.remove(score)
            if taken:
                one = (str(number), str(day.date()), "cec", len(taken), int(min(taken)), None, None)
                given.append(one)
        if number % 7 == 0 and not early:
            snapshot.append((number, count_by_band(pool), early))
    table = snapshots(BANDS, **{f"d{days[at]:%Y_%m_%d}": seen for at, seen, _ in snapshot})
    inflow = [entered[a + 1 : b + 1].sum(axis=0) for (a, *_), (b, *_) in pairwise(snapshot)]
    frame = flow(table, rounds(*given))
    truth = np.concatenate(inflow)
    assert (frame["inflow_low"] <= truth).all()
    assert (truth <= frame["inflow_high"]).all()
    total = flow_totals(table, rounds(*given))
    whole = np.array([one.sum() for one in inflow])
    assert (total["inflow_low"] <= whole).all()
    assert (whole <= total["inflow_high"]).all()
    assert (total["inflow_low"] == whole)[total["exact"]].all()


def count_by_band(scores: object) -> list[int]:
    """Return how many of the scores lie in each band."""
    edges = [low for low, _ in BANDS] + [1201]
    return np.histogram(np.asarray(scores), edges)[0].tolist()
