"""Tables on pages: translated headers, and numbers formatted in the page's language.

Streamlit formats numbers in the browser's locale instead. So each number is sent together with its
formatted text; it is still a number, to sort and to copy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from data.vocabulary.columns import label, meaning
from pages.language import MISSING, Words

# The same in every language, because Streamlit writes months in English only.
DAY = "YYYY-MM-DD"
PERCENT = "percent"
DECIMALS = range(4)
MOST_KEPT = 128  # tables as they are sent
WIDTHS = {"category": 136}  # pixels, as this column is cut first in a wide table


def render_table(
    words: Words,
    table: pd.DataFrame,
    columns: Mapping[str, str],
    *,
    alt: str,
    config: Mapping[str, Any] | None = None,
    widths: Mapping[str, int] = WIDTHS,
    **options: Any,
) -> Any:
    """Show the named columns of a table with their headers, and return the selection.

    `config` replaces what a column's type decides, and `widths` are in pixels.
    """
    names = [name for name in columns if name in table]
    data = table[names].reset_index(drop=True)
    if "round_id" in names:
        data["round_id"] = sortable(data["round_id"])
    kinds = {name: _column(data[name], columns[name], widths.get(name)) for name in names}
    kinds |= config or {}
    numbers: dict[str, Any] = {
        name: _formatter(data[name], kinds[name], words)
        for name in names
        if kinds[name].get("type_config", {}).get("type") == "number"
    }
    for name in numbers:  # with a format here, Streamlit would ignore ours
        kinds[name] = {**kinds[name], "type_config": {**kinds[name]["type_config"], "format": None}}
    texts: dict[str, Any] = {"round_id": str.strip} if "round_id" in names else {}
    formats = {**numbers, **texts}
    return st.dataframe(
        Styler(data).format(formats, na_rep=MISSING) if formats else data,
        hide_index=True,
        column_config=kinds,
        alt=alt,
        placeholder=MISSING,
        **options,
    )


def render_kept(key: str, show: Callable[[], Any]) -> None:
    """Show a table, and keep it as it is sent for all who see the same, which is what `key` says.

    Making its message takes longer than all the rest of a run. Such a table has no selection.
    """
    _kept_tables()(key, show)


@cache
def _kept_tables() -> Callable[[str, Callable[[], Any]], None]:
    # Streamlit repeats the messages of a function whose result it keeps. Not decorated when this
    # is imported, as it warns if that is before its server runs.
    @st.cache_data(max_entries=MOST_KEPT, show_spinner=False)
    def show_kept(key: str, _show: Callable[[], Any]) -> None:  # noqa: ARG001 the key is Streamlit's
        _show()

    return show_kept


def texts(words: Words, table: pd.DataFrame, columns: Mapping[str, str]) -> dict[str, Any]:
    """Return the named columns of a table as readers see them: headers, meanings and texts.

    >>> got = texts(Words(), pd.DataFrame({"n": [1234, None]}), {"n": "Rounds: in the week"})
    >>> got["columns"], got["rows"]
    ([{'label': 'Rounds', 'meaning': 'in the week', 'number': True}], [['1,234'], ['–']])
    """
    names = [name for name in columns if name in table]
    heads = [
        {
            "label": label(columns[name]),
            "meaning": meaning(columns[name]),
            "number": _is_number(table[name]),
        }
        for name in names
    ]
    cells = [_texts(words, table[name]) for name in names]
    return {"columns": heads, "rows": [list(row) for row in zip(*cells, strict=True)]}


def _is_number(values: pd.Series) -> bool:
    kind = values.dtype
    return pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind)


def _texts(words: Words, values: pd.Series) -> list[str]:
    write: Callable[[Any], str] = str
    if _is_number(values):
        write = _formatter(values, {"type_config": {}}, words)
    elif pd.api.types.is_bool_dtype(values.dtype):
        yes, no = words.gettext("yes"), words.gettext("no")
        write = lambda value: yes if value else no  # noqa: E731
    elif isinstance(values.dtype, pd.DatetimeTZDtype):
        write = lambda value: f"{value.tz_convert('UTC'):%Y-%m-%d %H:%M:%S}"  # noqa: E731
    elif pd.api.types.is_datetime64_dtype(values.dtype):
        write = lambda value: f"{value:%Y-%m-%d}"  # noqa: E731
    missing = values.isna()
    return [MISSING if gone else write(v) for v, gone in zip(values, missing, strict=True)]


def sortable(ids: pd.Series[str]) -> pd.Series[str]:
    """Return round ids with spaces in front, so that a table sorts them in their order as texts.

    >>> sorted(sortable(pd.Series(["100", "91b", "91a", "9"])))
    ['  9', ' 91a', ' 91b', '100']
    """
    digits = ids.str.count(r"\d")
    short = digits.rsub(digits.max()).fillna(0).astype(int)
    texts = [" " * n + text if pd.notna(text) else text for n, text in zip(short, ids, strict=True)]
    return pd.Series(texts, index=ids.index, dtype=ids.dtype)


def _column(values: pd.Series, text: str, width: int | None) -> Any:
    options: dict[str, Any] = {"label": label(text), "help": meaning(text) or None, "width": width}
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        options |= {"format": "YYYY-MM-DD HH:mm:ss", "timezone": "UTC"}
        return st.column_config.DatetimeColumn(**options)
    if pd.api.types.is_datetime64_dtype(values.dtype):
        return st.column_config.DateColumn(**options, format=DAY)
    if pd.api.types.is_bool_dtype(values.dtype):
        return st.column_config.CheckboxColumn(**options)
    if pd.api.types.is_numeric_dtype(values.dtype):
        return st.column_config.NumberColumn(**options)
    return st.column_config.Column(**options)


def _formatter(values: pd.Series, kind: Mapping[str, Any], words: Words) -> Callable[[Any], str]:
    """Return the formatter of a column, with no more decimals than some value needs.

    >>> write = _formatter(pd.Series([434.5, 1037113.0]), {"type_config": {}}, Words())
    >>> write(434.5), write(1037113.0)
    ('434.5', '1,037,113')
    """
    if kind["type_config"].get("format") == PERCENT:
        return words.percent
    if values.name == "change":
        return words.signed
    if values.name == "year":  # has no thousands
        return str
    numbers = values.dropna().astype(float)
    exact = numbers.round(DECIMALS[-1])
    decimals = next(n for n in DECIMALS if (numbers.round(n) == exact).all())
    return partial(words.number, decimals=decimals)


def percent(text: str) -> Any:
    """Return the configuration of a column of shares between 0 and 1."""
    return st.column_config.NumberColumn(label(text), help=meaning(text), format=PERCENT)


def pinned(text: str, width: int | None = None) -> Any:
    """Return the configuration of a text column that stays in place while others scroll."""
    return st.column_config.TextColumn(label(text), help=meaning(text), pinned=True, width=width)
