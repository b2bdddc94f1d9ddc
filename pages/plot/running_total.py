"""Running totals of several years, drawn over one calendar year."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pages.language import Words
from pages.plot import colours, style

YEAR = 2024  # a leap year, so that 29 February has a place


def on_one_calendar(running: pd.DataFrame) -> pd.DataFrame:
    """Return running totals with `day`, the day and month of their `date` in one year."""
    return running.assign(day=f"{YEAR}-" + running["date"].dt.strftime("%m-%d"))


def lines(running: pd.DataFrame, words: Words) -> list[dict[str, Any]]:
    """Return a rising line per year; the latest stands out, the one before it a little.

    `running` holds year, date, invitations, rounds and the day of :func:`on_one_calendar`.
    """
    latest = int(running["year"].max())
    return [_line(totals, latest, words) for _year, totals in running.groupby("year")]


def axis(words: Words, months: int) -> dict[str, Any]:
    """Return an axis of one year with a tick at every so many months."""
    ticks = pd.Series(pd.date_range(f"{YEAR}-01-01", periods=12 // months, freq=f"{months}MS"))
    return {
        "range": [f"{YEAR}-01-01", f"{YEAR}-12-31"],
        "tickvals": style.iso_dates(ticks),
        "ticktext": [words.day(tick, "LLL") for tick in ticks],
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
            "color": colours.ACCENT if year == latest else colours.MID,
            "width": {latest: 3, latest - 1: 2}.get(year, 1),
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
