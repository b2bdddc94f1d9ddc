"""Addresses without a page: a real 404 with a way on, and never Streamlit's page for all."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from pages.menu import MENU
from server.http import refusal, stack
from server.settings import Settings
from server.site import unknown

FILES = Path(st.__file__).parent / "static"


async def streamlits(*_request: object) -> PlainTextResponse:
    return PlainTextResponse("Streamlit's")


def ask(path: str, method: str = "GET", *, root: str = "", **headers: str) -> httpx.Response:
    """Return the response of an app with the route before ones such as Streamlit's."""
    app = Starlette(
        routes=[
            unknown.route(FILES),
            Route("/_stcore/health", streamlits),
            Route("/_stcore/metrics", streamlits),
            Route("/media/{name:path}", streamlits),
            Mount("/", app=PlainTextResponse("the dashboard"), name="static-assets"),
        ],
        middleware=stack.middleware(Settings(), "<script></script>", clock=lambda: 0.0),
        exception_handlers={HTTPException: refusal.on_http_error},
    )

    async def fetch() -> httpx.Response:
        transport = httpx.ASGITransport(app, root_path=root)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        async with httpx.AsyncClient(transport=transport, base_url="http://here.test") as client:
            return await client.request(method, root + path, headers=sent)

    return asyncio.run(fetch())


@pytest.mark.parametrize(
    "path", ["/nope", "/feeds", "/api", "/static/nope.js", "/_stcore/nope", "/index.html", "/a/b/c"]
)
def test_an_unknown_address_is_a_404_and_not_the_dashboard(path: str) -> None:
    answer = ask(path)
    assert answer.status_code == 404
    assert answer.text != "the dashboard"
    assert ask(path, "HEAD").status_code == ask(path, "POST").status_code == 404


def test_the_page_leads_on_to_every_page_and_the_data() -> None:
    answer = ask("/nope", root="/ee")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert "<h1>There is no page at this address</h1>" in answer.text
    links = re.findall(r'href="([^"]+)"', answer.text)
    assert {"/ee/", *(f"/ee/{entry.path}" for entry in MENU[1:])} <= set(links)
    assert {"/ee/api/v1/docs", "/ee/feeds/rounds.atom", "/ee/feeds/rounds.ics"} <= set(links)
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/nope?lang=fr", {}), ("/nope", {"accept_language": "fr-CA,fr;q=0.9,en;q=0.8"})],
)
def test_the_page_is_in_the_language_of_the_address_or_the_browser(
    path: str, headers: dict[str, str]
) -> None:
    answer = ask(path, **headers)
    assert '<html lang="fr-CA">' in answer.text
    assert "Il n’y a pas de page à cette adresse" in answer.text
    assert '<a href="/cut-offs?lang=fr">' in answer.text
    assert '<a href="?lang=en" lang="en">English</a>' in answer.text
    assert answer.headers["content-language"] == "fr"


def test_an_address_like_that_of_a_page_gets_the_page_suggested() -> None:
    assert 'Did you mean <a href="/cut-offs">Cut-offs</a>?' in ask("/cutoffs").text
    assert 'Did you mean <a href="/frequency">Frequency</a>?' in ask("/fréquence").text
    assert "Did you mean" not in ask("/wp-login.php").text


def test_nothing_of_the_address_gets_into_the_page() -> None:
    assert "<script>" not in ask("/<script>alert(1)</script>?a=<script>").text


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/CUT-OFFS?category=cec", "/cut-offs?category=cec"),
        ("/Pool/", "/pool"),
        ("/overview?lang=fr", "/?lang=fr"),
        ("/STATUS", "/status"),
        ("/API/v1/rounds.csv?category=cec", "/api/v1/rounds.csv?category=cec"),
    ],
)
def test_a_page_in_another_spelling_leads_to_the_page(path: str, location: str) -> None:
    answer = ask(path)
    assert (answer.status_code, answer.headers["location"]) == (308, location)
    assert ask(path, root="/ee").headers["location"] == f"/ee{location}"


@pytest.mark.parametrize("path", ["/_stcore/health", "/media/a.png"])
def test_what_streamlit_has_a_route_for_is_left_to_it(path: str) -> None:
    assert ask(path).text == "Streamlit's"


def test_a_file_of_streamlit_is_left_to_it() -> None:
    name = next(path.name for path in (FILES / "static" / "js").iterdir())
    assert ask(f"/static/js/{name}").text == ask("/manifest.json").text == "the dashboard"


def test_the_metrics_of_streamlit_are_nobodys_business() -> None:
    assert ask("/_stcore/metrics").status_code == 404


def test_below_a_page_the_browser_finds_no_streamlit_and_gets_no_page() -> None:
    answer = ask("/cut-offs/_stcore/health")
    assert (answer.status_code, answer.text) == (404, "Not Found")


def test_an_unknown_address_of_the_data_is_a_problem() -> None:
    answer = ask("/mcp/nope")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
