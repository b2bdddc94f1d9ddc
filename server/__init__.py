"""What every answer over HTTP shares: settings, headers, limits, the log of requests and health.

The middleware here is plain ASGI, so that it holds for websockets and streams as for the rest.
"""

from __future__ import annotations

from starlette.types import Scope

DATA = ("/api/", "/feeds/")


def path(scope: Scope) -> str:
    """Return the path of a request below the prefix that a proxy may have put before it.

    >>> path({"path": "/tools/rounds", "root_path": "/tools"})
    '/rounds'
    """
    # A mounted app has a root_path of its own; the server's is then in app_root_path.
    root = scope.get("app_root_path", scope.get("root_path", ""))
    return str(scope["path"]).removeprefix(root)


def is_data(scope: Scope) -> bool:
    """Return whether a request is one of a program for open data, and not one of a page.

    >>> is_data({"path": "/api/v1/rounds.csv"}), is_data({"path": "/rounds"})
    (True, False)
    """
    return path(scope).startswith(DATA)
