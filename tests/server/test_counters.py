"""Counting for limits: in memory, or together in Valkey as long as it can be reached."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from pathlib import Path

import pytest
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.strategies import WindowStats

from server import counters
from server.counters import RETRY_SECONDS, Counters
from tests.support.programs import valkey
from tests.support.serving import free_port

TWO = RateLimitItemPerMinute(2, namespace="data")
VISITOR = "192.0.2.7"


class Valkey:
    """A shared limiter that allows everything, or fails while it is down."""

    def __init__(self) -> None:
        self.is_down, self.asked = False, 0

    async def hit(self, _limit: RateLimitItem, _client: str) -> bool:
        self.asked += 1
        if self.is_down:
            raise StorageError(ConnectionError("refused"))
        return True

    async def get_window_stats(self, _limit: RateLimitItem, _client: str) -> WindowStats:
        raise AssertionError


def allowed(found: Counters, times: int, client: str = VISITOR) -> list[bool]:
    """Return whether each of so many requests in a row is allowed."""

    async def ask() -> list[bool]:
        return [not await found.wait(TWO, client) for _ in range(times)]

    return asyncio.run(ask())


async def disconnect(found: Counters) -> None:
    """Close what a process closes by ending."""
    assert found._shared
    await found._shared.storage.bridge.storage.aclose()  # type: ignore[attr-defined]


def test_without_an_address_each_process_counts_for_itself() -> None:
    assert allowed(Counters(None, clock=time.time), 3) == [True, True, False]
    assert allowed(Counters(None, clock=time.time), 3) == [True, True, False]


def test_two_processes_with_one_valkey_count_together(tmp_path: Path) -> None:
    with valkey(tmp_path) as url:
        one, other = (Counters(address, clock=time.time) for address in (url, _as_redis(url)))

        async def ask() -> list[int]:
            turns = (one, other, one, other)
            waits = [await each.wait(TWO, VISITOR) for each in turns]
            waits.append(await one.wait(TWO, "192.0.2.8"))
            await disconnect(one)
            await disconnect(other)
            return waits

        waits = asyncio.run(ask())
    assert [bool(wait) for wait in waits] == [False, False, True, True, False]
    assert 1 <= waits[2] <= 60


def _as_redis(url: str) -> str:
    return url.replace("valkey://", "redis://")


def test_an_unreachable_valkey_is_logged_once_and_limits_go_on_here(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, shared = [1_800_000_000.0], Valkey()
    monkeypatch.setattr(time, "time", lambda: now[0])
    monkeypatch.setattr(counters, "_shared_limiter", lambda _url: shared)
    caplog.set_level(logging.INFO, counters.NAME)
    found = Counters("valkey://example.org", clock=lambda: now[0])
    shared.is_down = True
    assert allowed(found, 3) == [True, True, False]
    assert shared.asked == 1
    now[0] += RETRY_SECONDS
    assert allowed(found, 1) == [False]
    assert shared.asked == 2
    shared.is_down = False
    now[0] += RETRY_SECONDS
    assert allowed(found, 5) == [True] * 5
    lines = [(line.levelname, line.getMessage()) for line in caplog.records]
    assert lines == [
        ("WARNING", "Limits count in this process only, as EE_LIMITS_URL failed: refused"),
        ("INFO", "Limits count for all processes again"),
    ]


def test_a_valkey_that_is_not_there_or_never_answers_costs_one_short_wait() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for port in (free_port(), silent.getsockname()[1]):
            found = Counters(f"valkey://127.0.0.1:{port}", clock=time.time)

            async def ask(found: Counters = found) -> list[bool]:
                waits = [await found.wait(TWO, VISITOR) for _ in range(3)]
                await disconnect(found)
                return list(map(bool, waits))

            assert asyncio.run(ask()) == [False, False, True]
