"""Warm-up at start, so that the first visitor does not wait."""

from __future__ import annotations

import plotly.io

from analysis.rounds.facts import category_status
from pages.plot import style
from pages.served import record


def warm_up() -> None:
    """Load the data, and make a small figure: Plotly loads much of itself for its first one.

    Making a chart of a page would take longer than that, and perhaps nobody asks for it.
    """
    data = record()
    category_status(data.draws, data.complete_through)
    trace = {"type": "scatter", "mode": "lines+markers", "x": [data.complete_through], "y": [0]}
    plotly.io.to_json(style.figure([trace]), validate=False)
