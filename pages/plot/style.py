"""How every figure looks: one template, one colour and one marker per category, everywhere.

The colours keep a contrast of at least 3 to both backgrounds of the theme, so that a category looks
the same in light and dark. Text and grid are left to the page, which draws them in its own theme.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

LIGHT, DARK = "#ffffff", "#12161c"  # the page's backgrounds, as in .streamlit/config.toml
QUIET = "#7f8a99"  # what is context rather than news
ACCENT = "#2f7fd6"


class Mark(NamedTuple):
    """How the points and the bars of a category are drawn.

    Categories whose colours some eyes cannot tell apart share neither symbol nor pattern.
    """

    colour: str
    symbol: str
    pattern: str = ""


MARKS = {
    "general": Mark("#748091", "circle"),
    "pnp": Mark("#8f6fe0", "diamond", "/"),
    "cec": Mark("#1f82d2", "circle"),
    "fsw": Mark("#a07a2c", "star-square", "+"),
    "fst": Mark("#8a7f5c", "star-diamond", "-"),
    "french": Mark("#d9541e", "square"),
    "healthcare": Mark("#0f9b74", "triangle-up", "\\"),
    "stem": Mark("#c4569c", "star", "."),
    "trades": Mark("#a8842a", "pentagon", "-"),
    "transport": Mark("#2a98a8", "hexagon", "/"),
    "agriculture": Mark("#6f9a2c", "triangle-down", "."),
    "education": Mark("#d1588a", "cross", "x"),
    "physicians": Mark("#4c7de0", "x", "x"),
    "senior-managers": Mark("#a865c9", "bowtie", "\\"),
    "military": Mark("#8a8c3f", "star-triangle-up", "x"),
    "researchers": Mark("#b5704a", "hourglass", "|"),
}
# Categories that the table does not know yet share these, in turn.
SPARE = (
    Mark("#b06a5b", "diamond-tall", "/"),
    Mark("#5c8fa0", "diamond-wide", "|"),
    Mark("#9a7fb0", "asterisk", "+"),
)

# In a layout's `meta`: what differs from it where there is little room, and where even less.
NARROW, SLIM = "narrow", "slim"
INK = "#000000"  # of text on a category's colour: it keeps a contrast of 4.5 to each
# Months with their year once, or years alone: labels that stay level on a narrow screen.
TIME_AXIS = {
    "nticks": 6,
    "tickangle": 0,
    "tickformatstops": [
        {"dtickrange": [None, "M1"], "value": "%-d %b\n%Y"},
        {"dtickrange": ["M1", "M11"], "value": "%b\n%Y"},
        {"dtickrange": ["M12", None], "value": "%Y"},
    ],
}

TEMPLATE = go.layout.Template(
    layout={
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "hovermode": "closest",
        "hoverlabel": {"align": "left", "namelength": -1},
        "showlegend": False,
        "dragmode": False,
        "bargap": 0.15,
        "xaxis": {"automargin": True, "fixedrange": True, "showgrid": False, "zeroline": False},
        "yaxis": {"automargin": True, "fixedrange": True, "zeroline": False, "ticks": ""},
    },
    data={"scatter": [{"marker": {"opacity": 1}}]},  # Plotly lets marks of several sizes fade
)


def mark(code: str) -> Mark:
    """Return how a category is drawn, always the same, also one that is not known yet."""
    return MARKS.get(code) or SPARE[sum(code.encode()) % len(SPARE)]


def colour(code: str) -> str:
    """Return the colour of a category."""
    return mark(code).colour


def faint(colour: str, opacity: float) -> str:
    """Return a colour that lets through what is behind it; an edge in the colour itself is seen."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def figure(
    data: Sequence[Any] = (),
    *,
    height: int = 380,
    margin: Mapping[str, int] | None = None,
    narrow: Mapping[str, Any] | None = None,
    slim: Mapping[str, Any] | None = None,
    **layout: Any,
) -> go.Figure:
    """Return a figure in the house's style; `layout` is what differs from it.

    `narrow` is what differs from that again where the figure has less room than a tablet has, and
    `slim` where it has less than most phones have.
    Traces and layout given here at once are checked once: adding one annotation after the other to
    a figure takes plotly many times as long.
    """
    edges = {**TEMPLATE.layout.margin.to_plotly_json(), **(margin or {})}
    if narrow or slim:
        layout["meta"] = {NARROW: narrow or {}, SLIM: slim or {}}
    return go.Figure(
        data=list(data), layout={"template": TEMPLATE, "height": height, "margin": edges, **layout}
    )


def escape(value: object) -> str:
    """Return text from outside for a figure, where a part of HTML would act."""
    return html.escape(str(value), quote=False)


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a frame, with its columns as attributes."""
    return frame.itertuples(index=False)


def iso_dates(dates: pd.Series) -> list[str]:
    """Return dates as Plotly's true time axis reads them."""
    return dates.dt.strftime("%Y-%m-%d").tolist()


def end_label(x: object, y: float, words: str, code: str, **place: Any) -> dict[str, Any]:
    """Return the annotation that names a category beside its last point, with its colour."""
    return {
        "x": x,
        "y": y,
        "text": f"<span style='color:{colour(code)}'>●</span> {escape(words)}",
        "showarrow": False,
        "xanchor": "left",
        "xshift": 8,
        "font": {"size": 12},
        **place,
    }


def spread(values: Sequence[float], gap: float) -> list[float]:
    """Return the values moved apart to at least `gap`, as little as that takes, order kept.

    >>> spread([10.0, 11.0, 30.0], 4.0)
    [8.5, 12.5, 30.0]
    """
    order = np.argsort(np.asarray(values, dtype=float), kind="stable")
    groups: list[tuple[float, int]] = []  # (middle, how many) of labels that touch
    for index in order:
        middle, size = float(values[index]), 1
        while groups and middle - groups[-1][0] < gap * (groups[-1][1] + size) / 2:
            before, count = groups.pop()
            middle = (before * count + middle * size) / (count + size)
            size += count
        groups.append((middle, size))
    placed = [
        middle + gap * (place - (size - 1) / 2) for middle, size in groups for place in range(size)
    ]
    moved = [0.0] * len(placed)
    for index, value in zip(order, placed, strict=True):
        moved[index] = value
    return moved
