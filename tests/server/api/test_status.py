"""The status says which record is served and how its checks went, in words that can be acted on."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest

from data.rounds.record import Record
from data.upkeep.checks import Check
from data.upkeep.service import Notice
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
def known(record: Record, real: pd.DataFrame) -> Record:
    """The record to 2026-08-20."""
    source = replace(record.source, confirmed_on=date(2026, 8, 20))
    return replace(record, draws=real, source=source)


def test_it_names_the_record_and_its_hash_can_be_made_from_the_files(known: Record) -> None:
    app = mounted(known)
    said = ask(app, "/status.json").json()["record"]
    files = b"".join(ask(app, f"/{name}.csv").content for name in ("rounds", "pool", "ledger"))
    assert said["tables_sha256"] == hashlib.sha256(files).hexdigest()
    assert said["source_sha256"] == known.source.sha256
    assert (said["rounds"], said["newest_round_id"]) == (438, "437")
    assert (said["newest_date"], said["confirmed_on"]) == ("2026-08-19", "2026-08-20")


def test_before_the_first_check_there_is_none_to_tell_of(known: Record) -> None:
    said = ask(mounted(known), "/status.json").json()
    assert (said["last_check"], said["last_success"], said["last_error"]) == (None, None, None)
    assert said["notices"] == []


def test_a_failed_check_is_told_with_its_reason_and_message(known: Record) -> None:
    answer = ask(mounted(known, FAILED, FINE), "/status.json")
    said = answer.json()
    assert said["last_check"] == said["last_error"]
    assert said["last_error"]["reason"] == "unreachable"
    assert "does not answer" in said["last_error"]["meaning"]
    assert said["last_error"]["details"] == ["ConnectError: refused"]
    assert said["last_success"]["at"] == "2026-08-21T08:00:00Z"
    assert said["last_success"]["reason"] is None
    assert answer.headers["last-modified"] == "Fri, 21 Aug 2026 09:00:00 GMT"


def test_an_error_of_the_past_stays_known_after_a_check_that_went_well(known: Record) -> None:
    again: Any = replace(FINE, at=datetime(2026, 8, 21, 10, tzinfo=UTC))
    said = ask(mounted(known, again, FAILED, FINE), "/status.json").json()
    assert said["last_check"]["result"] == "unchanged"
    assert said["last_error"]["at"] == "2026-08-21T09:00:00Z"


def test_notices_about_the_record_are_passed_on(known: Record) -> None:
    app = mounted(known, notices=(Notice("read-only", "It cannot be written."),))
    said = ask(app, "/status.json").json()["notices"]
    assert said == [{"kind": "read-only", "detail": "It cannot be written."}]
