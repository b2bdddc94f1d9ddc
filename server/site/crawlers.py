"""What search engines and people who found a flaw look for: robots.txt, sitemap, security.txt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from data.vocabulary.categories import CATEGORIES
from data.vocabulary.languages import LANGUAGES, query
from pages.language import Words
from server.http.health import exclusive
from server.site.not_found import texts

SECURITY = "/.well-known/security.txt"
VALID = timedelta(days=90)  # of what security.txt says, counted from each request
_CACHED = {"Cache-Control": "public, max-age=3600"}
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def routes(
    *, public_url: str | None, contact: str | None, now: Callable[[], datetime]
) -> list[Route]:
    """Return the routes; their links lead to `public_url` or the requested host.

    Without a `contact` there is no security.txt.
    """

    def base(request: Request) -> str:
        return (public_url or str(request.base_url)).rstrip("/")

    async def robots(request: Request) -> Response:
        text = f"User-agent: *\nAllow: /\n\nSitemap: {base(request)}/sitemap.xml\n"
        return PlainTextResponse(text, headers=_CACHED)

    async def sitemap_(request: Request) -> Response:
        return Response(sitemap(base(request)), 200, _CACHED, "application/xml")

    async def security(request: Request) -> Response:
        if not contact:
            raise HTTPException(404)
        text = security_txt(contact, base(request), now() + VALID)
        return PlainTextResponse(text, headers=_CACHED)

    return [
        exclusive("/robots.txt", robots),
        exclusive("/sitemap.xml", sitemap_),
        exclusive(SECURITY, security),
    ]


def security_txt(contact: str, base_url: str, expires: datetime) -> str:
    """Return security.txt, which says how to report a vulnerability (RFC 9116)."""
    until = expires.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    languages = ", ".join(LANGUAGES)
    return (
        f"Contact: {contact}\nExpires: {until}\nPreferred-Languages: {languages}\n"
        f"Canonical: {base_url}{SECURITY}\n"
    )


def sitemap(base_url: str) -> bytes:
    """Return the addresses of all pages and categories in each language, as a sitemap.

    Each names its translations, so that a search engine shows the one in the reader's language.
    """
    root = Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for path, params in _pages():
        addresses = {code: _address(base_url, path, params, code) for code in LANGUAGES}
        for address in addresses.values():
            url = SubElement(root, "url")
            SubElement(url, "loc").text = address
            for code, other in addresses.items():
                SubElement(url, "xhtml:link", rel="alternate", hreflang=code, href=other)
    return bytes(tostring(root, "utf-8", xml_declaration=True))


def _pages() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for path, _title, _help in texts(Words()).pages:
        yield path, []
    for category in CATEGORIES:
        yield "categories", [("code", category.code)]


def _address(base_url: str, path: str, params: list[tuple[str, str]], language: str) -> str:
    asked = urlencode([*params, *query(language)])
    return f"{base_url}/{path}" + (f"?{asked}" if asked else "")
