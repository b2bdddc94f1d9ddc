"""The log of requests: what was asked for and how that went, but never by whom."""

from __future__ import annotations

import logging
from time import perf_counter
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server import path
from server.logs import NAME

LONGEST_PATH = 120  # characters
# Each page is a hundred of these, and they say nothing of which.
ASSETS = ("/static/", "/_stcore/bidi-components/", "/favicon.png")
FAILED = 400

_log = logging.getLogger(f"{NAME}.access")


class Access:
    """Logs a line for each request and each websocket once it is over.

    A line has the method ("WEBSOCKET" for one), the path, the status, the bytes of the body and
    how many milliseconds it all took. It has no query, where a link to My score holds a person's
    answers, and neither the address nor the program of whoever asked.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log how it went."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        # Whatever ends without an answer is one of the server's failures.
        status, size, start = 500, 0, perf_counter()

        async def counted(message: Message) -> None:
            nonlocal status, size
            status = message.get("status", status)
            if message["type"] == "websocket.accept":
                status = 101
            elif message["type"] == "websocket.close" and status != 101:
                status = 403
            size += len(message.get("body") or message.get("bytes") or b"")
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            if status >= FAILED or not path(scope).startswith(ASSETS):
                _write(scope, status, size, perf_counter() - start)


def _write(scope: Scope, status: int, size: int, seconds: float) -> None:
    method = str(scope.get("method", "WEBSOCKET"))[:10]
    fields = {
        "method": method,
        "path": safe(path(scope)),
        "status": status,
        "bytes": 0 if method == "HEAD" else size,
        "ms": round(seconds * 1000, 1),
    }
    _log.info("request", extra={"fields": fields})


def safe(text: str) -> str:
    r"""Return a path as it is written to a log: in ASCII, on one line, and not all of a long one.

    >>> safe("/rounds/91a"), safe("/a\nb\u202e ")
    ('/rounds/91a', '/a%0Ab%E2%80%AE%20')
    """
    return quote(text[: LONGEST_PATH + 1], errors="replace")[:LONGEST_PATH]
