"""The page for addresses that do not exist, which suggests some that do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from html import escape
from pathlib import Path
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from data.vocabulary.languages import LANGUAGES, PARAMETER, SOURCE, query
from pages.language import Words
from server import DATA, is_data, request_path
from server.http.refusal import refusal_response
from server.site.not_found import Texts, nearest, page_at, texts

# Streamlit's own figures, which are nobody's business; and its mount, which answers anything.
CLOSED, FALLBACK = "/_stcore/metrics", "static-assets"
_WEIGHTS = "font-weight: 200 900"
LONGEST = 60  # characters of an address that are compared with the names of pages
STYLE = """
:root { color-scheme: light dark; --text: #10161f; --back: #fff; --link: #1f5fa8; --edge: #d9dee6 }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6eaf0; --back: #12161c; --link: #8bb8f0; --edge: #333c49 }
}
body { margin: 0; background: var(--back); color: var(--text);
  font: 400 1rem/1.6 "Source Sans", system-ui, sans-serif }
header { display: flex; gap: 1.5rem; justify-content: space-between; padding: 1rem 1.5rem;
  border-bottom: 1px solid var(--edge); font-weight: 600 }
main { max-width: 44rem; padding: 1.5rem }
h1 { margin: 0 0 .75rem; font-size: 1.6rem; line-height: 1.25; font-weight: 650 }
h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; font-weight: 600 }
p, dl { margin: 0 0 1rem }
dt { font-weight: 600 }
dd { margin: 0 0 .6rem }
ul { margin: 0; padding-left: 1.25rem }
a { color: var(--link) }
"""


class Unknown(BaseRoute):
    """Answers what no route before it takes, and none of Streamlit's after it.

    A page's address in capitals or with a slash at its end leads to that page. `languages` has the
    texts by language, `files` the addresses of the files in Streamlit's folder, and `font` is the
    address of the one that pages are written in.
    """

    def __init__(
        self, languages: Mapping[str, Texts], files: Collection[str], font: str | None
    ) -> None:
        self._languages, self._files, self._font = languages, files, font

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether Streamlit has only its page for all addresses here."""
        if scope["type"] != "http":
            return Match.NONE, {}
        path = request_path(scope)
        if path == CLOSED:
            return Match.FULL, {}
        is_taken = path in self._files or any(
            route.matches(scope)[0] is not Match.NONE
            for route in scope["app"].routes
            if route is not self and getattr(route, "name", "") != FALLBACK
        )
        return (Match.NONE if is_taken else Match.FULL), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await self._response(Request(scope))(scope, receive, send)

    def _response(self, request: Request) -> Response:
        path = request_path(request.scope)
        elsewhere = moved(path)
        if elsewhere is not None and request.method in ("GET", "HEAD"):
            address = quote(f"{request.scope.get('root_path', '')}{elsewhere}")
            asked = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(address + asked, 308, {"Cache-Control": "no-cache"})
        if is_data(request.scope):
            detail = "There is nothing at this address."
            return refusal_response(request.scope, 404, "Not found", detail)
        # A browser looks for Streamlit below the address of each page, and reads no page there.
        if "/_stcore/" in path:
            return PlainTextResponse("Not Found", 404)
        root = request.scope.get("root_path", "")
        html = page(self._languages, _language(request), path, root, self._font)
        headers = {"Cache-Control": "no-store", "Vary": "Accept-Language"}
        response = HTMLResponse(html, 404, headers)
        response.headers["Content-Language"] = _language(request)
        return response


def route(folder: Path) -> Unknown:
    """Return the route, to be placed last, for the folder of Streamlit's own files."""
    files = {f"/{path.relative_to(folder).as_posix()}" for path in folder.rglob("*")}
    font = next((path for path in sorted(files) if "/SourceSansVF-Upright" in path), None)
    languages = {language: texts(Words(language)) for language in LANGUAGES}
    return Unknown(languages, files - {"/index.html"}, font)


def moved(path: str) -> str | None:
    """Return the path that one in capitals or with a slash at its end was meant for.

    >>> moved("/CUT-OFFS"), moved("/API/v1/rounds.csv"), moved("/nope")
    ('/cut-offs', '/api/v1/rounds.csv', None)
    """
    known = page_at(path)
    if known is not None:
        return f"/{known}"
    lower = path.lower()
    return lower if lower != path and lower.startswith(DATA) else None


def page(
    languages: Mapping[str, Texts], language: str, path: str, root: str, font: str | None
) -> str:
    """Return the HTML: what is wrong, the page that was probably meant, and all there are."""
    words, params = languages[language], urlencode(query(language))

    def link(path: str, label: str) -> str:
        address = f"{root}{path}?{params}" if params else f"{root}{path}"
        return f'<a href="{escape(address)}">{escape(label)}</a>'

    others = [
        f'<a href="?{urlencode([(PARAMETER, code)])}" lang="{code}">{escape(known.name)}</a>'
        for code, known in LANGUAGES.items()
        if code != language
    ]
    entries = [
        f"<dt>{link(f'/{path}', title)}</dt><dd>{escape(about)}</dd>"
        for path, title, about in words.pages
    ]
    data = [f"<li>{link(path, label)}</li>" for label, path in words.data.items()]
    return f"""{_head(words, root, font)}
<body>
<header>{link("/", words.site)}<nav>{" ".join(others)}</nav></header>
<main>
<h1>{escape(words.title)}</h1>
{_offer(words, path, link)}
<p>{escape(words.reason)}</p>
<dl>{"".join(entries)}</dl>
<h2>{escape(words.data_title)}</h2>
<ul>{"".join(data)}</ul>
</main>
</body>
</html>
"""


def _head(words: Texts, root: str, font: str | None) -> str:
    face = f'@font-face {{ font-family: "Source Sans"; src: url("{root}{font}"); {_WEIGHTS} }}'
    return f"""<!doctype html>
<html lang="{escape(words.locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(words.title)} · {escape(words.site)}</title>
<link rel="icon" href="{escape(root)}/favicon.png">
<style>{face if font else ""}{STYLE}</style>
</head>"""


def _offer(words: Texts, path: str, link: Callable[[str, str], str]) -> str:
    """Return a sentence with the page that was probably meant, or nothing."""
    near = nearest(path.strip("/")) if len(path) <= LONGEST else None
    titles = {path: title for path, title, _help in words.pages}
    if near is None:
        return ""
    return f"<p>{escape(words.nearest).replace('{page}', link(f'/{near}', titles[near]))}</p>"


def _language(request: Request) -> str:
    """Return the language, among ours, that the address or else the browser asks for."""
    wanted = [
        *request.query_params.getlist(PARAMETER),
        *(
            part.partition(";")[0].strip().partition("-")[0].lower()
            for part in request.headers.get("accept-language", "").split(",")
        ),
    ]
    return next((code for code in wanted if code in LANGUAGES), SOURCE)
