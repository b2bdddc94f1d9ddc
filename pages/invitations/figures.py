"""Figures of invitations: stacked bars by period, and the running total of each year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from pages.language import SHORT_DAY, Words
from pages.plot import colours, layout, running_total, style

HEADROOM = 1.14  # above the lines, for the label of the largest round
YEARS_HEIGHT, LABEL_HEIGHT = 420, 17  # pixels
NARROW_HEIGHT = 340  # pixels, without the legend


class Period(NamedTuple):
    """The length of a period, and the CLDR pattern of its name."""

    length: pd.DateOffset
    pattern: str


PERIODS = {
    "week": Period(pd.DateOffset(weeks=1), SHORT_DAY),
    "month": Period(pd.DateOffset(months=1), "LLLL y"),
    "quarter": Period(pd.DateOffset(months=3), "QQQ y"),
    "year": Period(pd.DateOffset(years=1), "y"),
}


def suitable_period(start: date, end: date) -> str:
    """Return the period that gives neither too many nor too few bars between two days.

    >>> suitable_period(date(2015, 1, 31), date(2026, 8, 20))
    'quarter'
    >>> suitable_period(date(2026, 1, 1), date(2026, 8, 20))
    'week'
    """
    days = (end - start).days
    return "week" if days <= 300 else "month" if days <= 5 * 366 else "quarter"


def period_name(start: pd.Timestamp, period: str, words: Words) -> str:
    """Return the name of a period: "Q3 2026", "week of 17 Aug 2026"."""
    text = words.day(start, PERIODS[period].pattern)
    return words.gettext("week of {day}").format(day=text) if period == "week" else text


def bars(
    by_period: pd.DataFrame, labels: Mapping[str, str], period: str, words: Words, *, column: str
) -> go.Figure:
    """Return a bar per period, stacked by category in the order of `labels`.

    `by_period` holds period_start, category, invitations, rounds and share; `column` is the one
    drawn, invitations or share.
    """
    starts = by_period["period_start"].drop_duplicates()
    rows = by_period[by_period["invitations"] > 0]
    place = layout.bars(rows["period_start"], PERIODS[period].length, len(starts))
    bars = rows.assign(hover=_hovers(rows, labels, period, words)).join(place)
    by_category = dict(list(bars.groupby("category", sort=False)))
    traces = [
        {
            "type": "bar",
            **{key: by_category[code][key].tolist() for key in ("x", "offset", "width")},
            "y": by_category[code][column].tolist(),
            "marker": layout.fill(colours.hue(code), len(starts)),
            "name": style.escape(layout.shorten(label)),
            "customdata": by_category[code]["hover"].tolist(),
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


def _hovers(bars: pd.DataFrame, labels: Mapping[str, str], period: str, words: Words) -> list[str]:
    share = words.gettext("{percent} of the period’s invitations")
    names = {start: period_name(start, period, words) for start in bars["period_start"].unique()}
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
        for row in style.rows(bars)
    ]


def _axis(starts: pd.Series, period: str) -> dict[str, Any]:
    """Return an axis with a place for every period, also those without a round."""
    end = starts.iloc[-1] + PERIODS[period].length
    years = {"tickformat": "%Y", "dtick": "M12" if len(starts) < 7 else "M24"}
    return {
        "type": "date",
        "range": [f"{starts.iloc[0]:%Y-%m-%d}", f"{end:%Y-%m-%d}"],
        "ticklabelmode": "period",
        **(years if period == "year" else style.TIME_AXIS),
    }


def years(running: pd.DataFrame, largest: Any, words: Words) -> go.Figure:
    """Return the running total of each year, the latest accented, and label the largest round.

    `running` holds year, date, invitations and rounds; `largest` is the row of the largest round.
    """
    totals = running_total.on_one_calendar(running)
    ends = totals.drop_duplicates("year", keep="last").set_index("year")
    top = max(int(ends["invitations"].max()), 1)
    labels = _year_labels(ends, LABEL_HEIGHT * top * HEADROOM / (YEARS_HEIGHT - 50))
    return style.figure(
        [
            *running_total.lines(totals, words),
            _largest_dot(totals[totals["date"] == largest.date]),
        ],
        height=YEARS_HEIGHT,
        margin={"r": 44},
        annotations=[*labels, _largest_label(largest, words)],
        xaxis=running_total.axis(words, months=2),
        yaxis={"range": [0, top * HEADROOM], "tickformat": "~s", "nticks": 6},
    )


def labelled_years(ends: pd.Series, latest: int, gap: float) -> list[int]:
    """Return the earlier years with room for a label at the right edge, at least `gap` apart.

    The previous year, the highest and the lowest come first, then the others, newest first.

    >>> ends = pd.Series({2021: 114.2, 2022: 46.5, 2024: 98.9, 2025: 114.0, 2026: 119.9})
    >>> labelled_years(ends, 2026, 9)
    [2025, 2022, 2024]
    """
    earlier = ends.drop(latest).sort_index(ascending=False)
    if earlier.empty:
        return []
    candidates = [earlier.index[0], earlier.idxmax(), earlier.idxmin(), *earlier.index]
    labelled: list[int] = []
    for year in dict.fromkeys(candidates):
        if all(abs(earlier[year] - earlier[other]) >= gap for other in labelled):
            labelled.append(int(year))
    return labelled


def _year_labels(ends: pd.DataFrame, gap: float) -> list[dict[str, Any]]:
    totals, latest = ends["invitations"], int(ends.index.max())
    labels = [
        style.edge_label(1, int(totals[year]), str(year), xshift=4)
        for year in labelled_years(totals, latest, gap)
    ]
    end = {"x": ends["day"][latest], "y": int(totals[latest]), "text": f"<b>{latest}</b>"}
    return [*labels, {**end, "font": {"size": 14}, "xshift": 6, "xanchor": "left"}]


def _largest_dot(total: pd.DataFrame) -> dict[str, Any]:
    """Return a dot on the line of the year with the largest round, which can explain its height."""
    return {
        "type": "scatter",
        "x": total["day"].tolist(),
        "y": total["invitations"].tolist(),
        "mode": "markers",
        "marker": {"color": colours.MID, "size": 8},
        **style.NO_HOVER,
    }


def _largest_label(largest: Any, words: Words) -> dict[str, Any]:
    text = words.gettext("● #{id}, {day}:<br>{n} in one round").format(
        id=style.escape(largest.round_id),
        day=words.day(largest.date, SHORT_DAY),
        n=words.number(largest.invitations),
    )
    # The lines rise from the left, so the corner above them stays free.
    corner = style.edge_label(0, 1, text, xshift=6, align="left")
    return {**corner, "yref": "paper", "yanchor": "top"}
