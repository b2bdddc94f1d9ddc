"""What is loaded while the server already answers, and the requests that wait for it."""

from __future__ import annotations

import asyncio
import gc
import signal
import threading
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from starlette.types import ASGIApp, Receive, Scope, Send

T = TypeVar("T")
AFTER_START = 10  # seconds


class Loading(Generic[T]):
    """Something that takes long to load, once, in a thread of its own."""

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._loaded: list[T] = []
        self._done = asyncio.Event()

    @property
    def now(self) -> T | None:
        """What was loaded, or None as long as it is not."""
        return self._loaded[0] if self._loaded else None

    async def start(self) -> T:
        """Load it and return it.

        A server that cannot load what it is to serve ends, as when it cannot start.
        """
        try:
            self._loaded.append(await asyncio.to_thread(without_collections, self._load))
        except Exception:  # which the caller logs
            signal.raise_signal(signal.SIGTERM)
            raise
        self._done.set()
        return self._loaded[0]

    async def wait(self) -> T:
        """Return it once it is loaded."""
        await self._done.wait()
        return self._loaded[0]


def without_collections(load: Callable[[], T]) -> T:
    """Load something without collecting garbage, and exempt what remains from later collections.

    A collection over the heap of pandas, pyarrow and plotly takes several hundred milliseconds, in
    which nothing else goes on.
    """
    gc.disable()
    try:
        return load()
    finally:
        gc.freeze()  # without collecting first, which takes 0.2 s and finds no megabyte
        gc.enable()


class Later(Generic[T]):
    """An app that is part of what is loaded; a request waits for it."""

    def __init__(self, loading: Loading[T], app: Callable[[T], ASGIApp]) -> None:
        self._loading, self._app = loading, app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        app = self._app(await self._loading.wait())
        await app(scope, receive, send)


class OnDemand:
    """An app that is built, in a thread, for the first request to it or once the start is over."""

    def __init__(self, build: Callable[[], ASGIApp]) -> None:
        self._build, self._lock = build, threading.Lock()
        self._built: list[ASGIApp] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        app = self._built[0] if self._built else await asyncio.to_thread(self._once)
        await app(scope, receive, send)

    async def prepare(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Build it before it is asked for, but not while the first visitor waits for a page."""
        await sleep(AFTER_START)
        await asyncio.to_thread(self._once)

    def _once(self) -> ASGIApp:
        with self._lock:
            if not self._built:
                self._built.append(self._build())
            return self._built[0]


class WebsocketsLater:
    """Lets visitors' websockets wait until everything is loaded; pages and their files need not."""

    def __init__(self, app: ASGIApp, loading: Loading[Any]) -> None:
        self._inner, self._loading = app, loading

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "websocket":
            await self._loading.wait()
        await self._inner(scope, receive, send)
