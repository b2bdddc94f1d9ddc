"""A plot for each category, one above the other, on one axis of time and each on its own scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from pages.language import Words
from pages.plot import axis, colours, gutter, style
from pages.plot.axis import Range, Span
from pages.plot.gutter import EndLabel
from pages.plot.text import LABEL, TICK, width_of

HEAD, EDGE = 32, 8  # pixels: of the name of a category, and left of ticks
EVENT, MOST = 16, 4  # pixels of a line of names of events, and how many lines there are at most
NAME, CLEAR = 15, 4  # pixels of text, and around it, where no line of an event is drawn
TALL, LOW, PAPER = 240, 132, 64  # pixels of a plot alone, of one of several, and of one in print
_ABOVE = 10  # pixels from a dotted rule to the middle of its text
# The least width in pixels of each layout, and whether it is for a phone.
_LEVELS = {
    "": (720, False),
    style.MEDIUM: (480, False),
    style.NARROW: (340, True),
    style.SLIM: (288, True),
}


class Silence(NamedTuple):
    """Since which day a category had no round, where its line ended, and how to say it."""

    day: str
    y: float
    text: str


class Panel(NamedTuple):
    """The plot of a category; all texts are in Plotly's HTML.

    `said` stands beside its name if there are several, and `labels` at the right; the second of
    each is for a phone. `ticks` are names by values, and the y of `shapes` and `notes` is on its
    scale.
    """

    names: tuple[str, str]
    said: tuple[str, str]
    scale: Range
    ticks: Mapping[float, str]
    traces: Sequence[dict[str, Any]]
    labels: tuple[Sequence[EndLabel], Sequence[EndLabel]]
    shapes: Sequence[dict[str, Any]]
    notes: Sequence[dict[str, Any]] = ()
    silence: Silence | None = None


def height_of(count: int) -> int:
    """Return how high each of so many plots is, in pixels."""
    return TALL if count == 1 else LOW


class Time(NamedTuple):
    """The axis of time: its first and last day, how many events it names, and the words."""

    span: Span
    events: int
    words: Words


def panels(shown: Sequence[Panel], time: Time, height: int) -> go.Figure:
    """Return the figure of some panels, each with a plot of `height` pixels."""
    layouts: dict[str, Any] = {
        name: _layout(shown, time, height, level) for name, level in _LEVELS.items()
    }
    traces = [
        {"type": "scatter", "cliponaxis": False, **trace, "xaxis": "x", "yaxis": f"y{_number(at)}"}
        for at, panel in enumerate(shown)
        for trace in panel.traces
    ]
    return style.figure(traces, **layouts.pop(""), **layouts)


def _number(at: int) -> str:
    return "" if at == 0 else str(at + 1)


def _layout(
    shown: Sequence[Panel], time: Time, height: int, level: tuple[int, bool]
) -> dict[str, Any]:
    """Return the layout from a width in pixels on."""
    least, is_brief = level
    head, span = HEAD if len(shown) > 1 else 0, time.span
    above = 4 + EVENT * _lines(time.events, level, is_alone=not head)
    paper = above + (head + height) * len(shown)
    gutters = [
        _gutter(panel, _number(at), span, height, is_brief=is_brief)
        for at, panel in enumerate(shown)
    ]
    left = _left(shown)
    right = max([8, *(each.width for each in gutters)])
    annotations, shapes, axes = [], [], {}
    for at, (panel, beside) in enumerate(zip(shown, gutters, strict=True)):
        top = above + (head + height) * at + head
        axes[f"yaxis{_number(at)}"] = _scale(panel, 1 - (top + height) / paper, 1 - top / paper)
        width = least - left - right
        inside = [*panel.notes, *_silence(panel, span, width, height)]
        on = f"y{_number(at)}"
        annotations += [*beside.annotations, *({**note, "yref": on} for note in inside)]
        shapes += [*beside.shapes, *({**shape, "yref": on} for shape in panel.shapes)]
        if head:
            annotations.append(_head(panel, on, is_brief=is_brief))
    days = axis.time_axis(span, time.words, least - left - right)
    if head:
        days["minor"] |= {"showgrid": True, "gridcolor": colours.GRID}
    return {
        "height": paper + axis.BOTTOM,
        "margin": {"l": left, "r": right, "t": 0, "b": axis.BOTTOM, "pad": 0},
        "annotations": annotations,
        "shapes": shapes,
        "xaxis": {**days, "anchor": f"y{_number(len(shown) - 1)}"},
        **axes,
    }


def _lines(events: int, level: tuple[int, bool], *, is_alone: bool) -> int:
    """Return how many lines the names of events take at most above the plots.

    On a phone only one is named, in two lines where no name of a category follows; on a tablet the
    last may be broken into two.
    """
    least, is_brief = level
    is_medium = not is_brief and least < _LEVELS[""][0]
    if is_brief:
        return 1 + (is_alone and events > 0)
    return min(max(events, 1), MOST) + is_medium


def _gutter(panel: Panel, axes: str, span: Span, height: int, *, is_brief: bool) -> gutter.Gutter:
    """Return the labels at the right of a plot."""
    labels, scale = panel.labels[is_brief], panel.scale
    return gutter.end_labels(labels, end=str(span[1]), scale=scale, height=height, axes=axes)


def _left(shown: Sequence[Panel]) -> int:
    """Return the pixels of the names of ticks."""
    names = [name for panel in shown for name in panel.ticks.values()]
    return EDGE + round(max(width_of(name, TICK, bold=name.startswith("<b")) for name in names))


def _scale(panel: Panel, low: float, high: float) -> dict[str, Any]:
    return {
        "domain": [max(low, 0), high],
        "range": list(panel.scale),
        "tickvals": list(panel.ticks),
        "ticktext": list(panel.ticks.values()),
        "automargin": False,
        "ticklabelstandoff": 5,
    }


def _head(panel: Panel, on: str, *, is_brief: bool) -> dict[str, Any]:
    """Return what stands above a plot: the category, and what the chart says of it."""
    name = f"<b>{panel.names[is_brief]}</b>"
    name = f"<span style='font-size:{NAME}px;color:{colours.INK}'>{name}</span>"
    return {
        "text": f"{name}  {panel.said[is_brief]}",
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 1 - CLEAR,
        "y": 1,
        "yref": f"{on} domain",
        "yanchor": "bottom",
        "font": {"size": LABEL},
        "bgcolor": colours.BG,
        "borderpad": CLEAR,
    }


def _silence(panel: Panel, span: Span, width: float, height: float) -> list[dict[str, Any]]:
    """Return the text over a dotted rule, on two lines if one is too long; or below its line."""
    if panel.silence is None:
        return []
    text, y = panel.silence.text, panel.silence.y
    text = text if width_of(text) < 0.7 * width else "<br>".join(_halves(text))
    low, high = panel.scale
    reach = _ABOVE + 8 * text.count("<br>")
    is_low = (y - low) / (high - low) * height < 2 * reach
    return [
        {
            "text": text,
            "x": str(span[1]),
            "xref": "x",
            "xanchor": "right",
            "align": "right",
            "y": y,
            "yanchor": "middle",
            "yshift": reach if is_low else -reach,
            "font": {"size": LABEL, "color": colours.SOFT},
            **gutter.halo(),
        }
    ]


def _halves(text: str) -> tuple[str, str]:
    """Return a text broken at the space nearest to its middle."""
    spaces = [place for place, letter in enumerate(text) if letter == " "]
    middle = min(spaces, key=lambda place: abs(place - len(text) / 2), default=len(text))
    return text[:middle], text[middle + 1 :]
