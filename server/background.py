"""Background tasks that run for as long as the server does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from data.rounds.record import RecordError
from data.upkeep.service import RecordService
from server.logs import NAME

# Another machine's new round is here within this time.
SYNC_SECONDS = 15.0

_log = logging.getLogger(f"{NAME}.background")


@asynccontextmanager
async def background_task(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run a task while the block lasts, then cancel it and wait until it has cleaned up.

    If it fails, that is logged at once, and the block goes on without it.
    """
    task = asyncio.create_task(work)
    task.add_done_callback(_log_failure)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


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


def _log_failure(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        _log.critical("A background task has failed and ended", exc_info=error)
