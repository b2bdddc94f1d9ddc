"""Under a base path, everything is served there, and all addresses have it."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from server import is_data, request_path
from server.site.base_path import BasePath


async def told(request: Request) -> Response:
    """Answer what the server takes this request for."""
    scope = request.scope
    found = [str(request.base_url), request_path(scope), scope["raw_path"].decode(), is_data(scope)]
    return JSONResponse(found)


def ask(path: str, base: str = "/ee", root_path: str = "") -> httpx.Response:
    app = Starlette(
        routes=[Mount("/api", routes=[Route("/{rest:path}", told)]), Route("/{rest:path}", told)],
        middleware=[Middleware(BasePath, lambda: base)],
    )

    async def fetch() -> httpx.Response:
        transport = httpx.ASGITransport(app, root_path=root_path)
        async with httpx.AsyncClient(transport=transport, base_url="http://here.test") as client:
            return await client.get(path)

    return asyncio.run(fetch())


@pytest.mark.parametrize(
    ("path", "inner", "data"),
    [("/ee/rounds", "/rounds", False), ("/ee/api/a.csv", "/api/a.csv", True), ("/ee/", "/", False)],
)
def test_a_request_is_the_same_with_the_base_path_and_stripped_of_it(
    path: str, inner: str, data: bool
) -> None:
    expected: list[Any] = ["http://here.test/ee/", inner, path, data]
    assert ask(path).json() == expected
    assert ask(inner).json() == expected


def test_a_path_that_only_begins_with_the_same_letters_is_another() -> None:
    assert ask("/eerie").json()[1:3] == ["/eerie", "/ee/eerie"]


def test_the_base_path_without_a_slash_leads_to_the_one_with_it() -> None:
    answer = ask("/ee?lang=fr")
    assert answer.is_redirect
    assert answer.headers["location"] == "http://here.test/ee/?lang=fr"


def test_a_root_path_that_the_server_was_started_with_is_kept() -> None:
    assert ask("/tools/rounds", root_path="/tools").json()[:2] == [
        "http://here.test/tools/",
        "/rounds",
    ]


def test_without_a_base_path_nothing_changes() -> None:
    assert ask("/rounds", base="").json()[:3] == ["http://here.test/", "/rounds", "/rounds"]
