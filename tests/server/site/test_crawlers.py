"""robots.txt, the sitemap and security.txt."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import httpx
from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from data.vocabulary.categories import CATEGORIES
from pages.menu import MENU
from server.http import refusal
from server.site import crawlers

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def ask(path: str, public_url: str | None = None, contact: str | None = None) -> httpx.Response:
    found: Any = crawlers.routes(public_url=public_url, contact=contact, now=lambda: NOW)
    app = Starlette(routes=found, exception_handlers={HTTPException: refusal.on_http_error})

    async def fetch() -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://data.test"
        ) as client:
            return await client.get(path)

    return asyncio.run(fetch())


def test_robots_may_read_everything_and_find_the_sitemap() -> None:
    answer = ask("/robots.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == "User-agent: *\nAllow: /\n\nSitemap: http://data.test/sitemap.xml\n"
    public = ask("/robots.txt", "https://example.org/ee").text
    assert "Sitemap: https://example.org/ee/sitemap.xml\n" in public


def test_the_sitemap_has_every_page_and_category_in_both_languages() -> None:
    answer = ask("/sitemap.xml", "https://example.org/ee")
    assert answer.headers["content-type"].startswith("application/xml")
    root = ET.fromstring(answer.content)  # noqa: S314 - what we have just written
    urls = root.findall("s:url", XML)
    found = [url.findtext("s:loc", "", XML) for url in urls]
    assert len(found) == len(set(found)) == 2 * (len(MENU) + len(CATEGORIES))
    assert found[:4] == [
        "https://example.org/ee/",
        "https://example.org/ee/?lang=fr",
        "https://example.org/ee/cut-offs",
        "https://example.org/ee/cut-offs?lang=fr",
    ]
    assert "https://example.org/ee/categories?code=stem&lang=fr" in found
    stem = urls[found.index("https://example.org/ee/categories?code=stem&lang=fr")]
    others = {link.get("hreflang"): link.get("href") for link in stem.findall("x:link", XML)}
    assert others == {
        "en": "https://example.org/ee/categories?code=stem",
        "fr": "https://example.org/ee/categories?code=stem&lang=fr",
    }


def test_security_txt_names_the_contact_and_never_expires_while_it_is_served() -> None:
    answer = ask("/.well-known/security.txt", "https://example.org", "mailto:flaw@example.org")
    assert answer.text == (
        "Contact: mailto:flaw@example.org\n"
        "Expires: 2027-02-24T12:00:00Z\n"
        "Preferred-Languages: en, fr\n"
        "Canonical: https://example.org/.well-known/security.txt\n"
    )


def test_without_a_contact_there_is_no_security_txt() -> None:
    assert ask("/.well-known/security.txt").status_code == 404
