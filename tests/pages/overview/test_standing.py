"""Where every category stands: the rows of the figure and its title match the data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from data.vocabulary.filter import Filter
from pages.overview import standing
from pages.ui.chart import Chart
from tests.pages.support.app_views import DAY, view


def chart_of(*codes: str, end: date = DAY, language: str = "en", today: date = DAY) -> Chart:
    chosen = Filter(categories=codes, end=end)
    return standing.chart(view(chosen, today=today, language=language))


def texts(chart: Chart, place: str = "wide") -> list[str]:
    """Return what is written into the figure, without bold type."""
    layout = chart.figure.to_plotly_json()["layout"]
    notes = (layout["meta"]["narrow"] if place == "narrow" else layout)["annotations"]
    return [note["text"].replace("<b>", "").replace("</b>", "") for note in notes if note["text"]]


def marks(chart: Chart, axis: str = "x") -> dict[str, list[Any]]:
    """Return the values of a wide figure's dots by the category's row and the round."""
    traces = [t.to_plotly_json() for t in chart.figure.data if t.meta["only"] == "wide"]
    found = [t for t in traces if t.get("xaxis", "x") == axis]
    return {name: [v for t in found for v in t[name]] for name in ("x", "y", "ids")}


# On 20 August 2026 ten categories are active. Only Education's wait, 337 days, is longer than the
# median of its gaps (139); the five inactive ones stand below in words.
def test_each_category_has_its_cut_off_change_invitations_and_wait() -> None:
    told = texts(chart_of())
    at = told.index("French")
    assert told[at : at + 5] == ["French", "382", "−9", "77,500", "1"]
    at = told.index("Education")
    assert told[at : at + 5] == ["Education", "462", "−17", "2,500", "337"]
    assert "first" in told  # Military recruits
    assert told[-5:] == [
        "General 529, 23 Apr 2024",
        "STEM 491, 11 Apr 2024",
        "Agriculture 437, 16 Feb 2024",
        "FSW 489, 2 Feb 2023",
        "FST 415, 6 Aug 2020",
    ]


def test_strip_has_every_round_of_twelve_months_and_circles_too() -> None:
    chart = chart_of("cec")
    draws = view().history
    cec = draws[(draws["category"] == "cec") & (draws["date"] > "2025-08-20")]
    shown = marks(chart)
    assert sorted(shown["x"]) == sorted(cec["cutoff"])
    assert set(shown["ids"]) == set(cec["round_id"]) == set(marks(chart, "x2")["ids"])
    assert set(shown["y"]) == {0}


def test_cut_offs_off_the_scale_are_told_in_words() -> None:
    told = texts(chart_of())
    assert "160 without its 600 points<br>99 to 255 in 12 months" in told
    assert "◂ below the scale: 169 → 223" in told
    narrow = texts(chart_of(), "narrow")
    assert "160 without its 600 points; 99 to 255 in 12 months" in narrow
    assert "1 day ago, usually 28" in narrow


def test_categories_that_were_chosen_share_a_scale_unless_one_is_pnp() -> None:
    chart = chart_of("cec", "french", "pnp", "physicians")
    # The latest cut-offs of CEC, French and physicians: far apart, and all three are drawn.
    assert {523, 382, 223} <= set(marks(chart)["x"])
    assert not [text for text in texts(chart) if "the scale" in text]
    assert "160 without its 600 points<br>99 to 255 in 12 months" in texts(chart)


def test_pnp_alone_has_a_strip_of_its_own() -> None:
    shown = marks(chart_of("pnp"))
    assert max(shown["x"]) == 855
    assert min(shown["x"]) == 699


def test_no_change_and_no_strip_reach_across_a_change_of_the_scale() -> None:
    # Transport's round before was in March 2024; the scale changed on 25 March 2025.
    told = texts(chart_of())
    at = told.index("Transport")
    assert told[at : at + 3] == ["Transport", "470", "300"]
    early = marks(chart_of("french", end=date(2025, 9, 1)))
    draws = view().history.set_index("round_id")
    # Of the French rounds in these 12 months, those since then.
    assert draws.loc[early["ids"], "date"].min() >= pd.Timestamp("2025-03-25")


@pytest.mark.parametrize(
    ("codes", "title"),
    [
        ((), "1 of 10 categories has waited longer than usual: Education"),
        (("cec",), "CEC rose to 523, 2 days ago; usually 14 days between rounds"),
        (("french", "stem"), "French fell to 382, 1 day ago; usually 28 days between rounds"),
        (("stem",), "No STEM round for 861 days; the last asked for 491 on 11 April 2024"),
        (("stem", "general"), "Last known round: General, cut-off 529, 23 April 2024"),
        (("french", "cec"), "French and CEC have not waited longer than usual"),
        (("military",), "Military recruits: 368, 28 days ago"),
    ],
)
def test_title_says_who_waits_longer_than_usual(codes: tuple[str, ...], title: str) -> None:
    assert chart_of(*codes).title == title


def test_title_is_a_sentence_in_french() -> None:
    assert chart_of(language="fr").title.replace("\N{NO-BREAK SPACE}", " ") == (
        "1 catégorie sur 10 attend plus longtemps que d’habitude : Éducation"
    )


def test_old_data_gives_dates_and_no_waits() -> None:
    chart = standing.chart(view(today=date(2026, 11, 26)))
    assert chart.title.startswith("Last known round: French, cut-off 382, 19 August 2026")
    told = texts(chart)
    assert "Wait, days" not in told
    assert "337" not in told
    assert "19 Aug 2026" in texts(chart, "narrow")
    assert "days_since" not in chart.columns
