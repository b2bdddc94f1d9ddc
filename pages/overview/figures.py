"""Figure of the overview: where every category stands, one row each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import Words
from pages.plot import axis, colours, gutter, hover, style
from pages.plot.text import LABEL

ROW, NARROW_ROW, GREY_ROW, HEAD, EDGE = 44, 66, 24, 46, 4  # pixels
NAME, VALUE = 15, 17  # pixels of text
LEFT = {"cutoff": 178, "change": 222, "plots": 238}  # pixels, the first two of right edges
# Parts of the width between the names and the waits.
STRIP, ROUNDS = (0.0, 0.58), (0.66, 1.0)
# Pixels right of that: right edges of the invitations and of the days, and the ends of the bars.
RIGHT = {"invited": 66, "days": 100, "from": 106, "to": 176, "plots": 190, "no waits": 76}
SMALLEST, LARGEST = 4, 22  # diameter of a round in pixels
LONGEST = 210  # days: the axis of the waits
BIG_STEP = 12  # points from the round before, above which an arrow shows the change
LOWER = 0.24  # of a row: how far below its middle a phone's strip stands
BAND = 0.09  # of a row: half the height of a band
DARK = {"size": LABEL, "color": colours.INK}


@dataclass(frozen=True)
class Row:
    """A category's row: its code, its numbers, and its texts as they are drawn, escaped.

    `beyond` replaces the strip of a category whose cut-offs are off the scale, one text per line.
    `usual` is its median gap in days, None without a gap; `arrow` is where the last change began,
    None if it was small.
    """

    code: str
    name: str
    brief: str
    cutoff: str
    change: str
    invited: str
    ago: str
    last: int
    wait: int
    usual: float | None = None
    arrow: int | None = None
    beyond: Sequence[str] = ()

    @property
    def is_long(self) -> bool:
        """Whether the wait is longer than usual."""
        return self.usual is not None and self.wait > self.usual


@dataclass(frozen=True)
class Standing:
    """What the figure shows: a row per category, the rounds of 12 months, and the time they span.

    `rounds` has the columns of `standing.last_year`; `past` are inactive categories in grey words.
    Waits are drawn if `has_waits`.
    """

    rows: Sequence[Row]
    past: Sequence[Row]
    rounds: pd.DataFrame
    span: axis.Span
    scale: axis.Range
    has_waits: bool


def standing(data: Standing, words: Words) -> go.Figure:
    """Return a row per category: cut-off, strip of 12 months, rounds and invitations, and wait."""
    right = RIGHT["plots" if data.has_waits else "no waits"]
    wide = [_strip(data, 0, words), _circles(data, words), _latest(data, 0, words)]
    narrow = [_strip(data, LOWER, words), _latest(data, LOWER, words)]
    return style.figure(
        [*(_only(t, "wide") for t in wide), *(_only(t, "narrow") for t in narrow)],
        height=_height(data, ROW),
        margin=_margins(data, LEFT["plots"], right),
        annotations=[*_heads(data, words), *_cells(data), *_past(data, LEFT["plots"])],
        shapes=[*_rules(data, 0, LEFT["plots"], right), *_waits(data)],
        xaxis={**_score_axis(data), "domain": STRIP},
        xaxis2={**_time_axis(data, words), "domain": ROUNDS, "anchor": "y", "side": "top"},
        yaxis={"range": [len(data.rows) - 0.5, -0.5], "visible": False, "automargin": False},
        narrow={
            "height": _height(data, NARROW_ROW),
            "margin": {**_margins(data, 0, 0), "t": 24},
            "annotations": [*_lines(data), *_past(data)],
            "shapes": _rules(data, LOWER),
            "xaxis": {"domain": [0, 1]},
            "xaxis2": {"visible": False},
        },
    )


def _height(data: Standing, row: int) -> int:
    head = HEAD if row == ROW else 24
    return head + row * len(data.rows) + GREY_ROW * len(data.past) + EDGE


def _margins(data: Standing, left: int, right: int) -> dict[str, int]:
    return {"l": left, "r": right, "t": HEAD, "b": GREY_ROW * len(data.past) + EDGE, "pad": 0}


def _only(trace: dict[str, Any], place: str) -> dict[str, Any]:
    return {**trace, "meta": {"only": place}}


def _score_axis(data: Standing) -> dict[str, Any]:
    return {
        "range": data.scale,
        "side": "top",
        "showgrid": True,
        "tickangle": 0,
        "automargin": False,
        "ticks": "",
        "nticks": 6,
    }


def _time_axis(data: Standing, words: Words) -> dict[str, Any]:
    marked = axis.time_axis(data.span, words, width=140)
    return {**marked, "showline": False, "minor": {}, "showgrid": False}


def _on_scale(data: Standing) -> pd.DataFrame:
    """Return the rounds whose rows have a strip, with the place of the row."""
    drawn = [row.code for row in data.rows if not row.beyond]
    rounds = data.rounds[data.rounds["category"].isin(drawn) & data.rounds["comparable"]]
    return rounds.assign(place=_places(data, rounds))


def _places(data: Standing, rounds: pd.DataFrame) -> pd.Series[float]:
    """Return the place of each round's row, counted down from the top; missing without a row."""
    places = {row.code: place for place, row in enumerate(data.rows)}
    return rounds["category"].map(places).astype("float64")


def _dots(rounds: pd.DataFrame, lower: float, data: Standing, words: Words) -> dict[str, Any]:
    names = {row.code: row.name for row in data.rows}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rounds["cutoff"].tolist(),
        "y": (rounds["place"] + lower).tolist(),
        "ids": rounds["round_id"].tolist(),
        "customdata": [hover.of_round(r, names[r.category], words) for r in style.rows(rounds)],
    }


def _strip(data: Standing, lower: float, words: Words) -> dict[str, Any]:
    """Return a tick for each round of the 12 months, but the latest of its category."""
    rounds = _on_scale(data)
    rounds = rounds[~rounds["latest"] & rounds["recent"]]
    edge = {"width": 1.5, "color": [colours.hue(code, 0.8) for code in rounds["category"]]}
    marker = {"symbol": "line-ns", "size": 16, "line": edge}
    return {**_dots(rounds, lower, data, words), "marker": marker}


def _latest(data: Standing, lower: float, words: Words) -> dict[str, Any]:
    """Return a dot for the latest round of each category, hollow if the category is inactive."""
    rounds = _on_scale(data)
    rounds = rounds[rounds["latest"]]
    hues = [colours.hue(code) for code in rounds["category"]]
    inside = [hue if r else colours.BG for hue, r in zip(hues, rounds["recent"], strict=True)]
    marker = {"size": 13, "color": inside, "line": {"width": 2, "color": hues}}
    return {**_dots(rounds, lower, data, words), "marker": marker}


def _circles(data: Standing, words: Words) -> dict[str, Any]:
    """Return a circle for each round of the 12 months, its area for its invitations."""
    rounds = data.rounds[data.rounds["recent"]]
    rounds = rounds.assign(place=_places(data, rounds)).dropna(subset="place")
    largest = max(int(rounds["invitations"].max()), 1) if len(rounds) else 1
    sizes = (rounds["invitations"] / largest) ** 0.5 * LARGEST
    edge = {"width": 1, "color": [colours.hue(code) for code in rounds["category"]]}
    marker = {
        "size": sizes.clip(lower=SMALLEST).tolist(),
        "color": [colours.hue(code, 0.45) for code in rounds["category"]],
        "line": edge,
    }
    dots = _dots(rounds, 0, data, words)
    return {
        **dots,
        "x": style.iso_dates(rounds["date"]),
        "xaxis": "x2",
        "marker": marker,
        "cliponaxis": False,
    }


def _waits(data: Standing) -> list[dict[str, Any]]:
    """Return a bar for each wait, cut if it is very long, and a rule at each usual one."""
    if not data.has_waits:
        return []
    shapes = []
    for place, row in enumerate(data.rows):
        fill = {"fillcolor": colours.hue(row.code, 0.85), "line": {"width": 0}}
        shapes.append({"type": "rect", **_days(0, row.wait, place, 0.18), **fill})
        if row.usual is not None:
            ink = {"line": {"color": colours.INK, "width": 2}}
            shapes.append({"type": "line", **_days(row.usual, row.usual, place, 0.3), **ink})
    return shapes


def _days(start: float, end: float, place: int, half: float) -> dict[str, Any]:
    """Return where a shape lies from a number of days to another, `half` a row up and down."""
    width = RIGHT["to"] - RIGHT["from"]
    x0, x1 = (RIGHT["from"] + min(days, LONGEST) / LONGEST * width for days in (start, end))
    at = {"xref": "paper", "xsizemode": "pixel", "xanchor": 1, "x0": x0, "x1": x1}
    return {**at, "yref": "y", "y0": place - half, "y1": place + half}


def _rules(data: Standing, lower: float, left: int = 0, right: int = 0) -> list[dict[str, Any]]:
    """Return the lines between rows, and a band from the lowest to the highest of 12 months.

    `left` and `right` are the widths in pixels of what stands beside the plots.
    """
    line = {"type": "line", "line": {"color": colours.GRID, "width": 1}, "layer": "below"}
    pixels = {"xref": "paper", "xsizemode": "pixel"}
    lines = []
    for y in [place - 0.5 for place in range(len(data.rows) + 1)]:
        across = {**line, "y0": y, "y1": y}
        lines += [
            {**across, "xref": "paper", "x0": 0, "x1": 1},
            {**across, **pixels, "xanchor": 0, "x0": -left, "x1": 0},
            {**across, **pixels, "xanchor": 1, "x0": 0, "x1": right},
        ]
    rounds = _on_scale(data)
    return [*lines, *(_band(own, lower) for _, own in rounds[rounds["recent"]].groupby("place"))]


def _band(rounds: pd.DataFrame, lower: float) -> dict[str, Any]:
    middle = float(rounds["place"].iloc[0]) + lower
    return {
        "type": "rect",
        "layer": "below",
        "x0": int(rounds["cutoff"].min()),
        "x1": int(rounds["cutoff"].max()),
        "y0": middle - BAND,
        "y1": middle + BAND,
        "fillcolor": colours.hue(str(rounds["category"].iloc[0]), 0.28),
        "line": {"width": 0},
    }


def _at(place: float, x: float, text: str, **more: Any) -> dict[str, Any]:
    """Return a text in a row, at a share `x` of the width of the plots."""
    where = {"xref": "paper", "x": x, "xanchor": "left", "yref": "y", "y": place}
    font = {"size": LABEL, "color": colours.SOFT}
    return {**where, "text": text, "align": "left", "font": font, **more}


def _cells(data: Standing) -> list[dict[str, Any]]:
    """Return the texts of each row on a wide screen."""
    cells = []
    for place, row in enumerate(data.rows):
        name = {"size": NAME, "color": colours.INK}
        value = {"size": VALUE, "color": colours.hue(row.code)}
        right = {"xanchor": "right"}
        cells += [
            _at(place, 0, f"<b>{row.name}</b>", xshift=-LEFT["plots"], font=name),
            _at(place, 0, f"<b>{row.cutoff}</b>", xshift=LEFT["cutoff"] - LEFT["plots"], **right)
            | {"font": value},
            _at(place, 0, row.change, xshift=LEFT["change"] - LEFT["plots"], **right),
            _at(place, 1, row.invited, xshift=RIGHT["invited"], **right) | {"font": DARK},
            *_beyond(row, place, "<br>"),
            *_arrow(row, place),
        ]
        if data.has_waits:
            text = f"<b>{row.wait}</b>" if row.is_long else str(row.wait)
            cells.append(_at(place, 1, text, xshift=RIGHT["days"], **right) | {"font": DARK})
            if row.wait > LONGEST:
                cells.append(
                    _at(place, 1, "▸", xshift=RIGHT["to"]) | {"font": {"color": colours.INK}}
                )
    return cells


def _lines(data: Standing) -> list[dict[str, Any]]:
    """Return the texts of each row on a phone, in a line above its strip."""
    texts = []
    for place, row in enumerate(data.rows):
        value = f"<span style='color:{colours.hue(row.code)}'><b>{row.cutoff}</b></span>"
        name = f"<b>{row.brief}</b>  {value} {row.change}"
        upper = {"yshift": 16, "font": {"size": NAME, "color": colours.INK}}
        texts += [
            _at(place, 0, name, **upper),
            _at(place, 1, row.ago, xanchor="right", yshift=16),
            *_beyond(row, place + LOWER, "; "),
            *_arrow(row, place, LOWER),
        ]
    return texts


def _beyond(row: Row, place: float, between: str) -> list[dict[str, Any]]:
    """Return in words the cut-offs that are off the scale."""
    return [_at(place, 0, between.join(row.beyond), **gutter.halo())] if row.beyond else []


def _arrow(row: Row, place: int, lower: float = 0) -> list[dict[str, Any]]:
    """Return an arrow from the round before to the latest, if that is a long way."""
    if row.arrow is None or row.beyond:
        return []
    start = {"axref": "x", "ax": row.arrow, "ayref": "y", "ay": place + lower}
    head = {
        "showarrow": True,
        "arrowhead": 2,
        "arrowsize": 1,
        "arrowwidth": 2,
        "text": "",
        "standoff": 9,
    }
    end = {"xref": "x", "x": row.last, "yref": "y", "y": place + lower}
    return [{**start, **end, **head, "arrowcolor": colours.hue(row.code)}]


def _heads(data: Standing, words: Words) -> list[dict[str, Any]]:
    """Return the headings of the columns."""
    _ = words.gettext
    heads = [
        (STRIP[0], _("<b>Cut-offs</b> of 12 months")),
        (ROUNDS[0], _("<b>Invitations</b> of 12 months")),
        (1, _("<b>Wait</b>, days; <b>|</b> usual")),
    ]
    top = {"yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 22}
    shown = heads if data.has_waits else heads[:2]
    texts = [_at(0, x, text, **top) | {"font": DARK} for x, text in shown]
    if data.has_waits:
        texts[-1] |= {"xshift": RIGHT["to"], "xanchor": "right"}
    return texts


def _past(data: Standing, left: int = 0) -> list[dict[str, Any]]:
    """Return inactive categories as grey words below the rows."""
    return [
        _at(0, 0, f"{row.name} {row.cutoff}, {row.ago}", xshift=-left)
        | {"yref": "paper", "y": 0, "yanchor": "middle", "yshift": -GREY_ROW * (place + 0.5)}
        for place, row in enumerate(data.past)
    ]
