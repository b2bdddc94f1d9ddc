"""Health checks: whether the server is alive, and whether it has data to serve."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount

from data.rounds.record import Record
from data.upkeep.recovery import Notice
from server.http import health
from tests.support.open_app import FixedService


def ask(current: Any, path: str, method: str = "GET", *, not_understood: int = 0) -> httpx.Response:
    """Return the response of the health routes, placed before a catch-all app such as Streamlit."""
    rest = Mount("/", app=PlainTextResponse("a page"))
    app = Starlette(routes=[*health.routes(lambda: current, lambda: not_understood), rest])

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here.test") as client:
            return await client.request(method, path)

    return asyncio.run(asked())


def test_healthz_is_ok_even_without_data() -> None:
    answer = ask(FixedService(None), "/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["cache-control"] == "no-store"


def test_readyz_reports_rounds_newest_date_and_notices(record: Record) -> None:
    answer = ask(FixedService(record, notices=(Notice("read-only", "why"),)), "/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "rounds": len(record.draws),
        "newest": f"{record.draws['date'].iloc[-1]:%Y-%m-%d}",
        "notices": ["read-only"],
        "checks_not_understood": 0,
    }


@pytest.mark.parametrize(("n", "said"), [(1, "for 1 check."), (49, "for 49 checks.")])
def test_readyz_is_ok_but_says_for_how_many_checks_the_file_was_not_understood(
    record: Record, n: int, said: str
) -> None:
    answer = ask(FixedService(record), "/readyz", not_understood=n)
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert answer.json()["checks_not_understood"] == n
    assert f"has not been understood {said}" in answer.json()["detail"]


def test_readyz_without_data_is_503_with_the_reason() -> None:
    answer = ask(FixedService(None), "/readyz")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert "cannot be read" in answer.json()["detail"]


def test_readyz_is_503_and_says_what_is_missing_while_the_server_loads() -> None:
    answer = ask(None, "/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "detail": "The data is still being loaded.",
    }
    assert answer.headers["cache-control"] == "no-store"
    assert ask(None, "/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_checks_answer_only_get_and_head(record: Record, path: str) -> None:
    head = ask(FixedService(record), path, "HEAD")
    assert (head.status_code, head.content) == (200, b"")
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "BREW"):
        refused = ask(FixedService(record), path, method)
        assert refused.status_code == 405
        assert {name.strip() for name in refused.headers["allow"].split(",")} == {"GET", "HEAD"}
