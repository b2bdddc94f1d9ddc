"""The access log: what was requested and with which result, but never by whom."""

from __future__ import annotations

import logging
from time import perf_counter
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server import request_path
from server.logs import NAME

MAX_PATH = 120  # characters
# A page loads a hundred of these; they are logged only if they fail.
ASSETS = ("/static/", "/_stcore/bidi-components/", "/favicon.png")
FIRST_ERROR = 400

_log = logging.getLogger(f"{NAME}.access")


class AccessLog:
    """Logs a line for each request and each websocket once it is over.

    A line has the method (or "WEBSOCKET"), the path, the status, the bytes of the body and the
    milliseconds it took. It has no query, because a link to My score contains a person's answers,
    and neither the client's address nor its user agent.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log the result."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        # A request that ends without a response is a failure of the server.
        status, size, start = 500, 0, perf_counter()

        async def send_counted(message: Message) -> None:
            nonlocal status, size
            status = message.get("status", status)
            if message["type"] == "websocket.accept":
                status = 101
            elif message["type"] == "websocket.close" and status != 101:
                status = 403
            size += len(message.get("body") or message.get("bytes") or b"")
            await send(message)

        try:
            await self.app(scope, receive, send_counted)
        finally:
            if status >= FIRST_ERROR or not request_path(scope).startswith(ASSETS):
                _write(scope, status, size, perf_counter() - start)


def _write(scope: Scope, status: int, size: int, seconds: float) -> None:
    method = str(scope.get("method", "WEBSOCKET"))[:10]
    fields = {
        "method": method,
        "path": escape(request_path(scope)),
        "status": status,
        "bytes": 0 if method == "HEAD" else size,
        "ms": round(seconds * 1000, 1),
    }
    _log.info("request", extra={"fields": fields})


def escape(text: str) -> str:
    r"""Return a path as it is logged: in ASCII, on one line, and shortened.

    >>> escape("/rounds/91a"), escape("/a\nb\u202e ")
    ('/rounds/91a', '/a%0Ab%E2%80%AE%20')
    """
    return quote(text[: MAX_PATH + 1], errors="replace")[:MAX_PATH]
