"""Figures of a week: its invitations among the weeks before, its cut-offs, and its year so far.

They are small: three fit side by side on a desk and on a sheet of paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import SHORT_DAY, Words
from pages.plot import layout, style

HEIGHT = 210  # pixels
ROW = 48  # pixels of a round's bar and its words
PAD = 0.75  # of the longest bar: room for the words at its end, and at the other side
UNDER = 9  # weeks over which the number of the last one reaches
WEEK = pd.DateOffset(weeks=1)
LEAP_YEAR = 2024  # lays both years over each other, 29 February included


def weeks(counted: pd.DataFrame, words: Words) -> go.Figure:
    """Return a bar of invitations per week, the last week accented and its number written.

    `counted` holds week (a Monday), rounds and invitations.
    """
    last = counted.iloc[-1]
    place = layout.bars(counted["week"], WEEK, len(counted))
    bars = {
        "type": "bar",
        **place.to_dict("list"),
        "y": counted["invitations"].tolist(),
        "marker": {
            "color": [style.QUIET] * (len(counted) - 1) + [style.ACCENT],
            "line": {"width": 0},
        },
        "customdata": [_week(row, words) for row in style.rows(counted)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    label = {
        "x": style.iso_dates(counted["week"] + WEEK)[-1],
        "xanchor": "right",
        "y": int(counted["invitations"].iloc[-UNDER:].max()),
        "yanchor": "bottom",
        "text": f"<b>{words.number(last['invitations'])}</b>",
        "showarrow": False,
    }
    most = max(int(counted["invitations"].max()), 1)
    first = counted["week"].iloc[0]
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


def _week(row: Any, words: Words) -> str:
    text = words.gettext("<b>Week of {day}</b><br>{rounds}, {invitations}")
    return text.format(
        day=words.day(row.week, SHORT_DAY),
        rounds=words.rounds(row.rounds),
        invitations=words.invitations(row.invitations),
    )


def changes(rounds: pd.DataFrame, labels: Mapping[str, str], words: Words) -> go.Figure:
    """Return a bar per round, oldest on top: by how many points its category's cut-off moved.

    `rounds` holds round_id, category, cutoff, previous, previous_id and change; a first round of
    its category has no bar and says so.
    """
    moved = rounds["change"].fillna(0).astype("int64")
    room_for_words = max(int(moved.abs().max()), 1) * PAD
    low, high = min(int(moved.min()), 0), max(int(moved.max()), 0)
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": moved.tolist(),
        "y": list(range(len(rounds))),
        "width": 0.26,
        "marker": {"color": [style.colour(code) for code in rounds["category"]]},
        "customdata": [_moved(row, labels, words) for row in style.rows(rounds)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    zero = {
        "type": "line",
        "x0": 0,
        "x1": 0,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": style.QUIET, "width": 1},
    }
    return style.figure(
        [bars],
        height=max(HEIGHT, ROW * len(rounds)),
        shapes=[zero],
        annotations=[
            note
            for at, row in enumerate(style.rows(rounds))
            for note in (_name(at, row, labels), _end(at, row, words))
        ],
        xaxis={"range": [low - room_for_words, high + room_for_words], "visible": False},
        yaxis={"range": [len(rounds) - 0.55, -0.8], "visible": False},
    )


def _moved(row: Any, labels: Mapping[str, str], words: Words) -> str:
    _ = words.gettext
    name = f"<b>#{style.escape(row.round_id)} · {style.escape(labels[row.category])}</b>"
    cutoff = _("cut-off {cutoff}").format(cutoff=words.number(row.cutoff))
    if pd.isna(row.change):
        return "<br>".join([name, cutoff, _("the first round of its category")])
    before = _("{change} since #{id} ({previous})").format(
        change=words.signed(row.change),
        id=style.escape(row.previous_id),
        previous=words.number(row.previous),
    )
    return "<br>".join([name, cutoff, before])


def _name(at: int, row: Any, labels: Mapping[str, str]) -> dict[str, Any]:
    name = style.escape(layout.shorten(labels[row.category]))
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": at,
        "yshift": 19,
        "text": f"<span style='color:{style.colour(row.category)}'>●</span> {name}",
        "showarrow": False,
    }


def _end(at: int, row: Any, words: Words) -> dict[str, Any]:
    """Return the words at the end of a bar: its points, and the cut-off that they led to."""
    first = pd.isna(row.change)
    text = (
        words.gettext("first round: {cutoff}") if first else words.gettext("{change}, to {cutoff}")
    )
    left = not first and row.change < 0
    return {
        "x": 0 if first else int(row.change),
        "y": at,
        "xanchor": "right" if left else "left",
        "xshift": -5 if left else 5,
        "text": text.format(
            change=f"<b>{words.signed(row.change)}</b>", cutoff=words.number(row.cutoff)
        ),
        "showarrow": False,
    }


def year(running: pd.DataFrame, words: Words) -> go.Figure:
    """Return the running total of the year, accented, over that of the year before.

    `running` holds year, date, invitations and rounds as they had added up by then.
    """
    latest = int(running["year"].max())
    told = running.assign(
        day=f"{LEAP_YEAR}-" + running["date"].dt.strftime("%m-%d"),
        hover=[_so_far(row, words) for row in style.rows(running)],
    )
    ends = told.drop_duplicates("year", keep="last")
    months = pd.Series(pd.date_range(f"{LEAP_YEAR}-01-01", periods=4, freq="4MS")[:3])
    return style.figure(
        [_line(own, latest) for _year, own in told.groupby("year")],
        height=HEIGHT,
        margin={"r": 40},
        annotations=[_year_name(row, latest) for row in style.rows(ends)],
        xaxis={
            "range": [f"{LEAP_YEAR}-01-01", f"{LEAP_YEAR}-12-31"],
            "tickvals": style.iso_dates(months),
            "ticktext": [words.day(month, "LLL") for month in months],
        },
        yaxis={
            "range": [0, max(int(running["invitations"].max()), 1) * 1.12],
            "tickformat": "~s",
            "nticks": 4,
        },
    )


def _line(own: pd.DataFrame, latest: int) -> dict[str, Any]:
    now = int(own["year"].iloc[0]) == latest
    return {
        "type": "scatter",
        "x": own["day"].tolist(),
        "y": own["invitations"].tolist(),
        "mode": "lines",
        "line": {
            "shape": "hv",
            "color": style.ACCENT if now else style.QUIET,
            "width": 3 if now else 2,
        },
        "customdata": own["hover"].tolist(),
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _so_far(row: Any, words: Words) -> str:
    text = words.gettext("<b>{year}</b>, up to {day}<br>{invitations} in {rounds}")
    return text.format(
        year=row.year,
        day=words.day(row.date),
        invitations=words.invitations(row.invitations),
        rounds=words.rounds(row.rounds),
    )


def _year_name(row: Any, latest: int) -> dict[str, Any]:
    now = row.year == latest
    return {
        "x": row.day,
        "y": int(row.invitations),
        "xanchor": "left",
        "xshift": 4,
        "text": f"<b>{row.year}</b>" if now else str(row.year),
        "showarrow": False,
    }
