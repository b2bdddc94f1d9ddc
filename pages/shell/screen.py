"""How pages adapt to screens and readers: line lengths, target sizes and visible focus.

Only what Streamlit has no option for. Its theme is in `.streamlit/config.toml`.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.plot.colours import RING

RULES = Path(__file__).with_suffix(".css").read_text("utf-8")
STYLE = f"<style>:root {{ --ee-accent: {RING} }}\n{RULES}</style>"


def apply_style() -> None:
    """Add the style sheet to the page."""
    st.html(STYLE)
