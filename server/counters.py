"""Counts requests for the limits: in this process, or in Valkey for all processes together."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable

from limits import RateLimitItem
from limits.aio.strategies import SlidingWindowCounterRateLimiter as SharedLimiter
from limits.errors import StorageError
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from server.logs import NAME

# A request waits no longer than this for Valkey, and is then counted here.
TIMEOUT_SECONDS = 0.25
# Valkey is not asked for this long after a failure, so that requests don't wait one by one.
RETRY_SECONDS = 10.0

_log = logging.getLogger(f"{NAME}.counters")


class Counters:
    """Counts how often each client has done something in the last minute.

    With the address of a Valkey or Redis server, every process with that address counts together.
    While it can't be reached, this process counts by itself. `clock` gives seconds since 1970.
    """

    def __init__(self, url: str | None, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        # It keeps two numbers for each client. The exact window would keep a time for each
        # request and, in memory, never forget a client.
        self._own = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._shared = _shared_limiter(url) if url else None
        self._down_since: float | None = None

    async def wait(self, limit: RateLimitItem, client: str) -> int:
        """Count once more; return 0 if the limit allows that, or the seconds to wait."""
        reset_at = await self._hit(limit, client)
        return 0 if reset_at is None else max(1, math.ceil(reset_at - self._clock()))

    async def _hit(self, limit: RateLimitItem, client: str) -> float | None:
        if self._shared is not None and self._may_be_up():
            try:
                allowed = await self._shared.hit(limit, client)
                reset_at = None if allowed else await _reset_at(self._shared, limit, client)
            except StorageError as error:
                self._note_down(error)
            else:
                self._note_up()
                return reset_at
        if self._own.hit(limit, client):
            return None
        return float(self._own.get_window_stats(limit, client).reset_time)

    def _may_be_up(self) -> bool:
        return self._down_since is None or self._clock() >= self._down_since + RETRY_SECONDS

    def _note_down(self, error: Exception) -> None:
        if self._down_since is None:
            _log.warning("Limits count in this process only, as EE_LIMITS_URL failed: %s", error)
        self._down_since = self._clock()

    def _note_up(self) -> None:
        if self._down_since is not None:
            _log.info("Limits count for all processes again")
        self._down_since = None


def _shared_limiter(url: str) -> SharedLimiter:
    from limits.aio.storage import RedisStorage

    # One client for both, as they speak the same protocol: redis:// is valkey:// to it.
    scheme, _, rest = url.partition("://")
    address = f"async+{scheme.replace('redis', 'valkey')}://{rest}"
    storage = RedisStorage(
        address,
        wrap_exceptions=True,
        key_prefix="ee",
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
    )
    return SharedLimiter(storage)


async def _reset_at(limiter: SharedLimiter, limit: RateLimitItem, client: str) -> float:
    return float((await limiter.get_window_stats(limit, client)).reset_time)
