"""Figures of the pool over time, at the dates of its snapshots: areas, a heat map, the inflow."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from pages.charts import style
from pages.charts.pool import band
from pages.words import SHORT_DAY, Words

# From low scores to high ones, or from empty to full: each end stands out on either background.
SCALE = [[0.0, "#5560c4"], [0.5, "#1f9188"], [1.0, "#c98312"]]
LABEL_HEIGHT = 15  # pixels


def areas(bands: pd.DataFrame, words: Words) -> go.Figure:
    """Return the bands stacked, the lowest at the bottom, in pieces between the gaps."""
    fig = style.figure(height=460)
    names = _band_names(bands, words)
    colours = _colours(len(names))
    # Each piece is a stack of its own: one stack would draw a slope across what nobody published.
    piece = bands["as_of"].map(_pieces(bands))
    published = bands.assign(piece=piece)[~bands["gap"]]
    for number, part in published.groupby("piece"):
        for place, (low, name) in enumerate(names.items()):
            own = part[part["band_low"] == low]
            fig.add_scatter(
                x=style.days(own["as_of"]),
                y=own["candidates"].tolist(),
                stackgroup=f"piece-{number}",
                # A piece of one snapshot has no area: its line is what there is to see.
                line={"width": 3 if len(own) == 1 else 0.5, "color": colours[place]},
                fillcolor=colours[place],
                mode="lines+markers" if len(own) == 1 else "lines",
                customdata=[_area_hover(row, name, words) for row in style.rows(own)],
                hovertemplate="%{customdata}<extra></extra>",
            )
    _name_areas(fig, published, names, colours)
    fig.update_xaxes(nticks=6)
    fig.update_yaxes(tickformat="~s", showgrid=True, nticks=6, rangemode="tozero")
    return fig


def heat(bands: pd.DataFrame, words: Words) -> go.Figure:
    """Return a row per band and a column per snapshot, coloured by the share of the band's peak."""
    fig = style.figure(height=400)
    names = _band_names(bands, words)
    matrix = bands.pivot_table("of_peak", "band_low", "as_of", dropna=False)
    hover = bands.assign(hover=[_heat_hover(row, names, words) for row in style.rows(bands)])
    texts = hover.pivot_table("hover", "band_low", "as_of", aggfunc="first", dropna=False)
    fig.add_heatmap(
        x=pd.DatetimeIndex(matrix.columns).strftime("%Y-%m-%d").tolist(),
        y=list(names.values()),
        z=[[None if pd.isna(z) else round(z, 3) for z in row] for row in matrix.to_numpy()],
        zmin=0,
        zmax=1,
        colorscale=SCALE,
        customdata=texts.to_numpy().tolist(),
        hovertemplate="%{customdata}<extra></extra>",
        hoverongaps=False,
        ygap=1,
        colorbar={
            "orientation": "h",
            "y": 1.02,
            "yanchor": "bottom",
            "x": 0,
            "xanchor": "left",
            "len": 0.6,
            "thickness": 10,
            "tickformat": ".0%",
            "nticks": 5,
            "ticklabelposition": "outside top",
        },
    )
    fig.update_layout(margin={"t": 44})
    fig.update_xaxes(nticks=6)
    fig.update_yaxes(type="category", showgrid=False)
    return fig


def _pieces(bands: pd.DataFrame) -> dict[pd.Timestamp, int]:
    """Return for each date the number of gaps before it: what lies between two gaps is a piece."""
    by_date = bands.groupby("as_of")["gap"].first()
    return {
        pd.Timestamp(day): int(n) for day, n in zip(by_date.index, by_date.cumsum(), strict=True)
    }


def _band_names(bands: pd.DataFrame, words: Words) -> dict[int, str]:
    edges = bands[["band_low", "band_high"]].drop_duplicates().sort_values("band_low")
    return {row.band_low: band(row.band_low, row.band_high, words) for row in style.rows(edges)}


def _colours(count: int) -> list[str]:
    return sample_colorscale(SCALE, [place / max(1, count - 1) for place in range(count)])


def _name_areas(
    fig: go.Figure, published: pd.DataFrame, names: dict[int, str], colours: list[str]
) -> None:
    """Write each band's name at the right edge, at the height of its last layer."""
    last = published[published["as_of"] == published["as_of"].max()].sort_values("band_low")
    top = float(published.groupby("as_of")["candidates"].sum().max())
    middles = (last["candidates"].cumsum() - last["candidates"] / 2).tolist()
    heights = style.spread(middles, LABEL_HEIGHT * top / 420)
    for low, y, colour in zip(last["band_low"], heights, colours, strict=False):
        fig.add_annotation(
            x=1,
            xref="paper",
            y=y,
            text=f"<span style='color:{colour}'>■</span> {names[low]}",
            showarrow=False,
            xanchor="left",
            xshift=4,
            font={"size": 11},
        )
    fig.update_layout(margin={"r": 92})


def _area_hover(row: Any, name: str, words: Words) -> str:
    text = words.gettext("{n} candidates, {share} of the pool")
    numbers = text.format(n=words.number(row.candidates), share=words.percent(row.share))
    return f"<b>{name}</b><br>{words.day(row.as_of, SHORT_DAY)}<br>{numbers}"


def _heat_hover(row: Any, names: dict[int, str], words: Words) -> str:
    if row.gap:
        return ""
    text = words.gettext("{n} candidates, {share} of its peak of {peak}").format(
        n=words.number(row.candidates),
        share=words.percent(row.of_peak),
        peak=words.number(row.peak),
    )
    return f"<b>{names[row.band_low]}</b><br>{words.day(row.as_of, SHORT_DAY)}<br>{text}"
