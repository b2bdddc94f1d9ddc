"""Figures of frequency: gaps and current waits, and weekdays."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from pages.language import Words
from pages.plot import colours, style
from pages.plot.text import FOCUS, LABEL

MONDAY = pd.Timestamp("2015-01-26")
ROW, NARROW_ROW = 40, 46  # pixels per category, with its name on one line and on two
LEFT, NARROW_LEFT = 236, 118  # pixels of names and waits
TICKS = (1, 7, 14, 30, 90, 365)  # days
RANGE = (0.8, 1000)  # days: a wait of 0 days is drawn at the left, as a logarithm has no zero
FEW = 4  # gaps: below, there is no usual range to draw
CELL = 34  # pixels of a row of weekdays
EDGES = (0.2, 0.4, 0.6, 0.8)  # shares of a category’s rounds from which on a cell is darker


class Wait(NamedTuple):
    """What stands beside a category's gaps: its name, for a phone too, and its wait in words."""

    name: str
    brief: str
    wait: str
    hover: str


def gaps(spread: pd.DataFrame, waits: Mapping[str, Wait], words: Words, *, has_waits: bool) -> Any:
    """Return a row per category: its gaps as ticks, their middle half, and its current wait.

    `spread` is a gap distribution, and `waits` has its categories from top to bottom. Without
    `has_waits` no mark shows the current wait.
    """
    rows = {code: place for place, code in enumerate(waits)}
    points = spread.assign(row=spread["category"].map(rows)).sort_values(["row", "days"])
    first = points.drop_duplicates("category")
    return style.figure(
        [
            _usual_ranges(first),
            _ticks(points, words),
            *([_current_waits(first, waits)] if has_waits else []),
        ],
        height=ROW * len(rows) + 52,
        margin={"l": LEFT, "r": 8, "t": 4, "b": 48, "pad": 0},
        annotations=[note for code in waits for note in _names(rows[code], waits[code])],
        shapes=[_line(place + 0.5) for place in range(len(rows) - 1)],
        narrow={
            "height": NARROW_ROW * len(rows) + 52,
            "margin": {"l": NARROW_LEFT, "r": 8, "t": 4, "b": 48, "pad": 0},
            "annotations": [_two_lines(rows[code], waits[code]) for code in waits],
        },
        xaxis={
            "type": "log",
            "range": [math.log10(days) for days in RANGE],
            "tickvals": list(TICKS),
            "ticktext": [words.number(days) for days in TICKS],
            "title": {"text": words.gettext("days, on a logarithmic scale"), "standoff": 6},
            "showgrid": True,
            "automargin": False,
        },
        yaxis={"range": [len(rows) - 0.5, -0.5], "visible": False, "automargin": False},
    )


def _usual_ranges(first: pd.DataFrame) -> dict[str, Any]:
    """Return a band per row from the lower to the upper quartile of its gaps, if it has several."""
    several = first[first["of"] >= FEW]
    return {
        "type": "bar",
        "orientation": "h",
        "base": several["usual_low"].tolist(),
        "x": (several["usual_high"] - several["usual_low"]).tolist(),
        "y": several["row"].tolist(),
        "width": 0.3,
        "marker": {
            "color": colours.faint(colours.MID, 0.28),
            "line": {"width": 1, "color": colours.MID},
        },
        **style.NO_HOVER,
    }


def _ticks(points: pd.DataFrame, words: Words) -> dict[str, Any]:
    text = words.gettext("{days} apart: {n} of {all} gaps")
    return {
        "type": "scatter",
        "x": points["days"].tolist(),
        "y": points["row"].tolist(),
        "mode": "markers",
        "marker": {
            "symbol": "line-ns",
            "size": 14,
            "line": {"width": 1.2, "color": colours.faint(colours.MID, 0.9)},
        },
        "customdata": [
            text.format(
                days=words.days(row.days), n=words.number(row.gaps), all=words.number(row.of)
            )
            for row in style.rows(points)
        ],
    }


def _current_waits(first: pd.DataFrame, waits: Mapping[str, Wait]) -> dict[str, Any]:
    """Return a dot for each wait, in colour if it is longer than three in four gaps."""
    is_long = first["wait"] > first["usual_high"]
    return {
        "type": "scatter",
        "x": first["wait"].clip(lower=RANGE[0], upper=RANGE[1]).tolist(),
        "y": first["row"].tolist(),
        "mode": "markers",
        "cliponaxis": False,
        "marker": {
            "color": [colours.ACCENT if long else colours.MID for long in is_long],
            "size": 11,
            "line": {"color": colours.BG, "width": 1.5},
        },
        "customdata": [waits[code].hover for code in first["category"]],
    }


def _line(y: float) -> dict[str, Any]:
    line = {"color": colours.GRID, "width": 1}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": line}


def _names(place: int, row: Wait) -> list[dict[str, Any]]:
    """Return a category's name, and its wait right-aligned before the strip."""
    at = {"xref": "paper", "x": 0, "y": place}
    name = {"size": FOCUS, "color": colours.INK}
    soft = {"size": LABEL, "color": colours.SOFT}
    return [
        {**at, "text": f"<b>{row.name}</b>", "xanchor": "left", "xshift": -LEFT, "font": name},
        {**at, "text": row.wait, "xanchor": "right", "xshift": -10, "font": soft},
    ]


def _two_lines(place: int, row: Wait) -> dict[str, Any]:
    at = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -NARROW_LEFT, "y": place}
    text = f"<span style='color:{colours.INK}'><b>{row.brief}</b></span><br>{row.wait}"
    return {**at, "text": text, "align": "left", "font": {"size": LABEL, "color": colours.SOFT}}


def weekdays(counted: pd.DataFrame, names: Mapping[str, tuple[str, str]], words: Words) -> Any:
    """Return a row per category and a column per weekday, shaded by its share of the rounds.

    `counted` has the seven weekdays of each category; Saturday and Sunday are drawn only if a round
    was held on one. `names` are the categories' names, and those for a phone. A category with fewer
    than FEW rounds has numbers without a shade.
    """
    days = sorted({0, 1, 2, 3, 4} | set(counted.loc[counted["rounds"] > 0, "weekday"]))
    shown = counted[counted["weekday"].isin(days)]
    codes = list(names)
    long = [style.escape(names[code][0]) for code in codes]
    cells = {
        "type": "heatmap",
        "x": [days.index(day) for day in shown["weekday"]],
        "y": shown["category"].map(codes.index).tolist(),
        "z": [row.share if row.of >= FEW else 0 for row in style.rows(shown)],
        "zmin": 0,
        "zmax": 1,
        "colorscale": colours.shades(EDGES),
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
        "customdata": [_weekday_hover(row, names, words) for row in style.rows(shown)],
    }
    week = [MONDAY + pd.Timedelta(days=day) for day in days]
    ticks = {"tickvals": list(range(len(codes))), "automargin": False, "showgrid": False}
    brief = [style.escape(names[code][1]) for code in codes]
    return style.figure(
        [cells],
        height=CELL * len(codes) + 40,
        margin={"l": 150, "r": 8, "t": 32, "b": 8, "pad": 6},
        annotations=[_count(row, codes, days) for row in style.rows(shown) if row.rounds],
        xaxis={
            "tickvals": list(range(len(days))),
            "ticktext": [words.day(day, "EEE") for day in week],
            "side": "top",
            "automargin": False,
        },
        yaxis={**ticks, "ticktext": long, "range": [len(codes) - 0.5, -0.5]},
        narrow={"margin": {"l": 100}, "yaxis": {"ticktext": brief}},
    )


def _count(row: Any, codes: Sequence[str], days: Sequence[int]) -> dict[str, Any]:
    """Return the number in a cell."""
    colour = colours.on_shade(row.share if row.of >= FEW else 0, EDGES)
    at = {"x": days.index(row.weekday), "y": codes.index(row.category)}
    return {**at, "text": str(row.rounds), "font": {"size": LABEL, "color": colour}}


def _weekday_hover(row: Any, names: Mapping[str, tuple[str, str]], words: Words) -> str:
    day = words.day(MONDAY + pd.Timedelta(days=row.weekday), "EEEE")
    text = words.gettext("{n} of {rounds}").format(
        n=words.number(row.rounds), rounds=words.rounds(row.of)
    )
    return f"<b>{style.escape(names[row.category][0])}</b><br>{day}<br>{text}"
