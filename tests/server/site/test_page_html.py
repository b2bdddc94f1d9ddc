"""The HTML of every page has metadata for link previews and search engines, and escapes text."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from pages.language import Words
from pages.shell.link_previews import PICTURES, Preview, Previews, previews, previews_by_language
from server.http import refusal, stack
from server.http.headers import inline_scripts
from server.settings import Settings
from server.site import page_html

INDEX = (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")
STARTED = datetime(2026, 8, 21, 12, tzinfo=UTC)
HOSTILE = "\"'><script>alert(1)</script>&amp;\\1"
FEED = "/feeds/rounds.atom?lang=fr"
FRENCH = Previews(
    "fr_CA", "Rondes", "Une image", {"": Preview("Aperçu", "« Tout »")}, "Sans", {}, FEED
)


def ask(
    path: str, method: str = "GET", *, base: str | None = None, **headers: str
) -> httpx.Response:
    """Return the response of an app with only these routes, behind all of the middleware."""
    spoken = {"en": previews(Words()), "fr": FRENCH}
    app = Starlette(
        routes=page_html.routes(INDEX, spoken, PICTURES, modified=STARTED, public_url=base),
        middleware=stack.middleware(Settings(), INDEX, clock=lambda: 0.0),
        exception_handlers={HTTPException: refusal.on_http_error},
    )
    sent = {name.replace("_", "-"): value for name, value in headers.items()}

    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url="http://data.test"
        ) as client:
            named = {"accept-encoding": "identity", **sent}
            return await client.request(method, path, headers=named)

    return asyncio.run(asked())


class Head(HTMLParser):
    """Reads title, descriptions and links as a link preview does."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title, self.told, self.links, self.language = "", {}, {}, ""
        self.found: list[str] = []
        self._in_title = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found.append(tag)
        self._in_title = tag == "title"
        if tag == "html":
            self.language = given["lang"]
        if tag == "meta" and "content" in given:
            name = given.get("property") or given["name"]
            assert name not in self.told
            self.told[name] = given["content"]
        if tag in ("link", "a"):
            self.links[given["href"]] = given

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
            self._in_title = False


@pytest.mark.parametrize("path", list(previews(Words()).pages))
def test_every_page_has_its_own_title_and_description(path: str) -> None:
    title, told = previews(Words()).pages[path]
    answer = ask(f"/{path}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    head = Head(answer.text)
    assert head.title == head.told["og:title"] == title
    assert head.told["description"] == head.told["og:description"] == told
    assert head.told["og:image"] == "http://data.test/preview.png"
    assert head.told["twitter:card"] == "summary_large_image"
    assert head.language == "en-CA"


def test_cut_offs_page_has_the_expected_title_and_description() -> None:
    head = Head(ask("/cut-offs").text)
    assert head.title == "Cut-offs · Express Entry rounds"
    assert head.told["description"] == (
        "The score of the lowest-ranked candidate invited, by category over time."
    )


def test_pages_link_to_the_feed_and_offer_data_without_javascript() -> None:
    html = ask("/pool").text
    links = Head(html).links
    assert links["./feeds/rounds.atom"].get("href")
    assert 'rel="alternate" type="application/atom+xml"' in html
    noscript = html[html.index("<noscript>") : html.index("</noscript>")]
    assert "needs JavaScript" in noscript
    assert set(Head(noscript).links) == {
        "./api/v1/rounds.csv",
        "./api/v1/openapi.json",
        "./feeds/rounds.atom",
    }


def test_french_page_links_to_the_french_data_and_feed() -> None:
    html = page_html.with_metadata(INDEX, previews(Words("fr")), "pool", "")
    assert set(Head(html).links) >= {FEED.replace("/feeds", "./feeds")}
    noscript = html[html.index("<noscript>") : html.index("</noscript>")]
    assert set(Head(noscript).links) == {
        "./api/v1/rounds.csv?lang=fr",
        "./api/v1/openapi.json",
        "./feeds/rounds.atom?lang=fr",
    }


def test_scripts_and_root_element_of_streamlits_page_are_unchanged() -> None:
    html = ask("/").text
    assert inline_scripts(html) == inline_scripts(INDEX)
    for line in INDEX.splitlines():
        if "./static/" in line:
            assert line in html
    assert '<div id="root"></div>' in html


@pytest.mark.parametrize("base", [HOSTILE, f"https://x.test/{HOSTILE}"])
def test_hostile_titles_and_public_url_are_escaped(base: str) -> None:
    preview = Preview(HOSTILE, HOSTILE)
    bad = Previews("en_CA", HOSTILE, HOSTILE, {"": preview}, HOSTILE, {HOSTILE: "/a"}, "/f")
    html = page_html.with_metadata(INDEX, bad, "", base)
    head, plain = Head(html), Head(INDEX)
    assert head.title == head.told["og:title"] == head.told["og:image:alt"] == HOSTILE
    assert head.told["og:image"] == f"{base}/preview.png"
    assert head.found.count("script") == plain.found.count("script")
    assert inline_scripts(html) == inline_scripts(INDEX)


def test_hostile_host_header_is_escaped() -> None:
    html = ask("/", Host='a"><script>x</script>').text
    assert inline_scripts(html) == inline_scripts(INDEX)


def test_public_url_setting_overrides_the_requested_host() -> None:
    head = Head(ask("/", base="https://rounds.example.org/ee").text)
    assert head.told["og:image"] == "https://rounds.example.org/ee/preview.png"


def test_page_metadata_is_in_the_requested_language() -> None:
    head = Head(ask("/?lang=fr").text)
    assert (head.title, head.told["description"]) == ("Aperçu", "« Tout »")
    assert (head.language, head.told["og:locale"]) == ("fr-CA", "fr_CA")
    assert Head(ask("/?lang=xx").text).title == Head(ask("/").text).title


def test_every_language_has_a_link_preview_for_every_page() -> None:
    spoken = previews_by_language()
    assert "en" in spoken
    assert len({tuple(each.pages) for each in spoken.values()}) == 1
    assert all(
        preview.title and preview.description
        for each in spoken.values()
        for preview in each.pages.values()
    )


def test_pages_are_revalidated_by_etag() -> None:
    first = ask("/cut-offs")
    assert first.headers["cache-control"] == "public, max-age=0"
    assert int(first.headers["content-length"]) == len(first.content)
    again = ask("/cut-offs", If_None_Match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert ask("/pool", If_None_Match=first.headers["etag"]).status_code == 200
    head = ask("/cut-offs", "HEAD")
    assert head.content == b""
    assert head.headers["content-length"] == first.headers["content-length"]
    packed = ask("/cut-offs", accept_encoding="gzip")
    assert packed.text == first.text
    assert packed.headers["etag"] != first.headers["etag"]


def test_post_to_a_page_is_refused() -> None:
    answer = ask("/cut-offs", "POST")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_preview_image_has_the_stated_size_and_any_site_may_show_it() -> None:
    answer = ask("/preview.png")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    width, height = (int.from_bytes(answer.content[at : at + 4]) for at in (16, 20))
    assert (width, height) == page_html.SIZE == (1200, 630)
    assert len(answer.content) < 300_000


def test_favicon_is_ours_and_not_streamlits() -> None:
    icon = PICTURES["/favicon.png"].read_bytes()
    assert ask("/favicon.png").content == ask("/favicon.ico").content == icon


def test_streamlit_html_without_the_expected_tags_is_an_error() -> None:
    with pytest.raises(ValueError, match="title"):
        page_html.with_metadata("<html lang='en'><html lang=\"en\"><p>", previews(Words()), "", "")
