"""Keeps the folder of this machine in sync with what other machines store."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from data.rounds.record import RecordError
from data.upkeep.service import RecordService
from server.logs import NAME

# Another machine's new round is here within this time.
SYNC_SECONDS = 15.0

_log = logging.getLogger(f"{NAME}.syncing")


async def keep_in_sync(
    service: RecordService, *, sleep: Callable[[float], Awaitable[None]]
) -> None:
    """Bring what other machines store into the folder of this one, until cancelled."""
    while True:
        await sleep(SYNC_SECONDS)
        try:
            await asyncio.to_thread(service.sync)
        except (RecordError, OSError):
            _log.exception("What other machines have stored could not be read")
