"""Figures as the browser receives them, and the JavaScript files that draw them."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import re

import httpx
import plotly.graph_objects as go
import plotly.io
import pytest
from plotly.offline import get_plotlyjs_version
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from pages.plot import encode, style
from pages.plot.asset_server import AssetServer
from pages.plot.component import ASSETS, NAME

BUNDLE = next(ASSETS.glob("plotly-cartesian-*.js"))
FOLDER = f"/_stcore/bidi-components/{NAME}"


def component_data(app: AppTest) -> list[dict[str, object]]:
    """Return the data that the app sends to its components, in order."""
    assert not app.exception
    return [json.loads(element.proto.bytes) for element in app.get("bidi_component")]


def test_plotly_bundle_has_the_sha256_of_the_published_file() -> None:
    match = re.search(r"SHA-256\s+`([0-9a-f]{64})`", (ASSETS.parent / "README.md").read_text())
    assert match is not None
    assert hashlib.sha256(BUNDLE.read_bytes()).hexdigest() == match[1]


def test_plotly_bundle_has_the_version_of_the_python_package() -> None:
    version = get_plotlyjs_version()
    assert BUNDLE.name == f"plotly-cartesian-{version}.min.js"
    assert f"v{version}" in BUNDLE.read_text("utf-8")[:200]
    assert BUNDLE.name in (ASSETS / "plot.js").read_text()


def test_plot_is_sent_with_figure_alt_text_and_localized_dates() -> None:
    def script() -> None:
        import plotly.graph_objects as go
        from babel import Locale

        from pages.plot import plot, style

        figure = style.figure([go.Bar(x=["a"], y=[1])], height=200)
        plot(figure, key="k", alt="<b>An alt</b>", locale=Locale.parse("fr_CA"))

    (got,) = component_data(AppTest.from_function(script).run())
    assert got["figure"]["data"] == [{"type": "bar", "x": ["a"], "y": [1]}]
    assert (got["key"], got["alt"]) == ("k", "<b>An alt</b>")
    assert got["config"]["locale"] == "fr"
    names = got["config"]["locales"]["fr"]["format"]
    assert names["months"][7] == "août"
    assert names["shortMonths"][0] == "janv."
    assert names["days"][0] == "dimanche"
    assert (names["decimal"], names["thousands"]) == (",", "\u00a0")


def test_picture_downloads_have_formats_file_names_and_help() -> None:
    def script() -> None:
        from pages.language import Words
        from pages.plot import pictures

        names = {"png": "a.png", "svg": "a.svg"}
        texts = {"measure": "M", "title": "A *title*", "note": "N", "caption": ("one", "two")}
        pictures(Words(), key="p", of="k", names=names, parameters=["category"], **texts)

    (got,) = component_data(AppTest.from_function(script).run())
    assert (got["of"], got["measure"], got["note"]) == ("k", "M", "N")
    assert got["parameters"] == ["category"]
    assert (got["title"], got["caption"]) == ("A *title*", ["one", "two"])
    assert [(file["format"], file["name"], file["help"]) for file in got["files"]] == [
        ("png", "a.png", "Download A *title* as PNG"),
        ("svg", "a.svg", "Download A *title* as SVG"),
    ]


def test_encoded_figure_keeps_height_and_plotly_json() -> None:
    figure = style.figure([go.Scatter(x=[1, 2], y=[3, 4])], height=250)
    encoded = encode(figure)
    assert encoded.height == 250
    assert json.loads(encoded.json) == json.loads(plotly.io.to_json(figure))


def test_figure_without_a_height_is_rejected() -> None:
    with pytest.raises(ValueError, match="height"):
        encode(go.Figure())


def get(path: str, **headers: str) -> httpx.Response:
    """Request a path from an asset server in front of a stub app."""

    def other(_request: object) -> PlainTextResponse:
        return PlainTextResponse("from the app")

    server = AssetServer(Starlette(routes=[Route("/{path:path}", other)]))

    async def request() -> httpx.Response:
        transport = httpx.ASGITransport(server)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return await client.get(path, headers=named)

    return asyncio.run(request())


def test_plotly_bundle_is_gzipped_and_cached_as_immutable() -> None:
    answer = get(f"{FOLDER}/{BUNDLE.name}", accept_encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert int(answer.headers["content-length"]) < 520_000
    assert answer.content == BUNDLE.read_bytes()


def test_client_without_gzip_gets_the_uncompressed_file() -> None:
    answer = get(f"{FOLDER}/{BUNDLE.name}", accept_encoding="identity")
    assert "content-encoding" not in answer.headers
    assert answer.content == BUNDLE.read_bytes()


@pytest.mark.parametrize(
    "name", ["plot.js", "theme.js", "picture.js", "language.js", "scroll.js", "bar.js", "copy.js"]
)
def test_own_scripts_are_revalidated_by_etag(name: str) -> None:
    first = get(f"{FOLDER}/{name}")
    assert first.headers["cache-control"] == "public, no-cache"
    again = get(f"{FOLDER}/{name}", if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/", f"{FOLDER}/", f"{FOLDER}/none.js", f"{FOLDER}/../component.py", "/plot.js"]
)
def test_requests_for_other_paths_reach_the_app(path: str) -> None:
    assert get(path).text == "from the app"


def test_gzipped_asset_decompresses_to_the_original_file() -> None:
    from pages.plot.asset_server import assets

    asset = assets()["plot.js"]
    assert gzip.decompress(asset.gzipped) == asset.plain == (ASSETS / "plot.js").read_bytes()
