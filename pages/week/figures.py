"""Figures of a week, small enough for three side by side on a screen or a sheet of paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import SHORT_DAY, Words
from pages.plot import colours, layout, running_total, style

HEIGHT = 210  # pixels
ROW = 48  # pixels of a round's bar and its labels
PAD = 0.75  # of the longest bar: room for labels on both sides
LABEL_WEEKS = 9  # width of the label of the last week
WEEK = pd.DateOffset(weeks=1)


def weeks(by_week: pd.DataFrame, words: Words) -> go.Figure:
    """Return a bar of invitations per week, with the last week accented and labelled.

    `by_week` holds week (a Monday), rounds and invitations.
    """
    last = by_week.iloc[-1]
    place = layout.bars(by_week["week"], WEEK, len(by_week))
    bars = {
        "type": "bar",
        **place.to_dict("list"),
        "y": by_week["invitations"].tolist(),
        "marker": {"color": [colours.MID] * (len(by_week) - 1) + [colours.ACCENT]},
        "customdata": [_week_hover(row, words) for row in style.rows(by_week)],
    }
    label = {
        "x": style.iso_dates(by_week["week"] + WEEK)[-1],
        "xanchor": "right",
        "y": int(by_week["invitations"].iloc[-LABEL_WEEKS:].max()),
        "yanchor": "bottom",
        "text": f"<b>{words.number(last['invitations'])}</b>",
    }
    most = max(int(by_week["invitations"].max()), 1)
    first = by_week["week"].iloc[0]
    return style.figure(
        [bars],
        height=HEIGHT,
        annotations=[label],
        xaxis={
            **style.TIME_AXIS,
            "range": style.iso_dates(pd.Series([first, last["week"] + WEEK])),
            "nticks": 4,
        },
        yaxis={"range": [0, most * 1.18], "tickformat": "~s", "nticks": 4},
    )


def _week_hover(row: Any, words: Words) -> str:
    text = words.gettext("<b>Week of {day}</b><br>{rounds}, {invitations}")
    return text.format(
        day=words.day(row.week, SHORT_DAY),
        rounds=words.rounds(row.rounds),
        invitations=words.invitations(row.invitations),
    )


def changes(rounds: pd.DataFrame, labels: Mapping[str, str], words: Words) -> go.Figure:
    """Return a bar per round, oldest on top: the change of its category's cut-off in points.

    `rounds` holds round_id, category, cutoff, previous, previous_id and change; the first
    round of a category, or of one on a new CRS scale, has a label but no bar.
    """
    points = rounds["change"].fillna(0).astype("int64")
    padding = max(int(points.abs().max()), 1) * PAD
    low, high = min(int(points.min()), 0), max(int(points.max()), 0)
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": points.tolist(),
        "y": list(range(len(rounds))),
        "width": 0.26,
        "marker": {"color": [colours.hue(code) for code in rounds["category"]]},
        "customdata": [_change_hover(row, labels, words) for row in style.rows(rounds)],
    }
    return style.figure(
        [bars],
        height=max(HEIGHT, ROW * len(rounds)),
        shapes=[style.vertical_line(0)],
        annotations=[
            label
            for at, row in enumerate(style.rows(rounds))
            for label in (_category_label(at, row, labels), _change_label(at, row, words))
        ],
        xaxis={"range": [low - padding, high + padding], "visible": False},
        yaxis={"range": [len(rounds) - 0.55, -0.8], "visible": False},
    )


def _change_hover(row: Any, labels: Mapping[str, str], words: Words) -> str:
    _ = words.gettext
    name = f"<b>#{style.escape(row.round_id)} · {style.escape(labels[row.category])}</b>"
    cutoff = _("cut-off {cutoff}").format(cutoff=words.number(row.cutoff))
    if pd.isna(row.previous_id):
        return "<br>".join([name, cutoff, _("the first round of its category")])
    if pd.isna(row.change):
        return "<br>".join([name, cutoff, _("the first round of its category on this CRS scale")])
    before = _("{change} since {id} ({previous})").format(
        change=words.signed(row.change),
        id=style.escape(words.round_id(row.previous_id)),
        previous=words.number(row.previous),
    )
    return "<br>".join([name, cutoff, before])


def _category_label(at: int, row: Any, labels: Mapping[str, str]) -> dict[str, Any]:
    name = style.escape(layout.shorten(labels[row.category]))
    return style.edge_label(0, at, f"{style.dot(colours.hue(row.category))} {name}", yshift=19)


def _change_label(at: int, row: Any, words: Words) -> dict[str, Any]:
    first = pd.isna(row.change)
    _ = words.gettext
    if not first:
        text = _("{change}, to {cutoff}")
    elif pd.isna(row.previous_id):
        text = _("first round: {cutoff}")
    else:
        text = _("new CRS scale: {cutoff}")
    left = not first and row.change < 0
    return {
        "x": 0 if first else int(row.change),
        "y": at,
        "xanchor": "right" if left else "left",
        "xshift": -5 if left else 5,
        "text": text.format(
            change=f"<b>{words.signed(row.change)}</b>", cutoff=words.number(row.cutoff)
        ),
    }


def year(running: pd.DataFrame, words: Words) -> go.Figure:
    """Return the running total of the year, accented, and of the year before.

    `running` holds year, date, invitations and rounds.
    """
    totals = running_total.on_one_calendar(running)
    ends = totals.drop_duplicates("year", keep="last")
    latest = int(ends["year"].max())
    return style.figure(
        running_total.lines(totals, words),
        height=HEIGHT,
        margin={"r": 40},
        annotations=[_year_label(row, latest) for row in style.rows(ends)],
        xaxis=running_total.axis(words, months=4),
        yaxis={
            "range": [0, max(int(running["invitations"].max()), 1) * 1.12],
            "tickformat": "~s",
            "nticks": 4,
        },
    )


def _year_label(row: Any, latest: int) -> dict[str, Any]:
    return {
        "x": row.day,
        "y": int(row.invitations),
        "xanchor": "left",
        "xshift": 4,
        "text": f"<b>{row.year}</b>" if row.year == latest else str(row.year),
    }
