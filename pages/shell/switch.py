"""Leading to another page with what was entered, without putting it into the address."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.ui.view import NEXT_PAGE


def follow(pages: Sequence[StreamlitPage]) -> None:
    """Go to the page that a button of another page named, if one did."""
    path = st.session_state.pop(NEXT_PAGE, None)
    if path is not None:
        st.switch_page(next(page for page in pages if page.url_path == path))
