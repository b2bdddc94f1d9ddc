"""Rows of a CSV file that is kept by hand, with the types of its columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

_BOOLEANS = {"true": True, "false": False}
_READERS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "boolean": _BOOLEANS.__getitem__,
    "date": date.fromisoformat,
}


def typed_rows(text: str, types: Mapping[str, str]) -> list[dict[str, Any]]:
    r"""Return the rows of a CSV file with these columns; an empty cell is None.

    The columns may be in any order, and the items of a list have spaces between them.

    >>> typed_rows("day,sources\n2026-02-18,a b\n", {"day": "date", "sources": "list"})
    [{'day': datetime.date(2026, 2, 18), 'sources': ['a', 'b']}]

    Raises:
        ValueError: if the columns are others or a value is malformed, with its line.
    """
    reader = csv.DictReader(io.StringIO(text))
    return [_typed(row, types, line) for line, row in enumerate(reader, 2)]


def _typed(row: Mapping[str, str], types: Mapping[str, str], line: int) -> dict[str, Any]:
    if set(row) != set(types) or None in row.values():
        raise ValueError(f"line {line}: the columns should be {', '.join(types)}")
    values: dict[str, Any] = {}
    for name, kind in types.items():
        cell = row[name].strip()
        try:
            values[name] = (
                cell.split() if kind == "list" else _READERS[kind](cell) if cell else None
            )
        except (KeyError, ValueError) as error:
            raise ValueError(f"line {line}, {name}: {error}") from error
    return values
