"""The style of all figures: one template, and one colour and marker per category.

The colours have a contrast of at least 3 on both backgrounds of the theme, so that a category looks
the same in light and dark. Text and grid get their colours from the page's theme.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

LIGHT, DARK = "#ffffff", "#12161c"  # the page's backgrounds, as in .streamlit/config.toml
QUIET = "#7f8a99"  # of context and of the past
ACCENT = "#2f7fd6"


class Mark(NamedTuple):
    """The marker and the bar pattern of a category.

    Categories with colours that look alike to some readers share neither symbol nor pattern.
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
# For categories that are not in the table yet.
SPARE = (
    Mark("#b06a5b", "diamond-tall", "/"),
    Mark("#5c8fa0", "diamond-wide", "|"),
    Mark("#9a7fb0", "asterisk", "+"),
)

# Keys in a layout's `meta`: the values that differ on a narrow and on a slim place.
NARROW, SLIM = "narrow", "slim"
INK = "#000000"  # of text on a category's colour, with a contrast of at least 4.5
_HOVER = {"hovertemplate": "%{customdata}<extra></extra>"}
NO_HOVER = {"hoverinfo": "skip", "hovertemplate": ""}  # of a trace without hover texts
# Short labels, which stay horizontal on a narrow screen.
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
        "annotationdefaults": {"showarrow": False},
        "xaxis": {"automargin": True, "fixedrange": True, "showgrid": False, "zeroline": False},
        "yaxis": {"automargin": True, "fixedrange": True, "zeroline": False, "ticks": ""},
    },
    data={
        "scatter": [{**_HOVER, "marker": {"opacity": 1}}],  # or Plotly fades marks of several sizes
        "bar": [_HOVER],
        "heatmap": [_HOVER],
    },
)


def mark(code: str) -> Mark:
    """Return the mark of a category; an unknown one always gets the same spare mark."""
    return MARKS.get(code) or SPARE[sum(code.encode()) % len(SPARE)]


def colour(code: str) -> str:
    """Return the colour of a category."""
    return mark(code).colour


def faint(colour: str, opacity: float) -> str:
    """Return a colour with an opacity, as a fill below an edge in the full colour."""
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
    """Return a figure with the template and the given layout.

    `narrow` overrides the layout on less width than a tablet has, `slim` on less than most phones
    have. Pass all traces and annotations at once: Plotly validates on each change, so adding them
    one by one takes many times as long.
    """
    edges = {**TEMPLATE.layout.margin.to_plotly_json(), **(margin or {})}
    if narrow or slim:
        layout["meta"] = {NARROW: narrow or {}, SLIM: slim or {}}
    return go.Figure(
        data=list(data), layout={"template": TEMPLATE, "height": height, "margin": edges, **layout}
    )


def escape(value: object) -> str:
    """Return text escaped for a figure, in which Plotly interprets some HTML."""
    return html.escape(str(value), quote=False)


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a frame, with its columns as attributes."""
    return frame.itertuples(index=False)


def with_gaps(values: pd.Series, breaks: Any) -> list[Any]:
    """Return the values with None inserted at the positions where a line breaks.

    >>> with_gaps(pd.Series([500, 510]), [1])
    [500, None, 510]
    """
    gap: Any = None
    return np.insert(values.to_numpy(object), breaks, gap).tolist()


def iso_dates(dates: pd.Series) -> list[str]:
    """Return dates as ISO text, for a time axis of Plotly."""
    return dates.dt.strftime("%Y-%m-%d").tolist()


def edge_label(x: float, y: object, text: str, **options: Any) -> dict[str, Any]:
    """Return an annotation that starts at `x` of the figure's width, from 0 to 1."""
    return {"x": x, "xref": "paper", "xanchor": "left", "y": y, "text": text, **options}


def dot(colour: str) -> str:
    """Return a dot in a colour, to stand before a name."""
    return f"<span style='color:{colour}'>●</span>"


def vertical_line(x: object, **options: Any) -> dict[str, Any]:
    """Return the shape of a thin vertical line across the figure."""
    ends = {"x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "line", **ends, "line": {"color": QUIET, "width": 1}, **options}


def spread(values: Sequence[float], gap: float) -> list[float]:
    """Return the values moved apart to at least `gap`, as little as possible and in order.

    >>> spread([10.0, 11.0, 30.0], 4.0)
    [8.5, 12.5, 30.0]
    """
    order = np.argsort(np.asarray(values, dtype=float), kind="stable")
    groups: list[tuple[float, int]] = []  # (middle, size) of groups of labels that touch
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
    result = [0.0] * len(placed)
    for index, value in zip(order, placed, strict=True):
        result[index] = value
    return result
