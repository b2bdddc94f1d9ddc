"""Tables as pages show them: with our words for their columns, each written in its own way.

Streamlit would write numbers as the browser's locale has it, not as the page's language does. So a
table says beside each number how it is written; it is still a number, to sort and to copy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from pages.language import MISSING, Words
from pages.language.columns import label, meaning

# As the same in every language, which Streamlit cannot write months in.
DAY = "YYYY-MM-DD"
PERCENT = "percent"
DECIMALS = range(4)
CATEGORY_WIDTH = 136  # pixels: of many columns side by side, this one would be cut first


def render_table(
    words: Words,
    table: pd.DataFrame,
    columns: Mapping[str, str],
    *,
    alt: str,
    config: Mapping[str, Any] | None = None,
    **options: Any,
) -> Any:
    """Show a table whose headers are our words for its columns, and return what was selected."""
    names = [name for name in columns if name in table]
    shown, own = table[names].reset_index(drop=True), dict(config or {})
    kinds = {name: own.get(name, _column(shown[name], columns[name])) for name in names}
    numbers: dict[str, Any] = {
        name: _number(shown[name], kinds[name], words)
        for name in names
        if kinds[name].get("type_config", {}).get("type") == "number"
    }
    for name in numbers:  # with a format of its own, Streamlit would not look at ours
        kinds[name] = {**kinds[name], "type_config": {**kinds[name]["type_config"], "format": None}}
    return st.dataframe(
        Styler(shown).format(numbers, na_rep=MISSING) if numbers else shown,
        hide_index=True,
        column_config=kinds,
        alt=alt,
        placeholder=MISSING,
        **options,
    )


def _column(values: pd.Series, whole: str) -> Any:
    """Return what a column is: days, instants and numbers each their way."""
    name, help_ = label(whole), meaning(whole) or None
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        return st.column_config.DatetimeColumn(
            name, help=help_, format="YYYY-MM-DD HH:mm:ss", timezone="UTC"
        )
    if pd.api.types.is_datetime64_dtype(values.dtype):
        return st.column_config.DateColumn(name, help=help_, format=DAY)
    if pd.api.types.is_bool_dtype(values.dtype):
        return st.column_config.CheckboxColumn(name, help=help_)
    if pd.api.types.is_numeric_dtype(values.dtype):
        return st.column_config.NumberColumn(name, help=help_)
    width = CATEGORY_WIDTH if values.name == "category" else None
    return st.column_config.Column(name, help=help_, width=width)


def _number(values: pd.Series, kind: Mapping[str, Any], words: Words) -> Callable[[Any], str]:
    """Return what writes the numbers of a column: all with as many decimals as one of them needs.

    >>> write = _number(pd.Series([434.5, 1037113.0]), {"type_config": {}}, Words())
    >>> write(434.5), write(1037113.0)
    ('434.5', '1,037,113.0')
    """
    if kind["type_config"].get("format") == PERCENT:
        return words.percent
    if values.name == "change":
        return words.signed
    if values.name == "year":  # has no thousands
        return str
    known = values.dropna().astype(float)
    exact = known.round(DECIMALS[-1])
    needed = next(n for n in DECIMALS if (known.round(n) == exact).all())
    return partial(words.number, decimals=needed, even=True)


def percent(whole: str) -> Any:
    """Return what a column of shares between 0 and 1 is, by its "Header: meaning"."""
    return st.column_config.NumberColumn(label(whole), help=meaning(whole), format=PERCENT)


def pinned(whole: str) -> Any:
    """Return how a column of text is shown that stays put, by its "Header: meaning"."""
    return st.column_config.TextColumn(label(whole), help=meaning(whole), pinned=True)
