"""My score in a link: only if the person asks for it, and whatever a link that is opened says."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.crs.points import SCORE_MAX, SCORE_MIN, CandidateError, parse_score
from data.vocabulary.categories import CATEGORIES, Category
from pages.ui.address import invalid_value_notices
from pages.ui.markdown import plain
from pages.ui.view import CATEGORY_BASED_SINCE, View

PNP = "pnp"
USUAL = "cec"  # what most who come with the question are eligible for
SCORES, CODES, FLAGS = (
    ("score", "then"),
    ("eligible", "then-eligible"),
    ("nomination", "then-nomination"),
)
KEYS = (*SCORES, *CODES, *FLAGS, "profile", "since")


def offered(view: View) -> dict[str, Category]:
    """Return every category that one can be eligible for, also those without a round so far."""
    known = {category.code: category for category in CATEGORIES}
    return {**known, **view.categories}


def opened(view: View) -> frozenset[str]:
    """Look at a link as it is opened: tell what cannot be used of it, return the keys of that."""
    _ = view.words.gettext
    if "link" in st.session_state:
        if st.session_state.pop("unsaid", False):
            _say_again()
        return frozenset()
    asked = {key: st.query_params.get_all(key) for key in KEYS}
    linked = st.query_params.get("link") == "true"
    # Whoever opens a link with these values in it has a link, ticked or not.
    st.session_state["link"] = linked or any(asked.values())
    st.session_state["since"] = CATEGORY_BASED_SINCE
    if not asked["eligible"] and not linked:
        st.session_state["eligible"] = [USUAL]
    # PNP is no pill: one is eligible for it by holding a nomination.
    for key, held in zip(CODES, FLAGS, strict=True):
        if PNP in asked[key]:
            st.session_state[held] = True
    refused = set()
    for key in SCORES:
        told = _score_problem(asked[key], view)
        if told:
            refused.add(key)
            del st.query_params[key]
            st.warning(plain(told), icon=":material/link_off:")
    named = [code for key in CODES for code in asked[key] if code]
    days = {"category": named, "from": asked["since"], "to": []}
    for told in invalid_value_notices(days, list(offered(view)), view.words):
        st.warning(plain(told), icon=":material/link_off:")
    # What was put right here is not in the address yet.
    st.session_state["unsaid"] = st.session_state["link"]
    return frozenset(refused)


def _score_problem(values: Sequence[str], view: View) -> str:
    """Return what is wrong with a score from a link, nothing if it is one or there is none."""
    _ = view.words.gettext
    try:
        for value in values:
            parse_score(value)
    except CandidateError as error:
        texts = {
            "not_a_whole_number": _("The score “{value}” is not a whole number. It was ignored."),
            "out_of_range": _(
                "The score “{value}” is not between {low} and {high}. It was ignored."
            ),
        }
        return texts[error.problem].format(
            value=str(error.value)[:60],
            low=view.words.number(SCORE_MIN),
            high=view.words.number(SCORE_MAX),
        )
    return ""


def asked_for(view: View) -> bool:
    """Show the box that puts the inputs into the address, and what that means."""
    _ = view.words.gettext
    linked = st.checkbox(
        _("Include my answers in the link"),
        key="link",
        bind="query-params",
        persist_state="session",
        on_change=_say_again,
    )
    if linked:
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
    return linked


def _say_again() -> None:
    """Set every input to what it is: what was entered before the box was ticked is a link too.

    A widget that is bound late leaves the address as it is until its value is set.
    """
    for key in ("link", *KEYS):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
