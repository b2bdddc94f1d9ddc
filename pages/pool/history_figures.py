"""Figure of the pool over time: stacked areas in four steps of score."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.language import SHORT_DAY, Words
from pages.plot import axis, colours, gutter, style

HEIGHT = 400  # pixels
_WIDTH, _NARROW_WIDTH, _SLIM_WIDTH = 600, 170, 100  # pixels that a plot has at least
_TOP = 12  # pixels
_EDGE = colours.SEQUENCE[3]  # of all steps, as the lower ones are pale


def areas(steps: pd.DataFrame, names: dict[int, str], span: axis.Span, words: Words) -> go.Figure:
    """Return the steps as stacked areas, the lowest at the bottom, interrupted at the gaps.

    `steps` has as_of, low (points), candidates, share and gap; `names` are those of the steps by
    their low. A snapshot with gaps on both sides has no area: its total is a dot.
    """
    # Each piece is a stack of its own, because one stack would draw a slope across a gap.
    pieces = steps.groupby("as_of")["gap"].first().cumsum()
    published = steps.assign(piece=steps["as_of"].map(pieces))[~steps["gap"]]
    total = published.groupby(["piece", "as_of"])[["candidates"]].sum().reset_index()
    scale = (0.0, float(total["candidates"].max()) * 1.06 or 1.0)
    shades = dict(zip(names, colours.SEQUENCE[1:], strict=True))
    layers = [
        _layer(f"piece-{piece}", layer, names[low], shades[low], words)
        for low in names
        for piece, layer in published[published["low"] == low].groupby("piece")
        if len(layer) > 1
    ]
    ends = _labels(published, total, names, span, scale, words)
    return style.figure(
        [*layers, _total(total, words)],
        height=HEIGHT,
        margin={"l": 44, "r": ends.width, "t": _TOP, "b": axis.BOTTOM, "pad": 0},
        annotations=ends.annotations,
        shapes=ends.shapes,
        xaxis=axis.time_axis(span, words, _WIDTH),
        yaxis={
            "range": list(scale),
            "tickformat": axis.thousands(words),
            "showgrid": True,
            "nticks": 6,
            "automargin": False,
        },
        narrow={"xaxis": axis.time_axis(span, words, _NARROW_WIDTH)},
        slim={"xaxis": axis.time_axis(span, words, _SLIM_WIDTH)},
    )


def _layer(stack: str, layer: pd.DataFrame, name: str, colour: str, words: Words) -> dict[str, Any]:
    text = words.gettext("{n} candidates, {share} of the pool")
    return {
        "type": "scatter",
        "mode": "lines",
        "x": style.iso_dates(layer["as_of"]),
        "y": layer["candidates"].tolist(),
        "stackgroup": stack,
        "line": {"width": 1, "color": _EDGE},
        "fillcolor": colour,
        "customdata": [
            f"<b>{name}</b><br>{words.day(row.as_of, SHORT_DAY)}<br>"
            + text.format(n=words.number(row.candidates), share=words.percent(row.share))
            for row in style.rows(layer)
        ],
    }


def _total(total: pd.DataFrame, words: Words) -> dict[str, Any]:
    """Return the line of the whole pool, with a dot for a snapshot alone and for the last one."""
    breaks = total["piece"].diff().gt(0).to_numpy().nonzero()[0].tolist()
    is_alone = total.groupby("piece")["as_of"].transform("size") == 1
    dots = pd.Series(0, index=total.index).mask(is_alone, 6)
    dots.iloc[-1] = 8
    sizes = [pixels or 0 for pixels in style.with_gaps(dots, breaks)]
    texts = pd.Series(
        [
            f"<b>{words.day(row.as_of, SHORT_DAY)}</b><br>"
            + words.gettext("{n} candidates").format(n=words.number(row.candidates))
            for row in style.rows(total)
        ]
    )
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "cliponaxis": False,
        "x": style.with_gaps(total["as_of"].dt.strftime("%Y-%m-%d"), breaks),
        "y": style.with_gaps(total["candidates"], breaks),
        "line": {"color": colours.INK, "width": 1.25},
        "marker": {"color": colours.INK, "size": sizes},
        "customdata": style.with_gaps(texts, breaks),
    }


def _labels(
    published: pd.DataFrame,
    total: pd.DataFrame,
    names: dict[int, str],
    span: axis.Span,
    scale: axis.Range,
    words: Words,
) -> gutter.Gutter:
    """Return the names and candidates of the steps, and the whole pool's, at the last snapshot."""
    day, whole = total.iloc[-1]["as_of"], float(total.iloc[-1]["candidates"])
    last = published[published["as_of"] == day].sort_values("low")
    middles = last["candidates"].cumsum() - last["candidates"] / 2
    x, text = day.strftime("%Y-%m-%d"), "{name} <b>{n}</b>"
    labels = [
        gutter.EndLabel(x, y, text.format(name=names[row.low], n=words.number(row.candidates)))
        for row, y in zip(style.rows(last), middles, strict=True)
    ]
    in_all = f"<b>{words.number(whole)}</b>"
    labels.append(gutter.EndLabel(x, whole, in_all, colours.INK, is_focus=True))
    plot = HEIGHT - _TOP - axis.BOTTOM
    return gutter.end_labels(labels, end=span[1].isoformat(), scale=scale, height=plot)
