"""Every page on any screen: no line too long, no target too small, and focus that can be seen.

What Streamlit has no option for. Its theme is in `.streamlit/config.toml`.
"""

from __future__ import annotations

import streamlit as st

from pages.plot.style import ACCENT

STYLE = f"""<style>
/* Folded away on a phone, it is out of sight, but the keyboard would still walk through it. */
[data-testid="stSidebar"][data-collapsed="true"] {{ visibility: hidden }}
/* Streamlit's own ring is missing in places and has too little contrast in others. */
:focus-visible:not(input:not([type="checkbox"], [type="radio"]), textarea) {{
  outline: 2px solid {ACCENT} !important; outline-offset: 1px
}}
[data-testid="stMain"]:focus-visible {{ outline-offset: -2px }}
[data-testid="stHeader"] a:focus-visible, [data-testid="stSidebar"] :focus-visible,
[data-testid="stDateInput"] [role="spinbutton"]:focus-visible {{ outline-offset: -2px }}
/* Targets of at least 24 pixels for fingers. */
[data-testid="stDateInput"] [role="spinbutton"] {{
  min-width: 24px; min-height: 24px; line-height: 24px; text-align: center
}}
:is([data-testid="stDateInput"], label, [data-testid="stNumberInput"]) button {{
  min-width: 24px; min-height: 24px
}}
[data-testid="stCheckbox"] label {{ min-height: 24px; align-items: center }}
/* A heading stands nearer to what it heads than to what is before it. */
.stHeading h1 {{ padding: 0 0 .5rem }}
.stHeading h2 {{ padding: 1rem 0 .5rem }}
.stHeading h3 {{ padding: .5rem 0 }}
:is(.st-key-latest, .st-key-one-round) h2, [class*="st-key-week-round-"] h3 {{ padding-top: 0 }}
/* What a figure is called goes on in the next line instead of ending in "…". */
.stMetric .stMarkdownEllipsis, .stMetric .stMarkdownEllipsis p {{
  white-space: normal; overflow: visible
}}
/* Options of one choice go on in the next line. */
.stButtonGroup [role="radiogroup"] {{ flex-wrap: wrap; overflow: visible }}
.stButtonGroup :is(button, p) {{ height: auto; overflow: visible; white-space: normal }}
@media screen {{
  [data-testid="stMainBlockContainer"] {{ max-width: 96rem }}
  [data-testid="stMain"] .stMarkdown :is(p, li) {{ max-width: 48rem }}
}}
@media (prefers-reduced-motion: reduce) {{
  *, ::before, ::after {{
    animation-duration: 1ms !important; animation-iteration-count: 1 !important;
    scroll-behavior: auto !important; transition-duration: 1ms !important
  }}
}}
</style>"""


def apply_style() -> None:
    """Tell the browser how the page adapts to a screen and to those who use it."""
    st.html(STYLE)
