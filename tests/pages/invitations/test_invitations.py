"""The invitations page: stacked bars, years compared, and round sizes by category."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.rounds.invitations import cumulative_by_year, shares, sizes, totals
from data.rounds.record import Record
from data.vocabulary.filter import Filter
from pages.invitations import figures as charts
from pages.invitations import page, text
from pages.invitations.layers import Layer, layers, stacked
from pages.invitations.years import labelled_years, years
from pages.language import Words
from pages.plot import colours, layout
from pages.ui.events import shown as events
from tests.conftest import Build
from tests.pages.support.app_views import captions, figures, headings, opened, plain, view

LABELS = {"general": "General", "french": "French"}
NAMES = {**LABELS, "stem": "STEM", "trades": "Trades"}
DAY = 24 * 3600 * 1000


def shown(**query: str | list[str]) -> AppTest:
    """Open the page as from a link."""
    return opened("invitations", **query)


def december_2023(draws: pd.DataFrame) -> pd.DataFrame:
    return draws[draws["date"].between("2023-12-01", "2023-12-31")].reset_index(drop=True)


def drawn(
    draws: pd.DataFrame,
    period: str,
    column: str = "invitations",
    highlighted: tuple[str, ...] = ("french", "general"),
    **days: date,
) -> Any:
    """Return the bars of some rounds with General and French highlighted, or one chosen."""
    told = totals(draws, period, **days)
    held = set(draws["category"])
    last = draws.groupby("category")["date"].max()
    own = [
        Layer((code,), LABELS[code], LABELS[code], colours.hue(code), last[code], is_own=True)
        for code in highlighted
        if code in held
    ]
    others = tuple(held - set(highlighted))
    rest = Layer(others, "Others", "Others", colours.MID, last[list(others)].max())
    rest = rest._replace(is_context=len(highlighted) == 1)
    of = [*own, *([rest] if others else [])]
    stack = stacked(told, of)
    stack["hover"] = charts.hovers(stack, told, of, NAMES, period, Words())
    end = days.get("end") or draws["date"].iloc[-1].date()
    return charts.bars(charts.Bars(stack, of, period, column, end, "The last"), Words())


def test_bars_stack_the_layers_of_each_period(draws: pd.DataFrame) -> None:
    bars = {bar.name: (bar.x, bar.y) for bar in drawn(december_2023(draws), "month").data}
    assert bars == {
        "French": (("2023-12-01",), (1000,)),
        "General": (("2023-12-01",), (4750 + 1325,)),
        "Others": (("2023-12-01",), (5900,)),
    }
    assert list(bars) == ["French", "General", "Others"]


def test_shares_of_a_period_add_up_to_one(draws: pd.DataFrame) -> None:
    fig = drawn(december_2023(draws), "month", "share")
    assert [bar.y[0] for bar in fig.data] == pytest.approx(
        [1000 / 12975, 6075 / 12975, 5900 / 12975]
    )
    assert fig.layout.yaxis.tickvals == (0, 0.5, 1)
    assert fig.layout.yaxis.ticktext == ("0%", "50%", "100%")


def test_bar_hover_shows_layer_period_invitations_share_and_its_categories(build: Build) -> None:
    draws = build(
        ("1", "2023-12-06", "General", 4750, 500),
        ("2", "2023-12-07", "STEM occupations (Version 1)", 5900, 500),
        ("3", "2023-12-08", "Trade occupations (Version 1)", 1000, 500),
    )
    (hover,) = drawn(draws, "week").data[1].customdata
    lines = hover.split("<br>")
    assert lines[:5] == [
        "<b>Others</b>",
        "week of 4 Dec 2023",
        "6,900 invitations",
        "2 rounds",
        "59% of the period’s invitations",  # 6,900 of 11,650
    ]
    assert sorted(lines[5:]) == ["STEM 5,900", "Trades 1,000"]


def test_bar_width_depends_only_on_the_length_of_the_period(build: Build) -> None:
    draws = build(("1", "2024-02-01", "General", 1, 500), ("2", "2024-10-01", "General", 1, 510))
    bar = drawn(draws, "month").data[0]
    # Nine months, so a bar leaves 20% of its month empty: 29 days in February, 31 in October.
    assert bar.width == pytest.approx((29 * DAY * 0.8, 31 * DAY * 0.8))
    assert bar.offset == pytest.approx((29 * DAY * 0.1, 31 * DAY * 0.1))


def test_axis_includes_periods_without_a_round(draws: pd.DataFrame) -> None:
    stem = draws[draws["category"] == "stem"]
    fig = drawn(stem, "year", start=date(2015, 1, 31), end=date(2024, 3, 10))
    assert fig.layout.xaxis.range == ("2015-01-01", "2025-01-01")


def test_a_bar_of_a_period_that_was_not_over_is_faint_and_says_to_when(build: Build) -> None:
    rows = (("1", "2026-05-01", "General", 700, 1), ("2", "2026-08-03", "General", 300, 1))
    fig = drawn(build(*rows), "quarter", end=date(2026, 8, 20))
    general = colours.hue("general")
    assert fig.data[0].marker.color == (general, colours.faint(general, 0.5))
    texts = [note.text for note in fig.layout.annotations]
    total = f"<span style='color:{colours.INK}'><b>300</b></span>"
    assert texts == ["<b>General</b>", f"{total} to 20 Aug", "<b>700</b>"]
    over = drawn(build(*rows), "quarter", end=date(2026, 9, 30))
    assert over.data[0].marker.color == (general, general)
    assert [note.text for note in over.layout.annotations][1] == total


def test_a_layer_without_a_round_for_long_is_named_above_its_last_bar(build: Build) -> None:
    draws = build(
        ("1", "2023-02-01", "General", 700, 1),
        ("2", "2026-08-03", "French-Language proficiency 2026-Version 1", 300, 1),
    )
    fig = drawn(draws, "year", end=date(2026, 12, 31))
    notes = {note.text: note for note in fig.layout.annotations}
    assert notes["<b>General</b>, to Feb 2023"].y >= 700  # above the bar of 2023
    assert "<b>French 300</b>" in notes
    assert "<b>General</b>" not in notes


@pytest.mark.parametrize(
    ("column", "own", "whole"), [("invitations", 100, 1000), ("share", 0.1, 1)]
)
def test_labels_of_a_chosen_category_stand_above_all_bars_and_lead_to_its_own(
    build: Build, column: str, own: float, whole: float
) -> None:
    french = "French-Language proficiency 2023-Version 1"
    draws = build(
        ("1", "2023-02-01", "General", 100, 1),
        ("2", "2023-08-03", french, 900, 1),
        ("3", "2026-08-03", french, 300, 1),
    )
    fig = drawn(draws, "year", column, ("general",), end=date(2026, 12, 31))
    name, total = "<b>General</b>, to Feb 2023", "<b>100</b>"
    notes = {note.text: note.y for note in fig.layout.annotations}
    assert notes[name] >= whole
    assert notes.get(total) == (whole if column == "invitations" else None)
    leaders = [line for line in fig.layout.shapes if line.x0 == line.x1 == "2023-07-02 12:00"]
    assert {(line.y0, line.y1) for line in leaders} == {
        (own, y) for text, y in notes.items() if text in (name, total)
    }


def test_a_layer_without_a_round_for_long_is_named_above_its_bars_of_shares(build: Build) -> None:
    draws = build(
        ("1", "2023-02-01", "General", 700, 1),
        ("2", "2026-08-03", "French-Language proficiency 2026-Version 1", 300, 1),
    )
    fig = drawn(draws, "year", "share", end=date(2026, 12, 31))
    for width in (fig.layout.to_plotly_json(), fig.layout.meta["narrow"]):
        (name,) = [note for note in width["annotations"] if "to Feb 2023" in note["text"]]
        assert (name["y"], name["yanchor"]) == (1, "bottom")


@pytest.mark.parametrize("codes", [(), ("cec",), ("stem",), ("french", "healthcare")])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_event_is_named_on_bars_of_shares(codes: tuple[str, ...], language: str) -> None:
    own = view(Filter(codes), language=language)
    chart = page._bars_chart(own, "quarter", "shares")
    assert chart
    encoded = chart.encoded(events.drawn(own, chart.span, events.MODES[0]))
    spec = json.loads(encoded.json)["layout"]
    height = spec["height"] - spec["margin"]["t"] - spec["margin"]["b"]
    room = height * (1 - 1 / spec["yaxis"]["range"][1])  # pixels above the bars
    named = [note for note in spec["annotations"] if note.get("yref") == "paper" and "x" in note]
    assert len(named) > 3
    assert all(-note["yshift"] + 16 <= room for note in named)


def test_a_phone_shows_the_last_16_quarters_on_their_own_scale(build: Build) -> None:
    draws = build(("1", "2019-01-01", "General", 900, 1), ("2", "2026-08-03", "General", 300, 1))
    fig = drawn(draws, "quarter", end=date(2026, 8, 20))
    narrow = fig.layout.meta["narrow"]
    assert fig.layout.xaxis.range == ("2019-01-01", "2026-10-01")
    assert narrow["xaxis"]["range"] == ["2022-10-01", "2026-10-01"]  # 16 quarters
    assert 300 < narrow["yaxis"]["range"][1] < 900 < fig.layout.yaxis.range[1]
    assert "The last" in [note["text"] for note in narrow["annotations"]]
    assert "The last" not in [note.text for note in fig.layout.annotations]


def test_highlighted_layers_are_three_of_those_in_focus_and_two_groups_follow() -> None:
    # In the 12 months: French 77,500, CEC 65,250 and PNP 11,827 invitations.
    of = layers(view())
    assert [layer.name for layer in of] == [
        "French",
        "CEC",
        "PNP",
        "Other category-based",
        "General and programs",
    ]
    assert [layer.colour for layer in of[3:]] == [colours.MID, colours.GHOST]


def test_a_chosen_category_stands_below_all_others_in_pale_grey() -> None:
    own, rest = layers(view(Filter(("stem",))))
    assert (own.name, own.codes, own.colour) == ("STEM", ("stem",), colours.hue("stem"))
    assert (rest.name, rest.colour, rest.is_context) == (
        "All other categories",
        colours.GHOST,
        True,
    )
    assert "stem" not in rest.codes


@pytest.mark.parametrize(
    ("chosen", "title"),
    [
        # 77,500 and 65,250 of 178,043 invitations from 21 August 2025.
        (Filter(), "French and CEC took 80% of 178,043 invitations in 12 months"),
        (Filter(("cec",)), "CEC took 37% of 178,043 invitations in 12 months"),
        (
            Filter(("stem",)),
            "No STEM invitation in 12 months; the last round, on 11 April 2024, had 4,500",
        ),
        (
            Filter(("french", "healthcare")),  # 92,500
            "French and Healthcare took 52% of 178,043 invitations in 12 months",
        ),
        (
            Filter(start=date(2023, 12, 8), end=date(2023, 12, 8)),
            "STEM took 100% of 5,900 invitations on 8 December 2023",
        ),
        (
            # Without 5,000 of 19 August 2026, and with 2,500 of 19 August 2025.
            Filter(("cec",), end=date(2026, 8, 18)),
            "CEC took 37% of 175,543 invitations in the 12 months to 18 August 2026",
        ),
    ],
)
def test_title_says_what_the_highlighted_categories_took(chosen: Filter, title: str) -> None:
    assert text.taken(view(chosen)) == title


def test_years_are_overlaid_with_the_latest_highlighted(build: Build) -> None:
    draws = build(
        ("1", "2024-02-29", "General", 10, 500),
        ("2", "2025-03-01", "General", 7, 500),
    )
    running = cumulative_by_year(draws, date(2025, 3, 5))
    fig = years(running, draws.iloc[0], "General", Words())
    old, new, largest = fig.data
    assert (old.x, old.y) == (("2024-01-01", "2024-02-29", "2024-12-31"), (0, 10, 10))
    # 1 March 2025 is drawn at 1 March, not at 29 February of the leap year.
    assert (new.x, new.y) == (("2024-01-01", "2024-03-01", "2024-03-05"), (0, 7, 7))
    assert (old.line.width, old.line.color) == (1.75, colours.SOFT)
    assert (new.line.width, new.line.color) == (2.75, colours.ACCENT)
    assert (largest.x, largest.y) == (("2024-02-29",), (10,))
    texts = [note.text for note in fig.layout.annotations]
    assert texts == ["<b>2024 10</b>", "<b>2025 7</b>", "<b>2024</b> 10<br>on 29 Feb"]


def test_years_before_the_last_two_are_pale(build: Build) -> None:
    draws = build(("1", "2023-02-01", "General", 10, 500), ("2", "2025-03-01", "General", 7, 500))
    running = cumulative_by_year(draws, date(2025, 3, 5))
    lines = years(running, draws.iloc[0], "General", Words()).data[:3]
    assert [line.line.color for line in lines] == [colours.GHOST, colours.SOFT, colours.ACCENT]


def test_years_of_a_category_name_it_and_leave_out_those_without_an_invitation() -> None:
    app = shown(category="cec", to="2026-08-20")
    assert headings(app, 2)[1] == (
        "CEC: 49,250 invitations in 2026 by 20 August, up from 19,850 a year before"
    )
    chart = next(f for f in figures(app) if f.key == "invitations-by-year")
    named = [trace["name"] for trace in chart.spec["data"] if trace.get("name")]
    assert named == ["2015", "2020", "2021", "2024", "2025", "2026"]


def test_overlapping_year_labels_are_left_out() -> None:
    ends = pd.Series({2022: 10, 2023: 12, 2024: 50, 2025: 30, 2026: 31})
    assert labelled_years(ends, 2026, 5) == [2025, 2024, 2022]


def test_total_of_zero_stands_above_the_axis(build: Build) -> None:
    draws = build(("1", "2025-05-01", "General", 700, 1))
    running = cumulative_by_year(draws, date(2026, 3, 1))
    assert running["invitations"].iloc[-1] == 0
    notes = years(running, draws.iloc[0], "General", Words()).layout.annotations
    (zero,) = (note for note in notes if note.text == "<b>2026 0</b>")
    assert (zero.y, zero.yanchor) == (0, "bottom")


def test_single_year_is_labelled_alone(build: Build) -> None:
    draws = build(("1", "2024-02-29", "General", 10, 500))
    fig = years(cumulative_by_year(draws, date(2024, 3, 1)), draws.iloc[0], "General", Words())
    assert fig.layout.annotations[0].text == "<b>2024 10</b>"


def test_a_year_with_more_than_any_year_before_is_called_so() -> None:
    app = shown(to="2026-08-20")
    assert headings(app, 2)[1] == (
        "119,865 invitations in 2026 by 20 August, more than in any year before"
    )


def test_inactive_categories_have_a_sentence_instead_of_a_line_on_zero() -> None:
    app = shown(category="stem", to="2026-08-20")
    assert headings(app, 2)[1] == "No STEM invitation since 11 April 2024"
    # 500 in July and 5,900 in December 2023, 4,500 in April 2024.
    told = "Invitations in the chosen categories: 6,400 in 2023 and 4,500 in 2024."
    assert told in [plain(element.value) for element in app.markdown]
    assert "invitations-by-year" not in [figure.key for figure in figures(app)]


def test_numbers_of_a_chosen_category_stand_beside_those_of_all() -> None:
    chart = page._bars_chart(view(Filter(("cec",))), "quarter", "shares")
    assert chart is not None
    latest = chart.table.iloc[0]
    assert (latest["invitations"], latest["everyone"]) == (8000, 30798)
    assert latest["cec"] == pytest.approx(8000 / 30798)


@pytest.mark.parametrize(
    ("start", "period"),
    [(date(2015, 1, 31), "quarter"), (date(2023, 6, 28), "month"), (date(2026, 1, 1), "week")],
)
def test_bar_period_fits_the_length_of_the_chosen_dates(start: date, period: str) -> None:
    assert charts.suitable_period(start, date(2026, 8, 20)) == period


def test_long_category_names_are_shortened_for_the_legend() -> None:
    assert len(layout.shorten("Beekeepers, 2027-Version 1")) == layout.LONGEST_NAME


def test_year_to_date_is_compared_with_the_same_days_last_year(
    real: pd.DataFrame,
) -> None:
    now, before = (
        sum(
            row.invitations
            for row in real.itertuples()
            if date(year, 1, 1) <= row.date.date() <= date(year, 8, 20)
        )
        for year in (2026, 2025)
    )
    assert before == 55_820
    sentence = text.year_against_previous(view(), real)
    assert sentence == f"{now:,} invitations in 2026 by 20 August, up from 55,820 a year before"


# On a phone, a title has some 40 letters on a line.
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("codes", [(), ("cec",), ("stem",), ("healthcare",), ("pnp",)])
def test_titles_have_room_on_two_lines_of_a_phone(codes: tuple[str, ...], language: str) -> None:
    own = view(Filter(codes), language=language)
    running = cumulative_by_year(own.in_categories, own.end)
    years = own.of_chosen(text.years_title(own, own.in_categories, running))
    assert [title for title in (text.taken(own), years) if len(title) > 80] == []


def test_heading_of_the_years_names_the_chosen_categories() -> None:
    app = shown(to="2026-08-20", category="cec")
    assert any(title.startswith("CEC: 49,250 invitations in 2026") for title in headings(app))


def test_alternative_of_the_years_has_a_year_with_each_total() -> None:
    chart = page._years_chart(view(Filter(("french", "healthcare"))))
    assert chart is not None
    # Not "2025: 62,500, 2024: 33,250", whose commas are of two kinds.
    assert chart.alt.endswith("62,500 in 2025, 33,250 in 2024 and 14,300 in 2023.")


def test_years_note_gives_the_whole_year_before() -> None:
    # 58 rounds in 2025.
    app = shown(to="2026-08-20")
    note = "In all of 2025: 113,998 invitations. Each line adds up one year’s invitations"
    assert any(caption.startswith(note) for caption in captions(app))


def test_year_to_date_sentence_says_if_last_year_had_none(build: Build) -> None:
    draws = build(("1", "2026-02-01", "General", 10, 500))
    assert text.year_against_previous(view(), draws) == (
        "10 invitations in 2026 by 20 August, and none a year before"
    )


def test_heading_and_table_match_a_recount(record: Record) -> None:
    app = shown(to="2026-08-20")
    assert not app.exception
    rows = record.draws[record.draws["date"] <= "2026-08-20"].to_dict("records")
    whole, each = sum(row["invitations"] for row in rows), Counter[str]()
    for row in rows:
        each[row["category"]] += row["invitations"]
    note = f"{whole:,} invitations in {len(rows)} rounds in all. One bar"
    assert any(caption.startswith(note) for caption in captions(app))
    table = app.dataframe[-1].value
    assert table["invitations"].sum() == whole
    cec = table[table["category"] == "CEC"].iloc[0]
    assert (cec["largest"], cec["largest_id"]) == (27332, "#176")
    assert cec["invitations"] == each["cec"]


@pytest.mark.parametrize(
    ("by", "show"),
    [
        ("year", "shares"),
        pytest.param("Year", "Shares", id="older links with English words"),
    ],
)
def test_link_sets_period_and_measure(by: str, show: str) -> None:
    app = shown(by=by, show=show, to="2026-08-20")
    notes = captions(app)
    note = "One bar for each year. The last bar counts only up to 20 August 2026."
    assert any(note in caption for caption in notes)
    assert (app.session_state["by"], app.session_state["show"]) == ("year", "shares")


def test_link_sets_the_same_period_and_measure_in_french() -> None:
    app = shown(by="year", show="shares", to="2026-08-20", lang="fr")
    notes = [caption.replace("\u00a0", " ") for caption in captions(app)]
    note = "Une barre par année. La dernière barre ne compte que jusqu’au 20 août 2026."
    assert any(note in caption for caption in notes)
    chosen = {each.key: each.value for each in app.get("button_group")}
    assert (chosen["by-shown"], chosen["show-shown"]) == ("year", "shares")


def test_unknown_period_in_a_link_falls_back_to_the_default() -> None:
    app = shown(by="Decade", to="2026-08-20")
    assert not app.exception
    assert any("One bar for each quarter" in caption for caption in captions(app))


def test_page_says_when_no_round_matches_the_filters() -> None:
    app = shown(category="military", from_="2015-01-01", to="2016-01-01")
    assert not app.exception
    assert "No rounds match these filters." in app.info[-1].value
    assert not headings(app, 2)


def test_page_works_for_a_single_day() -> None:
    app = shown(from_="2023-12-08", to="2023-12-08")
    assert not app.exception
    assert headings(app, 2)[0] == "STEM took 100% of 5,900 invitations on 8 December 2023"


def test_a_new_category_is_named_as_published(draws: pd.DataFrame, record: Record) -> None:
    chosen = view(Filter(), record=replace(record, draws=draws))
    told = text.bars_alt(chosen, shares(totals(draws, "year")), sizes(draws), "year")
    assert told.endswith("and Beekeepers <1%.")


def test_markup_in_a_new_category_name_is_escaped_in_the_figure(build: Build) -> None:
    draws = build(
        ("1", "2024-01-01", "<b>Bold</b>: *claims*", 20, 500),
        ("2", "2024-01-02", "General", 1, 500),
    )
    code = draws["category"].iloc[0]
    layer = Layer((code,), "<b>Bold</b>", "Bold", colours.MID, draws["date"].iloc[0], is_own=True)
    stack = stacked(totals(draws[:1], "year"), [layer]).assign(hover="")
    fig = charts.bars(charts.Bars(stack, [layer], "year", "share", date(2024, 12, 31)), Words())
    assert fig.data[0].name == "&lt;b&gt;Bold&lt;/b&gt;"
    assert fig.layout.annotations[0].text == "<b>&lt;b&gt;Bold&lt;/b&gt;</b>"


def test_label_of_the_largest_round_stands_above_that_of_the_year_on_a_phone() -> None:
    chosen = Filter(categories=("cec",), end=date(2026, 8, 20))
    chart = page._years_chart(view(chosen, language="fr"))
    assert chart is not None
    notes = {note["text"][3:7]: note for note in chart.figure.layout.meta["narrow"]["annotations"]}
    year, largest = notes["2026"], notes["2021"]
    assert (year["xanchor"], largest["xanchor"]) == ("right", "left")
    assert largest["y"] > year["y"] == 49250  # above the lines below its text
    assert largest["yshift"] - year["yshift"] > 17  # a line of text
