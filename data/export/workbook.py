"""A table as an Excel workbook for readers: headings and words in their language.

Its three sheets are the rows, what they are about, and the names and codes that the other formats
have instead. Text from outside is always written as text, so that nothing runs as a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format as CellFormat
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from data.export import cells
from data.export.about import About
from data.vocabulary.columns import label, meaning

WIDEST_COLUMN = 420  # pixels
ROUND_ID = "round_id"


def encode(frame: pd.DataFrame, about: About) -> bytes:
    """Return the rows as a workbook."""
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
        values = cells.columns(frame)
        headings = {name: _heading(frame[name], about) for name in values}
        _write_rows(book, values, headings, about)
        _write_about(book, headings, about)
        _write_codes(book, values, headings, about)
    return out.getvalue()


def sort_key(round_id: str) -> float:
    """Return a number by which rounds sort in their order.

    >>> [sort_key(round_id) for round_id in ("91", "91a", "91b", "100")]
    [91, 91.01, 91.02, 100]
    """
    digits = round_id.rstrip("abcdefghijklmnopqrstuvwxyz")
    letter = round_id.removeprefix(digits)
    return int(digits) + (ord(letter) - ord("a") + 1) / 100 if letter else int(digits)


def _heading(column: pd.Series[Any], about: About) -> str:
    name = str(column.name)
    heading = label(about.columns.get(name, name))
    # Excel has no time zones, so the heading names it.
    is_bare = isinstance(column.dtype, pd.DatetimeTZDtype) and "UTC" not in heading
    return f"{heading} (UTC)" if is_bare else heading


def _write_rows(
    book: xlsxwriter.Workbook, values: dict[str, list[Any]], headings: dict[str, str], about: About
) -> None:
    sheet = book.add_worksheet(about.labels["data"])
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    shown = []
    for name, column in values.items():
        shown.append((headings[name], [_in_words(cell, name, about) for cell in column]))
        if name == ROUND_ID:
            shown.append(
                (label(about.labels["order"]), [cell and sort_key(cell) for cell in column])
            )
    for at, (heading, column) in enumerate(shown):
        sheet.write_string(0, at, heading)
        for row, cell in enumerate(column, start=1):
            _write(sheet, row, at, cell, day)
    _finish(book, sheet, len(next(iter(values.values()), [])), len(shown))


def _write_codes(
    book: xlsxwriter.Workbook, values: dict[str, list[Any]], headings: dict[str, str], about: About
) -> None:
    sheet, labels = book.add_worksheet(about.labels["codes"]), about.labels
    rows = [
        row
        for name, column in values.items()
        for row in ((headings[name], name), *_codes(name, column, headings[name], about))
    ]
    sheet.write_row(0, 0, [labels[name] for name in ("column", "name", "word", "code")])
    for at, row in enumerate(rows, start=1):
        sheet.write_row(at, 0, row)
    _finish(book, sheet, len(rows), 4)


def _codes(
    name: str, column: list[Any], heading: str, about: About
) -> Iterator[tuple[str, str, str, str]]:
    """Yield heading, name, word and code for each code or word in a column, in their order."""
    words = about.words.get(name, {})
    if not words:
        return
    known = {item for cell in column for item in (cell if isinstance(cell, tuple) else (cell,))}
    for code, word in words.items():
        if word != code and not known.isdisjoint((code, word)):
            yield heading, name, word, code


def _write_about(book: xlsxwriter.Workbook, headings: dict[str, str], about: About) -> None:
    labels = about.labels
    sheet = book.add_worksheet(labels["about"])
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    rows = [(labels[name], fact) for name, fact in about.facts().items()]
    rows += [("", ""), (labels["column"], labels["meaning"])]
    for name, heading in headings.items():
        if name in about.columns:
            rows.append((heading, meaning(about.columns[name])))
        if name == ROUND_ID:
            rows.append((label(labels["order"]), meaning(labels["order"])))
    for row, pair in enumerate(rows):
        sheet.write_row(row, 0, pair)
    sheet.set_column(0, 0, 24, bold)
    sheet.set_column(1, 1, 96, wrapped)


def _in_words(cell: Any, name: str, about: About) -> Any:
    words = about.words.get(name, {})
    if isinstance(cell, (list, tuple)):
        return ", ".join(words.get(item, cells.text(item)) for item in cell)
    return words.get(cell, cell) if isinstance(cell, str) else cell


def _write(sheet: Worksheet, row: int, column: int, value: object, day: CellFormat) -> None:
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
            sheet.write_string(row, column, cells.text(value))


def _finish(book: xlsxwriter.Workbook, sheet: Worksheet, rows: int, width: int) -> None:
    """Fix the headings in place, and let a reader filter by every column."""
    sheet.set_row(0, None, book.add_format({"bold": True}))
    sheet.freeze_panes(1, 0)
    if width:
        sheet.autofilter(0, 0, rows, width - 1)
        sheet.autofit(WIDEST_COLUMN)
        # A number of a round is text on purpose, which Excel would flag in each cell.
        sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, max(rows, 1), width - 1)})
