"""Work that goes on beside the requests for as long as the server runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from server.logs import NAME

_log = logging.getLogger(f"{NAME}.background")


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Do the work while the block lasts, then cancel it and wait until it has cleaned up.

    Should it fail, that is in the log at once, and the block goes on without it.
    """
    task = asyncio.create_task(work)
    task.add_done_callback(_ended)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


def _ended(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        _log.critical("What goes on in the background has failed and ended", exc_info=error)
