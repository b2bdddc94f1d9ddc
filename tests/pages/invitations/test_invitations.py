"""The invitations page: stacked bars, years compared, and round sizes by category."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.rounds.invitations import cumulative_by_year, shares, sizes, totals
from data.rounds.record import Record
from data.vocabulary.filter import Filter
from pages.invitations import figures as charts
from pages.invitations import text
from pages.language import Words
from pages.plot import layout
from tests.conftest import Build
from tests.pages.support.app_views import captions, headings, opened, view

LABELS = {"general": "General", "french": "French", "stem": "STEM"}
DAY = 24 * 3600 * 1000


def shown(**query: str | list[str]) -> AppTest:
    """Open the page as from a link."""
    return opened("invitations", **query)


def december_2023(draws: pd.DataFrame) -> pd.DataFrame:
    return draws[draws["date"].between("2023-12-01", "2023-12-31")].reset_index(drop=True)


def test_bars_stack_the_categories_of_each_period(draws: pd.DataFrame) -> None:
    table = shares(totals(december_2023(draws), "month"))
    fig = charts.bars(table, LABELS, "month", Words(), column="invitations")
    bars = {bar.name: (bar.x, bar.y) for bar in fig.data}
    assert bars == {
        "General": (("2023-12-01",), (4750 + 1325,)),
        "French": (("2023-12-01",), (1000,)),
        "STEM": (("2023-12-01",), (5900,)),
    }
    assert fig.layout.barmode == "stack"


def test_shares_of_a_period_add_up_to_one(draws: pd.DataFrame) -> None:
    table = shares(totals(december_2023(draws), "month"))
    fig = charts.bars(table, LABELS, "month", Words(), column="share")
    assert [bar.y[0] for bar in fig.data] == pytest.approx(
        [6075 / 12975, 1000 / 12975, 5900 / 12975]
    )
    assert fig.layout.yaxis.range == (0, 1)


def test_bar_hover_shows_category_period_invitations_and_share(draws: pd.DataFrame) -> None:
    table = shares(totals(december_2023(draws), "week"))
    fig = charts.bars(table, LABELS, "week", Words(), column="invitations")
    assert fig.data[2].customdata[0].split("<br>") == [
        "<b>STEM</b>",
        "week of 4 Dec 2023",
        "5,900 invitations",
        "1 round",
        "51% of the period’s invitations",  # of 4,750 + 1,000 + 5,900
    ]


def test_bar_width_depends_only_on_the_length_of_the_period(build: Build) -> None:
    draws = build(("1", "2024-02-01", "General", 1, 500), ("2", "2024-10-01", "General", 1, 510))
    table = shares(totals(draws, "month"))
    bar = charts.bars(table, LABELS, "month", Words(), column="invitations").data[0]
    # Nine months, so a bar leaves 15% of its month empty: 29 days in February, 31 in October.
    assert bar.width == pytest.approx((29 * DAY * 0.85, 31 * DAY * 0.85))
    assert bar.offset == pytest.approx((29 * DAY * 0.075, 31 * DAY * 0.075))


def test_axis_includes_periods_without_a_round(draws: pd.DataFrame) -> None:
    stem = draws[draws["category"] == "stem"]
    table = shares(totals(stem, "year", date(2015, 1, 31), date(2024, 3, 10)))
    fig = charts.bars(table, LABELS, "year", Words(), column="invitations")
    assert fig.layout.xaxis.range == ("2015-01-01", "2025-01-01")


def test_legend_lists_only_drawn_categories_in_the_usual_order(draws: pd.DataFrame) -> None:
    labels = {"general": "General", "cec": "CEC", "french": "French", "stem": "STEM"}
    table = shares(totals(december_2023(draws), "month"))
    fig = charts.bars(table, labels, "month", Words(), column="invitations")
    assert [bar.name for bar in fig.data] == ["General", "French", "STEM"]
    assert fig.layout.showlegend


def test_single_category_has_no_legend(draws: pd.DataFrame) -> None:
    stem = draws[draws["category"] == "stem"]
    table = shares(totals(stem, "year"))
    assert not charts.bars(table, LABELS, "year", Words(), column="share").layout.showlegend


def test_years_are_overlaid_with_the_latest_highlighted(build: Build) -> None:
    draws = build(
        ("1", "2024-02-29", "General", 10, 500),
        ("2", "2025-03-01", "General", 7, 500),
    )
    running = cumulative_by_year(draws, date(2025, 3, 5))
    fig = charts.years(running, draws.iloc[0], Words())
    old, new, largest = fig.data
    assert (old.x, old.y) == (("2024-01-01", "2024-02-29", "2024-12-31"), (0, 10, 10))
    # 1 March 2025 is drawn at 1 March, not at 29 February of the leap year.
    assert (new.x, new.y) == (("2024-01-01", "2024-03-01", "2024-03-05"), (0, 7, 7))
    assert new.line.width > old.line.width
    assert (largest.x, largest.y) == (("2024-02-29",), (10,))
    texts = [note.text for note in fig.layout.annotations]
    assert texts == ["2024", "<b>2025</b>", "● #1, 29 Feb 2024:<br>10 in one round"]


def test_overlapping_year_labels_are_left_out() -> None:
    ends = pd.Series({2022: 10, 2023: 12, 2024: 50, 2025: 30, 2026: 31})
    assert charts.labelled_years(ends, 2026, 5) == [2025, 2024, 2022]


def test_single_year_is_labelled_alone(build: Build) -> None:
    draws = build(("1", "2024-02-29", "General", 10, 500))
    fig = charts.years(cumulative_by_year(draws, date(2024, 3, 1)), draws.iloc[0], Words())
    assert fig.layout.annotations[0].text == "<b>2024</b>"


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
    sentence = text.year_against_previous(view(), real)
    assert sentence == (
        f"{now:,} invitations in 2026 up to 20 August, {now - before:,} more than in 2025 by the "
        "same date (55,820)"
    )


def test_years_note_gives_the_whole_year_before() -> None:
    # 58 rounds in 2025.
    app = shown(to="2026-08-20")
    note = "In all of 2025: 113,998 invitations. Each line adds up one year’s invitations"
    assert any(caption.startswith(note) for caption in captions(app))


def test_year_to_date_sentence_says_if_last_year_had_none(build: Build) -> None:
    draws = build(("1", "2026-02-01", "General", 10, 500))
    assert text.year_against_previous(view(), draws) == (
        "10 invitations in 2026 up to 20 August, and none in 2025 by the same date"
    )


def test_heading_and_table_match_a_recount(record: Record) -> None:
    app = shown(to="2026-08-20")
    assert not app.exception
    rows = record.draws[record.draws["date"] <= "2026-08-20"].to_dict("records")
    whole, each = sum(row["invitations"] for row in rows), Counter[str]()
    for row in rows:
        each[row["category"]] += row["invitations"]
    percent = round(100 * each["general"] / whole)
    assert headings(app, 2)[0] == (
        f"{whole:,} invitations in {len(rows)} rounds: General had the largest share, {percent}%"
    )
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
    assert any(caption.startswith(note) for caption in notes)
    assert (app.session_state["by"], app.session_state["show"]) == ("year", "shares")


def test_link_sets_the_same_period_and_measure_in_french() -> None:
    app = shown(by="year", show="shares", to="2026-08-20", lang="fr")
    notes = [caption.replace("\u00a0", " ") for caption in captions(app)]
    note = "Une barre par année. La dernière barre ne compte que jusqu’au 20 août 2026."
    assert any(caption.startswith(note) for caption in notes)
    chosen = {each.key: each.value for each in app.get("button_group")}
    assert (chosen["by-shown"], chosen["show-shown"]) == ("year", "shares")


def test_unknown_period_in_a_link_falls_back_to_the_default() -> None:
    app = shown(by="Decade", to="2026-08-20")
    assert not app.exception
    assert any(text.startswith("One bar for each quarter") for text in captions(app))


def test_page_says_when_no_round_matches_the_filters() -> None:
    app = shown(category="military", from_="2015-01-01", to="2016-01-01")
    assert not app.exception
    assert "No rounds match these filters." in app.info[-1].value
    assert not headings(app, 2)


def test_page_works_for_a_single_day() -> None:
    app = shown(from_="2023-12-08", to="2023-12-08")
    assert not app.exception
    assert headings(app, 2)[0] == "5,900 invitations in 1 round"


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
    table = shares(totals(draws, "year"))
    labels = {code: "<b>Bold</b>", **LABELS}
    fig = charts.bars(table, labels, "year", Words(), column="share")
    assert fig.data[0].name == "&lt;b&gt;Bold&lt;/b&gt;"
