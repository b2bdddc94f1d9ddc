"""What the browser gets of a figure, and the files that draw it there."""

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

from pages.plot import encoded, style
from pages.plot.asset_server import AssetServer
from pages.plot.component import ASSETS, NAME

BUNDLE = next(ASSETS.glob("plotly-cartesian-*.js"))
FOLDER = f"/_stcore/bidi-components/{NAME}"


def sent(app: AppTest) -> list[dict[str, object]]:
    """Return what the app's components got, in their order."""
    assert not app.exception
    return [json.loads(element.proto.bytes) for element in app.get("bidi_component")]


def test_plotly_is_what_its_makers_published() -> None:
    told = re.search(r"SHA-256\s+`([0-9a-f]{64})`", (ASSETS.parent / "README.md").read_text())
    assert told is not None
    assert hashlib.sha256(BUNDLE.read_bytes()).hexdigest() == told[1]


def test_the_browser_has_the_plotly_that_the_python_package_is_made_for() -> None:
    version = get_plotlyjs_version()
    assert BUNDLE.name == f"plotly-cartesian-{version}.min.js"
    assert f"v{version}" in BUNDLE.read_text("utf-8")[:200]
    assert BUNDLE.name in (ASSETS / "plot.js").read_text()


def test_a_plot_is_sent_with_its_figure_its_words_and_the_months_of_the_language() -> None:
    def script() -> None:
        import plotly.graph_objects as go
        from babel import Locale

        from pages.plot import plot, style

        figure = style.figure([go.Bar(x=["a"], y=[1])], height=200)
        plot(figure, key="k", alt="<b>An alt</b>", locale=Locale.parse("fr_CA"))

    (got,) = sent(AppTest.from_function(script).run())
    assert got["figure"]["data"] == [{"type": "bar", "x": ["a"], "y": [1]}]
    assert (got["key"], got["alt"]) == ("k", "<b>An alt</b>")
    assert got["config"]["locale"] == "fr"
    names = got["config"]["locales"]["fr"]["format"]
    assert names["months"][7] == "août"
    assert names["shortMonths"][0] == "janv."
    assert names["days"][0] == "dimanche"
    assert (names["decimal"], names["thousands"]) == (",", "\u00a0")


def test_pictures_are_offered_by_format_with_words_and_file_names() -> None:
    def script() -> None:
        from pages.language import Words
        from pages.plot import pictures

        names = {"png": "a.png", "svg": "a.svg"}
        pictures(Words(), of="k", title="A *title*", caption=("one", "two"), names=names)

    (got,) = sent(AppTest.from_function(script).run())
    assert (got["of"], got["title"], got["caption"]) == ("k", "A *title*", ["one", "two"])
    assert [(file["format"], file["name"], file["help"]) for file in got["files"]] == [
        ("png", "a.png", "Download A *title* as PNG"),
        ("svg", "a.svg", "Download A *title* as SVG"),
    ]


def test_a_figure_encoded_before_is_sent_as_it_is() -> None:
    figure = style.figure([go.Scatter(x=[1, 2], y=[3, 4])], height=250)
    kept = encoded(figure)
    assert kept.height == 250
    assert json.loads(kept.json) == json.loads(plotly.io.to_json(figure))


def test_a_figure_without_a_height_is_refused() -> None:
    with pytest.raises(ValueError, match="height"):
        encoded(go.Figure())


def get(path: str, **headers: str) -> httpx.Response:
    """Return the answer of a server that has nothing but the component's files."""

    def other(_request: object) -> PlainTextResponse:
        return PlainTextResponse("from the app")

    server = AssetServer(Starlette(routes=[Route("/{path:path}", other)]))

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(server)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return await client.get(path, headers=named)

    return asyncio.run(asked())


def test_plotly_comes_compressed_and_is_kept_for_good() -> None:
    answer = get(f"{FOLDER}/{BUNDLE.name}", accept_encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert int(answer.headers["content-length"]) < 520_000
    assert answer.content == BUNDLE.read_bytes()


def test_who_cannot_read_gzip_gets_the_file_itself() -> None:
    answer = get(f"{FOLDER}/{BUNDLE.name}", accept_encoding="identity")
    assert "content-encoding" not in answer.headers
    assert answer.content == BUNDLE.read_bytes()


def test_a_script_of_ours_is_asked_for_again_and_sent_only_if_it_changed() -> None:
    first = get(f"{FOLDER}/plot.js")
    assert first.headers["cache-control"] == "public, no-cache"
    again = get(f"{FOLDER}/plot.js", if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/", f"{FOLDER}/", f"{FOLDER}/none.js", f"{FOLDER}/../component.py", "/plot.js"]
)
def test_all_other_requests_are_the_apps(path: str) -> None:
    assert get(path).text == "from the app"


def test_the_file_is_compressed_as_its_bytes_say() -> None:
    from pages.plot.asset_server import assets

    found = assets()["plot.js"]
    assert gzip.decompress(found.gzipped) == found.plain == (ASSETS / "plot.js").read_bytes()
