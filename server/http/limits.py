"""Limits for each address: requests per minute, and bytes per request.

Addresses are kept for two minutes, in memory or in the Valkey of EE_LIMITS_URL. They are the
visitors' if uvicorn trusts the proxy in front, and otherwise the proxy's: see FORWARDED_ALLOW_IPS
in the README.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from limits import RateLimitItemPerMinute
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from server import is_data, request_path
from server.counters import Counters
from server.http.refusal import refusal_response
from server.settings import Settings

DASHBOARDS = 10  # open ones of one address that may be clicked at full pace
ELEMENT = ".element"  # ends the path of a chart as a page shows it
# Health checks are never rate-limited.
UNLIMITED = ("/healthz", "/readyz")


class RateLimit:
    """Refuses requests with 429 if their address has made too many in the last minute.

    Requests for open data, for pages, for new dashboards (a websocket and a run of the script) and
    for the charts that follow a click are counted separately. A limit of 0 is none. `clock` gives
    the time in seconds since 1970.
    """

    def __init__(self, app: ASGIApp, settings: Settings, *, clock: Callable[[], float]) -> None:
        self.app = app
        self._counters = Counters(settings.limits_url, clock=clock)
        limits = {
            "data": settings.rate_data,
            "pages": settings.rate_pages,
            "charts": settings.rate_messages * DASHBOARDS,
            "visits": settings.rate_visits,
        }
        self._limits = {
            kind: RateLimitItemPerMinute(limit, namespace=kind)
            for kind, limit in limits.items()
            if limit
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say when to try again."""
        limit = self._limits.get(_kind(scope))
        wait = 0 if limit is None else await self._counters.wait(limit, client_address(scope))
        if limit is None or not wait:
            await self.app(scope, receive, send)
            return
        seconds = "1 second" if wait == 1 else f"{wait} seconds"
        detail = f"At most {limit.amount} are allowed per minute. Try again in {seconds}."
        headers = {"Retry-After": str(wait)}
        response = refusal_response(scope, 429, "Too many requests", detail, headers)
        if scope["type"] == "websocket":
            await WebSocket(scope, receive, send).send_denial_response(response)
        else:
            await response(scope, receive, send)


class BodyLimit:
    """Refuses a request with 413 if its body has more than `max_bytes`; 0 is no limit."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self._max_bytes = max_bytes
        self._detail = f"At most {max_bytes:,} bytes are allowed."

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and count its body as it is read."""
        if scope["type"] != "http" or not self._max_bytes:
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdecimal() or len(declared) > 15 or int(declared) > self._max_bytes:
            response = refusal_response(scope, 413, "Request too large", self._detail)
            await response(scope, receive, send)
            return
        read = 0

        async def receive_counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._max_bytes:  # without a Content-Length
                raise HTTPException(413, self._detail)
            return message

        await self.app(scope, receive_counted, send)


def client_address(scope: Scope) -> str:
    """Return the address that a request counts for: for IPv6, the /64 network.

    A single visitor has all 2^64 addresses of such a network.

    >>> client_address({"client": ("192.0.2.7", 50000)})
    '192.0.2.7'
    >>> client_address({"client": ("2001:db8:1:2:aaaa::7", 50000)})
    '2001:db8:1:2::/64'
    """
    return network(str((scope.get("client") or ("",))[0]))


def network(host: str) -> str:
    """Return what an address counts for: itself or, for IPv6, its network."""
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return host[:64]  # a name given by a proxy, or nothing on a Unix socket
    if ip.version == 4:
        return str(ip)
    return str(ip.ipv4_mapped or ipaddress.ip_network((int(ip), 64), strict=False))


def _kind(scope: Scope) -> str:
    if scope["type"] == "websocket":
        return "visits"
    if scope["type"] != "http" or request_path(scope) in UNLIMITED:
        return ""
    if request_path(scope).endswith(ELEMENT):
        return "charts"
    return "data" if is_data(scope) else "pages"
