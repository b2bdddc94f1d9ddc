"""What is new in IRCC's list is taken as far as it can be read; the rest is in the ledger."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from data.rounds import merge
from data.rounds.document import FeedError
from data.rounds.record import check
from data.vocabulary.reasons import Reason
from tests.data.rounds.test_merge import ledger_rows

NEW = {
    "drawNumber": "438",
    "drawDate": "2026-08-21",
    "drawDateFull": "August 21, 2026",
    "drawDateTime": "August 21, 2026 at 12:00:00 UTC",
    "drawCRS": "391",
}
DAY = "2026-08-21"


@pytest.fixture
def with_new_round(newest: bytes) -> Any:
    """A function that puts #438, like #437 but for some fields, in front of the newest copy."""

    def with_new_round(**changes: Any) -> bytes:
        document = json.loads(newest)
        new = {**document["rounds"][0], **NEW}
        new |= {key: new[key].replace("437", "438") for key in ("drawNumberURL", "mitext")}
        document["rounds"].insert(0, {**new, **changes})
        return json.dumps(document).encode()

    return with_new_round


@pytest.fixture
def record(replay: Any) -> Any:
    """A function that merges one more copy and checks the tables."""

    def record(content: bytes) -> Any:
        built = merge.build_record(replay((DAY, content)))
        check(built)
        return built

    return record


@pytest.mark.parametrize(
    ("changes", "row"),
    [
        ({"drawSize": "about 500"}, ("invitations", "about 500")),
        ({"drawCRS": "N/A"}, ("cutoff", "N/A")),
        ({"drawName": ""}, ("name", None)),
        ({"drawDate": "soon", "drawDateFull": "soon"}, ("date", "soon")),
    ],
)
def test_round_that_cannot_be_read_is_left_out_and_all_others_are_taken(
    record: Any, with_new_round: Any, changes: dict[str, str], row: tuple[str, str | None]
) -> None:
    document = json.loads(with_new_round(**changes))
    document["rounds"][1]["drawCRS"] = "381"
    built = record(json.dumps(document).encode())
    assert len(built.draws) == 48
    assert built.draws["cutoff"].iloc[-1] == 381, "the correction of #437 is taken"
    what = "unclear" if row[1] else "missing"
    assert (*row, None, DAY) in ledger_rows(built, "438", what)
    [left_out] = [entry for entry in ledger_rows(built, "438", "unclear") if entry[0] == "round_id"]
    assert left_out[1].startswith("438; ")


def test_round_that_becomes_readable_is_added_and_the_old_text_is_told(
    replay: Any, with_new_round: Any
) -> None:
    copies = replay((DAY, with_new_round(drawSize="five")), ("2026-08-22", with_new_round()))
    built = merge.build_record(copies)
    assert built.draws["round_id"].iloc[-1] == "438"
    assert ledger_rows(built, "438", "revised") == [("invitations", "five", "5000", "2026-08-22")]
    assert ledger_rows(built, "438", "unclear") == []


def test_unreadable_round_that_vanishes_is_remembered(
    replay: Any, with_new_round: Any, vary: Any
) -> None:
    gone = vary({"436": {"drawSize": "1,001"}})
    document = json.loads(gone)
    document["rounds"].insert(0, {**document["rounds"][0], **NEW, "drawNumber": "439"})
    after = json.dumps(document).encode()
    copies = replay((DAY, with_new_round(drawSize="?")), ("2026-08-22", after))
    built = merge.build_record(copies)
    assert "439" in set(built.draws["round_id"])
    assert [row[0] for row in ledger_rows(built, "438", "unclear")] == ["round_id", "invitations"]
    check(built)


@pytest.mark.parametrize("everywhere", [True, False])
def test_new_field_is_quoted_once_from_the_newest_round_that_has_it(
    record: Any, newest: bytes, everywhere: bool
) -> None:
    document = json.loads(newest)
    for place, raw in enumerate(document["rounds"] if everywhere else document["rounds"][3:4]):
        raw["drawColour"] = f"red {place}"
    built = record(json.dumps(document).encode())
    shown = "437" if everywhere else "432"
    entries = built.ledger[built.ledger["field"] == "other"]
    assert entries["round_id"].tolist() == [shown]
    assert ledger_rows(built, shown, "unclear") == [("other", "drawColour: red 0", None, DAY)]


def test_nineteenth_pool_figure_is_quoted_and_the_eighteen_are_used(record: Any, vary: Any) -> None:
    built = record(vary({"437": {"dd19": "12"}, "436": {"dd19": "0"}}))
    assert ledger_rows(built, "437", "unclear") == [("other", "dd19: 12", None, DAY)]
    assert built.draws["pool_as_of"].iloc[-1] == pd.Timestamp(2026, 8, 16)


def test_pool_that_no_longer_adds_up_without_a_new_figure_is_withheld(
    record: Any, with_new_round: Any
) -> None:
    built = record(with_new_round(dd19="12", dd18="226,871"))
    assert pd.isna(built.draws["pool_as_of"].iloc[-1])
    assert ledger_rows(built, "438", "suspect")[0][:2] == (
        "pool", "bands adding up to 226,859, total 226,871",
    )  # fmt: skip


def test_higher_maximum_of_the_scale_is_taken_with_a_note(record: Any, with_new_round: Any) -> None:
    built = record(with_new_round(drawCRS="1,250"))
    assert built.draws["cutoff"].iloc[-1] == 1250
    assert ledger_rows(built, "438", "unclear") == [("cutoff", "1,250", "1250", DAY)]


def test_numbers_that_are_not_quoted_are_taken(record: Any, with_new_round: Any) -> None:
    built = record(with_new_round(drawCRS=391, drawSize=5000))
    assert built.draws[["cutoff", "invitations"]].iloc[-1].tolist() == [391, 5000]
    assert ledger_rows(built, "438", "unclear") == []


@pytest.mark.parametrize("key", ["mitext", "drawDateFull", "drawCutOff", "drawText2", "dd5"])
def test_list_without_a_field_that_can_be_done_without_is_taken(
    key: str, record: Any, with_new_round: Any, replay: Any
) -> None:
    before = merge.build_record(replay()).draws
    document = json.loads(with_new_round())
    for raw in document["rounds"]:
        del raw[key]
    built = record(json.dumps(document).encode())
    assert built.draws["round_id"].iloc[-1] == "438"
    columns = list(before)
    pd.testing.assert_frame_equal(built.draws.iloc[:48][columns], before[columns])
    rows = ledger_rows(built, "438", "unclear")
    assert ("other", None, None, DAY) in rows
    why = Reason.LOST_FIELD.format(field=key)
    assert built.ledger.loc[built.ledger["field"] == "other", "why"].tolist() == [why]


def test_entry_without_a_round_number_is_quoted_and_the_rest_is_taken(
    record: Any, with_new_round: Any
) -> None:
    built = record(with_new_round(drawNumber="N/A"))
    assert len(built.draws) == 48
    [(field, published, used, _)] = ledger_rows(built, "437", "unclear")
    assert (field, used) == ("other", None)
    assert published.startswith('{"drawNumber": "N/A"')


def test_same_round_twice_is_one_round(record: Any, newest: bytes) -> None:
    document = json.loads(newest)
    document["rounds"].insert(0, document["rounds"][0])
    assert len(record(json.dumps(document).encode()).draws) == 48


def test_copy_of_which_most_rounds_cannot_be_read_is_refused(
    replay: Any, begin_with: Any, newest: bytes
) -> None:
    document = json.loads(newest)
    for raw in document["rounds"][:25]:  # of 48
        raw["drawCRS"] = "high"
    content = json.dumps(document).encode()
    for copies in (replay((DAY, content)), begin_with(content)):
        with pytest.raises(FeedError, match="nor can 24 of 48 other rounds") as caught:
            merge.build_record(copies)
        assert caught.value.reason == "unreadable"
    document["rounds"][0]["drawCRS"] = "382"
    assert merge.build_record(begin_with(json.dumps(document).encode()))
