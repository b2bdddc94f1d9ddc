"""Figure of a year as a calendar: a cell per day, in the colour of its round's category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import Words
from pages.plot import colours, layout, style

HEIGHT = 400  # pixels
NO_ROUND = colours.SEQUENCE[0]
WEEKS = 27  # the most that half a year can touch
# Half a year to a row: with a whole year, cells would be too narrow on a phone.
HALVES = {"": (range(1, 7), [0.57, 1.0]), "2": (range(7, 13), [0.0, 0.43])}


def calendar(days: pd.DataFrame, labels: Mapping[str, str], words: Words) -> go.Figure:
    """Return two rows of weeks, January to June and July to December, Monday on top.

    `days` is a calendar. A day after the end of the data is blank, and one without a round pale.
    A day with one round also has the marker of its category; a day with several has the colour of
    the first and the number of rounds.
    """
    present = {code for codes in days["categories"] for code in codes}
    codes = [code for code in labels if code in present]
    cells = days.assign(hover=[_hover(day, labels, words) for day in style.rows(days)])
    traces: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    for axis, (months, domain) in HALVES.items():
        half = cells[cells["date"].dt.month.isin(months)]
        column = (half["week"] - half["week"].iloc[0]).dt.days // 7
        on = {"xaxis": f"x{axis}", "yaxis": f"y{axis}"}
        traces += [{**_cells(half, column, codes), **on}, {**_markers(half, column), **on}]
        axes[f"xaxis{axis}"] = {"anchor": f"y{axis}", **_months(half, column, words)}
        axes[f"yaxis{axis}"] = {"domain": domain, "anchor": f"x{axis}", **_weekdays(half, words)}
    return style.figure(
        [*traces, *(_legend_entry(code, labels[code]) for code in codes)],
        height=HEIGHT + layout.legend_height(len(codes)),
        showlegend=True,
        legend=layout.legend(),
        **layout.with_legend(len(codes), HEIGHT),
        **axes,
    )


def _cells(days: pd.DataFrame, column: pd.Series, codes: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "heatmap",
        "x": column.tolist(),
        "y": days["weekday"].tolist(),
        "z": [
            (1 + codes.index(categories[0]) if categories else 0) if known else None
            for categories, known in zip(days["categories"], days["known"], strict=True)
        ],
        "zmin": -0.5,
        "zmax": len(codes) + 0.5,
        "colorscale": _steps([NO_ROUND, *map(colours.hue, codes)]),
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverongaps": False,
        "text": [str(n) if n > 1 else "" for n in days["rounds"]],
        "texttemplate": "%{text}",
        "textfont": {"color": colours.BG},
        "customdata": days["hover"].tolist(),
    }


def _markers(days: pd.DataFrame, column: pd.Series) -> dict[str, Any]:
    """Return a dot in each cell with one round."""
    single = days[days["rounds"] == 1]
    return {
        "type": "scatter",
        "x": column[single.index].tolist(),
        "y": single["weekday"].tolist(),
        "mode": "markers",
        "marker": {"color": colours.BG, "size": 6},
        "showlegend": False,
        **style.NO_HOVER,
    }


def _steps(colours: list[str]) -> list[list[Any]]:
    """Return a colour scale with one colour per whole number."""
    count = len(colours)
    return [[edge / count, colour] for at, colour in enumerate(colours) for edge in (at, at + 1)]


def _months(days: pd.DataFrame, column: pd.Series, words: Words) -> dict[str, Any]:
    firsts = days[days["date"].dt.day == 1]
    return {
        "tickvals": column[firsts.index].tolist(),
        "ticktext": [words.day(day, "LLL") for day in firsts["date"]],
        "range": [-0.5, WEEKS - 0.5],
    }


def _weekdays(days: pd.DataFrame, words: Words) -> dict[str, Any]:
    week = days.head(7).set_index("weekday")["date"]
    return {
        "tickvals": [0, 2, 4],
        "ticktext": [words.day(week[weekday], "EEE") for weekday in (0, 2, 4)],
        "range": [6.5, -0.5],
        "showgrid": False,
    }


def _legend_entry(code: str, label: str) -> dict[str, Any]:
    """Return a line of the legend; a heat map has none of its own."""
    return {
        "type": "scatter",
        "x": [None],
        "y": [None],
        "mode": "markers",
        "name": style.escape(layout.shorten(label)),
        "marker": {"color": colours.hue(code), "size": 11},
    }


def _hover(day: Any, labels: Mapping[str, str], words: Words) -> str:
    head = f"<b>{words.day(day.date, 'EEEE, d MMMM y')}</b>"
    if not day.rounds:
        return f"{head}<br>{words.gettext('no round')}"
    rounds = [
        f"#{style.escape(round_id)} {style.escape(labels[code])}"
        for round_id, code in zip(day.round_ids, day.categories, strict=True)
    ]
    return "<br>".join([head, *rounds, words.invitations(day.invitations)])
