"""Figure: how often forecasts came true, by their chance."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import Words
from pages.plot import colours, gutter, style
from pages.plot.text import LABEL

SIZE, NARROW_SIZE = 460, 380  # pixels of the figure's height
_MARGIN = {"l": 58, "r": 12, "t": 12, "b": 52}


def reliability(bins: pd.DataFrame, words: Words) -> go.Figure:
    """Return a dot per tenth of probability with a whisker, on two equal axes.

    `bins` has said, came (0 to 1), low and high (the ends of the whisker) and n. On the diagonal
    the two are equal.
    """
    diagonal = {
        "type": "scatter",
        "x": [0, 1],
        "y": [0, 1],
        "mode": "lines",
        "line": {"color": colours.AXIS, "width": 1},
        **style.NO_HOVER,
    }
    ticks = [0, 0.25, 0.5, 0.75, 1]
    axis = {
        "tickvals": ticks,
        "ticktext": [words.percent(tick) for tick in ticks],
        "range": [-0.03, 1.03],
        "constrain": "domain",
        "showgrid": True,
        "automargin": False,
    }
    said, came = words.gettext("forecast chance"), words.gettext("how often it came true")
    return style.figure(
        [diagonal, _dots(bins, words)],
        height=SIZE,
        margin=_MARGIN,
        annotations=_corners(words),
        xaxis={**axis, "title": {"text": said, "standoff": 8}, "constraintoward": "left"},
        yaxis={
            **axis,
            "title": {"text": came, "standoff": 8},
            "scaleanchor": "x",
            "scaleratio": 1,
            "constraintoward": "top",
        },
        narrow={"height": NARROW_SIZE},
        slim={"height": NARROW_SIZE - 60},
    )


def _dots(bins: pd.DataFrame, words: Words) -> dict[str, Any]:
    n_ = words.ngettext
    return {
        "type": "scatter",
        "x": bins["said"].tolist(),
        "y": bins["came"].tolist(),
        "mode": "markers",
        "marker": {"color": colours.ACCENT, "size": 9},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": (bins["high"] - bins["came"]).tolist(),
            "arrayminus": (bins["came"] - bins["low"]).tolist(),
            "color": colours.ACCENT,
            "thickness": 1.5,
            "width": 0,
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


def _corners(words: Words) -> list[dict[str, Any]]:
    """Return in words what lies above and below the diagonal."""
    _, font = words.gettext, {"font": {"size": LABEL}}
    above = {"x": 0.02, "xanchor": "left", "y": 1, "yanchor": "top", "align": "left"}
    below = {"x": 0.98, "xanchor": "right", "y": 0, "yanchor": "bottom", "align": "right"}
    return [
        {**above, **font, **gutter.halo(), "text": _("came true<br>more often than said")},
        {**below, **font, **gutter.halo(), "text": _("came true<br>less often than said")},
    ]
