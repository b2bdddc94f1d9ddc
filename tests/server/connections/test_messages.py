"""Messages over websockets wait if there are too many, and none is lost."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from typing import Any

from server.connections.messages import BURST, DASHBOARDS, MessageLimit


class Time:
    """A clock that stands still, except while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self._numbers = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        event = asyncio.Event()
        self._sleepers.append((self.now + seconds, next(self._numbers), event))
        await event.wait()

    async def run(self, until: float) -> None:
        """Let time pass, waking each sleeper in turn."""
        while True:
            for _ in range(20):  # until everybody sleeps or is done
                await asyncio.sleep(0)
            due = [sleeper for sleeper in self._sleepers if sleeper[0] <= until]
            if not due:
                self.now = until
                return
            first = min(due)
            self._sleepers.remove(first)
            self.now = first[0]
            first[2].set()


async def flood(
    clients: list[str], messages: int, seconds: float, per_minute: int = 120
) -> list[list[tuple[float, int]]]:
    """Open a websocket for each client with messages in store, and return when each arrived."""
    time, arrived = Time(), [list[tuple[float, int]]() for _ in clients]

    async def app(scope: Any, receive: Any, _send: Any) -> None:
        while (message := await receive())["type"] != "websocket.disconnect":
            arrived[scope["place"]].append((time.now, message["bytes"][0]))

    limit = MessageLimit(app, per_minute, clock=time.clock, sleep=time.sleep)

    async def socket(place: int, client: str) -> None:
        store = [{"type": "websocket.receive", "bytes": bytes([n])} for n in range(messages)]
        incoming: Any = iter([*store, {"type": "websocket.disconnect"}])

        async def receive() -> Any:
            return next(incoming)

        scope = {"type": "websocket", "client": (client, 1), "place": place}
        await limit(scope, receive, lambda _message: None)

    tasks = [asyncio.create_task(socket(*pair)) for pair in enumerate(clients)]
    await time.run(seconds)
    for task in tasks:
        task.cancel()
    return arrived


def test_clicks_of_a_person_never_wait() -> None:
    (arrived,) = asyncio.run(flood(["192.0.2.7"], BURST, 0))
    assert arrived == [(0, n) for n in range(BURST)]


def test_more_messages_come_one_by_one_in_order_and_none_is_lost() -> None:
    (arrived,) = asyncio.run(flood(["192.0.2.7"], BURST + 4, 60))
    # 120 a minute are one every half second.
    assert arrived[BURST:] == [(0.5 * n, BURST + n - 1) for n in range(1, 5)]


def test_many_dashboards_of_one_address_share_its_pace() -> None:
    clients = ["192.0.2.7"] * 15
    arrived = asyncio.run(flood(clients, 200, 60))
    total = sum(map(len, arrived))
    # What goes at once, and then ten times 120 in the minute.
    assert DASHBOARDS * (BURST + 120) <= total <= DASHBOARDS * (BURST + 120) + len(clients)
    assert all(len(each) > BURST for each in arrived)


def test_another_address_does_not_wait_for_them() -> None:
    arrived = asyncio.run(flood([*["192.0.2.7"] * 15, "198.51.100.1"], BURST, 0))
    assert len(arrived[-1]) == BURST
    assert Counter(len(each) for each in arrived[:-1])[BURST] < 15


def test_zero_is_no_limit() -> None:
    (arrived,) = asyncio.run(flood(["192.0.2.7"], 200, 0, per_minute=0))
    assert len(arrived) == 200


def test_an_address_that_was_calm_is_forgotten() -> None:
    now = [0.0]

    async def app(_scope: Any, receive: Any, _send: Any) -> None:
        await receive()

    limit: Any = MessageLimit(app, 120, clock=lambda: now[0], sleep=asyncio.sleep)

    async def receive() -> Any:
        return {"type": "websocket.receive", "bytes": b""}

    for at, client, kept in ((0, "192.0.2.7", 1), (0, "192.0.2.8", 2), (60, "192.0.2.9", 1)):
        now[0] = at
        asyncio.run(limit({"type": "websocket", "client": (client, 1)}, receive, None))
        assert len(limit._addresses) == kept
