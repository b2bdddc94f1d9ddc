"""Figure: a line of cut-offs per category, with the years before category-based rounds aside."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from pages.cutoffs import marks, names
from pages.cutoffs.inside import Inside
from pages.cutoffs.subject import SINCE, Side, Subject, sides
from pages.plot import axis, colours, gutter, style
from pages.plot.axis import Range
from pages.plot.text import LABEL

LEFT, LEFT_PNP = 36, 68  # pixels of the scores beside the plot
_PAST, _GAP = 0.3, 0.03  # of the width: the years before, and the space beside them
_HEAD = 30  # pixels above a plot with headings


class _Level(NamedTuple):
    """A range of widths, the height of the plot in it, and the share of the years before."""

    widths: tuple[int, int]
    height: int
    past: float
    brief: bool = False


def lines(subject: Subject, *, height: int = 468) -> go.Figure:
    """Return a line with dots per category, named at its end, the years to mid-2023 narrower.

    On less width than a desktop has, these years are left out, unless most rounds lie there.
    """
    found = sides(subject)
    scale = subject.scale
    own = subject.rounds[subject.rounds["category"].isin(subject.focus)]
    mostly_past = len(found) > 1 and 4 * len(found[0].has(own)) < len(own)
    aside = 0.5 if mostly_past else 0
    low = round(height * 0.88)
    levels = {
        "": _Level((720, 1300), height, _PAST),
        style.MEDIUM: _Level((480, 720), low, aside),
        style.NARROW: _Level((340, 480), low, aside, brief=True),
        style.SLIM: _Level((288, 340), low, aside, brief=True),
    }
    layouts: dict[str, Any] = {
        name: _layout(subject, found, scale, level) for name, level in levels.items()
    }
    wide = layouts.pop("")
    traces = [
        _widest(trace) if side.is_past and not aside else trace
        for side in reversed(found)
        for trace in marks.traces(subject, side, scale, height)
    ]
    layouts["yaxis"] = _scores(subject, scale, height)
    return style.figure(traces, **wide, **layouts, meta={style.EVENTS: "xaxis"})


def _widest(trace: dict[str, Any]) -> dict[str, Any]:
    """Return a trace that only the widest figure has."""
    return {**trace, "meta": {**trace.get("meta", {}), **style.ONLY_WIDEST["meta"]}}


def _layout(subject: Subject, found: list[Side], scale: Range, level: _Level) -> dict[str, Any]:
    """Return the parts of the layout that differ by width."""
    shown = [side for side in found if level.past or not side.is_past]
    ends = gutter.end_labels(
        names.end_labels(subject, scale, level.height, brief=level.brief),
        end=str(subject.span[1]),
        scale=scale,
        height=level.height,
    )
    edge = LEFT_PNP if subject.is_pnp else LEFT
    has_head = len(shown) > 1 or shown[0].span[0] == SINCE
    top = _HEAD if has_head else 12
    annotations, shapes = list(ends.annotations), list(ends.shapes)
    axes: dict[str, Any] = {f"xaxis{side.axes}": {"visible": False} for side in found[1:]}
    for side in shown:
        left, right = _domain(side, len(shown), level.past)
        plot = [(width - edge - ends.width) * (right - left) for width in level.widths]
        inside = _inside(subject, side, scale, ((plot[0], plot[1]), level))
        annotations += inside[0]
        shapes += inside[1]
        axes[f"xaxis{side.axes}"] = {
            **axis.time_axis(side.span, subject.words, plot[0]),
            "domain": [left, right],
            "visible": True,
        }
        if has_head:
            annotations.append(_heading(subject, side, left, (len(shown), level.past == _PAST)))
    return {
        "height": top + level.height + axis.BOTTOM,
        "margin": {"l": edge, "r": ends.width, "t": top, "b": axis.BOTTOM, "pad": 0},
        "annotations": annotations,
        "shapes": [*_middle(subject), *shapes, *_score(subject)],
        **axes,
    }


def _domain(side: Side, count: int, past: float) -> tuple[float, float]:
    if count == 1:
        return 0, 1
    return (0, past - _GAP) if side.is_past else (past, 1)


def _inside(
    subject: Subject, side: Side, scale: Range, place: tuple[tuple[float, float], _Level]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the labels inside one side of the plot, and its dotted rules."""
    widths, level = place
    inside = Inside(subject, side, scale, (widths, level.height))
    is_first = side.is_past or not level.past or len(sides(subject)) == 1
    if is_first:
        names.add_score(inside)
    rules = [] if side.is_past else names.add_silences(inside)
    names.add_triangles(inside)
    if not side.is_past:
        names.add_numbers(inside)
    if not level.brief:
        names.add_names(inside)
    return inside.annotations, rules


def _heading(subject: Subject, side: Side, left: float, room: tuple[int, bool]) -> dict[str, Any]:
    """Return what is written above a side; `room` is how many there are, and if they are wide."""
    _, words, (count, is_wide) = subject.words.gettext, subject.words, room
    if side.is_past:
        text = _("<b>{year} to mid-2023</b>, narrower") if is_wide else "<b>{year}–{end}</b>"
    elif is_wide:
        text = _("<b>Since category-based rounds began</b>, {day}")
    elif count == 1:
        text = _("<b>Since category-based rounds began</b>")
    else:
        text = _("<b>Since {end}</b>")
    text = text.format(year=side.span[0].year, day=words.day(SINCE), end=SINCE.year)
    return {
        "text": text,
        "x": left,
        "xref": "paper",
        "xanchor": "left",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 8,
        "font": {"size": LABEL, "color": colours.INK},
    }


def _middle(subject: Subject) -> list[dict[str, Any]]:
    """Return the band of the middle half of the cut-offs of 12 months, if it is shown."""
    if subject.middle is None:
        return []
    low, high = subject.middle
    day = subject.span[1]
    start = max(subject.span[0], (pd.Timestamp(day) - pd.DateOffset(years=1)).date())
    ends = {"x0": str(start), "x1": str(day), "xref": "x", "y0": low, "y1": high, "yref": "y"}
    fill = {"fillcolor": colours.hue(subject.focus[0], 0.16), "line": {"width": 0}}
    return [{"type": "rect", **ends, **fill, "layer": "below"}]


def _score(subject: Subject) -> list[dict[str, Any]]:
    """Return the line of the reader's score."""
    if subject.score is None:
        return []
    line = {"color": colours.INK, "width": 1.5, "dash": "dash"}
    ends = {"x0": 0, "x1": 1, "xref": "paper", "y0": subject.score, "y1": subject.score}
    return [{"type": "line", **ends, "line": line}]


def _scores(subject: Subject, scale: Range, height: int) -> dict[str, Any]:
    """Return the axis of scores."""
    span = scale[1] - scale[0]
    step = next(step for step in (10, 20, 50, 100, 200, 500) if span / step <= height / 60)
    ticks = [value for value in range(0, 1201, step) if scale[0] <= value < scale[1]]
    number = subject.words.number
    texts = [f"{number(at)} ({number(at - 600)})" if subject.is_pnp else number(at) for at in ticks]
    return {
        "range": list(scale),
        "tickvals": ticks,
        "ticktext": texts,
        "automargin": False,
        "ticklabelstandoff": 5,
        "anchor": "free",
        "position": 0,
    }
