"""How bytes become an answer over HTTP: kept by caches for a while, then asked for by their tag.

Everything here is decided by the request and the bytes alone: the same bytes have the same strong
ETag in every process, so that several of them can stand behind one address.
"""

from __future__ import annotations

import gzip
import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.http.problems import problem

# Less is not worth it. Streamlit's own compression, which would leave the ETag as it is, begins at
# 1,000 bytes and leaves alone what is compressed already.
LEAST_GZIPPED = 600  # bytes
LEVEL = 6
METHODS = "GET, HEAD, OPTIONS"
# Open data: any page may read them, without cookies. Said always and not only to a page of another
# host, so that a cache can keep one answer for all.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Content-Disposition, Link",
}
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, If-None-Match, If-Modified-Since, Cache-Control",
    "Access-Control-Max-Age": "86400",
}


def answer(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    modified: datetime,
    max_age: int,
    file_name: str | None = None,
) -> Response:
    """Return the answer to a GET or HEAD, or 304 with no body if the client already has these.

    `modified` is when the bytes last changed, `max_age` for how many seconds they may be used
    without asking again. With `file_name`, a safe one, browsers save them under that name.
    """
    accepted = ", ".join(request.headers.getlist("accept-encoding")).lower()
    coded = len(body) >= LEAST_GZIPPED and accepts_gzip(accepted)
    content, tag = _gzipped(body) if coded else (body, _tag(body))
    headers = {
        "ETag": f'"{tag}"',
        "Last-Modified": format_datetime(modified.astimezone(UTC), usegmt=True),
        "Cache-Control": f"public, max-age={max_age}",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if _unchanged(request, tag, modified):
        return Response(status_code=304, headers=headers)
    headers["Content-Length"] = str(len(content))
    if coded:
        headers["Content-Encoding"] = "gzip"
    elif "gzip" in accepted:
        # Refused, or not worth it: said outright, or Streamlit's compression would not believe it.
        headers["Content-Encoding"] = "identity"
    if file_name:
        headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return Response(b"" if request.method == "HEAD" else content, 200, headers, media_type)


def spoken(found: Response, language: str) -> Response:
    """Return an answer that says its language, which its address alone decides on.

    So no cache has to keep answers apart by what a browser prefers.
    """
    found.headers["Content-Language"] = language
    return found


def accepts_gzip(accepted: str) -> bool:
    """Return whether an Accept-Encoding header, in lower case, allows gzip.

    >>> accepts_gzip("br;q=1.0, gzip;q=0.8"), accepts_gzip("*"), accepts_gzip("gzip;q=0, *")
    (True, True, False)
    """
    weights = {}
    for item in accepted.split(","):
        coding, _semicolon, weight = item.partition(";")
        weights[coding.strip()] = weight.replace(" ", "")
    found = weights.get("gzip", weights.get("*"))
    return found is not None and found not in ("q=0", "q=0.0", "q=0.00", "q=0.000")


def _unchanged(request: Request, tag: str, modified: datetime) -> bool:
    """Return whether a conditional request says that the client has just this.

    If-None-Match decides where there is one: a list, weak or strong, or "*" for anything at all.
    """
    asked = request.headers.getlist("if-none-match")
    if asked:
        tags = [each.strip().removeprefix("W/") for line in asked for each in line.split(",")]
        return "*" in tags or f'"{tag}"' in tags
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False  # as RFC 9110 has it: a date that cannot be read is as none
    # HTTP dates have whole seconds, and one without a zone is in UTC.
    return modified.replace(microsecond=0) <= (since if since.tzinfo else since.replace(tzinfo=UTC))


@lru_cache(maxsize=64)
def _tag(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]


@lru_cache(maxsize=64)
def _gzipped(body: bytes) -> tuple[bytes, str]:
    """Return the bytes compressed, always the same, and their tag, which is not that of the bytes.

    What many clients ask for is compressed once.
    """
    return gzip.compress(body, LEVEL, mtime=0), f"{_tag(body)}-gz"


class ReadOnly:
    """An app that can only be read, from anywhere: GET, HEAD as GET without a body, OPTIONS."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        method = scope["method"]

        async def open_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(OPEN)
            elif method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        if method in ("GET", "HEAD"):
            await self.app({**scope, "method": "GET"}, receive, open_send)
        elif method == "OPTIONS":
            await Response(status_code=204, headers=PREFLIGHT)(scope, receive, open_send)
        else:
            detail = f"This data can be read and nothing else. Allowed: {METHODS}."
            refusal = problem(405, "Method not allowed", detail, {"Allow": METHODS})
            await refusal(scope, receive, open_send)
