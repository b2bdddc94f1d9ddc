"""Long pages: links to their sections, and what is folded."""

from __future__ import annotations

import re

import pytest

from tests.pages.support.app_views import folds, opened

POOL = ["crowded", "above", "changes", "size", "inflow"]
OUTLOOK = ["days", "categories", "one-category", "invitations", "accuracy"]
CATEGORY = ["rounds", "selection", "more", "alert"]
ABOUT = ["source", "terms", "open-data", "coverage", "limits", "categories", "events"]
ABOUT += ["corrections", "second-hand", "columns", "citation"]
# Pages with their parameters, and their sections in the order in which people ask.
SECTIONS = [
    ("pool", {}, POOL),
    ("outlook", {}, OUTLOOK),
    ("outlook", {"category": "stem"}, OUTLOOK),
    ("invitations", {}, ["periods", "years", "plan", "sizes"]),
    ("categories", {"code": "stem"}, CATEGORY),
    ("categories", {"code": "cec"}, CATEGORY),
    ("categories", {"code": "researchers"}, ["selection", "more", "alert"]),
    ("data", {}, ABOUT),
]


@pytest.mark.parametrize(("page", "query", "expected"), SECTIONS)
@pytest.mark.parametrize(("language", "name"), [("en", "On this page"), ("fr", "Sur cette page")])
def test_links_at_the_top_lead_to_the_sections_in_their_order(
    page: str, query: dict[str, str], expected: list[str], language: str, name: str
) -> None:
    app = opened(page, lang=language, **query)
    assert not app.exception
    htmls = [element.proto.body for element in app.get("html")]
    (links,) = (body for body in htmls if "<nav" in body)
    assert f'aria-label="{name}"' in links
    assert re.findall(r'href="#([a-z-]+)"', links) == expected
    ids = [found for body in htmls for found in re.findall(r'<div [^>]*id="([a-z-]+)"', body)]
    assert ids == expected
    assert not folds(app).keys() & set(ids)  # a link leads to one of either


def test_what_analysts_want_is_folded_and_still_on_the_page() -> None:
    app = opened("outlook")
    titles = folds(app)
    assert list(titles) == ["chances", "by-category", "reliability", "guesses"]
    assert titles["guesses"] == "Compared with simple guesses"
    for name in ("chances", "by-category", "guesses"):
        assert len(app.get_by_key(f"within-{name}").dataframe) == 1
    assert app.get_by_key("within-reliability").selectbox[0].label == "Forecast"
