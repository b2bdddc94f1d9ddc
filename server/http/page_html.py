"""The HTML that every page begins as: Streamlit's own, with what previews and search engines read.

Streamlit sends one HTML for all pages and names them once its script runs, which those who only
preview a link do not do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pages.shell.link_previews import Previews
from server.http.answers import cacheable_response, with_language
from server.http.health import whole

PICTURE = "/preview.png"
SIZE = (1200, 630)  # pixels of the picture
DAY = 86_400  # seconds
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_LANGUAGE = re.compile(r'(?<=<html lang=")[^"]*')
_NO_SCRIPT = re.compile(r"(?<=<noscript>).*?(?=</noscript>)", re.DOTALL)


def dressed(index: str, previews: Previews, path: str, base_url: str) -> str:
    """Return the HTML of a page: Streamlit's `index` with the page's name, preview and links.

    `base_url` is where the dashboard is, without a slash at its end. What comes in is plain text.

    Raises:
        KeyError: if there is no such page.
        ValueError: if `index` has no place for it, as another Streamlit's may.
    """
    html = _put(index, _LANGUAGE, escape(previews.locale.replace("_", "-")))
    html = _put(html, _TITLE, _head(previews, path, base_url))
    return _put(html, _NO_SCRIPT, _noscript(previews))


def _put(html: str, place: re.Pattern[str], text: str) -> str:
    made, count = place.subn(lambda _found: text, html, count=1)
    if not count:
        raise ValueError(f"Streamlit's page has no {place.pattern}")
    return made


def _head(previews: Previews, path: str, base_url: str) -> str:
    """Return the elements of the head that tell of a page."""
    title, told = previews.pages[path]
    picture = f"{base_url}{PICTURE}"
    of_previews = {
        "og:type": "website",
        "og:site_name": previews.site,
        "og:locale": previews.locale,
        "og:title": title,
        "og:description": told,
        "og:image": picture,
        "og:image:width": str(SIZE[0]),
        "og:image:height": str(SIZE[1]),
        "og:image:alt": previews.picture,
    }
    return "\n    ".join(
        [
            f"<title>{escape(title)}</title>",
            f'<meta name="description" content="{escape(told)}" />',
            *(f'<meta property="{k}" content="{escape(v)}" />' for k, v in of_previews.items()),
            '<meta name="twitter:card" content="summary_large_image" />',
            f'<link rel="alternate" type="application/atom+xml" title="{escape(previews.site)}" '
            f'href=".{escape(previews.feed)}" />',
        ]
    )


def _noscript(previews: Previews) -> str:
    # Relative, as all links of the shell: a proxy may have put a prefix before every path.
    links = (f'<a href=".{path}">{escape(name)}</a>' for name, path in previews.links.items())
    return f"\n      <p>{escape(previews.noscript)} {', '.join(links)}.</p>\n    "


def routes(
    index: str,
    languages: Mapping[str, Previews],
    pictures: Mapping[str, Path],
    *,
    modified: datetime,
    public_url: str | None,
) -> list[Route]:
    """Return the routes of the shell of every page, and of the pictures by their paths.

    `languages` has the previews by the values of the parameter `lang`, first that of a page without
    one. The shell is as of `modified`; its links lead to `public_url`, or to the host that was
    asked.

    Raises:
        ValueError: if `index` is not as `dressed` needs it.
    """
    default = next(iter(languages))

    @lru_cache(256)  # whoever asks names the host
    def made(language: str, path: str, base_url: str) -> bytes:
        return dressed(index, languages[language], path, base_url).encode()

    def page(path: str) -> Route:
        made(default, path, "")

        def get(request: Request) -> Response:
            asked = request.query_params.get("lang", "")
            base_url = (public_url or str(request.base_url)).rstrip("/")
            language = asked if asked in languages else default
            body, kind = made(language, path, base_url), "text/html; charset=utf-8"
            response = cacheable_response(request, body, kind, modified=modified, max_age=0)
            return with_language(response, language)

        return whole(f"/{path}", Route(f"/{path}", get))

    paths = languages[default].pages
    return [*map(page, paths), *(_picture(*each, modified) for each in pictures.items())]


def _picture(path: str, file: Path, modified: datetime) -> Route:
    content = file.read_bytes()

    def get(request: Request) -> Response:
        made = cacheable_response(request, content, "image/png", modified=modified, max_age=DAY)
        # To be seen where a link to us is shown, whoever shows it.
        made.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return made

    return whole(path, Route(path, get))
