"""Figure of the overview: recent rounds, one row per category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import Words
from pages.plot import colours, style

ROW_HEIGHT = 34  # pixels
SMALLEST, LARGEST = 7, 26  # diameter in pixels


def timeline(
    draws: pd.DataFrame, labels: Mapping[str, str], codes: Sequence[str], words: Words
) -> go.Figure:
    """Return a row of dots per category: a dot per round, its area for its invitations."""
    largest = max(int(draws["invitations"].max()), 1)
    rows = {code: draws[draws["category"] == code] for code in codes}
    return style.figure(
        [_dots(rounds, code, labels[code], largest, words) for code, rounds in rows.items()],
        height=ROW_HEIGHT * len(codes) + 60,
        margin={"r": 44},
        annotations=[
            style.edge_label(
                1, labels[code], f"<b>{words.number(rounds['cutoff'].iloc[-1])}</b>", xshift=6
            )
            for code, rounds in rows.items()
        ],
        xaxis=style.TIME_AXIS,
        yaxis={
            "categoryorder": "array",
            "categoryarray": [labels[code] for code in codes][::-1],
            "range": [-0.6, len(codes) - 0.4],
            "showgrid": True,
        },
    )


def _dots(
    rounds: pd.DataFrame, code: str, label: str, largest: int, words: Words
) -> dict[str, Any]:
    text = words.gettext("<b>#{id} · {category}</b><br>{day}<br>{invitations}<br>cut-off {cutoff}")
    sizes = (rounds["invitations"] / largest) ** 0.5 * (LARGEST - SMALLEST) + SMALLEST
    return {
        "type": "scatter",
        "x": style.iso_dates(rounds["date"]),
        "y": [label] * len(rounds),
        "mode": "markers",
        "marker": {
            "color": colours.faint(colours.hue(code), 0.7),
            "symbol": "circle",
            "size": sizes.tolist(),
            "line": {"color": colours.hue(code), "width": 1},
        },
        "customdata": [
            text.format(
                id=style.escape(row.round_id),
                category=style.escape(label),
                day=words.day(row.date),
                invitations=words.invitations(row.invitations),
                cutoff=words.number(row.cutoff),
            )
            for row in style.rows(rounds)
        ],
    }
