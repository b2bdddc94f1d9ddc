"""Limits on requests per address and on request bodies; addresses are soon forgotten."""

from __future__ import annotations

import time
from typing import Any

import pytest
from limits.storage import MemoryStorage

from server.http.limits import client_address
from tests.support.small_server import SmallServer, pieces


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The limiter's time, in a list so that a test can change it; starts 30 s into a minute."""
    now = [1_800_000_030.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def test_too_many_api_requests_get_429_with_retry_after(clock: list[float]) -> None:
    small = SmallServer(lambda: clock[0], rate_data=2)
    assert [small.ask("/api/v1/text").status_code for _ in range(3)] == [200, 200, 429]
    refused = small.ask("/api/v1/text")
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["status"] == 429
    # Both requests count in full until the minute ends, and less and less after that.
    assert refused.headers["retry-after"] == "30"
    assert refused.json()["detail"].endswith("Try again in 30 seconds.")
    clock[0] += 29
    assert small.ask("/api/v1/text").json()["detail"].endswith("Try again in 1 second.")
    clock[0] += 2
    assert small.ask("/api/v1/text").status_code == 200


def test_too_many_page_requests_get_429_as_plain_text() -> None:
    small = SmallServer(rate_pages=1)
    small.ask("/page")
    refused = small.ask("/page")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.headers["content-type"] == "text/plain; charset=utf-8"
    assert refused.text.startswith("Too many requests. At most 1 ")


def test_addresses_and_kinds_of_requests_are_counted_separately() -> None:
    small = SmallServer(rate_data=1, rate_pages=1, rate_visits=1)
    assert small.ask("/api/v1/text").status_code == 200
    assert small.ask("/page").status_code == 200
    assert small.open("/stream")[0]["type"] == "websocket.accept"
    assert small.ask("/api/v1/text", client="192.0.2.8").status_code == 200
    assert small.ask("/api/v1/text").status_code == 429


def test_charts_that_follow_a_click_are_counted_apart_from_open_data() -> None:
    small = SmallServer(rate_data=1, rate_messages=1)
    got = [small.ask("/api/v1/charts/frequency/gaps.element").status_code for _ in range(11)]
    assert got == [*[404] * 10, 429]  # this small server has none
    assert small.ask("/api/v1/text").status_code == 200


def test_websocket_over_the_limit_is_refused_before_opening() -> None:
    small = SmallServer(rate_visits=1)
    small.open("/stream")
    start, _body = small.open("/stream")
    assert start["type"] == "websocket.http.response.start"
    assert start["status"] == 429
    assert b"retry-after" in dict(start["headers"])


def test_zero_means_no_rate_limit() -> None:
    small = SmallServer(rate_data=0, rate_pages=0, rate_visits=0)
    assert {small.ask(path).status_code for path in ("/page", "/api/v1/text") * 5} == {200}


def test_health_checks_are_never_rate_limited() -> None:
    small = SmallServer(rate_pages=1)
    assert {small.ask("/healthz").status_code for _ in range(3)} == {200}


def test_an_address_is_forgotten_after_two_minutes(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[MemoryStorage] = []
    made = MemoryStorage.__init__

    def noted(storage: MemoryStorage, *args: Any, **more: Any) -> None:
        made(storage, *args, **more)
        kept.append(storage)

    monkeypatch.setattr(MemoryStorage, "__init__", noted)
    small = SmallServer(rate_pages=5)
    for last in range(50):
        small.ask("/page", client=f"198.51.100.{last}")
    (storage,) = kept
    assert len(storage.storage) == 50
    clock[0] += 121
    storage.timer.join()
    small.ask("/page", client="192.0.2.1")
    storage.timer.join()
    held = [storage.storage, storage.expirations, storage.events, storage.locks]
    assert all("198.51.100" not in str(each) for each in held)


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("x" * 500, "x" * 64),
    ],
)
def test_ipv6_addresses_are_counted_by_network(host: str, counted: str) -> None:
    assert client_address({"client": (host, 1)}) == counted
    assert client_address({"client": None}) == ""


@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_request_body_over_the_limit_is_refused_with_413(prefix: str) -> None:
    small = SmallServer(max_request_bytes=10)
    asked = f"{prefix}/size"
    assert small.ask(asked, "POST", content=b"x" * 10).text == "10"
    assert small.ask(asked, "POST", content=pieces(2, 5)).text == "10"
    said = small.ask(asked, "POST", content=b"x" * 11)
    unsaid = small.ask(asked, "POST", content=pieces(3, 5))
    kind = "application/problem+json" if prefix else "text/plain; charset=utf-8"
    for refused in (said, unsaid):
        assert refused.status_code == 413
        assert refused.headers["content-type"] == kind
        assert "At most 10 bytes" in refused.text


def test_invalid_content_length_is_refused_with_413() -> None:
    for said in ("many", "-1", "9" * 400):
        assert (
            SmallServer().ask("/size", "POST", headers={"Content-Length": said}).status_code == 413
        )


def test_zero_means_no_limit_on_the_request_body() -> None:
    small = SmallServer(max_request_bytes=0)
    assert small.ask("/size", "POST", content=b"x" * 100_000).text == "100000"
