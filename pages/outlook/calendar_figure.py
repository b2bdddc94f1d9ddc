"""Figure: a calendar with the chance of a round on each day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import accumulate, pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.outlook.next_date import LOW
from analysis.rounds.frequency import ANY
from pages.language import Words
from pages.plot import colours, layout, style

ROW, NARROW_ROW = 92, 56  # pixels of a week, with and without categories
MIN_NAMED = 0.05  # chance from which on a category is named in a cell
NAMES = 3  # categories that a cell has room for
LETTERS = 7  # of a category's name: five days share the width
WORKDAY, WEEKEND = 2.2, 1.0  # widths: hardly a round was ever held at a weekend
FULL_SHADE = 0.8  # the chance at which a cell has its full colour
SATURDAY = 5
_SHADES = [[0.0, colours.token("accent", 0.04)], [1.0, colours.token("accent", 0.4)]]
Chance = Callable[[float], str]


def calendar(
    days: pd.DataFrame, labels: Mapping[str, str], chance: Chance, words: Words
) -> go.Figure:
    """Return a row per week and a column per weekday, a cell for each day of `days`.

    `days` is that of ``analysis.outlook.calendar`` for the categories of `labels`. A cell shows the
    chance of "any" in large type, or the highest chance if "any" is missing; `chance` puts a chance
    into words. On a phone, cells leave out categories, and weekends show only the date.
    """
    cells = [_cell(day, group, labels, chance, words) for day, group in days.groupby("date")]
    edges = [0.0, *accumulate([WORKDAY] * SATURDAY + [WEEKEND] * 2)]
    monday = _monday(cells[0]["day"])
    weeks = (_monday(cells[-1]["day"]) - monday).days // 7 + 1
    grid: dict[str, list[list[Any]]] = {
        name: [[None] * 7 for _week in range(weeks)] for name in ("top", "hover")
    }
    for cell in cells:
        for name, rows in grid.items():
            rows[(cell["day"] - monday).days // 7][cell["day"].weekday()] = cell[name]
    middles = [(left + right) / 2 for left, right in pairwise(edges)]
    return style.figure(
        [_shades(grid, edges, weeks)],
        height=ROW * weeks + 30,
        annotations=_texts(cells, "text", middles, monday),
        narrow={
            "height": NARROW_ROW * weeks + 30,
            "annotations": _texts(cells, "short", middles, monday),
        },
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


def _monday(day: pd.Timestamp) -> pd.Timestamp:
    return day - pd.Timedelta(days=day.weekday())


def _cell(
    day: Any, chances: pd.DataFrame, labels: Mapping[str, str], chance: Chance, words: Words
) -> dict[str, Any]:
    """Return the chance that shades a day, its texts, and a hover text with every category."""
    shares = dict(zip(chances["category"], chances["probability"], strict=True))
    top = shares.get(ANY, max(shares.values()))
    ranked = sorted(
        (code for code in labels if code in shares and code != ANY), key=lambda code: -shares[code]
    )
    hover = [f"<b>{words.day(day, 'EEEE, d MMMM y')}</b>"]
    hover += [
        f"{style.escape(labels[code])}: {chance(shares[code])}"
        for code in ([ANY] if ANY in shares else []) + ranked
    ]
    weekend = day.weekday() >= SATURDAY
    date = _small(words.day(day, "d" if weekend else "d MMM"))
    if top <= LOW:
        lines, codes = [date, _small(f"≤ {words.percent(LOW)}")], []
    else:
        lines = [date, f"<b><span style='font-size:15px'>{words.percent(top)}</span></b>"]
        has_names = len(shares) > 1 and not weekend
        codes = [code for code in ranked if has_names and shares[code] >= MIN_NAMED][:NAMES]
    names = [
        _small(
            f"{style.escape(layout.shorten(labels[code], LETTERS))} {words.percent(shares[code])}"
        )
        for code in codes
    ]
    return {
        "day": day,
        "top": top,
        "hover": "<br>".join(hover),
        "text": "<br>".join(lines + names),
        "short": date if weekend and top <= LOW else "<br>".join(lines),
    }


def _small(text: str) -> str:
    return f"<span style='font-size:10px'>{text}</span>"


def _shades(grid: dict[str, list[list[Any]]], edges: list[float], weeks: int) -> dict[str, Any]:
    return {
        "type": "heatmap",
        "x": edges,
        "y": [week - 0.5 for week in range(weeks + 1)],
        "z": grid["top"],
        "zmin": 0,
        "zmax": FULL_SHADE,
        "colorscale": _SHADES,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverongaps": False,
        "customdata": grid["hover"],
    }


def _texts(
    cells: list[dict[str, Any]], text: str, middles: list[float], monday: pd.Timestamp
) -> list[dict[str, Any]]:
    return [
        {
            "x": middles[cell["day"].weekday()],
            "y": (cell["day"] - monday).days // 7,
            "text": cell[text],
        }
        for cell in cells
    ]
