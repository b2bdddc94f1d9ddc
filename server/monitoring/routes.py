"""The routes that metrics tell apart: few, whatever addresses are asked for."""

from __future__ import annotations

import re
from collections.abc import Collection

OTHER = "{other}"
_SINGLE = {
    "/healthz",
    "/readyz",
    "/metrics",
    "/mcp",
    "/llms.txt",
    "/robots.txt",
    "/sitemap.xml",
    "/.well-known/security.txt",
    "/preview.png",
    "/favicon.png",
    "/favicon.ico",
    "/feeds/rounds.atom",
    "/feeds/rounds.ics",
    "/api/v1/rounds/latest",
    "/_stcore/stream",
}
# The first that matches counts.
_PATTERNS = [
    (re.compile(pattern), template)
    for pattern, template in (
        (r"/api/v1/charts/[^/]+/[^/]+\.\w+", "/api/v1/charts/{page}/{chart}.{format}"),
        (r"/api/v1/tables/[^/]+/[^/]+\.\w+", "/api/v1/tables/{page}/{table}.{format}"),
        (r"/api/v1/rounds/[^/]+", "/api/v1/rounds/{round_id}"),
        (r"/api/v1/docs(/.*)?", "/api/v1/docs"),
        (r"/api/v1/[a-z]+\.\w+", "/api/v1/{table}.{format}"),
        (r"/api/.*", "/api/{other}"),
        (r"/feeds/.*", "/feeds/{other}"),
        (r"/_stcore/bidi-components/.*", "/_stcore/bidi-components/{file}"),
        (r"/_stcore/.*", "/_stcore/{other}"),
        (r"/static/.*", "/static/{file}"),
    )
]


def template(path: str, pages: Collection[str]) -> str:
    """Return the route of a path, in which what varies is in braces; `pages` are those of the menu.

    >>> template("/api/v1/rounds/274", ()), template("/cut-offs", {"/cut-offs"})
    ('/api/v1/rounds/{round_id}', '/cut-offs')
    >>> template("/wp-login.php", {"/cut-offs"})
    '{other}'
    """
    if path in _SINGLE or path in pages:
        return path
    return next((name for pattern, name in _PATTERNS if pattern.fullmatch(path)), OTHER)
