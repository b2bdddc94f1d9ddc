"""Figure: a calendar with the chance of a round on each day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analysis.outlook.next_date import LOW
from analysis.rounds.frequency import ANY
from pages.language import Words
from pages.plot import colours, style
from pages.plot.text import LABEL, TICK, width_of

ROW, NARROW_ROW, HEAD = 94, 80, 26  # pixels of a week, and of the names of weekdays
MIN_NAMED = 0.05  # chance from which on a category is named in a cell
NAMES = 2  # categories that a cell has room for
CHANCE, SMALL = 18, 11.5  # pixels of the large number, and of a name on a phone
# Pixels for a name beside its percentage, and for one alone on a phone and on the smallest.
ROOM = {"wide": 84, style.NARROW: 62, style.SLIM: 49}
WORKDAYS = 5
EDGES = (0.1, 0.25, 0.5, 0.75)  # chances from which on a cell is darker
Chance = Callable[[float], str]


class Names(NamedTuple):
    """The name of a category, and the one for where there is little room."""

    full: str
    brief: str


class _Cell(NamedTuple):
    """A day, the chance that shades it, the categories to name, and its hover text."""

    day: pd.Timestamp
    top: float
    likely: list[tuple[str, float]]
    hover: str


def weekend_chance(days: pd.DataFrame) -> float:
    """Return the highest chance on a Saturday or Sunday, 0 without one."""
    weekend = days.loc[days["date"].dt.day_of_week >= WORKDAYS, "probability"]
    return float(weekend.max()) if len(weekend) else 0.0


def calendar(
    days: pd.DataFrame, names: Mapping[str, Names], chance: Chance, words: Words
) -> go.Figure:
    """Return a row per week and a column per weekday, a cell for each day of `days`.

    `days` is that of ``analysis.outlook.calendar`` for the categories of `names`. A cell shows the
    chance of "any" in large type, or the highest chance if "any" is missing, and the likeliest
    categories; `chance` puts a chance into words. Weekends are drawn only if a round is likely
    enough on one to be named.
    """
    columns = 7 if weekend_chance(days) >= MIN_NAMED else WORKDAYS
    shown = days[days["date"].dt.day_of_week < columns]
    cells = [_cell(day, group, names, chance, words) for day, group in shown.groupby("date")]
    monday = cells[0].day - pd.Timedelta(days=cells[0].day.weekday())
    weeks = (cells[-1].day - monday).days // 7 + 1
    heads = [_head(monday + pd.Timedelta(days=day), words) for day in range(columns)]

    def texts(room: str) -> list[dict[str, Any]]:
        return [*heads, *(_text(cell, monday, names, room, words) for cell in cells)]

    return style.figure(
        [_shades(cells, monday, weeks, columns)],
        height=ROW * weeks + HEAD,
        margin={"l": 0, "r": 0, "t": HEAD, "b": 0, "pad": 0},
        annotations=texts("wide"),
        narrow={"height": NARROW_ROW * weeks + HEAD, "annotations": texts(style.NARROW)},
        slim={"annotations": texts(style.SLIM)},
        xaxis={"range": [-0.5, columns - 0.5], "visible": False, "automargin": False},
        yaxis={"range": [weeks - 0.5, -0.5], "visible": False, "automargin": False},
    )


def _cell(
    day: Any, chances: pd.DataFrame, names: Mapping[str, Names], chance: Chance, words: Words
) -> _Cell:
    shares = dict(zip(chances["category"], chances["probability"], strict=True))
    ranked = sorted(
        (code for code in names if code in shares and code != ANY), key=lambda code: -shares[code]
    )
    hover = [f"<b>{words.day(day, 'EEEE, d MMMM y')}</b>"]
    hover += [
        f"{style.escape(names[code].full)}: {chance(shares[code])}"
        for code in ([ANY] if ANY in shares else []) + ranked
    ]
    likely = [(code, shares[code]) for code in ranked if shares[code] >= MIN_NAMED][:NAMES]
    return _Cell(
        day,
        shares.get(ANY, max(shares.values())),
        likely if len(shares) > 1 else [],
        "<br>".join(hover),
    )


def _text(
    cell: _Cell, monday: pd.Timestamp, names: Mapping[str, Names], room: str, words: Words
) -> dict[str, Any]:
    """Return date, chance and likely categories of a day, from the upper left corner of its cell.

    A phone has room for the categories' names, if they are short, and not for their chances.
    """
    is_wide = room == "wide"
    lines = [_sized(words.day(cell.day, "d MMM"), TICK)]
    if cell.top <= LOW:
        lines.append(_sized(f"≤ {words.percent(LOW)}", LABEL))
    else:
        lines.append(f"<b>{_sized(words.percent(cell.top), CHANCE)}</b>")
    size = LABEL if is_wide else SMALL
    for code, share in cell.likely:
        full, brief = names[code]
        name = full if is_wide and width_of(full, size) <= ROOM[room] else brief
        if is_wide:
            lines.append(_sized(f"{style.escape(name)} {words.percent(share)}", size))
        elif width_of(name, size) <= ROOM[room]:
            lines.append(_sized(style.escape(name), size))
    return {
        "x": cell.day.weekday() - 0.5,
        "xanchor": "left",
        "xshift": 10 if is_wide else 6,
        "y": (cell.day - monday).days // 7 - 0.5,
        "yanchor": "top",
        "yshift": -6,
        "align": "left",
        "text": "<br>".join(lines),
        "font": {"color": colours.on_shade(cell.top, EDGES)},
    }


def _sized(text: str, size: float) -> str:
    return f"<span style='font-size:{size}px'>{text}</span>"


def _head(day: pd.Timestamp, words: Words) -> dict[str, Any]:
    """Return the name of a weekday above its column."""
    at = {"x": day.weekday() - 0.5, "xanchor": "left", "xshift": 6}
    above = {"yref": "paper", "y": 1, "yanchor": "bottom"}
    return {**at, **above, "text": words.day(day, "EEE"), "font": {"size": TICK}}


def _shades(cells: list[_Cell], monday: pd.Timestamp, weeks: int, columns: int) -> dict[str, Any]:
    tops: list[list[float | None]] = [[None] * columns for _week in range(weeks)]
    hovers: list[list[str | None]] = [[None] * columns for _week in range(weeks)]
    for cell in cells:
        week, day = (cell.day - monday).days // 7, cell.day.weekday()
        tops[week][day], hovers[week][day] = cell.top, cell.hover
    return {
        "type": "heatmap",
        "x": list(range(columns)),
        "y": list(range(weeks)),
        "z": tops,
        "zmin": 0,
        "zmax": 1,
        "colorscale": colours.shades(EDGES),
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
        "hoverongaps": False,
        "customdata": hovers,
    }
