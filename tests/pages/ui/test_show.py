"""Shared parts of pages: escaped text, charts, download metadata, filter text and view keys."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data.vocabulary.filter import Filter
from pages.ui.downloads import metadata
from pages.ui.events.inactive import inactive
from pages.ui.header import numbered_rounds, scope
from pages.ui.markdown import plain
from tests.pages.support.app_views import charts, opened, picture, view
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


def test_plain_keeps_what_a_no_break_space_keeps_together() -> None:
    assert plain("5\N{NO-BREAK SPACE}442 :\n 12") == "5\N{NO-BREAK SPACE}442 \\: 12"


def test_chart_is_one_element_with_its_texts_as_they_are() -> None:
    def script() -> None:
        import pandas as pd

        from pages.plot import style
        from pages.ui.chart import Chart
        from pages.ui.charts.page_charts import PageCharts
        from pages.ui.show import render_chart
        from tests.pages.support.app_views import view

        table = pd.DataFrame({"n": [1]})
        texts = {"title": "<b>*A*</b>", "measure": "C", "note": "_b_", "alt": "An alt"}
        chart = Chart(style.figure(), "k", table=table, columns={"n": "N: a"}, **texts)
        charts = PageCharts("p", {"k": lambda *_given: chart, "none": lambda *_given: None})
        render_chart(view(), charts, "k")
        render_chart(view(), charts, "none")

    app = AppTest.from_function(script).run()
    assert not app.exception
    assert [node.type for node in app.main][1:] == ["bidi_component"]
    (got,) = charts(app).values()
    assert (got["title"], got["note"], got["level"]) == ("<b>*A*</b>", "_b_", 2)
    assert (got["key"], got["alt"]) == ("k", "An alt")
    assert got["numbers"] == {"address": "/api/v1/charts/p/k.{format}"}


# The last rounds: STEM on 11 April 2024, FSW on 2 February 2023, French on 19 August 2026.
@pytest.mark.parametrize(
    ("codes", "english", "french"),
    [
        (("french",), "", ""),
        (
            ("stem", "french"),
            "No STEM round since 11 April 2024.",
            "Aucune ronde de la catégorie STIM depuis le 11 avril 2024.",
        ),
        (
            ("fsw", "stem"),
            "No STEM round since 11 April 2024, no FSW since 2 February 2023.",
            "Aucune ronde de la catégorie STIM depuis le 11 avril 2024, ni TQF depuis le "
            "2 février 2023.",
        ),
    ],
)
def test_inactive_categories_are_named_with_their_last_round(
    codes: tuple[str, ...], english: str, french: str
) -> None:
    assert inactive(view(), codes) == english
    assert inactive(view(language="fr"), codes) == french


def test_inactive_category_is_not_named_where_the_dates_end_before_its_last_round() -> None:
    assert inactive(view(Filter(end=date(2023, 12, 31))), ("stem",)) == ""
    assert inactive(view(Filter(end=date(2025, 12, 31))), ("stem",)) != ""


@pytest.mark.parametrize(
    ("language", "measure", "note"),
    [
        ("en", "Express Entry · CRS cut-off", "No STEM round since 11 April 2024."),
        (
            "fr",
            "Entrée express · Seuil du SCG",
            "Aucune ronde de la catégorie STIM depuis le 11 avril 2024.",
        ),
    ],
)
def test_picture_says_what_is_measured_and_has_the_note_of_the_page(
    language: str, measure: str, note: str
) -> None:
    app = opened("cut-offs", category="stem", lang=language)
    texts = picture(app, "cut-offs")
    assert texts["measure"] == measure
    assert texts["note"].endswith(note)
    assert texts["note"] == charts(app)["cut-offs"]["note"]


@pytest.mark.parametrize(
    ("language", "shown", "source"),
    [
        (
            "en",
            "STEM, 31 January 2015 to 20 August 2026: 3 rounds",
            "Source: the rounds of invitations published by IRCC on canada.ca. Data complete "
            "through 20 August 2026. Not affiliated with IRCC.",
        ),
        (
            "fr",
            "STIM, du 31 janvier 2015 au 20 août 2026 : 3 rondes",
            "Source : les rondes d’invitations publiées par IRCC sur canada.ca. Données complètes "
            "au 20 août 2026. Non affilié à IRCC.",
        ),
    ],
)
def test_picture_says_its_filter_source_and_date_and_that_it_is_not_from_ircc(
    language: str, shown: str, source: str
) -> None:
    caption = picture(opened("cut-offs", category="stem", lang=language), "cut-offs")["caption"]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in caption] == [shown, source]


# The pool, the year's plan and the accuracy of forecasts are the same for every category.
@pytest.mark.parametrize(
    ("page", "chart", "language", "counted"),
    [
        *(
            ("pool", f"pool-{name}", "en", "Everyone with a profile in the pool, whatever they")
            for name in ("density", "above", "changes", "areas", "inflow")
        ),
        ("pool", "pool-areas", "fr", "Toutes les personnes ayant un profil dans le bassin"),
        ("rounds", "pool-of-round-274", "en", "The pool published with #274 (STEM) of 8 December"),
        ("rounds", "pool-of-round-274", "fr", "Le bassin publié avec la ronde n° 274 (STIM) du 8"),
        ("invitations", "plan", "en", "All categories"),
        ("invitations", "plan", "fr", "Toutes les catégories"),
        ("outlook", "outlook-reliability", "en", "All categories"),
    ],
)
def test_picture_names_no_category_where_the_filter_leaves_nothing_out(
    page: str, chart: str, language: str, counted: str
) -> None:
    query = {"round": "274"} if page == "rounds" else {}
    app = opened(page, category="stem", lang=language, **query)
    said, source = picture(app, chart)["caption"]
    assert said.replace("\N{NO-BREAK SPACE}", " ").startswith(counted)
    assert "IRCC" in source


@pytest.mark.parametrize(
    ("page", "chart", "english", "french"),
    [
        ("outlook", "outlook-calendar", "Source: our own forecasts,", "Source : nos propres prév"),
        ("outlook", "outlook-next", "Source: our own forecasts,", "Source : nos propres prév"),
        ("outlook", "outlook-fan", "Source: our own forecasts,", "Source : nos propres prév"),
        ("outlook", "outlook-reliability", "Source: our own fore", "Source : nos propres prév"),
        ("invitations", "plan", "; targets and admissions second-hand,", "; cibles et admissions"),
    ],
)
def test_picture_says_what_is_not_from_the_published_rounds(
    page: str, chart: str, english: str, french: str
) -> None:
    for language, said in (("en", english), ("fr", french)):
        source = picture(opened(page, lang=language), chart)["caption"][1]
        assert said in source.replace("\N{NO-BREAK SPACE}", " ")


def test_file_names_no_category_where_the_filter_leaves_nothing_out() -> None:
    facts = metadata(view(Filter(("stem",))), "A title", {"n": "N"}, "Everyone")
    assert facts.filter == "Everyone"


def test_download_metadata_has_filter_date_source_and_disclaimer() -> None:
    facts = metadata(view(Filter(("stem",), date(2023, 7, 1))), "A title", {"n": "N"})
    assert facts.filter == "STEM, 1 July 2023 to 20 August 2026: 3 rounds"
    assert facts.generated_on == date(2026, 8, 20)
    assert facts.source.startswith("https://www.canada.ca/")
    assert facts.disclaimer == "Not affiliated with IRCC. Not legal advice."


def test_scope_says_all_categories_when_none_is_chosen() -> None:
    assert scope(view()) == "All categories, 31 January 2015 to 20 August 2026: 438 rounds"


# 438 rounds: the one of 30 May 2018 after #90 is two, #91a and #91b.
@pytest.mark.parametrize(
    ("chosen", "numbered"),
    [
        (Filter(), "438 rounds (#1 to #437, with #91a and #91b)"),
        (Filter(end=date(2018, 6, 13)), "93 rounds (#1 to #92, with #91a and #91b)"),
        (Filter(end=date(2017, 12, 31)), "80 rounds"),
        (Filter(start=date(2026, 1, 1)), "49 rounds"),
        (Filter(("french",)), "36 rounds"),
    ],
)
def test_numbers_are_explained_where_the_last_one_is_not_the_number_of_rounds(
    chosen: Filter, numbered: str
) -> None:
    assert numbered_rounds(view(chosen)) == numbered


@pytest.mark.parametrize("path", ["", "rounds"])
def test_pages_with_numbers_of_rounds_explain_them(path: str) -> None:
    app = opened(path, to="2026-08-20")
    assert any("#1 to #437, with #91a" in read(caption.value) for caption in app.caption)
    assert not any("#91a" in caption.value for caption in opened("cut-offs").caption)


def test_only_equal_views_have_equal_keys() -> None:
    one, same = view(Filter(("cec",))), view(Filter(("cec",)))
    assert one.key == same.key
    assert one.key != view(Filter(("pnp",))).key
    assert one.key != view(Filter(("cec",)), today=date(2026, 8, 19)).key
