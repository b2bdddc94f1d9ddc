"""The IRCC file is downloaded with retries and limits, over HTTPS from canada.ca only."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import httpx
import pytest

from data.io.connection import LIMITS, Download, Limits
from data.io.fetch import USER_AGENT, FetchError, FetchResult, fetch, new_client
from data.vocabulary.places import SOURCE_URL

Answer = httpx.Response | Exception


def server(*answers: Answer) -> tuple[httpx.Client, list[httpx.Request]]:
    """Return a client that gets these responses in turn, and the list of requests it sent."""
    requests: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        answer = answers[min(len(requests), len(answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        # Content given to a response counts as already read; a stream does not.
        stream = httpx.ByteStream(answer.content)
        return httpx.Response(answer.status_code, headers=answer.headers, stream=stream)

    return httpx.Client(transport=httpx.MockTransport(handle)), requests


def no_wait(seconds: float) -> None:
    """Wait no time at all."""


def test_download_returns_content_etag_and_the_times_of_its_headers() -> None:
    times = ("Thu, 20 Aug 2026 00:00:00 GMT", "Thu, 20 Aug 2026 12:00:00 GMT")
    headers = {"ETag": '"abc"', "Last-Modified": times[0], "Date": times[1]}
    client, requests = server(httpx.Response(200, headers=headers, content=b"list"))
    result = fetch(SOURCE_URL, client)
    assert result == FetchResult(b"list", '"abc"', *times)
    assert "If-None-Match" not in requests[0].headers


def test_later_request_is_conditional_on_etag_and_last_modified() -> None:
    client, requests = server(httpx.Response(304))
    result = fetch(SOURCE_URL, client, etag='"abc"', last_modified="Thu, 20 Aug 2026 00:00:00 GMT")
    assert result.content is None
    assert requests[0].headers["If-None-Match"] == '"abc"'
    assert requests[0].headers["If-Modified-Since"] == "Thu, 20 Aug 2026 00:00:00 GMT"


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.Response(500),
        httpx.Response(503),
        httpx.Response(429),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("cut"),
    ],
    ids=["500", "503", "429", "refused", "slow", "cut"],
)
def test_temporary_errors_are_retried_with_growing_pauses(trouble: Answer) -> None:
    waits: list[float] = []
    client, _ = server(trouble, trouble, httpx.Response(200, content=b"list"))
    assert fetch(SOURCE_URL, client, sleep=waits.append).content == b"list"
    assert waits == [1, 2]


def test_persistent_error_is_raised_after_the_last_attempt() -> None:
    client, requests = server(httpx.Response(500))
    with pytest.raises(FetchError, match="answered 500"):
        fetch(SOURCE_URL, client, sleep=no_wait)
    assert len(requests) == LIMITS.attempts


def test_retry_after_in_seconds_sets_the_pause() -> None:
    waits: list[float] = []
    busy = httpx.Response(429, headers={"Retry-After": "7"})
    vague = httpx.Response(503, headers={"Retry-After": "Thu, 20 Aug 2026 00:00:00 GMT"})
    client, _ = server(busy, vague, httpx.Response(200, content=b"list"))
    fetch(SOURCE_URL, client, sleep=waits.append)
    assert waits == [7, 2]


def test_long_retry_after_ends_the_attempts() -> None:
    client, requests = server(httpx.Response(503, headers={"Retry-After": "3600"}))
    with pytest.raises(FetchError, match="3600 seconds"):
        fetch(SOURCE_URL, client, sleep=no_wait)
    assert len(requests) == 1


@pytest.mark.parametrize("status", [204, 400, 403, 404, 410])
def test_other_status_codes_are_not_retried(status: int) -> None:
    client, requests = server(httpx.Response(status))
    with pytest.raises(FetchError, match=f"answered {status}"):
        fetch(SOURCE_URL, client, sleep=no_wait)
    assert len(requests) == 1


@pytest.mark.parametrize(
    "target",
    ["/elsewhere.json", "https://www.canada.ca/x.json", "https://ircc.canada.ca/x.json"],
)
def test_redirect_within_canada_ca_is_followed(target: str) -> None:
    moved = httpx.Response(301, headers={"Location": target})
    client, requests = server(moved, httpx.Response(200, content=b"list"))
    assert fetch(SOURCE_URL, client).content == b"list"
    assert len(requests) == 2


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/x.json",
        "https://notcanada.ca/x.json",
        "https://canada.ca.evil.example/x",
        "http://www.canada.ca/x.json",
        "http://127.0.0.1/x.json",
        "file:///etc/passwd",
    ],
)
def test_redirect_to_another_site_or_plain_http_is_not_followed(target: str) -> None:
    client, requests = server(httpx.Response(302, headers={"Location": target}))
    with pytest.raises(FetchError):
        fetch(SOURCE_URL, client, sleep=no_wait)
    assert len(requests) == 1


def test_redirect_loop_is_an_error() -> None:
    client, _ = server(httpx.Response(302, headers={"Location": SOURCE_URL}))
    with pytest.raises(FetchError, match="redirects more than 5 times"):
        fetch(SOURCE_URL, client, sleep=no_wait)


@pytest.mark.parametrize(
    "url",
    [
        "http://www.canada.ca/x.json",
        "ftp://www.canada.ca/x",
        "https://www.canada.ca:x/",
        "canada.ca",
    ],
)
def test_addresses_other_than_https_are_never_requested(url: str) -> None:
    client, requests = server(httpx.Response(200))
    with pytest.raises(FetchError):
        fetch(url, client)
    assert requests == []


def test_body_over_the_size_limit_is_an_error() -> None:
    client, _ = server(httpx.Response(200, content=b"x" * 11))
    with pytest.raises(FetchError, match="more than 10 bytes"):
        fetch(SOURCE_URL, client, download=Download(Limits(size=10)))


def test_download_over_the_time_limit_is_an_error() -> None:
    client, _ = server(httpx.Response(200, content=b"list"))
    with pytest.raises(FetchError, match="took longer"):
        fetch(SOURCE_URL, client, download=Download(Limits(seconds=-1.0)))


def test_wrong_content_encoding_is_an_error() -> None:
    def handle(_: httpx.Request) -> httpx.Response:
        stream = httpx.ByteStream(b"not gzip")
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=stream)

    client = httpx.Client(transport=httpx.MockTransport(handle))
    with pytest.raises(FetchError, match="cannot be used"):
        fetch(SOURCE_URL, client, sleep=no_wait)


def test_client_sends_its_user_agent_and_has_timeouts() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]
    assert f"{project['name']}/{project['version']}" == USER_AGENT
    with new_client() as client:
        assert client.headers["User-Agent"] == USER_AGENT
        assert client.timeout.connect == 10
        assert client.timeout.read == 30


class Handler(BaseHTTPRequestHandler):
    """A small server on the loopback: the path says how it behaves."""

    requests: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.requests.append(self.path)
        if self.path == "/busy" and len(self.requests) == 1:
            self.send_error(503)
        elif self.headers.get("If-None-Match") == '"1"':
            self.send_response(304)
            self.end_headers()
        else:
            body = b'{"rounds": []}'
            self.send_response(200)
            # A server that hangs up early promises more than it sends.
            self.send_header("Content-Length", str(len(body) + 9 * (self.path == "/short")))
            self.send_header("ETag", '"1"')
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def loopback() -> Iterator[Callable[[str], str]]:
    Handler.requests.clear()
    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield lambda path: f"http://127.0.0.1:{http.server_port}{path}"
        finally:
            http.shutdown()
            thread.join()


def test_busy_real_server_is_retried_and_then_revalidated_by_etag() -> None:
    with loopback() as url, new_client() as client:
        result = fetch(url("/busy"), client, sleep=no_wait)
        assert (result.content, result.etag) == (b'{"rounds": []}', '"1"')
        assert fetch(url("/busy"), client, etag=result.etag).content is None
        assert Handler.requests == ["/busy"] * 3


def test_real_server_that_hangs_up_early_is_an_error() -> None:
    with loopback() as url, new_client() as client:
        with pytest.raises(FetchError, match="did not answer properly"):
            fetch(url("/short"), client, sleep=no_wait)
        assert len(Handler.requests) == LIMITS.attempts


def test_unreachable_server_is_an_error() -> None:
    with loopback() as url:
        gone = url("/")
    with new_client() as client, pytest.raises(FetchError, match="did not answer properly"):
        fetch(gone, client, sleep=no_wait)
