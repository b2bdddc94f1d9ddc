"""Figure of a snapshot: candidates per point on a true score axis, with cut-offs above it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from pages.language import SHORT_DAY, Words
from pages.plot import colours, gutter, style
from pages.plot.text import LABEL, width_of
from pages.pool.bands import hatched, hover, name

FIRST, LAST = 301, 600  # points that bands with two ends cover
HEIGHT, ROW, BOTTOM = 300, 20, 28  # pixels of the bars, of a cut-off's label and of the axis
LEFT, RIGHT, TOP = 44, 34, 4  # pixels of the margins
END, GAP = 24, 6  # pixels of an open end's stub, and between it and the bars


class Mark(NamedTuple):
    """A line at a score, with a label above the bars and a hover text."""

    score: int
    label: str
    colour: str
    hover: str = ""
    dash: str = "solid"


class _Place(NamedTuple):
    """Where the open ends lie beside the score axis, on a wide or a narrow plot."""

    only: str
    per_pixel: float  # points

    @property
    def range(self) -> tuple[float, float]:
        """The first and last point of the axis."""
        beside = (END + GAP) * self.per_pixel
        return FIRST - 0.5 - beside, LAST + 0.5 + beside

    @property
    def ends(self) -> tuple[float, float]:
        """The middles of the two stubs."""
        half = END / 2 * self.per_pixel
        return self.range[0] + half, self.range[1] - half

    def x(self, score: int) -> float:
        """Return where a score lies: one in an open end at the middle of its stub."""
        return self.ends[0] if score < FIRST else self.ends[1] if score > LAST else score


def _place(only: str, width: int) -> _Place:
    return _Place(only, (LAST + 1 - FIRST) / (width - 2 * (END + GAP)))


WIDE, NARROW = _place("wide", 900), _place("narrow", 300)  # pixels that the plots have, about


def density(
    snapshot: pd.DataFrame, score: int | None, marks: Sequence[Mark], words: Words
) -> go.Figure:
    """Return candidates per point, those at or above `score` in colour, and those of a year ago.

    A bar is as wide as its band, so that its area shows its candidates. A part of one that can't be
    told is hatched, as are the open ends, which have no density and so no height that means
    anything.
    """
    closed = snapshot[~snapshot["open"]]
    ago = _year_ago(closed)
    top = float(max([*closed["per_point"], *ago.dropna()], default=0)) or 1.0
    head = ROW * len(marks) + 8
    full = top * (1 + head / HEIGHT)
    places = (WIDE, NARROW)
    both = [trace for place in places for trace in _placed(place, snapshot, score, marks, top)]
    notes = [
        [*_notes(place, snapshot, marks, top, words), *_ago_label(place, closed, ago, marks, words)]
        for place in places
    ]
    return style.figure(
        [*_bars(closed, score, words), *_ago_line(closed, ago, words), *both],
        height=HEIGHT + head + BOTTOM + TOP,
        bargap=0,
        margin={"l": LEFT, "r": RIGHT, "t": TOP, "b": BOTTOM, "pad": 0},
        annotations=notes[0],
        xaxis=_score_axis(WIDE, snapshot, words),
        yaxis={"range": [0, full], **_ticks(top, words), "showgrid": True, "automargin": False},
        narrow={
            "annotations": notes[1],
            "xaxis": _score_axis(NARROW, snapshot, words),
        },
    )


def _ticks(top: float, words: Words) -> dict[str, Any]:
    """Return up to five round numbers as high as the bars, where no label of a cut-off stands.

    They begin above zero, where the name of an open end stands.
    """
    unit = 10.0 ** math.floor(math.log10(top / 5))
    step = next(unit * times for times in (1, 2, 5, 10) if unit * times * 5 >= top)
    values = [step * number for number in range(1, int(top / step) + 1)]
    return {"tickvals": values, "ticktext": [words.number(value, 2) for value in values]}


def _year_ago(closed: pd.DataFrame) -> pd.Series[float]:
    """Return candidates per point a year ago; missing where nothing was published."""
    return closed["year_ago"].astype("float64") / closed["width"]


def parts(low: int, high: int, score: int | None) -> list[tuple[int, int, str]]:
    """Return the parts of a band, first to last point: below a score, at or above it, or divided.

    >>> parts(501, 600, 523), parts(471, 480, 523), parts(501, 600, 501)
    ([(501, 522, 'below'), (523, 600, 'perhaps')], [(471, 480, 'below')], [(501, 600, 'above')])
    """
    if score is None or score > high:
        return [(low, high, "below")]
    if score <= low:
        return [(low, high, "above")]
    return [(low, score - 1, "below"), (score, high, "perhaps")]


def _bars(closed: pd.DataFrame, score: int | None, words: Words) -> list[dict[str, Any]]:
    """Return the bars below the score, above it, and the divided one, each if there are any."""
    plain = {"line": {"color": colours.BG, "width": 1}}
    markers = {
        "below": {"color": colours.MID, **plain},
        "above": {"color": colours.ACCENT, **plain},
        "perhaps": hatched(colours.ACCENT),
    }
    pieces = [
        (kind, (first + last) / 2, last - first + 1, row)
        for row in style.rows(closed)
        for first, last, kind in parts(row.band_low, row.band_high, score)
    ]
    return [
        {
            "type": "bar",
            "x": [x for _kind, x, _width, _row in own],
            "y": [row.per_point for *_x, row in own],
            "width": [width for _kind, _x, width, _row in own],
            "marker": markers[kind],
            "customdata": [hover(row, words) for *_x, row in own],
        }
        for kind, own in (
            (kind, [piece for piece in pieces if piece[0] == kind]) for kind in markers
        )
        if own
    ]


def _ago_line(closed: pd.DataFrame, ago: pd.Series[float], words: Words) -> list[dict[str, Any]]:
    """Return the steps of a year ago, broken where a band was not published."""
    if ago.isna().all():
        return []
    day = words.day(closed["year_ago_as_of"].iloc[0], SHORT_DAY)
    x, y, texts = [], [], []
    for row, value in zip(style.rows(closed), ago, strict=True):
        is_known = not pd.isna(value)
        text = words.gettext("{day}: {n} per point").format(day=day, n=words.number(value, 1))
        x += [row.band_low - 0.5, row.band_high + 0.5]
        y += [value if is_known else None] * 2
        texts += [f"<b>{name(row, words)}</b><br>{text}"] * 2
    line = {"color": colours.INK, "width": 1.5}
    return [{"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "customdata": texts}]


def _placed(
    place: _Place, snapshot: pd.DataFrame, score: int | None, marks: Sequence[Mark], top: float
) -> list[dict[str, Any]]:
    """Return the stubs of the open ends and the lines at scores, for one width of the plot."""
    stubs = [
        {
            "type": "bar",
            "x": [place.x(row.band_low)],
            "y": [top * END / HEIGHT],
            "width": [END * place.per_pixel],
            "marker": hatched(
                colours.MID if score is None or score > row.band_high else colours.ACCENT
            ),
            **style.NO_HOVER,
        }
        for row in style.rows(snapshot[snapshot["open"]])
    ]
    lines = [
        {
            "type": "scatter",
            "x": [place.x(mark.score)] * 2,
            "y": [0, _height(number, top)],
            "mode": "lines+markers",
            "line": {"color": mark.colour, "width": 1.5, "dash": _dash(mark)},
            "marker": {"color": mark.colour, "size": [0, 8]},
            **({"customdata": [mark.hover] * 2} if mark.hover else style.NO_HOVER),
        }
        for number, mark in enumerate(marks)
    ]
    return [{**trace, "meta": {"only": place.only}} for trace in [*stubs, *lines]]


def _dash(mark: Mark) -> str:
    return mark.dash if FIRST <= mark.score <= LAST else "dot"


def _height(number: int, top: float) -> float:
    """Return where the label of a mark lies: each has a row above the bars."""
    return top * (1 + (8 + ROW * (number + 0.5)) / HEIGHT)


def _notes(
    place: _Place, snapshot: pd.DataFrame, marks: Sequence[Mark], top: float, words: Words
) -> list[dict[str, Any]]:
    """Return the labels of the marks, and the counts above the stubs."""
    labels = []
    for number, mark in enumerate(marks):
        is_left = _is_left(place, mark, marks[number + 1 :])
        at = {"x": place.x(mark.score), "y": _height(number, top), "text": mark.label}
        side = {"xanchor": "right" if is_left else "left", "xshift": -8 if is_left else 8}
        labels.append({**at, **side, "font": {"size": LABEL, "color": mark.colour}})
    counts = [
        {
            "x": place.x(row.band_low),
            "y": top * END / HEIGHT,
            "yanchor": "bottom",
            "text": words.number(row.candidates),
            "font": {"size": LABEL},
            **gutter.halo(),
        }
        for row in style.rows(snapshot[snapshot["open"]])
    ]
    return [*labels, *counts]


def _is_left(place: _Place, mark: Mark, higher: Sequence[Mark]) -> bool:
    """Return whether a mark's label is to its left: towards the middle, unless a line is there.

    Only lines that reach higher can be in its way.
    """
    x, long = place.x(mark.score), (width_of(mark.label) + 8 + GAP) * place.per_pixel
    lines = [place.x(other.score) for other in higher]
    is_left = x > (FIRST + LAST) / 2
    ways = [(x - long, x), (x, x + long)]
    first, second = ways if is_left else ways[::-1]
    is_crossed = any(first[0] <= line <= first[1] for line in lines)
    is_free = place.range[0] <= second[0] and second[1] <= place.range[1]
    is_free &= not any(second[0] <= line <= second[1] for line in lines)
    return is_left != (is_crossed and is_free)


def _ago_label(
    place: _Place,
    closed: pd.DataFrame,
    ago: pd.Series[float],
    marks: Sequence[Mark],
    words: Words,
) -> list[dict[str, Any]]:
    """Return the day of the steps, on the highest step of the widest that rise to the right.

    It must not lie on a higher step or the line of a mark, or reach out of the plot; the note says
    the day, too.
    """
    known = closed.assign(ago=ago).dropna(subset="ago")
    if known.empty:
        return []
    rising = known[known["ago"].diff().shift(-1) > 0]
    steps = known if rising.empty else rising
    text = words.day(steps["year_ago_as_of"].iloc[0], SHORT_DAY)
    long = (width_of(text, LABEL) + GAP) * place.per_pixel
    for step in style.rows(steps.sort_values(["width", "ago"], ascending=False)):
        first, last = step.band_high - long, step.band_high
        below = known[known["band_high"].gt(first) & known["band_low"].lt(last)]
        is_crossed = any(first <= mark.score <= last for mark in marks)
        if first >= FIRST and not is_crossed and below["ago"].max() <= step.ago:
            return [_day_at(last + 0.5, step.ago, text)]
    return []


def _day_at(x: float, y: float, text: str) -> dict[str, Any]:
    return {
        "x": x,
        "xanchor": "right",
        "y": y,
        "yanchor": "bottom",
        "text": text,
        "font": {"size": LABEL, "color": colours.INK},
        **gutter.halo(),
    }


def _score_axis(place: _Place, snapshot: pd.DataFrame, words: Words) -> dict[str, Any]:
    """Return the axis of scores, on which the open ends have their names."""
    step = 50 if place is WIDE else 100
    ticks = {
        **{float(score): str(score) for score in range(350 if step == 50 else 400, LAST, step)},
        **{
            place.x(row.band_low): name(row, words)
            for row in style.rows(snapshot[snapshot["open"]])
        },
    }
    return {
        "range": list(place.range),
        "tickvals": list(ticks),
        "ticktext": list(ticks.values()),
        "tickangle": 0,
        "ticks": "",
        "showline": True,
        "automargin": False,
    }
