"""Figure of the overview: the rounds of the last months, one row per category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from pages.charts import style
from pages.words import Words

ROW_HEIGHT = 34  # pixels
SMALLEST, LARGEST = 7, 26  # pixels across, for the sizes of rounds


def timeline(
    draws: pd.DataFrame, labels: Mapping[str, str], codes: Sequence[str], words: Words
) -> go.Figure:
    """Return a row per category with a mark per round: its area for its size, its cut-off above."""
    _ = words.gettext
    fig = style.figure(height=ROW_HEIGHT * len(codes) + 60)
    largest = max(int(draws["invitations"].max()), 1)
    for code in codes:
        own = draws[draws["category"] == code]
        sizes = (own["invitations"] / largest) ** 0.5 * (LARGEST - SMALLEST) + SMALLEST
        fig.add_scatter(
            x=style.days(own["date"]),
            y=[labels[code]] * len(own),
            mode="markers",
            marker={
                "color": style.faint(style.colour(code), 0.7),
                "symbol": "circle",
                "size": sizes.tolist(),
                "line": {"color": style.colour(code), "width": 1},
            },
            customdata=[
                "<br>".join(
                    [
                        f"<b>#{style.text(row.round_id)} · {style.text(labels[code])}</b>",
                        words.day(row.date),
                        words.invitations(row.invitations),
                        _("cut-off {cutoff}").format(cutoff=words.number(row.cutoff)),
                    ]
                )
                for row in style.rows(own)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
        last = own.iloc[-1]
        fig.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=6,
            y=labels[code],
            text=f"<b>{words.number(last['cutoff'])}</b>",
            showarrow=False,
        )
    fig.update_yaxes(
        categoryorder="array",
        categoryarray=[labels[code] for code in codes][::-1],
        range=[-0.6, len(codes) - 0.4],
        showgrid=True,
    )
    fig.update_xaxes(**style.TIME_AXIS)
    fig.update_layout(margin={"r": 44})
    return fig
