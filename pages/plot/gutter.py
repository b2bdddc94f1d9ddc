"""Labels at the ends of lines, in a gutter beside the plot and at least 17 pixels apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from pages.plot.axis import Range
from pages.plot.colours import AXIS, GHOST, SOFT, faint, token
from pages.plot.text import FOCUS, LABEL, width_of

GAP = 17  # pixels between the middles of two labels
_ELBOW, _TEXT, _EDGE = 4, 24, 4  # pixels from the plot to where a leader turns, the text, the edge


class EndLabel(NamedTuple):
    """What stands beside the end of a line, in Plotly's HTML.

    The line ends at `x`, a day as ISO text, and at `y`, which lies on the scale. In focus the label
    has the line's `colour`, else that of notes. It `has_line` from there to the plot's edge, unless
    something else is drawn there. A `code` says of which category it is, where no colour does.
    """

    x: str
    y: float
    text: str
    colour: str = SOFT
    is_focus: bool = False
    has_line: bool = True
    code: str = ""


class Gutter(NamedTuple):
    """The labels of a plot, the lines that lead to them, and the pixels they need at its right."""

    annotations: list[dict[str, Any]]
    shapes: list[dict[str, Any]]
    width: int


def end_labels(
    labels: Sequence[EndLabel], *, end: str, scale: Range, height: float, axes: str = ""
) -> Gutter:
    """Return the labels of lines, each near its end and joined to it by a leader.

    The plot is `height` pixels high, has this `scale` of values and its time axis ends with `end`,
    which is also the right edge of the figure's plots. `axes` is the number of its axes, if it is
    not the first.
    """
    per_pixel = (scale[1] - scale[0]) / height
    heights = spread([label.y for label in labels], GAP * per_pixel, scale)
    placed = list(zip(labels, heights, strict=True))
    return Gutter(
        [_text(label, y, axes) for label, y in placed],
        [shape for label, y in placed for shape in _leader(label, y, end, axes)],
        _TEXT + _EDGE + round(max((_width(label) for label in labels), default=0)),
    )


def _text(label: EndLabel, y: float, axes: str) -> dict[str, Any]:
    name = {"name": label.code} if label.code else {}
    return {
        **name,
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": _TEXT,
        "y": y,
        "yref": f"y{axes}",
        "yanchor": "middle",
        "text": label.text,
        "align": "left",
        "font": {
            "size": FOCUS if label.is_focus else LABEL,
            "color": label.colour if label.is_focus else SOFT,
        },
    }


def _leader(label: EndLabel, y: float, end: str, axes: str) -> list[dict[str, Any]]:
    """Return a line from the last point to the plot's edge, and a turn to the label."""
    line = {"color": faint(label.colour, 0.6) if label.is_focus else GHOST, "width": 1}
    flat = {"type": "line", "x0": label.x, "x1": end, "xref": f"x{axes}", "y0": label.y}
    turn = {
        "type": "path",
        "path": f"M0,{label.y} L{_ELBOW},{label.y} L{_TEXT - 6},{y} L{_TEXT - 3},{y}",
        "xref": "paper",
        "xsizemode": "pixel",
        "xanchor": 1,
    }
    on = {"yref": f"y{axes}", "line": line, "layer": "below"}
    lines = [{**flat, "y1": label.y, **on}] if label.has_line else []
    return [*lines, {**turn, **on}]


def _width(label: EndLabel) -> float:
    return width_of(label.text, FOCUS if label.is_focus else LABEL, bold=label.is_focus)


def silence(x: str, end: str, y: float, *, axes: str = "") -> dict[str, Any]:
    """Return the dotted rule from the last round of an inactive category to the end of an axis.

    A label beside it says how long there was none.
    """
    line = {"color": AXIS, "width": 1.5, "dash": "dot"}
    on = {"xref": f"x{axes}", "yref": f"y{axes}"}
    return {"type": "line", "x0": x, "x1": end, "y0": y, "y1": y, "line": line, **on}


def halo() -> dict[str, Any]:
    """Return the background of a label inside a plot, which stands on lines and dots."""
    return {"bgcolor": token("bg", 0.8), "borderpad": 1}


def spread(values: Sequence[float], gap: float, within: Range | None = None) -> list[float]:
    """Return the values moved apart to at least `gap`, as little as possible and in order.

    They stay half a gap `within` bounds, if these have room for all.

    >>> spread([10.0, 11.0, 30.0], 4.0)
    [8.5, 12.5, 30.0]
    >>> spread([10.0, 11.0, 30.0], 4.0, (8.0, 30.0))
    [10.0, 14.0, 28.0]
    """
    order = np.argsort(np.asarray(values, dtype=float), kind="stable")
    half = gap / 2
    low, high = (within[0] + half, within[1] - half) if within else (-np.inf, np.inf)
    groups: list[tuple[float, int]] = []  # (middle, size) of groups of labels that touch
    for index in order:
        middle, size = _kept(float(values[index]), 1, gap, low, high), 1
        while groups and middle - groups[-1][0] < gap * (groups[-1][1] + size) / 2:
            before, count = groups.pop()
            middle = (before * count + middle * size) / (count + size)
            size += count
            middle = _kept(middle, size, gap, low, high)
        groups.append((middle, size))
    placed = [
        middle + gap * (place - (size - 1) / 2) for middle, size in groups for place in range(size)
    ]
    result = [0.0] * len(placed)
    for index, value in zip(order, placed, strict=True):
        result[index] = value
    return result


def _kept(middle: float, size: int, gap: float, low: float, high: float) -> float:
    """Return the middle of a group of labels, moved so that all of it is within bounds."""
    reach = gap * (size - 1) / 2
    return max(min(middle, high - reach), low + reach)
