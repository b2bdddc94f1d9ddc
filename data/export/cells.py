"""The cells of a table as Python values, and as text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import pandas as pd


def columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Return the values of each column: None if missing, a date for a naive datetime.

    Raises:
        ValueError: if a column name occurs twice.
    """
    if not frame.columns.is_unique:
        raise ValueError(f"a column name occurs twice: {list(frame.columns)}")
    return {str(name): _values(column) for name, column in frame.items()}


def rows(columns: dict[str, list[Any]]) -> Iterable[tuple[Any, ...]]:
    """Return the rows of columns."""
    return zip(*columns.values(), strict=True)


def text(value: object) -> str:
    """Return a value as text, the same in every language.

    >>> text(None), text(date(2026, 8, 19)), text(("fsw", "cec"))
    ('', '2026-08-19', 'fsw cec')
    """
    match value:
        case None:
            return ""
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case list() | tuple():
            return " ".join(text(item) for item in value)
        case _:
            return str(value)


def _values(column: pd.Series[Any]) -> list[Any]:
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        instants = column.dt.tz_convert("UTC").array.to_pydatetime()
        return [None if instant is pd.NaT else instant for instant in instants]
    if pd.api.types.is_datetime64_dtype(column.dtype):
        return column.to_numpy("datetime64[D]").tolist()
    cells, missing = column.tolist(), column.isna()
    if not missing.any():
        return cells
    return [None if is_na else cell for cell, is_na in zip(cells, missing, strict=True)]
