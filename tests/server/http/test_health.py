"""Whoever watches over the server hears whether it lives and whether it has a record."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount

from data.rounds.record import Record
from data.upkeep.service import Notice
from server.http import health
from tests.support.open_app import Standing


def ask(current: Any, path: str, method: str = "GET") -> httpx.Response:
    """Return the answer of the routes before an app that answers everything, as Streamlit does."""
    rest = Mount("/", app=PlainTextResponse("a page"))
    app = Starlette(routes=[*health.routes(current), rest])

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here.test") as client:
            return await client.request(method, path)

    return asyncio.run(asked())


def test_a_process_lives_even_without_a_record() -> None:
    answer = ask(Standing(None), "/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["cache-control"] == "no-store"


def test_with_a_record_it_is_said_how_much_there_is(record: Record) -> None:
    answer = ask(Standing(record, notices=(Notice("read-only", "why"),)), "/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "rounds": len(record.draws),
        "newest": f"{record.draws['date'].iloc[-1]:%Y-%m-%d}",
        "notices": ["read-only"],
    }


def test_without_a_record_it_is_said_what_is_wrong() -> None:
    answer = ask(Standing(None), "/readyz")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert "cannot be read" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_only_get_and_head_are_answered(record: Record, path: str) -> None:
    head = ask(Standing(record), path, "HEAD")
    assert (head.status_code, head.content) == (200, b"")
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "BREW"):
        refused = ask(Standing(record), path, method)
        assert refused.status_code == 405
        assert {name.strip() for name in refused.headers["allow"].split(",")} == {"GET", "HEAD"}
