"""A text in a cell of a heat map can be read on its shade, for all values and in both themes."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.rounds.frequency import ANY
from pages.frequency.figures import FEW, weekdays
from pages.language import Words
from pages.outlook.calendar_figure import Names, calendar
from pages.plot.colours import PALETTE, Theme, resolve
from tests.design import THEMES, contrast, on_paper

WORDS = Words("en")


def mixed(scale: list[list[Any]], value: float, paper: str) -> str:
    """Return the colour of a value, mixed from the two of the scale around it, as Plotly does."""
    edges = [edge for edge, _colour in scale]
    at = min(max(bisect_right(edges, value), 1), len(edges) - 1)
    (low, first), (high, second) = scale[at - 1], scale[at]
    share = (value - low) / (high - low) if high > low else 1.0
    ends = [on_paper(colour, paper) for colour in (first, second)]
    parts = [[int(end[place : place + 2], 16) for place in (1, 3, 5)] for end in ends]
    return "#" + "".join(
        f"{round(one + share * (other - one)):02x}" for one, other in zip(*parts, strict=True)
    )


def contrasts(figure: go.Figure, theme: Theme) -> Iterator[tuple[float, float]]:
    """Yield the value of each cell that has a text, and the contrast of the text."""
    drawn = json.loads(resolve(figure.to_json(), theme))
    cells, paper = drawn["data"][0], getattr(PALETTE["bg"], theme)
    values = _values(cells)
    for text in drawn["layout"]["annotations"]:
        if text.get("yref") == "paper":
            continue  # the name of a column
        place = (round(text["x"] + 0.01), round(text["y"] + 0.01))
        shade = mixed(cells["colorscale"], values[place], paper)
        yield values[place], contrast(text["font"]["color"], shade)


def _values(cells: dict[str, Any]) -> dict[tuple[int, int], float]:
    if isinstance(cells["z"][0], list):
        return {(x, y): value for y, row in enumerate(cells["z"]) for x, value in enumerate(row)}
    return dict(zip(zip(cells["x"], cells["y"], strict=True), cells["z"], strict=True))


def of_chances() -> go.Figure:
    """Return a calendar with each chance from 0 to 100% in steps of a thousandth."""
    chances = [step / 1000 for step in range(1001)]
    days = pd.date_range("2026-01-05", periods=1401)  # a Monday
    workdays = days[days.day_of_week < 5][:1001]
    table = pd.DataFrame({"date": workdays, "category": ANY, "probability": chances})
    return calendar(table, {ANY: Names("Any", "Any")}, WORDS.percent, WORDS)


def of_shares() -> go.Figure:
    """Return rows for each number of rounds of a hundred, and one of too few for a shade."""
    counts = [(f"c{n:03}", day, n if day == 0 else 0, 100) for n in range(101) for day in range(7)]
    counts += [("few", day, FEW - 1 if day == 0 else 0, FEW - 1) for day in range(7)]
    counted = pd.DataFrame(counts, columns=["category", "weekday", "rounds", "of"])
    counted["share"] = counted["rounds"] / counted["of"]
    names = {code: (code, code) for code in counted["category"].unique()}
    return weekdays(counted, names, WORDS)


@pytest.mark.parametrize("theme", THEMES)
def test_text_of_each_chance_in_the_calendar_can_be_read(theme: Theme) -> None:
    found = dict(contrasts(of_chances(), theme))
    assert len(found) == 1001
    assert {value: ratio for value, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_number_in_each_cell_of_the_weekdays_can_be_read(theme: Theme) -> None:
    found = list(contrasts(of_shares(), theme))
    assert len(found) == 101  # a hundred shares above zero, and the few
    assert [(value, ratio) for value, ratio in found if ratio < 4.5] == []
