"""Loading while the server already answers: what waits for it, and what happens if it fails."""

from __future__ import annotations

import asyncio
import gc
import signal
import threading
from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from server.http.loading import Later, Loading, OnDemand, WebsocketsLater, without_collections

SOON = 10  # seconds after which a test that hangs fails


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Leave the garbage collector as it was."""
    yield
    gc.unfreeze()
    gc.enable()


def test_requests_wait_until_their_app_is_loaded_and_others_do_not() -> None:
    may_load = threading.Event()

    def load() -> PlainTextResponse:
        assert may_load.wait(SOON)
        return PlainTextResponse("data")

    async def visit() -> tuple[str, str]:
        loading = Loading(load)
        page = Route("/", lambda _request: PlainTextResponse("page"))
        app = Starlette(routes=[page, Mount("/api", Later(loading, lambda loaded: loaded))])
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            task = asyncio.create_task(loading.start())
            waiting = asyncio.create_task(client.get("/api/rounds"))
            page_text = (await client.get("/")).text
            assert loading.now is None
            assert not waiting.done()
            may_load.set()
            data = await asyncio.wait_for(waiting, SOON)
            assert loading.now is await task
            return page_text, data.text

    assert asyncio.run(visit()) == ("page", "data")


def test_a_websocket_waits_until_everything_is_loaded() -> None:
    seen: list[str] = []

    async def inner(scope: object, _receive: object, _send: object) -> None:
        assert isinstance(scope, dict)
        seen.append(scope["type"])

    async def visit() -> None:
        loading = Loading(lambda: seen.append("loaded"))
        app = WebsocketsLater(inner, loading)
        waiting = asyncio.create_task(app({"type": "websocket"}, None, None))  # type: ignore[arg-type]
        await app({"type": "http"}, None, None)  # type: ignore[arg-type]
        await loading.start()
        await asyncio.wait_for(waiting, SOON)

    asyncio.run(visit())
    assert seen == ["http", "loaded", "websocket"]


def test_an_app_on_demand_is_built_once_by_the_first_of_many_requests() -> None:
    built: list[str] = []

    def build() -> PlainTextResponse:
        built.append("once")
        return PlainTextResponse("data")

    async def visit() -> list[str]:
        transport = httpx.ASGITransport(OnDemand(build))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            assert built == []
            return [
                answer.text for answer in await asyncio.gather(*(client.get("/") for _ in range(3)))
            ]

    assert asyncio.run(visit()) == ["data"] * 3
    assert built == ["once"]


def test_a_server_that_cannot_load_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[int] = []
    monkeypatch.setattr(signal, "raise_signal", raised.append)

    def load() -> None:
        raise ImportError("no pandas")

    with pytest.raises(ImportError, match="no pandas"):
        asyncio.run(Loading(load).start())
    assert raised == [signal.SIGTERM]
    assert gc.isenabled()


def test_no_garbage_is_collected_while_loading_and_what_remains_is_frozen() -> None:
    gc.unfreeze()
    assert without_collections(gc.isenabled) is False
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


def test_garbage_is_collected_again_after_a_failure() -> None:
    def load() -> None:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 any
        without_collections(load)
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


def test_what_is_built_on_demand_is_built_after_a_while_if_nobody_asks() -> None:
    told: list[str] = []

    async def sleep(seconds: float) -> None:
        told.append(f"slept {seconds}")

    def build() -> PlainTextResponse:
        told.append("built")
        return PlainTextResponse("an answer")

    async def visit() -> None:
        app = OnDemand(build)
        await app.prepare(sleep)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            assert (await client.get("http://data.test")).text == "an answer"

    asyncio.run(visit())
    assert told == ["slept 10", "built"]
