"""The parts of a page that a filter changes: they run again, and all else stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import ParamSpec

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages import served

P = ParamSpec("P")
CHOICE, PAGE = PARTS = ("part-choice", "part-page")
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


def turn() -> AbstractContextManager[object]:
    """Return what waits until one more page may be drawn for this visitor's address."""
    return served.service().turn(st.context.ip_address or "")


def part(key: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Have what draws a part of a page run again under this key, by itself in a turn of its own."""

    def decorate(render: Callable[P, None]) -> Callable[P, None]:
        @st.fragment(key=key)
        @wraps(render)
        def draw(*args: P.args, **kwargs: P.kwargs) -> None:
            with turn() if are_alone() else nullcontext():
                render(*args, **kwargs)

        return draw

    return decorate
