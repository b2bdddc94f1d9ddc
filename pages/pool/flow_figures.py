"""Figures of ranges: candidates above a score, and the net inflow of the whole pool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from pages.language import Words
from pages.plot import axis, colours, gutter, style
from pages.plot.events import LINE
from pages.plot.text import FOCUS, LABEL, width_of
from pages.pool.bands import hatched

AROUND = 60  # points below and above a score
_DAY = 86_400_000  # milliseconds
_WIDTH, _NARROW_WIDTH = 600, 220  # pixels that a plot has at least
_STEPS = (50, 100, 200, 500, 1000, 2000, 5000, 10000)  # candidates a day between two ticks
_HEIGHT, _TRIANGLE = 320, 12  # pixels of the inflow, and of a triangle between bars and words
_BESIDE, _BETWEEN = 8, 4  # pixels from a triangle to its number, and between two numbers


class _End(NamedTuple):
    """An end of a bar beyond the scale: the bar's place, how many a day, below (-1) or above."""

    place: int
    value: float
    sign: int


class _Label(NamedTuple):
    """A text at a time, which it is centred on, or begins or ends some pixels from."""

    text: str
    at: pd.Timestamp
    anchor: str
    gap: int = 0


class _Time(NamedTuple):
    """A time axis that is at least so many pixels wide."""

    span: axis.Span
    width: float

    def label(self, text: str, at: pd.Timestamp) -> _Label:
        """Return a label over a time, that ends or begins there where it would leave the plot."""
        half, pixel = width_of(text) / 2, self._pixel(at)
        is_out = pixel < half, self.width - pixel < half
        return _Label(text, at, "left" if is_out[0] else "right" if is_out[1] else "center")

    def beside(self, text: str, first: pd.Timestamp, last: pd.Timestamp) -> _Label:
        """Return a label after marks, or before them where it would leave the plot."""
        if self._pixel(last) + _BESIDE + width_of(text) <= self.width:
            return _Label(text, last, "left", _BESIDE)
        return _Label(text, first, "right", _BESIDE)

    def touch(self, one: _Label, other: _Label) -> bool:
        """Return whether there is too little between two labels, of which the first is earlier."""
        return self._left(other) - self._left(one) - width_of(one.text) < _BETWEEN

    def _left(self, label: _Label) -> float:
        long = width_of(label.text)
        shift = {"left": label.gap, "center": -long / 2, "right": -label.gap - long}[label.anchor]
        return self._pixel(label.at) + shift

    def _pixel(self, at: pd.Timestamp) -> float:
        first, last = map(pd.Timestamp, self.span)
        return float((at - first) / max(last - first, pd.Timedelta(days=1)) * self.width)


def above(curve: pd.DataFrame, score: int, words: Words) -> go.Figure:
    """Return the fewest and most candidates at or above the scores of `curve`.

    The range at `score` is a bracket with its ends in words, or a dot where the number is exact.
    The estimates are dotted.
    """
    hover = [_above_hover(row, words) for row in style.rows(curve)]
    common = {"type": "scatter", "x": curve["score"].tolist(), "mode": "lines", "customdata": hover}
    edge = {"color": colours.GHOST, "width": 1, "shape": "hv"}
    area = {"fill": "tonexty", "fillcolor": colours.faint(colours.GHOST, 0.5)}
    estimates = [None if pd.isna(value) else int(value) for value in curve["above_estimate"]]
    dotted = {"color": colours.MID, "width": 1.5, "dash": "dot"}
    at = curve[curve["score"] == score].iloc[0]
    first, last = int(curve["score"].min()), int(curve["score"].max())
    ticks = sorted({first, (first + score) // 2, score, (score + last) // 2, last})
    return style.figure(
        [
            {**common, "y": curve["above_low"].tolist(), "line": edge},
            {**common, "y": curve["above_high"].tolist(), "line": edge, **area},
            {**common, "y": estimates, "line": dotted},
            _bracket(at, words),
        ],
        height=320,
        margin={"l": 56, "r": 16, "t": 12, "b": axis.BOTTOM, "pad": 0},
        annotations=[_bracket_label(at, first + last, words)],
        xaxis={
            "range": [first, last],
            "tickvals": ticks,
            "ticktext": [f"<b>{tick}</b>" if tick == score else str(tick) for tick in ticks],
            "tickangle": 0,
            "ticks": "",
            "showline": True,
            "automargin": False,
        },
        yaxis={
            "range": _fitted(curve),
            "tickformat": ",d",
            "nticks": 6,
            "showgrid": True,
            "automargin": False,
        },
    )


def _fitted(curve: pd.DataFrame) -> list[float]:
    """Return the scale of the candidates: all that is shown, with a little to spare."""
    low, high = float(curve["above_low"].min()), float(curve["above_high"].max())
    pad = 0.06 * (high - low) or 1.0
    return [max(low - pad, -pad / 3), high + pad]


def _bracket(at: Any, words: Words) -> dict[str, Any]:
    """Return the range at the score, with a bar at each end, or a dot if it is exact."""
    ends = [int(at["above_low"])] if at["exact"] else [int(at["above_low"]), int(at["above_high"])]
    mark = {"color": colours.ACCENT, "size": 11}
    cap = {"symbol": "line-ew", "size": 14, "line": {"color": colours.ACCENT, "width": 2.25}}
    return {
        "type": "scatter",
        "x": [int(at["score"])] * len(ends),
        "y": ends,
        "mode": "markers" if at["exact"] else "lines+markers",
        "cliponaxis": False,
        "line": {"color": colours.ACCENT, "width": 2.25},
        "marker": mark if at["exact"] else {**mark, **cap},
        "customdata": [_above_hover(at, words)] * len(ends),
    }


def _bracket_label(at: Any, ends: int, words: Words) -> dict[str, Any]:
    """Return the numbers of the range, right of it unless the score lies in the right half."""
    low, high = (words.number(at[f"above_{end}"]) for end in ("low", "high"))
    text = low if at["exact"] else words.gettext("{low} to {high}").format(low=low, high=high)
    is_left = 2 * at["score"] > ends
    return {
        "x": int(at["score"]),
        "y": (int(at["above_low"]) + int(at["above_high"])) / 2,
        "xanchor": "right" if is_left else "left",
        "xshift": -12 if is_left else 12,
        "yanchor": "bottom" if at["exact"] else "middle",
        "text": f"<b>{text}</b>",
        "font": {"size": FOCUS, "color": colours.ACCENT},
        **gutter.halo(),
    }


def inflow(totals: pd.DataFrame, span: axis.Span, words: Words) -> go.Figure:
    """Return the whole pool's net inflow between snapshots as candidates per day.

    A bar is as wide as its interval, so that its area shows its candidates; what a round on the
    day of a snapshot leaves open is hatched.
    """
    rates = totals.assign(
        low=totals["inflow_low"] / totals["days"], high=totals["inflow_high"] / totals["days"]
    )
    unsure = rates[~rates["exact"]]
    ends = [*unsure["low"], *unsure["high"]]
    known = rates.loc[rates["exact"], "low"].tolist()
    scale = axis.fit([0.0, *(known or ends)], ends, step=100, least=200)
    far = _ends(unsure, scale)
    over = LINE * any(end.sign > 0 for end in far)  # of the numbers above triangles
    return style.figure(
        _inflow_traces(rates, far, scale, words),
        height=_HEIGHT,
        barmode="overlay",
        bargap=0,
        margin={"l": 48, "r": 12, "t": 12, "b": axis.BOTTOM, "pad": 0},
        annotations=_numbers(unsure, far, scale, _Time(span, _WIDTH), words),
        xaxis=axis.time_axis(span, words, _WIDTH),
        yaxis={
            "range": _with_room(scale, LINE + over),
            **_ticks(scale, words),
            "showgrid": True,
            "zeroline": True,
            "automargin": False,
        },
        narrow={
            "xaxis": axis.time_axis(span, words, _NARROW_WIDTH),
            "yaxis": {"range": _with_room(scale, 2 * LINE + over)},
            "annotations": _numbers(unsure, far, scale, _Time(span, _NARROW_WIDTH), words),
        },
    )


def _inflow_traces(
    rates: pd.DataFrame, far: Sequence[_End], scale: axis.Range, words: Words
) -> list[dict[str, Any]]:
    """Return the bars and, where some are uncertain, what is possible and what is beyond."""
    # What is certain: from zero to the nearer end, or nothing if zero lies between both.
    sure = rates["low"].clip(lower=0).where(rates["high"] > 0, rates["high"])
    certain = {
        **_bars(rates, words),
        "y": sure.clip(*scale).tolist(),
        "marker": {"color": colours.ACCENT},
    }
    unsure = rates[~rates["exact"]]
    if unsure.empty:
        return [certain]
    return [
        certain,
        _possible(unsure, scale, words),
        _beyond(unsure, far, scale, words),
    ]


def _ticks(scale: axis.Range, words: Words) -> dict[str, Any]:
    """Return ticks within a scale, and so none in the room above it."""
    low, high = (int(edge) for edge in scale)
    step = next((step for step in _STEPS if (high - low) / step <= 5), _STEPS[-1])
    values = range(-(-low // step) * step, high + 1, step)
    names = [words.number(value) if value >= 0 else words.signed(value) for value in values]
    return {"tickvals": list(values), "ticktext": names}


def _with_room(scale: axis.Range, pixels: int) -> list[float]:
    """Return the scale with room above it for the label of an event, which no bar reaches."""
    low, high = scale
    pixels += _TRIANGLE
    return [low, high + (high - low) * pixels / (_HEIGHT - 12 - axis.BOTTOM - pixels)]


def _possible(rates: pd.DataFrame, scale: axis.Range, words: Words) -> dict[str, Any]:
    """Return a hatched bar for each range of rates, as far as it is on the scale."""
    low, high = rates["low"].clip(*scale), rates["high"].clip(*scale)
    return {
        **_bars(rates, words),
        "y": (high - low).tolist(),
        "base": low.tolist(),
        "marker": hatched(colours.MID),
    }


def _ends(rates: pd.DataFrame, scale: axis.Range) -> list[_End]:
    """Return the ends of bars that are beyond the scale, by time."""
    return [
        _End(place, value, axis.beyond(value, scale))
        for place, row in enumerate(style.rows(rates))
        for value in (row.low, row.high)
        if axis.beyond(value, scale)
    ]


def _beyond(
    rates: pd.DataFrame, far: Sequence[_End], scale: axis.Range, words: Words
) -> dict[str, Any]:
    """Return a triangle at the edge of the scale for each end of a bar that is beyond it."""
    bars = _bars(rates, words)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [bars["x"][end.place] for end in far],
        "y": [scale[end.sign > 0] for end in far],
        "cliponaxis": False,
        "marker": {
            "symbol": ["triangle-up" if end.sign > 0 else "triangle-down" for end in far],
            "size": 8,
            "color": colours.MID,
        },
        "customdata": [bars["customdata"][end.place] for end in far],
    }


def _numbers(
    rates: pd.DataFrame, far: Sequence[_End], scale: axis.Range, on: _Time, words: Words
) -> list[dict[str, Any]]:
    """Return what triangles stand for: over those at the top, beside those at the bottom."""
    middles = _middles(rates)
    labels = []
    for sign in (-1, 1):
        marks = [(middles.iloc[end.place], end.value) for end in far if end.sign == sign]
        labels += [
            {
                "x": f"{label.at:%Y-%m-%d %H:%M}",
                "y": scale[sign > 0],
                "text": label.text,
                "xanchor": label.anchor,
                "xshift": {"left": 1, "right": -1, "center": 0}[label.anchor] * label.gap,
                "yanchor": "bottom",
                "yshift": 4 if sign > 0 else 0,
                "font": {"size": LABEL},
                **gutter.halo(),
            }
            for label in _named(marks, sign, on, words)
        ]
    return labels


def _named(
    marks: Sequence[tuple[pd.Timestamp, float]], sign: int, on: _Time, words: Words
) -> list[_Label]:
    """Return the labels of triangles at one edge, given by time.

    Those without room for each are named together, the nearest to each other first.
    """
    groups = [[mark] for mark in marks]
    labels = [_label(group, sign, on, words) for group in groups]
    while touching := [n for n in range(1, len(labels)) if on.touch(*labels[n - 1 : n + 1])]:
        nearest = min(touching, key=lambda n: groups[n][0][0] - groups[n - 1][-1][0])
        groups[nearest - 1 : nearest + 1] = [groups[nearest - 1] + groups[nearest]]
        labels = [_label(group, sign, on, words) for group in groups]
    return labels


def _label(
    group: Sequence[tuple[pd.Timestamp, float]], sign: int, on: _Time, words: Words
) -> _Label:
    """Return the value of a triangle, or the lowest and highest of several."""
    values = sorted({round(value) for _at, value in group})
    texts = [words.number(value) if value >= 0 else words.signed(value) for value in values]
    text = texts[0]
    if len(texts) > 1:
        text = words.gettext("{low} to {high}").format(low=texts[0], high=texts[-1])
    first, last = group[0][0], group[-1][0]
    return on.label(text, first + (last - first) / 2) if sign > 0 else on.beside(text, first, last)


def _bars(totals: pd.DataFrame, words: Words) -> dict[str, Any]:
    """Return bars as wide as the intervals, without their height."""
    return {
        "type": "bar",
        "x": _middles(totals).dt.strftime("%Y-%m-%d %H:%M").tolist(),
        "width": ((totals["days"] - 1).clip(lower=1) * _DAY).tolist(),
        "customdata": [
            _flow_hover(row, words.period(row.start, row.end), words) for row in style.rows(totals)
        ],
    }


def _middles(totals: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    return totals["start"] + (totals["end"] - totals["start"]) / 2


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
    low, high = row.inflow_low, row.inflow_high
    if row.exact:
        invited = _("invitations: {n}").format(n=words.number(row.taken_low))
        net = _("net inflow: {n}").format(n=words.signed(low))
        daily = _("{n} a day").format(n=words.signed(round(low / row.days)))
    else:
        invited = _("invitations: {low} to {high}").format(
            low=words.number(row.taken_low), high=words.number(row.taken_high)
        )
        net = _("net inflow: {low} to {high}").format(
            low=words.signed(low), high=words.signed(high)
        )
        daily = _("{low} to {high} a day").format(
            low=words.signed(round(low / row.days)), high=words.signed(round(high / row.days))
        )
    return "<br>".join([f"<b>{name}</b>", change, invited, net, daily])
