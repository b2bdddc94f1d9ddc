"""The browser's files: how they are compressed, kept by browsers, and asked for again."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Sequence
from pathlib import Path

import brotli
import httpx
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from pages.plot.component import ASSETS, NAME
from server.http.answers import best_coding
from server.http.static_files import Folder, StaticFiles, folders, representation, with_preloads

STREAMLIT = Path(st.__file__).parent / "static" / "static"
BUNDLE = next(ASSETS.glob("plotly-cartesian-*.js"))
SCRIPT = max((STREAMLIT / "js").glob("index.*.js"), key=lambda path: path.stat().st_size)
FONT = next((STREAMLIT / "media").glob("SourceSansVF-Upright*.woff2"))
OURS, THEIRS = f"/_stcore/bidi-components/{NAME}", "/static"
BROWSER = "gzip, deflate, br, zstd"


def get(
    path: str, method: str = "GET", served: Sequence[Folder] = (), **headers: str
) -> httpx.Response:
    """Send a request to the files in front of a stub app, without decoding the answer."""

    def other(_request: object) -> PlainTextResponse:
        return PlainTextResponse("from the app")

    served = served or folders(STREAMLIT, ASSETS)
    app = StaticFiles(Starlette(routes=[Route("/{path:path}", other)]), served)

    async def request() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        named = {"accept_encoding": "", **headers}
        sent = {name.replace("_", "-"): value for name, value in named.items()}
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.request(method, path, headers=sent)

    return asyncio.run(request())


@pytest.mark.parametrize(
    ("address", "file", "most"),
    [
        (f"{OURS}/{BUNDLE.name}", BUNDLE, 480_000),
        (f"{THEIRS}/js/{SCRIPT.name}", SCRIPT, 150_000),
    ],
)
def test_large_scripts_are_sent_as_brotli_and_kept_for_a_year(
    address: str, file: Path, most: int
) -> None:
    answer = get(address, accept_encoding=BROWSER)
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) < most
    assert answer.content == file.read_bytes()


def test_every_file_of_streamlit_has_a_hash_in_its_name() -> None:
    streamlit, _ours = folders(STREAMLIT, ASSETS)
    assert len(streamlit.files) > 300
    assert all(streamlit.versioned.search(name) for name in streamlit.files)


def test_client_with_gzip_only_gets_gzip_and_one_with_neither_the_file_itself() -> None:
    path = f"{THEIRS}/js/{SCRIPT.name}"
    packed, plain = get(path, accept_encoding="gzip"), get(path)
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert packed.content == plain.content == SCRIPT.read_bytes()
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("name", ["plot.js", "theme.js", "picture.js", "bar.js", "copy.js"])
def test_own_scripts_are_revalidated_by_a_tag_of_their_coding(name: str) -> None:
    plain, packed = (get(f"{OURS}/{name}", accept_encoding=coding) for coding in ("", "br"))
    assert packed.headers["cache-control"] == "public, no-cache"
    assert packed.headers["etag"] != plain.headers["etag"]
    for answer, coding in ((plain, ""), (packed, "br")):
        tags = f'"other", W/{answer.headers["etag"]}'
        again = get(f"{OURS}/{name}", accept_encoding=coding, if_none_match=tags)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == answer.headers["etag"]
    other = get(f"{OURS}/{name}", accept_encoding="br", if_none_match=plain.headers["etag"])
    assert other.status_code == 200


def test_fonts_are_sent_as_they_are() -> None:
    answer = get(f"{THEIRS}/media/{FONT.name}", accept_encoding=BROWSER)
    assert "content-encoding" not in answer.headers
    assert answer.headers["content-type"] == "font/woff2"
    assert answer.content == FONT.read_bytes()


def test_head_has_the_headers_of_get_and_no_body() -> None:
    path = f"{THEIRS}/js/{SCRIPT.name}"
    got, head = (get(path, method, accept_encoding=BROWSER) for method in ("GET", "HEAD"))
    assert head.headers == got.headers
    assert head.content == b""


@pytest.mark.parametrize(
    "path",
    [
        "/",
        f"{OURS}/",
        f"{OURS}/none.js",
        f"{OURS}/../component.py",
        f"{THEIRS}/index.html",
        f"{THEIRS}/js/none.js",
        f"{THEIRS}/js/../../index.html",
        f"{THEIRS}/js/%2e%2e/%2e%2e/index.html",
        "/plot.js",
    ],
)
def test_requests_for_other_paths_reach_the_app(path: str) -> None:
    assert get(path).text == "from the app"


def test_parts_of_a_file_and_other_methods_are_left_to_the_app() -> None:
    path = f"{THEIRS}/js/{SCRIPT.name}"
    assert get(path, range="bytes=0-9").text == "from the app"
    assert get(path, "POST").status_code == 405


def test_a_file_is_read_and_compressed_once(tmp_path: Path) -> None:
    file = tmp_path / "js" / "a.12345678.js"
    file.parent.mkdir()
    file.write_text("const a = 1;\n" * 100)
    served = folders(tmp_path, ASSETS)
    first = get("/static/js/a.12345678.js", served=served, accept_encoding="br")
    file.unlink()
    assert get("/static/js/a.12345678.js", served=served, accept_encoding="br").text == first.text


@pytest.mark.parametrize(
    ("coding", "decompress"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_compressed_files_decompress_to_the_original(coding: str, decompress: object) -> None:
    assert callable(decompress)
    found = representation(BUNDLE, coding)
    assert (found.coding, decompress(found.content)) == (coding, BUNDLE.read_bytes())


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (BROWSER, "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.2, gzip;q=0.9", "gzip"),
        ("BR ; Q=1.0", "br"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *;q=0.1", "gzip"),
        ("identity, br;q=0.5", "identity"),
        ("identity;q=0.5, br", "br"),
        ("br;q=0.000, gzip;q=0.", "identity"),
        ("br;q=very, gzip;q=7", "identity"),
        ("brotli, x-gzip", "identity"),
        ("", "identity"),
    ],
)
def test_the_coding_is_the_one_the_browser_likes_best(accepted: str, coding: str) -> None:
    assert best_coding(accepted, ("br", "gzip")) == coding


def test_what_the_first_chart_needs_is_preloaded_and_exists() -> None:
    html = with_preloads("<head><script>a = 1</script></head><body>", STREAMLIT, ASSETS)
    addresses = re.findall(r'<link rel="modulepreload"[^>]* href="\.(/[^"]+)">', html)
    scripts, first = set[str](), ["chart.js"]
    while first:  # what the chart's script imports at once, and what that imports
        name = first.pop()
        scripts.add(name)
        source = (ASSETS / name).read_text("utf-8")
        first += (
            set(re.findall(r'^import .* from "\./([\w-]+\.js)"', source, re.MULTILINE)) - scripts
        )
    assert {f"{OURS}/{name}" for name in scripts} <= set(addresses)
    assert f"{OURS}/{BUNDLE.name}" in addresses
    assert any("/js/BidiComponent." in address for address in addresses)
    assert all(get(address).text != "from the app" for address in addresses)
    assert html.endswith("</head><body>")


def test_what_streamlits_page_preloads_itself_is_not_listed_twice() -> None:
    index = (STREAMLIT.parent / "index.html").read_text("utf-8")
    late = re.findall(r'low" href="\.([^"]+)"', with_preloads(index, STREAMLIT, ASSETS))
    assert 3 < len(late) < 16
    assert not [address for address in late if address in index]
