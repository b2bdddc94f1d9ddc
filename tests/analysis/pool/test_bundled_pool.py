"""Pool and score tables over the bundled data, each number checked by a second method."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from analysis.pool.flow import flow, flow_totals
from analysis.pool.reach import reach
from analysis.pool.snapshots import band_history, latest_snapshot, totals
from analysis.score.candidate import Candidate
from analysis.score.score_needed import score_needed
from analysis.score.standing import standing, summary
from analysis.score.tie_age import tie_age

# Only data up to this day is used, so that later rounds do not change these tests.
AS_OF = date(2026, 8, 20)
SINCE = date(2023, 6, 28)
CANDIDATES = (
    Candidate(519, frozenset({"cec", "general"})),
    Candidate(75, frozenset({"cec"}), pd.Timestamp("2020-09-12T15:31:39Z")),
    Candidate(744, frozenset({"pnp"}), pd.Timestamp("2021-10-01T00:00:00Z")),
    Candidate(720, frozenset({"pnp", "french"})),
    Candidate(
        486, frozenset({"general", "stem", "healthcare"}), pd.Timestamp("2023-01-01T00:00:00Z")
    ),
    Candidate(0, frozenset({"trades", "researchers"})),
    Candidate(1200, frozenset()),
)


@pytest.fixture(scope="module")
def bundled_tables(record: Any) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The draws and the pool up to AS_OF, and the ledger."""
    draws = record.draws[record.draws["date"] <= pd.Timestamp(AS_OF)]
    pool = record.pool[record.pool["as_of"] <= pd.Timestamp(AS_OF)]
    return draws, pool, record.ledger


def test_519_points_were_enough_for_20_of_39_cec_rounds(bundled_tables: Any) -> None:
    draws, _, doubts = bundled_tables
    someone = Candidate(519, frozenset({"cec"}))
    row = summary(draws, doubts, someone, SINCE, AS_OF).iloc[0]
    assert (row["invited"], row["rounds"], row["unknown"]) == (20, 39, 0)
    assert (row["last_invited_id"], row["last_invited_cutoff"]) == ("432", 516)
    assert row["last_invited_date"] == pd.Timestamp("2026-08-05")
    assert (row["latest_id"], row["latest_cutoff"], row["margin"]) == ("436", 523, -4)
    assert row["latest_date"] == pd.Timestamp("2026-08-18")


def test_tie_breaks_of_139_and_208_are_unknown_but_176_is_known(bundled_tables: Any) -> None:
    draws, _, doubts = bundled_tables
    early = pd.Timestamp("2016-01-01", tz="UTC")
    for round_id, score, category, expected in (
        ("139", 720, "pnp", "unknown_tie_break"),
        ("208", 744, "pnp", "unknown_tie_break"),
        ("176", 75, "cec", "tie_break_invited"),
    ):
        frame = standing(draws, doubts, Candidate(score, frozenset({category}), early))
        assert frame.set_index("round_id").loc[round_id, "outcome"] == expected


@pytest.mark.parametrize("someone", CANDIDATES)
def test_outcomes_agree_with_the_rules_written_out_plainly(
    bundled_tables: Any, someone: Candidate
) -> None:
    draws, _, doubts = bundled_tables
    doubtful = {
        entry.round_id
        for entry in doubts.itertuples()
        if entry.field == "tie_break_at" and entry.what in {"suspect", "missing"}
    }
    frame = standing(draws, doubts, someone)
    assert len(frame) == len(draws)
    for one, row in zip(draws.itertuples(), frame.itertuples(), strict=True):
        assert row.margin == someone.score - one.cutoff
        assert row.outcome == expected_outcome(one, someone, one.round_id in doubtful)


def expected_outcome(one: Any, someone: Candidate, doubtful: bool) -> str:
    """Return the outcome of one round, with the rules written out."""
    if one.category not in someone.categories:
        return "not_eligible"
    if someone.score != one.cutoff:
        return "invited" if someone.score > one.cutoff else "not_invited"
    if doubtful or pd.isna(one.tie_break_at):
        return "unknown_tie_break"
    if someone.profile_at is None:
        return "unknown_profile"
    before = someone.profile_at < one.tie_break_at
    return "tie_break_invited" if before else "tie_break_not_invited"


@pytest.mark.parametrize("someone", CANDIDATES)
def test_summary_counts_agree_with_the_outcomes_of_the_rounds(
    bundled_tables: Any, someone: Candidate
) -> None:
    draws, _, doubts = bundled_tables
    rows = list(standing(draws, doubts, someone, SINCE).itertuples())
    for answer in summary(draws, doubts, someone, SINCE, AS_OF).itertuples():
        peers = [row for row in rows if row.category == answer.category]
        yes = [row for row in peers if row.outcome in {"invited", "tie_break_invited"}]
        unknown = [row for row in peers if row.outcome.startswith("unknown")]
        assert (answer.rounds, answer.invited, answer.unknown) == (
            len(peers),
            len(yes),
            len(unknown),
        )
        assert answer.rounds == answer.invited + answer.not_invited + answer.unknown
        if yes:
            assert (answer.last_invited_id, answer.last_invited_cutoff) == (
                yes[-1].round_id,
                yes[-1].cutoff,
            )


def test_flow_agrees_with_a_loop_over_intervals_and_bands(bundled_tables: Any) -> None:
    draws, pool, _ = bundled_tables
    rounds = list(draws.itertuples())
    table = pool.set_index(["as_of", "band_low"])["candidates"]
    bands = sorted(set(zip(pool["band_low"], pool["band_high"], strict=True)))
    rows = flow(pool, draws).itertuples()
    days = sorted(set(pool["as_of"]))
    for start, end in pairwise(days):
        for low, high in bands:
            row = next(rows)
            least = most = 0
            for one in rounds:
                reached = [bottom for bottom, top in bands if one.cutoff <= top]
                if start <= one.date <= end and low in reached:
                    most += one.invitations
                    sure = start < one.date < end and len(reached) == 1
                    least += one.invitations if sure else 0
            change = table[end, low] - table[start, low]
            assert (row.start, row.end, row.band_low, row.band_high) == (start, end, low, high)
            assert (row.change, row.taken_low, row.taken_high) == (change, least, most)
            assert (row.inflow_low, row.inflow_high) == (change + least, change + most)
            assert row.exact == (least == most)


def test_total_flow_lies_within_the_summed_bounds_of_the_bands(bundled_tables: Any) -> None:
    draws, pool, _ = bundled_tables
    total = flow_totals(pool, draws)
    sums = flow(pool, draws).groupby("start", as_index=False).sum(numeric_only=True)
    assert (sums["change"] == total["change"]).all()
    assert (sums["inflow_low"] <= total["inflow_low"]).all()
    assert (sums["inflow_high"] >= total["inflow_high"]).all()
    for row in total.itertuples():
        inside = draws[(draws["date"] > row.start) & (draws["date"] < row.end)]
        assert row.round_ids == tuple(inside["round_id"])
        assert row.taken_low == inside["invitations"].sum()
        assert row.exact == (row.same_day_ids == ())


def test_round_248_invited_more_than_its_snapshot_counted_above_600(bundled_tables: Any) -> None:
    draws, pool, _ = bundled_tables
    invited = draws.set_index("round_id").loc["248", "invitations"]
    top = pool[(pool["as_of"] == "2023-05-10") & (pool["band_low"] == 601)]["candidates"].item()
    assert (invited, top) == (589, 535)


def test_reach_has_every_round_published_with_a_snapshot(bundled_tables: Any) -> None:
    draws, pool, _ = bundled_tables
    frame = reach(draws, pool)
    with_it = frame[frame["published_with"]]
    published = draws[draws["pool_as_of"].notna()]
    assert sorted(with_it["round_id"]) == sorted(published["round_id"])
    for row in frame.itertuples():
        snapshot = pool[pool["as_of"] == row.as_of]
        above = snapshot[snapshot["band_low"] >= row.cutoff]["candidates"].sum()
        reached = snapshot[snapshot["band_high"] >= row.cutoff]["candidates"].sum()
        assert (row.above_low, row.above_high) == (above, reached)
        assert row.published_with or row.date == row.as_of


def test_pool_over_time_has_a_gap_where_no_snapshot_was_published(bundled_tables: Any) -> None:
    _, pool, _ = bundled_tables
    frame = band_history(pool)
    assert frame[frame["gap"]]["as_of"].dt.strftime("%Y-%m-%d").unique().tolist() == [
        *("2022-05-10", "2022-06-19"),  # #223 and #224 came without a pool
        *("2022-06-21", "2022-08-01"),  # #226 and #227 came without a pool
        *("2022-11-23", "2023-01-10"),  # no round
        *("2023-10-24", "2023-12-04"),  # no round
    ]
    assert frame["candidates"].sum() == pool["candidates"].sum()


def test_newest_snapshot_up_to_20_august_2026_is_of_16_august(bundled_tables: Any) -> None:
    _, pool, _ = bundled_tables
    frame = latest_snapshot(pool, AS_OF)
    assert frame["candidates"].sum() == totals(pool)["candidates"].iloc[-1] == 226_859
    assert frame["previous_as_of"].iloc[0] == pd.Timestamp("2026-08-03")
    assert frame["year_ago_as_of"].iloc[0] == pd.Timestamp("2025-08-05")


def test_score_needed_is_the_lowest_that_reaches_the_target(bundled_tables: Any) -> None:
    draws, pool, _ = bundled_tables
    for row in score_needed(draws, pool, AS_OF).itertuples():
        peers = draws[draws["category"] == row.category]
        recent = [one.cutoff for one in peers.itertuples() if one.date > pd.Timestamp("2025-08-20")]
        assert row.rounds == len(recent)
        if row.target == "last":
            assert row.score == peers["cutoff"].iloc[-1]
            continue
        if not recent:
            assert row.score is pd.NA
            continue
        needed = math.ceil(len(recent) / 2) if row.target == "half" else len(recent) * 0.9 - 1e-9
        does = [score for score in range(1201) if sum(at <= score for at in recent) >= needed]
        assert row.score == does[0]


def test_cec_needed_516_for_half_of_the_rounds_and_533_for_90_percent(bundled_tables: Any) -> None:
    draws, pool, _ = bundled_tables
    frame = score_needed(draws, pool, AS_OF)
    assert frame[frame["category"] == "cec"]["score"].to_list() == [523, 516, 533]


def test_tie_breaks_are_at_most_a_year_older_than_their_round(bundled_tables: Any) -> None:
    draws, _, doubts = bundled_tables
    days = tie_age(draws, doubts)["days"].dropna()
    assert days.between(0, 366).all()
    # 17 August 22:09:00 to 18 August 10:13:44: 12 h 4 min 44 s
    latest_cec = tie_age(draws, doubts).set_index("round_id").loc["436", "days"]
    assert latest_cec == pytest.approx((12 * 3600 + 4 * 60 + 44) / 86_400)
