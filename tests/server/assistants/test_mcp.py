"""The tools over MCP, as the SDK's own client finds and calls them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from mcp.client.client import Client
from starlette.applications import Starlette
from starlette.routing import Route

from server.assistants import mcp
from server.assistants.tools import Tools
from tests.support import august
from tests.support.loopback import serving

NOW = datetime(2026, 8, 21, 12, tzinfo=UTC)


def app(now: datetime = NOW) -> Starlette:
    service = august.service().current
    return Starlette(
        routes=[Route("/mcp", mcp.create(Tools(service, august.folder(), lambda: now)))]
    )


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(app()) as host:
        yield f"{host}/mcp"


def call(address: str, name: str, **arguments: Any) -> Any:
    async def ask() -> Any:
        async with Client(address) as client:
            return await client.call_tool(name, arguments)

    return asyncio.run(ask())


def answer(address: str, name: str, **arguments: Any) -> dict[str, Any]:
    result = call(address, name, **arguments)
    assert not result.is_error, result
    found: dict[str, Any] = result.structured_content
    return found


def test_the_client_finds_five_tools_that_only_read(address: str) -> None:
    async def ask() -> Any:
        async with Client(address) as client:
            return (await client.list_tools()).tools

    tools = asyncio.run(ask())
    names = [tool.name for tool in tools]
    assert names == ["rounds", "latest", "category", "standing", "outlook"]
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)


def test_every_answer_says_how_far_the_data_goes(address: str) -> None:
    found = answer(address, "latest")
    assert (found["complete_through"], found["today"]) == ("2026-08-20", "2026-08-21")
    assert found["round"]["round_id"] == "437"
    assert found["facts"]


def test_rounds_are_selected_as_in_the_open_data(address: str) -> None:
    found = answer(address, "rounds", category="stem", max_cutoff=486, limit=1)
    assert [row["round_id"] for row in found["rounds"]] == ["274"]
    assert found["matching"] == 2  # 481 and 486, not 491
    assert found["rounds"][0]["url"].startswith("https://www.canada.ca/")
    found = answer(address, "rounds", start="2026-08-18", end="2026-08-18")
    assert [row["round_id"] for row in found["rounds"]] == ["436"]


def test_a_category_has_its_rules_and_occupations(address: str) -> None:
    found = answer(address, "category", code="stem")
    assert (found["rounds"], found["latest_date"]) == (3, "2024-04-11")
    rules = {rule["list"]: rule for rule in found["rules"]}
    assert (rules[2026]["months"], rules[2026]["effective_from"]) == (12, "2026-02-18")
    now = [row["noc"] for row in found["occupations"] if row["effective_to"] is None]
    assert len(now) == 11
    assert answer(address, "category", code="researchers")["rounds"] == 0


def test_standing_counts_rounds_that_would_have_invited(address: str) -> None:
    found = answer(address, "standing", score=500, eligible=["stem"], since="2023-06-28")
    assert (found["rounds"], found["invited"], found["undecided"]) == (3, 3, 0)
    assert found["scale_changed_on"] == ["2025-03-25"]
    found = answer(address, "standing", score=483, eligible=["stem"])
    assert found["invited"] == 1  # at 481; the others were at 486 and 491
    assert found["latest_of_each_category"][0]["margin"] == -8


def test_outlook_comes_with_its_track_record(address: str) -> None:
    found = answer(address, "outlook", category="cec")
    assert found["forecast"]["low"] < found["forecast"]["expected"] < found["forecast"]["high"]
    assert {"mae", "coverage"} <= {row["metric"] for row in found["track_record"]}
    assert answer(address, "outlook", category="stem")["forecast"] is None


def test_there_is_no_forecast_on_old_data() -> None:
    with serving(app(datetime(2026, 9, 20, tzinfo=UTC))) as host:
        found = answer(f"{host}/mcp", "outlook", category="cec")
    assert found["forecast"] is None
    assert "two weeks old" in found["why"]


def test_what_is_wrong_is_told_with_what_there_is(address: str) -> None:
    for name, arguments in (
        ("latest", {"category": "nope"}),
        ("standing", {"score": 1201, "eligible": ["cec"]}),
    ):
        result = call(address, name, **arguments)
        assert result.is_error
        assert "stem" in result.content[0].text or "1201" in result.content[0].text


def test_a_stream_is_refused_and_the_log_of_the_process_is_left_alone(address: str) -> None:
    before = logging.root.handlers[:]
    app()
    assert logging.root.handlers == before
    refused = httpx.get(address)
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
