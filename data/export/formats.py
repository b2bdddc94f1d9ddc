"""Download formats for tables.

Every format has the same rows, and most also say what they are about. Text from outside is always
written as text, so that a spreadsheet never runs it as a formula.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from xlsxwriter.format import Format as CellFormat
from xlsxwriter.worksheet import Worksheet

from data.vocabulary.languages import N_

# Labels of a workbook: its two sheets, the facts about the rows, and the header of their columns.
LABELS = {
    "data": N_("Data"),
    "about": N_("About"),
    "title": N_("Title"),
    "source": N_("Source"),
    "record_date": N_("Data as of"),
    "filter": N_("Filter"),
    "generated_on": N_("Generated on"),
    "disclaimer": N_("Disclaimer"),
    "column": N_("Column"),
    "meaning": N_("Meaning"),
}
# In CSV, Excel, LibreOffice or Google Sheets may take these for the start of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
OMITTED = ("columns", "labels")  # not facts about the rows as a whole
WIDEST_COLUMN = 420  # pixels


@dataclass(frozen=True)
class About:
    """The facts that a file states about its rows, all in one language."""

    title: str
    source: str
    record_date: date
    filter: str
    generated_on: date
    columns: Mapping[str, str] = field(default_factory=dict)
    disclaimer: str = ""
    labels: Mapping[str, str] = field(default_factory=LABELS.copy)


@dataclass(frozen=True)
class Format:
    """One download format; ``encode(frame, about)`` returns the content of the file."""

    label: str
    extension: str
    media_type: str
    encode: Callable[[pd.DataFrame, About], bytes]


def _values(column: pd.Series[Any]) -> list[Any]:
    """Return a column as Python values: None if missing, a date for a naive datetime."""
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        instants = column.dt.tz_convert("UTC").array.to_pydatetime()
        return [None if instant is pd.NaT else instant for instant in instants]
    if pd.api.types.is_datetime64_dtype(column.dtype):
        return column.to_numpy("datetime64[D]").tolist()
    cells, missing = column.tolist(), column.isna()
    if not missing.any():
        return cells
    return [None if is_na else cell for cell, is_na in zip(cells, missing, strict=True)]


def _columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    if not frame.columns.is_unique:
        raise ValueError(f"a column name occurs twice: {list(frame.columns)}")
    return {str(name): _values(column) for name, column in frame.items()}


def _rows(columns: dict[str, list[Any]]) -> Iterable[tuple[Any, ...]]:
    return zip(*columns.values(), strict=True)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case list() | tuple():
            return " ".join(_text(item) for item in value)
        case _:
            return str(value)


def _facts(about: About) -> dict[str, str]:
    names = [item.name for item in dataclasses.fields(about)]
    return {name: _text(getattr(about, name)) for name in names if name not in OMITTED}


def _csv_cell(value: object) -> str:
    """Return a cell of a CSV file, with an apostrophe before text that looks like a formula.

    >>> _csv_cell("=1+1"), _csv_cell(-12), _csv_cell(("fsw", "cec"))
    ("'=1+1", '-12', 'fsw cec')
    """
    text = _text(value)
    is_text = isinstance(value, (str, list, tuple))
    return f"'{text}" if is_text and text.startswith(FORMULA_STARTS) else text


def _csv(frame: pd.DataFrame, _about: About) -> bytes:
    """Return the rows as CSV, in UTF-8 with a byte order mark for Excel."""
    columns = _columns(frame)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(_csv_cell, columns))
    writer.writerows(map(_csv_cell, row) for row in _rows(columns))
    return out.getvalue().encode("utf-8-sig")


def _excel_write(sheet: Worksheet, row: int, column: int, value: object, day: CellFormat) -> None:
    match value:
        case None:
            sheet.write_blank(row, column, None)
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float():
            sheet.write_number(row, column, value)
        case datetime():
            sheet.write_datetime(row, column, value.replace(tzinfo=None))
        case date():
            sheet.write_datetime(row, column, value, day)
        case _:
            sheet.write_string(row, column, _text(value))


def _excel_rows(book: xlsxwriter.Workbook, frame: pd.DataFrame, title: str) -> None:
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for at, (name, values) in enumerate(_columns(frame).items()):
        # Excel has no time zones, so the header names it.
        is_zoned = isinstance(frame[name].dtype, pd.DatetimeTZDtype)
        sheet.write_string(0, at, f"{name} (UTC)" if is_zoned else name, bold)
        for row, value in enumerate(values, start=1):
            _excel_write(sheet, row, at, value, day)
    sheet.freeze_panes(1, 0)
    if len(frame.columns):
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
        sheet.autofit(WIDEST_COLUMN)


def _excel_about(book: xlsxwriter.Workbook, about: About) -> None:
    labels = about.labels
    sheet = book.add_worksheet(labels["about"])
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    facts = {labels[name]: text for name, text in _facts(about).items()}
    meanings = {"": "", labels["column"]: labels["meaning"], **about.columns}
    for row, (name, text) in enumerate([*facts.items(), *meanings.items()]):
        sheet.write_row(row, 0, [name, text])
    sheet.set_column(0, 0, 24, bold)
    sheet.set_column(1, 1, 96, wrapped)


def _excel(frame: pd.DataFrame, about: About) -> bytes:
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd hh:mm:ss",
    }
    with xlsxwriter.Workbook(out, options) as book:
        # With a fixed time, the same rows always give the same file.
        created = datetime.combine(about.generated_on, time(), UTC)
        book.set_properties({"title": about.title, "comments": about.source, "created": created})
        _excel_rows(book, frame, about.labels["data"])
        _excel_about(book, about)
    return out.getvalue()


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
        for name in _columns(frame)
    }
    facts = json.dumps({**_facts(about), "columns": dict(about.columns)}, ensure_ascii=False)
    table = pa.table(columns, metadata={"about": facts})
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def document(frame: pd.DataFrame, about: About) -> dict[str, Any]:
    """Return a table as a JSON-like dict with ``about``, ``columns`` and ``rows``.

    Raises:
        ValueError: if a number is infinite, which JSON cannot express.
    """
    if np.isinf(frame.select_dtypes("float").to_numpy()).any():
        raise ValueError("an infinite number is not JSON compliant")
    columns = _columns(frame)
    return {
        "about": _facts(about),
        "columns": {name: about.columns.get(name, "") for name in columns},
        "rows": [dict(zip(columns, row, strict=True)) for row in _rows(columns)],
    }


def to_json(value: Any) -> bytes:
    """Return a value as JSON in UTF-8; times in UTC end with Z."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z)


def _json(frame: pd.DataFrame, about: About) -> bytes:
    return to_json(document(frame, about))


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: dict[str, Format] = {
    "csv": Format("CSV", "csv", "text/csv; charset=utf-8", _csv),
    "excel": Format("Excel", "xlsx", _XLSX, _excel),
    "parquet": Format("Parquet", "parquet", "application/vnd.apache.parquet", _parquet),
    "json": Format("JSON", "json", "application/json", _json),
}
