"""Background tasks end with the server, and the failure of one is logged without stopping it."""

from __future__ import annotations

import asyncio

import pytest

from server.background import background_task


def test_background_task_is_cancelled_at_shutdown_and_can_clean_up() -> None:
    told: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            told.append("cleaned up")

    async def serve() -> None:
        async with background_task(work()):
            await asyncio.sleep(0)
            told.append("served")

    asyncio.run(serve())
    assert told == ["served", "cleaned up"]


def test_failing_background_task_is_logged_and_the_server_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def work() -> None:
        raise RuntimeError("why")

    async def serve() -> list[str]:
        async with background_task(work()):
            await asyncio.sleep(0.01)
            return [str(record.exc_info) for record in caplog.records]

    (told,) = asyncio.run(serve())
    assert "why" in told
