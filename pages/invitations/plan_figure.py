"""Figure of invitations and admissions by year, as two halves that count different people."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import Words
from pages.plot import axis, colours, gutter, style
from pages.plot.text import LABEL

HEIGHT = 520  # pixels
UPPER, LOWER = [0.58, 0.9], [0.0, 0.43]  # of the height, without the headings of the halves
HEADROOM, LEGROOM = 1.1, 0.8


def years(table: pd.DataFrame, end: date, words: Words) -> go.Figure:
    """Return invitations as bars above, and targets, ranges and admissions as marks below.

    `table` is that of ``analysis.plans.years.plan_years`` up to `end`: a last year that was not
    over then has a pale bar that says to when it counts.
    """
    _, x = words.gettext, [str(year) for year in table["year"]]
    most = max(int(table["invitations"].max()), 1)
    numbers = table[["low", "high", "target", "revised", "admitted"]]
    low, high = int(numbers.min().min()), int(numbers.max().max())
    above = _("<b>Invitations</b>: to applicants alone,<br>months before they are admitted")
    below = _(
        "<b>Admissions</b>: people with their families,<br>in all programs, in that calendar year"
    )
    is_part = (end.month, end.day) < (12, 31)
    return style.figure(
        [*_bars(table, x, words, is_part=is_part), *_marks(table, x, words)],
        height=HEIGHT,
        barmode="overlay",
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": -0.07, "yanchor": "top"},
        annotations=[
            _heading(above, UPPER[1]),
            _heading(below, LOWER[1]),
            *([_to(end, int(table["invitations"].iloc[-1]), words)] if is_part else []),
        ],
        xaxis={"type": "category", "anchor": "y2", "range": [-0.6, len(x) - 0.4]},
        yaxis={
            "domain": UPPER,
            "range": [0, most * HEADROOM],
            "tickformat": axis.thousands(words),
            "nticks": 4,
        },
        yaxis2={
            "domain": LOWER,
            "anchor": "x",
            "range": [low * LEGROOM, high * HEADROOM],
            "tickformat": axis.thousands(words),
            "nticks": 5,
        },
        narrow={"height": HEIGHT + 60, "legend": {"y": -0.06}},
    )


def _heading(text: str, y: float) -> dict[str, Any]:
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": y, "xanchor": "left"}
    return {**place, "yanchor": "bottom", "align": "left", "text": text, "yshift": 6}


def _to(end: date, invited: int, words: Words) -> dict[str, Any]:
    """Return up to which day the last bar counts, above it at the right edge."""
    text = words.gettext("to {day}").format(day=words.day(end, "d MMM"))
    font = {"size": LABEL, "color": colours.SOFT}
    edge = {"xref": "paper", "x": 1, "xanchor": "right"}
    return {**edge, "y": invited, "yanchor": "bottom", "text": text, "font": font, **gutter.halo()}


def _bars(
    table: pd.DataFrame, x: list[str], words: Words, *, is_part: bool
) -> list[dict[str, Any]]:
    _ = words.gettext
    opacities = [*[1] * (len(x) - 1), 0.5 if is_part else 1]
    text = _("<b>{year}</b><br>{all}<br>without PNP {rest}")
    hovers = [
        text.format(
            year=row.year,
            all=words.invitations(row.invitations),
            rest=words.number(row.without_pnp),
        )
        for row in style.rows(table)
    ]
    bars = (
        (_("Invitations"), "invitations", colours.GHOST, 0.7),
        (_("without PNP"), "without_pnp", colours.ACCENT, 0.4),
    )
    return [
        {
            "type": "bar",
            "name": name,
            "x": x,
            "y": table[column].tolist(),
            "width": width,
            "marker": {"color": colour, "opacity": opacities},
            "customdata": hovers,
        }
        for name, column, colour, width in bars
    ]


def _marks(table: pd.DataFrame, x: list[str], words: Words) -> list[dict[str, Any]]:
    _ = words.gettext
    low, high = ((table["target"] - table["low"]), (table["high"] - table["target"]))
    targets = {
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": _values(high),
            "arrayminus": _values(low),
            "color": colours.MID,
            "thickness": 6,
            "width": 0,
        },
        "marker": {"symbol": "diamond", "size": 10, "color": colours.INK},
    }
    revised = {"marker": {"symbol": "diamond-open", "size": 11, "color": colours.INK}}
    accent = {"color": colours.ACCENT, "line": {"width": 4}}
    admitted = {"marker": {"symbol": "line-ew-open", "size": 26, **accent}}
    return [
        _points(_("Target when the year began, and its range"), "target", targets, table, x, words),
        _points(_("Target revised in the year"), "revised", revised, table, x, words),
        _points(_("Admitted"), "admitted", admitted, table, x, words),
    ]


def _points(
    name: str, column: str, look: dict[str, Any], table: pd.DataFrame, x: list[str], words: Words
) -> dict[str, Any]:
    hovers = [
        f"<b>{year}</b><br>{style.escape(name)}<br>{words.number(value)}"
        for year, value in zip(x, table[column], strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": x,
        "y": _values(table[column]),
        "yaxis": "y2",
        "customdata": hovers,
        **look,
    }


def _values(column: pd.Series[Any]) -> list[int | None]:
    return [None if pd.isna(value) else int(value) for value in column]
