"""Serves the browser's files: compressed, each only once, and so that browsers can keep them."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import mimetypes
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import brotli
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from server.http.answers import LEVEL, MIN_GZIPPED, best_coding, has_tag

# At this level brotli takes as long as gzip and the files get 8% smaller; at the highest it would
# take sixty times as long for another 10%. A window of 2^18 bytes needs little memory.
_BROTLI = {"quality": 5, "lgwin": 18}
_COMPRESSORS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda content: bytes(brotli.compress(content, **_BROTLI)),
    "gzip": lambda content: gzip.compress(content, LEVEL, mtime=0),
}
_COMPONENTS = "_stcore/bidi-components/express-entry-rounds"
# The scripts that draw a chart, without its libraries.
_OF_A_CHART = (
    "chart",
    "follow",
    "tools",
    "hand",
    "marks",
    "forward",
    "period",
    "dom",
    "plot",
    "theme",
)
# A module that another one imports, as Streamlit's build writes it.
_IMPORT = re.compile(r"""\b(?:from|import)\s*["']\./([\w.-]+\.js)["']""")
_TEXT = {".css", ".js", ".json", ".svg", ".txt"}  # fonts and pictures are compressed already
# One thread: no file is compressed twice, and what that needs of memory is needed once.
_thread = ThreadPoolExecutor(1, "static-files")
_IMMUTABLE, _REVALIDATE = "public, max-age=31536000, immutable", "public, no-cache"


@dataclass(frozen=True)
class Folder:
    """Files and their addresses: a pattern whose group is the file's path in the folder.

    A file whose name matches `versioned` never changes, so browsers need not ask for it again.
    """

    path: Path
    address: re.Pattern[str]
    versioned: re.Pattern[str]

    @cached_property
    def files(self) -> dict[str, Path]:
        """All files by their paths in the folder; nothing else is ever opened."""
        paths = (path for path in self.path.rglob("*") if path.is_file())
        return {path.relative_to(self.path).as_posix(): path for path in paths}

    def find(self, address: str) -> Path | None:
        """Return the file at this address of the server, if there is one."""
        match = self.address.search(address)
        return self.files.get(match[1]) if match else None


def folders(streamlit: Path, components: Path) -> tuple[Folder, ...]:
    """Return the files of Streamlit's own page, and those of our components.

    Streamlit's have a hash in their names, of ours some a version.
    """
    component = r"/_stcore/bidi-components/[\w-]+\.[a-z]+/([^/]+)$"
    return (
        Folder(
            streamlit, re.compile(r"/static/((?:css|js|media)/.+)$"), re.compile(r"\.[\w-]{8}\.")
        ),
        Folder(components, re.compile(component), re.compile(r"-\d+\.\d+\.\d+\.")),
    )


def with_preloads(index: str, streamlit: Path, components: Path) -> str:
    """Return Streamlit's page with links to what the first chart needs, which it finds out late.

    That is what shows a component, our chart, and Plotly: each would be asked for only once the one
    before has arrived. Their priority is low, so that the page itself still comes first. More of
    such links, also for the filters, would delay the first paint.
    """
    scripts, late = streamlit / "js", list[str]()
    found = [path.name for path in scripts.glob("BidiComponent.*.js")]
    while found:
        name = found.pop()
        if name not in late and name not in index:
            late.append(name)
            found += _IMPORT.findall((scripts / name).read_text("utf-8"))
    own = [components / f"{name}.js" for name in _OF_A_CHART]
    drawing = [*own, *components.glob("plotly-*.js")]
    ours = [f"{_COMPONENTS}.chart/{path.name}" for path in drawing if path.exists()]
    links = [
        f'<link rel="modulepreload" crossorigin fetchpriority="low" href="./{address}">'
        for address in (*ours, *(f"static/js/{name}" for name in late))
    ]
    return index.replace("</head>", "\n    ".join(["", *links]) + "\n  </head>", 1)


class Representation(NamedTuple):
    """A file as it is sent: its bytes, how they are compressed, and their tag."""

    content: bytes
    coding: str
    tag: str


@cache
def representation(path: Path, coding: str) -> Representation:
    """Return a file in a coding, or as it is if that makes it no smaller; kept in memory."""
    content = path.read_bytes()
    tag = hashlib.sha256(content).hexdigest()[:16]
    if coding != "identity" and path.suffix in _TEXT and len(content) >= MIN_GZIPPED:
        compressed = _COMPRESSORS[coding](content)
        if len(compressed) < len(content):
            return Representation(compressed, coding, f"{tag}-{coding}")
    return Representation(content, "identity", tag)


class StaticFiles:
    """Serves the files of some folders instead of Streamlit.

    Streamlit sends its own uncompressed and compresses those of components again for each visitor.
    A part of a file is left to it.
    """

    def __init__(self, app: ASGIApp, folders: Sequence[Folder]) -> None:
        self.app = app
        self._folders = folders

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for one of the files; pass on any other."""
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            request = Request(scope)
            for folder in self._folders:
                path = folder.find(scope["path"])
                if path is not None and "range" not in request.headers:
                    response = await _response(request, path, folder.versioned)
                    await response(scope, receive, send)
                    return
        await self.app(scope, receive, send)


async def _response(request: Request, path: Path, versioned: re.Pattern[str]) -> Response:
    accepted = ", ".join(request.headers.getlist("accept-encoding"))
    wanted = best_coding(accepted, _COMPRESSORS)
    loop = asyncio.get_running_loop()
    content, coding, tag = await loop.run_in_executor(_thread, representation, path, wanted)
    headers = {
        "Cache-Control": _IMMUTABLE if versioned.search(path.name) else _REVALIDATE,
        "ETag": f'"{tag}"',
        "Vary": "Accept-Encoding",
    }
    if has_tag(request, tag):
        return Response(status_code=304, headers=headers)
    headers["Content-Length"] = str(len(content))
    if coding != "identity":
        headers["Content-Encoding"] = coding
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Response(b"" if request.method == "HEAD" else content, 200, headers, kind)
