"""The cut-offs page: its charts, what their titles say, and numbers that match the data."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.vocabulary.filter import Filter
from pages.cutoffs import page
from pages.ui.chart import Chart
from tests.pages.support.app_views import captions, figures, headings, opened, picture, view
from tests.support.august import load


def open_page(**query: str | list[str]) -> AppTest:
    """Open the page as from a link."""
    return opened("cut-offs", **query)


def test_charts_are_all_together_by_category_pnp_and_ranges() -> None:
    app = open_page(to="2026-08-20")
    assert [figure.key for figure in figures(app)] == [
        "cut-offs",
        "cut-offs-by-category",
        "cut-offs-pnp",
        "cut-off-ranges",
    ]


def test_checkbox_shows_pnp_with_the_others_minus_600_points() -> None:
    app = open_page(category=["pnp", "cec"])
    app.checkbox(key="with-pnp").check().run()
    assert not app.exception
    figure = figures(app)[0]
    assert [found.key for found in figures(app)] == ["cut-offs", "cut-off-ranges"]
    pnp = [trace for trace in figure.spec["data"] if trace.get("name") == "PNP"]
    values = [value for trace in pnp for value in trace["y"] if value is not None]
    assert 160 in values  # 760 on 17 August 2026
    assert max(values) < 400


@pytest.mark.parametrize(
    ("query", "english", "french"),
    [
        # 18 August 2026: 523 after 516; the last as high was 531 on 26 November 2025.
        (
            {"category": "cec"},
            "CEC rose 7 points to 523, its highest since November 2025",
            "CEC : hausse de 7 points, à 523, au plus haut depuis novembre 2025",
        ),
        # 19 August 2026: 382 after 391, the lowest since the scale changed on 25 March 2025.
        (
            {"category": "french", "from": "2025-08-21"},
            "French fell 9 points to 382, its lowest since March 2025",
            "Français : baisse de 9 points, à 382, au plus bas depuis mars 2025",
        ),
        (
            {"category": ["french", "healthcare"]},
            "French fell to 382, its lowest since March 2025; Healthcare rose to 475",
            "Français : baisse à 382, au plus bas depuis mars 2025; Santé : hausse à 475",
        ),
        (
            {"category": ["stem", "french"]},
            "French fell to 382, its lowest since March 2025; STEM last stood at 491 in April 2024",
            "Français : baisse à 382, au plus bas depuis mars 2025; "
            "STIM : 491 à la dernière ronde, en avril 2024",
        ),
        (
            {"category": "stem"},
            "STEM last stood at 491, on 11 April 2024",
            "STIM : 491 à la dernière ronde, le 11 avril 2024",
        ),
        (
            {"category": "military"},
            "Military recruits began at 368 on 23 July 2026",
            "Recrues militaires : premier seuil à 368, le 23 juillet 2026",
        ),
        # The first Transport round on the scale of March 2025.
        (
            {"category": "transport"},
            "Transport began at 470 on a new CRS scale",
            "Transport : premier seuil à 470 sur une nouvelle échelle du SCG",
        ),
        (
            {},
            "French fell to 382, its lowest since March 2025; CEC rose to 523",
            "Français : baisse à 382, au plus bas depuis mars 2025; CEC : hausse à 523",
        ),
    ],
)
def test_title_says_what_happened_last(
    query: dict[str, str | list[str]], english: str, french: str
) -> None:
    for language, expected in (("en", english), ("fr", french)):
        app = open_page(**query, to="2026-08-20", lang=language)
        assert headings(app)[0].replace("\N{NO-BREAK SPACE}", " ") == expected


def test_title_compares_with_rounds_before_the_dates_shown() -> None:
    # On 4 August 2026 PNP was at 768; only 17 August is shown.
    app = open_page(category="pnp", from_="2026-08-10", to="2026-08-20")
    assert headings(app)[0].startswith("PNP fell 8 points to 760")


def test_note_says_what_is_coloured_and_why_lines_break() -> None:
    def note(**query: str | list[str]) -> str:
        app = open_page(**query, to="2026-08-20")
        return next(text for text in captions(app) if "points a round" in text)

    everything = note()
    assert "Coloured: categories with 4 rounds or more in 12 months" in everything
    assert "PNP, with its 600 points, stands below." in everything
    assert "Triangles lie beyond the scale." in everything
    one = note(category="healthcare")
    assert "Grey dots: the rounds of all other categories." in one
    assert "Lines break where the CRS scale changed: scores before and after" in one
    assert "Coloured" not in one
    assert "or where a category paused for over a year" in note(category="general")
    assert "Lines break" not in note(category="stem")


def test_inactive_categories_have_no_panel_but_their_last_cut_off_in_the_note() -> None:
    app = open_page(to="2026-08-20")
    note = next(text for text in captions(app) if "on one scale" in text)
    assert "General 529 (Apr 2024), STEM 491 (Apr 2024)" in note


def ranges(chosen: Filter) -> Chart:
    """Return the chart of ranges of a view."""
    found = page.CHARTS.drawn(view(chosen), "cut-off-ranges", page.Choices())
    assert found is not None
    return found[1]


def test_ranges_match_a_recount() -> None:
    chart = ranges(Filter(("french",), date(2023, 6, 28)))
    row = chart.numbers.iloc[0]
    own = [
        (int(d["cutoff"]), d["date"])
        for d in load().draws.to_dict("records")
        if d["category"] == "french"
        # The scale changed on 25 March 2025.
        and pd.Timestamp("2025-03-25") <= d["date"] <= pd.Timestamp("2026-08-20")
    ]
    assert row["first_date"] == own[0][1]
    assert (row["rounds"], row["latest"]) == (len(own), own[-1][0])
    assert row["lowest"] == min(cutoff for cutoff, _day in own)
    assert row["highest"] == max(cutoff for cutoff, _day in own)
    assert chart.title == "French cut-offs lie between 382 and 481; the latest is 382"


def test_ranges_list_inactive_categories_last() -> None:
    order = ranges(Filter()).numbers["category"].tolist()
    assert order[:3] == ["French", "CEC", "PNP"]
    assert order[-5:] == ["General", "STEM", "Agriculture", "FSW", "FST"]


def test_page_says_when_no_round_matches_the_filters() -> None:
    app = open_page(category="stem", from_="2025-01-01")
    assert not app.exception
    assert any("No rounds match these filters." in info.value for info in app.info)
    assert figures(app) == []


def test_page_works_where_a_chosen_category_had_no_round_in_the_dates() -> None:
    # The last STEM round was on 11 April 2024.
    app = open_page(category=["stem", "french"], from_="2026-01-01", to="2026-08-20")
    assert not app.exception
    assert figures(app)[0].key == "cut-offs"


# The dashes in the panels have no room for the name of the event.
@pytest.mark.parametrize(
    ("language", "start", "said"),
    [
        ("en", "2023-07-01", "The CRS scale changed on 25 March 2025: scores before and after"),
        ("fr", "2023-07-01", "L’échelle du SCG a changé le 25 mars 2025 : les notes d’avant"),
        ("en", "2025-04-01", ""),
    ],
)
def test_panels_say_when_the_scale_changed(language: str, start: str, said: str) -> None:
    app = opened("cut-offs", lang=language, **{"from": start})
    note = picture(app, "cut-offs-by-category")["note"].replace("\N{NO-BREAK SPACE}", " ")
    assert said in note
    assert said or "scale changed" not in note
