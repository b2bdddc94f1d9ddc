"""The status says which data is served and how its last checks went, with the reasons."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest

from data.rounds.record import Record
from data.upkeep.checks import Check
from data.upkeep.recovery import Notice
from tests.support.days import end_of
from tests.support.open_app import ask, mounted

FAILED = Check(
    datetime(2026, 8, 21, 9, tzinfo=UTC),
    "failed",
    "The source cannot be reached",
    ("ConnectError: refused",),
    "unreachable",
)
FINE = Check(datetime(2026, 8, 21, 8, tzinfo=UTC), "unchanged", "Nothing new")


@pytest.fixture
def fixed_record(record: Record, real: pd.DataFrame) -> Record:
    """The record with all rounds up to 2026-08-20."""
    source = replace(record.source, confirmed_at=end_of(date(2026, 8, 20)))
    return replace(record, draws=real, source=source)


def test_status_hash_can_be_recomputed_from_the_csv_files(fixed_record: Record) -> None:
    app = mounted(fixed_record)
    said = ask(app, "/status.json").json()["record"]
    files = b"".join(ask(app, f"/{name}.csv").content for name in ("rounds", "pool", "ledger"))
    assert said["tables_sha256"] == hashlib.sha256(files).hexdigest()
    assert said["source_sha256"] == fixed_record.source.sha256
    assert (said["rounds"], said["newest_round_id"]) == (438, "437")
    assert (said["newest_date"], said["complete_through"]) == ("2026-08-19", "2026-08-20")
    assert (said["confirmed_at"], said["confirmed_on"]) == ("2026-08-21T04:00:00Z", "2026-08-21")


def test_status_names_the_rounds_that_are_unclear_or_from_public_copies(
    fixed_record: Record,
) -> None:
    record = ask(mounted(fixed_record), "/status.json").json()["record"]
    assert (record["not_understood"], record["second_hand"]) == ([], [])
    ledger = fixed_record.ledger.tail(4).assign(
        round_id=["436", "436", "437", "448"],
        what=["unclear", "unclear", "unconfirmed", "unclear"],
    )
    record = ask(mounted(replace(fixed_record, ledger=ledger)), "/status.json").json()["record"]
    assert (record["not_understood"], record["second_hand"]) == (["436", "448"], ["437"])


def test_status_lists_no_check_before_the_first_one(fixed_record: Record) -> None:
    said = ask(mounted(fixed_record), "/status.json").json()
    assert (said["last_check"], said["last_success"], said["last_error"]) == (None, None, None)
    assert said["notices"] == []


def test_status_gives_reason_and_message_of_a_failed_check(fixed_record: Record) -> None:
    answer = ask(mounted(fixed_record, FAILED, FINE), "/status.json")
    said = answer.json()
    assert said["last_check"] == said["last_error"]
    assert said["last_error"]["reason"] == "unreachable"
    assert "did not answer" in said["last_error"]["meaning"]
    assert said["last_error"]["details"] == ["ConnectError: refused"]
    assert said["last_success"]["at"] == "2026-08-21T08:00:00Z"
    assert said["last_success"]["reason"] is None
    assert answer.headers["last-modified"] == "Fri, 21 Aug 2026 09:00:00 GMT"


def test_status_keeps_the_last_error_after_a_successful_check(fixed_record: Record) -> None:
    again: Any = replace(FINE, at=datetime(2026, 8, 21, 10, tzinfo=UTC))
    said = ask(mounted(fixed_record, again, FAILED, FINE), "/status.json").json()
    assert said["last_check"]["result"] == "unchanged"
    assert said["last_error"]["at"] == "2026-08-21T09:00:00Z"


def test_status_counts_the_checks_since_the_file_was_last_understood(fixed_record: Record) -> None:
    said = ask(mounted(fixed_record, FINE), "/status.json").json()
    assert said["checks_not_understood"] == 0
    failed: Any = replace(FAILED, reason="unreadable", not_understood=3)
    said = ask(mounted(fixed_record, failed, FINE), "/status.json").json()
    assert said["checks_not_understood"] == 3


def test_status_includes_notices_about_the_data(fixed_record: Record) -> None:
    app = mounted(fixed_record, notices=(Notice("read-only", "It cannot be written."),))
    said = ask(app, "/status.json").json()["notices"]
    assert said == [{"kind": "read-only", "detail": "It cannot be written."}]
