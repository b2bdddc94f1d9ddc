"""Figures of one snapshot of the pool: candidates by band, their change, and their density."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import SHORT_DAY, Words
from pages.plot import colours, style

BAR_HEIGHT, TOP_ROW = 26, 20  # pixels
# Where the open-ended bands are drawn, beside the score axis.
LEFT_END, RIGHT_END, END_WIDTH = 300, 601, 34
HATCH = {"shape": "/", "fillmode": "overlay", "size": 6, "solidity": 0.35}


def band(low: int, high: int, words: Words) -> str:
    """Return the label of a band: "491–500", "300 or less" or "601 or more"."""
    if low == 0:
        return words.gettext("{high} or less").format(high=high)
    if high == 1200:
        return words.gettext("{low} or more").format(low=low)
    return f"{low}–{high}"


def counts(snapshot: pd.DataFrame, words: Words) -> go.Figure:
    """Return a bar of candidates per band, the highest band on top, open-ended bands hatched."""
    fig = style.figure(height=BAR_HEIGHT * len(snapshot) + 30)
    fig.add_bar(
        x=snapshot["candidates"].tolist(),
        y=_band_labels(snapshot, words),
        orientation="h",
        marker={"color": colours.ACCENT, "pattern": _pattern(snapshot)},
        text=[
            f"{words.number(row.candidates)} · {words.percent(row.share)}"
            for row in style.rows(snapshot)
        ],
        textposition="outside",
        cliponaxis=False,
        customdata=[_hover(row, words) for row in style.rows(snapshot)],
    )
    top = float(snapshot["candidates"].max()) or 1.0
    # Room for the label of the longest bar, also on a phone.
    fig.update_xaxes(range=[0, top * 1.45], showticklabels=False)
    fig.update_yaxes(type="category")
    return fig


def changes(snapshot: pd.DataFrame, words: Words) -> go.Figure:
    """Return the change of each band: over a year as a bar, since the last snapshot as a mark."""
    _ = words.gettext
    fig = style.figure(height=BAR_HEIGHT * len(snapshot) + 30)
    bands = _band_labels(snapshot, words)
    hover = [_hover(row, words) for row in style.rows(snapshot)]
    common = {"y": bands, "customdata": hover}
    fig.add_bar(
        x=_whole_numbers(snapshot["change_year"]),
        orientation="h",
        marker={"color": colours.MID, "pattern": _pattern(snapshot)},
        name=_("over one year"),
        **common,
    )
    fig.add_scatter(
        x=_whole_numbers(snapshot["change"]),
        mode="markers",
        marker={"color": colours.ACCENT, "symbol": "diamond", "size": 9},
        name=_("since the previous snapshot"),
        **common,
    )
    fig.add_vline(x=0, line={"color": colours.MID, "width": 1})
    fig.update_layout(
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.01, "yanchor": "bottom", "itemclick": False},
        margin={"t": 34},
    )
    fig.update_xaxes(nticks=5, tickformat="+,d", showgrid=True)
    fig.update_yaxes(type="category")
    return fig


def density(
    snapshot: pd.DataFrame, rounds: pd.DataFrame, labels: dict[str, str], words: Words
) -> go.Figure:
    """Return candidates per point on a true score axis, with the cut-offs of `rounds` above it.

    A bar is as wide as its band, so that its area shows its candidates. An open-ended band has no
    density: it is a hatched strip, labelled with its count.
    """
    closed = snapshot[~snapshot["open"]]
    top = float(closed["per_point"].max()) if len(closed) else 1.0
    fig = style.figure(height=340 + TOP_ROW * len(rounds), bargap=0)
    fig.add_bar(
        x=((closed["band_low"] + closed["band_high"]) / 2).tolist(),
        y=closed["per_point"].tolist(),
        width=closed["width"].tolist(),
        marker={"color": colours.ACCENT, "line": {"width": 1, "color": colours.MID}},
        customdata=[_hover(row, words) for row in style.rows(closed)],
    )
    for row in style.rows(snapshot[snapshot["open"]]):
        _add_open_end(fig, row, top, words)
    for place, row in enumerate(style.rows(rounds)):
        _add_cutoff(fig, row, top, place, labels[row.category], words)
    step = TOP_ROW / 300 * top
    fig.update_xaxes(range=[LEFT_END - END_WIDTH - 2, RIGHT_END + END_WIDTH + 2], nticks=8)
    fig.update_yaxes(
        range=[0, top * 1.06 + step * (len(rounds) + 0.5)], tickformat=",d", showgrid=True, nticks=6
    )
    return fig


def _add_open_end(fig: go.Figure, row: Any, top: float, words: Words) -> None:
    low = row.band_low == 0
    middle = LEFT_END - END_WIDTH / 2 if low else RIGHT_END + END_WIDTH / 2
    fig.add_bar(
        x=[middle],
        y=[top],
        width=[END_WIDTH],
        marker={"color": colours.MID, "opacity": 0.35, "pattern": HATCH},
        customdata=[_hover(row, words)],
    )
    fig.add_annotation(
        x=middle,
        y=top / 2,
        text=words.gettext("{band}: {count}").format(
            band=band(row.band_low, row.band_high, words), count=words.number(row.candidates)
        ),
        textangle=-90,
        font={"size": 12},
    )


def _add_cutoff(fig: go.Figure, row: Any, top: float, place: int, label: str, words: Words) -> None:
    colour, _ = colours.hue(row.category), words.gettext
    beyond = row.cutoff >= RIGHT_END
    x = RIGHT_END + END_WIDTH / 2 if beyond else max(row.cutoff, LEFT_END - END_WIDTH / 2)
    y = top * 1.06 + TOP_ROW / 300 * top * (place + 0.5)
    hover = [
        f"<b>#{style.escape(row.round_id)} · {style.escape(label)}</b>",
        words.day(row.date),
        _("cut-off {cutoff}, {invitations}").format(
            cutoff=words.number(row.cutoff), invitations=words.invitations(row.invitations)
        ),
        _candidates_above(row, words),
    ]
    fig.add_scatter(
        x=[x, x],
        y=[0, y],
        mode="lines+markers",
        line={"color": colour, "width": 1.5, "dash": "dot" if beyond else "solid"},
        marker={"color": colour, "size": [0, 9]},
        customdata=["<br>".join(hover)] * 2,
    )
    left = x > (LEFT_END + RIGHT_END) / 2
    fig.add_annotation(
        x=x,
        y=y,
        text=f"{style.escape(label)} <b>{words.number(row.cutoff)}</b>",
        xanchor="right" if left else "left",
        xshift=-8 if left else 8,
        font={"size": 12},
    )


def _candidates_above(row: Any, words: Words) -> str:
    _ = words.gettext
    if row.exact:
        return _("candidates at or above the cut-off: {n}").format(n=words.number(row.above_low))
    return _("candidates at or above the cut-off: {low} to {high}").format(
        low=words.number(row.above_low), high=words.number(row.above_high)
    )


def _band_labels(snapshot: pd.DataFrame, words: Words) -> list[str]:
    return [band(row.band_low, row.band_high, words) for row in style.rows(snapshot)]


def _pattern(snapshot: pd.DataFrame) -> dict[str, object]:
    return {**HATCH, "shape": ["/" if is_open else "" for is_open in snapshot["open"]]}


def _whole_numbers(values: pd.Series) -> list[int | None]:
    return [None if pd.isna(value) else int(value) for value in values]


def _hover(row: Any, words: Words) -> str:
    _ = words.gettext
    lines = [
        f"<b>{band(row.band_low, row.band_high, words)}</b>",
        _("{n} candidates, {share} of the pool").format(
            n=words.number(row.candidates), share=words.percent(row.share)
        ),
    ]
    if not row.open:
        lines.append(_("{n} per point").format(n=words.number(row.per_point, 1)))
    for change, day in ((row.change, row.previous_as_of), (row.change_year, row.year_ago_as_of)):
        if not pd.isna(change):
            text = _("{change} since {day}")
            lines.append(text.format(change=words.signed(change), day=words.day(day, SHORT_DAY)))
    return "<br>".join(lines)
