"""The cut-offs page: one line per category, and numbers that match the data."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.rounds.cutoffs import series
from pages.cutoffs import figures as charts
from pages.language import Words
from tests.conftest import Build
from tests.pages.support.app_views import captions, figures, headings, opened
from tests.support.august import load

LABELS = {"stem": "STEM", "pnp": "PNP", "french": "French", "general": "General"}


def open_page(**query: str | list[str]) -> AppTest:
    """Open the page as from a link."""
    return opened("cut-offs", **query)


def test_each_category_gets_a_separate_line(build: Build) -> None:
    draws = build(
        ("254", "2023-07-05", "STEM occupations (Version 1)", 500, 486),
        ("273", "2023-12-07", "French language proficiency (Version 1)", 1000, 470),
        ("274", "2023-12-08", "STEM occupations (Version 1)", 5900, 481),
    )
    fig = charts.lines(series(draws), LABELS, Words())
    lines = {trace.name: (trace.x, trace.y) for trace in fig.data}
    assert lines == {
        "STEM": (("2023-07-05", "2023-12-08"), (486, 481)),
        "French": (("2023-12-07",), (470,)),
    }
    assert fig.layout.yaxis.range == (470 - 8, 486 + 8)


def test_a_pause_of_over_a_year_breaks_the_line(build: Build) -> None:
    draws = build(
        ("1", "2023-01-01", "General", 1, 500),
        ("2", "2024-01-01", "General", 1, 510),
        ("3", "2025-01-02", "General", 1, 520),
    )
    line = charts.lines(series(draws), LABELS, Words()).data[0]
    assert line.y == (500, 510, None, 520)
    assert line.x == ("2023-01-01", "2024-01-01", None, "2025-01-02")
    median = charts.panels(series(draws), LABELS, Words()).data[1]
    assert median.mode == "lines"
    assert median.x == line.x
    assert median.y == (500, 505, None, 510)


def test_hover_shows_change_invitations_and_tie_break(draws: pd.DataFrame) -> None:
    stem = draws[draws["category"] == "stem"]
    hover = charts.lines(series(stem), LABELS, Words()).data[0].customdata[1]
    assert hover.split("<br>") == [
        "<b>#274 · STEM</b>",
        "8 December 2023",
        "cut-off 481 (−5)",
        "5,900 invitations",
        "tie-break 8 November 2023, 00:00:00 UTC",
        "STEM occupations (Version 1)",
    ]


def test_markup_in_an_official_name_is_escaped(build: Build) -> None:
    draws = build(("1", "2024-01-01", "<b>Bold</b> claims", 1, 500))
    labels = {draws["category"][0]: "<b>Bold</b> claims"}
    fig = charts.lines(series(draws), labels, Words())
    assert "<b>Bold" not in fig.data[0].customdata[0]
    assert "<b>Bold" not in fig.layout.annotations[0].text


def test_a_change_of_the_scale_breaks_lines_and_medians(build: Build) -> None:
    draws = build(
        ("1", "2025-03-03", "General", 1, 500),
        ("2", "2025-03-24", "General", 1, 510),
        ("3", "2025-03-25", "General", 1, 520),
    )
    table = series(draws, [date(2025, 3, 25)])
    assert charts.lines(table, LABELS, Words()).data[0].y == (500, 510, None, 520)
    assert charts.panels(table, LABELS, Words()).data[1].y == (500, 505, None, 520)


def test_my_score_line_is_drawn_and_the_axis_includes_the_score(build: Build) -> None:
    draws = build(("1", "2024-01-01", "General", 1, 500), ("2", "2024-03-01", "General", 1, 510))
    fig = charts.lines(series(draws), LABELS, Words(), score=300)
    assert [(shape.y0, shape.y1) for shape in fig.layout.shapes] == [(300, 300)]
    low, high = fig.layout.yaxis.range
    assert low < 300
    assert high > 510


def test_panels_have_one_category_each_and_share_the_time_axis(draws: pd.DataFrame) -> None:
    few = draws[draws["category"].isin(["stem", "french", "general"])]
    fig = charts.panels(series(few), LABELS, Words())
    points = [trace for trace in fig.data if trace.mode == "markers"]
    assert [(trace.name, trace.yaxis) for trace in points] == [
        ("STEM", "y"),
        ("French", "y2"),
        ("General", "y3"),
    ]
    assert fig.layout.xaxis2.matches == fig.layout.xaxis3.matches == "x"


@pytest.mark.parametrize("layout", ["together", "panels"])
def test_pnp_has_a_separate_chart_in_both_layouts(layout: str) -> None:
    app = open_page()
    app.button_group(key="layout-shown").set_value(layout).run()
    assert not app.exception
    titles = headings(app, 2)
    assert any(title.startswith("PNP 7") for title in titles)
    assert not titles[0].startswith("PNP")


def test_checkbox_shows_pnp_with_the_others_minus_600_points() -> None:
    app = open_page(category=["pnp", "cec"])
    app.checkbox(key="with-pnp").check().run()
    assert not app.exception
    (figure,) = figures(app)
    assert '"range": [60' not in json.dumps(figure.spec)


def test_heading_gives_the_latest_cut_off_and_the_change() -> None:
    app = open_page(category="cec", to="2026-08-20")
    own = load().draws
    own = own[(own["category"] == "cec") & (own["date"] <= "2026-08-20")]
    before, last = own.iloc[-2], own.iloc[-1]
    move = int(last["cutoff"]) - int(before["cutoff"])
    assert move == 7
    assert headings(app)[0] == (
        f"CEC {last['cutoff']} on 18 August 2026, 7 points above the round before"
    )


YEAR = "2025-08-21"  # 12 months before the end of the data


@pytest.mark.parametrize(
    ("query", "english", "french"),
    [
        # 4 September 2025: 446; 6 August 2026: 391; 19 August 2026: 382.
        (
            {"category": "french", "from": YEAR},
            "French 382 on 19 August 2026, 9 points below the round before; "
            "64 below 4 September 2025",
            "Français 382 le 19 août 2026, 9 points de moins qu’à la ronde précédente; "
            "64 de moins que le 4 septembre 2025",
        ),
        # The first round since 2015 is on the scale before job-offer points ended in March 2025.
        (
            {"category": "french"},
            "French 382 on 19 August 2026, 9 points below the round before",
            "Français 382 le 19 août 2026, 9 points de moins qu’à la ronde précédente",
        ),
        # Only two rounds: there is nothing before the round before.
        (
            {"category": "french", "from": "2026-08-01"},
            "French 382 on 19 August 2026, 9 points below the round before",
            "Français 382 le 19 août 2026, 9 points de moins qu’à la ronde précédente",
        ),
        # 2 September 2025: 772; 20 July 2026: 744 is two before, 4 August: 768.
        (
            {"category": "pnp", "from": YEAR},
            "PNP 760 on 17 August 2026, 8 points below the round before; 12 below 2 September 2025",
            "PCP 760 le 17 août 2026, 8 points de moins qu’à la ronde précédente; "
            "12 de moins que le 2 septembre 2025",
        ),
        (
            {"category": ["french", "healthcare"]},
            "Latest cut-offs: French 382, Healthcare 475",
            "Derniers seuils : Français 382, Santé 475",
        ),
        (
            {"category": ["stem", "french"]},
            "Latest cut-offs: French 382, STEM 491 (11 April 2024)",
            "Derniers seuils : Français 382, STIM 491 (11 avril 2024)",
        ),
        (
            {"from": YEAR},
            "Latest round in this chart: French 382 on 19 August 2026, 9 points below the French "
            "round before",
            "Dernière ronde de ce graphique : Français 382 le 19 août 2026, 9 points de moins qu’à "
            "la ronde précédente de la catégorie Français",
        ),
    ],
)
def test_heading_speaks_of_every_category_or_says_why_not(
    query: dict[str, str], english: str, french: str
) -> None:
    for language, expected in (("en", english), ("fr", french)):
        app = open_page(**query, to="2026-08-20", lang=language)
        heading = headings(app)[0].replace("\N{NO-BREAK SPACE}", " ")
        assert heading == expected


def test_note_explains_a_year_after_a_name_only_where_one_is_drawn() -> None:
    def note(**query: str | list[str]) -> str:
        return next(text for text in captions(open_page(**query)) if "CRS points" in text)

    assert "after a name" not in note(category=["french", "healthcare"])
    assert "after a name" not in note(category="stem")
    drawn = note(category=["french", "fsw"])
    assert "’23 after a name means that its last round was in 2023." in drawn
    assert "Lines break" not in note(category=["french", "healthcare"])
    assert "Lines break where a category paused for over a year." in note(category="general")


def test_an_old_line_has_its_year_in_the_legend_of_a_phone_too(build: Build) -> None:
    draws = build(
        ("274", "2023-12-08", "STEM occupations (Version 1)", 5900, 481),
        ("437", "2026-08-19", "French language proficiency (Version 1)", 5000, 382),
    )
    fig = charts.lines(series(draws), LABELS, Words())
    assert [trace.name for trace in fig.data] == ["STEM ’23", "French"]


def test_lowest_and_highest_cut_offs_match_a_recount() -> None:
    app = open_page(category="french", from_="2023-06-28", to="2026-08-20")
    row = app.dataframe[0].value.iloc[0]
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


def test_page_says_when_no_round_matches_the_filters() -> None:
    app = open_page(category="stem", from_="2025-01-01")
    assert not app.exception
    assert any("No rounds match these filters." in info.value for info in app.info)
    assert figures(app) == []
