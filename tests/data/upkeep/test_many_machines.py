"""Machines that share an object store: one asks IRCC, and all serve what it learned."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from obstore.store import MemoryStore

from data.__main__ import main
from data.io import object_store
from data.io.connection import Download
from data.io.object_store import LEASE, ObjectStore
from data.rounds import history
from data.upkeep.checks import Checks
from data.upkeep.schedule import RefreshSchedule
from data.upkeep.service import RecordService
from server.syncing import keep_in_sync
from tests.data.upkeep.conftest import save_copies
from tests.support.official import Official, status, text

NOW = datetime(2026, 8, 25, 12, tzinfo=UTC)


@dataclass
class Machine:
    """A server on a machine of its own, with its copy of the store."""

    remote: MemoryStore
    folder: Path
    bundled: Path
    url: str
    at: datetime = NOW

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.store = ObjectStore(self.remote, self.folder, lambda: self.at)
        self.service = RecordService(self.folder, self.bundled, self.store)
        half_hour, self.checks = timedelta(minutes=30), Checks(self.folder)
        self.schedule = RefreshSchedule(
            self.service, self.checks, self.url, half_hour, lambda: self.at
        )
        self.service.sync()

    def cutoff(self, round_id: str) -> int:
        draws = self.service.snapshot().record.draws
        return int(draws.set_index("round_id").loc[round_id, "cutoff"])

    def check(self) -> str | None:
        found = self.schedule.check(Download(), back_off=True)
        return found and found.result


@pytest.fixture
def official(vary: Any) -> Iterator[Official]:
    """IRCC with a copy that is newer than the stored one."""
    with Official(text(vary({"437": {"drawCRS": "381"}}))) as server:
        yield server


@pytest.fixture
def machine(excerpts_folder: Path, official: Official, tmp_path: Path) -> Callable[..., Machine]:
    """A function that starts a further machine of the same deployment."""
    remote = MemoryStore()

    def start(name: str, bundled: Path = excerpts_folder) -> Machine:
        return Machine(remote, tmp_path / name, bundled, official.url)

    return start


def test_a_new_store_gets_the_bundled_record_and_every_machine_serves_it(
    machine: Callable[..., Machine], tmp_path: Path
) -> None:
    one, other = machine("one"), machine("other", bundled=tmp_path / "nothing")
    assert one.service.snapshot().record.source == other.service.snapshot().record.source
    assert other.service.snapshot().notices == ()


def test_one_machine_asks_ircc_and_all_have_the_news(
    machine: Callable[..., Machine], official: Official
) -> None:
    machines = [machine("one"), machine("two"), machine("three")]
    before = machines[1].cutoff("437")
    assert [each.check() for each in machines] == ["changed", None, None]
    assert len(official.requests) == 1
    for each in machines:
        each.service.sync()
    assert before != 381
    assert [each.cutoff("437") for each in machines] == [381] * 3
    assert [each.checks.all() for each in machines] == [machines[0].checks.all()] * 3


def test_a_failed_check_is_known_to_all_so_that_they_wait_together(
    machine: Callable[..., Machine], official: Official
) -> None:
    official.play(status(404))
    one, other = machine("one"), machine("other")
    assert one.check() == "failed"
    other.at += timedelta(minutes=30)
    assert other.check() is None
    other.at += timedelta(minutes=30)
    assert other.check() == "failed"
    assert len(official.requests) == 2


def test_another_machine_takes_over_from_one_that_was_killed_while_it_asked(
    machine: Callable[..., Machine], official: Official
) -> None:
    killed, other = machine("killed"), machine("other")
    never_left = killed.store.exclusive()
    assert never_left.__enter__()
    assert other.check() is None
    other.at += LEASE
    assert other.check() == "changed"
    assert len(official.requests) == 1


def test_an_upgrade_with_newer_bundled_copies_reaches_the_machines_before_it(
    machine: Callable[..., Machine], replay: Any, vary: Any, tmp_path: Path
) -> None:
    copy = ("2026-08-24", vary({"437": {"drawCRS": "382"}}))
    newer: history.Copies = replay(copy)
    (tmp_path / "newer").mkdir()
    bundled = save_copies(newer, tmp_path / "newer")
    one = machine("one")
    never_left = one.store.exclusive()  # it has just begun a check
    assert never_left.__enter__()
    upgraded = machine("upgraded", bundled=bundled)
    assert upgraded.cutoff("437") == 382  # it serves its own meanwhile
    never_left.__exit__(None, None, None)
    upgraded.service.sync()
    one.service.sync()
    assert (one.cutoff("437"), upgraded.cutoff("437")) == (382, 382)


def test_a_running_server_brings_the_news_of_others_by_itself(
    machine: Callable[..., Machine],
) -> None:
    one, other = machine("one"), machine("other")
    one.check()
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 2:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(keep_in_sync(other.service, sleep=sleep))
    draws = other.service._state[0].record.draws  # type: ignore[index]
    assert int(draws.set_index("round_id").loc["437", "cutoff"]) == 381


def test_a_person_changes_the_record_in_the_store_with_the_command(
    machine: Callable[..., Machine],
    official: Official,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    remote = MemoryStore()
    monkeypatch.setattr(object_store, "connect", lambda _url: remote)
    command = ["refresh", "--into", "s3://bucket/record", "--from", official.url]
    assert main(command, now=lambda: NOW) == 1
    assert "s3://bucket/record is empty" in capsys.readouterr().err
    running = machine("running")
    remote = running.remote
    assert main(command, now=lambda: NOW) == 0
    assert "Record 1 revision" in capsys.readouterr().out
    running.service.sync()
    assert running.cutoff("437") == 381
    never_left = running.store.exclusive()
    assert never_left.__enter__()
    assert main(command, now=lambda: NOW) == 1
    assert "another process is changing it" in capsys.readouterr().err
