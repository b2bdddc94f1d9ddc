"""Events on a time axis: a dashed boundary where the CRS scale changed, else a dotted line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from pages.plot import colours, style

LETTER, LINE = 6.4, 15  # pixels of a label's letter and line
WIDE, NARROW = 540, 300  # pixels that a plot has at least on a tablet and on a phone, about
Span = tuple[date, date]  # the first and last day of a time axis
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


def add_events(layout: dict[str, Any], marks: Sequence[EventMark], span: Span) -> dict[str, Any]:
    """Return the layout of a figure with a line and a label at the top for each event.

    On a phone only a single label has room, on the smallest none. Several panels have no labels.
    """
    if not marks:
        return layout
    axes = sorted(name for name in layout if re.fullmatch(r"xaxis\d*", name)) or ["xaxis"]
    shapes = [line for axis in axes for line in _lines(layout, axis, marks, len(axes) > 1)]
    merged = {**layout, "shapes": [*layout.get("shapes", ()), *shapes]}
    if len(axes) > 1:
        return merged
    usual, meta = list(layout.get("annotations", ())), layout.get("meta") or {}
    merged["annotations"] = [*usual, *_labels(marks, span, WIDE)]
    few = marks if sum(bool(mark.label) for mark in marks) < 2 else _without_labels(marks)
    narrow = dict(meta.get(style.NARROW) or {})
    narrow["annotations"] = [*narrow.get("annotations", usual), *_labels(few, span, NARROW)]
    slim = dict(meta.get(style.SLIM) or {})
    others = slim.get("annotations", (meta.get(style.NARROW) or {}).get("annotations", usual))
    slim["annotations"] = [*others, *_labels(_without_labels(marks), span, NARROW)]
    return {**merged, "meta": {style.NARROW: narrow, style.SLIM: slim}}


def _lines(
    layout: dict[str, Any], axis: str, marks: Sequence[EventMark], is_panel: bool
) -> Iterator[dict[str, Any]]:
    anchor = layout.get(axis, {}).get("anchor", "y")
    for mark in marks:
        dash = {"dash": "dash", "width": 1.5} if mark.is_boundary else {"dash": "dot", "width": 1}
        yield style.vertical_line(
            mark.day.isoformat(),
            xref=axis.replace("axis", ""),
            yref=f"{anchor} domain" if is_panel else "paper",
            line={"color": colours.MID, **dash},
            opacity=1 if mark.is_boundary else 0.6,
        )


def _without_labels(marks: Sequence[EventMark]) -> list[EventMark]:
    return [mark._replace(label="") for mark in marks]


def _labels(marks: Sequence[EventMark], span: Span, width: int) -> Iterator[dict[str, Any]]:
    """Yield the labels, and for a mark without one a triangle that shows its hover text."""
    for mark, line, is_left in _placed(marks, span, width):
        yield {
            "x": mark.day.isoformat(),
            "xref": "x",
            "y": 1,
            "yref": "paper",
            "yanchor": "top",
            "text": style.escape(mark.label) or "▾",
            "hovertext": style.escape(mark.hover),
            "xanchor": "center" if not mark.label else "right" if is_left else "left",
            "xshift": 0 if not mark.label else -4 if is_left else 4,
            "yshift": -LINE * line,
            "font": {"size": 11},
        }


def _placed(marks: Sequence[EventMark], span: Span, width: int) -> Iterator[Placed]:
    """Yield each mark with a line on which its label overlaps no other.

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
        line = next((at for at, end in enumerate(ends) if end <= start), len(ends))
        if mark.label:
            ends[line : line + 1] = [start + length]
        yield mark, line if mark.label else 0, is_left
