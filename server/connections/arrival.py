"""A request has to arrive within some seconds, or its connection is closed.

Uvicorn waits for ever for the rest of a request, so that a few hundred connections that send a
letter now and then would take all there are. It has no setting for this and makes its protocol
itself, under either command; so its protocol for HTTP is extended in place.
"""

from __future__ import annotations

from typing import Any

import h11

TIMEOUT = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_TIMER, _SECONDS = "arrival_timer", "arrival_seconds"


def limit(protocol: Any, seconds: float) -> None:
    """Have connections of uvicorn's h11 protocol closed while they wait longer for a request.

    The time runs from the first byte, or from when a new connection is made; 0 is no limit.
    Between two requests, uvicorn's own limit for idle connections holds.
    """
    if seconds and not hasattr(protocol, _SECONDS):
        _extend(protocol)
    setattr(protocol, _SECONDS, seconds)


def _extend(protocol: Any) -> None:
    made, received, lost = (
        protocol.connection_made,
        protocol.data_received,
        protocol.connection_lost,
    )

    def connection_made(self: Any, transport: Any) -> None:
        made(self, transport)
        _wait(self)

    def data_received(self: Any, data: bytes) -> None:
        received(self, data)
        is_waiting = self.conn.their_state in (h11.IDLE, h11.SEND_BODY)
        if not is_waiting or _is_websocket(self):
            _stop(self)
        elif getattr(self, _TIMER, None) is None:
            _wait(self)

    def connection_lost(self: Any, error: Exception | None) -> None:
        _stop(self)
        lost(self, error)

    protocol.connection_made = connection_made
    protocol.data_received = data_received
    protocol.connection_lost = connection_lost


def _is_websocket(connection: Any) -> bool:
    """Return whether another protocol has taken over the connection."""
    return connection.transport.get_protocol() is not connection


def _wait(connection: Any) -> None:
    _stop(connection)
    seconds = getattr(connection, _SECONDS)
    timer = connection.loop.call_later(seconds, _close, connection) if seconds else None
    setattr(connection, _TIMER, timer)


def _stop(connection: Any) -> None:
    timer = getattr(connection, _TIMER, None)
    if timer is not None:
        timer.cancel()
        setattr(connection, _TIMER, None)


def _close(connection: Any) -> None:
    """Close a connection; say why, unless a response has begun or nothing was asked.

    Browsers open connections before they need them, and take a silent end of one for what it is.
    """
    if connection.transport.is_closing() or _is_websocket(connection):
        return
    cycle = connection.cycle
    is_unused = connection.conn.their_state is h11.IDLE and not connection.conn.trailing_data[0]
    if not is_unused and (cycle is None or cycle.response_complete or not cycle.response_started):
        connection.transport.write(TIMEOUT)
    connection.transport.close()


def hide_name(protocol: Any) -> None:
    """Have responses not say which server this is; uvicorn adds that after all middleware."""
    made = protocol.connection_made

    def connection_made(self: Any, transport: Any) -> None:
        state, config = self.server_state, self.config
        state.default_headers = _nameless(state.default_headers)
        config.encoded_headers = _nameless(config.encoded_headers)
        made(self, transport)

    protocol.connection_made = connection_made


def _nameless(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name != b"server"]
