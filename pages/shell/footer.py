"""The footer of every page, and the notice that the data is old."""

from __future__ import annotations

import streamlit as st

from pages.about import status
from pages.ui.markdown import plain
from pages.ui.view import View

STALE_DAYS = 7


def render_stale_notice(view: View) -> None:
    """Warn if the data is so old that rounds may be missing."""
    if view.age > STALE_DAYS:
        text = view.words.gettext(
            "This data was last compared with IRCC’s list {age} ago, on {day}. Any newer "
            "rounds are missing."
        )
        message = text.format(age=view.words.days(view.age), day=view.words.day(view.as_of))
        st.info(plain(message), icon=":material/update:")


def render_footer(view: View, state: status.State) -> None:
    """Show what the data covers, when it was last checked, its source and the disclaimer."""
    _, words = view.words.gettext, view.words
    st.divider()
    for problem in state.problems(words):
        st.caption(f":material/info: {plain(problem)}")
    source = _("Source: the rounds of invitations published by IRCC on canada.ca.")
    limits = _("Not affiliated with IRCC. Not legal advice.")
    sentences = (status.contents(view), state.last_comparison(words), source, limits)
    st.caption(" ".join(map(plain, sentences)))
    status.render_link(view)
