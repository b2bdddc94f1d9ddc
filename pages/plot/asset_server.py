"""Serves the components' files compressed, with headers that let browsers cache them."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from functools import cache
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.plot.component import ASSETS, PROJECT

_ADDRESS = re.compile(rf"/_stcore/bidi-components/{re.escape(PROJECT)}\.[a-z]+/([^/]+)$")
_VERSIONED = re.compile(r"-\d+\.\d+\.\d+\.")
_IMMUTABLE, _REVALIDATE = "public, max-age=31536000, immutable", "public, no-cache"


class Asset(NamedTuple):
    """A file as it is sent to the browser."""

    plain: bytes
    gzipped: bytes
    tag: str
    kind: str


@cache
def assets() -> dict[str, Asset]:
    """Return all files of the component by name, each compressed."""
    return {path.name: _asset(path.read_bytes(), path.name) for path in ASSETS.iterdir()}


def _asset(content: bytes, name: str) -> Asset:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    return Asset(content, gzip.compress(content, mtime=0), tag, kind)


class AssetServer:
    """Serves the components' files instead of Streamlit.

    Streamlit compresses all of Plotly again for each visitor, without headers for caching.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for one of the files; pass on any other."""
        match = _ADDRESS.search(scope["path"]) if scope["type"] == "http" else None
        files = await run_in_threadpool(assets) if match and scope["method"] == "GET" else {}
        asset = files.get(match[1]) if match else None
        if match is None or asset is None:
            await self.app(scope, receive, send)
            return
        await _response(match[1], asset, Headers(scope=scope))(scope, receive, send)


def _response(name: str, asset: Asset, request: Headers) -> Response:
    headers = {
        "Cache-Control": _IMMUTABLE if _VERSIONED.search(name) else _REVALIDATE,
        "ETag": asset.tag,
        "Vary": "Accept-Encoding",
    }
    if asset.tag in request.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" not in request.get("accept-encoding", ""):
        return Response(asset.plain, headers=headers, media_type=asset.kind)
    headers["Content-Encoding"] = "gzip"
    return Response(asset.gzipped, headers=headers, media_type=asset.kind)
