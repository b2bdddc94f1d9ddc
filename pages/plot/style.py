"""The template of all figures, and small parts of them; `colours.py` has their colours."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.rounds.frequency import DORMANT_DAYS
from pages.plot.colours import AXIS, BG, GRID, INK, SOFT

# Keys in a layout's `meta`: the values that differ below so many pixels, each also below the next.
MEDIUM, NARROW, SLIM = WIDTHS = ("medium", "narrow", "slim")  # 720, 480 and 340: see plot.js
EVENTS = "events"  # the key there of the time axis on which events are named, if there are several
# For a trace that only one of these has: from 720 pixels on, from 480 on, or below that.
ONLY_WIDEST, ONLY_WIDE, ONLY_NARROW = ({"meta": {"only": n}} for n in ("widest", "wide", NARROW))
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

_AXES = {
    "automargin": True,
    "fixedrange": True,
    "zeroline": False,
    "gridcolor": GRID,
    "zerolinecolor": AXIS,
    "linecolor": AXIS,
    "tickcolor": AXIS,
    "tickfont": {"color": SOFT},
    "title": {"font": {"color": SOFT}},
}
TEMPLATE = go.layout.Template(
    layout={
        "font": {"color": SOFT},
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "hovermode": "closest",
        "hoverlabel": {
            "align": "left",
            "namelength": -1,
            "bgcolor": BG,
            "bordercolor": AXIS,
            "font": {"color": INK},
        },
        "legend": {"font": {"color": INK}, "title": {"font": {"color": SOFT}}},
        "showlegend": False,
        "dragmode": False,
        "bargap": 0.15,
        "annotationdefaults": {"showarrow": False},
        "xaxis": {**_AXES, "showgrid": False, "ticklabelstandoff": 4},
        "yaxis": {**_AXES, "ticks": ""},
    },
    data={
        "scatter": [{**_HOVER, "marker": {"opacity": 1}}],  # or Plotly fades marks of several sizes
        "bar": [_HOVER],
        "heatmap": [_HOVER],
    },
)


def figure(
    data: Sequence[Any] = (),
    *,
    height: int = 380,
    margin: Mapping[str, int] | None = None,
    narrow: Mapping[str, Any] | None = None,
    **layout: Any,
) -> go.Figure:
    """Return a figure with the template and the given layout.

    `medium`, `narrow` and `slim` override the layout where it has less than 720, 480 and 340
    pixels. Pass all traces and annotations at once: Plotly validates on each change, so adding them
    one by one takes many times as long.
    """
    edges = {**TEMPLATE.layout.margin.to_plotly_json(), **(margin or {})}
    overrides = {name: layout.pop(name, None) or {} for name in (MEDIUM, SLIM)}
    overrides[NARROW] = dict(narrow or {})
    meta = {name: overrides[name] for name in WIDTHS if overrides[name]}
    if meta or "meta" in layout:
        layout["meta"] = {**layout.get("meta", {}), **meta}
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


def breaks(rounds: pd.DataFrame) -> list[int]:
    """Return where the line of a category breaks: after a pause of over a year, and on a new scale.

    A line across would suggest cut-offs that never were, or that can be compared. `rounds` are of
    one category, oldest first, with date and scale.
    """
    is_pause = rounds["date"].diff().dt.days > DORMANT_DAYS
    is_new_scale = rounds["scale"].diff() > 0
    places: list[int] = (is_pause | is_new_scale).to_numpy().nonzero()[0].tolist()
    return places


def iso_dates(dates: pd.Series) -> list[str]:
    """Return dates as ISO text, for a time axis of Plotly."""
    return dates.dt.strftime("%Y-%m-%d").tolist()


def edge_label(x: float, y: object, text: str, **options: Any) -> dict[str, Any]:
    """Return an annotation that starts at `x` of the figure's width, from 0 to 1."""
    return {"x": x, "xref": "paper", "xanchor": "left", "y": y, "text": text, **options}


def square(colour: str, *, is_hollow: bool = False) -> str:
    """Return a square in a colour, to stand before a name."""
    return f"<span style='color:{colour}'>{'□' if is_hollow else '■'}</span>"


def vertical_line(x: object, **options: Any) -> dict[str, Any]:
    """Return the shape of a thin vertical line across the figure."""
    ends = {"x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "line", **ends, "line": {"color": AXIS, "width": 1}, **options}
