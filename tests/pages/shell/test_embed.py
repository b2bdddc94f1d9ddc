"""Embedded charts: a single chart with its source, filtered by the address."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.rounds.record import Record
from pages import menu
from pages.language import Words
from tests.pages.support.app_views import charts, figures, framed, opened, picture
from tests.pages.support.app_views import plain as read
from tests.pages.support.replay import clock_at, day_of
from tests.pages.support.shelf import check, serve

PATHS = ["" if at == 0 else entry.path for at, entry in enumerate(menu.entries(Words()))]
SCORE = {"score": "500", "eligible": ["cec", "fsw"], "link": "true"}


def of(path: str) -> dict[str, str | list[str]]:
    """Return the query parameters that make a page show every chart."""
    return SCORE if path == "my-score" else {}


def keys_and_texts(app: AppTest) -> tuple[list[str], list[str]]:
    """Return the keys of the app's figures, and the texts around the embedded chart."""
    place = app.get_by_key("embedded")
    kinds = ("caption", "markdown", "info", "warning")
    texts = [read(element.value) for kind in kinds for element in place.get(kind)]
    found = charts(app)
    return list(found), [*(chart["title"] for chart in found.values()), *texts]


@pytest.mark.parametrize("path", PATHS)
def test_every_chart_can_be_embedded_alone(path: str) -> None:
    page = opened(path, **of(path))
    drawn = {f.key: f.spec for f in figures(page)}
    for key, spec in drawn.items():
        app = framed(path, chart=key, **of(path))
        assert not app.exception
        ((name, chart),) = charts(app).items()
        assert (name, chart["figure"]) == (key, spec)
        assert chart["level"] == 1
        assert not {"numbers", "files", "share"} & chart.keys()


def test_embedded_chart_has_title_filter_source_and_page_link() -> None:
    app = framed("cut-offs", chart="cut-offs", category="cec", from_="2024-01-01")
    keys, texts = keys_and_texts(app)
    assert keys == ["cut-offs"]
    assert texts[0] == "CEC rose 7 points to 523, its highest since November 2025"
    assert texts[-1].startswith(":small[CEC, 1 January 2024 to 20 August 2026: ")
    assert (
        "Source: IRCC. Data complete through 20 August 2026. Not affiliated with IRCC." in texts[-1]
    )
    assert texts[-1].endswith("[Open the full page](?category=cec&from=2024-01-01)]")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_embedded_chart_names_no_category_if_its_numbers_are_of_all(language: str) -> None:
    page = opened("pool", category="stem", lang=language)
    counted = picture(page, "pool-density")["caption"][0]
    assert "ST" not in counted  # neither STEM nor STIM
    embedded = framed("pool", chart="pool-density", category="stem", lang=language)
    _keys, texts = keys_and_texts(embedded)
    assert read(texts[-1]).startswith(f":small[{counted}. ")


def test_embedded_forecast_says_that_it_is_ours() -> None:
    _keys, texts = keys_and_texts(framed("outlook", chart="outlook-next"))
    assert "Source: IRCC" not in texts[-1]
    assert picture(opened("outlook"), "outlook-next")["caption"][1].split(". ")[0] in read(
        texts[-1]
    )


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
        "rounds-per-week, gaps, weekdays."
    )


@pytest.mark.parametrize(
    ("path", "query", "reason"),
    [
        ("cut-offs", {"category": "stem", "from_": "2025-01-01"}, "No rounds match these filters."),
        ("data", {}, "This page has no chart to embed, or none with these filters."),
        ("status", {}, "This page has no chart to embed, or none with these filters."),
        ("my-score", {"chart": "my-comparison", "eligible": "cec"}, "has no chart “my-comparison”"),
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
    assert any("“category=nothing”" in text for text in texts)


def test_chart_parameter_without_embedding_changes_nothing() -> None:
    app = opened("cut-offs", chart="cut-offs")
    assert [figure.key for figure in figures(app)] == [
        "cut-offs",
        "cut-offs-by-category",
        "cut-offs-pnp",
        "cut-off-ranges",
    ]
    assert app.caption[0].value == "Express Entry rounds · Cut-offs"


NOT_DRAWN = {
    "en": "A forecast needs rounds up to now; ours end on 20 August 2026. Last known round: "
    "19 August 2026. Newer rounds may be missing.",
    "fr": "Une prévision a besoin des rondes jusqu’à maintenant; les nôtres s’arrêtent au "
    "20 août 2026. Dernière ronde connue : 19 août 2026. Des rondes plus récentes peuvent manquer.",
}
OLD = {
    "en": "Data to 20 August 2026, 98 days ago. Newer rounds may be missing.",
    "fr": "Données au 20 août 2026, il y a 98 jours. Des rondes plus récentes peuvent manquer.",
}


def spaced(texts: list[str]) -> str:
    """Return texts on one line each, with ordinary spaces."""
    return "\n".join(texts).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("key", ["outlook-calendar", "outlook-fan", ""])
def test_embedded_forecast_of_old_data_says_why_it_is_not_drawn(key: str, language: str) -> None:
    with clock_at(day_of(98)):
        app = framed("outlook", chart=key, lang=language)
    assert not app.exception
    keys, texts = keys_and_texts(app)
    assert keys == []
    assert NOT_DRAWN[language] in spaced(texts)
    assert OLD[language] in spaced(texts)


def test_embedded_fan_without_a_forecast_gives_the_reason_of_the_page() -> None:
    texts = keys_and_texts(framed("outlook", chart="outlook-fan", category="stem"))[1]
    assert "None of the chosen categories has enough recent rounds to say more." in texts


@pytest.mark.parametrize("language", ["en", "fr"])
def test_embedded_chart_has_the_age_above_it_once(language: str) -> None:
    with clock_at(day_of(98)):
        app = framed("cut-offs", chart="cut-offs", lang=language)
    text = spaced(keys_and_texts(app)[1])
    assert OLD[language] in text
    assert text.count("98") == 1


def test_embedded_chart_of_current_data_has_no_notice() -> None:
    assert not any("update" in text for text in keys_and_texts(framed("cut-offs"))[1])


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        ("busy", "IRCC could not be reached."),
        ("unreadable", "IRCC’s file was not understood."),
        ("older", "IRCC sent an older copy of its file."),
    ],
)
def test_embedded_chart_tells_why_the_last_check_failed(
    reason: str, line: str, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, record, checks=[check("failed", reason, minutes=3)], refresh_minutes=30)
    assert f":small[:material/update: {line}]" in keys_and_texts(framed("pool"))[1]


def test_embedded_chart_tells_what_is_not_understood_yet(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = record.ledger.tail(1).assign(round_id="448", field="round_id", what="unclear")
    serve(monkeypatch, replace(record, ledger=pd.concat([record.ledger, new], ignore_index=True)))
    line = "#448 is in IRCC’s list, but can’t be read and is missing here."
    assert f":small[:material/update: {line}]" in keys_and_texts(framed("pool"))[1]
