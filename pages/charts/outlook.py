"""Figure of the coming weeks as a calendar: in each cell, the chance of a round on that day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.frequency import ANY
from analysis.when import LOW
from pages.charts import room, style
from pages.words import Words

ROW = 92  # pixels of a week
WORTH_NAMING = 0.05  # chance from which on a category is named in a cell
NAMES = 3  # categories that a cell has room for
LETTERS = 7  # of a category's name: five days share the width of a phone
WORKDAY, WEEKEND = 2.2, 1.0  # widths: hardly a round was ever held at a weekend
STRONGEST = 0.8  # the chance at which a cell has its full colour
SATURDAY = 5
_SHADES = [[0.0, "rgba(47,127,214,0.04)"], [1.0, "rgba(47,127,214,0.4)"]]
Chance = Callable[[float], str]


def calendar(
    days: pd.DataFrame, labels: Mapping[str, str], chance: Chance, words: Words
) -> go.Figure:
    """Return a row per week and a column per weekday, a cell for each day of `days`.

    `days` is an outlook's calendar, of the categories of `labels`; where that has "any", its chance
    stands large in the cell, else the highest of the categories'. `chance` puts one into words.
    """
    told = [_cell(day, own, labels, chance, words) for day, own in days.groupby("date")]
    edges = _edges()
    monday = _monday(told[0]["day"])
    weeks = (_monday(told[-1]["day"]) - monday).days // 7 + 1
    grid: dict[str, list[list[Any]]] = {
        name: [[None] * 7 for _week in range(weeks)] for name in ("top", "hover")
    }
    for cell in told:
        for name, rows in grid.items():
            rows[(cell["day"] - monday).days // 7][cell["day"].weekday()] = cell[name]
    middles = [(left + right) / 2 for left, right in pairwise(edges)]
    return style.figure(
        [_shades(grid, edges, weeks), _texts(told, middles, monday)],
        height=ROW * weeks + 30,
        xaxis={
            "side": "top",
            "tickvals": middles,
            "ticktext": [
                words.day(monday + pd.Timedelta(days=day), "EEE" if day < SATURDAY else "EEEEE")
                for day in range(7)
            ],
            "range": [edges[0], edges[-1]],
            "ticks": "",
        },
        yaxis={"range": [weeks - 0.5, -0.5], "visible": False},
    )


def _edges() -> list[float]:
    widths = [WORKDAY] * SATURDAY + [WEEKEND] * 2
    return [sum(widths[:place]) for place in range(len(widths) + 1)]


def _monday(day: pd.Timestamp) -> pd.Timestamp:
    return day - pd.Timedelta(days=day.weekday())


def _cell(
    day: Any, own: pd.DataFrame, labels: Mapping[str, str], chance: Chance, words: Words
) -> dict[str, Any]:
    """Return what one day shows: its shade, its text, and its hover with every category."""
    shares = dict(zip(own["category"], own["probability"], strict=True))
    top = shares.get(ANY, max(shares.values()))
    ranked = sorted(
        (code for code in labels if code in shares and code != ANY), key=lambda code: -shares[code]
    )
    hover = [f"<b>{words.day(day, 'EEEE, d MMMM y')}</b>"]
    hover += [
        f"{style.text(labels[code])}: {chance(shares[code])}"
        for code in ([ANY] if ANY in shares else []) + ranked
    ]
    # A category alone is the chance itself.
    named = [code for code in ranked if shares[code] >= WORTH_NAMING and len(shares) > 1][:NAMES]
    return {
        "day": day,
        "top": top,
        "hover": "<br>".join(hover),
        "text": _text(day, top, [(labels[code], shares[code]) for code in named], words),
    }


def _text(day: Any, top: float, named: list[tuple[str, float]], words: Words) -> str:
    """Return the text of a cell: the day, the chance, and the categories that it is mostly of."""
    weekend = day.weekday() >= SATURDAY
    head = words.day(day, "d" if weekend else "d MMM")
    if top <= LOW:
        return f"<span style='font-size:10px'>{head}<br>≤ {words.percent(LOW)}</span>"
    lines = [
        f"<span style='font-size:10px'>{head}</span>",
        f"<b><span style='font-size:15px'>{words.percent(top)}</span></b>",
    ]
    if not weekend:
        lines += [
            f"<span style='font-size:10px'>{style.text(room.shorten(label, LETTERS))}"
            f" {words.percent(share)}</span>"
            for label, share in named
        ]
    return "<br>".join(lines)


def _shades(grid: dict[str, list[list[Any]]], edges: list[float], weeks: int) -> dict[str, Any]:
    return {
        "type": "heatmap",
        "x": edges,
        "y": [week - 0.5 for week in range(weeks + 1)],
        "z": grid["top"],
        "zmin": 0,
        "zmax": STRONGEST,
        "colorscale": _SHADES,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverongaps": False,
        "customdata": grid["hover"],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _texts(
    told: list[dict[str, Any]], middles: list[float], monday: pd.Timestamp
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [middles[cell["day"].weekday()] for cell in told],
        "y": [(cell["day"] - monday).days // 7 for cell in told],
        "mode": "text",
        "text": [cell["text"] for cell in told],
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
