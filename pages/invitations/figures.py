"""Figures of invitations: stacked bars by period, and this year's running total among others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from pages.language import SHORT_DAY, Words
from pages.plot import layout, style

HEADROOM = 1.14  # above the lines, for the words on the largest round
LABEL_HEIGHT = 17  # pixels
NARROW_HEIGHT = 340  # pixels, and a legend above them
LEAP_YEAR = 2024  # lays all years over each other, 29 February included


class Period(NamedTuple):
    """How long a period is, and how the reader's language writes which one it is."""

    length: pd.DateOffset
    pattern: str


PERIODS = {
    "week": Period(pd.DateOffset(weeks=1), SHORT_DAY),
    "month": Period(pd.DateOffset(months=1), "LLLL y"),
    "quarter": Period(pd.DateOffset(months=3), "QQQ y"),
    "year": Period(pd.DateOffset(years=1), "y"),
}


def fitting(start: date, end: date) -> str:
    """Return the period whose bars are neither too many nor too few between two days.

    >>> fitting(date(2015, 1, 31), date(2026, 8, 20)), fitting(date(2026, 1, 1), date(2026, 8, 20))
    ('quarter', 'week')
    """
    days = (end - start).days
    return "week" if days <= 300 else "month" if days <= 5 * 366 else "quarter"


def name(start: pd.Timestamp, period: str, words: Words) -> str:
    """Return what a period is called: "Q3 2026", "week of 17 Aug 2026"."""
    text = words.day(start, PERIODS[period].pattern)
    return words.gettext("week of {day}").format(day=text) if period == "week" else text


def bars(
    shared: pd.DataFrame, labels: Mapping[str, str], period: str, words: Words, *, column: str
) -> go.Figure:
    """Return a bar per period, stacked by category in their order; `column` says of what.

    `shared` holds period_start, category, invitations, rounds and share; `column` is invitations
    or share.
    """
    starts = shared["period_start"].drop_duplicates()
    drawn = shared[shared["invitations"] > 0]
    place = layout.bars(drawn["period_start"], PERIODS[period].length, len(starts))
    told = drawn.assign(hover=_hovers(drawn, labels, period, words)).join(place)
    by_category = dict(list(told.groupby("category", sort=False)))
    traces = [
        {
            "type": "bar",
            **{key: by_category[code][key].tolist() for key in ("x", "offset", "width")},
            "y": by_category[code][column].tolist(),
            "marker": layout.fill(style.colour(code), len(starts), style.mark(code).pattern),
            "name": style.escape(layout.shorten(label)),
            "customdata": by_category[code]["hover"].tolist(),
            "hovertemplate": "%{customdata}<extra></extra>",
        }
        for code, label in labels.items()
        if code in by_category
    ]
    several = len(traces) > 1
    values = {"tickformat": ".0%", "range": [0, 1]} if column == "share" else {"tickformat": "~s"}
    return style.figure(
        traces,
        height=400 + (layout.legend_height(len(traces)) if several else 0),
        barmode="stack",
        showlegend=several,
        legend=layout.legend(),
        **(layout.with_legend(len(traces), NARROW_HEIGHT) if several else {}),
        xaxis=_axis(starts, period),
        yaxis={"rangemode": "tozero", "nticks": 6, **values},
    )


def _hovers(drawn: pd.DataFrame, labels: Mapping[str, str], period: str, words: Words) -> list[str]:
    share = words.gettext("{percent} of the period’s invitations")
    names = {start: name(start, period, words) for start in drawn["period_start"].unique()}
    return [
        "<br>".join(
            [
                f"<b>{style.escape(labels[row.category])}</b>",
                names[row.period_start],
                words.invitations(row.invitations),
                words.rounds(row.rounds),
                share.format(percent=words.percent(row.share)),
            ]
        )
        for row in style.rows(drawn)
    ]


def _axis(starts: pd.Series, period: str) -> dict[str, Any]:
    """Return an axis with a place for every period, those without a round too."""
    end = starts.iloc[-1] + PERIODS[period].length
    years = {"tickformat": "%Y", "dtick": "M12" if len(starts) < 7 else "M24"}
    return {
        "type": "date",
        "range": [f"{starts.iloc[0]:%Y-%m-%d}", f"{end:%Y-%m-%d}"],
        "ticklabelmode": "period",
        **(years if period == "year" else style.TIME_AXIS),
    }


def years(running: pd.DataFrame, largest: Any, words: Words, height: int = 420) -> go.Figure:
    """Return a rising line per year, the latest accented, and a word on the largest round.

    `running` holds year, date, invitations and rounds as they had added up by then; `largest` is
    the row of the largest round of all.
    """
    latest = int(running["year"].max())
    told = running.assign(
        day=f"{LEAP_YEAR}-" + running["date"].dt.strftime("%m-%d"),
        hover=[_so_far(row, words) for row in style.rows(running)],
    )
    ends = told.drop_duplicates("year", keep="last").set_index("year")
    top = max(int(ends["invitations"].max()), 1)
    labels = _names(ends, latest, LABEL_HEIGHT * top * HEADROOM / (height - 50))
    months = pd.Series(pd.date_range(f"{LEAP_YEAR}-01-01", periods=6, freq="2MS"))
    return style.figure(
        [
            *(_line(own, latest) for _year, own in told.groupby("year")),
            _dot(told[told["date"] == largest.date]),
        ],
        height=height,
        margin={"r": 44},
        annotations=[*labels, _largest_name(largest, words)],
        xaxis={
            "range": [f"{LEAP_YEAR}-01-01", f"{LEAP_YEAR}-12-31"],
            "tickvals": style.iso_dates(months),
            "ticktext": [words.day(month, "LLL") for month in months],
        },
        yaxis={"range": [0, top * HEADROOM], "tickformat": "~s", "nticks": 6},
    )


def _line(own: pd.DataFrame, latest: int) -> dict[str, Any]:
    """Return a year's line: the latest stands out, the one before it a little."""
    year = int(own["year"].iloc[0])
    return {
        "type": "scatter",
        "x": own["day"].tolist(),
        "y": own["invitations"].tolist(),
        "name": str(year),
        "mode": "lines",
        "line": {
            "shape": "hv",
            "color": style.ACCENT if year == latest else style.QUIET,
            "width": {latest: 3, latest - 1: 2}.get(year, 1),
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


def named(ends: pd.Series, latest: int, apart: float) -> list[int]:
    """Return the earlier years that can be named at the right edge, their labels kept apart.

    The year before, the highest and the lowest come first, then the others, newest first.

    >>> named(pd.Series({2021: 114.2, 2022: 46.5, 2024: 98.9, 2025: 114.0, 2026: 119.9}), 2026, 9)
    [2025, 2022, 2024]
    """
    earlier = ends.drop(latest).sort_index(ascending=False)
    if earlier.empty:
        return []
    wanted = [earlier.index[0], earlier.idxmax(), earlier.idxmin(), *earlier.index]
    chosen: list[int] = []
    for year in dict.fromkeys(wanted):
        if all(abs(earlier[year] - earlier[other]) >= apart for other in chosen):
            chosen.append(int(year))
    return chosen


def _names(ends: pd.DataFrame, latest: int, apart: float) -> list[dict[str, Any]]:
    totals = ends["invitations"]
    beside = {"showarrow": False, "xanchor": "left"}
    names = [
        {"x": 1, "xref": "paper", "y": int(totals[year]), "text": str(year), "xshift": 4, **beside}
        for year in named(totals, latest, apart)
    ]
    end = {"x": ends["day"][latest], "y": int(totals[latest]), "text": f"<b>{latest}</b>"}
    return [*names, {**end, "font": {"size": 14}, "xshift": 6, **beside}]


def _dot(by_then: pd.DataFrame) -> dict[str, Any]:
    """Return the mark of the largest round on its year's line: it can explain a whole year."""
    return {
        "type": "scatter",
        "x": by_then["day"].tolist(),
        "y": by_then["invitations"].tolist(),
        "mode": "markers",
        "marker": {"color": style.QUIET, "size": 8},
        "hoverinfo": "skip",
    }


def _largest_name(largest: Any, words: Words) -> dict[str, Any]:
    text = words.gettext("● #{id}, {day}:<br>{n} in one round").format(
        id=style.escape(largest.round_id),
        day=words.day(largest.date, SHORT_DAY),
        n=words.number(largest.invitations),
    )
    # The lines rise from the left, so what is above them there stays free.
    corner = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "top"}
    return {**corner, "xshift": 6, "text": text, "align": "left", "showarrow": False}
