"""The headers that tell a browser what an answer may do: load nothing from elsewhere, ask nothing.

Names and values are as of 2026; https://www.w3.org/TR/CSP3/ says what the policies mean.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server import is_data

_STARTS = ("http.response.start", "websocket.http.response.start")
_INLINE_SCRIPT = re.compile(
    r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE
)
_OFF = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")
COMMON = {
    "X-Content-Type-Options": "nosniff",
    # The address of a view can hold somebody's score: no other site is told, and no proxy's log.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _OFF),
}
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# Data is to be read by anybody's page, and is never a page itself.
DATA = {
    **COMMON,
    "Content-Security-Policy": NOTHING,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Retry-After",
}
# The page on which to try the API; Swagger UI writes styles while it runs.
DOCS = {
    **DATA,
    "Content-Security-Policy": (
        f"{NOTHING}; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
}


def of_pages(index: str, ancestors: Sequence[str]) -> dict[str, str]:
    """Return the headers of pages.

    `index` is the HTML that Streamlit sends for each of them, `ancestors` are those who may show
    it in a frame, as Content-Security-Policy writes them.
    """
    policy: dict[str, Sequence[str]] = {
        "default-src": ("'none'",),
        "script-src": (
            "'self'",
            *map(digest, inline_scripts(index)),
            # Streamlit's protobuf.js counts beyond 2^53 with a few bytes of WebAssembly.
            "'wasm-unsafe-eval'",
        ),
        # Streamlit's components and Plotly write their rules and styles while they run.
        "style-src": ("'self'", "'unsafe-inline'"),
        # Plotly draws a heatmap as such an image, and Streamlit's style sheets hold such a font.
        "img-src": ("'self'", "data:"),
        "font-src": ("'self'", "data:"),
        "connect-src": ("'self'",),
        "base-uri": ("'none'",),
        "form-action": ("'none'",),
        "frame-ancestors": ancestors,
    }
    return {
        **COMMON,
        "Content-Security-Policy": "; ".join(f"{k} {' '.join(v)}" for k, v in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def digest(text: str) -> str:
    """Return what lets an element with just this text through a policy.

    >>> digest("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def inline_scripts(html: str) -> list[str]:
    """Return the text of each script that stands in a page itself.

    >>> inline_scripts('<script src="a.js"></script><script> b = 1 </script>')
    [' b = 1 ']
    """
    return _INLINE_SCRIPT.findall(html)


class Headers:
    """Adds to every answer the headers that are right for it, failures too.

    A header that an answer brings along stays. `hsts_seconds` is for how long browsers are told to
    insist on HTTPS, whenever they came over it; 0 does not tell them.
    """

    def __init__(self, app: ASGIApp, *, pages: dict[str, str], hsts_seconds: int) -> None:
        self.app = app
        self._pages = pages
        self._hsts = (
            {"Strict-Transport-Security": f"max-age={hsts_seconds}"} if hsts_seconds else {}
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add to its answer."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        secure = self._hsts if scope["scheme"] in ("https", "wss") else {}

        async def added(message: Message) -> None:
            if message["type"] in _STARTS:
                headers = MutableHeaders(scope=message)
                wanted = self._pages
                if is_data(scope):
                    html = headers.get("content-type", "").startswith("text/html")
                    wanted = DOCS if html else DATA
                for name, value in (wanted | secure).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, added)
