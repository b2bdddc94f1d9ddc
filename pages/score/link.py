"""My score in a link: written only on request, and checked when it is opened."""

from __future__ import annotations

import streamlit as st

from data.vocabulary.categories import CATEGORIES, Category
from pages.plot.copyable import copyable
from pages.score.answers import DEFAULT_CATEGORY
from pages.ui import share
from pages.ui.address import unknown_category_notices
from pages.ui.markdown import plain
from pages.ui.view import View

PNP = "pnp"
SCORES, CODES, FLAGS = (
    ("score", "then"),
    ("eligible", "then-eligible"),
    ("nomination", "then-nomination"),
)
KEYS = (*SCORES, *CODES, *FLAGS, "profile", "since")


def selectable_categories(view: View) -> dict[str, Category]:
    """Return the categories to be eligible for by code, including those without a round so far."""
    return {**{category.code: category for category in CATEGORIES}, **view.categories}


def read_link(view: View) -> None:
    """Read a link when it is opened, and warn of categories in it that there are not."""
    if "link" in st.session_state:
        if st.session_state.pop("address_stale", False):
            _rewrite_address()
        return
    params = {key: st.query_params.get_all(key) for key in KEYS}
    is_link = st.query_params.get("link") == "true"
    # A link with these values in it counts as ticked.
    st.session_state["link"] = is_link or any(params.values())
    if params["score"] and not params["eligible"] and not is_link:
        st.session_state["eligible"] = [DEFAULT_CATEGORY]
    # There is no pill for PNP: a nomination makes a candidate eligible for it.
    for key, nomination in zip(CODES, FLAGS, strict=True):
        if PNP in params[key]:
            st.session_state[nomination] = True
    known = list(selectable_categories(view))
    for key in CODES:
        for notice in unknown_category_notices(key, params[key], known, view.words):
            st.warning(plain(notice), icon=":material/link_off:")
    # The values set here are not in the address yet.
    st.session_state["address_stale"] = st.session_state["link"]


def link_checkbox(view: View) -> bool:
    """Show the checkbox that puts the inputs into the address, and what that means."""
    _ = view.words.gettext
    is_link = st.checkbox(
        _("Include my answers in the link"),
        key="link",
        bind="query-params",
        persist_state="session",
        on_change=_rewrite_address,
    )
    if is_link:
        st.caption(
            _(
                "The page address now contains your answers. Anyone with the link can "
                "read them. Untick the box to remove them."
            )
        )
    else:
        st.caption(
            _(
                "Your answers are used only for this visit. They are not saved and not "
                "in the page address, and they disappear when you close the page."
            )
        )
    return is_link


def render_link(view: View) -> None:
    """Show the link with the answers, if it was asked for; to be called after the inputs."""
    if st.session_state["link"]:
        label = view.words.gettext("Copy link")
        copyable(view.words, share.link(view), key="my-link", copy=label, share=True)


def _rewrite_address() -> None:
    """Set every input again, so that values entered before the box was ticked reach the address.

    A widget that is bound later writes to the address only when its value is set.
    """
    for key in ("link", *KEYS):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
