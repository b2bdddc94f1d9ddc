"""A connection that does not get its request done is closed; time is the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from server.connections import arrival

REQUEST = b"GET / HTTP/1.1\r\nHost: here.test\r\n"


class Timer:
    """A timer of the loop below."""

    def __init__(self, seconds: float, call: Callable[..., None], *given: Any) -> None:
        self.seconds, self.is_on, self._run = seconds, True, lambda: call(*given)

    def cancel(self) -> None:
        self.is_on = False

    def ring(self) -> None:
        self._run()


class Task:
    """A task that is never done."""

    def add_done_callback(self, _call: Callable[..., None]) -> None: ...


class Loop:
    """Keeps timers and starts no task."""

    def __init__(self) -> None:
        self.timers: list[Timer] = []

    def call_later(self, seconds: float, call: Callable[..., None], *given: Any) -> Timer:
        self.timers.append(Timer(seconds, call, *given))
        return self.timers[-1]

    def create_task(self, coroutine: Any, **_more: Any) -> Any:
        coroutine.close()
        return Task()

    @property
    def waiting(self) -> list[Timer]:
        return [timer for timer in self.timers if timer.is_on]


class Transport(asyncio.Transport):
    """Keeps what is written, and whether it was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.written, self.is_closed = b"", False
        self.protocol: Any = None

    def get_protocol(self) -> Any:
        return self.protocol

    def set_protocol(self, protocol: Any) -> None:
        self.protocol = protocol

    def write(self, data: Any) -> None:
        self.written += bytes(data)

    def close(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


@pytest.fixture
def connect() -> Callable[[], tuple[Any, Loop, Transport]]:
    """A function that makes a new connection with 20 seconds for a request."""

    class Protocol(H11Protocol):
        pass

    arrival.hide_name(Protocol)
    arrival.limit(Protocol, 20)

    async def app(_scope: Any, _receive: Any, _send: Any) -> None: ...

    def connected() -> tuple[Any, Loop, Transport]:
        config = Config(app, lifespan="off", log_config=None)
        config.load()
        loop, transport, state = Loop(), Transport(), ServerState()
        state.default_headers = [(b"date", b"today"), *config.encoded_headers]
        connection: Any = Protocol(config, state, {}, _loop=loop)  # type: ignore[arg-type]
        transport.set_protocol(connection)
        connection.connection_made(transport)
        return connection, loop, transport

    return connected


Connect = Callable[[], tuple[Any, Loop, Transport]]


def test_a_connection_without_a_whole_request_is_closed_in_time(connect: Connect) -> None:
    connection, loop, transport = connect()
    for letter in REQUEST:  # one now and then does not begin the time anew
        connection.data_received(bytes([letter]))
    (timer,) = loop.timers
    assert (timer.seconds, timer.is_on) == (20, True)
    timer.ring()
    assert transport.written.startswith(b"HTTP/1.1 408 ")
    assert transport.is_closed


def test_a_connection_that_was_never_used_is_closed_in_silence(connect: Connect) -> None:
    _connection, loop, transport = connect()
    loop.waiting[0].ring()
    assert (transport.written, transport.is_closed) == (b"", True)


def test_a_whole_request_ends_the_time(connect: Connect) -> None:
    connection, loop, transport = connect()
    connection.data_received(REQUEST + b"\r\n")
    assert loop.waiting == []
    assert not transport.is_closed


def test_the_time_is_for_the_body_as_well(connect: Connect) -> None:
    connection, loop, transport = connect()
    connection.data_received(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab")
    (timer,) = loop.waiting
    connection.data_received(b"c")
    assert not timer.is_on
    assert not transport.is_closed


class Websockets(asyncio.Protocol):
    """Takes over a connection."""

    def __init__(self, **_given: object) -> None: ...


def test_an_open_websocket_has_all_the_time_it_wants(connect: Connect) -> None:
    connection, loop, transport = connect()
    connection.ws_protocol_class = Websockets
    (timer,) = loop.timers
    connection.data_received(REQUEST + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
    assert isinstance(transport.protocol, Websockets)
    assert loop.waiting == []
    timer.ring()  # even if it were just due
    assert (transport.written, transport.is_closed) == (b"", False)


def test_a_connection_that_is_gone_leaves_no_timer(connect: Connect) -> None:
    connection, loop, _transport = connect()
    connection.data_received(REQUEST)
    connection.connection_lost(None)
    assert loop.waiting == []


def test_zero_is_no_limit() -> None:
    class Protocol(H11Protocol):
        pass

    arrival.limit(Protocol, 0)
    assert Protocol.data_received is H11Protocol.data_received


def test_responses_do_not_name_the_server(connect: Connect) -> None:
    connection, _loop, _transport = connect()
    assert connection.server_state.default_headers == [(b"date", b"today")]
    assert dict(connection.config.encoded_headers).get(b"server") is None
