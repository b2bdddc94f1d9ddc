"""Figures of cut-offs: a line per category on a true time axis, or a panel per category."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.rounds.frequency import DORMANT_DAYS
from pages.language import Words
from pages.plot import colours, gutter, layout, style

PANEL_HEIGHT, LABEL_HEIGHT = 150, 17  # pixels
NARROW_HEIGHT = 340  # pixels, without the legend


def lines(
    series: pd.DataFrame,
    labels: Mapping[str, str],
    words: Words,
    *,
    column: str = "cutoff",
    score: int | None = None,
    height: int = 460,
) -> go.Figure:
    """Return a line with points per category of `series`, labelled at its right end."""
    low, high = float(series[column].min()), float(series[column].max())
    pad = max(8.0, (high - low) * 0.06)
    names = _line_names(
        series, labels, column, LABEL_HEIGHT * (high - low + 2 * pad) / (height - 50)
    )
    shapes, notes = [], []
    if score is not None:
        shapes.append(_score_line(score))
        text = words.gettext("my score {score}").format(score=score)
        notes.append(style.edge_label(0, score, text, yshift=9))
        low, high = min(low, score), max(high, score)
    present = _present(series, labels)
    widest = max(len(labels[code]) for code in present)
    # On a phone the names would take half the width, so a legend replaces them.
    legend = {"showlegend": True, "margin": {"r": 12}}
    heights = layout.with_legend(len(present), NARROW_HEIGHT) if len(present) > 1 else {}
    return style.figure(
        _traces(series, labels, words, column),
        height=height,
        margin={"r": min(140, 40 + 7 * widest)},
        narrow={**heights["narrow"], **legend, "annotations": notes} if heights else None,
        slim=heights.get("slim"),
        annotations=[*names, *notes],
        shapes=shapes,
        legend=layout.legend(),
        xaxis=style.TIME_AXIS,
        yaxis={"tickformat": "d", "range": [low - pad, high + pad]},
    )


def panels(series: pd.DataFrame, labels: Mapping[str, str], words: Words) -> go.Figure:
    """Return a panel per category with its rounds and rolling median, all on one time axis."""
    codes = _present(series, labels)
    columns = min(2, len(codes))
    rows = -(-len(codes) // columns)
    height = rows * PANEL_HEIGHT + 30
    traces: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    titles: list[dict[str, Any]] = []
    for at, (code, points) in enumerate(
        zip(codes, _traces(series, labels, words, "cutoff"), strict=True)
    ):
        axis = "" if at == 0 else str(at + 1)
        left = 0.53 * (at % columns)
        right = left + (0.47 if columns == 2 else 1.0)
        top = 1 - (at // columns) / rows
        bottom = top - 1 / rows
        rounds = series[series["category"] == code]
        on = {"xaxis": f"x{axis}", "yaxis": f"y{axis}"}
        traces += [{**points, **_pale_markers(code), **on}, {**_median(code, rounds), **on}]
        axes[f"xaxis{axis}"] = {
            "domain": [left, right],
            "anchor": f"y{axis}",
            **style.TIME_AXIS,
            "nticks": 4,
            "matches": "x" if at else None,
            "showticklabels": at >= len(codes) - columns,
        }
        axes[f"yaxis{axis}"] = {
            "domain": [bottom + 22 / height, top - 34 / height],
            "anchor": f"x{axis}",
            "nticks": 4,
            "tickformat": "d",
        }
        title = _name(left, top - 30 / height, labels[code], code)
        titles.append({**title, "yref": "paper", "yanchor": "bottom", "xshift": 0})
    return style.figure(traces, height=height, annotations=titles, **axes)


def _traces(
    series: pd.DataFrame, labels: Mapping[str, str], words: Words, column: str
) -> list[dict[str, Any]]:
    """Return a line with points per category, in the order of `labels`."""
    points = series.assign(
        day=series["date"].dt.strftime("%Y-%m-%d"), hover=_hovers(series, labels, words)
    )
    years = last_years(series)
    traces = []
    for code in _present(series, labels):
        rounds = points[points["category"] == code]
        breaks = _breaks(rounds)
        colour = colours.hue(code)
        traces.append(
            {
                "type": "scatter",
                "x": style.with_gaps(rounds["day"], breaks),
                "y": style.with_gaps(rounds[column], breaks),
                "customdata": style.with_gaps(rounds["hover"], breaks),
                "name": _with_year(style.escape(layout.shorten(labels[code])), years.get(code)),
                "mode": "lines+markers",
                "line": {"color": colour, "width": 1.5},
                "marker": {"color": colour, "size": 6},
                "connectgaps": False,
            }
        )
    return traces


def _breaks(rounds: pd.DataFrame) -> list[int]:
    """Return where the line of a category breaks: after a long pause, and on a new scale.

    A line across would suggest cut-offs that never were, or that can be compared.
    """
    is_pause = rounds["date"].diff().dt.days > DORMANT_DAYS
    is_new_scale = rounds["scale"].diff() > 0
    return (is_pause | is_new_scale).to_numpy().nonzero()[0].tolist()


def _present(series: pd.DataFrame, labels: Mapping[str, str]) -> list[str]:
    """Return the categories that have a round, in the order of `labels`."""
    present = set(series["category"])
    return [code for code in labels if code in present]


def _hovers(series: pd.DataFrame, labels: Mapping[str, str], words: Words) -> list[str]:
    _ = words.gettext
    cutoff, tie_break = _("cut-off {cutoff} ({change})"), _("tie-break {instant}")
    base = _("{base} without the 600 nomination points")
    hovers = []
    for row in style.rows(series):
        texts = [
            f"<b>#{style.escape(row.round_id)} · {style.escape(labels[row.category])}</b>",
            words.day(row.date),
            cutoff.format(cutoff=words.number(row.cutoff), change=words.signed(row.change)),
            words.invitations(row.invitations),
        ]
        if row.category == "pnp":
            texts.insert(3, base.format(base=words.number(row.base_score)))
        if row.tie_break_at is not pd.NaT:
            texts.append(tie_break.format(instant=words.instant(row.tie_break_at)))
        hovers.append("<br>".join([*texts, style.escape(row.name)]))
    return hovers


def _pale_markers(code: str) -> dict[str, Any]:
    """Return markers that leave the line of the median in front."""
    edge = {"color": colours.hue(code), "width": 1}
    marker = {"color": colours.hue(code, 0.3), "size": 6}
    return {"mode": "markers", "marker": {**marker, "line": edge}}


def _median(code: str, rounds: pd.DataFrame) -> dict[str, Any]:
    breaks = _breaks(rounds)
    return {
        "type": "scatter",
        "x": style.with_gaps(rounds["date"].dt.strftime("%Y-%m-%d"), breaks),
        "y": style.with_gaps(rounds["rolling_median"], breaks),
        "connectgaps": False,
        "mode": "lines",
        "line": {"color": colours.hue(code), "width": 2, "shape": "hv"},
        **style.NO_HOVER,
    }


def _line_names(
    series: pd.DataFrame, labels: Mapping[str, str], column: str, gap: float
) -> list[dict[str, Any]]:
    """Return the label of each line at the right edge, near its last point without overlaps."""
    ends, years = series.drop_duplicates("category", keep="last"), last_years(series)
    heights = gutter.spread(ends[column].tolist(), gap)
    return [
        _name(1, y, _with_year(labels[code], years.get(code)), code)
        for code, y in zip(ends["category"], heights, strict=True)
    ]


def last_years(series: pd.DataFrame) -> dict[str, int]:
    """Return the year of the last round of each category that ends long before the newest one."""
    ends = series.drop_duplicates("category", keep="last").set_index("category")["date"]
    return {
        str(code): day.year for code, day in ends.items() if (ends.max() - day).days > DORMANT_DAYS
    }


def short_year(year: int) -> str:
    """Return a year as it stands after a name: "’24"."""
    return f"’{year % 100:02}"


def _with_year(name: str, year: int | None) -> str:
    return name if year is None else f"{name} {short_year(year)}"


def _name(x: float, y: float, name: str, code: str) -> dict[str, Any]:
    text = f"{style.dot(colours.hue(code))} {style.escape(name)}"
    return style.edge_label(x, y, text, xshift=8, font={"size": 12})


def _score_line(score: int) -> dict[str, Any]:
    line = {"color": colours.ACCENT, "width": 1.5, "dash": "dash"}
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": score,
        "y1": score,
        "line": line,
    }
