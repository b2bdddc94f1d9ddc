"""Figures as the browser receives them, and the JavaScript files that draw them."""

from __future__ import annotations

import hashlib
import json
import re

import plotly.graph_objects as go
import plotly.io
import pytest
from babel import Locale
from plotly.offline import get_plotlyjs_version
from streamlit.testing.v1 import AppTest

from pages.plot import drawing, encode, style
from pages.plot.component import ASSETS

BUNDLE = next(ASSETS.glob("plotly-cartesian-*.js"))


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


def test_encoded_figure_keeps_height_and_plotly_json() -> None:
    figure = style.figure([go.Scatter(x=[1, 2], y=[3, 4])], height=250)
    encoded = encode(figure)
    assert encoded.height == 250
    assert json.loads(encoded.json) == json.loads(plotly.io.to_json(figure))


def test_figure_without_a_height_is_rejected() -> None:
    with pytest.raises(ValueError, match="height"):
        encode(go.Figure())


def test_a_colour_that_is_one_categorys_own_is_marked_for_the_browser() -> None:
    sent = drawing(encode(style.figure(height=100)), "k", "", Locale("en"))["colours"]
    assert isinstance(sent, dict)
    own = {name for name, values in sent.items() if len(values) > 2}
    assert {"cec", "pnp", "researchers"} <= own
    # These five share a colour, and the others are no category's.
    assert own.isdisjoint(
        {"general", "fsw", "fst", "stem", "agriculture", "accent", "mid", "spare0"}
    )
