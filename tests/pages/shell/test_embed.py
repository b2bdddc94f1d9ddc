"""Embedded charts: a single chart with its source, filtered by the address."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages import menu
from pages.language import Words
from tests.pages.support.app_views import figures, framed, opened
from tests.pages.support.app_views import plain as read

PATHS = ["" if at == 0 else entry.path for at, entry in enumerate(menu.entries(Words()))]
SCORE = {"score": "500", "eligible": ["cec", "fsw"], "link": "true"}


def of(path: str) -> dict[str, str | list[str]]:
    """Return the query parameters that make a page show every chart."""
    return SCORE if path == "my-score" else {}


def keys_and_texts(app: AppTest) -> tuple[list[str], list[str]]:
    """Return the keys of the app's figures, and the texts around the embedded chart."""
    place = app.get_by_key("embedded")
    kinds = ("title", "caption", "markdown", "info", "warning")
    texts = [read(element.value) for kind in kinds for element in place.get(kind)]
    return [figure.key for figure in figures(app)], texts


@pytest.mark.parametrize("path", PATHS)
def test_every_chart_can_be_embedded_alone(path: str) -> None:
    page = opened(path, **of(path))
    charts = {f.key: f.spec for f in figures(page)}
    for key, spec in charts.items():
        app = framed(path, chart=key, **of(path))
        assert not app.exception
        (figure,) = figures(app)
        assert (figure.key, figure.spec) == (key, spec)
        assert len(app.get_by_key("embedded").get("title")) == 1


def test_embedded_chart_has_title_filter_source_and_page_link() -> None:
    app = framed("cut-offs", chart="cut-offs", category="cec", from_="2024-01-01")
    keys, texts = keys_and_texts(app)
    assert keys == ["cut-offs"]
    assert texts[0] == "CEC 523 on 18 August 2026, 7 points above the round before"
    assert texts[-1].startswith(":small[CEC, 1 January 2024 to 20 August 2026: ")
    assert (
        "Source: IRCC. Data complete through 20 August 2026. Not affiliated with IRCC." in texts[-1]
    )
    assert texts[-1].endswith("[Open the full page](?category=cec&from=2024-01-01)]")


def test_embedded_chart_has_no_sidebar_page_links_or_controls() -> None:
    app = framed("cut-offs", chart="cut-offs")
    assert len(app.sidebar) == 0
    place = app.get_by_key("embedded")
    for kind in ("button", "download_button", "expander", "checkbox", "dataframe"):
        assert not place.get(kind)
    assert not app.get("page_link")


def test_embed_without_a_chart_name_shows_the_first_chart() -> None:
    assert keys_and_texts(framed("frequency"))[0] == ["rounds-per-week"]


def test_unknown_chart_name_lists_the_charts_of_the_page() -> None:
    keys, texts = keys_and_texts(framed("frequency", chart="**a** <b>" + "x" * 200))
    assert keys == []
    name = ("**a** <b>" + "x" * 200)[:60]
    assert texts[-1] == (
        f"With these filters, this page has no chart “{name}”. Available charts: "
        "rounds-per-week, calendar, gaps, weekdays."
    )


@pytest.mark.parametrize(
    ("path", "query", "reason"),
    [
        ("cut-offs", {"category": "stem", "from_": "2025-01-01"}, "No rounds match these filters."),
        ("data", {}, "This page has no chart to embed, or none with these filters."),
        ("status", {}, "This page has no chart to embed, or none with these filters."),
        ("my-score", {"chart": "my-rounds", "eligible": "cec"}, "has no chart “my-rounds”"),
    ],
)
def test_embed_without_a_chart_to_show_gives_the_reason(
    path: str, query: dict[str, str | list[str]], reason: str
) -> None:
    app = framed(path, **query)
    assert not app.exception
    keys, texts = keys_and_texts(app)
    assert keys == []
    assert reason in texts[-1]


def test_ignored_filter_is_mentioned_beside_the_embedded_chart() -> None:
    texts = keys_and_texts(framed("cut-offs", category="nothing"))[1]
    assert any("There is no category “nothing”" in text for text in texts)


def test_chart_parameter_without_embedding_changes_nothing() -> None:
    app = opened("cut-offs", chart="cut-offs")
    assert [figure.key for figure in figures(app)] == ["cut-offs", "cut-offs-pnp"]
    assert app.caption[0].value == "Express Entry rounds · Cut-offs"
