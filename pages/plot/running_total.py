"""Running totals of several years, drawn over one calendar year."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pages.language import Words
from pages.plot import colours, gutter, style
from pages.plot.axis import BOTTOM
from pages.plot.text import FOCUS, width_of

YEAR = 2024  # a leap year, so that 29 February has a place
DAYS = 366
MARGIN = {"l": 44, "t": 12, "b": BOTTOM, "pad": 0}  # pixels; the right one is that of the labels


def on_one_calendar(running: pd.DataFrame) -> pd.DataFrame:
    """Return running totals with `day`, the day and month of their `date` in one year."""
    return running.assign(day=f"{YEAR}-" + running["date"].dt.strftime("%m-%d"))


def lines(running: pd.DataFrame, words: Words) -> list[dict[str, Any]]:
    """Return a rising line per year: the latest in colour, the one before dark, others pale.

    `running` holds year, date, invitations, rounds and the day of :func:`on_one_calendar`.
    """
    latest = int(running["year"].max())
    return [_line(totals, latest, words) for _year, totals in running.groupby("year")]


def colour(year: int, latest: int) -> str:
    """Return the colour of a year's line."""
    return {latest: colours.ACCENT, latest - 1: colours.SOFT}.get(year, colours.GHOST)


def of_year(year: int, total: int, words: Words) -> str:
    r"""Return a year and its total, in Plotly's HTML.

    >>> of_year(2026, 119865, Words("fr"))
    '<b>2026\xa0: 119\xa0865</b>'
    """
    text = words.gettext("<b>{year} {total}</b>")
    return text.format(year=year, total=words.number(total))


def end_label(day: str, total: int, year: int, words: Words, *, width: float) -> dict[str, Any]:
    """Return what stands at the end of the latest year: its number and its total.

    A line that ends too far to the right of a plot of this width has it to the left above its end,
    and one on zero above the axis.
    """
    text = of_year(year, total, words)
    end = (pd.Timestamp(day) - pd.Timestamp(YEAR, 1, 1)).days / DAYS * width
    is_left = end + width_of(text, FOCUS, bold=True) + 8 > width
    side = {"xanchor": "right", "xshift": 2} if is_left else {"xanchor": "left", "xshift": 6}
    above = {"yanchor": "bottom", "yshift": 2} if is_left or not total else {"yanchor": "middle"}
    font = {"size": FOCUS, "color": colours.ACCENT}
    return {"x": day, "y": total, "text": text, "font": font, **side, **above, **gutter.halo()}


def axis(words: Words, months: int) -> dict[str, Any]:
    """Return an axis of one year with a tick at every so many months."""
    ticks = pd.Series(pd.date_range(f"{YEAR}-01-01", periods=12 // months, freq=f"{months}MS"))
    return {
        "range": [f"{YEAR}-01-01", f"{YEAR}-12-31"],
        "tickvals": style.iso_dates(ticks),
        "ticktext": [words.day(tick, "LLL") for tick in ticks],
        "tickangle": 0,
        "automargin": False,
        "showline": True,
    }


def _line(totals: pd.DataFrame, latest: int, words: Words) -> dict[str, Any]:
    year = int(totals["year"].iloc[0])
    text = words.gettext("<b>{year}</b>, up to {day}<br>{invitations} in {rounds}")
    return {
        "type": "scatter",
        "x": totals["day"].tolist(),
        "y": totals["invitations"].tolist(),
        "name": str(year),
        "mode": "lines",
        "line": {
            "shape": "hv",
            "color": colour(year, latest),
            "width": {latest: 2.75, latest - 1: 1.75}.get(year, 1),
        },
        "customdata": [
            text.format(
                year=year,
                day=words.day(row.date),
                invitations=words.invitations(row.invitations),
                rounds=words.rounds(row.rounds),
            )
            for row in style.rows(totals)
        ],
    }
