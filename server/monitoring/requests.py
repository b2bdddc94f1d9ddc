"""Gives each request an id for the logs, and counts requests and sessions."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server import request_path
from server.logs import REQUEST_ID, request_id
from server.monitoring.metrics import Metrics
from server.monitoring.routes import template

_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")
_HEADER = REQUEST_ID.lower().encode()
_METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
_STARTS = ("http.response.start", "websocket.accept", "websocket.http.response.start")


class Monitored:
    """Names, times and counts every request and websocket.

    An X-Request-ID of a proxy is taken if it is well formed. It is sent back, and all that is
    logged meanwhile has it, also by the runs of the script for a session.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, pages: Collection[str]) -> None:
        self.app = app
        self._metrics, self._pages = metrics, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        name = given if _WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        request_id.set(name)
        others = [(key, value) for key, value in scope["headers"] if key != _HEADER]
        named = {**scope, "headers": [*others, (_HEADER, name.encode())]}
        status, start = 500, perf_counter()

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] in _STARTS:
                MutableHeaders(scope=message)[REQUEST_ID] = name
            if message["type"] == "websocket.accept":
                status = 101
                self._metrics.sessions.inc()
            elif message["type"] == "websocket.close" and status != 101:
                status = 403
            status = message.get("status", status)
            await send(message)

        try:
            await self.app(named, receive, send_named)
        finally:
            self._count(scope, status, perf_counter() - start)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = template(request_path(scope), self._pages)
        method = str(scope.get("method", "WEBSOCKET"))
        if scope["type"] == "http":
            self._metrics.request_seconds.labels(route).observe(seconds)
            method = method if method in _METHODS else "OTHER"
        elif status == 101:
            self._metrics.sessions.dec()
        self._metrics.requests.labels(method, route, status).inc()
