"""Figure of one round: the pool it drew from."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages.language import Words
from pages.plot import colours, style

BAR_HEIGHT = 22  # pixels


def pool_at(snapshot: pd.DataFrame, words: Words) -> go.Figure:
    """Return a bar of candidates per `band`, highest on top; the one marked `here` is accented."""
    bands = snapshot["band"].tolist()
    counts = [words.number(count) for count in snapshot["candidates"]]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": snapshot["candidates"].tolist(),
        "y": bands,
        "marker": {"color": [colours.ACCENT if here else colours.MID for here in snapshot["here"]]},
        "text": counts,
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [
            words.gettext("CRS {band}: {count} candidates, {share} of the pool").format(
                band=name, count=count, share=words.percent(share)
            )
            for name, count, share in zip(bands, counts, snapshot["share"], strict=True)
        ],
    }
    # Room for the number at the end of the longest bar, also on a phone.
    most = float(snapshot["candidates"].max()) or 1.0
    return style.figure(
        [bars],
        height=BAR_HEIGHT * len(snapshot) + 20,
        xaxis={"range": [0, most * 1.25], "visible": False},
        yaxis={"type": "category"},
    )
