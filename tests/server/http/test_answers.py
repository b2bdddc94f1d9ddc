"""API responses: caching, ETags, compression, cross-origin reads and refused writes."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest
from streamlit.web.server.starlette.starlette_gzip_middleware import SelectiveGZipMiddleware

from data.export.formats import FORMATS
from data.rounds.record import Record
from server.http.answers import COMPRESSED
from tests.support.open_app import ask, mounted

PATHS = (
    *("/rounds.json", "/rounds.csv", "/rounds.xlsx", "/rounds.parquet", "/weekly.csv"),
    *("/rounds/274", "/rounds/latest", "/categories.json", "/status.json", "/datapackage.json"),
    *("/openapi.json", "/docs", "/docs/swagger-ui.css", "/rounds.json?x=1", "/nothing"),
)
CACHEABLE = PATHS[:-2]
PACKED = ("/rounds.xlsx", "/rounds.parquet")  # formats that are compressed inside


@pytest.fixture(scope="module")
def app(record: Record, real: pd.DataFrame) -> Any:
    """The API over all rounds up to 2026-08-20."""
    return mounted(replace(record, draws=real))


@pytest.mark.parametrize("path", PATHS)
def test_head_has_the_headers_of_get_and_no_body(app: Any, path: str) -> None:
    got, head = (ask(app, path, method, accept_encoding="gzip") for method in ("GET", "HEAD"))
    assert head.content == b""
    assert head.status_code == got.status_code
    assert head.headers == got.headers
    assert int(head.headers["content-length"]) > 0


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_writing_methods_are_refused_with_405(app: Any, method: str) -> None:
    answer = ask(app, "/rounds/274", method)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.headers["content-type"] == "application/problem+json"


def test_cors_lets_any_site_read_but_without_credentials(app: Any) -> None:
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


@pytest.mark.parametrize(
    ("path", "coding"), [*((path, "gzip") for path in CACHEABLE), ("/rounds.csv", "identity")]
)
def test_304_is_sent_only_for_a_matching_etag(app: Any, path: str, coding: str) -> None:
    tag = ask(app, path, accept_encoding=coding).headers["etag"]
    assert tag.startswith('"')  # a strong validator
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
def test_if_modified_since_counts_only_without_if_none_match(
    record: Record, real: pd.DataFrame, since: str, status: int
) -> None:
    source = replace(record.source, confirmed_at=datetime(2026, 8, 20, tzinfo=UTC))
    source = replace(source, retrieved_at=source.retrieved_at.replace(2026, 8, 19, 9))
    app = mounted(replace(record, draws=real, source=source))
    answer = ask(app, "/rounds.csv", if_modified_since=since)
    assert answer.status_code == status
    assert answer.headers["last-modified"] == "Thu, 20 Aug 2026 00:00:00 GMT"
    both = ask(app, "/rounds.csv", if_modified_since=since, if_none_match='"a"')
    assert both.status_code == 200


def test_last_modified_is_never_in_the_future(record: Record) -> None:
    source = replace(record.source, confirmed_at=datetime(2026, 8, 25, tzinfo=UTC))
    answer = ask(mounted(replace(record, source=source)), "/rounds.csv")
    assert answer.headers["last-modified"] == "Fri, 21 Aug 2026 12:00:00 GMT"


@pytest.mark.parametrize("path", CACHEABLE)
def test_gzipped_response_has_the_same_content_and_another_etag(app: Any, path: str) -> None:
    plain, coded = ask(app, path), ask(app, path, accept_encoding="br, gzip;q=0.5")
    assert coded.content == plain.content
    assert plain.headers["vary"] == coded.headers["vary"] == "Accept-Encoding"
    if path in PACKED:
        assert coded.headers["etag"] == plain.headers["etag"]
        assert coded.headers["content-length"] == str(len(plain.content))
    elif len(plain.content) >= 600:
        assert coded.headers["content-encoding"] == "gzip"
        assert coded.headers["etag"] != plain.headers["etag"]
        assert int(coded.headers["content-length"]) < 1.01 * len(plain.content)


@pytest.mark.parametrize(
    ("path", "accepted"),
    [
        *((path, "gzip") for path in CACHEABLE),
        *(("/rounds.json", accepted) for accepted in ("identity", "gzip;q=0", "*", "")),
    ],
)
def test_streamlit_gzip_middleware_leaves_every_response_unchanged(
    app: Any, path: str, accepted: str
) -> None:
    outer = SelectiveGZipMiddleware(app, minimum_size=1000, compresslevel=6)
    inner_answer = ask(app, path, accept_encoding=accepted)
    outer_answer = ask(outer, path, accept_encoding=accepted)
    # The middleware may repeat Accept-Encoding in Vary; nothing else may differ.
    outer_answer.headers["vary"] = inner_answer.headers["vary"]
    assert outer_answer.headers == inner_answer.headers
    assert outer_answer.content == inner_answer.content


@pytest.mark.parametrize("path", [*CACHEABLE, "/charts/cut-offs/cut-offs.parquet?category=cec"])
def test_every_file_can_be_read_in_parts(app: Any, path: str) -> None:
    whole = ask(app, path)
    size, content = len(whole.content), whole.content
    assert whole.headers["accept-ranges"] == "bytes"
    for asked, start, end in (
        ("bytes=0-3", 0, 4),
        ("bytes=-8", size - 8, size),  # the end of a Parquet file says where all else is
        (f"bytes={size - 5}-", size - 5, size),
        (f"bytes=5-{size + 100}", 5, size),
    ):
        part = ask(app, path, range=asked, accept_encoding="gzip")
        assert (part.status_code, part.content) == (206, content[start:end])
        assert part.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
        assert part.headers["content-length"] == str(end - start)
        assert part.headers["etag"] == whole.headers["etag"]


def test_a_part_after_the_end_is_refused_with_the_size(app: Any) -> None:
    size = len(ask(app, "/rounds.csv").content)
    for asked in (f"bytes={size}-", f"bytes={size + 9}-{size + 99}", "bytes=-0"):
        refused = ask(app, "/rounds.csv", range=asked)
        assert refused.status_code == 416
        assert refused.headers["content-range"] == f"bytes */{size}"
        assert f"there are {size} bytes" in refused.json()["detail"]


@pytest.mark.parametrize(
    "asked",
    ["bytes=0-1,4-5", "rows=0-3", "bytes=3-1", "bytes=-", "bytes=a-b", "bytes=" + "9" * 5000],
)
def test_the_whole_file_answers_a_range_that_says_nothing_useful(app: Any, asked: str) -> None:
    answer = ask(app, "/rounds.csv", range=asked)
    assert answer.status_code == 200
    assert answer.content == ask(app, "/rounds.csv").content


def test_a_download_goes_on_only_with_the_same_bytes(app: Any) -> None:
    whole = ask(app, "/rounds.csv")
    same = (whole.headers["etag"], whole.headers["last-modified"])
    gzipped = ask(app, "/rounds.csv", accept_encoding="gzip").headers["etag"]
    other = ('"a"', f"W/{whole.headers['etag']}", gzipped, "Thu, 20 Aug 2020 00:00:00 GMT")
    for condition in same:
        assert ask(app, "/rounds.csv", range="bytes=9-", if_range=condition).status_code == 206
    for condition in other:
        answer = ask(app, "/rounds.csv", range="bytes=9-", if_range=condition)
        assert (answer.status_code, answer.content) == (200, whole.content)


def test_an_unchanged_part_is_a_304_and_head_is_about_the_whole(app: Any) -> None:
    whole = ask(app, "/rounds.parquet")
    asked = {"range": "bytes=0-3", "if_none_match": whole.headers["etag"]}
    assert ask(app, "/rounds.parquet", **asked).status_code == 304
    head = ask(app, "/rounds.parquet", "HEAD", range="bytes=0-3", accept_encoding="gzip")
    assert head.status_code == 200
    assert head.headers["content-length"] == str(len(whole.content))


def test_pages_of_other_sites_may_read_parts(app: Any) -> None:
    asked = ask(app, "/rounds.parquet", "OPTIONS", origin="https://example.org")
    assert {"Range", "If-Range"} <= set(asked.headers["access-control-allow-headers"].split(", "))
    exposed = ask(app, "/rounds.parquet").headers["access-control-expose-headers"]
    assert {"Accept-Ranges", "Content-Range"} <= set(exposed.split(", "))


def test_formats_that_are_compressed_inside_are_those_of_the_data() -> None:
    assert {FORMATS[name].media_type for name in ("excel", "parquet")} <= set(COMPRESSED)


def test_gzipped_bytes_do_not_depend_on_the_time(app: Any) -> None:
    from server.http.answers import _gzipped  # noqa: PLC0415

    content = ask(app, "/rounds.json").content
    coded, _tag = _gzipped(content)
    assert gzip.decompress(coded) == content
    assert coded[4:8] == bytes(4)  # no timestamp in the gzip header


def test_the_same_record_gives_the_same_response_in_every_process(record: Record) -> None:
    one, other = mounted(record, stamp="one"), mounted(record, stamp="other")
    for path in PATHS:
        first, second = ask(one, path), ask(other, path)
        assert first.content == second.content
        assert first.headers == second.headers


def test_different_data_gets_a_different_etag(record: Record) -> None:
    fewer = replace(record, draws=record.draws.iloc[:-1])
    one, other = mounted(record), mounted(fewer, stamp="another")
    for path in ("/rounds.json", "/rounds.parquet", "/weekly.csv", "/status.json"):
        assert ask(one, path).headers["etag"] != ask(other, path).headers["etag"]


def test_running_api_picks_up_changed_data(record: Record) -> None:
    app = mounted(record)
    service = app.state.service
    before = ask(app, "/rounds.json").headers["etag"]
    service.record, service.stamp = replace(record, draws=record.draws.iloc[:-1]), "next"
    assert ask(app, "/rounds.json").headers["etag"] != before
    assert len(ask(app, "/rounds.json").json()["rows"]) == len(record.draws) - 1


def test_csv_has_the_dashboards_file_name_and_json_has_none(app: Any) -> None:
    answer = ask(app, "/rounds.csv?category=stem&from=2023-07-01")
    assert answer.headers["content-disposition"] == (
        'attachment; filename="express-entry-rounds_stem_from-2023-07-01_2026-08-20.csv"'
    )
    assert "content-disposition" not in ask(app, "/rounds.json").headers


def test_docs_page_uses_no_other_host_and_no_inline_script(app: Any) -> None:
    page = ask(app, "/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "://" not in page.text
    assert page.text.count("<script") == page.text.count("<script src=") == 2
    assert "<style" not in page.text
    for name in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js", "favicon-32x32.png"):
        assert f"docs/{name}" in page.text
        assert ask(app, f"/docs/{name}").status_code == 200
    assert "://" not in ask(app, "/docs/start.js").text
