"""Websockets are opened by our own pages only.

Streamlit decides the same, but for an address that it doesn't know it first asks a service on the
internet for the machine's own address, and the whole server waits for the answer.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from server.http.problems import shorten
from server.http.refusal import refusal_response


class SameOrigin:
    """Refuses a websocket with 403 if a page of another site opens it.

    Our own pages are at the requested host or at `public_url`. Programs that are no browser send no
    origin and are let in.
    """

    def __init__(self, app: ASGIApp, public_url: str | None) -> None:
        self.app = app
        self._public_host = urlsplit(public_url).netloc.lower() if public_url else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on without its origin, which needs no second look, or refuse it."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origins = headers.getlist("origin")
        own = {headers.get("host", "").lower(), self._public_host} - {""}
        if all(_host(origin) in own for origin in origins):
            others = [(name, value) for name, value in scope["headers"] if name != b"origin"]
            await self.app({**scope, "headers": others}, receive, send)
            return
        detail = f"{shorten(', '.join(origins))} is not this site. Open the dashboard itself."
        response = refusal_response(scope, 403, "Opened by another site", detail)
        await WebSocket(scope, receive, send).send_denial_response(response)


def _host(origin: str) -> str:
    """Return the host and port of an origin, or nothing if it is none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
