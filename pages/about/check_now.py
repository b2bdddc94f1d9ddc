"""A button that has the server ask IRCC at once, and what came of it."""

from __future__ import annotations

import streamlit as st

from pages import served
from pages.language import Words
from pages.ui.markdown import plain

SECONDS, MOST_LOOKS = 1.0, 60  # how often, and how long, an open page looks for the answer
BEFORE, LOOKS, ANSWERED = "check-before", "check-looks", "check-answered"
OURS, TOO_SOON = "ours", "too soon"  # whose check the answer is of


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
        _look()
    is_waiting = BEFORE in st.session_state
    with st.container(horizontal=True, vertical_alignment="center"):
        # The button stays meanwhile: whoever pressed it with a key would lose their place.
        label = words.gettext("Check now")
        is_pressed = st.button(label, key=f"check-now-{key}", icon=":material/refresh:")
        if is_pressed and not is_waiting:
            _ask()
            st.rerun()
        if told := _told(last_check, words):
            st.caption(told)


def _told(last_check: str, words: Words) -> str:
    """Return what came of asking IRCC, as Markdown; empty if the visitor did not ask."""
    _, state = words.gettext, st.session_state
    if BEFORE in state:
        return _("Asking IRCC …")
    if ANSWERED not in state:
        return ""
    if state[ANSWERED] == TOO_SOON:
        text = _(
            "IRCC was asked less than a minute ago, and is asked once a minute at most. {told}"
        )
        return plain(text.format(told=last_check))
    return plain(last_check)


def _ask() -> None:
    service = served.service()
    last = service.checks.last()
    if service.ask and service.ask():
        st.session_state[BEFORE], st.session_state[LOOKS] = last, 0
        st.session_state.pop(ANSWERED, None)
    else:
        st.session_state[ANSWERED] = TOO_SOON


def is_answered() -> bool:
    """Return whether the visitor had IRCC asked and an answer is here.

    The notice with the button may be gone by then, because the data is current again.
    """
    is_waiting = BEFORE in st.session_state
    if is_waiting and served.service().checks.last() != st.session_state[BEFORE]:
        _stop_waiting()
    return ANSWERED in st.session_state


def _stop_waiting() -> None:
    del st.session_state[BEFORE]
    st.session_state[ANSWERED] = OURS


def _look() -> None:
    """Run the page again once an answer is here, or has not come for long."""
    st.session_state[LOOKS] += 1
    if st.session_state[LOOKS] > MOST_LOOKS:
        _stop_waiting()
    if BEFORE not in st.session_state or is_answered():
        st.rerun()
