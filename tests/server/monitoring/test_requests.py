"""Each request has an id and is counted by its route, whatever addresses people ask for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from prometheus_client import CollectorRegistry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from data.vocabulary.tables import TABLES
from pages.menu import MENU
from server.logs import request_id
from server.monitoring.metrics import Metrics
from server.monitoring.requests import Monitored
from server.monitoring.routes import OTHER, template

COUNT, SESSIONS = "express_entry_requests_total", "express_entry_sessions"


async def named(request: Request) -> Response:
    inside = request_id.get(), await asyncio.to_thread(request_id.get)
    return PlainTextResponse(" ".join([*inside, request.headers["x-request-id"]]))


async def broken(_request: Request) -> Response:
    raise RuntimeError


class Small:
    """A small app with metrics."""

    def __init__(self) -> None:
        self.metrics, self.during = Metrics(), list[float]()
        routes = [
            Route("/cut-offs", named),
            Route("/api/v1/rounds/{round_id}", named),
            Route("/api/v1/broken.json", broken),
            WebSocketRoute("/_stcore/stream", self.stream),
        ]
        self.app = Monitored(Starlette(routes=routes), self.metrics, {"/cut-offs"})

    async def stream(self, websocket: WebSocket) -> None:
        await websocket.accept()
        self.during.append(self.value(SESSIONS))
        await websocket.close()

    def ask(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        async def fetch() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://here.test") as http:
                return await http.request(method, path, headers=headers)

        return asyncio.run(fetch())

    def value(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(name, labels) or 0


def samples(registry: CollectorRegistry, name: str) -> list[Mapping[str, str]]:
    """Return the labels of all samples of a metric."""
    found = (sample for metric in registry.collect() for sample in metric.samples)
    return [sample.labels for sample in found if sample.name == name]


def test_id_of_a_proxy_is_taken_sent_back_and_known_to_threads() -> None:
    answer = Small().ask("/cut-offs", **{"X-Request-ID": "a-Proxy_1.2"})
    assert answer.headers["x-request-id"] == "a-Proxy_1.2"
    assert answer.text.split() == ["a-Proxy_1.2"] * 3


@pytest.mark.parametrize("given", ["", "a b", 'a"b', "x" * 65, "é"])
def test_malformed_id_is_replaced_by_one_of_our_own(given: str) -> None:
    small = Small()
    sent: Any = {"X-Request-ID": given.encode()} if given else {}
    first, second = (small.ask("/cut-offs", **sent).headers["x-request-id"] for _ in range(2))
    assert len(first) == 32
    assert first.isalnum()
    assert first not in (second, given)


def test_requests_are_counted_by_method_route_and_status() -> None:
    small = Small()
    for path in ("/cut-offs", "/cut-offs", "/api/v1/rounds/274", "/api/v1/rounds/91a", "/nope"):
        small.ask(f"{path}?category=cec")
    small.ask("/api/v1/broken.json")
    small.ask("/cut-offs", "BREW")
    assert small.value(COUNT, method="GET", route="/cut-offs", status="200") == 2
    one = "/api/v1/rounds/{round_id}"
    assert small.value(COUNT, method="GET", route=one, status="200") == 2
    assert small.value(COUNT, method="GET", route=OTHER, status="404") == 1
    table = "/api/v1/{table}.{format}"
    assert small.value(COUNT, method="GET", route=table, status="500") == 1
    assert small.value(COUNT, method="OTHER", route="/cut-offs", status="405") == 1
    assert small.value("express_entry_request_seconds_count", route=one) == 2


def test_thousand_addresses_add_no_more_than_a_few_routes() -> None:
    small = Small()
    for number in range(250):
        for folder in ("", "/api/v1", "/api/v1/rounds", "/_stcore"):
            small.ask(f"{folder}/{number}")
    routes = {labels["route"] for labels in samples(small.metrics.registry, COUNT)}
    known = {"/api/v1/rounds/{round_id}", "/api/{other}", "/_stcore/{other}", OTHER}
    assert routes == known


def test_open_dashboard_is_a_session_until_its_websocket_is_closed() -> None:
    small = Small()
    for _ in range(2):
        with TestClient(small.app).websocket_connect("/_stcore/stream") as websocket:
            assert websocket.extra_headers is not None
    assert small.during == [1, 1]
    assert small.value(SESSIONS) == 0
    found = small.value(COUNT, method="WEBSOCKET", route="/_stcore/stream", status="101")
    assert found == 2
    # A session of an hour is no slow response.
    assert samples(small.metrics.registry, "express_entry_request_seconds_count") == []


def test_every_address_of_ours_has_a_route_of_its_own() -> None:
    pages = {f"/{entry.path}" for entry in MENU}
    addresses = [
        *pages,
        *(f"/api/v1/{name}.csv" for name in TABLES),
        "/api/v1/status.json",
        "/api/v1/rounds/latest",
        "/api/v1/charts/cut-offs/cut-offs.csv",
        "/feeds/rounds.atom",
        "/feeds/rounds.ics",
        "/_stcore/stream",
        "/_stcore/bidi-components/express-entry-rounds.chart/chart.js",
        "/static/js/index.js",
    ]
    assert [path for path in addresses if OTHER in template(path, pages)] == []
