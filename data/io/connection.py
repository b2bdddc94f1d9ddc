"""Limits for one download, and a way to cancel it from another thread.

Read timeouts are not enough: a server that sends a byte now and then never exceeds them. So we
remember the socket, and shut it down when the time is up or the result is no longer needed.
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
    """Limits of a download: bytes after unpacking, seconds per attempt, number of attempts."""

    size: int = 20_000_000
    seconds: float = 120.0
    attempts: int = 4
    redirects: int = 5
    longest_wait: float = 60.0


LIMITS = Limits()


class Download:
    """One download, which any thread can cancel at once."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self.is_stopped = False
        self._cancelled = threading.Event()
        self._socket: socket.socket | None = None

    @property
    def is_cancelled(self) -> bool:
        """Whether the time is up or the download was stopped."""
        return self._cancelled.is_set()

    def stop(self) -> None:
        """Cancel the download and any wait for the next attempt."""
        self.is_stopped = True
        self._cancel()

    def wait(self, seconds: float) -> None:
        """Sleep between two attempts, or until the download is cancelled."""
        self._cancelled.wait(seconds)

    @contextmanager
    def time_limit(self) -> Iterator[None]:
        """Cancel the download if the block takes longer than one attempt may."""
        timer = threading.Timer(self.limits.seconds, self._cancel)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def on_trace_event(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember the socket; httpx calls this as its ``trace`` extension."""
        if event.endswith(_CONNECTED):
            self._socket = info["return_value"].get_extra_info("socket")
            if self.is_cancelled:
                self._cancel()

    def _cancel(self) -> None:
        self._cancelled.set()
        if self._socket is not None:
            # Blocked reads then return end-of-file. The socket may already be closed.
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
