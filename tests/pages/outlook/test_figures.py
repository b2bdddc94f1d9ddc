"""Outlook figures: calendar cells, fan bands and reliability circles match their numbers."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import pytest

from pages.language import Words
from pages.outlook import calendar_figure as calendars
from pages.outlook import fan_figure
from pages.outlook import text as sentences
from pages.outlook.ranges import figure as ranges_figure
from pages.outlook.track_record import figure as outlook_card
from pages.plot import colours
from tests.conftest import Build
from tests.pages.support.app_views import view

WORDS = Words()
NAMES = {
    "any": calendars.Names("Any category", "Any category"),
    "pnp": calendars.Names("PNP", "PNP"),
    "senior-managers": calendars.Names("Senior managers", "Sen. managers"),
}


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


def drawn(table: pd.DataFrame, names: dict[str, calendars.Names] = NAMES) -> Any:
    return calendars.calendar(table, names, partial(sentences.chance, view()), WORDS)


def cells(annotations: Any) -> list[str]:
    """Return the texts of the cells without their markup; those above are weekdays."""
    texts = [note["text"] for note in annotations if note["y"] != 1]
    return [re.sub("<[^>]*>", " ", text.replace("<br>", "|")) for text in texts]


def test_calendar_has_a_row_per_week_and_a_column_per_workday() -> None:
    figure = drawn(THREE)
    assert [list(week) for week in figure.data[0].z] == [
        [None, None, None, None, 0.15],
        [0.5, None, None, None, None],
    ]
    heads = [note.text for note in figure.layout.annotations if note.y == 1]
    assert heads == ["Mon", "Tue", "Wed", "Thu", "Fri"]


def test_weekend_is_drawn_if_a_round_is_likely_enough_on_one() -> None:
    weekend = THREE.assign(probability=THREE["probability"].where(THREE["date"] != "2026-08-22", 1))
    likely = weekend.assign(probability=weekend["probability"].clip(upper=0.05))
    assert [len(week) for week in drawn(likely).data[0].z] == [7, 7]
    assert calendars.weekend_chance(THREE) == 0.01
    assert calendars.weekend_chance(likely) == 0.05


def test_cell_shows_date_chance_and_categories_from_5_percent() -> None:
    friday, monday = cells(drawn(THREE).layout.annotations)
    # PNP has 4.9 % on Friday; "Senior managers" is longer than a cell has room for.
    assert [part.strip() for part in friday.split("|")] == ["21 Aug", "15%", "Sen. managers 6%"]
    assert [part.strip() for part in monday.split("|")] == ["24 Aug", "50%", "PNP 48%"]


def test_text_is_light_from_50_percent_on_where_the_shade_is_dark() -> None:
    texts = [note for note in drawn(THREE).layout.annotations if note.y != 1]
    assert [note.font.color for note in texts] == [colours.INK, colours.BG]
    scale = drawn(THREE).data[0].colorscale
    assert [colour for edge, colour in scale if edge == 0.5][-1] == colours.SEQUENCE[3]


def test_phone_names_categories_that_have_room_without_their_chance() -> None:
    layout = drawn(THREE).layout
    friday, monday = cells(layout.meta["narrow"]["annotations"])
    assert [part.strip() for part in friday.split("|")] == ["21 Aug", "15%"]
    assert [part.strip() for part in monday.split("|")] == ["24 Aug", "50%", "PNP"]
    assert layout.meta["narrow"]["height"] < layout.height


def test_calendar_hover_lists_the_chance_of_every_category() -> None:
    assert drawn(THREE).data[0].customdata[0][4] == (
        "<b>Friday, 21 August 2026</b><br>Any category: 15%<br>Senior managers: 6%<br>PNP: 5%"
    )


def test_cell_shows_the_highest_chance_if_there_is_no_total() -> None:
    figure = drawn(THREE[THREE["category"] != "any"])
    assert figure.data[0].z[1][0] == 0.48
    assert "48%" in cells(figure.layout.annotations)[1].split("|")[1]


def test_single_category_is_not_named_in_calendar_cells() -> None:
    figure = drawn(THREE[THREE["category"] == "pnp"])
    assert "PNP" not in " ".join(cells(figure.layout.annotations))


def test_markup_in_a_category_name_is_escaped_in_the_calendar() -> None:
    figure = drawn(
        calendar_table(("2026-08-21", "x", 0.3), ("2026-08-21", "pnp", 0.1)),
        {"x": calendars.Names("<i>Bees", "<i>Bees"), "pnp": NAMES["pnp"]},
    )
    assert "&lt;i&gt;Bees: 30%" in figure.data[0].customdata[0][4]
    assert "&lt;i&gt;Bees 30%" in figure.layout.annotations[5].text


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


def fan_of(rounds: pd.DataFrame) -> Any:
    past = rounds.assign(scale=0, change=[float("nan"), 10.0])
    return fan_figure.fan(past, AHEAD, ("cec", "CEC"), pd.Timestamp("2026-08-20"), WORDS)


def test_fan_has_one_interval_for_each_coming_round(rounds: pd.DataFrame) -> None:
    past, wide, half, middle = fan_of(rounds).data
    assert wide.x == ("2026-09-01", "2026-09-01", None, "2026-09-15", "2026-09-15", None)
    assert wide.y == (505, 531, None, 500, 534.4, None)
    assert half.y == (512, 524, None, 510, 525, None)
    assert (wide.line.width, half.line.width) == (2, 8)
    assert (middle.x, middle.y) == (("2026-09-01", "2026-09-15"), (518, 517))
    assert wide.line.color == half.line.color == colours.hue("cec")
    assert (past.y, past.line.color) == ((510, 520), colours.MID)
    assert past.customdata[1].startswith("<b>CEC 520</b> +10<br>#2, 1 Aug 2026")


def test_fan_labels_the_next_round_and_marks_the_end_of_the_data(rounds: pd.DataFrame) -> None:
    fig = fan_of(rounds)
    (label,) = fig.layout.annotations
    assert re.sub("<[^>]*>", " ", label.text).split() == ["about", "518", "505", "to", "531"]
    assert [shape.x0 for shape in fig.layout.shapes] == ["2026-08-20", "2026-09-01"]
    low, high = fig.layout.yaxis.range
    assert low < 500
    assert high > 534.4
    assert "8 times out of 10: 505 to 531" in fig.data[3].customdata[0]


def test_reliability_dots_compare_forecast_and_actual_shares_with_whiskers() -> None:
    bins = pd.DataFrame({"said": [0.25, 0.7], "came": [0.3, 0.68], "n": [25, 100]})
    bins = bins.assign(low=[0.2, 0.6], high=[0.45, 0.75])
    figure = outlook_card.reliability(bins, WORDS)
    line, dots = figure.data
    assert (line.x, line.y) == ((0, 1), (0, 1))
    assert (dots.x, dots.y) == ((0.25, 0.7), (0.3, 0.68))
    assert dots.error_y.array == pytest.approx((0.15, 0.07))
    assert dots.error_y.arrayminus == pytest.approx((0.1, 0.08))
    assert dots.customdata[1] == "forecast: <b>70%</b><br>actual: <b>68%</b><br>100 forecasts"
    assert (figure.layout.yaxis.scaleanchor, figure.layout.yaxis.scaleratio) == ("x", 1)


def of_category(code: str, **differs: Any) -> ranges_figure.Row:
    row = ranges_figure.Row(
        *(code, code.upper(), code, "1 to 16 Sep 2026", "520 (511 to 529)"),
        *("2026-09-01", "2026-09-02", "2026-09-16", 520.0, 511.0, 529.0, "hover"),
    )
    return row._replace(**differs)


def test_ranges_are_bars_and_open_ones_are_hatched_to_the_end_of_the_axis() -> None:
    soon = of_category("cec", start="2026-08-18")  # began before today
    open_ended = of_category("military", end=None, low=None, high=None, expected=368.0)
    far = of_category("pnp", expected=764.0, low=719.0, high=809.0)
    rows, span = [soon, open_ended, far], (date(2026, 8, 20), date(2026, 9, 30))
    figure = ranges_figure.ranges(ranges_figure.Ranges(rows, span, (360, 540)), WORDS)
    hatches, bars, middles, cutoffs, dots = [
        trace for trace in figure.data if trace.meta["only"] == "wide"
    ]
    day = 24 * 3600 * 1000
    assert (bars.base, bars.x) == (("2026-08-20", "2026-09-01"), (27 * day, 15 * day))
    assert (hatches.base, hatches.x) == (("2026-09-01",), (29 * day,))
    assert hatches.marker.pattern.shape == "/"
    assert middles.y == (0, 1, 2)
    assert (cutoffs.base, cutoffs.x) == ((511,), (18,))  # PNP is beyond the scale
    assert dots.x == (520, 368)
    assert dots.marker.color == (colours.hue("cec"), colours.BG)
    texts = [note.text for note in figure.layout.annotations]
    assert "▶" in texts
    assert sum("719" in text or "511 to 529" in text for text in texts) == 3


def test_dates_beyond_the_axis_are_a_triangle_also_on_a_phone() -> None:
    rows = [of_category("cec"), of_category("military", start="2026-10-26", end=None)]
    data = ranges_figure.Ranges(rows, (date(2026, 8, 20), date(2026, 9, 30)), (360, 540))
    layout = ranges_figure.ranges(data, WORDS).layout
    for shown in (layout, layout.meta["narrow"], layout.meta["slim"]):
        assert [note["text"] for note in shown["annotations"]].count("▶") == 1
