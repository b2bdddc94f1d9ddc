"""Security headers: pages load nothing from other hosts and use no device.

Names and values are as of 2026; https://www.w3.org/TR/CSP3/ explains the policies.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server import is_data

_RESPONSE_STARTS = ("http.response.start", "websocket.http.response.start")
_INLINE_SCRIPT = re.compile(
    r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE
)
_UNUSED_FEATURES = (
    "camera",
    "display-capture",
    "geolocation",
    "microphone",
    "midi",
    "payment",
    "usb",
)
COMMON = {
    "X-Content-Type-Options": "nosniff",
    # The address of a view can contain a person's score, which no other site may learn.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED_FEATURES),
}
DENY_ALL = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# Any page may read open data, which is never a page itself.
DATA = {
    **COMMON,
    "Content-Security-Policy": DENY_ALL,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Retry-After",
}
# The page for trying the API; Swagger UI writes styles while it runs.
DOCS = {
    **DATA,
    "Content-Security-Policy": (
        f"{DENY_ALL}; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
}


def page_headers(index: str, ancestors: Sequence[str]) -> dict[str, str]:
    """Return the headers of pages.

    `index` is the HTML that Streamlit sends for each of them. `ancestors` are the sites that may
    show them in a frame, as Content-Security-Policy writes them.
    """
    policy: dict[str, Sequence[str]] = {
        "default-src": ("'none'",),
        "script-src": (
            "'self'",
            *map(script_hash, inline_scripts(index)),
            # Streamlit's protobuf.js uses WebAssembly for integers beyond 2^53.
            "'wasm-unsafe-eval'",
        ),
        # Streamlit's components and Plotly write styles while they run.
        "style-src": ("'self'", "'unsafe-inline'"),
        # Plotly draws heatmaps as data: images; Streamlit's style sheets contain a data: font.
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


def script_hash(text: str) -> str:
    """Return the source expression that allows an inline script with exactly this text.

    >>> script_hash("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def inline_scripts(html: str) -> list[str]:
    """Return the text of each inline script of a page.

    >>> inline_scripts('<script src="a.js"></script><script> b = 1 </script>')
    [' b = 1 ']
    """
    return _INLINE_SCRIPT.findall(html)


def _say_once(headers: MutableHeaders, name: str) -> None:
    """Write a header that is a list, to which several have added, without repetitions."""
    parts = [part.strip() for value in headers.getlist(name) for part in value.split(",")]
    if len(parts) > 1:
        headers[name] = ", ".join({part.lower(): part for part in parts}.values())


class SecurityHeaders:
    """Adds security headers to every response, errors included.

    A header that a response already has is kept. Over HTTPS, browsers are told to insist on it for
    `hsts_seconds`; with 0 they are not.
    """

    def __init__(self, app: ASGIApp, *, pages: dict[str, str], hsts_seconds: int) -> None:
        self.app = app
        self._pages = pages
        self._hsts = (
            {"Strict-Transport-Security": f"max-age={hsts_seconds}"} if hsts_seconds else {}
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add headers to its response."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        hsts = self._hsts if scope["scheme"] in ("https", "wss") else {}

        async def send_with_headers(message: Message) -> None:
            if message["type"] in _RESPONSE_STARTS:
                headers = MutableHeaders(scope=message)
                defaults = self._pages
                if is_data(scope):
                    html = headers.get("content-type", "").startswith("text/html")
                    defaults = DOCS if html else DATA
                for name, value in (defaults | hsts).items():
                    headers.setdefault(name, value)
                _say_once(headers, "vary")
            await send(message)

        await self.app(scope, receive, send_with_headers)
