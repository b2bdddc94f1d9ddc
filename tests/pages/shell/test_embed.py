"""An embedded chart stands alone, with its source, by the filters of the address."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages import frame
from pages.language import Words
from tests.pages.support.app_views import figures, framed, opened
from tests.pages.support.app_views import plain as read

PATHS = ["" if at == 0 else entry.path for at, entry in enumerate(frame.entries(Words()))]
SCORE = {"score": "500", "eligible": ["cec", "fsw"], "link": "true"}


def of(path: str) -> dict[str, str | list[str]]:
    """Return what a page needs in its address to have all of its charts."""
    return SCORE if path == "my-score" else {}


def alone(app: AppTest) -> tuple[list[str], list[str]]:
    """Return the figures of the app, and what it says where the chart is."""
    place = app.get_by_key("embedded")
    kinds = ("title", "caption", "markdown", "info", "warning")
    said = [read(element.value) for kind in kinds for element in place.get(kind)]
    return [figure.key for figure in figures(app)], said


@pytest.mark.parametrize("path", PATHS)
def test_every_chart_of_a_page_can_stand_alone(path: str) -> None:
    whole = opened(path, **of(path))
    charts = {f.key: f.spec for f in figures(whole)}
    for key, spec in charts.items():
        app = framed(path, chart=key, **of(path))
        assert not app.exception
        (found,) = figures(app)
        assert (found.key, found.spec) == (key, spec)
        assert len(app.get_by_key("embedded").get("title")) == 1


def test_it_has_its_title_its_rounds_its_source_and_a_way_to_the_page() -> None:
    app = framed("cut-offs", chart="cut-offs", category="cec", from_="2024-01-01")
    shown, said = alone(app)
    assert shown == ["cut-offs"]
    assert said[0] == "CEC at 523 on 18 August 2026, 7 points above the round before"
    assert said[-1].startswith(":small[CEC, 1 January 2024 to 20 August 2026: ")
    assert "Source: IRCC. Record of 20 August 2026. Not affiliated with IRCC." in said[-1]
    assert said[-1].endswith("[Open the full page](?category=cec&from=2024-01-01)]")


def test_there_is_no_menu_no_sidebar_no_footer_and_nothing_to_press() -> None:
    app = framed("cut-offs", chart="cut-offs")
    assert len(app.sidebar) == 0
    place = app.get_by_key("embedded")
    for kind in ("button", "download_button", "expander", "checkbox", "dataframe"):
        assert not place.get(kind)
    assert not app.get("page_link")


def test_without_a_name_it_is_the_pages_first_chart() -> None:
    assert alone(framed("frequency"))[0] == ["rounds-per-week"]


def test_an_unknown_name_is_told_with_the_charts_that_there_are() -> None:
    shown, said = alone(framed("frequency", chart="**a** <b>" + "x" * 200))
    assert shown == []
    name = ("**a** <b>" + "x" * 200)[:60]
    assert said[-1] == (
        f"This page, so filtered, has no chart “{name}”. Its charts are: "
        "rounds-per-week, calendar, gaps, weekdays."
    )


@pytest.mark.parametrize(
    ("path", "query", "told"),
    [
        ("cut-offs", {"category": "stem", "from_": "2025-01-01"}, "No round matches these filters"),
        ("data", {}, "This page has no chart to show alone"),
        ("status", {}, "This page has no chart to show alone"),
        ("my-score", {"chart": "my-rounds"}, "has no chart “my-rounds”"),
    ],
)
def test_where_there_is_no_chart_it_says_so(
    path: str, query: dict[str, str | list[str]], told: str
) -> None:
    app = framed(path, **query)
    assert not app.exception
    shown, said = alone(app)
    assert shown == []
    assert told in said[-1]


def test_a_filter_that_is_ignored_is_said_beside_the_chart() -> None:
    said = alone(framed("cut-offs", category="nothing"))[1]
    assert any("There is no category “nothing”" in each for each in said)


def test_a_name_alone_leaves_the_page_as_it_is() -> None:
    app = opened("cut-offs", chart="cut-offs")
    assert [figure.key for figure in figures(app)] == ["cut-offs", "cut-offs-pnp"]
    assert app.caption[0].value == "Express Entry rounds · Cut-offs"
