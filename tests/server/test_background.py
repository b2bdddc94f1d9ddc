"""What goes on beside the requests ends with the server, and its failure is told and no more."""

from __future__ import annotations

import asyncio

import pytest

from server.background import beside


def test_work_is_cancelled_at_the_end_and_has_its_time_to_clean_up() -> None:
    told: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            told.append("cleaned up")

    async def serve() -> None:
        async with beside(work()):
            await asyncio.sleep(0)
            told.append("served")

    asyncio.run(serve())
    assert told == ["served", "cleaned up"]


def test_work_that_fails_is_in_the_log_at_once_and_the_server_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def work() -> None:
        raise RuntimeError("why")

    async def serve() -> list[str]:
        async with beside(work()):
            await asyncio.sleep(0.01)
            return [str(record.exc_info) for record in caplog.records]

    (told,) = asyncio.run(serve())
    assert "why" in told
