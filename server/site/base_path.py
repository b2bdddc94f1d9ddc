"""The path that everything is served under, when the server has only part of a host to itself."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send


def base_path(streamlit: str | None, public_url: str | None) -> str:
    """Return the base path, without a slash at its end, or nothing for a whole host.

    It is the one that Streamlit is set to or, without one, the path of the public address.

    >>> base_path("ee/", "https://example.org"), base_path("", "https://example.org/tools/ee")
    ('/ee', '/tools/ee')
    >>> base_path(None, None)
    ''
    """
    path = (streamlit or "").strip("/") or urlsplit(public_url or "").path.strip("/")
    return f"/{path}" if path else ""


class BasePath:
    """Serves everything under the base path, and also without it, for a proxy that strips it.

    It is in the root_path that ASGI has for this, by which all addresses are made. A root_path that
    a request has already, as with `uvicorn --root-path`, is kept. `base` is asked at the first
    request, when Streamlit has read its settings.
    """

    def __init__(self, app: ASGIApp, base: Callable[[], str]) -> None:
        self.app = app
        self._base = base()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its root_path, and with a path that begins with that."""
        is_ours = scope["type"] in ("http", "websocket")
        if is_ours and self._base and not scope.get("root_path"):
            scope = self._under_base(scope)
        await self.app(scope, receive, send)

    def _under_base(self, scope: Scope) -> Scope:
        path, changed = scope["path"], {**scope, "root_path": self._base}
        if path == self._base or path.startswith(f"{self._base}/"):
            return changed
        changed["path"] = self._base + path
        if scope.get("raw_path") is not None:
            changed["raw_path"] = quote(self._base, safe="/%").encode() + scope["raw_path"]
        return changed
