"""Security headers: every response restricts the browser as strictly as its kind allows."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path

import pytest
import streamlit as st

from server.http.headers import inline_scripts, page_headers
from tests.support.small_server import SHELL, SmallServer

PATHS = ("/page", "/static/a.js", "/no", "/broken", "/api/v1/text", "/api/v1/no", "/api/v1/broken")


def policy(answer: object) -> dict[str, list[str]]:
    """Return the sources of each directive of a response's Content-Security-Policy."""
    text: str = answer.headers["content-security-policy"]  # type: ignore[attr-defined]
    return {name: rest for name, *rest in (part.split() for part in text.split(";"))}


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
@pytest.mark.parametrize("path", PATHS)
def test_every_response_has_security_headers_even_errors(path: str, method: str) -> None:
    answer = SmallServer().ask(path, method, base="https://here.test")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "geolocation=()" in answer.headers["permissions-policy"]
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert policy(answer)["default-src"] == ["'none'"]


def test_refused_requests_have_security_headers() -> None:
    small = SmallServer(allowed_hosts=("here.test",), rate_pages=1, max_request_bytes=1)
    answers = [
        small.ask("/page", base="http://elsewhere.test"),
        small.ask("/size", "POST", content=b"xx"),
        small.ask("/page"),
    ]
    assert [answer.status_code for answer in answers] == [400, 413, 429]
    assert all(policy(answer)["default-src"] == ["'none'"] for answer in answers)


def test_page_policy_allows_no_other_host_and_one_known_inline_script() -> None:
    found = policy(SmallServer().ask("/page"))
    digest = b64encode(hashlib.sha256(b"a = 1").digest()).decode()
    assert found["script-src"] == ["'self'", f"'sha256-{digest}'", "'wasm-unsafe-eval'"]
    assert found["connect-src"] == ["'self'"]
    assert found["base-uri"] == found["form-action"] == found["default-src"] == ["'none'"]
    sources = {source for each in found.values() for source in each}
    assert {source for source in sources if not source.startswith("'")} == {"data:"}


def test_streamlits_own_inline_script_is_allowed() -> None:
    shell = (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")
    (script,) = inline_scripts(shell)
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page_headers(shell, ["'self'"])["Content-Security-Policy"]


def test_only_scripts_without_src_count_as_inline() -> None:
    assert inline_scripts(SHELL + "<SCRIPT\nasync>b\n</SCRIPT>") == ["a = 1", "b\n"]


def test_api_responses_may_run_nothing_and_be_read_by_any_site() -> None:
    answer = SmallServer().ask("/api/v1/text")
    found = policy(answer)
    assert set(found) == {"default-src", "base-uri", "form-action", "frame-ancestors"}
    assert all(sources == ["'none'"] for sources in found.values())
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_html_under_the_api_runs_only_its_own_scripts() -> None:
    found = policy(SmallServer().ask("/api/v1/page"))
    assert found["script-src"] == ["'self'"]
    assert found["frame-ancestors"] == ["'none'"]


def test_other_sites_cannot_read_pages() -> None:
    headers = SmallServer().ask("/page").headers
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


def test_only_listed_sites_may_frame_the_dashboard() -> None:
    small = SmallServer(frame_ancestors=("'self'", "https://a.test"))
    assert policy(small.ask("/page"))["frame-ancestors"] == ["'self'", "https://a.test"]
    assert policy(small.ask("/api/v1/text"))["frame-ancestors"] == ["'none'"]


def test_hsts_is_sent_only_over_https_and_can_be_turned_off() -> None:
    assert "strict-transport-security" not in SmallServer().ask("/page").headers
    answer = SmallServer(hsts_seconds=0).ask("/page", base="https://here.test")
    assert "strict-transport-security" not in answer.headers


def test_header_set_by_the_app_is_not_overwritten() -> None:
    assert SmallServer().ask("/framed").headers.get_list("referrer-policy") == ["origin"]


def test_vary_names_each_header_once() -> None:
    answer = SmallServer().ask("/framed")
    assert answer.headers.get_list("vary") == ["Accept-Encoding, Cookie"]
