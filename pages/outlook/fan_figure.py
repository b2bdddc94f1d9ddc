"""Figure: one category's past cut-offs, and a fan of how the next ones may turn out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import SHORT_DAY, Words
from pages.plot import colours, gutter, style

# From light to dark: the bands that hold 80 % and 50 % of the simulated futures.
BANDS = (("q10", "q90", 0.16), ("q25", "q75", 0.26))


def fan(
    rounds: pd.DataFrame, ahead: pd.DataFrame, code: str, as_of: pd.Timestamp, words: Words
) -> go.Figure:
    """Return the past rounds as a line with points, and the bands of an outlook's fan after it.

    `rounds` are of one category, oldest first, with the number of their `scale`; `ahead` begins
    with the last of them.
    """
    low = min(rounds["cutoff"].min(), ahead["q10"].min())
    high = max(rounds["cutoff"].max(), ahead["q90"].max())
    pad = max(4.0, (high - low) * 0.08)
    room = (ahead["date"].iloc[-1] - rounds["date"].iloc[0]) * 0.025
    span = (rounds["date"].iloc[0] - room, ahead["date"].iloc[-1] + room)
    end_of_data = {"color": colours.MID, "width": 1}  # events are dashed or dotted
    return style.figure(
        [
            *(_band(ahead, code, *band) for band in BANDS),
            _past(rounds, code, words),
            _middle(ahead, code, words),
        ],
        height=360,
        margin={"r": 40},
        annotations=_ends(ahead.iloc[-1], 16 * (high - low + 2 * pad) / 300, words),
        shapes=[style.vertical_line(f"{as_of:%Y-%m-%d}", line=end_of_data, layer="below")],
        xaxis={**style.TIME_AXIS, "nticks": 5, "range": [f"{day:%Y-%m-%d}" for day in span]},
        yaxis={"tickformat": "d", "range": [low - pad, high + pad]},
    )


def _ends(last: Any, gap: float, words: Words) -> list[dict[str, Any]]:
    """Return the points at which the light band and its middle end, as the right edge's labels."""
    names = ["q90", "q50", "q10"]
    heights = gutter.spread([float(last[name]) for name in names], gap)
    return [
        style.edge_label(1, height, words.number(round(last[name])), xshift=8, font={"size": 11})
        for name, height in zip(names, heights, strict=True)
    ]


def _band(ahead: pd.DataFrame, code: str, low: str, high: str, opacity: float) -> dict[str, Any]:
    days = style.iso_dates(ahead["date"])
    return {
        "type": "scatter",
        "x": [*days, *reversed(days)],
        "y": [*ahead[high], *reversed(ahead[low].tolist())],
        "mode": "lines",
        "line": {"color": colours.hue(code), "width": 1},
        "fill": "toself",
        "fillcolor": colours.faint(colours.hue(code), opacity),
        **style.NO_HOVER,
    }


def _past(rounds: pd.DataFrame, code: str, words: Words) -> dict[str, Any]:
    """Return the past rounds as a line with points, broken where the CRS scale changed."""
    colour, breaks = colours.hue(code), (rounds["scale"].diff() > 0).to_numpy().nonzero()[0]
    text = words.gettext("<b>#{id}</b><br>{day}<br>cut-off {cutoff}<br>{invitations}")
    hovers = [
        text.format(
            id=style.escape(row.round_id),
            day=words.day(row.date, SHORT_DAY),
            cutoff=words.number(row.cutoff),
            invitations=words.invitations(row.invitations),
        )
        for row in style.rows(rounds)
    ]
    return {
        "type": "scatter",
        "x": style.with_gaps(pd.Series(style.iso_dates(rounds["date"])), breaks),
        "y": style.with_gaps(rounds["cutoff"], breaks),
        "mode": "lines+markers",
        "connectgaps": False,
        "line": {"color": colour, "width": 1.5},
        "marker": {"color": colour, "size": 7},
        "customdata": style.with_gaps(pd.Series(hovers), breaks),
    }


def _middle(ahead: pd.DataFrame, code: str, words: Words) -> dict[str, Any]:
    """Return the middle of the futures as open marks on a dashed line, from the last round on."""
    colour = colours.hue(code)
    text = words.gettext(
        "<b>Upcoming round {step}</b>, around {day}<br>middle: {middle}<br>half of the "
        "time: {q25} to {q75}<br>8 times out of 10: {q10} to {q90}"
    )
    hovers = [
        text.format(
            step=words.number(row.step),
            day=words.day(row.date, SHORT_DAY),
            middle=words.number(round(row.q50)),
            **{
                name: words.number(round(getattr(row, name)))
                for name in ("q10", "q25", "q75", "q90")
            },
        )
        for row in style.rows(ahead)
        if row.step
    ]
    return {
        "type": "scatter",
        "cliponaxis": False,
        "x": style.iso_dates(ahead["date"]),
        "y": ahead["q50"].tolist(),
        "mode": "lines+markers",
        "line": {"color": colour, "width": 1.5, "dash": "dot"},
        "marker": {
            "color": colour,
            "symbol": "circle-open",
            "size": [0, *(10 for _step in hovers)],
            "line": {"width": 2},
        },
        "customdata": ["", *hovers],
    }
