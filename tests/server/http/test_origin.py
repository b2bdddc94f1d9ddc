"""Pages of other sites cannot open a dashboard, and no request has the server call anyone."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit import config, net_util
from streamlit.web import bootstrap
from streamlit.web.server.starlette import starlette_websocket

from tests.support.small_server import SmallServer


def opened(origins: list[str], **settings: Any) -> tuple[str, object]:
    """Return the first message to a websocket with these origins, and its text or status."""
    first, second, *_rest = SmallServer(**settings).open("/stream", origins=origins)
    return first["type"], second.get("text", first.get("status"))


@pytest.mark.parametrize(
    "origins",
    [
        ["https://elsewhere.test"],
        ["http://here.test.elsewhere.test"],
        ["http://here.test:8080"],
        ["null"],
        ["http://[::"],
        ["http://here.test", "http://elsewhere.test"],
    ],
)
def test_a_websocket_from_a_page_of_another_site_is_refused(origins: list[str]) -> None:
    assert opened(origins) == ("websocket.http.response.start", 403)


def test_the_refusal_names_the_other_site() -> None:
    _start, body = SmallServer().open("/stream", origins=["https://elsewhere.test"])
    assert body["body"] == (
        b"Opened by another site. https://elsewhere.test is not this site. "
        b"Open the dashboard itself.\n"
    )


@pytest.mark.parametrize("origins", [[], ["http://here.test"], ["https://HERE.test"]])
def test_own_pages_and_programs_may_open_one_and_streamlit_sees_no_origin(
    origins: list[str],
) -> None:
    assert opened(origins) == ("websocket.accept", "no origin")


def test_behind_a_proxy_the_public_address_is_our_own() -> None:
    own = "https://rounds.example:8443"
    assert opened([own], public_url=f"{own}/ee") == ("websocket.accept", "no origin")


def test_streamlit_accepts_a_websocket_without_origin_and_asks_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ask(*_args: object, **_kwargs: object) -> None:
        pytest.fail("a service on the internet was asked")

    monkeypatch.setattr(net_util, "_make_blocking_http_get", ask)
    assert starlette_websocket._is_origin_allowed(None, "here.test")
    headless = config.get_option("server.headless")
    config.set_option("server.headless", True)
    bootstrap._print_url(is_running_hello=False)  # with `.streamlit/config.toml`
    config.set_option("server.headless", headless)
