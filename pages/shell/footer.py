"""The footer of every page."""

from __future__ import annotations

import streamlit as st

from pages.about import freshness, status
from pages.ui.markdown import plain
from pages.ui.view import View


def render_footer(view: View, state: status.State) -> None:
    """Show what the data covers, when it was last checked, its source and the disclaimer."""
    _, words = view.words.gettext, view.words
    st.divider()
    for problem in state.file_problems(words):
        st.caption(f":material/info: {plain(problem)}")
    source = _("Source: the rounds of invitations published by IRCC on canada.ca.")
    copies = freshness.second_hand(view.record.ledger, words)
    limits = _("Not affiliated with IRCC. Not legal advice.")
    sentences = (status.contents(view), state.last_comparison(words), source, copies, limits)
    st.caption(" ".join(map(plain, filter(None, sentences))))
    status.render_link(view)
