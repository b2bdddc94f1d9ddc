"""Figures of rounds by week: shades for many years, a square for each round of a few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from pages.language import SHORT_DAY, Words
from pages.plot import colours, style
from pages.plot.text import LABEL, TICK, width_of

MOST = 4  # rounds of a week with a shade of their own; more have the darkest
WEEKS = 53
YEAR_ROW, NARROW_YEAR_ROW, HEAD = 23, 22, 52  # pixels of a year in shades, and above them all
SQUARE, NARROW_SQUARE = 15, 10  # pixels from a square to the next
TEXTS = 3.9  # squares that the three lines beside a year take
LEFT, RIGHT, NARROW_RIGHT = 42, 170, 34  # pixels beside the weeks
LEAST = 0.35  # opacity of a single category's colour for one round, if a week had more
_BOLD = {"size": LABEL, "color": colours.INK}
_SOFT = {"size": LABEL, "color": colours.SOFT}


class Year(NamedTuple):
    """What stands beside a year: its rounds in bold, more on a wide screen, and for a phone."""

    year: int
    rounds: str
    more: Sequence[str]
    brief: str


def shades(
    weeks: pd.DataFrame, years: Sequence[Year], hover: Sequence[str], code: str, words: Words
) -> go.Figure:
    """Return a cell per week, a row per year, shaded by rounds; in a category's colour with `code`.

    `weeks` is that of `frequency.weeks_of_years`, with a `hover` text each.
    """
    most = int(weeks["rounds"].max())
    fills = [colours.SEQUENCE[0], *(colours.hue(code, share) for share in opacities(most))]
    scale = _steps(fills if code else list(colours.SEQUENCE))
    cells = {
        "type": "heatmap",
        "x": weeks["number"].tolist(),
        "y": weeks["year"].tolist(),
        "z": weeks["rounds"].clip(upper=MOST).tolist(),
        "zmin": -0.5,
        "zmax": MOST + 0.5,
        "colorscale": scale,
        "showscale": False,
        "xgap": 2,
        "ygap": 3,
        "customdata": list(hover),
    }
    rows = [year.year for year in years]
    right = max(round(width_of(_line_beside(year), bold=True)) for year in years) + 12
    key = _key(scale, most)
    return style.figure(
        [cells],
        height=HEAD + YEAR_ROW * len(rows) + 6,
        margin={"l": LEFT, "r": right, "t": HEAD, "b": 6, "pad": 4},
        annotations=[key, *(_beside(year, is_narrow=False) for year in years)],
        xaxis={**_months(words, every=1), "range": [0.5, WEEKS + 0.5]},
        yaxis=_years(rows),
        narrow={
            "height": HEAD + NARROW_YEAR_ROW * len(rows) + 6,
            "margin": {"l": LEFT, "r": NARROW_RIGHT, "t": HEAD, "b": 6, "pad": 4},
            "annotations": [
                key,
                _head(words),
                *(_beside(year, is_narrow=True) for year in years),
            ],
            "xaxis": _months(words, every=2),
        },
    )


def opacities(most: int) -> list[float]:
    """Return how strong a category's colour is for 1 to MOST rounds: full for the most of a week.

    >>> opacities(1), opacities(2)
    ([1, 1, 1, 1], [0.35, 1, 1, 1])
    """
    steps = max(most, 1) - 1
    return [min(1, LEAST + (1 - LEAST) * at / steps) if steps else 1 for at in range(MOST)]


def _steps(fills: Sequence[str]) -> list[list[Any]]:
    """Return a colour scale with one colour per whole number."""
    n = len(fills)
    return [[edge / n, fill] for at, fill in enumerate(fills) for edge in (at, at + 1)]


def _key(scale: Sequence[Sequence[Any]], most: int) -> dict[str, Any]:
    """Return what each shade means, above the months."""
    names = [str(n) for n in range(MOST + 1)]
    if most > MOST:
        names[-1] += "+"
    fills = [fill for _edge, fill in scale[::2]]
    shown = list(zip(fills, names, strict=True))[: max(most, 1) + 1]
    return _above([f"{style.square(fill)} {name}" for fill, name in shown])


def _above(parts: Sequence[str]) -> dict[str, Any]:
    place = {"xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "y": 1}
    text = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE} ".join(parts)
    return {
        **place,
        "yanchor": "bottom",
        "yshift": 24,
        "text": text,
        "font": _SOFT,
        "align": "left",
    }


def _head(words: Words) -> dict[str, Any]:
    """Return what a phone's numbers beside the years count, above them beside the months."""
    place = {"xref": "paper", "x": 1, "xanchor": "right", "xshift": NARROW_RIGHT}
    above = {"yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 5, "font": _SOFT}
    return {**place, **above, "text": words.gettext("rounds")}


def _beside(year: Year, *, is_narrow: bool) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 1,
        "xanchor": "left",
        "xshift": 6,
        "y": year.year,
        "text": f"<b>{year.brief}</b>" if is_narrow else _line_beside(year),
        "font": _SOFT,
    }


def _line_beside(year: Year) -> str:
    return " ".join([f"<b>{year.rounds}</b>", *year.more])


def _years(rows: Sequence[int]) -> dict[str, Any]:
    return {
        "tickvals": list(rows),
        "ticktext": [*map(str, rows[:-1]), f"<b>{rows[-1]}</b>"],
        "range": [rows[-1] + 0.5, rows[0] - 0.5],
        "showgrid": False,
        "automargin": False,
    }


def _months(words: Words, *, every: int) -> dict[str, Any]:
    """Return an axis of weeks with the names of months above their first."""
    firsts = [pd.Timestamp(2026, month, 1) for month in range(1, 13, every)]
    return {
        "tickvals": [1 + (day.day_of_year - 1) / 7 for day in firsts],
        "ticktext": [words.day(day, "LLL") for day in firsts],
        "tickangle": 0,
        "side": "top",
        "ticks": "",
        "automargin": False,
        "tickfont": {"size": TICK},
    }


class Square(NamedTuple):
    """A round as a square: its week, its place among the week's rounds, and how it is drawn."""

    round_id: str
    year: int
    number: int
    place: int
    colour: str
    is_hollow: bool
    hover: str


def squares(
    rounds: Sequence[Square],
    years: Sequence[Year],
    ends: Mapping[int, tuple[int, int]],
    key: Sequence[tuple[str, str, bool]],
    words: Words,
) -> go.Figure:
    """Return a square per round, stacked on its week, a row per year.

    `ends` are the first and last week shown of each year, and `key` the names of the colours, each
    with its colour and whether it is hollow.
    """
    row = max(max((square.place for square in rounds), default=0) + 1 + 2.2, TEXTS)
    base = {year.year: -at * row for at, year in enumerate(years)}
    low, high = -row * (len(years) - 1) - 2, row - 2.2
    chips = [_chip(*part) for part in key]
    lines = [_baseline(base[year], *ends[year]) for year in base]
    texts = [note for year in years for note in _row_texts(year, base[year.year])]
    briefs = [note for year in years for note in _row_briefs(year, base[year.year])]
    lines_of_key = -(-len(chips) // 3)
    head = 28 + 18 * lines_of_key
    return style.figure(
        [
            _squares(rounds, base, size=SQUARE - 3, only="wide"),
            _squares(rounds, base, size=NARROW_SQUARE - 4, only="narrow"),
        ],
        height=round((high - low) * SQUARE) + HEAD,
        margin={"l": LEFT, "r": RIGHT, "t": HEAD, "b": 0, "pad": 0},
        shapes=lines,
        annotations=[_above(chips), *texts],
        xaxis={**_months(words, every=1), "range": [0, WEEKS + 1]},
        yaxis={"range": [low, high], "visible": False, "automargin": False},
        narrow={
            "height": round((high - low) * NARROW_SQUARE) + head,
            "margin": {"l": LEFT, "r": 4, "t": head, "b": 0, "pad": 0},
            "annotations": [_stacked(chips), *briefs],
            "xaxis": _months(words, every=2),
        },
    )


def _squares(
    rounds: Sequence[Square], base: Mapping[int, float], *, size: int, only: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [square.number for square in rounds],
        "y": [base[square.year] + square.place + 0.5 for square in rounds],
        "ids": [square.round_id for square in rounds],
        "customdata": [square.hover for square in rounds],
        "cliponaxis": False,
        "marker": {
            "symbol": "square",
            "size": size,
            "color": [colours.BG if square.is_hollow else square.colour for square in rounds],
            "line": {"width": 1.5, "color": [square.colour for square in rounds]},
        },
        "meta": {"only": only},
    }


def _baseline(y: float, first: int, last: int) -> dict[str, Any]:
    line = {"color": colours.AXIS, "width": 1}
    return {"type": "line", "x0": first - 0.6, "x1": last + 0.6, "y0": y, "y1": y, "line": line}


def _row_texts(year: Year, y: float) -> list[dict[str, Any]]:
    beside = "<br>".join([f"<b>{year.rounds}</b>", *year.more])
    right = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 10, "align": "left"}
    return [
        _year_name(year, y),
        {**right, "y": y, "yanchor": "bottom", "text": beside, "font": _SOFT},
    ]


def _row_briefs(year: Year, y: float) -> list[dict[str, Any]]:
    below = {"xref": "paper", "x": 0, "xanchor": "left", "y": y, "yanchor": "top", "yshift": -2}
    return [_year_name(year, y), {**below, "text": year.brief, "font": _SOFT, "align": "left"}]


def _year_name(year: Year, y: float) -> dict[str, Any]:
    place = {"xref": "paper", "x": 0, "xanchor": "right", "xshift": -6, "y": y, "yanchor": "bottom"}
    return {**place, "text": f"<b>{year.year}</b>", "font": _BOLD}


def _chip(name: str, colour: str, is_hollow: bool) -> str:
    return f"{style.square(colour, is_hollow=is_hollow)} {style.escape(name)}"


def _stacked(chips: Sequence[str]) -> dict[str, Any]:
    """Return the key in lines of three, from the left edge of a phone's figure."""
    gap = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE} "
    lines = [gap.join(chips[at : at + 3]) for at in range(0, len(chips), 3)]
    return {**_above(["<br>".join(lines)]), "xshift": -LEFT}


def week_hover(week: Any, names: Mapping[str, str], words: Words) -> str:
    """Return what a week says under a pointer."""
    head = words.gettext("<b>Week of {day}</b>").format(day=words.day(week.week, SHORT_DAY))
    rounds = [
        f"{style.escape(words.round_id(round_id))} {style.escape(names[code])}"
        for round_id, code in zip(week.round_ids, week.categories, strict=True)
    ]
    return "<br>".join([head, words.rounds(week.rounds), *rounds])
