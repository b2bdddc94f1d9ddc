"""The check log is bounded, shared between processes, and survives damage and full disks."""

from __future__ import annotations

import errno
import logging
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from data.io import files
from data.upkeep import checks as module
from data.upkeep.checks import FILE, MOST_CHECKS, REASONS, Check, Checks

START = datetime(2026, 8, 20, 12, tzinfo=UTC)


def check(minute: int, reason: str = "") -> Check:
    """A check some minutes after START; it failed if a reason is given."""
    result = "failed" if reason else "unchanged"
    return Check(START + timedelta(minutes=minute), result, f"check {minute}", (), reason)


def test_a_log_begins_empty(tmp_path: Path) -> None:
    log = Checks(tmp_path / "nowhere")
    assert (log.all(), log.last(), log.last_success()) == ([], None, None)


def test_checks_are_read_back_unchanged_and_newest_first(tmp_path: Path) -> None:
    full = Check(
        START + timedelta(microseconds=7),
        "failed",
        "The check failed",
        ("Métiers <script>", "two"),
        "busy",
        START + timedelta(hours=1),
    )
    log = Checks(tmp_path)
    log.append(check(-5))
    log.append(full)
    assert log.all() == [full, check(-5)]
    assert log.last() == full
    assert log.last_success() == check(-5)
    assert Checks(tmp_path).all() == log.all()


def test_checks_logged_by_another_process_are_seen(tmp_path: Path) -> None:
    ours, theirs = Checks(tmp_path), Checks(tmp_path)
    ours.append(check(1))
    theirs.append(check(2))
    assert ours.all() == [check(2), check(1)]
    ours.append(check(3))
    assert theirs.all() == [check(3), check(2), check(1)]


def test_an_unchanged_log_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Checks(tmp_path)
    log.append(check(1))
    log.all()
    monkeypatch.delattr(files, "read")
    assert log.all() == [check(1)]


def test_the_log_is_bounded_but_keeps_the_last_success(tmp_path: Path) -> None:
    log = Checks(tmp_path)
    log.append(check(0))
    for minute in range(1, 61):
        log.append(check(minute, "unreachable"))
    assert len(log.all()) == MOST_CHECKS
    assert log.last() == check(60, "unreachable")
    assert log.last_success() == check(0)
    assert log.all()[-2] == check(12, "unreachable")


def test_checks_since_the_file_was_last_understood_are_counted(tmp_path: Path) -> None:
    log, counts = Checks(tmp_path), []
    reasons = ["", "unreadable", "busy", "many-changes", "disk", "lost-rounds", "older", "", "busy"]
    for minute, reason in enumerate(reasons):
        log.append(check(minute, reason))
        counts.append(log.not_understood())
    assert counts == [0, 1, 1, 2, 2, 3, 3, 0, 0]
    assert [entry.not_understood for entry in Checks(tmp_path).all()] == counts[::-1]


def test_count_goes_beyond_the_log_and_across_processes(tmp_path: Path) -> None:
    for minute in range(120):
        Checks(tmp_path).append(check(minute, "not-the-feed"))
    assert Checks(tmp_path).not_understood() == 120


def test_count_goes_on_while_the_log_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Checks(tmp_path)
    log.append(check(0, "unreadable"))

    def full(_folder: Path, _files: Mapping[str, bytes]) -> bool:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "commit", full)
        log.append(check(1, "unreadable"))
        assert log.not_understood() == 2
    log.append(check(2, "unreadable"))
    assert log.not_understood() == Checks(tmp_path).not_understood() == 3
    assert len(log.all()) == 3


def test_checks_of_a_clock_that_was_ahead_are_dropped(tmp_path: Path) -> None:
    log = Checks(tmp_path)
    log.append(check(0))
    ahead = Check(START + timedelta(days=2000), "unchanged", "x")
    log.append(ahead)
    assert log.last() == ahead
    log.append(check(30))
    assert log.all() == [check(30), check(0)]
    # A clock that is behind takes nothing away.
    log.append(Check(START - timedelta(days=9000), "failed", "x", (), "clock"))
    assert log.all()[:2] == [check(30), check(0)]


def test_the_log_is_kept_in_memory_while_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    log = Checks(tmp_path)
    log.append(check(1))

    def full(_folder: Path, _files: Mapping[str, bytes]) -> bool:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "commit", full)
        log.append(check(2, "disk"))
        assert log.all() == [check(2, "disk"), check(1)]
    assert "No space left" in caplog.text
    assert Checks(tmp_path).all() == [check(1)]
    log.append(check(3))
    assert Checks(tmp_path).all() == [check(3), check(2, "disk"), check(1)]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'[{"at": "x"}]', b"\xff", b"null"])
def test_a_damaged_log_is_reported_once_and_restarted(
    content: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).write_bytes(content)
    log = Checks(tmp_path)
    with caplog.at_level(logging.WARNING):
        assert log.all() == []
        assert log.all() == []
    assert len(caplog.records) == 1
    log.append(check(1))
    assert Checks(tmp_path).all() == [check(1)]


def test_concurrent_threads_lose_no_check(tmp_path: Path) -> None:
    logs = [Checks(tmp_path), Checks(tmp_path)]
    threads = [
        threading.Thread(target=logs[minute % 2].append, args=(check(minute),))
        for minute in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert logs[0].all() == logs[1].all() == [check(minute) for minute in reversed(range(20))]


def test_times_are_read_back_in_utc(tmp_path: Path) -> None:
    eastern = timezone(timedelta(hours=-4))
    log = Checks(tmp_path)
    log.append(Check(START.astimezone(eastern), "unchanged", "No change"))
    at = Checks(tmp_path).all()[0].at
    assert at == START
    assert at.tzinfo is UTC


@pytest.mark.parametrize(
    ("result", "reason"),
    [("failed", ""), ("failed", "unheard of"), ("changed", "busy"), ("fine", "")],
)
def test_a_check_with_an_unknown_result_or_reason_is_rejected(result: str, reason: str) -> None:
    with pytest.raises(ValueError, match="is not a check"):
        Check(START, result, "x", (), reason)
    assert set(REASONS) > {"unreachable", "busy"}
    assert module.RESULTS == ("changed", "unchanged", "failed")
