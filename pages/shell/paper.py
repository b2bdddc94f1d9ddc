"""How pages are printed: text and charts, without buttons and menus."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

STYLE, DARK = (
    f"<style>{(Path(__file__).parent / name).read_text('utf-8')}</style>"
    for name in ("paper.css", "paper_dark.css")
)


def apply_style() -> None:
    """Add the style sheet for print to the page."""
    st.html(STYLE)
    if st.context.theme.type == "dark":
        st.html(DARK)
