"""Outlook figures: calendar cells, fan bands and reliability circles match their numbers."""

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
from pages.plot import colours
from tests.conftest import Build
from tests.pages.support.app_views import view

WORDS = Words()
LABELS = {"any": "Any category", "pnp": "PNP", "senior-managers": "Senior managers"}


def calendar_table(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Return a table in the form of analysis.outlook.calendar."""
    table = pd.DataFrame(rows, columns=["date", "category", "probability"])
    return table.assign(date=pd.to_datetime(table["date"]))


# Friday, Saturday, and Monday of the week after.
THREE = calendar_table(
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


def draw_calendar(table: pd.DataFrame, labels: dict[str, str] = LABELS) -> tuple[Any, Any]:
    """Return the heat map of a calendar and the annotations in its cells."""
    chance = partial(sentences.chance, view())
    figure = calendars.calendar(table, labels, chance, WORDS)
    (shades,) = figure.data
    return shades, figure.layout.annotations


def test_calendar_has_a_row_per_week_and_a_column_per_weekday() -> None:
    shades, _texts = draw_calendar(THREE)
    none = [None] * 5
    assert [list(week) for week in shades.z] == [
        [None, None, None, None, 0.15, 0.01, None],
        [0.5, None, *none],
    ]


def test_calendar_workdays_are_wider_than_weekends() -> None:
    shades, texts = draw_calendar(THREE)
    widths = [right - left for left, right in zip(shades.x, shades.x[1:], strict=False)]
    assert widths == pytest.approx([2.2] * 5 + [1.0] * 2)
    assert texts[0].x == pytest.approx(4 * 2.2 + 1.1)  # the middle of Friday


def test_cell_shows_the_chance_and_categories_from_5_percent() -> None:
    _shades, texts = draw_calendar(THREE)
    friday, saturday, monday = (cell.text for cell in texts)
    assert "15%" in friday
    assert "Senior… 6%" in friday
    assert "PNP" not in friday  # 4.9 %
    assert "≤ 1%" in saturday
    assert "50%" in monday
    assert "PNP 48%" in monday


def test_narrow_calendar_omits_categories_and_idle_weekend_chances() -> None:
    figure = calendars.calendar(THREE, LABELS, partial(sentences.chance, view()), WORDS)
    narrow = figure.layout.meta["narrow"]
    friday, saturday, monday = (
        re.sub("<[^>]*>", " ", cell["text"]) for cell in narrow["annotations"]
    )
    assert friday.split() == ["21", "Aug", "15%"]
    assert saturday.split() == ["22"]
    assert monday.split() == ["24", "Aug", "50%"]
    assert narrow["height"] < figure.layout.height


def test_calendar_hover_lists_the_chance_of_every_category() -> None:
    shades, _texts = draw_calendar(THREE)
    assert shades.customdata[0][4] == (
        "<b>Friday, 21 August 2026</b><br>Any category: 15%<br>Senior managers: 6%<br>PNP: 5%"
    )


def test_cell_shows_the_highest_chance_if_there_is_no_total() -> None:
    chances = THREE[THREE["category"] != "any"]
    shades, texts = draw_calendar(chances)
    assert shades.z[1][0] == 0.48
    assert "48%" in texts[2].text


def test_single_category_is_not_named_in_calendar_cells() -> None:
    _shades, texts = draw_calendar(THREE[THREE["category"] == "pnp"])
    assert "PNP" not in " ".join(cell.text for cell in texts)


def test_markup_in_a_category_name_is_escaped_in_the_calendar() -> None:
    shades, texts = draw_calendar(
        calendar_table(("2026-08-21", "x", 0.3), ("2026-08-21", "pnp", 0.1)),
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


def test_fan_bands_are_outlined_by_upper_and_lower_quantiles(
    rounds: pd.DataFrame,
) -> None:
    fig = fan_figure.fan(rounds.assign(scale=0), AHEAD, "cec", pd.Timestamp("2026-08-20"), WORDS)
    wide, half, past, middle = fig.data
    assert wide.y == (520, 531, 534.4, 500, 505, 520)
    assert wide.x == (*middle.x, *reversed(middle.x))
    assert half.y == (520, 524, 525, 510, 512, 520)
    assert past.y == (510, 520)
    assert past.line.color == colours.hue("cec")
    assert middle.y == (520, 518, 517)


def test_fan_labels_the_final_quantiles_and_marks_the_end_of_the_data(rounds: pd.DataFrame) -> None:
    fig = fan_figure.fan(rounds.assign(scale=0), AHEAD, "cec", pd.Timestamp("2026-08-20"), WORDS)
    assert [label.text for label in fig.layout.annotations] == ["534", "517", "500"]
    assert [shape.x0 for shape in fig.layout.shapes] == ["2026-08-20"]
    low, high = fig.layout.yaxis.range
    assert low < 500
    assert high > 534.4
    assert "8 times out of 10: 505 to 531" in fig.data[3].customdata[1]


def test_reliability_circles_compare_forecast_and_actual_shares() -> None:
    bins = pd.DataFrame({"said": [0.25, 0.7], "came": [0.3, 0.68], "n": [25, 100]})
    line, circles = outlook_card.reliability(bins, WORDS).data
    assert (line.x, line.y) == ((0, 1), (0, 1))
    assert (circles.x, circles.y) == ((0.25, 0.7), (0.3, 0.68))
    # Width grows with the square root: a quarter of the forecasts, half the extra width.
    least, most = outlook_card.SMALLEST, outlook_card.LARGEST
    assert circles.marker.size == ((least + most) / 2, most)
    assert circles.customdata[1] == "forecast: <b>70%</b><br>actual: <b>68%</b><br>100 forecasts"
