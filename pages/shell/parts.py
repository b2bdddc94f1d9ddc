"""The parts of a page that a filter changes: they run again, and all else stays as it is."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

CHOICE, BAR, PAGE = PARTS = ("part-choice", "part-bar", "part-page")
COMPLETE = "page-complete"  # in the session, the page of which all parts are on the screen


def begin() -> None:
    """Note that the frame runs, so that no part can run without it until it is done."""
    st.session_state[COMPLETE] = None


def end() -> None:
    """Note that the frame is done, and its parts can run by themselves."""
    st.session_state[COMPLETE] = _page()


def are_alone() -> bool:
    """Return whether the frame is done, so that a part now runs without it.

    A click may come together with a change of page, whose frame is still to run.
    """
    return st.session_state.get(COMPLETE) == _page()


def _page() -> str:
    """Return Streamlit's own name of the page that the visitor is on."""
    context = get_script_run_ctx()
    if context is None:
        raise RuntimeError("Only a script that Streamlit runs has a page")
    return context.page_script_hash


def run_again() -> None:
    """Run only the parts; for callbacks of widgets outside them, which run the whole frame else.

    Such a widget interrupts a run that it makes useless, which one inside a part would wait for.
    """
    if are_alone():
        st.rerun(list(PARTS))
