"""The overview: the latest round, the key figures and every category match the data."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.language import Words
from pages.overview import text
from tests.pages.support.app_views import opened, plain
from tests.support.august import load

# Tests end the data on this day, so that they stay true when newer rounds are added.
END = "2026-08-20"


def open_page(**query: str) -> AppTest:
    return opened(**{"to": END, **query})


def known_rounds() -> list[dict[str, object]]:
    draws = load().draws
    return list(draws[draws["date"] <= END].to_dict("records"))


def test_headline_describes_the_latest_round_in_context() -> None:
    app = open_page()
    assert not app.exception
    assert plain(app.header[0].value) == (
        "French-language proficiency: cut-off 382, 5,000 invitations"
    )
    told = plain(next(m.value for m in app.markdown if "437" in m.value))
    assert "Round #437 on 19 August 2026." in told
    # #341 of 21 March 2025 had 379, but the scale changed four days later.
    text = "Lowest French cut-off on the CRS scale in use since 25 March 2025, out of 16 rounds."
    assert text in told
    assert "after #435 and #436" in told


def test_key_figures_match_a_recount() -> None:
    shows = {metric.label: metric for metric in open_page().metric}
    rounds = known_rounds()
    this = [d for d in rounds if str(d["date"])[:10] >= "2026-01-01"]
    last = [d for d in rounds if "2025-01-01" <= str(d["date"])[:10] <= "2025-08-20"]
    assert shows["Rounds in 2026, to 20 Aug"].value == str(len(this))
    assert (len(this), len(last)) == (49, 32)
    assert shows["Rounds in 2026, to 20 Aug"].delta == "17 more than in 2025 by then (32)"
    total, before = (sum(int(str(d["invitations"])) for d in part) for part in (this, last))
    invitations = shows["Invitations in 2026, to 20 Aug"]
    assert invitations.value == f"{total:,}" == "119,865"
    assert before == 55820
    assert invitations.delta == "64,045 more than in 2025 by then (55,820)"
    assert shows["From the last round to 20 Aug 2026"].value == "1 day"
    pool = load().pool
    newest = pool[pool["as_of"] == "2026-08-16"]["candidates"].sum()
    assert shows["Candidates in the pool"].value == f"{newest:,}" == "226,859"


@pytest.mark.parametrize(
    ("count", "previous", "english", "french"),
    [
        (
            119865,
            55820,
            "64,045 more than in 2025 by then (55,820)",
            "64 045 de plus qu’en 2025 à pareille date (55 820)",
        ),
        (
            3,
            5,
            "2 fewer than in 2025 by then (5)",
            "2 de moins qu’en 2025 à pareille date (5)",
        ),
        (4, 4, "as many as in 2025 by then", "autant qu’en 2025 à pareille date"),
    ],
)
def test_year_comparison_names_the_number_it_compares_with(
    count: int, previous: int, english: str, french: str
) -> None:
    assert text.year_comparison(count, previous, 2025, Words()) == english
    french_text = text.year_comparison(count, previous, 2025, Words("fr"))
    assert french_text.replace("\N{NO-BREAK SPACE}", " ") == french


def test_latest_week_table_lists_three_rounds() -> None:
    week = open_page().dataframe[-1].value
    assert week["round_id"].tolist() == ["435", "436", "437"]
    assert week["more"].iloc[0] == "./rounds?round=435"


def test_category_filter_moves_the_headline_to_the_category() -> None:
    app = open_page(category="stem")
    assert not app.exception
    assert plain(app.header[0].value).startswith("STEM occupations: cut-off 491")


def test_early_end_date_shows_the_overview_as_of_the_end_date() -> None:
    app = open_page(to="2015-02-01")
    assert not app.exception
    metrics = {metric.label: metric for metric in app.metric}
    assert metrics["Candidates in the pool"].value == "–"
    assert metrics["Rounds in 2015, to 1 Feb"].value == "1"
