"""How the component's files are served: compressed once, and kept by the browser."""

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
_FOREVER, _ASK_AGAIN = "public, max-age=31536000, immutable", "public, no-cache"


class Asset(NamedTuple):
    """A file as it goes to the browser."""

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
    """Serves the component's files in the place of Streamlit.

    Streamlit compresses all of Plotly anew for each visitor, and no browser keeps it, as nothing
    says for how long it may.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for one of the files; pass on any other."""
        found = _ADDRESS.search(scope["path"]) if scope["type"] == "http" else None
        known = await run_in_threadpool(assets) if found and scope["method"] == "GET" else {}
        asset = known.get(found[1]) if found else None
        if found is None or asset is None:
            await self.app(scope, receive, send)
            return
        await _answer(found[1], asset, Headers(scope=scope))(scope, receive, send)


def _answer(name: str, asset: Asset, asked: Headers) -> Response:
    """Return the file, or that the browser's own is still good."""
    headers = {
        "Cache-Control": _FOREVER if _VERSIONED.search(name) else _ASK_AGAIN,
        "ETag": asset.tag,
        "Vary": "Accept-Encoding",
    }
    if asset.tag in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" not in asked.get("accept-encoding", ""):
        return Response(asset.plain, headers=headers, media_type=asset.kind)
    headers["Content-Encoding"] = "gzip"
    return Response(asset.gzipped, headers=headers, media_type=asset.kind)
