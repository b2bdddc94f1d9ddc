"""The record depends only on the copies, and its ledger keeps what earlier copies said."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from data.rounds import merge
from data.rounds.record import Record, RefusedError, check


def ledger_rows(record: Record, round_id: str, what: str) -> list[tuple[str, Any, Any, str]]:
    """Return a round's ledger entries as (field, published, used, day when first seen)."""
    ledger = record.ledger
    entries = ledger[(ledger["round_id"] == round_id) & (ledger["what"] == what)]
    return [
        (row["field"], row["published"], row["used"], f"{row['seen_at']:%Y-%m-%d}")
        for row in entries.to_dict("records")
    ]


def test_merging_all_copies_gives_the_rounds_and_pool_of_the_newest_alone(
    replay: Any, begin_with: Any, newest: bytes
) -> None:
    replayed, once = merge.build_record(replay()), merge.build_record(begin_with(newest))
    pd.testing.assert_frame_equal(replayed.draws, once.draws)
    pd.testing.assert_frame_equal(replayed.pool, once.pool)
    check(replayed)
    assert set(once.ledger["what"]) == {"missing", "repaired", "suspect"}
    assert set(replayed.ledger["what"]) == {"missing", "repaired", "suspect", "revised"}


def test_every_real_revision_is_in_the_ledger_once(replay: Any) -> None:
    record = merge.build_record(replay())
    assert ledger_rows(record, "246", "revised") == [
        ("date", "12-04-2023", "2023-04-12", "2024-04-06"),
    ]
    assert ledger_rows(record, "262", "revised") == [
        ("tie_break_at", "August 01, 2023 at 12:59:52 UTC", "2023-07-04 19:36:18 UTC", "2025-08-08")
    ]
    assert ledger_rows(record, "274", "revised") == [
        ("name", "STEM occupations (2023-1)", "STEM occupations (Version 1)", "2025-08-08")
    ]
    for round_id, summary in (
        ("223", "15 bands, 211,093 candidates"),
        ("224", "15 bands, 215,316 candidates"),
        ("226", "bands adding up to 75,554, total 0"),
        ("227", "15 bands, 239,631 candidates"),
    ):
        assert ledger_rows(record, round_id, "revised") == [("pool", summary, None, "2025-08-08")]


def test_changed_punctuation_is_not_a_revision(replay: Any) -> None:
    record = merge.build_record(replay())
    for round_id in ("221", "234"):
        assert ledger_rows(record, round_id, "revised") == []


def test_ledger_entry_gives_the_day_when_a_text_first_appeared(replay: Any) -> None:
    record = merge.build_record(replay())
    assert ledger_rows(record, "208", "suspect")[0][3] == "2023-04-27"
    assert ledger_rows(record, "357", "suspect")[0][3] == "2025-08-08"
    # The pool of #1 was never published; that of #223 was, until the third copy.
    assert [row[3] for row in ledger_rows(record, "1", "missing")] == ["2023-04-27"] * 2
    assert [row[3] for row in ledger_rows(record, "223", "missing")] == ["2025-08-08"]


def test_pool_snapshot_shared_by_several_rounds_is_stored_once(replay: Any) -> None:
    record = merge.build_record(replay())
    day = pd.Timestamp(2026, 8, 16)
    assert set(record.draws.loc[record.draws["pool_as_of"] == day, "round_id"]) == {"436", "437"}
    assert (record.pool["as_of"] == day).sum() == 15
    assert record.pool.loc[record.pool["as_of"] == day, "candidates"].sum() == 226_859


def test_newest_round_wins_if_rounds_disagree_on_a_pool_snapshot(
    vary: Any, begin_with: Any
) -> None:
    # One candidate more in the lowest band and in the total of the older round.
    record = merge.build_record(begin_with(vary({"436": {"dd17": "7,710", "dd18": "226,860"}})))
    assert ledger_rows(record, "436", "suspect") == [
        ("pool", "15 bands, 226,860 candidates", "15 bands, 226,859 candidates", "2026-08-20")
    ]
    assert ledger_rows(record, "437", "suspect") == []
    lowest = record.pool[
        (record.pool["as_of"] == pd.Timestamp(2026, 8, 16)) & (record.pool["band_low"] == 0)
    ]
    assert lowest["candidates"].tolist() == [7709]


def test_revised_value_is_used_and_the_earlier_text_kept(replay: Any, vary: Any) -> None:
    copy = vary(
        {
            "437": {
                "drawSize": "5,001",
                "drawCRS": "381",
                "drawText2": "Canadian Experience Class",
            },
            "436": {"drawDate": "2026-08-17", "drawDateFull": "August 17, 2026"},
        }
    )
    record = merge.build_record(replay(("2026-08-21", copy)))
    latest = record.draws.iloc[-1]
    assert (latest["invitations"], latest["cutoff"], latest["programs"]) == (5001, 381, ("cec",))
    programs = (
        "Federal Skilled Worker Program, Canadian Experience Class and"
        " Federal Skilled Trades Program"
    )
    assert ledger_rows(record, "437", "revised") == [
        ("programs", programs, "cec", "2026-08-21"),
        ("invitations", "5,000", "5001", "2026-08-21"),
        ("cutoff", "382", "381", "2026-08-21"),
    ]
    assert ledger_rows(record, "436", "revised") == [
        ("date", "2026-08-18", "2026-08-17", "2026-08-21"),
    ]


def test_value_changed_and_changed_back_leaves_two_revisions(replay: Any, vary: Any) -> None:
    changed, back = vary({"437": {"drawCRS": "381"}}), vary({"436": {"drawSize": "1,001"}})
    copies = replay(("2026-08-21", changed), ("2026-08-22", back))
    record = merge.build_record(copies)
    assert record.draws.iloc[-1]["cutoff"] == 382
    assert ledger_rows(record, "437", "revised") == [
        ("cutoff", "382", "381", "2026-08-21"),
        ("cutoff", "381", "382", "2026-08-22"),
    ]


def test_text_repaired_by_ircc_is_a_revision_of_the_same_value(replay: Any, vary: Any) -> None:
    with_zone = "March 27, 2015 at 23:59:47 UTC"
    record = merge.build_record(replay(("2026-08-21", vary({"6": {"drawDateTime": with_zone}}))))
    assert ledger_rows(record, "6", "repaired") == []
    assert ledger_rows(record, "6", "revised") == [
        ("drawn_at", "March 27, 2015 at 23:59:47", "2015-03-27 23:59:47 UTC", "2026-08-21")
    ]


def test_pool_figures_that_are_filled_in_later_are_noted(replay: Any, vary: Any) -> None:
    figures = {f"dd{position}": "0" for position in range(1, 19)} | {"dd1": "7", "dd18": "7"}
    copy = vary({"1": {**figures, "drawDistributionAsOn": "January 30, 2015"}})
    record = merge.build_record(replay(("2026-08-21", copy)))
    assert ledger_rows(record, "1", "revised") == [
        ("pool", "0 in all 18 figures", "15 bands, 7 candidates", "2026-08-21")
    ]
    assert record.draws["pool_as_of"].iloc[0] == pd.Timestamp(2015, 1, 30)


def test_pool_snapshot_with_a_changed_date_is_noted(replay: Any, vary: Any) -> None:
    copy = vary({"434": {"drawDistributionAsOn": "August 2, 2026"}})
    record = merge.build_record(replay(("2026-08-21", copy)))
    assert ledger_rows(record, "434", "revised") == [
        ("pool_as_of", "August 3, 2026", "2026-08-02", "2026-08-21")
    ]


def test_a_round_that_vanishes_is_kept_with_its_pool(replay: Any, vary: Any, newest: bytes) -> None:
    before = merge.build_record(replay())
    after = merge.build_record(replay(("2026-08-21", vary(drop=("430",)))))
    pd.testing.assert_frame_equal(after.draws, before.draws)
    pd.testing.assert_frame_equal(after.pool, before.pool)
    assert ledger_rows(after, "430", "revised") == [("round_id", "430", "430", "2026-08-21")]
    check(after)

    back = merge.build_record(replay(("2026-08-21", vary(drop=("430",))), ("2026-08-23", newest)))
    pd.testing.assert_frame_equal(back.draws, before.draws)
    assert ledger_rows(back, "430", "revised") == [("round_id", "430", "430", "2026-08-21")]
    [why] = back.ledger.loc[back.ledger["field"] == "round_id", "why"]
    assert why == "This round was missing from the published list for a while; it was kept here."


def test_rounds_that_vanish_one_after_another_are_all_kept(replay: Any, vary: Any) -> None:
    copies = replay(("2026-08-21", vary(drop=("430",))), ("2026-08-22", vary(drop=("430", "432"))))
    assert len(merge.build_record(copies).draws) == 48


def test_a_copy_that_lost_more_than_one_round_is_refused(replay: Any, vary: Any) -> None:
    with pytest.raises(RefusedError, match=r"is missing 2 rounds .*#432, #430"):
        replay(("2026-08-21", vary(drop=("430", "432"))))


def test_an_older_copy_is_refused(replay: Any, vary: Any) -> None:
    with pytest.raises(RefusedError, match="but we have a newer one"):
        replay(("2026-08-19", vary({"437": {"drawCRS": "381"}})))


def test_new_round_with_an_unknown_name_is_appended(replay: Any, newest: bytes) -> None:
    document = json.loads(newest)
    new = {**document["rounds"][0], "drawNumber": "438", "drawDate": "2026-08-25"}
    new |= {"drawDateFull": "August 25, 2026", "drawDateTime": "August 25, 2026 at 12:00:00 UTC"}
    new |= {"drawName": "Beekeepers, 2027-Version 1", "extra": "welcome"}
    new |= {
        link: new[link].replace("437", "438") for link in ("drawNumberURL", "mitext", "DrawText1")
    }
    document["rounds"].insert(0, new)
    record = merge.build_record(replay(("2026-08-25", json.dumps(document).encode())))
    latest = record.draws.iloc[-1]
    assert (latest["round_id"], latest["category"], latest["kind"]) == (
        "438",
        "beekeepers",
        "category",
    )
    name = "Beekeepers, 2027-Version 1"
    assert ledger_rows(record, "438", "unclear") == [
        ("name", name, name, "2026-08-25"),
        ("other", "extra: welcome", None, "2026-08-25"),
    ]
    check(record)


def test_a_round_from_the_future_is_left_out(begin_with: Any, vary: Any) -> None:
    future = {"drawDate": "2026-08-22", "drawDateFull": "August 22, 2026"}
    record = merge.build_record(begin_with(vary({"437": future})))
    assert record.draws["round_id"].iloc[-1] == "436"
    assert ("date", "2026-08-22", None, "2026-08-20") in ledger_rows(record, "437", "unclear")
    check(record)
