"""Figure: when the next round of each category is likely, and at what cut-off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import plotly.graph_objects as go

from pages.language import Words
from pages.plot import axis, colours, style
from pages.plot.text import LABEL

ROW, NARROW_ROW, SLIM_ROW = 40, 62, 92  # pixels, with texts on one line, above the bar, and on two
HEAD, NARROW_HEAD, EDGE = 44, 28, 8  # pixels
NAME = 15  # pixels of text
LEFT, RIGHT = {"dates": 288, "gap": 12}, 132  # pixels of names and dates, and of cut-offs in words
DATES, POINTS = (0.0, 0.56), (0.64, 1.0)  # parts of the width between these
BAR = 0.15  # of a row: half the height of a bar
LOWER = 0.22  # of a row: how far below its middle a phone's bar stands


class Row(NamedTuple):
    """A category: its code, and its names, dates and cut-off in words, escaped.

    It has a round with a chance of 80 % from `start` to `end`, and with a chance of 50 % by
    `middle`: days as ISO text, or None if that may take over six months. `low`, `expected` and
    `high` are its cut-off; the first and the last are None with too few rounds to forecast it.
    """

    code: str
    name: str
    brief: str
    dates: str
    points: str
    start: str | None
    middle: str | None
    end: str | None
    expected: float
    low: float | None
    high: float | None
    hover: str


class Ranges(NamedTuple):
    """What the figure shows; its time axis begins today, and bars without an end are open."""

    rows: Sequence[Row]
    span: tuple[date, date]
    scale: axis.Range


def ranges(data: Ranges, words: Words) -> go.Figure:
    """Return a row per category: the dates and the cut-off of its next round."""
    wide = [_hatches(data, 0), _bars(data, 0), _middles(data, 0), *_cutoffs(data)]
    narrow = [_hatches(data, LOWER), _bars(data, LOWER), _middles(data, LOWER)]
    time = axis.time_axis(data.span, words, width=200)
    top = {"showline": False, "minor": {}, "showgrid": False, "side": "top"}
    return style.figure(
        [
            *({**trace, "meta": {"only": "wide"}} for trace in wide),
            *({**trace, "meta": {"only": "narrow"}} for trace in narrow),
        ],
        height=HEAD + ROW * len(data.rows) + EDGE,
        margin={"l": LEFT["dates"], "r": RIGHT, "t": HEAD, "b": EDGE, "pad": 0},
        barmode="overlay",
        annotations=[*_heads(words), *_cells(data)],
        shapes=[*_lines(data, LEFT["dates"], RIGHT), _today(data)],
        xaxis={**time, **top, "domain": DATES},
        xaxis2=_point_axis(data),
        yaxis={"range": [len(data.rows) - 0.5, -0.5], "visible": False, "automargin": False},
        narrow={
            "height": NARROW_HEAD + NARROW_ROW * len(data.rows) + EDGE,
            "margin": {"l": 0, "r": 0, "t": NARROW_HEAD, "b": EDGE},
            "annotations": _texts(data),
            "shapes": [*_lines(data, 0, 0), _today(data)],
            "xaxis": {**time, **top, "domain": [0, 1]},
            "xaxis2": {"visible": False},
        },
        slim={
            "height": NARROW_HEAD + SLIM_ROW * len(data.rows) + EDGE,
            "annotations": _texts(data, "<br>"),
        },
    )


def _point_axis(data: Ranges) -> dict[str, Any]:
    return {
        "range": data.scale,
        "domain": POINTS,
        "anchor": "y",
        "side": "top",
        "ticks": "",
        "showgrid": True,
        "nticks": 5,
        "tickangle": 0,
        "automargin": False,
    }


def _bars(data: Ranges, lower: float) -> dict[str, Any]:
    """Return a bar from the early to the late date of each category that has both."""
    return _spans(data, lower, [row for row in data.rows if row.start and row.end])


def _hatches(data: Ranges, lower: float) -> dict[str, Any]:
    """Return an open, hatched bar for each category whose late date is beyond six months."""
    drawn = _spans(data, lower, [row for row in data.rows if row.start and not row.end])
    fills = [colours.hue(row.code) for row in data.rows if row.start and not row.end]
    pattern = {"shape": "/", "size": 6, "solidity": 0.25, "fgcolor": fills, "bgcolor": colours.BG}
    return {**drawn, "marker": {"color": fills, "pattern": pattern, "line": {"width": 0}}}


def _spans(data: Ranges, lower: float, rows: Sequence[Row]) -> dict[str, Any]:
    first, last = data.span
    starts = [max(date.fromisoformat(row.start or ""), first) for row in rows]
    ends = [date.fromisoformat(row.end) if row.end else last for row in rows]
    hues = [colours.hue(row.code) for row in rows]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [data.rows.index(row) + lower for row in rows],
        "base": [start.isoformat() for start in starts],
        "x": [(end - start).days * 86_400_000 for start, end in zip(starts, ends, strict=True)],
        "width": 2 * BAR,
        "marker": {
            "color": [colours.faint(hue, 0.35) for hue in hues],
            "line": {"width": 1, "color": hues},
        },
        "customdata": [row.hover for row in rows],
    }


def _middles(data: Ranges, lower: float) -> dict[str, Any]:
    """Return a dot at the day by which half of the futures have the round."""
    first, last = (day.isoformat() for day in data.span)
    rows = [row for row in data.rows if row.middle and first <= row.middle <= last]
    hues = [colours.hue(row.code) for row in rows]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.middle for row in rows],
        "y": [data.rows.index(row) + lower for row in rows],
        "marker": {"size": 11, "color": hues, "line": {"width": 1.5, "color": colours.BG}},
        "cliponaxis": False,
        "customdata": [row.hover for row in rows],
    }


def _cutoffs(data: Ranges) -> list[dict[str, Any]]:
    """Return a bar for the range of each cut-off that is on the scale, and a dot in its middle."""
    rows = [row for row in data.rows if not axis.beyond(row.expected, data.scale)]
    ranged = [row for row in rows if row.low is not None and row.high is not None]
    hues = [colours.hue(row.code) for row in ranged]
    bars = {
        "type": "bar",
        "orientation": "h",
        "xaxis": "x2",
        "y": [data.rows.index(row) for row in ranged],
        "base": [row.low for row in ranged],
        "x": [row.high - row.low for row in ranged if row.high is not None and row.low is not None],
        "width": 2 * BAR,
        "marker": {
            "color": [colours.faint(hue, 0.35) for hue in hues],
            "line": {"width": 1, "color": hues},
        },
        "customdata": [row.hover for row in ranged],
    }
    edges = [colours.hue(row.code) for row in rows]
    inside = [colours.BG if row.low is None else colours.hue(row.code) for row in rows]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "xaxis": "x2",
        "x": [row.expected for row in rows],
        "y": [data.rows.index(row) for row in rows],
        "marker": {"size": 11, "color": inside, "line": {"width": 1.5, "color": edges}},
        "customdata": [row.hover for row in rows],
    }
    return [bars, dots]


def _today(data: Ranges) -> dict[str, Any]:
    """Return the line at the beginning of the time axis, which is today."""
    line = {"color": colours.INK, "width": 1.5}
    day = data.span[0].isoformat()
    ends = {"y0": len(data.rows) - 0.5, "y1": -0.5}
    return {"type": "line", "x0": day, "x1": day, **ends, "line": line}


def _lines(data: Ranges, left: int, right: int) -> list[dict[str, Any]]:
    """Return the lines between rows; they reach over the margins."""
    line = {"type": "line", "line": {"color": colours.GRID, "width": 1}, "layer": "below"}
    lines = []
    for y in [place - 0.5 for place in range(len(data.rows) + 1)]:
        on = {**line, "xref": "paper", "y0": y, "y1": y}
        lines.append({**on, "x0": 0, "x1": 1})
        for anchor, x0, x1 in ((0, -left, 0), (1, 0, right)):
            if x0 != x1:
                lines.append({**on, "xsizemode": "pixel", "xanchor": anchor, "x0": x0, "x1": x1})
    return lines


def _at(place: float, x: float, text: str, **more: Any) -> dict[str, Any]:
    where = {"xref": "paper", "x": x, "xanchor": "left", "y": place, "text": text, "align": "left"}
    return {**where, "font": {"size": LABEL, "color": colours.SOFT}, **more}


def _cells(data: Ranges) -> list[dict[str, Any]]:
    """Return the texts of each row on a wide screen."""
    cells, name = [], {"size": NAME, "color": colours.INK}
    for place, row in enumerate(data.rows):
        cells += [
            _at(place, 0, f"<b>{row.name}</b>", xshift=-LEFT["dates"], font=name),
            _at(place, 0, row.dates, xshift=-LEFT["gap"], xanchor="right"),
            _at(place, 1, _value(row), xshift=LEFT["gap"]),
        ]
        side = axis.beyond(row.expected, data.scale)
        if side:
            cells.append(
                _beyond(place, row, POINTS[1] if side > 0 else POINTS[0], is_more=side > 0)
            )
        if _is_later(data, row):
            cells.append(_beyond(place, row, DATES[1], is_more=True))
    return cells


def _is_later(data: Ranges, row: Row) -> bool:
    """Whether all of a category's dates are beyond the time axis."""
    return bool(row.start and row.start > data.span[1].isoformat())


def _beyond(place: float, row: Row, x: float, *, is_more: bool) -> dict[str, Any]:
    """Return the triangle of what lies beyond the edge of a strip."""
    mark, anchor = ("▶", "right") if is_more else ("◀", "left")
    font = {"size": LABEL, "color": colours.hue(row.code)}
    return _at(place, x, mark, xanchor=anchor) | {"font": font}


def _texts(data: Ranges, between: str = "  ") -> list[dict[str, Any]]:
    """Return the texts of each row on a phone, above its bar, with `between` name and dates."""
    texts = []
    for place, row in enumerate(data.rows):
        name = f"<span style='font-size:{NAME}px;color:{colours.INK}'><b>{row.brief}</b></span>"
        value = 24 if between == "<br>" else 6  # pixels: beside the name
        texts += [
            _at(place, 0, f"{name}{between}{row.dates}", yanchor="bottom", yshift=6),
            _at(place, 1, _value(row), xanchor="right", yanchor="bottom", yshift=value),
        ]
        if _is_later(data, row):
            texts.append(_beyond(place + LOWER, row, 1, is_more=True))
    return texts


def _value(row: Row) -> str:
    """Return the cut-off, and the range after it in grey."""
    middle, _space, range_ = row.points.partition(" ")
    value = f"<b><span style='color:{colours.hue(row.code)};font-size:{NAME}px'>{middle}</span></b>"
    return f"{value} {range_}"


def _heads(words: Words) -> list[dict[str, Any]]:
    """Return the headings of the two strips."""
    _ = words.gettext
    top = {"yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 22}
    heads = [(DATES[0], _("<b>Date</b> of the next round")), (POINTS[0], _("its <b>cut-off</b>"))]
    ink = {"font": {"size": LABEL, "color": colours.INK}}
    return [_at(0, x, text, **top) | ink for x, text in heads]
