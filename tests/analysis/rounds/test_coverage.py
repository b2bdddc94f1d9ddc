"""What the data cover, counted by hand and by a second method."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.rounds.coverage import coverage, ledger_counts, neighbours, wordings
from data.rounds.record import Record

NO_POOL = pd.DataFrame({"as_of": pd.to_datetime([])})


def test_coverage_of_hand_made_rounds_has_12_tie_breaks_and_no_pool(draws: pd.DataFrame) -> None:
    partly_known = draws.assign(tie_break_at=draws["tie_break_at"].where(draws.index > 1))
    result = coverage(partly_known, NO_POOL)
    assert (result.rounds, result.tie_breaks, result.first_tie_break) == (14, 12, "168")
    assert (result.with_pool, result.first_with_pool, result.snapshots) == (0, None, 0)
    assert (result.first_snapshot, result.last_snapshot) == (None, None)


def test_coverage_without_rounds_is_zero(draws: pd.DataFrame) -> None:
    result = coverage(draws.iloc[:0], NO_POOL)
    assert (result.rounds, result.invitations, result.first_tie_break) == (0, 0, None)


def test_coverage_of_the_bundled_data_agrees_with_a_loop(bundled: Record) -> None:
    result = coverage(bundled.draws, bundled.pool)
    rows = list(bundled.draws.itertuples())
    assert result.invitations == sum(row.invitations for row in rows)
    assert result.tie_breaks == sum(not pd.isna(row.tie_break_at) for row in rows)
    assert result.snapshots == len({row.as_of for row in bundled.pool.itertuples()})
    pooled = [row.round_id for row in rows if not pd.isna(row.pool_as_of)]
    assert (result.with_pool, result.first_with_pool) == (len(pooled), pooled[0])
    # As published: the first tie-break is #77's, the first snapshot #214's.
    assert (result.first_tie_break, result.first_with_pool) == ("77", "214")
    assert result.first_snapshot == pd.Timestamp("2022-01-17")


def test_every_entry_of_the_ledger_is_counted_once(bundled: Record) -> None:
    counts = ledger_counts(bundled.ledger)
    assert counts["entries"].sum() == len(bundled.ledger)
    assert counts["entries"].is_monotonic_decreasing
    repaired = bundled.ledger[
        (bundled.ledger["what"] == "repaired") & (bundled.ledger["field"] == "pool")
    ]
    row = counts[(counts["what"] == "repaired") & (counts["field"] == "pool")].iloc[0]
    assert (row["entries"], row["rounds"]) == (len(repaired), len(set(repaired["round_id"])))


def test_wordings_list_all_official_names_of_a_category(draws: pd.DataFrame) -> None:
    result = wordings(draws).set_index("category")
    assert result.index.tolist() == ["general", "pnp", "fst", "french", "stem", "beekeepers"]
    assert result.loc["general", "names"] == ("No Program Specified", "General")
    assert result.loc["general", ["rounds", "wordings"]].tolist() == [5, 2]
    assert result.loc["general", "last_date"] == pd.Timestamp("2023-12-18")
    assert result.loc["beekeepers", "names"] == ("Beekeepers, 2027-Version 1",)


def test_neighbours_of_a_round_are_of_the_same_category(draws: pd.DataFrame) -> None:
    assert neighbours(draws, "273") == (None, "282")
    assert neighbours(draws, "282") == ("273", "287")
    assert neighbours(draws, "901") == (None, None)


def test_neighbours_of_an_unknown_round_are_an_error(draws: pd.DataFrame) -> None:
    with pytest.raises(KeyError, match="999"):
        neighbours(draws, "999")
