"""Download formats for tables.

Every format has the same rows, and most also say what they are about. A workbook is for readers, in
their language; the others are for programs, with the same names and codes in every language. Text
from outside is always written as text, so that a spreadsheet never runs it as a formula.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.export import cells
from data.export.about import About

# In CSV, Excel, LibreOffice or Google Sheets may take these for the start of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


@dataclass(frozen=True)
class Format:
    """One download format; ``encode(frame, about)`` returns the content.

    A file to open on a computer begins with the `mark`, by which Excel knows UTF-8.
    """

    label: str
    extension: str
    media_type: str
    encode: Callable[[pd.DataFrame, About], bytes]
    mark: bytes = b""


def _csv_cell(value: object) -> str:
    """Return a cell of a CSV file, with an apostrophe before text that looks like a formula.

    >>> _csv_cell("=1+1"), _csv_cell(-12), _csv_cell(("fsw", "cec"))
    ("'=1+1", '-12', 'fsw cec')
    """
    text = cells.text(value)
    is_text = isinstance(value, (str, list, tuple))
    return f"'{text}" if is_text and text.startswith(FORMULA_STARTS) else text


def _workbook(frame: pd.DataFrame, about: About) -> bytes:
    """Return the rows as a workbook, whose library takes long to import."""
    from data.export import workbook

    return workbook.encode(frame, about)


def _csv(frame: pd.DataFrame, _about: About) -> bytes:
    """Return the rows as CSV, in UTF-8."""
    columns = cells.columns(frame)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(_csv_cell, columns))
    writer.writerows(map(_csv_cell, row) for row in cells.rows(columns))
    return out.getvalue().encode()


def _arrow_type(column: pd.Series[Any]) -> pa.DataType | None:
    """Return the Arrow type of a column if its dtype is not enough to tell, else None."""
    if pd.api.types.is_datetime64_dtype(column.dtype):
        return pa.date32()
    # The only objects in these frames are lists of text.
    if column.dtype == object and column.isna().all():
        return pa.list_(pa.string())
    return None


def _parquet(frame: pd.DataFrame, about: About) -> bytes:
    columns = {
        name: pa.array(frame[name], type=_arrow_type(frame[name]), from_pandas=True)
        for name in cells.columns(frame)
    }
    facts = json.dumps({**about.facts(), "columns": dict(about.columns)}, ensure_ascii=False)
    table = pa.table(columns, metadata={"about": facts})
    out = io.BytesIO()
    pq.write_table(table, out, compression="snappy")
    return out.getvalue()


def document(frame: pd.DataFrame, about: About) -> dict[str, Any]:
    """Return a table as a JSON-like dict with ``about``, ``columns`` and ``rows``.

    Raises:
        ValueError: if a number is infinite, which JSON cannot express.
    """
    if np.isinf(frame.select_dtypes("float").to_numpy()).any():
        raise ValueError("an infinite number is not JSON compliant")
    columns = cells.columns(frame)
    return {
        "about": about.facts(),
        "columns": {name: about.columns.get(name, "") for name in columns},
        "rows": [dict(zip(columns, row, strict=True)) for row in cells.rows(columns)],
    }


def to_json(value: Any) -> bytes:
    """Return a value as JSON in UTF-8; times in UTC end with Z."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z)


def _json(frame: pd.DataFrame, about: About) -> bytes:
    return to_json(document(frame, about))


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: dict[str, Format] = {
    "csv": Format("CSV", "csv", "text/csv; charset=utf-8", _csv, codecs.BOM_UTF8),
    "excel": Format("Excel", "xlsx", _XLSX, _workbook),
    "parquet": Format("Parquet", "parquet", "application/vnd.apache.parquet", _parquet),
    "json": Format("JSON", "json", "application/json", _json),
}
