"""The marks of a chart of cut-offs: lines with dots, dots to compare with, and triangles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from pages.cutoffs.subject import Side, Subject
from pages.plot import axis, colours, hover, style
from pages.plot.axis import Range

_EDGE = 10  # pixels from the edge of a scale to the middle of a triangle
# Pixels of a line and of its dots; of a last dot.
FOCUS, CONTEXT, PAST = (2.25, 5.5), (1, 4.5), (1.25, 3)
LAST = 8
WIDEST = 1300  # pixels, the width of the widest chart


def traces(subject: Subject, side: Side, scale: Range, height: float) -> Iterator[dict[str, Any]]:
    """Yield what is drawn on one side of a chart, in the order from back to front."""
    on = {"xaxis": f"x{side.axes}", "yaxis": "y", "cliponaxis": False}
    others = side.has(subject.others)
    others = others[[not axis.beyond(value, scale) for value in others[subject.column]]]
    others = told_apart(others, subject, side, (scale, height))
    if len(others):
        yield {**_dots(others, subject, side), **on}
    for code in subject.codes:
        rounds = told_apart(side.has(subject.of(code)), subject, side, (scale, height))
        if len(rounds):
            yield {**line(rounds, subject, code, side, scale), **on}
    far = side.has(subject.rounds)
    far = far[[bool(axis.beyond(value, scale)) for value in far[subject.column]]]
    far = told_apart(far, subject, side, (scale, height))
    if len(far):
        yield {**_triangles(far, subject, side, scale, height), **on}


def told_apart(
    rounds: pd.DataFrame,
    subject: Subject,
    side: Side,
    on: tuple[Range, float],
    *,
    width: float = WIDEST,
) -> pd.DataFrame:
    """Return the rounds that a screen can tell apart on a scale of some height in pixels.

    Of several on the same pixel, the first is drawn, and the last of each pixel across, from which
    a line goes on.
    """
    if rounds.empty:
        return rounds
    (low, high), height = on
    first, last = map(pd.Timestamp, side.span)
    across = (rounds["date"] - first) / max(last - first, pd.Timedelta(days=1)) * width
    up = rounds[subject.column] / (high - low) * height
    pixels = pd.DataFrame({"across": across // 1, "up": up // 1})
    is_drawn = ~pixels.duplicated() | ~pixels["across"].duplicated(keep="last")
    return rounds if is_drawn.all() else rounds[is_drawn]


def line(
    rounds: pd.DataFrame, subject: Subject, code: str, side: Side, scale: Range
) -> dict[str, Any]:
    """Return the line with dots of a category, broken where it leaves the scale."""
    breaks, is_focus = style.breaks(rounds), code in subject.focus
    colour = subject.colour(code, is_past=side.is_past)
    width, size = PAST if side.is_past else FOCUS if is_focus else CONTEXT
    values = [None if axis.beyond(v, scale) else v for v in rounds[subject.column].tolist()]
    sizes = [size] * (len(rounds) + len(breaks))
    if is_focus and rounds.index[-1] == subject.of(code).index[-1]:
        sizes[-1] = LAST
    return {
        "type": "scatter",
        "name": style.escape(subject.names[code]),
        "meta": {"code": code, "hue": colours.hue(code)},
        "ids": style.with_gaps(rounds["round_id"], breaks),
        "x": style.with_gaps(pd.Series(style.iso_dates(rounds["date"])), breaks),
        "y": style.with_gaps(pd.Series(values, dtype=object), breaks),
        "customdata": style.with_gaps(pd.Series(hovers(rounds, subject)), breaks),
        "mode": "lines+markers" if len(rounds) > 1 else "markers",
        "connectgaps": False,
        "line": {"color": colour, "width": width if len(subject.of(code)) > 3 else 1},
        "marker": {"color": colour, "size": sizes, "line": {"width": 0}},
    }


def hovers(rounds: pd.DataFrame, subject: Subject) -> list[str]:
    """Return what each round says under a pointer."""
    base = subject.words.gettext("{base} without the 600 nomination points")
    texts = []
    for row in style.rows(rounds):
        is_pnp = row.category == "pnp"
        more = [base.format(base=subject.words.number(row.base_score))] if is_pnp else []
        texts.append(hover.of_round(row, subject.names[row.category], subject.words, *more))
    return texts


def at_edge(value: float, scale: Range, height: float) -> float:
    """Return a value, or where its triangle is drawn if it is beyond the scale."""
    inset = _EDGE * (scale[1] - scale[0]) / height
    inside = max(min(value, scale[1] - inset), scale[0] + inset)
    return inside if axis.beyond(value, scale) else value


def _dots(rounds: pd.DataFrame, subject: Subject, side: Side) -> dict[str, Any]:
    return {
        "type": "scatter",
        "ids": rounds["round_id"].tolist(),
        "x": style.iso_dates(rounds["date"]),
        "y": rounds[subject.column].tolist(),
        "customdata": hovers(rounds, subject),
        "mode": "markers",
        "marker": {"color": colours.GHOST, "size": 3 if side.is_past else 4},
    }


def _triangles(
    far: pd.DataFrame, subject: Subject, side: Side, scale: Range, height: float
) -> dict[str, Any]:
    up = [axis.beyond(value, scale) > 0 for value in far[subject.column]]
    return {
        "type": "scatter",
        "ids": far["round_id"].tolist(),
        "x": style.iso_dates(far["date"]),
        "y": [at_edge(value, scale, height) for value in far[subject.column]],
        "customdata": hovers(far, subject),
        "mode": "markers",
        "marker": {
            "symbol": ["triangle-up" if is_up else "triangle-down" for is_up in up],
            "size": 9,
            "color": [subject.colour(code, is_past=side.is_past) for code in far["category"]],
        },
    }
