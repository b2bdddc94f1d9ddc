"""The middleware that every request passes through, from the outside in."""

from __future__ import annotations

from collections.abc import Callable

from starlette.middleware import Middleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from server.http import headers, refusal
from server.http.access import AccessLog
from server.http.limits import BodyLimit, RateLimit
from server.http.origin import SameOrigin
from server.settings import Settings


def middleware(settings: Settings, index: str, *, clock: Callable[[], float]) -> list[Middleware]:
    """Return the server's middleware, outermost first: everything is logged and gets headers.

    `index` is the HTML that Streamlit sends for every page, `clock` gives seconds since 1970.
    """
    pages = headers.page_headers(index, settings.frame_ancestors)
    return [
        Middleware(AccessLog),
        Middleware(headers.SecurityHeaders, pages=pages, hsts_seconds=settings.hsts_seconds),
        # Starlette adds another one, but outside of these, where its responses get no headers.
        Middleware(ServerErrorMiddleware, handler=refusal.on_error),
        Middleware(TrustedHostMiddleware, settings.allowed_hosts, www_redirect=False),
        Middleware(SameOrigin, settings.public_url),
        Middleware(RateLimit, settings, clock=clock),
        Middleware(BodyLimit, settings.max_request_bytes),
    ]
