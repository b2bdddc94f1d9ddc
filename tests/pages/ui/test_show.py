"""Shared parts of pages: escaped text, charts, download metadata, filter text and view keys."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data.vocabulary.filter import Filter
from pages.ui.downloads import metadata
from pages.ui.header import scope
from pages.ui.markdown import plain
from tests.pages.support.app_views import figures, view
from tests.pages.support.app_views import plain as read


@pytest.mark.parametrize(
    "text",
    ["<b>x</b>", "*a* _b_ **c**", ":red[x] :material/home:", "$x^2$", "[a](javascript:b)", "# a"],
)
def test_plain_escapes_every_markdown_character(text: str) -> None:
    escaped = plain(text)
    assert read(escaped) == text
    for at, sign in enumerate(escaped):
        if sign in "<>*_:[]$()#":
            assert escaped[at - 1] == "\\"


def test_plain_replaces_line_breaks_with_spaces() -> None:
    assert plain("a\n\n# b") == "a \\# b"


def test_chart_title_and_note_are_escaped() -> None:
    def script() -> None:
        import pandas as pd

        from pages.plot import style
        from pages.ui.chart import Chart
        from pages.ui.show import render_chart
        from tests.pages.support.app_views import view

        table = pd.DataFrame({"n": [1]})
        chart = Chart(style.figure(), "k", "<b>*A*</b>", table, {"n": "N: a"}, "_b_", "An alt")
        render_chart(view(), chart)

    app = AppTest.from_function(script).run()
    assert not app.exception
    assert app.header[0].value == r"\<b\>\*A\*\</b\>"
    assert app.caption[0].value == r"\_b\_"
    assert [(figure.key, figure.alt) for figure in figures(app)] == [("k", "An alt")]


def test_show_without_a_chart_renders_nothing() -> None:
    def script() -> None:
        from pages.ui.show import render_chart
        from tests.pages.support.app_views import view

        render_chart(view(), None)

    app = AppTest.from_function(script).run()
    assert not app.exception
    assert len(app.header) == 0


def test_download_metadata_has_filter_date_source_and_disclaimer() -> None:
    facts = metadata(view(Filter(("stem",), date(2023, 7, 1))), "A title", {"n": "N"})
    assert facts.filter == "STEM, 1 July 2023 to 20 August 2026: 3 rounds"
    assert facts.generated_on == date(2026, 8, 20)
    assert facts.source.startswith("https://www.canada.ca/")
    assert facts.disclaimer == "Not affiliated with IRCC. Not legal advice."


def test_scope_says_all_categories_when_none_is_chosen() -> None:
    assert scope(view()) == "All categories, 31 January 2015 to 20 August 2026: 438 rounds"


def test_only_equal_views_have_equal_keys() -> None:
    one, same = view(Filter(("cec",))), view(Filter(("cec",)))
    assert one.key == same.key
    assert one.key != view(Filter(("pnp",))).key
    assert one.key != view(Filter(("cec",)), today=date(2026, 8, 19)).key
