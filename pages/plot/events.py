"""Events on a time axis: a dashed boundary where the CRS scale changed, else a dotted line."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from pages.plot import colours, style
from pages.plot.axis import Span
from pages.plot.gutter import halo
from pages.plot.text import LABEL

LETTER, LINE = 6.6, 16  # pixels of a label's letter and line
# Pixels that a figure has at least with each layout, the one for most widths first.
_LEAST = {"": 480, style.MEDIUM: 480, style.NARROW: 340, style.SLIM: 288}
_TICKS = 48  # pixels that the names of ticks may take beside a plot
_WIDE = 720  # where there is one for medium widths, too
Placed = tuple["EventMark", int, bool]  # its line from the top, and whether it stands to the left


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
    """Where events are drawn: on these time axes, of which one is named, below or above marks."""

    axes: Sequence[str]
    named: str
    span: Span
    layer: str


def add_events(
    layout: dict[str, Any], marks: Sequence[EventMark], span: Span, *, is_filled: bool = False
) -> dict[str, Any]:
    """Return the layout of a figure with a line and a label at the top for each event.

    Lines are below the marks, or above if the figure `is_filled` with areas that would hide them.

    Of several time axes, one may have labels: the one in `style.EVENTS` of the layout's `meta`.
    On a phone only a single label has room, on the smallest none.
    """
    if not marks:
        return layout
    axes = sorted(name for name in layout if re.fullmatch(r"xaxis\d*", name)) or ["xaxis"]
    meta = dict(layout.get("meta") or {})
    named = meta.get(style.EVENTS, "xaxis" if len(axes) == 1 else "")
    shown = {key: list(layout.get(key, ())) for key in ("shapes", "annotations")}
    least = {**_LEAST, "": _WIDE if style.MEDIUM in meta else _LEAST[""]}
    on = _Place(axes, named, span, "above" if is_filled else "below")
    drawn = {**layout, **_drawn(layout, shown, marks, on, least[""])}
    labelled = [mark for mark in _within(layout.get(named, {}), marks) if mark.label]
    few = marks if len(labelled) < 2 else _without_labels(marks)
    on_level = {style.MEDIUM: marks, style.NARROW: few, style.SLIM: _without_labels(marks)}
    for level, own in on_level.items():
        override = dict(meta.get(level) or {})
        layout = {**layout, **override}
        shown |= {key: list(override[key]) for key in shown if key in override}
        if override.keys() & shown.keys() or (own is not marks and named):
            visible = [axis for axis in axes if layout.get(axis, {}).get("visible", True)]
            override |= _drawn(layout, shown, own, on._replace(axes=visible), least[level])
            meta[level] = override
    return {**drawn, "meta": meta} if meta else drawn


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
    axis = layout.get(named, {})
    left, right = axis.get("domain", (0, 1))
    first, last = (pd.Timestamp(day).date() for day in axis.get("range", on.span))
    own = _within(axis, marks)
    edges = layout.get("margin", {})
    plot = (width - max(edges.get("l", 0), _TICKS) - edges.get("r", 0)) * (right - left)
    labels = _labels(own, (first, last), round(plot), named)
    return {
        "shapes": [*shown["shapes"], *lines],
        "annotations": [*shown["annotations"], *labels],
    }


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
    marks: Sequence[EventMark], span: Span, width: int, axis: str
) -> Iterator[dict[str, Any]]:
    """Yield the labels, and for a mark without one a triangle that shows its hover text."""
    for mark, line, is_left in _placed(marks, span, width):
        yield {
            "x": mark.day.isoformat(),
            "xref": axis.replace("axis", ""),
            "y": 1,
            "yref": "paper",
            "yanchor": "top",
            "text": style.escape(mark.label).replace("\n", "<br>") or "▾",
            "align": "left",
            "hovertext": style.escape(mark.hover),
            "xanchor": "center" if not mark.label else "right" if is_left else "left",
            "xshift": 0 if not mark.label else -4 if is_left else 4,
            "yshift": -LINE * line,
            "font": {"size": LABEL},
            **(halo() if mark.label else {}),
        }


def _placed(marks: Sequence[EventMark], span: Span, width: int) -> Iterator[Placed]:
    """Yield each mark with a line on which its label overlaps no other, or without a label.

    >>> early = EventMark(date(2020, 1, 1), "First of them", "", True)
    >>> soon = early._replace(day=date(2020, 2, 1))
    >>> late = early._replace(day=date(2024, 12, 1))
    >>> span = (date(2020, 1, 1), date(2025, 1, 1))
    >>> [place[1:] for place in _placed([early, soon, late], span, 400)]
    [(0, False), (1, False), (0, True)]
    """
    ends: list[float] = []  # of the last label on each line, in pixels
    days = max((span[1] - span[0]).days, 1)
    for mark in marks:
        x, length = (mark.day - span[0]).days / days * width, len(mark.label) * LETTER + 8
        is_left = bool(mark.label) and x + length > width
        start = x - length if is_left else x
        if not mark.label or start < 0:
            lines = textwrap.wrap(mark.label, len(mark.label) // 2 + 4) if mark.label else []
            length = max(map(len, lines), default=0) * LETTER + 8
            is_broken = len(lines) == 2 and x + length <= width  # two lines below all others
            text, line = ("\n".join(lines), len(ends)) if is_broken else ("", 0)
            ends += [x + length] * 2 if is_broken else []
            yield mark._replace(label=text), line, False
            continue
        line = next((at for at, end in enumerate(ends) if end <= start), len(ends))
        ends[line : line + 1] = [start + length]
        yield mark, line, is_left
