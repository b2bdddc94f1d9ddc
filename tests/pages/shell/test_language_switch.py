"""The language of the pages: the address and then the browser decide, and a button changes it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.support.app_views import unopened

OFFER = "language-offer"


def opened_in(locale: str, path: str = "", /, **query: str) -> AppTest:
    app = unopened(path, **query)
    app.context["locale"] = locale
    return app.run()


def offers(app: AppTest) -> list[str]:
    return [button.label for button in app.button if button.key == OFFER]


def test_browser_decides_unless_the_address_does() -> None:
    assert opened_in("fr-CA").selectbox(key="lang").value == "fr"
    assert opened_in("fr-CA", lang="en").selectbox(key="lang").value == "en"
    assert opened_in("de-DE").title[0].value.startswith("What was the latest")


@pytest.mark.parametrize("path", ["", "cut-offs"])
def test_french_browser_is_offered_french_on_an_english_page(path: str) -> None:
    app = opened_in("fr-CA", path, lang="en")
    assert offers(app) == ["Afficher cette page en français"]
    app.button(key=OFFER).click().run()
    assert app.selectbox(key="lang").value == "fr"
    assert offers(app) == []


@pytest.mark.parametrize(
    ("locale", "query"), [("en-CA", {}), ("de-DE", {}), ("fr-CA", {}), ("en-CA", {"lang": "fr"})]
)
def test_nothing_is_offered_where_the_page_is_in_the_browsers_language_or_none_is(
    locale: str, query: dict[str, str]
) -> None:
    assert offers(opened_in(locale, **query)) == []


def test_nothing_is_offered_to_who_just_switched_to_english() -> None:
    app = opened_in("fr-CA")
    app.button(key="language-en").click().run()
    assert app.selectbox(key="lang").value == "en"
    assert offers(app) == []
