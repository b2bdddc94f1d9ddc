"""Figures of ranges: candidates above a score, and net inflow."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import Words
from pages.plot import colours, style
from pages.pool.figures import BAR_HEIGHT, band


def above(curve: pd.DataFrame, score: int, words: Words) -> go.Figure:
    """Return the lowest, highest and estimated number of candidates at or above every score."""
    _ = words.gettext
    fig = style.figure(height=320)
    hover = [_above_hover(row, words) for row in style.rows(curve)]
    common = {"x": curve["score"].tolist(), "mode": "lines", "customdata": hover}
    edge = {"color": colours.ACCENT, "width": 1, "shape": "hv"}
    fig.add_scatter(y=curve["above_low"].tolist(), line=edge, **common)
    fig.add_scatter(
        y=curve["above_high"].tolist(),
        line=edge,
        fill="tonexty",
        fillcolor=colours.faint(colours.ACCENT, 0.25),
        **common,
    )
    estimates = [None if pd.isna(value) else int(value) for value in curve["above_estimate"]]
    dotted = {"color": colours.MID, "width": 1.5, "dash": "dot"}
    fig.add_scatter(y=estimates, line=dotted, **common)
    fig.add_vline(x=score, line={"color": colours.MID, "width": 1.5, "dash": "dash"})
    fig.add_annotation(x=score, y=1, yref="paper", text=f"<b>{score}</b>", yanchor="bottom")
    fig.update_layout(margin={"t": 26})
    fig.update_xaxes(nticks=7, range=[curve["score"].min(), curve["score"].max()])
    fig.update_yaxes(tickformat="~s", showgrid=True, nticks=5, rangemode="tozero")
    return fig


def bounds(flow: pd.DataFrame, words: Words) -> go.Figure:
    """Return the net inflow of each band: a dot where it is exact, else a bar from low to high."""
    fig = style.figure(height=BAR_HEIGHT * len(flow) + 40)
    names = [band(row.band_low, row.band_high, words) for row in style.rows(flow)]
    for row, name in zip(style.rows(flow), names, strict=True):
        ends = [row.inflow_low] if row.exact else [row.inflow_low, row.inflow_high]
        fig.add_scatter(
            x=ends,
            y=[name] * len(ends),
            mode="markers" if row.exact else "lines+markers",
            line={"color": colours.ACCENT, "width": 5},
            marker={
                "color": colours.ACCENT,
                "symbol": "circle" if row.exact else "line-ns",
                "size": 11 if row.exact else 12,
                "line": {"color": colours.ACCENT, "width": 0 if row.exact else 2},
            },
            customdata=[_flow_hover(row, name, words)] * len(ends),
        )
    fig.add_vline(x=0, line={"color": colours.MID, "width": 1})
    fig.update_xaxes(nticks=5, tickformat="+,d", showgrid=True)
    fig.update_yaxes(type="category", categoryorder="array", categoryarray=names)
    return fig


def inflow(totals: pd.DataFrame, words: Words) -> go.Figure:
    """Return the whole pool's net inflow between snapshots, each bar as wide as its interval."""
    fig = style.figure(height=300, bargap=0)
    middles = totals["start"] + (totals["end"] - totals["start"]) / 2
    fig.add_bar(
        x=middles.dt.strftime("%Y-%m-%d %H:%M").tolist(),
        y=totals["inflow_low"].tolist(),
        width=((totals["days"] - 1).clip(lower=1) * 86_400_000).tolist(),
        marker={"color": colours.ACCENT},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": (totals["inflow_high"] - totals["inflow_low"]).tolist(),
            "arrayminus": [0] * len(totals),
            "color": colours.MID,
            "thickness": 2,
            "width": 3,
        },
        customdata=[
            _flow_hover(row, words.period(row.start, row.end), words) for row in style.rows(totals)
        ],
    )
    fig.update_xaxes(nticks=6)
    fig.update_yaxes(tickformat="~s", showgrid=True, nticks=5)
    return fig


def _above_hover(row: Any, words: Words) -> str:
    _ = words.gettext
    if row.exact:
        return _("<b>{score}</b> or more: {n} candidates").format(
            score=row.score, n=words.number(row.above_low)
        )
    text = _("<b>{score}</b> or more: {low} to {high} candidates").format(
        score=row.score, low=words.number(row.above_low), high=words.number(row.above_high)
    )
    if pd.isna(row.above_estimate):
        return text
    estimate = _("estimate, if evenly spread: {n}").format(n=words.number(row.above_estimate))
    return f"{text}<br>{estimate}"


def _flow_hover(row: Any, name: str, words: Words) -> str:
    _ = words.gettext
    change = _("change: {change}").format(change=words.signed(row.change))
    if row.exact:
        invited = _("invitations: {n}").format(n=words.number(row.taken_low))
        net = _("net inflow: {n}").format(n=words.signed(row.inflow_low))
    else:
        invited = _("invitations: {low} to {high}").format(
            low=words.number(row.taken_low), high=words.number(row.taken_high)
        )
        net = _("net inflow: {low} to {high}").format(
            low=words.signed(row.inflow_low), high=words.signed(row.inflow_high)
        )
    return "<br>".join([f"<b>{name}</b>", change, invited, net])
