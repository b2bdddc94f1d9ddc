"""The HTML of every page: Streamlit's, with metadata for link previews and search engines.

Streamlit sends the same HTML for all pages and sets their titles by script, which programs that
preview a link do not run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data.memory import FILES
from pages.shell.link_previews import Previews
from server.http.answers import cacheable_response, with_language
from server.http.health import exclusive

PICTURE = "/preview.png"
SIZE = (1200, 630)  # pixels of the picture
DAY = 86_400  # seconds
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_LANGUAGE = re.compile(r'(?<=<html lang=")[^"]*')
_NO_SCRIPT = re.compile(r"(?<=<noscript>).*?(?=</noscript>)", re.DOTALL)


def with_metadata(index: str, previews: Previews, path: str, base_url: str) -> str:
    """Return the HTML of a page: Streamlit's `index` with the page's title, preview and links.

    `base_url` is where the dashboard is, without a slash at its end. All texts are plain.

    Raises:
        KeyError: if there is no such page.
        ValueError: if `index` lacks an element to replace, as in another version of Streamlit.
    """
    html = _replace(index, _LANGUAGE, escape(previews.locale.replace("_", "-")))
    html = _replace(html, _TITLE, _head(previews, path, base_url))
    return _replace(html, _NO_SCRIPT, _noscript(previews))


def _replace(html: str, pattern: re.Pattern[str], text: str) -> str:
    replaced, count = pattern.subn(lambda _match: text, html, count=1)
    if not count:
        raise ValueError(f"Streamlit's page has no {pattern.pattern}")
    return replaced


def _head(previews: Previews, path: str, base_url: str) -> str:
    title, description = previews.pages[path]
    picture = f"{base_url}{PICTURE}"
    properties = {
        "og:type": "website",
        "og:site_name": previews.site,
        "og:locale": previews.locale,
        "og:title": title,
        "og:description": description,
        "og:image": picture,
        "og:image:width": str(SIZE[0]),
        "og:image:height": str(SIZE[1]),
        "og:image:alt": previews.picture,
    }
    return "\n    ".join(
        [
            f"<title>{escape(title)}</title>",
            f'<meta name="description" content="{escape(description)}" />',
            *(f'<meta property="{k}" content="{escape(v)}" />' for k, v in properties.items()),
            '<meta name="twitter:card" content="summary_large_image" />',
            f'<link rel="alternate" type="application/atom+xml" title="{escape(previews.site)}" '
            f'href=".{escape(previews.feed)}" />',
        ]
    )


def _noscript(previews: Previews) -> str:
    # Relative like all links of the page, because a proxy may add a prefix to every path.
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
    """Return the routes of the HTML of every page, and of the pictures by their paths.

    `languages` has the previews by value of the parameter `lang`, first those of a page without it.
    The HTML is as of `modified`; its links lead to `public_url` or to the requested host.

    Raises:
        ValueError: if `index` lacks an element that `with_metadata` replaces.
    """
    default, key = next(iter(languages)), object()

    def html(language: str, path: str, base_url: str) -> bytes:
        def make() -> bytes:
            return with_metadata(index, languages[language], path, base_url).encode()

        return FILES.get((key, language, path, base_url), make)

    def page(path: str) -> Route:
        html(default, path, "")  # raises when the server starts, not at the first request

        def get(request: Request) -> Response:
            values = request.query_params.getlist("lang")
            base_url = (public_url or str(request.base_url)).rstrip("/")
            language = values[0] if len(values) == 1 and values[0] in languages else default
            body, media_type = html(language, path, base_url), "text/html; charset=utf-8"
            response = cacheable_response(request, body, media_type, modified=modified, max_age=0)
            return with_language(response, language)

        return exclusive(f"/{path}", get)

    paths = languages[default].pages
    return [*map(page, paths), *(_picture(path, file, modified) for path, file in pictures.items())]


def _picture(path: str, file: Path, modified: datetime) -> Route:
    content = file.read_bytes()

    def get(request: Request) -> Response:
        response = cacheable_response(request, content, "image/png", modified=modified, max_age=DAY)
        # Other sites show it with a link to us.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return exclusive(path, get)
