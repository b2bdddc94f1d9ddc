"""A button that has the server ask IRCC at once, and what came of it."""

from __future__ import annotations

import streamlit as st

from pages import served
from pages.language import Words
from pages.ui.markdown import plain

SECONDS, MOST_LOOKS = 1.0, 60  # how often, and how long, an open page looks for the answer
BEFORE, LOOKS, ANSWERED = "check-before", "check-looks", "check-answered"


def render(last_check: str, words: Words, *, key: str) -> None:
    """Show the button and, once it was used, the sentence on the last check.

    The check runs in the background, so that nobody waits for IRCC. Meanwhile a fragment looks for
    its result, and then runs the page again, which shows any new rounds.
    """
    is_waiting = BEFORE in st.session_state
    # A fragment runs again by itself only while it waits.
    st.fragment(_render, run_every=SECONDS if is_waiting else None)(last_check, words, key)


def _render(last_check: str, words: Words, key: str) -> None:
    if BEFORE in st.session_state:
        _look(words)
        return
    label = words.gettext("Check now")
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(label, key=f"check-now-{key}", icon=":material/refresh:"):
            _ask()
            st.rerun()
        if ANSWERED in st.session_state:
            st.caption(plain(last_check))


def _ask() -> None:
    service = served.service()
    last = service.checks.last()
    if service.ask and service.ask():
        st.session_state[BEFORE], st.session_state[LOOKS] = last, 0
    else:  # somebody asked within the last minute
        st.session_state[ANSWERED] = True


def _look(words: Words) -> None:
    st.session_state[LOOKS] += 1
    is_over = st.session_state[LOOKS] > MOST_LOOKS
    if is_over or served.service().checks.last() != st.session_state[BEFORE]:
        del st.session_state[BEFORE]
        st.session_state[ANSWERED] = True
        st.rerun()
    st.caption(words.gettext("Asking IRCC …"))
