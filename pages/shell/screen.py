"""How pages adapt to screens, readers and paper: line lengths, target sizes and visible focus.

Only what Streamlit has no option for. Its theme is in `.streamlit/config.toml`.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.plot.colours import RING
from pages.ui.pills import HIDDEN

SCREEN, PAPER, DARK_PAPER = (
    (Path(__file__).parent / f"{name}.css").read_text("utf-8")
    for name in ("screen", "paper", "paper_dark")
)
WIDGETS = f":is({', '.join(f'.st-key-{key}' for key in HIDDEN)}) {{ display: none }}"
RULES = (f":root {{ --ee-accent: {RING} }}", WIDGETS, SCREEN)


def apply_style(*, embedded: bool) -> None:
    """Add the style sheet to the page: one element, as each one costs a message on every run."""
    rules = list(RULES)
    if not embedded:
        rules.append(PAPER)
        if st.context.theme.type == "dark":
            rules.append(DARK_PAPER)
    st.html("\n".join(["<style>", *rules, "</style>"]))
