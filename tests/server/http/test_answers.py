"""How answers travel: kept by caches, asked for by tag, compressed once, read and never written."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from streamlit.web.server.starlette.starlette_gzip_middleware import SelectiveGZipMiddleware

from data.rounds.record import Record
from tests.support.open_app import ask, mounted

PATHS = (
    *("/rounds.json", "/rounds.csv", "/rounds.xlsx", "/rounds.parquet", "/weekly.csv"),
    *("/rounds/274", "/rounds/latest", "/categories.json", "/status.json", "/datapackage.json"),
    *("/openapi.json", "/docs", "/docs/swagger-ui.css", "/rounds.json?x=1", "/nothing"),
)
KEPT = PATHS[:-2]


@pytest.fixture(scope="module")
def app(record: Record, real: pd.DataFrame) -> Any:
    """The API over the record to 2026-08-20."""
    return mounted(replace(record, draws=real))


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("path", PATHS)
def test_head_has_the_headers_of_get_and_no_body(app: Any, path: str, coding: str) -> None:
    got, head = (ask(app, path, method, accept_encoding=coding) for method in ("GET", "HEAD"))
    assert head.content == b""
    assert head.status_code == got.status_code
    assert head.headers == got.headers
    assert int(head.headers["content-length"]) > 0


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/rounds.json", "/rounds/274", "/docs", "/nothing"])
def test_nothing_can_be_written(app: Any, path: str, method: str) -> None:
    answer = ask(app, path, method)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.headers["content-type"] == "application/problem+json"


def test_any_page_may_read_and_none_may_send_cookies(app: Any) -> None:
    asked = ask(
        *(app, "/rounds.json", "OPTIONS"),
        origin="https://example.org",
        access_control_request_method="GET",
        access_control_request_headers="if-none-match",
    )
    assert asked.status_code == 204
    assert asked.content == b""
    assert asked.headers["allow"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in asked.headers["access-control-allow-headers"]
    for answer in (asked, ask(app, "/rounds.json"), ask(app, "/rounds.json?x=1")):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
        exposed = answer.headers["access-control-expose-headers"]
        assert all(name in exposed for name in ("ETag", "Last-Modified", "Content-Disposition"))


@pytest.mark.parametrize("path", KEPT)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_an_unchanged_answer_is_a_304_for_its_own_tag_alone(
    app: Any, path: str, coding: str
) -> None:
    tag = ask(app, path, accept_encoding=coding).headers["etag"]
    assert tag.startswith('"')  # a strong one
    for asked in (tag, f"W/{tag}", f'"a", {tag}', f'W/"b",{tag}, "c"', "*"):
        answer = ask(app, path, accept_encoding=coding, if_none_match=asked)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
        assert {"cache-control", "vary", "last-modified"} <= answer.headers.keys()
    for asked in ('"a"', tag.strip('"'), f'"{tag}"', tag.upper(), ""):
        assert ask(app, path, accept_encoding=coding, if_none_match=asked).status_code == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Thu, 20 Aug 2026 00:00:00 GMT", 304),
        ("Fri, 21 Aug 2026 00:00:00 GMT", 304),
        ("Wed, 19 Aug 2026 23:59:59 GMT", 200),
        ("yesterday", 200),
        ("Thu, 99 Aug 2026 00:00:00 GMT", 200),
        ("", 200),
    ],
)
def test_a_date_decides_where_there_is_no_tag(
    record: Record, real: pd.DataFrame, since: str, status: int
) -> None:
    source = replace(record.source, confirmed_on=date(2026, 8, 20))
    source = replace(source, retrieved_at=source.retrieved_at.replace(2026, 8, 19, 9))
    app = mounted(replace(record, draws=real, source=source))
    answer = ask(app, "/rounds.csv", if_modified_since=since)
    assert answer.status_code == status
    assert answer.headers["last-modified"] == "Thu, 20 Aug 2026 00:00:00 GMT"
    both = ask(app, "/rounds.csv", if_modified_since=since, if_none_match='"a"')
    assert both.status_code == 200


def test_an_answer_is_never_said_to_be_of_a_time_to_come(record: Record) -> None:
    source = replace(record.source, confirmed_on=date(2026, 8, 25))
    answer = ask(mounted(replace(record, source=source)), "/rounds.csv")
    assert answer.headers["last-modified"] == "Fri, 21 Aug 2026 12:00:00 GMT"


@pytest.mark.parametrize("path", KEPT)
def test_what_comes_compressed_is_the_same_under_another_tag(app: Any, path: str) -> None:
    plain, coded = ask(app, path), ask(app, path, accept_encoding="br, gzip;q=0.5")
    assert coded.content == plain.content
    assert plain.headers["vary"] == coded.headers["vary"] == "Accept-Encoding"
    if len(plain.content) >= 600:
        assert coded.headers["content-encoding"] == "gzip"
        assert coded.headers["etag"] != plain.headers["etag"]
        assert int(coded.headers["content-length"]) < 1.01 * len(plain.content)


@pytest.mark.parametrize("path", KEPT)
@pytest.mark.parametrize("accepted", ["gzip", "identity", "gzip;q=0", "*", ""])
def test_streamlits_compression_leaves_every_answer_as_it_is(
    app: Any, path: str, accepted: str
) -> None:
    outer = SelectiveGZipMiddleware(app, minimum_size=1000, compresslevel=6)
    inner_answer = ask(app, path, accept_encoding=accepted)
    outer_answer = ask(outer, path, accept_encoding=accepted)
    # It may say a second time that the coding matters, and nothing else.
    outer_answer.headers["vary"] = inner_answer.headers["vary"]
    assert outer_answer.headers == inner_answer.headers
    assert outer_answer.content == inner_answer.content


def test_compressed_bytes_are_the_same_at_any_time(app: Any) -> None:
    from server.http.answers import _gzipped  # noqa: PLC0415

    content = ask(app, "/rounds.json").content
    coded, _tag = _gzipped(content)
    assert gzip.decompress(coded) == content
    assert coded[4:8] == bytes(4)  # no time in it


def test_the_same_record_gives_the_same_answer_in_every_process(record: Record) -> None:
    one, other = mounted(record, stamp="one"), mounted(record, stamp="other")
    for path in PATHS:
        first, second = ask(one, path), ask(other, path)
        assert first.content == second.content
        assert first.headers == second.headers


def test_another_record_gives_another_tag(record: Record) -> None:
    fewer = replace(record, draws=record.draws.iloc[:-1])
    one, other = mounted(record), mounted(fewer, stamp="another")
    for path in ("/rounds.json", "/rounds.parquet", "/weekly.csv", "/status.json"):
        assert ask(one, path).headers["etag"] != ask(other, path).headers["etag"]


def test_a_change_of_the_record_shows_in_a_running_api(record: Record) -> None:
    app = mounted(record)
    current = app.state.current
    before = ask(app, "/rounds.json").headers["etag"]
    current.record, current.stamp = replace(record, draws=record.draws.iloc[:-1]), "next"
    assert ask(app, "/rounds.json").headers["etag"] != before
    assert len(ask(app, "/rounds.json").json()["rows"]) == len(record.draws) - 1


def test_files_are_saved_under_the_name_that_the_pages_give_them(app: Any) -> None:
    answer = ask(app, "/rounds.csv?category=stem&from=2023-07-01")
    assert answer.headers["content-disposition"] == (
        'attachment; filename="express-entry-rounds_stem_from-2023-07-01_2026-08-20.csv"'
    )
    assert "content-disposition" not in ask(app, "/rounds.json").headers


def test_the_page_to_try_it_needs_no_other_host_and_no_script_of_its_own(app: Any) -> None:
    page = ask(app, "/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "://" not in page.text
    assert page.text.count("<script") == page.text.count("<script src=") == 2
    assert "<style" not in page.text
    for name in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js", "favicon-32x32.png"):
        assert f"docs/{name}" in page.text
        assert ask(app, f"/docs/{name}").status_code == 200
    assert "://" not in ask(app, "/docs/start.js").text
