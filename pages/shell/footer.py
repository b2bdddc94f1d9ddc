"""The footer of every page, and the notice that the data is old."""

from __future__ import annotations

import streamlit as st

from pages.about import status
from pages.ui.markdown import plain
from pages.ui.view import View

STALE_DAYS = 7


def stale(view: View) -> None:
    """Say so if the record is so old that rounds may be missing from it."""
    if view.age > STALE_DAYS:
        text = view.words.gettext(
            "This data was last updated from IRCC {age} ago, on {day}. Any newer "
            "rounds are missing."
        )
        said = text.format(age=view.words.days(view.age), day=view.words.day(view.as_of))
        st.info(plain(said), icon=":material/update:")


def footer(view: View, state: status.State) -> None:
    """Show what the record is, when it was last confirmed, and what this is not."""
    _, words = view.words.gettext, view.words
    st.divider()
    for trouble in state.troubles(words):
        st.caption(f":material/info: {plain(trouble)}")
    source = _("Source: the rounds of invitations published by IRCC on canada.ca.")
    limits = _("Not affiliated with IRCC. Not legal advice.")
    said = (status.contents(view), state.compared(words), source, limits)
    st.caption(" ".join(map(plain, said)))
    status.link(view)
