"""Addresses that tell of new rounds: of one's categories, up to a cut-off."""

from __future__ import annotations

from data.vocabulary.filter import Filter
from pages.ui import data_links
from tests.pages.support.app_views import opened, view


def test_an_address_has_the_categories_the_cutoff_and_the_language() -> None:
    english = view(Filter(("stem",)))
    address = data_links.alert_url(english, "rounds.atom", ["french", "cec"], 515)
    assert address == "/feeds/rounds.atom?category=cec&category=french&max_cutoff=515"
    french = view(language="fr")
    address = data_links.alert_url(french, "rounds.ics", ["cec"], None)
    assert address == "/feeds/rounds.ics?category=cec&lang=fr"


def test_categories_and_my_score_offer_to_tell_when() -> None:
    for path, query in (
        ("categories", {"code": "cec"}),
        ("my-score", {"score": "519", "eligible": "cec"}),
    ):
        app = opened(path, **query)
        assert not app.exception
        assert "Tell me when" in [expander.label for expander in app.expander]
