"""Comparisons stop where the CRS scale changed, each with values worked out by hand.

Five CEC rounds of 1,000 invitations; the scale changes on 25 March 2025, after the third.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from analysis.claims.statements import Statement, reaches_across
from analysis.claims.text import PartialDate
from analysis.crs.scale import changes_between, next_change, on_scale_of, scale_since
from analysis.rounds.cutoffs import records, series, since_when
from analysis.rounds.facts import Fact, category_status, facts
from analysis.rounds.week import brief
from analysis.score.candidate import Candidate
from analysis.score.score_needed import score_needed
from analysis.score.standing import summary
from tests.conftest import Build

CHANGE = date(2025, 3, 25)
AS_OF = date(2025, 6, 30)
CEC = frozenset({"cec"})


@pytest.fixture
def cec(build: Build) -> pd.DataFrame:
    name = "Canadian Experience Class"
    return build(
        ("1", "2024-09-02", name, 1000, 510),
        ("2", "2025-01-06", name, 1000, 540),
        ("3", "2025-03-24", name, 1000, 500),
        ("4", "2025-03-25", name, 1000, 530),
        ("5", "2025-05-05", name, 1000, 520),
    )


@pytest.fixture
def ledger() -> pd.DataFrame:
    return pd.DataFrame({"round_id": [], "field": [], "used": []})


def by_kind(found: list[Fact]) -> dict[str, dict[str, Any]]:
    return {fact.kind: fact.values for fact in found}  # noqa: PD011 - no frame


def test_a_change_counts_from_its_first_day(cec: pd.DataFrame) -> None:
    assert on_scale_of(cec, [CHANGE], date(2025, 3, 24))["round_id"].tolist() == ["1", "2", "3"]
    assert on_scale_of(cec, [CHANGE], CHANGE)["round_id"].tolist() == ["4", "5"]
    assert on_scale_of(cec, [], CHANGE)["round_id"].tolist() == ["1", "2", "3", "4", "5"]
    assert (scale_since([CHANGE], date(2025, 3, 24)), scale_since([CHANGE], CHANGE)) == (
        None,
        CHANGE,
    )
    assert changes_between([CHANGE], date(2025, 3, 24), CHANGE) == (CHANGE,)
    assert next_change([CHANGE], CHANGE) is None


def test_changes_medians_and_ranks_are_among_the_rounds_of_one_scale(cec: pd.DataFrame) -> None:
    table = series(cec, [CHANGE])
    assert table["scale"].tolist() == [0, 0, 0, 1, 1]
    assert table["change"].astype(object).where(table["change"].notna(), None).tolist() == [
        *(None, 30, -40),
        *(None, -10),
    ]
    assert table["previous_id"].tolist()[1:] == ["1", "2", "3", "4"]
    assert table["rolling_median"].tolist() == [510, 525, 510, 530, 525]
    assert table["rank_low"].tolist() == [2, 3, 1, 2, 1]
    assert table["rank_high"].tolist() == [2, 1, 3, 1, 2]
    assert table["of"].tolist() == [3, 3, 3, 2, 2]


def test_extremes_are_those_since_the_last_change_before_the_latest_round(
    cec: pd.DataFrame,
) -> None:
    row = records(cec, date(2015, 1, 1), [CHANGE]).iloc[0]
    assert (row["rounds"], row["lowest"], row["highest"], row["median"]) == (2, 520, 530, 525)
    assert row["first_date"] == pd.Timestamp("2025-03-25")
    before = records(cec[cec["date"] < "2025-03-25"], changes=[CHANGE]).iloc[0]
    assert (before["rounds"], before["lowest"], before["highest"]) == (3, 500, 540)


def test_lowest_since_stops_at_the_change(cec: pd.DataFrame) -> None:
    # Without the change, #3 with 500 is the last round as low as #5.
    without = since_when(cec, "5").lowest
    assert without is not None
    assert without.round_id == "3"
    found = since_when(cec, "5", [CHANGE])
    assert (found.lowest, found.earlier, found.scale_since) == (None, 1, CHANGE)
    assert since_when(cec, "3", [CHANGE]).scale_since is None


def test_facts_of_a_round_after_the_change_say_so_or_stop(cec: pd.DataFrame) -> None:
    first = by_kind(facts(cec, "4", [CHANGE]))
    assert "lowest_cutoff" not in first
    assert "highest_since" not in first
    assert (first["change"]["points"], first["change"]["previous_id"]) == (None, "3")
    assert first["change"]["scale_changed"] == CHANGE
    second = by_kind(facts(cec, "5", [CHANGE]))
    assert second["change"]["points"] == -10
    assert "scale_changed" not in second["change"]
    assert second["lowest_cutoff"] == {
        "category": "cec",
        "cutoff": 520,
        "of": 2,
        "scale_since": CHANGE,
    }


def test_status_and_week_have_no_change_across_the_scales(cec: pd.DataFrame) -> None:
    status = category_status(cec, CHANGE, [CHANGE]).iloc[0]
    assert pd.isna(status["change"])
    week = brief(cec, CHANGE, AS_OF, [CHANGE])
    assert week.rounds["change"].astype(object).tolist()[0] == -40
    assert pd.isna(week.rounds["change"].iloc[1])


def test_enough_for_half_of_12_months_counts_only_rounds_of_the_scale(cec: pd.DataFrame) -> None:
    pool = pd.DataFrame(
        {"as_of": pd.to_datetime([]), "band_low": [], "band_high": [], "candidates": []}
    ).astype({"as_of": "datetime64[ms]", "band_low": "int64", "band_high": "int64"})
    pool = pool.astype({"candidates": "int64"})
    scores = {
        scale: score_needed(cec, pool, AS_OF, scale).set_index("target")["score"].tolist()
        for scale in (None, CHANGE)
    }
    # Of 500, 510, 520, 530 and 540 the third is enough for half; of 520 and 530 the first.
    assert scores[None] == [520, 520, 540]
    assert scores[CHANGE] == [520, 520, 530]
    rounds = score_needed(cec, pool, AS_OF, CHANGE)["rounds"].tolist()
    assert rounds == [2, 2, 2]


def test_replay_counts_the_rounds_of_other_scales_apart(
    cec: pd.DataFrame, ledger: pd.DataFrame
) -> None:
    someone = Candidate(525, CEC)
    row = summary(cec, ledger, someone, date(2024, 1, 1), AS_OF, scale_from=CHANGE).iloc[0]
    # 525 is above 510, 500 and 520; the first two are from before the change.
    assert (row["rounds"], row["invited"]) == (5, 3)
    assert (row["other_scale"], row["other_scale_invited"]) == (3, 2)
    assert not row["latest_other_scale"]
    old = summary(cec.iloc[:3], ledger, someone, AS_OF, AS_OF, scale_from=CHANGE).iloc[0]
    assert (old["other_scale"], old["latest_other_scale"]) == (0, True)


@pytest.mark.parametrize(
    ("statement", "place", "expected"),
    [
        (Statement("lowest", ""), 4, (CHANGE,)),
        (Statement("lowest", ""), 2, ()),
        (Statement("lowest", "", since=PartialDate(2025, 3, 24)), 4, ()),
        (Statement("lowest", "", since=PartialDate(2024)), 4, (CHANGE,)),
        (Statement("largest", ""), 4, ()),
    ],
)
def test_a_claim_reaches_across_the_change_if_it_compares_cut_offs_from_before(
    cec: pd.DataFrame, statement: Statement, place: int, expected: tuple[date, ...]
) -> None:
    assert reaches_across(cec, place, statement, [CHANGE]) == expected


def test_the_french_round_of_august_2026_is_lowest_among_those_of_its_scale(
    real: pd.DataFrame,
) -> None:
    # #341 had 379 on 21 March 2025, four days before the change; 16 French rounds came after it.
    found = by_kind(facts(real, "437", [CHANGE]))
    assert found["lowest_cutoff"]["of"] == 16
    assert "lowest_since" not in found
