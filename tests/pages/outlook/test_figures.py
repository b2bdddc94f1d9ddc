"""Figures of the outlook: every cell, band and circle stands where its numbers say."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pandas as pd
import pytest

from pages.language import Words
from pages.outlook import calendar_figure as calendars
from pages.outlook import fan_figure
from pages.outlook import text as sentences
from pages.outlook.track_record import figure as outlook_card
from pages.plot import style
from tests.conftest import Build
from tests.pages.support.app_views import view

WORDS = Words()
LABELS = {"any": "Any category", "pnp": "PNP", "senior-managers": "Senior managers"}


def days(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Return a calendar as the outlook gives it."""
    table = pd.DataFrame(rows, columns=["date", "category", "probability"])
    return table.assign(date=pd.to_datetime(table["date"]))


# Friday, Saturday, and Monday of the week after.
THREE = days(
    ("2026-08-21", "any", 0.15),
    ("2026-08-21", "pnp", 0.049),
    ("2026-08-21", "senior-managers", 0.06),
    ("2026-08-22", "any", 0.01),
    ("2026-08-22", "pnp", 0.01),
    ("2026-08-22", "senior-managers", 0.01),
    ("2026-08-24", "any", 0.5),
    ("2026-08-24", "pnp", 0.48),
    ("2026-08-24", "senior-managers", 0.01),
)


def drawn(table: pd.DataFrame, labels: dict[str, str] = LABELS) -> tuple[Any, Any]:
    """Return the cells of a calendar, and what is written in them."""
    chance = partial(sentences.chance, view())
    figure = calendars.calendar(table, labels, chance, WORDS)
    (shades,) = figure.data
    return shades, figure.layout.annotations


def test_a_day_stands_in_the_row_of_its_week_and_the_column_of_its_weekday() -> None:
    shades, _texts = drawn(THREE)
    none = [None] * 5
    assert [list(week) for week in shades.z] == [
        [None, None, None, None, 0.15, 0.01, None],
        [0.5, None, *none],
    ]


def test_workdays_are_wider_than_weekends() -> None:
    shades, texts = drawn(THREE)
    widths = [right - left for left, right in zip(shades.x, shades.x[1:], strict=False)]
    assert widths == pytest.approx([2.2] * 5 + [1.0] * 2)
    assert texts[0].x == pytest.approx(4 * 2.2 + 1.1)  # the middle of Friday


def test_a_cell_says_the_chance_and_the_categories_that_are_worth_naming() -> None:
    _shades, texts = drawn(THREE)
    friday, saturday, monday = (cell.text for cell in texts)
    assert "15%" in friday
    assert "Senior… 6%" in friday
    assert "PNP" not in friday  # 4.9 %
    assert "≤ 1%" in saturday
    assert "50%" in monday
    assert "PNP 48%" in monday


def test_a_phone_has_day_and_chance_and_of_an_idle_weekend_the_day_alone() -> None:
    figure = calendars.calendar(THREE, LABELS, partial(sentences.chance, view()), WORDS)
    narrow = figure.layout.meta["narrow"]
    friday, saturday, monday = (
        re.sub("<[^>]*>", " ", cell["text"]) for cell in narrow["annotations"]
    )
    assert friday.split() == ["21", "Aug", "15%"]
    assert saturday.split() == ["22"]
    assert monday.split() == ["24", "Aug", "50%"]
    assert narrow["height"] < figure.layout.height


def test_a_hover_says_the_chance_of_every_category() -> None:
    shades, _texts = drawn(THREE)
    assert shades.customdata[0][4] == (
        "<b>Friday, 21 August 2026</b><br>Any category: 15%<br>Senior managers: 6%<br>PNP: 5%"
    )


def test_without_all_categories_the_highest_chance_stands_in_the_cell() -> None:
    own = THREE[THREE["category"] != "any"]
    shades, texts = drawn(own)
    assert shades.z[1][0] == 0.48
    assert "48%" in texts[2].text


def test_a_category_alone_is_not_named_in_its_cells() -> None:
    _shades, texts = drawn(THREE[THREE["category"] == "pnp"])
    assert "PNP" not in " ".join(cell.text for cell in texts)


def test_a_name_from_outside_is_no_html() -> None:
    shades, texts = drawn(
        days(("2026-08-21", "x", 0.3), ("2026-08-21", "pnp", 0.1)),
        {"x": "<i>Bees", "pnp": "PNP"},
    )
    assert "&lt;i&gt;Bees: 30%" in shades.customdata[0][4]
    assert "&lt;i&gt;Bees 30%" in texts[0].text


@pytest.fixture
def rounds(build: Build) -> pd.DataFrame:
    return build(
        ("1", "2026-07-01", "Canadian Experience Class", 3000, 510),
        ("2", "2026-08-01", "Canadian Experience Class", 2000, 520),
    )


AHEAD = pd.DataFrame(
    {
        "step": [0, 1, 2],
        "date": pd.to_datetime(["2026-08-01", "2026-09-01", "2026-09-15"]),
        "q10": [520.0, 505.0, 500.0],
        "q25": [520.0, 512.0, 510.0],
        "q50": [520.0, 518.0, 517.0],
        "q75": [520.0, 524.0, 525.0],
        "q90": [520.0, 531.0, 534.4],
    }
)


def test_the_bands_go_out_along_their_upper_and_back_along_their_lower_quantiles(
    rounds: pd.DataFrame,
) -> None:
    fig = fan_figure.fan(rounds, AHEAD, "cec", pd.Timestamp("2026-08-20"), WORDS)
    wide, half, past, middle = fig.data
    assert wide.y == (520, 531, 534.4, 500, 505, 520)
    assert wide.x == (*middle.x, *reversed(middle.x))
    assert half.y == (520, 524, 525, 510, 512, 520)
    assert past.y == (510, 520)
    assert past.line.color == style.colour("cec")
    assert middle.y == (520, 518, 517)


def test_the_fan_says_its_ends_and_where_the_record_ends(rounds: pd.DataFrame) -> None:
    fig = fan_figure.fan(rounds, AHEAD, "cec", pd.Timestamp("2026-08-20"), WORDS)
    assert [label.text for label in fig.layout.annotations] == ["534", "517", "500"]
    assert [shape.x0 for shape in fig.layout.shapes] == ["2026-08-20"]
    low, high = fig.layout.yaxis.range
    assert low < 500
    assert high > 534.4
    assert "8 times out of 10 505 to 531" in fig.data[3].customdata[1]


def test_a_circle_stands_at_what_was_said_and_what_came_true() -> None:
    bins = pd.DataFrame({"said": [0.25, 0.7], "came": [0.3, 0.68], "n": [25, 100]})
    line, circles = outlook_card.reliability(bins, WORDS).data
    assert (line.x, line.y) == ((0, 1), (0, 1))
    assert (circles.x, circles.y) == ((0.25, 0.7), (0.3, 0.68))
    # A quarter of the statements has half the width above the least.
    least, most = outlook_card.SMALLEST, outlook_card.LARGEST
    assert circles.marker.size == ((least + most) / 2, most)
    assert circles.customdata[1] == "said: <b>70%</b><br>came true: <b>68%</b><br>100 statements"
