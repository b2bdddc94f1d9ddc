"""The parts of a page that a filter changes: they run again, and all else stays as it is."""

from __future__ import annotations

import streamlit as st

CHOICE, BAR, PAGE = PARTS = ("part-choice", "part-bar", "part-page")
COMPLETE = "page-complete"  # in the session, while all parts of the current page are on the screen


def begin() -> None:
    """Note that the frame runs, so that no part can run without it until it is done."""
    st.session_state[COMPLETE] = False


def end() -> None:
    """Note that the frame is done, and its parts can run by themselves."""
    st.session_state[COMPLETE] = True


def are_alone() -> bool:
    """Return whether the frame is done, so that a part now runs without it."""
    return bool(st.session_state.get(COMPLETE))


def run_again() -> None:
    """Run only the parts; for callbacks of widgets outside them, which run the whole frame else.

    Such a widget interrupts a run that it makes useless, which one inside a part would wait for.
    """
    if are_alone():
        st.rerun(list(PARTS))
