"""Events on a time axis: a dashed boundary where the CRS scale changed, else a dotted line."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from pages.plot import colours, style
from pages.plot.axis import Span
from pages.plot.gutter import halo
from pages.plot.place import Room, Spot
from pages.plot.text import LABEL

LINE = 16  # pixels of a label's line
_HEIGHT = 450  # pixels of a figure that says nothing about it, as Plotly draws it
_TRIANGLE = "▾"
# Pixels that a figure has at least with each layout, the one for most widths first.
_LEAST = {"": 720, style.MEDIUM: 480, style.NARROW: 340, style.SLIM: 288}
_TICKS = 48  # pixels that the names of ticks may take beside a plot


class EventMark(NamedTuple):
    """An event to draw: its day, a short label or none, and its hover text.

    A boundary parts what lies before and after it.
    """

    day: date
    label: str
    hover: str
    is_boundary: bool


def span_of(dates: pd.Series[pd.Timestamp]) -> Span:
    """Return the first and the last of some dates as days."""
    return dates.min().date(), dates.max().date()


class _Place(NamedTuple):
    """Where events are drawn: on these time axes, of which one is named, among these traces."""

    axes: Sequence[str]
    named: str
    span: Span
    traces: Sequence[Any]

    @property
    def layer(self) -> str:
        """Below the marks, or above areas, which would hide them."""
        return "above" if any("stackgroup" in trace for trace in self.traces) else "below"


def add_events(
    layout: dict[str, Any], marks: Sequence[EventMark], span: Span, traces: Sequence[Any]
) -> dict[str, Any]:
    """Return the layout of a figure with a line and a label at the top for each event.

    Of several time axes, one may have labels: the one in `style.EVENTS` of the layout's `meta`. The
    others then have triangles, which say the event under a pointer.
    On a phone only a single label has room, on the smallest none.
    """
    if not marks:
        return layout
    axes = sorted(name for name in layout if re.fullmatch(r"xaxis\d*", name)) or ["xaxis"]
    meta = dict(layout.get("meta") or {})
    named = meta.get(style.EVENTS, "xaxis" if len(axes) == 1 else "")
    shown = {key: list(layout.get(key, ())) for key in ("shapes", "annotations")}
    on = _Place(axes, named, span, traces)
    drawn = {**layout, **_drawn(layout, shown, marks, on, _LEAST[""])}
    for level, most in {style.MEDIUM: len(marks), style.NARROW: 1, style.SLIM: 0}.items():
        override = dict(meta.get(level) or {})
        layout = _merged(layout, override)
        labelled = [mark for mark in _within(layout.get(named, {}), marks) if mark.label]
        own = marks if len(labelled) <= most else _without_labels(marks)
        shown |= {key: list(override[key]) for key in shown if key in override}
        if override.keys() & shown.keys() or named:
            visible = [axis for axis in axes if layout.get(axis, {}).get("visible", True)]
            override |= _drawn(layout, shown, own, on._replace(axes=visible), _LEAST[level])
            meta[level] = override
    return {**drawn, "meta": meta} if meta else drawn


def _merged(layout: dict[str, Any], override: dict[str, Any]) -> dict[str, Any]:
    """Return a layout with other values, of which those of an axis keep the rest of it."""
    parts = {
        name: {**layout.get(name, {}), **value} if isinstance(value, dict) else value
        for name, value in override.items()
    }
    return {**layout, **parts}


def _drawn(
    layout: dict[str, Any],
    shown: dict[str, list[Any]],
    marks: Sequence[EventMark],
    on: _Place,
    width: int,
) -> dict[str, Any]:
    """Return a layout's shapes and annotations with those of the events, at the least width."""
    named = on.named
    lines = [line for axis in on.axes for line in _lines(layout, axis, marks, on)]
    if not named:
        return {"shapes": [*shown["shapes"], *lines]}
    labels = [
        label
        for axis in on.axes
        for label in _beside(
            layout,
            shown["annotations"],
            marks if axis == named else _without_labels(marks),
            on._replace(named=axis),
            width,
        )
    ]
    return {
        "shapes": [*shown["shapes"], *lines],
        "annotations": [*shown["annotations"], *labels],
    }


def _beside(
    layout: dict[str, Any],
    annotations: Sequence[Any],
    marks: Sequence[EventMark],
    on: _Place,
    width: int,
) -> Iterator[dict[str, Any]]:
    """Yield the labels of the events of one time axis, the named one of a place."""
    axis = layout.get(on.named, {})
    first, last = (pd.Timestamp(day).date() for day in axis.get("range", on.span))
    room = _room(layout, width, axis.get("domain", (0, 1)))
    _reserve(room, layout, annotations, on.named, (first, last))
    room.avoid(list(_ink(on, layout, (first, last), room.height)))
    yield from _labels(_within(axis, marks), (first, last), room, on.named)


def _room(layout: dict[str, Any], width: int, domain: Sequence[float]) -> Room:
    """Return the room that a figure of some width has for labels within a part of it."""
    edges = layout.get("margin", {})
    plot = width - max(edges.get("l", 0), _TICKS) - edges.get("r", 0)
    height = layout.get("height", _HEIGHT) - edges.get("t", 0) - edges.get("b", 0)
    return Room([plot * (domain[1] - domain[0])], height)


def _reserve(
    room: Room, layout: dict[str, Any], annotations: Sequence[Any], named: str, span: Span
) -> None:
    """Keep the room of a figure's own labels on a time axis."""
    axis = named.replace("axis", "")
    scale = layout.get("yaxis", {}).get("range")
    for own in annotations:
        x, y, xref, yref = own.get("x"), own.get("y"), own.get("xref", "x"), own.get("yref", "y")
        if xref == axis:
            x = _share(pd.Timestamp(x), span)
        if yref == "y" and scale:
            y = (y - scale[0]) / (scale[1] - scale[0])
        if xref not in (axis, f"{axis} domain") or yref not in ("y" if scale else "", "paper"):
            continue
        lines = own["text"].count("<br>") + 1
        below = {"bottom": -0.5, "top": 0.5}.get(own.get("yanchor", ""), 0) * LINE * lines
        top = (1 - y) * room.height + below - own.get("yshift", 0)
        spot = Spot(x, top, own.get("xshift", 0), anchor=own.get("xanchor", "center"))
        room.reserve(own["text"], spot)


def _ink(
    on: _Place, layout: dict[str, Any], span: Span, height: float
) -> Iterator[tuple[float, float, float]]:
    """Yield where lines run, at least halfway and in every line of text: see `Room.avoid`."""
    for trace in on.traces:
        scale = layout.get(trace.get("yaxis", "y").replace("y", "yaxis"), {})
        is_line = trace.get("type") == "scatter" and "lines" in trace.get("mode", "")
        is_here = trace.get("xaxis", "x") == on.named.replace("axis", "")
        if not (is_line and is_here and "range" in scale and "domain" not in scale):
            continue
        low, high = scale["range"]
        before = None
        for x, y in zip(trace["x"], trace["y"], strict=True):
            point = None
            if y is not None and y == y:  # no gap  # noqa: PLR0124
                point = _share(pd.Timestamp(x), span), (high - y) / (high - low) * height
                yield *point, 1
                if before:
                    yield from ((*between, 1) for between in _between(before, point))
            before = point


def _between(start: tuple[float, float], end: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Yield the points that divide a straight line into parts no higher than a line of text."""
    right, down = end[0] - start[0], end[1] - start[1]
    parts = max(2, math.ceil(abs(down) / LINE))
    for part in range(1, parts):
        yield start[0] + right * part / parts, start[1] + down * part / parts


def _share(at: pd.Timestamp, span: Span) -> float:
    """Return where a time lies between two days, from 0 to 1."""
    first, last = map(pd.Timestamp, span)
    return float((at - first) / max(last - first, pd.Timedelta(days=1)))


def _lines(
    layout: dict[str, Any], axis: str, marks: Sequence[EventMark], on: _Place
) -> Iterator[dict[str, Any]]:
    anchor = layout.get(axis, {}).get("anchor", "y")
    for mark in _within(layout.get(axis, {}), marks):
        dash = {"dash": "dash", "width": 1} if mark.is_boundary else {"dash": "dot", "width": 1}
        yield style.vertical_line(
            mark.day.isoformat(),
            xref=axis.replace("axis", ""),
            yref="paper" if on.named else f"{anchor} domain",  # of a panel
            line={"color": colours.AXIS, **dash},
            opacity=1 if mark.is_boundary else 0.6,
            layer=on.layer,
        )


def _within(axis: dict[str, Any], marks: Sequence[EventMark]) -> list[EventMark]:
    """Return the events in the range of a time axis, all if it has none."""
    if "range" not in axis:
        return list(marks)
    first, last = (pd.Timestamp(day).date() for day in axis["range"])
    return [mark for mark in marks if first <= mark.day <= last]


def _without_labels(marks: Sequence[EventMark]) -> list[EventMark]:
    return [mark._replace(label="") for mark in marks]


def _labels(
    marks: Sequence[EventMark], span: Span, room: Room, axis: str
) -> Iterator[dict[str, Any]]:
    """Yield the labels, and for a mark without one a triangle that shows its hover text."""
    for mark in sorted(marks, key=lambda mark: bool(mark.label)):  # a label can evade a triangle
        text, spot = _placed(mark, _share(pd.Timestamp(mark.day), span), room)
        lines = text.count("<br>") + 1
        yield {
            "x": mark.day.isoformat(),
            "xref": axis.replace("axis", ""),
            "y": 1,
            "yref": "paper",
            "yanchor": "top",
            "text": text,
            "align": "left",
            "hovertext": style.escape(mark.hover),
            "xanchor": spot.anchor,
            "xshift": spot.right,
            "yshift": LINE * lines / 2 - spot.top,
            "font": {"size": LABEL},
            **({} if text == _TRIANGLE else halo()),
        }


def _placed(mark: EventMark, share: float, room: Room) -> tuple[str, Spot]:
    """Return the label of a mark and where it has room, or else a triangle.

    >>> mark = EventMark(date(2020, 1, 1), "First of them", "", True)
    >>> room = Room([400], 300)
    >>> [_placed(mark, share, room)[1] for share in (0.0, 0.05, 0.98)]
    [Spot(share=0.0, top=8.0, right=4, down=0, anchor='left'), \
Spot(share=0.05, top=24.0, right=4, down=0, anchor='left'), \
Spot(share=0.98, top=8.0, right=-4, down=0, anchor='right')]
    """
    broken = textwrap.wrap(mark.label, len(mark.label) // 2 + 4) if mark.label else []
    labels = [mark.label, *(["\n".join(broken)] if len(broken) == 2 else [])]
    options = []
    for label in filter(None, labels):
        text, lines = style.escape(label).replace("\n", "<br>"), label.count("\n") + 1
        tops = [LINE * (at + lines / 2) for at in range(int(room.height / LINE))]
        for anchor, shift in (("left", 4), ("right", -4)):
            spots = [Spot(share, top, shift, anchor=anchor) for top in tops]
            options.append((text, spots, room.covers(text, spots)))
    for text, spots, _covered in sorted(options, key=lambda option: option[2]):
        found = room.place(text, spots)
        if found:
            return text, found
    top = Spot(share, LINE / 2)
    lower = [top._replace(top=top.top + LINE * at) for at in range(8)]
    return _TRIANGLE, room.place(_TRIANGLE, lower) or top
