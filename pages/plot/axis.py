"""Axes: a scale that fits what is in focus, and a time axis with days, quarters or years."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pages.language import Words
from pages.plot.colours import AXIS
from pages.plot.text import TICK, width_of

Range = tuple[float, float]
Span = tuple[date, date]  # the first and last day of a time axis
Names = list[tuple[pd.Timestamp, str]]
BOTTOM = 32  # pixels of the labels below a time axis, in the margin of its figure
_STEP, _LEAST = 20, 60  # points: the edges of a scale, and how little it spans
_QUARTERS, _DAYS = 548, 122  # days: below each, time is marked by quarters and by days
_BETWEEN, _OVER = 8, 3  # pixels between two labels, and that one may be wider than its year


def fit(
    focus: Iterable[float],
    rest: Iterable[float] = (),
    *,
    step: int = _STEP,
    least: int = _LEAST,
) -> Range:
    """Return the scale for some values: all those in `focus`, and nine in ten of the rest.

    It has 6% to spare on each side, ends at multiples of `step`, and spans `least`, so that a few
    points don't look like a cliff. It is a little wider if one of the rest would be just outside.
    What is beyond it is drawn as a triangle at its edge: see `beyond`.

    >>> fit([507, 547]), fit([481, 491]), fit([336, 547], [169, 400, 561, 902])
    ((500, 560), (460, 520), (320, 580))
    """
    own, others = list(focus), np.asarray(list(rest), dtype=float)
    quantiles = np.quantile(others, [0.05, 0.95]) if len(others) else [0.0, 0.0]
    usual = others[(others >= quantiles[0]) & (others <= quantiles[1])]
    inside = [*own, *usual] or list(others)
    pad = 0.06 * (max(inside) - min(inside))
    low, high = _rounded(min(inside) - pad, max(inside) + pad, step)
    if high - low < least:
        low, high = _rounded(low - (least - high + low) / 2, high + (least - high + low) / 2, step)
    margin = 0.1 * (high - low)
    strays = [value for value in others if low - margin <= value <= high + margin]
    return _rounded(min([low, *strays]), max([high, *strays]), step)


def _rounded(low: float, high: float, step: int) -> Range:
    return math.floor(low / step) * step, math.ceil(high / step) * step


def beyond(value: float, scale: Range) -> int:
    """Return whether a value is below a scale (-1), above it (1) or in it (0).

    >>> [beyond(value, (320, 580)) for value in (223, 382, 886)]
    [-1, 0, 1]
    """
    return int(value > scale[1]) - int(value < scale[0])


def thousands(words: Words) -> str:
    """Return how Plotly writes large numbers on an axis: "50k", or "50 000" in French."""
    return ",~r" if words.language == "fr" else "~s"


def time_axis(span: Span, words: Words, width: float) -> dict[str, Any]:
    """Return an axis of time from the first to the last day of a span, of at least `width` pixels.

    Years are named in the middle of what is shown of them, between lines at 1 January; below 18
    months the beginnings of quarters are named, and below four months days. Where they have no
    room, every second or third is named. The labels need `BOTTOM` pixels in the margin below.
    """
    first, last = map(pd.Timestamp, span)
    days = max((last - first).days, 1)
    if days >= _QUARTERS:
        marks, names = _years(first, last, width)
    elif days >= _DAYS:
        marks, names = _quarters(first, last, words)
    else:
        marks, names = _mondays(first, last, words)
    shown = _thinned(names, first, width / days)
    return {
        "type": "date",
        "range": [span[0].isoformat(), span[1].isoformat()],
        "tickvals": [f"{at:%Y-%m-%d %H:%M}" for at, _name in shown],
        "ticktext": [name for _at, name in shown],
        "ticks": "",
        "tickangle": 0,
        "automargin": False,
        "showline": True,
        "linecolor": AXIS,
        "minor": {
            "tickvals": [f"{at:%Y-%m-%d}" for at in marks],
            "ticks": "outside",
            "ticklen": 6,
            "tickcolor": AXIS,
        },
    }


def _years(first: Any, last: Any, width: float) -> tuple[list[Any], Names]:
    """Return each 1 January, and the years in the middle of what is shown of them.

    They are short if one of 12 months has too little room, or what is shown of the last one.
    """
    starts = [pd.Timestamp(year, 1, 1) for year in range(first.year, last.year + 1)]
    marks = [mark for mark in starts if mark >= first]
    edges = [first, *(mark for mark in marks if mark > first), last]
    pixel = (last - first) / width
    long, short = width_of("2026", TICK), width_of("’26", TICK)
    rest = (last - edges[-2]) / pixel
    is_narrow = pd.Timedelta(days=365) / pixel < long + _BETWEEN
    is_narrow |= short - _OVER <= rest < long - _OVER
    names = []
    for start, end in itertools.pairwise(edges):
        name = f"’{start:%y}" if is_narrow else str(start.year)
        is_whole = end - start > pd.Timedelta(days=360)
        if is_whole or (end - start) / pixel >= width_of(name, TICK) - _OVER:
            names.append((start + (end - start) / 2, name))
    return marks, names


def _quarters(first: Any, last: Any, words: Words) -> tuple[list[Any], Names]:
    """Return the beginnings of quarters; the first one and January have their year."""
    marks = list(pd.date_range(first, last, freq="QS"))
    return marks, [
        (at, words.day(at, "LLL y" if at.month == 1 or place == 0 else "LLL"))
        for place, at in enumerate(marks)
    ]


def _mondays(first: Any, last: Any, words: Words) -> tuple[list[Any], Names]:
    marks = list(pd.date_range(first, last, freq="W-MON")) or [first]
    return marks, [(at, words.day(at, "d MMM")) for at in marks]


def _thinned(names: Names, first: pd.Timestamp, per_day: float) -> Names:
    """Return every name, or every second, third, … up to the last that has room."""
    for step in range(1, len(names)):
        kept = names[(len(names) - 1) % step :: step]
        places = [(at - first) / pd.Timedelta(days=1) * per_day for at, _name in kept]
        needed = [
            (width_of(one, TICK) + width_of(other, TICK)) / 2 + _BETWEEN
            for (_at, one), (_then, other) in itertools.pairwise(kept)
        ]
        if all(np.diff(places) >= needed):
            return kept
    return names[-1:]
