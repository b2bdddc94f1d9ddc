"""A choice of which the address holds a code and the page shows names in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def choice(name: str, label: str, options: Mapping[str, str], *, help_: str | None = None) -> str:
    """Show a choice among options, names by their codes, and return the chosen code.

    The address holds it under `name`, unless it is the first. One widget would hold what it shows,
    so that an address would have another meaning in another language; the one that the address
    knows therefore stays out of sight.
    """
    asked = st.query_params.get(name, "")
    if asked not in options and asked.lower() in options:  # as addresses had it before, in English
        st.query_params[name] = asked.lower()
        st.rerun()
    st.html(f"<style>.st-key-{name}{{display:none}}</style>")
    code = st.selectbox(name, list(options), key=name, bind="query-params")
    shown = f"{name}-shown"
    st.session_state[shown] = code
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        required=True,
        key=shown,
        help=help_,
        on_change=_choose,
        args=(name, shown),
    )
    return code


def _choose(name: str, shown: str) -> None:
    st.session_state[name] = st.session_state[shown]
