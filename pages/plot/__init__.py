"""Figures on a page, drawn by our own copy of Plotly and updated in place.

`st.plotly_chart` redraws a figure, twice, whenever its page runs; it loads all of Plotly and writes
dates in English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import orjson
import plotly.graph_objects as go
import plotly.io
from babel import Locale

from pages.plot.axis import Span
from pages.plot.colours import HUES, PALETTE
from pages.plot.component import CHART, mount
from pages.plot.events import EventMark, add_events

FORMATS = {"png": "PNG", "svg": "SVG"}
# As lists, which orjson takes; a third item says that the colour is one category's own.
_COLOURS = {name: [*pair, 1] if name in HUES else list(pair) for name, pair in PALETTE.items()}
_WEEK = (6, 0, 1, 2, 3, 4, 5)  # of Babel's days, which begin on Monday, in the order of Plotly's


class EncodedFigure(NamedTuple):
    """A figure as JSON for the browser, and its height in pixels."""

    json: bytes
    height: int


def encode(
    figure: go.Figure, events: Sequence[EventMark] = (), span: Span | None = None
) -> EncodedFigure:
    """Return a figure as `plot` sends it; worth caching, as this takes longer than all the rest.

    The `events` are drawn on its time axis, which has that `span`.

    Raises:
        ValueError: if the figure has no height, which the page has to reserve for it.
    """
    height = figure.layout.height
    if height is None:
        raise ValueError("the figure's layout has no height")
    spec = figure.to_dict()
    if span:
        spec["layout"] = add_events(spec["layout"], events, span, spec["data"])
    return EncodedFigure(plotly.io.to_json(spec, validate=False).encode(), int(height))


def drawing(figure: EncodedFigure, key: str, alt: str, locale: Locale) -> dict[str, object]:
    """Return what the browser needs to draw a figure, in the language of the locale.

    `alt` is its text alternative. A drawing with the same key is updated in place.
    """
    return {
        "figure": orjson.Fragment(figure.json),
        "colours": _COLOURS,
        "key": key,
        "alt": alt,
        "config": formats_of(locale),
    }


def mount_drawing(
    data: bytes, *, key: str, height: int, on: Mapping[str, Callable[[], None]] | None = None
) -> None:
    """Show a `drawing` as JSON, maybe with parts around it, to which the browser adds the height.

    `on` has what is called when a reader chooses which "events" are drawn or opens a "round".
    """
    callbacks = {f"on_{name}_change": callback for name, callback in (on or {}).items()}
    mount(data, key=key, width="stretch", height=height, component=CHART, **callbacks)


def plot(figure: go.Figure | EncodedFigure, *, key: str, alt: str, locale: Locale) -> None:
    """Show a figure alone, with months and numbers in the language of the locale."""
    encoded = figure if isinstance(figure, EncodedFigure) else encode(figure)
    data = orjson.dumps(drawing(encoded, key, alt, locale))
    mount_drawing(data, key=key, height=encoded.height)


@cache
def formats_of(locale: Locale) -> dict[str, object]:
    """Return Plotly's names of months and days and its number format in a language, from CLDR."""
    months, days = locale.months["format"], locale.days["format"]
    signs = locale.number_symbols["latn"]
    names = {
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
        "days": [days["wide"][day] for day in _WEEK],
        "shortDays": [days["abbreviated"][day] for day in _WEEK],
        "decimal": signs["decimal"],
        "thousands": signs["group"],
    }
    return {"locale": locale.language, "locales": {locale.language: {"format": names}}}
