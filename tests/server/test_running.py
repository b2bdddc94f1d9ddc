"""The real server, started by either command: its responses, headers, log and shutdown."""

from __future__ import annotations

import json
import re
import shutil
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from data.vocabulary.places import FOLDER
from tests.deploy.test_monitoring import expressions
from tests.support.serving import ROOT, Server, free_port, served, streamlit, uvicorn

TOKEN = "a-token-of-prometheus"  # noqa: S105 of this test
VISITOR = {"X-Forwarded-For": "203.0.113.9", "User-Agent": "a-program-of-someone"}
# A check that hangs would itself give up after 30 seconds at the earliest.
SOON = 10


@dataclass(frozen=True)
class Running:
    """The server under test, and a fake IRCC site that accepts connections but never answers."""

    server: Server
    silent: socket.socket

    def ask(
        self, path: str, method: str = "GET", content: bytes | None = None, **headers: str
    ) -> httpx.Response:
        """Send a request as a visitor behind a proxy, and return the response."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        address, sent = self.server.address + path, {**VISITOR, **named}
        return httpx.request(method, address, headers=sent, content=content, trust_env=False)


@pytest.fixture(scope="module", params=["streamlit", "uvicorn"])
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """The app's server on a copy of the bundled data."""
    folder, port = tmp_path_factory.mktemp("running"), free_port()
    for file in FOLDER.iterdir():
        if file.suffix in (".parquet", ".json", ".gz"):
            shutil.copy(file, folder)
    command = uvicorn("app:app", port) if request.param == "uvicorn" else None
    with socket.create_server(("127.0.0.1", 0)) as silent:
        environ = {
            "EE_DATA_DIR": str(folder),
            "EE_FEED_URL": f"http://127.0.0.1:{silent.getsockname()[1]}/rounds.json",
            "EE_ALLOWED_HOSTS": "127.0.0.1",
            "EE_METRICS_TOKEN": TOKEN,
        }
        command = command or streamlit(ROOT / "app.py", port)
        with served(
            command, port, folder / "server.log", environ=environ, path="/readyz"
        ) as server:
            yield Running(server, silent)


def test_running_server_is_healthy_and_ready(running: Running) -> None:
    assert running.ask("/healthz").text == "ok\n"
    ready = running.ask("/readyz")
    assert (ready.status_code, ready.json()["ready"]) == (200, True)
    assert ready.json()["rounds"] >= 438
    assert running.ask("/readyz", "HEAD").content == b""


def test_unchanged_data_gets_a_304(running: Running) -> None:
    for path in ("/api/v1/rounds.json", "/api/v1/rounds.xlsx", "/feeds/rounds.atom"):
        first = running.ask(path)
        assert first.status_code == 200
        again = running.ask(path, If_None_Match=first.headers["etag"])
        assert (again.status_code, again.content) == (304, b"")


def test_data_responses_set_no_cookie(running: Running) -> None:
    for path in ("/api/v1/rounds.json", "/feeds/rounds.ics", "/readyz"):
        assert "set-cookie" not in running.ask(path).headers


def test_unknown_data_path_is_a_404_problem_and_not_a_page(running: Running) -> None:
    for path in ("/api/v1/nothing", "/api/v2/rounds.json", "/feeds/nothing"):
        answer = running.ask(path)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


def test_post_requests_are_refused_everywhere(running: Running) -> None:
    for path in ("/healthz", "/readyz", "/api/v1/rounds.json", "/feeds/rounds.atom", "/"):
        answer = running.ask(path, "POST")
        assert answer.status_code == 405
        assert "GET" in answer.headers["allow"]


def test_every_response_has_security_headers(running: Running) -> None:
    for path in ("/", "/rounds", "/healthz", "/api/v1/rounds.csv", "/api/v1/x", "/feeds/x", "/%5c"):
        headers = running.ask(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
        assert "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "server" not in headers


def test_unknown_address_is_a_404_page_that_leads_on(running: Running) -> None:
    for path in ("/nope", "/feeds", "/static/nope.js", "/_stcore/nope"):
        answer = running.ask(path)
        assert answer.status_code == 404
        assert 'href="/cut-offs"' in answer.text or path.startswith("/_stcore")
    assert running.ask("/_stcore/metrics").status_code == 404
    assert running.ask("/_stcore/health").text == "ok"
    assert running.ask("/CUT-OFFS").headers["location"] == "/cut-offs"


def test_a_part_of_a_file_is_a_206_also_after_streamlits_compression(running: Running) -> None:
    answer = running.ask("/api/v1/rounds.csv", Range="bytes=0-4999", Accept_Encoding="gzip")
    assert (answer.status_code, len(answer.content)) == (206, 5000)
    assert answer.headers["content-range"].startswith("bytes 0-4999/")
    assert answer.headers.get_list("vary") == ["Accept-Encoding"]


def test_page_title_is_in_the_html_before_any_script_runs(running: Running) -> None:
    answer = running.ask("/cut-offs?category=cec")
    assert "<title>Cut-offs · Express Entry rounds</title>" in answer.text
    assert f'content="{running.server.address}/preview.png"' in answer.text
    assert running.ask("/preview.png").headers["content-type"] == "image/png"


def test_hsts_is_sent_when_the_proxy_reports_https(running: Running) -> None:
    assert "strict-transport-security" not in running.ask("/").headers
    assert "strict-transport-security" in running.ask("/", X_Forwarded_Proto="https").headers


def test_unlisted_host_header_is_refused(running: Running) -> None:
    refused = running.ask("/readyz", Host="elsewhere.test")
    assert refused.status_code == 400
    assert "content-security-policy" in refused.headers


def test_oversized_upload_is_refused(running: Running) -> None:
    answer = running.ask("/_stcore/upload_file/a/b", "PUT", b"x" * 70_000)
    assert answer.status_code == 413


def test_log_has_every_request_but_nothing_about_the_visitor(running: Running) -> None:
    # Not a number, which could stand in the log by chance as part of a time, a port or an id.
    running.ask("/my-score?score=of-the-visitor")
    running.ask("/api/v1/rounds.json?min_cutoff=of-the-visitor")
    assert b"101" in websocket(running.server.address, "/_stcore/stream?score=of-the-visitor")
    found = [line for line in requests(running.server.log) if line["path"] == "/my-score"]
    assert found
    assert set(found[0]) >= {"time", "method", "path", "status", "bytes", "ms"}
    text = running.server.log.read_text("utf-8")
    assert "of-the-visitor" not in text
    assert "score=" not in text
    assert "min_cutoff" not in text
    assert not any(value in text for value in VISITOR.values())
    assert "203.0.113" not in text


def test_every_metric_of_the_alerts_and_the_dashboard_is_exported(running: Running) -> None:
    assert running.ask("/metrics").status_code == 401
    text = running.ask("/metrics", Authorization=f"Bearer {TOKEN}").text
    families = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")}
    assert "process_resident_memory_bytes" in families
    used = set().union(*(re.findall(r"express_entry_\w+", text) for text in expressions()))
    assert {re.sub(r"_(bucket|count|sum)$", "", name) for name in used} == {
        family for family in families if family.startswith("express_entry_")
    }


def test_request_has_its_id_in_the_answer_and_in_the_log(running: Running) -> None:
    answer = running.ask("/api/v1/rounds/latest", X_Request_ID="of-a-proxy-1")
    assert answer.headers["x-request-id"] == "of-a-proxy-1"
    deadline = time.monotonic() + SOON  # the line is written once the response is sent
    found = list[dict[str, Any]]()
    while not found and time.monotonic() < deadline:
        found = [o for o in requests(running.server.log) if o.get("request") == "of-a-proxy-1"]
    assert [(line["path"], line["status"]) for line in found] == [("/api/v1/rounds/latest", 200)]


def requests(log: Path) -> list[dict[str, Any]]:
    """Return the access lines of the log."""
    found = (line for line in log.read_text("utf-8").splitlines() if line.startswith("{"))
    return [line for line in map(json.loads, found) if line["logger"].endswith(".access")]


def websocket(address: str, path: str) -> bytes:
    """Open a websocket as a visitor, and return the first line of the answer."""
    there = urlsplit(address)
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {there.netloc}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        *(f"{name}: {value}" for name, value in VISITOR.items()),
    ]
    with socket.create_connection((there.hostname, there.port), timeout=SOON) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        return connection.recv(1000).splitlines()[0]


@pytest.mark.slow
def test_server_stops_promptly_while_a_check_waits_for_ircc(
    running: Running,
) -> None:
    running.silent.settimeout(60)
    waiting, _address = running.silent.accept()
    with waiting:
        assert waiting.recv(10_000).startswith(b"GET /rounds.json")
        running.server.process.terminate()
        running.server.process.wait(SOON)
    text = running.server.log.read_text("utf-8")
    assert "Traceback" not in text


@pytest.mark.slow
@pytest.mark.parametrize("command", ["streamlit", "uvicorn"])
def test_invalid_setting_prevents_startup_and_is_named(command: str, tmp_path: Path) -> None:
    port = free_port()
    words = streamlit(ROOT / "app.py", port) if command == "streamlit" else uvicorn("app:app", port)
    log, environ = tmp_path / "server.log", {"EE_REFRESH_MINUTES": "often"}
    with pytest.raises(RuntimeError) as failed, served(words, port, log, environ=environ):
        pass
    assert "EE_REFRESH_MINUTES is 'often'" in str(failed.value)
    assert "Traceback" not in str(failed.value)


@pytest.mark.slow
def test_unexpected_error_is_in_the_log_and_not_in_the_response(tmp_path: Path) -> None:
    port = free_port()
    log = tmp_path / "server.log"
    command = [*uvicorn("tests.support.small_server:app", port), "--app-dir", str(ROOT)]
    environ = {"PYTHONPATH": str(ROOT)}
    with served(command, port, log, environ=environ) as server:
        for path in ("/broken", "/api/v1/broken"):
            answer = httpx.get(server.address + path, trust_env=False)
            assert answer.status_code == 500
            assert "content-security-policy" in answer.headers
            assert "only-the-log" not in answer.text
    assert log.read_text("utf-8").count("what-only-the-log-may-have") == 2
