"""Limits how fast messages arrive over websockets, as each makes the server draw a page.

What is too much waits, and is not lost: as long as a message waits, no further one is read from
that connection, so that the sender has to wait as well.
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.http.limits import DASHBOARDS, client_address

BURST = 30  # messages at once, as when somebody clicks through a list of filters


class Pace:
    """When messages may go on: some at once, and then so many a minute.

    >>> pace = Pace(per_minute=60, burst=2)
    >>> [pace.wait(at) for at in (0, 0, 0, 0, 9)]
    [0, 0, 1.0, 2.0, 0]
    """

    def __init__(self, per_minute: float, burst: int) -> None:
        self._gap = 60 / per_minute
        self._credit = (burst - 1) * self._gap
        self._next = -math.inf

    def wait(self, now: float) -> float:
        """Count a message, and return the seconds until it may go on."""
        at = max(self._next, now - self._credit)
        self._next = at + self._gap
        return max(0, at - now)

    def is_fresh(self, now: float) -> bool:
        """Return whether all that may go on at once may do so again."""
        return self._next <= now - self._credit


class MessageLimit:
    """Delays messages beyond `per_minute` of one websocket, or ten times as many of one address.

    0 is no limit. `clock` gives seconds, and `sleep` waits for some.
    """

    def __init__(
        self,
        app: ASGIApp,
        per_minute: int,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.app = app
        self._per_minute, self._clock, self._sleep = per_minute, clock, sleep
        self._addresses: dict[str, Pace] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and a websocket's messages at their pace."""
        if scope["type"] != "websocket" or not self._per_minute:
            await self.app(scope, receive, send)
            return
        own, client = Pace(self._per_minute, BURST), client_address(scope)
        self._forget()

        async def receive_paced() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive":
                now = self._clock()
                seconds = max(own.wait(now), self._address(client).wait(now))
                if seconds:
                    await self._sleep(seconds)
            return message

        await self.app(scope, receive_paced, send)

    def _address(self, client: str) -> Pace:
        """Return the pace that all websockets of an address share."""
        if client not in self._addresses:
            self._addresses[client] = Pace(DASHBOARDS * self._per_minute, DASHBOARDS * BURST)
        return self._addresses[client]

    def _forget(self) -> None:
        """Forget the addresses that have been calm for so long that they begin anew."""
        now = self._clock()
        calm = [client for client, pace in self._addresses.items() if pace.is_fresh(now)]
        for client in calm:
            del self._addresses[client]
