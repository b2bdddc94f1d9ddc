"""Rounds from public copies of IRCC's list are marked until IRCC's own file confirms them.

The ten rounds were assembled from such copies, which leave out when each was held, and the
tie-break of the last three.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from data.rounds import history, merge
from data.rounds.copies import files_of, load_copies
from data.rounds.record import Record, check, save
from data.vocabulary.reasons import Reason
from tests.data.conftest import FIXTURES, source_of
from tests.data.rounds.test_merge import ledger_rows

TEN = [str(number) for number in range(438, 448)]
DAY, LATER = "2026-10-10", "2026-10-20"


@pytest.fixture(scope="module")
def assembled(newest: bytes) -> bytes:
    """The newest copy of IRCC's file with the ten rounds in front of it."""
    ten, document = json.loads((FIXTURES / "2026-10-01.json").read_bytes()), json.loads(newest)
    document["rounds"] = ten["rounds"] + document["rounds"]
    return json.dumps(document).encode()


@pytest.fixture(scope="module")
def with_ten(replay: Any, assembled: bytes) -> history.Copies:
    return take(replay(), assembled)


@pytest.fixture(scope="module")
def record(with_ten: history.Copies) -> Record:
    return merge.build_record(with_ten)


def take(copies: history.Copies, content: bytes) -> history.Copies:
    return history.add_copy(copies, content, replace(source_of(DAY), is_official=False))


def official(content: bytes, **changes: dict[str, str]) -> bytes:
    """Return the copy as IRCC may publish it, with all instants filled in."""
    document = json.loads(content)
    for raw in document["rounds"]:
        if raw["drawNumber"] in TEN:
            raw["drawDateTime"] = f"{raw['drawDateFull']} at 15:00:00 UTC"
            raw["drawCutOff"] = raw["drawCutOff"] or "May 1, 2026 at 10:11:12 UTC"
        raw.update(changes.get(raw["drawNumber"], {}))
    return json.dumps(document).encode()


def unconfirmed(record: Record) -> list[str]:
    return record.ledger.loc[record.ledger["what"] == "unconfirmed", "round_id"].tolist()


def test_ledger_says_of_each_round_that_it_is_from_public_copies(record: Record) -> None:
    assert unconfirmed(record) == TEN
    whys = set(record.ledger.loc[record.ledger["what"] == "unconfirmed", "why"])
    assert whys == {"This round comes from public copies of IRCC’s list, not from IRCC’s own file."}
    assert ledger_rows(record, "447", "unconfirmed") == [("round_id", None, "447", DAY)]
    check(record)


def test_blank_instants_are_not_in_this_copy_rather_than_not_published(record: Record) -> None:
    blanks = record.ledger[
        record.ledger["round_id"].isin(TEN) & (record.ledger["what"] == "missing")
    ]
    assert (blanks["field"] == "drawn_at").sum() == 10
    assert blanks.loc[blanks["field"] == "tie_break_at", "round_id"].tolist() == TEN[-3:]
    assert set(blanks["why"]) == {Reason.NOT_IN_COPY}
    assert Reason.NOT_IN_COPY.startswith("Not in this copy")


def test_rounds_that_ircc_published_itself_stay_as_they_were(replay: Any, record: Record) -> None:
    before = merge.build_record(replay())
    pd.testing.assert_frame_equal(record.draws.iloc[:48], before.draws)
    theirs = record.ledger[~record.ledger["round_id"].isin(TEN)]
    pd.testing.assert_frame_equal(theirs.reset_index(drop=True), before.ledger)


def test_official_copy_fills_and_confirms_them_without_a_revision(
    with_ten: history.Copies, assembled: bytes
) -> None:
    after = history.add_copy(with_ten, official(assembled), source_of(LATER))
    record = merge.build_record(after)
    assert unconfirmed(record) == []
    ten = record.draws[record.draws["round_id"].isin(TEN)]
    assert ten[["drawn_at", "tie_break_at"]].notna().all().all()
    assert record.ledger[record.ledger["round_id"].isin(TEN)].empty
    assert not (record.ledger["seen_at"] == pd.Timestamp(LATER, tz="UTC")).any()


def test_official_copy_without_any_difference_confirms_them_too(
    with_ten: history.Copies, assembled: bytes
) -> None:
    record = merge.build_record(history.add_copy(with_ten, assembled + b"\n", source_of(LATER)))
    assert unconfirmed(record) == []
    whys = record.ledger.loc[record.ledger["round_id"] == "447", "why"]
    assert set(whys) == {Reason.NO_TIME, Reason.NO_TIE_BREAK}


def test_value_that_ircc_gives_otherwise_is_told(
    with_ten: history.Copies, assembled: bytes
) -> None:
    content = official(assembled, **{"447": {"drawCRS": "477", "dd1": "729", "dd18": "229,905"}})
    record = merge.build_record(history.add_copy(with_ten, content, source_of(LATER)))
    assert ledger_rows(record, "447", "revised") == [
        ("cutoff", "476", "477", LATER),
        ("pool", "15 bands, 229,904 candidates", "15 bands, 229,905 candidates", LATER),
    ]
    whys = record.ledger.loc[record.ledger["what"] == "revised"].groupby("round_id")["why"]
    assert set(whys.get_group("447")) == {Reason.OTHER_IN_FILE}


def test_value_of_a_known_round_that_only_a_public_copy_gives_is_unconfirmed(
    replay: Any, vary: Any
) -> None:
    record = merge.build_record(take(replay(), vary({"437": {"drawCRS": "381"}})))
    assert unconfirmed(record) == ["437"]
    assert ledger_rows(record, "437", "revised") == [("cutoff", "382", "381", DAY)]
    assert Reason.OTHER_IN_COPY in set(record.ledger["why"])


def test_blanks_of_a_public_copy_leave_a_known_round_confirmed(replay: Any, vary: Any) -> None:
    blank = {"drawDateTime": "", "drawCutOff": ""}
    record = merge.build_record(take(replay(), vary(dict.fromkeys(("434", "436", "437"), blank))))
    pd.testing.assert_frame_equal(record.draws, merge.build_record(replay()).draws)
    assert unconfirmed(record) == []
    assert set(record.ledger.loc[record.ledger["round_id"] == "437", "why"]) == {Reason.KEPT}


def test_second_hand_copies_are_saved_and_loaded(
    with_ten: history.Copies, record: Record, tmp_path: Any
) -> None:
    save(record, tmp_path, extra_files=files_of(with_ten))
    loaded = load_copies(tmp_path)
    assert loaded == with_ten
    assert not loaded.source.is_official
    assert loaded.second_hand == (with_ten.source.retrieved_at,)


def test_record_can_begin_with_a_public_copy(assembled: bytes) -> None:
    source = replace(source_of(DAY), is_official=False)
    record = merge.build_record(history.begin(assembled, source))
    assert len(unconfirmed(record)) == 58
    check(record)
