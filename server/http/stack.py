"""What every request passes through, from the outside in."""

from __future__ import annotations

from collections.abc import Callable

from starlette.middleware import Middleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from server.http import headers, refusal
from server.http.access import Access
from server.http.limits import Rate, Size
from server.settings import Settings


def middleware(settings: Settings, shell: str, *, clock: Callable[[], float]) -> list[Middleware]:
    """Return the middleware of the server, outermost first: all is logged, all gets its headers.

    `shell` is the HTML that Streamlit sends for every page, `clock` gives seconds since 1970.
    """
    pages = headers.of_pages(shell, settings.frame_ancestors)
    return [
        Middleware(Access),
        Middleware(headers.Headers, pages=pages, hsts_seconds=settings.hsts_seconds),
        # Starlette has one of these too, but where its answers would miss our headers.
        Middleware(ServerErrorMiddleware, handler=refusal.of_bug),
        Middleware(TrustedHostMiddleware, settings.allowed_hosts, www_redirect=False),
        Middleware(Rate, settings, clock=clock),
        Middleware(Size, settings.most_bytes),
    ]
