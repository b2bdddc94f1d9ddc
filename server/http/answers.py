"""HTTP responses that caches can keep: max-age first, then revalidation by ETag.

They depend on the request and the bytes alone. The same bytes have the same strong ETag in every
process, so that several of them can share an address.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.memory import FILES
from server.http.byte_ranges import UnsatisfiableError, byte_range, wants_part
from server.http.problems import problem_response, shorten

# Streamlit's own compression would not change the ETag. It starts at 1,000 bytes and skips what is
# compressed already.
MIN_GZIPPED = 600  # bytes; compressing less is not worth it
LEVEL = 6
# Formats that are compressed inside.
COMPRESSED = (
    "image/png",
    "application/vnd.apache.parquet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
# What follows a coding in Accept-Encoding, without spaces: nothing, or how much it is liked.
_WEIGHT = re.compile(r"(?:q=([01](?:\.\d{0,3})?))?")
METHODS = "GET, HEAD, OPTIONS"
# Any page may read open data, without cookies. Sent even to the same host, so that a cache can keep
# one response for all.
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Accept-Ranges, Content-Disposition, Content-Range, ETag, Last-Modified, Link"
    ),
}
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": (
        "Accept, Cache-Control, If-Modified-Since, If-None-Match, If-Range, Range"
    ),
    "Access-Control-Max-Age": "86400",
}


def cacheable_response(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    modified: datetime,
    max_age: int,
    file_name: str | None = None,
) -> Response:
    """Return the response to a GET or HEAD, or 304 without a body if the client has these bytes.

    `modified` is when the bytes last changed; caches may use them for `max_age` seconds without
    asking again. With a `file_name`, which must be safe, browsers save them under that name.
    """
    accepted = ", ".join(request.headers.getlist("accept-encoding"))
    # Parts are of the file itself, and so is what HEAD says of one that is mostly read in parts.
    whole = "range" in request.headers or media_type in COMPRESSED or len(body) < MIN_GZIPPED
    compress = not whole and best_coding(accepted, ("gzip",)) == "gzip"
    content, tag = _gzipped(body) if compress else (body, _tag(body))
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": f'"{tag}"',
        "Last-Modified": format_datetime(modified.astimezone(UTC), usegmt=True),
        "Cache-Control": f"public, max-age={max_age}",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if _unchanged(request, tag, modified):
        return Response(status_code=304, headers=headers)
    headers["Content-Length"] = str(len(content))
    if compress:
        headers["Content-Encoding"] = "gzip"
    elif "gzip" in accepted.lower():
        # Without this, Streamlit would compress what is too small or was asked for uncompressed.
        headers["Content-Encoding"] = "identity"
    if file_name:
        headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    if request.method == "GET" and wants_part(request.headers, tag, headers["Last-Modified"]):
        return _part(request.headers["range"], content, headers, media_type)
    return Response(b"" if request.method == "HEAD" else content, 200, headers, media_type)


def _part(asked: str, content: bytes, headers: dict[str, str], media_type: str) -> Response:
    """Return the part of a file that a Range header asks for, or else the whole file."""
    size = len(content)
    try:
        found = byte_range(asked, size)
    except UnsatisfiableError:
        detail = f"“{shorten(asked)}” is after the end: there are {size} bytes."
        extra = {"Accept-Ranges": "bytes", "Content-Range": f"bytes */{size}"}
        return problem_response(416, "Range not satisfiable", detail, extra)
    if found is None:
        return Response(content, 200, headers, media_type)
    start, end = found
    headers |= {
        "Content-Length": str(end - start),
        "Content-Range": f"bytes {start}-{end - 1}/{size}",
    }
    return Response(content[start:end], 206, headers, media_type)


def with_language(response: Response, language: str) -> Response:
    """Return the response with its language, which depends on its address only.

    So no cache has to keep responses apart by Accept-Language.
    """
    response.headers["Content-Language"] = language
    return response


def best_coding(accepted: str, offered: Iterable[str]) -> str:
    """Return which of the codings an Accept-Encoding header likes best, or "identity" for none.

    Of those that it likes equally, the one that is offered first.

    >>> best_coding("gzip, deflate, br", ("br", "gzip")), best_coding("gzip;q=0, *", ("gzip",))
    ('br', 'identity')
    >>> best_coding("br;q=0.5, GZIP;q=0.8", ("br", "gzip")), best_coding("", ("br", "gzip"))
    ('gzip', 'identity')
    """
    weights: dict[str, float] = {}
    for item in accepted.lower().split(","):
        coding, _semicolon, parameters = item.partition(";")
        weight = _WEIGHT.fullmatch(parameters.replace(" ", ""))
        weights[coding.strip()] = float(weight[1] or 1) if weight else 0
    liked = {coding: weights.get(coding, weights.get("*", 0)) for coding in offered}
    best = max(liked, key=liked.__getitem__)
    return best if liked[best] > 0 and liked[best] >= weights.get("identity", 0) else "identity"


def has_tag(request: Request, tag: str) -> bool:
    """Return whether If-None-Match, a list of weak or strong tags or "*" for any, has this one."""
    conditions = request.headers.getlist("if-none-match")
    tags = [part.strip().removeprefix("W/") for line in conditions for part in line.split(",")]
    return "*" in tags or f'"{tag}"' in tags


def _unchanged(request: Request, own_tag: str, modified: datetime) -> bool:
    """Return whether a conditional request says that the client already has these bytes.

    If-None-Match wins if present.
    """
    if "if-none-match" in request.headers:
        return has_tag(request, own_tag)
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False  # RFC 9110: an unreadable date is ignored
    # HTTP dates have whole seconds; one without a zone is in UTC.
    return modified.replace(microsecond=0) <= (since if since.tzinfo else since.replace(tzinfo=UTC))


def _tag(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]


def _gzipped(body: bytes) -> tuple[bytes, str]:
    """Return the bytes compressed, with a tag of their own; the same bytes always give the same."""
    tag = f"{_tag(body)}-gz"
    return FILES.get(tag, lambda: gzip.compress(body, LEVEL, mtime=0)), tag


class ReadOnly:
    """An app that answers GET, HEAD and OPTIONS only, to pages of any host."""

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
                MutableHeaders(scope=message).update(CORS)
            elif method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        if method in ("GET", "HEAD"):
            headers = scope["headers"]
            if method == "HEAD":  # which is about the whole file
                headers = [(name, value) for name, value in headers if name != b"range"]
            await self.app({**scope, "method": "GET", "headers": headers}, receive, open_send)
        elif method == "OPTIONS":
            await Response(status_code=204, headers=PREFLIGHT)(scope, receive, open_send)
        else:
            detail = f"This data is read-only. Allowed: {METHODS}."
            refusal = problem_response(405, "Method not allowed", detail, {"Allow": METHODS})
            await refusal(scope, receive, open_send)
