"""Figure: how often forecasts came true, by their chance."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import Words
from pages.plot import colours, style

SMALLEST, LARGEST = 7, 30  # pixels across


def reliability(bins: pd.DataFrame, words: Words) -> go.Figure:
    """Return a circle per tenth of probability, its area showing its number of forecasts.

    `bins` has said, came (0 to 1) and n. A dotted line marks where the two are equal.
    """
    line = {
        "type": "scatter",
        "x": [0, 1],
        "y": [0, 1],
        "mode": "lines",
        "line": {"color": colours.MID, "width": 1.5, "dash": "dot"},
        **style.NO_HOVER,
    }
    ticks = [0, 0.25, 0.5, 0.75, 1]
    axis = {
        "tickvals": ticks,
        "ticktext": [words.percent(tick) for tick in ticks],
        "range": [-0.03, 1.03],
        "showgrid": True,
    }
    return style.figure(
        [line, _circles(bins, words)],
        height=360,
        annotations=[_line_label(words)],
        xaxis={**axis, "title": {"text": words.gettext("forecast chance"), "standoff": 6}},
        yaxis={**axis, "title": {"text": words.gettext("how often it came true"), "standoff": 6}},
    )


def _circles(bins: pd.DataFrame, words: Words) -> dict[str, Any]:
    sizes = SMALLEST + (LARGEST - SMALLEST) * (bins["n"] / bins["n"].max()) ** 0.5
    n_ = words.ngettext
    return {
        "type": "scatter",
        "x": bins["said"].tolist(),
        "y": bins["came"].tolist(),
        "mode": "lines+markers",
        "line": {"color": colours.ACCENT, "width": 1},
        "marker": {
            "color": colours.faint(colours.ACCENT, 0.7),
            "size": sizes.tolist(),
            "line": {"color": colours.ACCENT, "width": 1},
        },
        "cliponaxis": False,
        "customdata": [
            n_(
                "forecast: <b>{said}</b><br>actual: <b>{came}</b><br>{n} forecast",
                "forecast: <b>{said}</b><br>actual: <b>{came}</b><br>{n} forecasts",
                row.n,
            ).format(
                said=words.percent(row.said), came=words.percent(row.came), n=words.number(row.n)
            )
            for row in style.rows(bins)
        ],
    }


def _line_label(words: Words) -> dict[str, object]:
    return {
        "x": 0.98,
        "y": 0.94,  # between two lines of the grid
        "xanchor": "right",
        "xshift": -24,
        "text": words.gettext("as often as forecast"),
        "font": {"size": 11},
    }
