"""A small app behind all of the server's middleware, with in-process requests to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, MutableMapping, Sequence
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from server.http import refusal, stack
from server.settings import Settings

SHELL = "<head><script>a = 1</script><script src='b.js'></script></head>"
WHY = "what-only-the-log-may-have"


async def text(_request: Request) -> Response:
    return PlainTextResponse("hello")


async def page(_request: Request) -> Response:
    return Response("<p>hello", media_type="text/html")


async def framed(_request: Request) -> Response:
    given = {"Referrer-Policy": "origin", "Vary": "Accept-Encoding, Cookie, Accept-Encoding"}
    return PlainTextResponse("hello", headers=given)


async def size(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def broken(_request: Request) -> Response:
    raise RuntimeError(WHY)


async def stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(websocket.headers.get("origin", "no origin"))
    await websocket.close()


class SmallServer:
    """The app behind the middleware, configured with these settings."""

    def __init__(self, clock: Callable[[], float] = lambda: 0.0, **settings: Any) -> None:
        routes = [
            Route("/text", text),
            Route("/page", page),
            Route("/size", size, methods=["POST"]),
            Route("/broken", broken),
            Route("/framed", framed),
        ]
        self.app = Starlette(
            routes=[
                *routes,
                Route("/", page),
                Route("/healthz", text),
                Route("/static/a.js", text),
                Mount("/api/v1", routes=routes),
                WebSocketRoute("/stream", stream),
            ],
            middleware=stack.middleware(Settings(**settings), SHELL, clock=clock),
            exception_handlers={HTTPException: refusal.on_http_error},
        )

    def ask(
        self,
        path: str,
        method: str = "GET",
        *,
        base: str = "http://here.test",
        client: str = "192.0.2.7",
        **more: Any,
    ) -> httpx.Response:
        """Send one request and return the response; an exception in the app becomes a 500."""

        async def fetch() -> httpx.Response:
            transport = httpx.ASGITransport(
                self.app, raise_app_exceptions=False, client=(client, 50_000)
            )
            async with httpx.AsyncClient(transport=transport, base_url=base) as http:
                return await http.request(method, path, **more)

        return asyncio.run(fetch())

    def open(
        self, path: str, client: str = "192.0.2.7", origins: Sequence[str] = ()
    ) -> list[MutableMapping[str, Any]]:
        """Open and leave a websocket, and return the messages that the app sent."""
        scope = {
            "type": "websocket",
            "scheme": "ws",
            "path": path,
            "query_string": b"score=519",
            "headers": [
                (b"host", b"here.test"),
                *((b"origin", origin.encode()) for origin in origins),
            ],
            "client": (client, 50_000),
            "extensions": {"websocket.http.response": {}},
        }
        incoming = iter(
            [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1001}]
        )
        sent: list[MutableMapping[str, Any]] = []

        async def receive() -> MutableMapping[str, Any]:
            return next(incoming)

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        asyncio.run(self.app(scope, receive, send))
        return sent


app = SmallServer().app


async def pieces(count: int, length: int) -> AsyncIterator[bytes]:
    """Yield a request body in pieces, so that no Content-Length is sent."""
    for _ in range(count):
        yield b"x" * length
