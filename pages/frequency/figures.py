"""Figures of frequency: rounds per week, gaps and current waits, and weekdays."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.rounds.frequency import ANY
from pages.language import SHORT_DAY, Words
from pages.plot import colours, layout, style

WEEK = pd.DateOffset(weeks=1)
MONDAY = pd.Timestamp("2015-01-26")
ROW, NARROW_ROW = 60, 76  # pixels per category, with its name on one line and on two
SMALLEST, LARGEST = 4, 22  # diameter in pixels, for the number of gaps of one length
TICKS = (1, 2, 7, 14, 30, 90, 365, 1000)  # days
EDGE = 0.8  # days: where a wait of 0 days is drawn, as a logarithmic scale has no zero


def weekly(weeks: pd.DataFrame, words: Words) -> go.Figure:
    """Return a bar per week for its rounds and a line for the rate of the last weeks.

    `weeks` holds week (a Monday), rounds, invitations and rate.
    """
    with_rounds = weeks[weeks["rounds"] > 0]
    bars = {
        "type": "bar",
        **layout.bars(with_rounds["week"], WEEK, len(weeks)).to_dict("list"),
        "marker": layout.fill(colours.MID, len(weeks)),
        "y": with_rounds["rounds"].tolist(),
        "customdata": [_week_hover(row, words) for row in style.rows(with_rounds)],
    }
    end = weeks["week"].iloc[-1] + WEEK
    return style.figure(
        [bars, _rate(weeks, words)],
        height=300,
        xaxis={
            "range": [f"{weeks['week'].iloc[0]:%Y-%m-%d}", f"{end:%Y-%m-%d}"],
            **style.TIME_AXIS,
        },
        yaxis={"rangemode": "tozero", "tickformat": "d", "dtick": 1},
    )


def _week_hover(row: Any, words: Words) -> str:
    week = words.gettext("<b>Week of {day}</b>").format(day=words.day(row.week, SHORT_DAY))
    return "<br>".join([week, words.rounds(row.rounds), words.invitations(row.invitations)])


def _rate(weeks: pd.DataFrame, words: Words) -> dict[str, Any]:
    text = words.gettext("8 weeks up to the week of {day}<br>{rate} rounds a week")
    return {
        "type": "scatter",
        # In the middle of the week, like the bars.
        "x": style.iso_dates(weeks["week"] + pd.Timedelta(days=3)),
        "y": [None if pd.isna(rate) else rate for rate in weeks["rate"]],
        "mode": "lines" if len(weeks) > 1 else "markers",
        "line": {"color": colours.ACCENT, "width": 2},
        "marker": {"color": colours.ACCENT},
        "customdata": [
            text.format(day=words.day(row.week, SHORT_DAY), rate=words.number(row.rate, 1))
            for row in style.rows(weeks)
        ],
    }


def gaps(
    spread: pd.DataFrame,
    labels: Mapping[str, str],
    waits: Mapping[str, str],
    words: Words,
    *,
    has_waits: bool = True,
) -> go.Figure:
    """Return a row per category: its gaps as circles by length, its usual range, its current wait.

    `spread` is a gap distribution, `labels` its categories from top to bottom, and `waits` the
    current wait of each in words. Without `has_waits` that is no number, and no mark shows it.
    """
    codes = [code for code in labels if code in set(spread["category"])]
    points = spread.assign(row=spread["category"].map(codes.index))
    first = points.drop_duplicates("category").sort_values("row")
    longest = max(spread["days"].max(), spread["wait"].max())
    ticks = [days for days in TICKS if days <= longest * 1.3]
    return style.figure(
        [
            _usual_ranges(first),
            _circles(points, words),
            *([_current_waits(first, labels, waits, words)] if has_waits else []),
        ],
        height=ROW * len(codes) + 46,
        annotations=_row_labels(codes, labels, waits, "  ", 22),
        narrow={
            "height": NARROW_ROW * len(codes) + 46,
            "annotations": _row_labels(codes, labels, waits, "<br>", 31),
        },
        xaxis={
            "type": "log",
            "range": [math.log10(EDGE) - 0.02, math.log10(longest * 1.25)],
            "tickvals": ticks,
            "ticktext": [words.number(days) for days in ticks],
            "title": {"text": words.gettext("days, on a logarithmic scale"), "standoff": 6},
            "showgrid": True,
        },
        yaxis={"range": [len(codes) - 0.55, -0.75], "visible": False},
    )


def _usual_ranges(first: pd.DataFrame) -> dict[str, Any]:
    """Return a band per row from the lower to the upper quartile of its gaps."""
    ends = [[row.usual_low, row.usual_high, None] for row in style.rows(first)]
    return {
        "type": "scatter",
        "x": [end for pair in ends for end in pair],
        "y": [at for row in first["row"] for at in (row, row, None)],
        "mode": "lines+markers",
        "line": {"color": colours.faint(colours.MID, 0.3), "width": 10},
        "marker": {
            "color": colours.MID,
            "symbol": "line-ns-open",
            "size": 10,
            "line": {"width": 1},
        },
        **style.NO_HOVER,
    }


def _circles(points: pd.DataFrame, words: Words) -> dict[str, Any]:
    sizes = SMALLEST + (LARGEST - SMALLEST) * (points["gaps"] / points["gaps"].max()) ** 0.5
    text = words.gettext("{days} apart: {n} of {all} gaps")
    return {
        "type": "scatter",
        "x": points["days"].tolist(),
        "y": points["row"].tolist(),
        "mode": "markers",
        "marker": {
            "color": colours.faint(colours.MID, 0.5),
            "size": sizes.tolist(),
            "line": {"color": colours.MID, "width": 1},
        },
        "customdata": [
            text.format(
                days=words.days(row.days), n=words.number(row.gaps), all=words.number(row.of)
            )
            for row in style.rows(points)
        ],
    }


def _current_waits(
    first: pd.DataFrame, labels: Mapping[str, str], waits: Mapping[str, str], words: Words
) -> dict[str, Any]:
    usual = words.gettext("usually {low} to {high} days, median {median}")
    return {
        "type": "scatter",
        "x": [max(float(wait), EDGE) for wait in first["wait"]],
        "y": first["row"].tolist(),
        "mode": "markers",
        "marker": {
            "color": colours.ACCENT,
            "symbol": "line-ns-open",
            "size": 14,
            "line": {"width": 4},
        },
        "customdata": [
            f"<b>{style.escape(labels[row.category])}</b><br>{style.escape(waits[row.category])}<br>"
            + usual.format(
                low=words.number(row.usual_low, 1),
                high=words.number(row.usual_high, 1),
                median=words.number(row.median_gap, 1),
            )
            for row in style.rows(first)
        ],
    }


def _row_labels(
    codes: Sequence[str],
    labels: Mapping[str, str],
    waits: Mapping[str, str],
    separator: str,
    offset: int,
) -> list[dict[str, Any]]:
    """Return each category's name and current wait, `offset` pixels above its gaps."""
    rows = []
    for at, code in enumerate(codes):
        dot = style.dot(colours.ACCENT if code == ANY else colours.hue(code))
        name, wait = style.escape(layout.shorten(labels[code])), style.escape(waits[code])
        text = f"{dot} <b>{name}</b>{separator}{wait}"
        rows.append(style.edge_label(0, at, text, yshift=offset, align="left"))
    return rows


def weekdays(counted: pd.DataFrame, words: Words) -> go.Figure:
    """Return a bar per weekday with its rounds and their share, the most frequent accented."""
    days = [MONDAY + pd.Timedelta(days=day) for day in counted["weekday"]]
    most = int(counted["rounds"].max())
    bars = {
        "type": "bar",
        "x": [words.day(day, "EEE") for day in days],
        "y": counted["rounds"].tolist(),
        "marker": {
            "color": [colours.ACCENT if n == most else colours.MID for n in counted["rounds"]]
        },
        "text": [words.percent(share) for share in counted["share"]],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [
            f"<b>{words.day(day, 'EEEE')}</b><br>{words.rounds(row.rounds)}"
            f"<br>{words.percent(row.share)}"
            for day, row in zip(days, style.rows(counted), strict=True)
        ],
    }
    ticks = {"dtick": 1} if most <= 4 else {"nticks": 4}
    return style.figure(
        [bars],
        height=260,
        bargap=0.35,
        yaxis={"range": [0, most * 1.12], "tickformat": "d", **ticks},
    )
