"""How much one address may ask of the server: requests in a minute, and bytes in a request.

Addresses are only held in memory, and only for two minutes. They are those of visitors if uvicorn
trusts the proxy in front, and the proxy's own otherwise: see FORWARDED_ALLOW_IPS in the README.
"""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Callable

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from server import is_data, path
from server.http.refusal import refusal
from server.settings import Settings

# Whoever watches over the server has to hear from it even when others ask too much.
UNLIMITED = ("/healthz", "/readyz")


class Rate:
    """Refuses requests of an address with 429 once it has made too many in the last minute.

    Open data, pages and new dashboards, each of which is a websocket and a run of its page, are
    counted apart. A limit of 0 is none. `clock` gives the time in seconds since 1970.
    """

    def __init__(self, app: ASGIApp, settings: Settings, *, clock: Callable[[], float]) -> None:
        self.app = app
        self._clock = clock
        most = {
            "data": settings.rate_data,
            "pages": settings.rate_pages,
            "visits": settings.rate_visits,
        }
        self._limits = {
            kind: RateLimitItemPerMinute(limit, namespace=kind)
            for kind, limit in most.items()
            if limit
        }
        # Two numbers for each address, weighted by how much of the last minute they cover. The
        # exact window would keep a time for each request, and in memory never forget an address.
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say when to come again."""
        limit = self._limits.get(_kind(scope))
        who = address(scope)
        if limit is None or self._limiter.hit(limit, who):
            await self.app(scope, receive, send)
            return
        free_at, _left = self._limiter.get_window_stats(limit, who)
        wait = max(1, math.ceil(free_at - self._clock()))
        detail = f"At most {limit.amount} are answered in a minute. Come again in {wait} seconds."
        answer = refusal(scope, 429, "Too many requests", detail, {"Retry-After": str(wait)})
        if scope["type"] == "websocket":
            await WebSocket(scope, receive, send).send_denial_response(answer)
        else:
            await answer(scope, receive, send)


class Size:
    """Refuses a request with 413 if it brings more than `most` bytes along; 0 is no limit."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with what it brings counted as it is read."""
        if scope["type"] != "http" or not self._most:
            await self.app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "0")
        if not said.isdecimal() or len(said) > 15 or int(said) > self._most:
            answer = refusal(scope, 413, "Request too large", self._detail)
            await answer(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:  # as it came without its length
                raise HTTPException(413, self._detail)
            return message

        await self.app(scope, counted, send)

    @property
    def _detail(self) -> str:
        return f"At most {self._most:,} bytes are taken."


def address(scope: Scope) -> str:
    """Return whom a request counts for: its address, or the network of a home or office.

    There, a single visitor has 2^64 addresses of IPv6.

    >>> address({"client": ("192.0.2.7", 50000)})
    '192.0.2.7'
    >>> address({"client": ("2001:db8:1:2:aaaa::7", 50000)})
    '2001:db8:1:2::/64'
    """
    host = (scope.get("client") or ("",))[0]
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return str(host)[:64]  # a name that a proxy gives, or none on a socket of the file system
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((int(found), 64), strict=False))


def _kind(scope: Scope) -> str:
    if scope["type"] == "websocket":
        return "visits"
    if scope["type"] != "http" or path(scope) in UNLIMITED:
        return ""
    return "data" if is_data(scope) else "pages"
