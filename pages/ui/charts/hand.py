"""What a reader does with a mark of a chart: open its round."""

from __future__ import annotations

import streamlit as st

from data.vocabulary.places import ROUNDS
from pages.ui.view import NEXT_PAGE, NEXT_QUERY, View


def open_round(view: View, key: str) -> None:
    """Go to the round that was opened in the component with a key; the filters stay."""
    round_id = st.session_state[key]["round"]
    if (view.history["round_id"] == round_id).any():
        st.session_state.update({NEXT_PAGE: ROUNDS, NEXT_QUERY: {"round": round_id}})
