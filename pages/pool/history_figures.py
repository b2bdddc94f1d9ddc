"""Figures of the pool over time: stacked areas and a heat map."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from pages.language import SHORT_DAY, Words
from pages.plot import gutter, style
from pages.pool.figures import band

# From low scores to high ones, or from empty to full. Visible on light and dark backgrounds.
SCALE = [[0.0, "#5560c4"], [0.5, "#1f9188"], [1.0, "#c98312"]]
LABEL_HEIGHT = 15  # pixels
COLOUR_BAR = {
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
}


def areas(bands: pd.DataFrame, words: Words) -> go.Figure:
    """Return the bands as stacked areas, the lowest at the bottom, interrupted at the gaps."""
    names = _band_names(bands, words)
    last = max(1, len(names) - 1)
    samples = sample_colorscale(SCALE, [place / last for place in range(len(names))])
    colours: dict[Any, str] = dict(zip(names, samples, strict=True))
    text = words.gettext("{n} candidates, {share} of the pool")
    share = cache(words.percent)
    texts = [
        text.format(n=words.number(row.candidates), share=share(row.share))
        for row in style.rows(bands)
    ]
    # Each piece is a stack of its own, because one stack would draw a slope across a gap.
    published = bands.assign(
        piece=bands["as_of"].map(_pieces(bands)), hover=_hovers(bands, names, texts, words)
    )[~bands["gap"]]
    traces = [
        _layer(f"piece-{piece}", layer, colours[low])
        for (piece, low), layer in published.groupby(["piece", "band_low"])
    ]
    return style.figure(
        traces,
        height=460,
        margin={"r": 92},
        annotations=_area_names(published, names, colours),
        xaxis=style.TIME_AXIS,
        yaxis={"tickformat": "~s", "showgrid": True, "nticks": 6, "rangemode": "tozero"},
    )


def _layer(stack: str, layer: pd.DataFrame, colour: str) -> go.Scatter:
    # A single snapshot has no area, so that only its line is visible.
    is_single = len(layer) == 1
    return go.Scatter(
        x=style.iso_dates(layer["as_of"]),
        y=layer["candidates"].tolist(),
        stackgroup=stack,
        line={"width": 3 if is_single else 0.5, "color": colour},
        fillcolor=colour,
        mode="lines+markers" if is_single else "lines",
        customdata=layer["hover"].tolist(),
    )


def heat(bands: pd.DataFrame, words: Words) -> go.Figure:
    """Return a row per band and a column per snapshot, coloured by the share of the band's peak."""
    names = _band_names(bands, words)
    text = words.gettext("{n} candidates, {share} of the band’s peak of {peak}")
    share, peak = cache(words.percent), cache(words.number)
    texts = [
        text.format(n=words.number(row.candidates), share=share(row.of_peak), peak=peak(row.peak))
        for row in style.rows(bands)
    ]
    cells = bands.assign(hover=_hovers(bands, names, texts, words))
    matrix = cells.pivot_table(
        ["of_peak", "hover"], "band_low", "as_of", aggfunc="first", dropna=False
    )
    shares = matrix["of_peak"].to_numpy(dtype=float)
    return style.figure(
        [
            go.Heatmap(
                x=pd.DatetimeIndex(matrix["of_peak"].columns).strftime("%Y-%m-%d").tolist(),
                y=list(names.values()),
                z=[[None if pd.isna(z) else round(z, 3) for z in row] for row in shares],
                zmin=0,
                zmax=1,
                colorscale=SCALE,
                customdata=matrix["hover"].to_numpy().tolist(),
                hoverongaps=False,
                ygap=1,
                colorbar=COLOUR_BAR,
            )
        ],
        height=400,
        margin={"t": 44},
        xaxis=style.TIME_AXIS,
        yaxis={"type": "category", "showgrid": False},
    )


def _pieces(bands: pd.DataFrame) -> dict[pd.Timestamp, int]:
    """Return for each date the number of the piece between two gaps that it is in."""
    by_date = bands.groupby("as_of")["gap"].first()
    return {
        pd.Timestamp(day): int(n) for day, n in zip(by_date.index, by_date.cumsum(), strict=True)
    }


def _band_names(bands: pd.DataFrame, words: Words) -> dict[int, str]:
    edges = bands[["band_low", "band_high"]].drop_duplicates().sort_values("band_low")
    return {row.band_low: band(row.band_low, row.band_high, words) for row in style.rows(edges)}


def _area_names(
    published: pd.DataFrame, names: dict[int, str], colours: dict[int, str]
) -> list[dict[str, Any]]:
    last = published[published["as_of"] == published["as_of"].max()].sort_values("band_low")
    top = float(published.groupby("as_of")["candidates"].sum().max())
    middles = (last["candidates"].cumsum() - last["candidates"] / 2).tolist()
    heights = gutter.spread(middles, LABEL_HEIGHT * top / 420)
    return [
        style.edge_label(
            1,
            y,
            f"<span style='color:{colours[low]}'>■</span> {names[low]}",
            xshift=4,
            font={"size": 11},
        )
        for low, y in zip(last["band_low"], heights, strict=True)
    ]


def _hovers(
    bands: pd.DataFrame, names: dict[int, str], texts: list[str], words: Words
) -> list[str]:
    days = {day: words.day(day, SHORT_DAY) for day in bands["as_of"].unique()}
    return [
        f"<b>{names[low]}</b><br>{days[day]}<br>{text}"
        for low, day, text in zip(bands["band_low"], bands["as_of"], texts, strict=True)
    ]
