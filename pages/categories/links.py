"""Where to go on from a category: our other pages, IRCC's own, and the sources."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from data.occupations.lists import bundled_lists
from data.vocabulary.categories import Category
from data.vocabulary.languages import LANGUAGES, SOURCE, query
from pages.ui.view import View

_EN = "https://www.canada.ca/en/immigration-refugees-citizenship/services/immigrate-canada/"
_FR = "https://www.canada.ca/fr/immigration-refugies-citoyennete/services/immigrer-canada/"
# IRCC's page of the categories. Its French one is linked from that of the rounds.
CATEGORIES_URL = {
    "en": f"{_EN}express-entry/rounds-invitations/category-based-selection.html",
    "fr": LANGUAGES["fr"].rounds_url or "",
}
# Who can apply at all: the conditions of the programs.
ELIGIBLE_URL = {
    "en": f"{_EN}express-entry/who-can-apply.html",
    "fr": f"{_FR}entree-express/admissibilite.html",
}
SCORE_URL = {
    "en": f"{_EN}express-entry/check-score.html",
    "fr": f"{_FR}entree-express/verifier-note.html",
}


def page(view: View, path: str, name: str, value: str) -> str:
    """Return the address of one of our pages with a parameter, in the language of the view.

    It is relative, because the dashboard may be under a path of its host.
    """
    return f"./{path}?{urlencode([(name, value), *query(view.words.language)])}"


def official(view: View, addresses: dict[str, str]) -> str:
    """Return IRCC's address in the language of the view."""
    return addresses.get(view.words.language, addresses[SOURCE])


def render(view: View, category: Category) -> None:
    """Show links to our pages that carry the category."""
    _ = view.words.gettext
    st.header(_("Where is more about this category?"), anchor=False)
    pages = {
        "cut-offs": _("Cut-offs"),
        "invitations": _("Invitations"),
        "frequency": _("Frequency"),
        "outlook": _("Outlook"),
        "rounds": _("Rounds"),
    }
    with st.container(horizontal=True, gap="small"):
        if category.code in view.categories:  # a filter needs a round
            for path, name in pages.items():
                st.link_button(name, page(view, path, "category", category.code))
        if category.code != "pnp":  # a nomination has a box of its own there
            st.link_button(_("My score"), page(view, "my-score", "eligible", category.code))
        st.link_button(_("All categories"), page(view, "categories", "code", "all"))
    render_score(view)


def eligibility(view: View) -> str:
    """Return where IRCC says who can apply, as Markdown."""
    text = view.words.gettext("[IRCC’s own page]({address}) says who is eligible for a program.")
    return text.format(address=official(view, ELIGIBLE_URL))


def render_score(view: View) -> None:
    """Say why there is no calculator of CRS scores here, and link to IRCC's."""
    text = view.words.gettext(
        "**No score calculator here.** A change of the CRS in November 2026 is reported but not "
        "confirmed, so we can’t be sure of the grid. [IRCC’s own tool]({address}) calculates "
        "your score."
    )
    st.markdown(text.format(address=official(view, SCORE_URL)))


def render_sources(view: View) -> None:
    """Say that lists and rules are second-hand, and link to IRCC's page."""
    words, collected = view.words, bundled_lists().rules["collected_on"].max()
    text = words.gettext(
        "Lists and rules are second-hand: we collected them from public copies of IRCC’s pages, "
        "most recently on {day}. What counts is [IRCC’s own page]({address}). Each row in the "
        "downloads below names its sources."
    )
    address = official(view, CATEGORIES_URL)
    st.caption(text.format(day=words.day(collected), address=address))
