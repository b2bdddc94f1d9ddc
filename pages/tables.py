"""Tables as pages show them: with our words for their columns, each written in its own way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.words import MISSING
from pages.words.columns import label, meaning

# As the same in every language, which Streamlit cannot write months in.
DAY = "YYYY-MM-DD"


def grid(
    table: pd.DataFrame,
    columns: Mapping[str, str],
    *,
    alt: str,
    config: Mapping[str, Any] | None = None,
    **options: Any,
) -> Any:
    """Show a table whose headers are our words for its columns, and return what was selected."""
    shown = table[[name for name in columns if name in table]]
    own = dict(config or {})
    kinds = {
        name: own.get(name, _column(table[name], whole))
        for name, whole in columns.items()
        if name in table
    }
    return st.dataframe(
        shown,
        hide_index=True,
        column_config=kinds,
        alt=alt,
        placeholder=MISSING,
        **options,
    )


def _column(values: pd.Series, whole: str) -> Any:
    """Return how a column is written: days, instants and numbers each their way."""
    name, help_ = label(whole), meaning(whole) or None
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        return st.column_config.DatetimeColumn(
            name, help=help_, format="YYYY-MM-DD HH:mm:ss", timezone="UTC"
        )
    if pd.api.types.is_datetime64_dtype(values.dtype):
        return st.column_config.DateColumn(name, help=help_, format=DAY)
    if values.name == "change":
        return st.column_config.NumberColumn(name, help=help_, format="%+d")
    if pd.api.types.is_numeric_dtype(values.dtype):
        return st.column_config.NumberColumn(name, help=help_, format="localized")
    return st.column_config.Column(name, help=help_)


def percent(whole: str) -> Any:
    """Return how a column of shares between 0 and 1 is written, by its "Header: meaning"."""
    return st.column_config.NumberColumn(label(whole), help=meaning(whole), format="percent")


def pinned(whole: str) -> Any:
    """Return how a column of text is shown that stays put, by its "Header: meaning"."""
    return st.column_config.TextColumn(label(whole), help=meaning(whole), pinned=True)
