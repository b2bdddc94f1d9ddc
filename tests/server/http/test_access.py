"""The access log has one JSON line per request and nothing that identifies the visitor."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from server import logs
from server.http.access import MAX_PATH, escape
from tests.support.small_server import WHY, SmallServer

LOGGERS = (logs.NAME, "uvicorn", "uvicorn.access", *logs.ERRORS)


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """The captured log; loggers start fresh and are restored afterwards."""
    found = [logging.getLogger(name) for name in LOGGERS]
    before = [(log, log.handlers, log.propagate, log.level, log.filters[:]) for log in found]
    for log in found:
        log.handlers, log.propagate, log.filters = [], True, []
        log.setLevel(logging.INFO)
    written = io.StringIO()
    logs.configure(written)
    yield written
    for log, handlers, propagate, level, filters in before:
        log.handlers, log.propagate, log.filters = handlers, propagate, filters
        log.setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """Return the lines that were written."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_request_is_logged_without_query_ip_address_or_user_agent(
    stream: io.StringIO,
) -> None:
    SmallServer().ask(
        "/text?score=519", headers={"User-Agent": "someone", "Referer": "http://a/?b"}
    )
    (line,) = lines(stream)
    assert line.pop("time").endswith("Z")
    assert line.pop("ms") >= 0
    assert line == {
        "level": "INFO",
        "logger": "express_entry.access",
        "message": "request",
        "method": "GET",
        "path": "/text",
        "status": 200,
        "bytes": 5,
    }


def test_websocket_is_logged_as_one_line_when_closed(stream: io.StringIO) -> None:
    small = SmallServer(rate_visits=1)
    small.open("/stream")
    small.open("/stream")
    found = [(line["method"], line["path"], line["status"]) for line in lines(stream)]
    assert found == [("WEBSOCKET", "/stream", 101), ("WEBSOCKET", "/stream", 429)]
    assert "519" not in stream.getvalue()
    assert "192.0.2.7" not in stream.getvalue()


def test_static_files_are_logged_only_if_they_fail(stream: io.StringIO) -> None:
    small = SmallServer()
    small.ask("/static/a.js")
    small.ask("/static/b.js")
    assert [(line["path"], line["status"]) for line in lines(stream)] == [("/static/b.js", 404)]


@pytest.mark.parametrize("path", ["/broken", "/api/v1/broken"])
def test_error_is_a_500_without_a_traceback_in_the_response(stream: io.StringIO, path: str) -> None:
    answer = SmallServer().ask(path)
    assert answer.status_code == 500
    assert WHY not in answer.text
    assert "Traceback" not in answer.text
    data = path.startswith("/api/")
    assert answer.headers["content-type"].startswith("application/problem" if data else "text/pl")
    assert [line["status"] for line in lines(stream)] == [500]


def test_logged_paths_are_escaped_to_short_ascii() -> None:
    assert escape("/rounds/91a") == "/rounds/91a"
    assert escape('/a\r\n{"b": 1}') == "/a%0D%0A%7B%22b%22%3A%201%7D"
    assert escape("/\u202eé\ud800").isascii()
    assert len(escape("/" + "é" * 10_000)) == MAX_PATH


def test_module_logs_are_json_with_their_traceback(stream: io.StringIO) -> None:
    try:
        raise RuntimeError(WHY)
    except RuntimeError:
        logging.getLogger("express_entry.schedule").exception("went\nwrong")
    (line,) = lines(stream)
    assert (line["level"], line["message"]) == ("ERROR", "went\nwrong")
    assert WHY in line["trace"]


class CollectingHandler(logging.Handler):
    """Collects the messages that a logger emits."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def test_uvicorn_logs_nothing_about_visitors(stream: io.StringIO) -> None:
    heard = CollectingHandler()
    logging.getLogger("uvicorn").addHandler(heard)
    theirs = logging.getLogger("uvicorn.error")
    theirs.info('%s - "WebSocket %s" [accepted]', "192.0.2.7:1", "/_stcore/stream?score=519")
    theirs.info("Application startup complete.")
    logging.getLogger("uvicorn.access").info('%s - "%s"', "192.0.2.7:1", "/?score=519")
    assert heard.said == []
    assert [line["message"] for line in lines(stream)] == ["Application startup complete."]


@pytest.mark.parametrize("name", ["express_entry.access", *logs.ERRORS])
def test_line_has_the_id_of_the_request_that_is_being_answered(
    stream: io.StringIO, name: str
) -> None:
    token = logs.request_id.set("an-id")
    try:
        logging.getLogger(name).error("went wrong")
    finally:
        logs.request_id.reset(token)
    logging.getLogger(name).error("later")
    assert [line.get("request") for line in lines(stream)] == ["an-id", None]


def test_configuring_logs_twice_does_not_duplicate_lines(stream: io.StringIO) -> None:
    logs.configure(stream)
    SmallServer().ask("/text")
    assert len(lines(stream)) == 1
