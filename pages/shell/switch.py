"""Leading to another page with what was entered, without putting it into the address."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.ui.view import NEXT_PAGE, NEXT_QUERY


def follow(pages: Sequence[StreamlitPage]) -> None:
    """Go to the page that a button or a chart of another page named, if one did."""
    path = st.session_state.pop(NEXT_PAGE, None)
    if path is not None:
        # With None, Streamlit refuses to leave an address that has parameters of widgets.
        query = st.session_state.pop(NEXT_QUERY, {})
        st.switch_page(next(page for page in pages if page.url_path == path), query_params=query)
