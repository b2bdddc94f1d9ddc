"""A fake IRCC server that really listens, on a loopback port, and plays scripted scenes.

A *scene* is a function that answers one request; the functions below make scenes. Change the scene
at any time with :meth:`Official.play`.

>>> with Official(text(b"hello", ETag='"1"')) as official:
...     with urllib.request.urlopen(official.url) as answer:
...         answer.read()
b'hello'
>>> len(official.requests)
1
"""

from __future__ import annotations

import gzip
import threading
import time
import urllib.request  # noqa: F401 -- for the example above
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

PATH = "/content/dam/ircc/documents/json/ee_rounds_123_en.json"

Scene = Callable[["Exchange"], None]


class Exchange(BaseHTTPRequestHandler):
    """One request, with the methods that a scene needs to answer it."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        official = self.server.official
        official.requests.append(dict(self.headers))
        self.close_connection = True
        official.scene(self)

    def begin(self, status: int = 200, **headers: str) -> None:
        """Send the status and headers; an underscore in a name stands for a hyphen."""
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def write(self, content: bytes) -> None:
        """Send bytes right away."""
        self.wfile.write(content)
        self.wfile.flush()

    @property
    def is_open(self) -> bool:
        """Whether the server is still running; endless scenes stop when it stops."""
        return not self.server.official.stopped.is_set()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class Server(ThreadingHTTPServer):
    """A threaded server that ends with the test and ignores clients that hang up."""

    daemon_threads = True
    official: Official

    def handle_error(self, *_: Any) -> None:
        """Stay quiet: many scenes break the connection on purpose."""


class Official:
    """The server: ``url`` is its address, ``requests`` the headers of every request so far."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.requests: list[dict[str, str]] = []
        self.stopped = threading.Event()
        self._server = Server(("127.0.0.1", 0), Exchange)
        self._server.official = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def home(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        """The address of the list of rounds."""
        return self.home + PATH

    def play(self, scene: Scene) -> None:
        """Answer with this scene from now on."""
        self.scene = scene

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def text(body: bytes, status: int = 200, **headers: str) -> Scene:
    """Answer with this body, or with 304 if the client already has its ETag."""

    def scene(exchange: Exchange) -> None:
        etag = headers.get("ETag")
        if etag and exchange.headers.get("If-None-Match") == etag:
            exchange.begin(304, ETag=etag)
            return
        exchange.begin(status, Content_Length=str(len(body)), **headers)
        exchange.write(body)

    return scene


def status(code: int, **headers: str) -> Scene:
    """Answer with a status and a short page."""
    return text(b"<!doctype html><title>Sorry</title>", code, Content_Type="text/html", **headers)


def redirect(target: str) -> Scene:
    """Redirect every request to the target."""
    return lambda exchange: exchange.begin(302, Location=target, Content_Length="0")


def cut_off(body: bytes) -> Scene:
    """Promise the whole body, send half of it and hang up."""

    def scene(exchange: Exchange) -> None:
        exchange.begin(Content_Length=str(len(body)))
        exchange.write(body[: len(body) // 2])

    return scene


def drip(exchange: Exchange) -> None:
    """Send a byte of the body now and then, for ever."""
    exchange.begin()
    _drip(exchange, b" ")


def drip_headers(exchange: Exchange) -> None:
    """Send a byte of a header now and then, for ever."""
    exchange.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drip(exchange, b"x")


def silence(exchange: Exchange) -> None:
    """Take the request and never answer."""
    exchange.server.official.stopped.wait()


def endless(piece: bytes) -> Scene:
    """Send the same piece as fast as it is read, for ever."""

    def scene(exchange: Exchange) -> None:
        exchange.begin()
        with suppress(OSError):
            while exchange.is_open:
                exchange.write(piece)

    return scene


def packed(body: bytes, coding: str = "gzip") -> Scene:
    """Answer with the gzipped body, declared with this Content-Encoding."""
    return text(gzip.compress(body), Content_Encoding=coding)


def wait_for(event: threading.Event, then: Scene) -> Scene:
    """Answer only once the event is set."""

    def scene(exchange: Exchange) -> None:
        event.wait(300)
        then(exchange)

    return scene


def _drip(exchange: Exchange, drop: bytes) -> None:
    with suppress(OSError):
        while exchange.is_open:
            exchange.write(drop)
            time.sleep(0.02)
