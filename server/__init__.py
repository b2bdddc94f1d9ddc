"""The HTTP server: open data, feeds, settings, logs, and the middleware around every response."""

from __future__ import annotations

from starlette.types import Scope

DATA = ("/api/", "/feeds/", "/mcp", "/llms.txt")


def request_path(scope: Scope) -> str:
    """Return the path of a request without the prefix that a proxy may have added.

    >>> request_path({"path": "/tools/rounds", "root_path": "/tools"})
    '/rounds'
    """
    # A mounted app has a root_path of its own; the server's is then in app_root_path.
    root = scope.get("app_root_path", scope.get("root_path", ""))
    return str(scope["path"]).removeprefix(root)


def is_data(scope: Scope) -> bool:
    """Return whether a request is for open data, and not for a page.

    >>> is_data({"path": "/api/v1/rounds.csv"}), is_data({"path": "/rounds"})
    (True, False)
    """
    return request_path(scope).startswith(DATA)
