"""What a whole download may cost, and the connection that is cut when it costs more.

Time limits for single reads do not do: a server that sends a byte now and then is never silent
for long. So the connection is noted when it is made, and cut from another thread when the time is
over, or when nobody waits for the answer any more.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

_CONNECTED = (".connect_tcp.complete", ".start_tls.complete")


@dataclass(frozen=True)
class Limits:
    """What a download may cost: bytes after unpacking, seconds of an attempt, their number."""

    size: int = 20_000_000
    seconds: float = 120.0
    attempts: int = 4
    redirects: int = 5
    longest_wait: float = 60.0


LIMITS = Limits()


class Download:
    """The connection of one download; whoever holds this can end the download at once."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self.stopped = False
        self._over = threading.Event()
        self._socket: socket.socket | None = None

    @property
    def is_cancelled(self) -> bool:
        """Whether nothing more can come: the time is over or the download was stopped."""
        return self._over.is_set()

    def stop(self) -> None:
        """End the download and every wait, because nobody needs it any more."""
        self.stopped = True
        self._cancel()

    def wait(self, seconds: float) -> None:
        """Sleep between two attempts, or until the line is cut."""
        self._over.wait(seconds)

    @contextmanager
    def limited(self) -> Iterator[None]:
        """Cut the line when what happens within takes longer than an attempt may."""
        timer = threading.Timer(self.limits.seconds, self._cancel)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def on_trace_event(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember the connection; this is what httpx calls a trace."""
        if event.endswith(_CONNECTED):
            self._socket = info["return_value"].get_extra_info("socket")
            if self.is_cancelled:
                self._cancel()

    def _cancel(self) -> None:
        self._over.set()
        if self._socket is not None:
            # Whoever reads is told that this was all. A closed connection needs nothing.
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
