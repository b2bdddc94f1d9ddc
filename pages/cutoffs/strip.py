"""Figure: from the lowest to the highest cut-off of each category, with its median and latest."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.cutoffs.marks import LAST
from pages.language import Words
from pages.plot import axis, colours, style
from pages.plot.axis import Range
from pages.plot.text import FOCUS, LABEL, width_of

ROW, TOP, RIGHT, NUMBER = 34, 8, 50, 36  # pixels: of a row, the margins, a number


def strip(
    records: pd.DataFrame, names: dict[str, str], briefs: dict[str, str], words: Words
) -> go.Figure:
    """Return a row per category: a band of its cut-offs, a rule at the median, the latest as a dot.

    `records` are of :func:`analysis.rounds.cutoffs.records`, from top to bottom. PNP, whose
    cut-offs include 600 points, stands as numbers at the edge of the scale.
    """
    inner = records[records["category"] != "pnp"]
    values = inner if len(inner) else records
    scale = axis.fit(values["latest"], [*values["lowest"], *values["highest"]])
    height = ROW * len(records)
    shared: dict[str, Any] = {
        "height": height + TOP + axis.BOTTOM,
        "yaxis": {"range": [len(records) - 0.5, -0.5], "visible": False},
    }
    return style.figure(
        [_band(records, scale), _medians(records, scale), _latest(records, scale, names, words)],
        **shared,
        **_words(records, names, scale, words),
        narrow=_words(records, briefs, scale, words, is_narrow=True),
    )


def _words(
    records: pd.DataFrame,
    names: dict[str, str],
    scale: Range,
    words: Words,
    *,
    is_narrow: bool = False,
) -> dict[str, Any]:
    """Return the labels, and the margins and the axis that have room for them.

    In a narrow place there is no room for the numbers of the extremes.
    """
    left = round(max(width_of(name, FOCUS, bold=True) for name in names.values())) + 12
    width, number = (288, LAST) if is_narrow else (480, NUMBER)  # at the least
    beside = number * (scale[1] - scale[0]) / (width - left - RIGHT - 2 * number)
    return {
        "xaxis": {
            "range": [scale[0] - beside, scale[1] + beside],
            "dtick": _step(scale[1] - scale[0], is_narrow=is_narrow),
            "automargin": False,
            "showgrid": True,
        },
        "margin": {"l": left, "r": RIGHT, "t": TOP, "b": axis.BOTTOM, "pad": 0},
        "annotations": _labels(records, names, scale, words, is_narrow=is_narrow),
    }


def _step(span: float, *, is_narrow: bool) -> int:
    """Return the points between two ticks, few enough that a scale has several."""
    return 20 if span <= 100 else 100 if is_narrow and span > 200 else 50


def _shown(value: float, scale: Range) -> float:
    return min(max(float(value), scale[0]), scale[1])


def _band(records: pd.DataFrame, scale: Range) -> dict[str, Any]:
    """Return the bands from the lowest to the highest cut-off, in the categories' colours."""
    reach = zip(records["lowest"], records["highest"], strict=True)
    on = [axis.beyond(low, scale) <= 0 <= axis.beyond(high, scale) for low, high in reach]
    records, rows = records[on], [row for row, is_on in enumerate(on) if is_on]
    low = [_shown(value, scale) for value in records["lowest"]]
    high = [_shown(value, scale) for value in records["highest"]]
    return {
        "type": "bar",
        "orientation": "h",
        "y": rows,
        "base": low,
        "x": [b - a for a, b in zip(low, high, strict=True)],
        "width": 8 / ROW,
        "marker": {
            "color": [colours.hue(code, 0.28) for code in records["category"]],
            "line": {"width": 1, "color": [colours.hue(code) for code in records["category"]]},
        },
        **style.NO_HOVER,
    }


def _medians(records: pd.DataFrame, scale: Range) -> dict[str, Any]:
    on = [axis.beyond(value, scale) == 0 for value in records["median"]]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": records.loc[on, "median"].tolist(),
        "y": [row for row, is_on in enumerate(on) if is_on],
        "marker": {
            "symbol": "line-ns-open",
            "size": 14,
            "color": colours.INK,
            "line": {"width": 1.5},
        },
        **style.NO_HOVER,
    }


def _latest(
    records: pd.DataFrame, scale: Range, names: dict[str, str], words: Words
) -> dict[str, Any]:
    on = [axis.beyond(value, scale) == 0 for value in records["latest"]]
    text = words.gettext(
        "<b>{category} {latest}</b><br>lowest {low}, median {median}, highest {high}"
    )
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "x": records.loc[on, "latest"].tolist(),
        "y": [row for row, is_on in enumerate(on) if is_on],
        "marker": {
            "size": LAST + 3,
            "color": [colours.hue(code) for code in records.loc[on, "category"]],
            "line": {"width": 1.5, "color": colours.BG},
        },
        "customdata": [
            text.format(
                category=style.escape(names[row.category]),
                latest=words.number(row.latest),
                low=words.number(row.lowest),
                median=words.number(row.median, 1),
                high=words.number(row.highest),
            )
            for row in style.rows(records[on])
        ],
    }


def _labels(
    records: pd.DataFrame,
    names: dict[str, str],
    scale: Range,
    words: Words,
    *,
    is_narrow: bool,
) -> list[dict[str, Any]]:
    """Return each name at the left, its extremes at its band, and its latest at the right."""
    found = []
    for row, record in enumerate(style.rows(records)):
        at = {"y": row, "yref": "y", "yanchor": "middle"}
        name = f"<b>{style.escape(names[record.category])}</b>"
        ink = {"size": FOCUS, "color": colours.INK}
        hue = {"size": FOCUS, "color": colours.hue(record.category)}
        left = {"x": 0, "xref": "paper", "xanchor": "right", "xshift": -10}
        latest = f"<b>{words.number(record.latest)}</b>"
        right = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 12}
        found += [
            {"text": name, "font": ink, **left, **at},
            {"text": latest, "font": hue, **right, **at},
        ]
        low, high = words.number(record.lowest), words.number(record.highest)
        soft = {"font": {"size": LABEL}, "xref": "x", **at}
        if axis.beyond(record.lowest, scale) > 0:
            edge = {"x": scale[1], "xanchor": "right", "xshift": LAST if is_narrow else NUMBER}
            found.append({"text": f"{low}–{high} ▸", **edge, **soft})
        elif record.lowest < record.highest and not is_narrow:
            start, end = _shown(record.lowest, scale), _shown(record.highest, scale)
            found += [
                {"text": low, "x": start, "xanchor": "right", "xshift": -9, **soft},
                {"text": high, "x": end, "xanchor": "left", "xshift": 9, **soft},
            ]
    return found
