"""Every page on paper: what it says and draws, without what can only be pressed."""

from __future__ import annotations

import streamlit as st

# On paper a page is as on a desk, only smaller. What was entered on My score belongs to its answer.
STYLE = """<style>@media print {
  @page { margin: 12mm }
  :is(.stButton, .stButtonGroup, .stCheckbox, .stDateInput, .stDownloadButton, .stExpander,
      .stLinkButton, .stMultiSelect, .stNumberInput, .stPageLink, .stRadio, .stSelectbox,
      .stTextArea, .stTextInput):not(.st-key-inputs *),
  [data-testid="stHeader"], [data-testid="stSidebar"], [data-testid="stToolbar"],
  [data-testid="stTooltipIcon"], [data-testid="stToastContainer"] { display: none !important }
  [data-testid="stMainBlockContainer"] {
    width: 1080px; max-width: 1080px; padding: 0 !important; zoom: .64
  }
  [class*="st-key-chart-"], .stMetric, .stAlert { break-inside: avoid }
  .stElementContainer:is(:has(> .stHeading), .stElementContainer:has(> .stHeading) + *) {
    break-after: avoid
  }
}</style>"""
# Paper is light: what is dark on the screen turns round, and its colours turn back.
DARK = """<style>@media print {
  html, body, #root { background: #fff !important }
  .stApp { background: #000 !important; filter: invert(1) hue-rotate(180deg) }
  .main-svg { background: transparent !important }
}</style>"""


def apply_style() -> None:
    """Tell the browser how the page is printed."""
    st.html(STYLE)
    if st.context.theme.type == "dark":
        st.html(DARK)
