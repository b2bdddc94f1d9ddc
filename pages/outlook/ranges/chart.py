"""When the next round of each category is likely and at what cut-off, in one figure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd

from pages.outlook import text as sentences
from pages.outlook.next_rounds import likeliest
from pages.outlook.ranges.figure import Ranges, Row, ranges
from pages.plot import axis
from pages.plot.style import escape, rows
from pages.ui.chart import Chart
from pages.ui.view import View, per_view

KEY = "outlook-next"  # of the chart, as in addresses
GAP = 120  # points between the cut-offs of two neighbours on one scale
LEAST = 14  # days that the time axis has after the last known date


@per_view
def chart(view: View) -> Chart | None:
    """Return the dates and cut-offs to expect in the chosen categories, if there are any."""
    _, words = view.words.gettext, view.words
    table = likeliest(view)
    table = table[[not sentences.is_past(view, row) for row in rows(table)]]
    if table.empty:
        return None
    note = _(
        "If current practice continues. Bar: the next round falls on these days 8 times out of 10, "
        "and by the dot half of the time. The axis begins today. Hatched: it may take over six "
        "months. The range of the cut-off holds 8 times out of 10; hollow dot: too few rounds for "
        "one."
    )
    return Chart(
        ranges(_data(view, table), words),
        key=KEY,
        measure=_("Next round, forecast"),
        source=sentences.source(words),
        title=_title(view, table),
        note=sentences.after(view, note),
        table=_table(view, table),
        columns=_columns(view),
        categories=(),
    )


def _data(view: View, table: pd.DataFrame) -> Ranges:
    known = table[["window_start", "next_median", "window_end"]]
    ends = known["window_end"].dropna()
    starts = known["window_start"].dropna()
    last = (ends if len(ends) else starts).max() if len(starts) else pd.Timestamp(view.today)
    end = max(last, pd.Timestamp(view.today)) + timedelta(days=LEAST)
    return Ranges(
        [_row(view, row) for row in rows(table)],
        (view.today, end.date()),
        _scale(table),
    )


def _scale(table: pd.DataFrame) -> axis.Range:
    """Return the scale of the cut-offs: that of the most categories without a wide gap between.

    PNP, with its 600 points, and a category far below all others are off it.
    """
    ordered = table.sort_values("expected")
    groups = ordered.groupby((ordered["expected"].diff() > GAP).cumsum())
    most = max((group for _number, group in groups), key=len)
    return axis.fit([*most["expected"], *most["low"].dropna(), *most["high"].dropna()])


def _row(view: View, row: Any) -> Row:
    words = view.words
    dates = sentences.window(view, row)
    points = words.number(round(row.expected))
    if not pd.isna(row.low):
        points = sentences.expected(view, row, "cut-off")
    lines = [f"<b>{escape(view.short(row.category))}</b>", escape(dates), escape(points)]
    return Row(
        code=row.category,
        name=escape(view.short(row.category)),
        brief=escape(view.brief(row.category)),
        dates=escape(dates),
        points=escape(points),
        start=_iso(row.window_start),
        middle=_iso(row.next_median),
        end=_iso(row.window_end),
        expected=row.expected,
        low=None if pd.isna(row.low) else row.low,
        high=None if pd.isna(row.high) else row.high,
        hover="<br>".join(lines),
    )


def _iso(day: Any) -> str | None:
    return None if pd.isna(day) else day.date().isoformat()


def _title(view: View, table: pd.DataFrame) -> str:
    """Say which category is likely next and by when, and the one after it."""
    _, words = view.words.gettext, view.words
    first, *others = rows(table.head(2))
    if pd.isna(first.window_end):
        text = _("{category} is likely next: {dates}")
        return text.format(
            category=view.short(first.category), dates=sentences.window(view, first, "MMMM")
        )
    text = _("{category} is likely next, by {day} 9 times out of 10")
    if len(table) == 1:
        text = _("{category}: the next round comes by {day} 9 times out of 10")
    parts = [text.format(category=view.short(first.category), day=_day(view, first.window_end))]
    for row in others:
        if not pd.isna(row.window_end):
            text = _("{category} by {day}")
            day = words.day(row.window_end, "d MMMM")
            parts.append(text.format(category=view.short(row.category), day=day))
    return "; ".join(parts)


def _day(view: View, day: Any) -> str:
    return view.words.day(day, "d MMMM")


def _table(view: View, table: pd.DataFrame) -> pd.DataFrame:
    today = pd.Timestamp(view.today)
    dates = {
        name: table[name].where(table[name] >= today)
        for name in ("window_start", "next_median", "window_end")
    }
    whole = {name: table[name].round() for name in ("expected", "low", "high")}
    return table.assign(category=table["category"].map(view.short), **dates, **whole)


def _columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        "category": _("Category: who the round selects"),
        "window_start": _("Early date: there is a 10% chance that a round has happened by then"),
        "next_median": _("Middle date: there is a 50% chance that a round has happened by then"),
        "window_end": _("Late date: there is a 90% chance that a round has happened by then"),
        "expected": _("Cut-off: forecast in CRS points, if current practice continues"),
        "low": _("From: lower end of the range, CRS points"),
        "high": _("To: upper end of the range, CRS points"),
    }
