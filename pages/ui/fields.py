"""Fields for what readers enter on several pages: a date, and a CRS score."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from data.vocabulary.columns import MAX_SCORE
from pages.ui.address import EARLIEST, LATEST


def date_input(label: str, **options: Any) -> date | None:
    """Show a field for a date, which is empty at first."""
    day: date | None = st.date_input(
        label, value=None, min_value=EARLIEST, max_value=LATEST, format="YYYY-MM-DD", **options
    )
    return day


def score_input(label: str, value: int | None = None, **options: Any) -> int | None:
    """Show a field for a CRS score."""
    return st.number_input(label, min_value=0, max_value=MAX_SCORE, value=value, step=1, **options)
