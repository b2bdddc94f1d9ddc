"""Fields that fold into one line when the page is opened with answers, or by a button.

Folded fields are hidden but stay on the page: a widget that isn't rendered would leave the address.
"""

from __future__ import annotations

import streamlit as st

from pages.ui.markdown import plain

_STATE = "inputs-folded"


def start() -> None:
    """Fold the fields if the page has just been opened: by a link, a reload or from another page.

    The frame notes when that is so.
    """
    if st.session_state.pop("page-opened", False):
        st.session_state[_STATE] = True


def unfold() -> None:
    """Show the fields until the page is opened again or the button is pressed."""
    st.session_state[_STATE] = False


def render(fields: str, change: str, done: str, summary: str) -> None:
    """Show a line instead of the container with key `fields` if folded, and the button for it."""
    is_folded = st.session_state.get(_STATE, False)
    if is_folded:
        st.html(f"<style>.st-key-{fields}{{display:none}}</style>")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if is_folded:
            st.markdown(plain(summary), width="stretch")
        st.button(change if is_folded else done, key="fold", on_click=_switch)


def _switch() -> None:
    st.session_state[_STATE] = not st.session_state[_STATE]
