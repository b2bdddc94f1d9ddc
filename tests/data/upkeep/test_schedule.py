"""Background refresh: its schedule, one process at a time, and no error that ends it."""

from __future__ import annotations

import asyncio
import errno
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.io import files
from data.io.connection import Download
from data.io.fetch import StoppedError
from data.io.store import LOCK
from data.rounds.copies import COPY
from data.rounds.record import load
from data.upkeep import schedule
from data.upkeep.checks import Check, Checks
from data.upkeep.schedule import RefreshSchedule, keep_current
from data.upkeep.service import RecordService
from data.vocabulary.places import FOLDER
from tests.support.official import Exchange, Official, drip, silence, status, text, wait_for

NOW = datetime(2026, 8, 25, 12, tzinfo=UTC)


@pytest.fixture
def official() -> Iterator[Official]:
    with Official(status(404)) as server:
        yield server


@dataclass
class ServerSimulation:
    """A simulated server whose clock advances only while the refresh sleeps between checks."""

    folder: Path
    url: str
    minutes: float = 30
    at: datetime = NOW
    jitter: float = 0.0
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.service = RecordService(self.folder, bundled=self.folder)
        self.checks = Checks(self.folder)

    def run(self, sleeps: int) -> list[float]:
        """Run until this many sleeps have begun, and return the length of each in seconds."""
        self.slept = []

        async def sleep(seconds: float) -> None:
            self.slept.append(round(seconds, 3))
            self.at += timedelta(seconds=seconds)
            if len(self.slept) == sleeps:
                raise asyncio.CancelledError

        with pytest.raises(asyncio.CancelledError):
            asyncio.run(self.keep(sleep))
        return self.slept

    async def keep(self, sleep: Any) -> None:
        interval = timedelta(minutes=self.minutes)
        schedule = RefreshSchedule(
            self.service, self.checks, self.url, interval, now=lambda: self.at
        )
        await keep_current(schedule, sleep=sleep, random=lambda: self.jitter)

    def log(self, minutes_ago: float, reason: str = "", **more: Any) -> None:
        """Log a check as made some minutes ago."""
        result = "failed" if reason else "unchanged"
        at = self.at - timedelta(minutes=minutes_ago)
        self.checks.append(Check(at, result, "x", (), reason, **more))

    @property
    def results(self) -> list[str]:
        """What the checks found, oldest first."""
        return [check.reason or check.result for check in reversed(self.checks.all())]


@pytest.fixture
def simulation(folder: Path, official: Official) -> ServerSimulation:
    return ServerSimulation(folder, official.url)


@pytest.fixture
def copy(vary: Any) -> bytes:
    """A copy newer than the stored one."""
    changed: bytes = vary({"437": {"drawCRS": "381"}})
    return changed


# Schedule


@pytest.mark.parametrize(
    ("jitter", "first", "pause"), [(0.0, 3.0, 1440.0), (0.5, 4.5, 1800.0), (1.0, 6.0, 2160.0)]
)
def test_checks_start_soon_and_repeat_every_half_hour_with_jitter(
    jitter: float,
    first: float,
    pause: float,
    simulation: ServerSimulation,
    official: Official,
    newest: bytes,
) -> None:
    official.play(text(newest))
    simulation.jitter = jitter
    assert simulation.run(4) == [first, pause, pause, pause]
    assert simulation.results == ["unchanged"] * 3
    assert [check.at for check in simulation.checks.all()][-1] == NOW + timedelta(seconds=first)


def test_checks_can_be_turned_off(simulation: ServerSimulation, official: Official) -> None:
    simulation.minutes = 0
    asyncio.run(simulation.keep(sleep=None))
    assert official.requests == []
    assert simulation.checks.all() == []


def test_pauses_double_after_each_failure_up_to_four_hours(simulation: ServerSimulation) -> None:
    # 60, 120, 240 and again 240 minutes, each a fifth shorter.
    assert simulation.run(5) == [3.0, 2880.0, 5760.0, 11520.0, 11520.0]
    assert simulation.results == ["not-found"] * 4


def test_a_success_ends_the_backoff(
    simulation: ServerSimulation, official: Official, newest: bytes
) -> None:
    simulation.run(3)
    official.play(text(newest))
    simulation.run(2)
    assert simulation.results == ["not-found", "not-found", "unchanged"]
    assert simulation.run(2)[-1] == 1440.0


def test_backoff_never_shortens_a_long_interval(simulation: ServerSimulation) -> None:
    simulation.minutes = 24 * 60
    assert simulation.run(3) == [3.0, 0.8 * 86400, 0.8 * 86400]


def test_retry_after_is_respected_even_across_a_restart(
    simulation: ServerSimulation, official: Official
) -> None:
    official.play(status(429, Retry_After=str(5 * 3600)))
    assert simulation.run(2) == [3.0, 5 * 3600.0]
    # Not even a restart shortens the wait.
    simulation.at -= timedelta(hours=3)
    simulation.run(2)
    assert len(official.requests) == 1


def test_clock_that_was_ahead_once_freezes_nothing(
    simulation: ServerSimulation, official: Official, copy: bytes, newest: bytes
) -> None:
    simulation.at = NOW + timedelta(days=2000)
    official.play(text(copy))
    simulation.run(2)
    simulation.at = NOW
    official.play(text(newest.replace(b'"drawCRS": "382"', b'"drawCRS": "380"')))
    simulation.run(3)
    assert simulation.results == ["changed", "unchanged"]
    draws = simulation.service.snapshot().record.draws
    assert draws["cutoff"].iloc[-1] == 380


def test_restart_soon_after_a_check_does_not_check_again(
    simulation: ServerSimulation, official: Official
) -> None:
    simulation.log(minutes_ago=10)
    # The next one is due 24 minutes after the last, of which 10 have passed.
    assert simulation.run(2) == [3.0, 14 * 60 - 3.0]
    assert official.requests == []


def test_a_restart_ends_the_backoff(simulation: ServerSimulation, official: Official) -> None:
    for minutes in (200, 140, 30):
        simulation.log(minutes, "unreachable")
    simulation.run(2)
    assert len(official.requests) == 1


def test_check_logged_in_the_future_does_not_delay_new_checks(
    simulation: ServerSimulation, official: Official
) -> None:
    simulation.log(minutes_ago=-60 * 24 * 365)
    assert simulation.run(3) == [3.0, 2880.0, 5760.0], "as after any failure"
    assert len(official.requests) == 2


# What a check does


def test_new_data_is_loaded_before_a_visitor_asks_for_it(
    simulation: ServerSimulation, official: Official, copy: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = simulation.service.snapshot()
    official.play(text(copy))
    simulation.run(2)
    monkeypatch.delattr(files, "read")  # a visitor reads no file
    after = simulation.service.snapshot()
    assert (before.record.draws["cutoff"].iloc[-1], after.record.draws["cutoff"].iloc[-1]) == (
        382,
        381,
    )
    assert simulation.results == ["changed"]
    assert simulation.checks.all()[0].headline == "Record 1 revision"


def test_damaged_table_is_repaired_before_the_check(
    simulation: ServerSimulation, official: Official, copy: bytes, folder: Path
) -> None:
    (folder / "draws.parquet").write_bytes(b"something else")
    official.play(text(copy))
    simulation.run(2)
    assert simulation.results == ["changed"]
    assert simulation.service.snapshot().notices == ()


def test_damaged_copy_fails_the_check_but_tables_are_still_served(
    simulation: ServerSimulation, official: Official, folder: Path
) -> None:
    (folder / COPY).write_bytes(b"something else")
    simulation.run(2)
    assert simulation.results == ["damaged"]
    assert len(simulation.service.snapshot().record.draws) == 48
    assert official.requests == []


def test_an_empty_folder_is_seeded_before_the_first_check(
    excerpts_folder: Path, tmp_path: Path, official: Official, copy: bytes
) -> None:
    simulation = ServerSimulation(tmp_path / "new", official.url)
    simulation.service = RecordService(tmp_path / "new", bundled=excerpts_folder)
    official.play(text(copy))
    simulation.run(2)
    assert simulation.results == ["changed"]
    assert simulation.checks.all()[0].headline == "Record 1 revision"


# Failures


def test_a_full_disk_is_a_failed_check(
    simulation: ServerSimulation,
    official: Official,
    copy: bytes,
    monkeypatch: pytest.MonkeyPatch,
    digest: Any,
) -> None:
    before = digest(simulation.folder)

    def full(*_: object) -> bool:
        raise OSError(errno.ENOSPC, "No space left on device")

    official.play(text(copy))
    with monkeypatch.context() as patch:
        patch.setattr(files, "commit", full)
        simulation.run(3)
    assert simulation.results == ["disk", "disk"]
    assert "No space left" in simulation.checks.all()[0].details[0]
    assert {name: sha for name, sha in digest(simulation.folder).items() if name != LOCK} == before
    simulation.run(2)
    assert simulation.results == ["disk", "disk", "changed"]


def test_lock_file_that_cannot_be_created_is_a_failed_check(
    simulation: ServerSimulation, folder: Path
) -> None:
    (folder / LOCK).mkdir()
    simulation.run(2)
    assert simulation.results == ["disk"]


def test_program_error_is_logged_and_checks_go_on(
    simulation: ServerSimulation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def mistaken(*_: object, **__: object) -> None:
        raise KeyError("dd19")

    with monkeypatch.context() as patch:
        patch.setattr(schedule, "refresh", mistaken)
        simulation.run(3)
    simulation.run(2)
    assert simulation.results == ["error", "error", "not-found"]
    assert simulation.checks.all()[-1].details == ("KeyError: 'dd19'",)
    errors = [record for record in caplog.records if record.exc_info]
    assert [(record.name, record.levelno) for record in errors] == [
        ("express_entry.schedule", logging.ERROR)
    ] * 2


def test_no_checks_are_made_in_a_read_only_folder(
    simulation: ServerSimulation,
    official: Official,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    digest: Any,
) -> None:
    before = digest(simulation.folder)
    monkeypatch.setattr(files, "why_unwritable", lambda _: "Read-only file system")
    assert simulation.run(3) == [3.0, 1440.0, 1440.0]
    assert official.requests == []
    assert simulation.checks.all() == []
    assert digest(simulation.folder) == before
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "Read-only file system" in caplog.text


# Concurrency and shutdown


def test_two_servers_on_one_folder_make_one_check(
    simulation: ServerSimulation, official: Official, newest: bytes
) -> None:
    official.play(text(newest))
    other = ServerSimulation(simulation.folder, simulation.url)
    simulation.run(2)
    other.run(2)
    assert len(official.requests) == 1
    assert other.checks.all() == simulation.checks.all()


def test_server_does_not_wait_while_another_one_checks(
    simulation: ServerSimulation, official: Official
) -> None:
    with files.try_lock(simulation.folder / LOCK) as is_locked:
        assert is_locked
        assert simulation.run(2) == [3.0, 1440.0]
    assert official.requests == []
    simulation.run(2)
    assert len(official.requests) == 1


CHECKER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from data.upkeep.checks import Checks
from data.upkeep.service import RecordService
from data.upkeep.schedule import RefreshSchedule
from data.io.connection import Download
folder, url = Path(sys.argv[1]), sys.argv[2]
now = lambda: datetime(2026, 8, 25, tzinfo=UTC)
service, interval = RecordService(folder, folder), timedelta(minutes=30)
schedule = RefreshSchedule(service, Checks(folder), url, interval, now)
check = schedule.check(Download(), back_off=False)
print(check and check.result)
"""


@pytest.mark.slow
def test_two_processes_at_once_make_one_download(
    folder: Path, official: Official, copy: bytes
) -> None:
    answer = threading.Event()
    official.play(wait_for(answer, text(copy)))
    one, other = (
        subprocess.Popen(  # noqa: S603 -- our own interpreter and program
            [sys.executable, "-c", CHECKER, str(folder), official.url],
            stdout=subprocess.PIPE,
            text=True,
            cwd=FOLDER.parent,
        )
        for _ in range(2)
    )
    outputs = []
    try:
        # The second one to start ends while the first still waits for its response.
        while one.poll() is None and other.poll() is None:
            threading.Event().wait(0.01)
    finally:
        answer.set()
        outputs = [process.communicate(timeout=300)[0].strip() for process in (one, other)]
    assert sorted(outputs) == ["None", "changed"]
    assert len(official.requests) == 1
    assert load(folder).draws["cutoff"].iloc[-1] == 381


@pytest.mark.parametrize("scene", [silence, drip], ids=["silence", "drip"])
def test_shutdown_does_not_wait_for_a_download(
    scene: Any, simulation: ServerSimulation, official: Official
) -> None:
    has_begun = threading.Event()

    def play(exchange: Exchange) -> None:
        has_begun.set()
        scene(exchange)

    async def serve() -> None:
        task = asyncio.create_task(simulation.keep(lambda _: asyncio.sleep(0)))
        # The loop is free while the check waits for its answer.
        while not has_begun.is_set():
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 30)

    official.play(play)
    asyncio.run(serve())
    for thread in threading.enumerate():
        if thread.name == "refresh":
            thread.join(30)
            assert not thread.is_alive()
    assert simulation.checks.all() == [], "an interrupted check is not logged"


def test_cancelled_download_sends_no_request(folder: Path, official: Official) -> None:
    download = Download()
    download.stop()
    with pytest.raises(StoppedError):
        schedule.refresh(folder, official.url, now=lambda: NOW, download=download)
    checks = Checks(folder)
    one = RefreshSchedule(
        RecordService(folder, folder), checks, official.url, timedelta(1), lambda: NOW
    )
    assert one.check(download, back_off=False) is None
    assert checks.all() == []
    assert official.requests == []


def test_visitors_have_ircc_asked_at_most_once_a_minute(folder: Path, official: Official) -> None:
    now, checks = [NOW], Checks(folder)
    one = RefreshSchedule(
        RecordService(folder, folder), checks, official.url, timedelta(hours=1), lambda: now[0]
    )
    checks.append(Check(NOW + timedelta(days=2000), "unchanged", "when the clock was ahead"))
    started = []
    for minutes in (0, 0.5, 1, 1.5):
        now[0] = NOW + timedelta(minutes=minutes)
        started.append(one.ask())
        for thread in threading.enumerate():
            if thread.name == "asked":
                thread.join(30)
    assert started == [True, False, True, False]
    assert [entry.at for entry in checks.all()] == [NOW + timedelta(minutes=1), NOW]
