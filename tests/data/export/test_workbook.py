"""A workbook is for readers, in their language, and says which names and codes programs use."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest

from data.export.about import LABELS, About
from data.export.workbook import encode, sort_key
from tests.data.export.test_formats import ABOUT, NASTY, rows, workbook

__all__ = ["rows"]  # a fixture

READER = replace(ABOUT, columns={"name": "Name: official name, verbatim"})
FRENCH = {
    **LABELS,
    "data": "Données",
    "about": "À propos",
    "column": "Colonne",
    "meaning": "Signification",
    "order": "Ronde, pour trier\u00a0: le numéro en nombre",
}
ROUNDS = About(
    title="Rondes",
    source="https://www.canada.ca/rounds.json",
    record_date=date(2026, 8, 20),
    filter="Toutes les catégories",
    generated_on=date(2026, 8, 20),
    columns={
        "round_id": "Ronde\u00a0: numéro donné par IRCC",
        "category": "Catégorie\u00a0: pour qui",
        "programs": "Programmes\u00a0: admissibles",
    },
    words={
        "category": {"pnp": "PCP", "french": "Français", "beekeepers": "beekeepers"},
        "programs": {"fsw": "Travailleurs qualifiés", "cec": "Expérience canadienne"},
    },
    labels=FRENCH,
)
FRAME = pd.DataFrame(
    {
        "round_id": pd.Series(["92", "91b", "91a", "100"], dtype="str"),
        "category": pd.Series(["french", "pnp", "beekeepers", "french"], dtype="str"),
        "programs": [("fsw", "cec"), ("pnp",), (), ("cec",)],
    }
)


def cells(book: openpyxl.Workbook, sheet: str) -> list[tuple[object, ...]]:
    """Return the rows of a sheet."""
    return list(book[sheet].iter_rows(values_only=True))


def test_cells_are_real_dates_numbers_and_flags(rows: pd.DataFrame) -> None:
    sheet = workbook(encode(rows, READER))["Data"]
    header, first, *_, last = sheet.iter_rows(values_only=True)
    assert header[:3] == ("Name", "date", "drawn_at (UTC)")
    assert first[1:] == (
        *(datetime(2026, 8, 19), datetime(2026, 8, 19, 12, 35, 37), datetime(2026, 8, 19)),
        *(2, -12, 0.25, True, "fsw, cec"),
    )
    assert last[1:8] == (datetime(2026, 8, 19), None, None, None, 11, None, False)
    assert sheet["B2"].number_format == "yyyy-mm-dd"
    assert sheet["C2"].number_format == "yyyy-mm-dd hh:mm:ss"


def test_no_text_is_a_formula_or_hyperlink(rows: pd.DataFrame) -> None:
    web = rows.assign(name="https://example.org/")
    for frame in (rows, web):
        sheet = workbook(encode(frame, READER))["Data"]
        column = [row[0] for row in sheet.iter_rows(min_row=2)]
        assert [cell.value for cell in column] == list(frame["name"])
        assert {cell.data_type for cell in column} == {"s"}
        assert [cell.hyperlink for cell in column] == [None] * 6


def test_formula_like_words_headings_and_codes_stay_text() -> None:
    about = replace(ABOUT, columns={"a": "=1+1: =2"}, words={"a": {"=3": "=4"}})
    book = workbook(encode(pd.DataFrame({"a": ["=3"]}), about))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}  # an empty cell counts as a number
    assert cells(book, "Data") == [("=1+1",), ("=4",)]


def test_headings_stay_in_sight_and_every_column_has_a_filter(rows: pd.DataFrame) -> None:
    book = workbook(encode(rows, READER))
    assert book["Data"].auto_filter.ref == "A1:I7"
    assert book["Codes"].auto_filter.ref == "A1:D10"
    assert book["Data"].freeze_panes == book["Codes"].freeze_panes == "A2"


def test_second_sheet_describes_the_rows(rows: pd.DataFrame) -> None:
    book = workbook(encode(rows, READER))
    assert book.sheetnames == ["Data", "About", "Codes"]
    facts = {row[0]: row[1] for row in cells(book, "About")}
    assert facts["Source"] == ABOUT.source
    assert facts["Filter"] == ABOUT.filter
    assert facts["Data as of"] == "2026-08-20"
    assert facts["Generated on"] == "2026-08-21"
    assert facts["Disclaimer"] == ABOUT.disclaimer
    assert facts["Name"] == "official name, verbatim"


def test_reader_sees_headings_and_words_in_their_language() -> None:
    assert cells(workbook(encode(FRAME, ROUNDS)), "Données") == [
        ("Ronde", "Ronde, pour trier", "Catégorie", "Programmes"),
        ("92", 92, "Français", "Travailleurs qualifiés, Expérience canadienne"),
        ("91b", 91.02, "PCP", "pnp"),
        ("91a", 91.01, "beekeepers", ""),
        ("100", 100, "Français", "Expérience canadienne"),
    ]


def test_a_program_finds_the_name_of_each_column_and_the_code_of_each_word() -> None:
    codes = cells(workbook(encode(FRAME, ROUNDS)), "Codes")
    assert codes[0] == (
        *("Colonne", "Name in CSV, Parquet and JSON"),
        *("In this workbook", "Code in CSV, Parquet and JSON"),
    )
    assert codes[1:] == [
        ("Ronde", "round_id", None, None),
        ("Catégorie", "category", None, None),
        ("Catégorie", "category", "PCP", "pnp"),
        ("Catégorie", "category", "Français", "french"),
        ("Programmes", "programs", None, None),
        ("Programmes", "programs", "Travailleurs qualifiés", "fsw"),
        ("Programmes", "programs", "Expérience canadienne", "cec"),
    ]


def test_codes_are_listed_for_rows_that_are_already_in_words() -> None:
    table = pd.DataFrame({"category": ["Toute catégorie", "PCP"]})
    assert cells(workbook(encode(table, ROUNDS)), "Codes")[1:] == [
        ("Catégorie", "category", None, None),
        ("Catégorie", "category", "PCP", "pnp"),
    ]


def test_rounds_sort_in_their_order_by_a_column_of_numbers() -> None:
    ids = [str(n) for n in range(1, 91)] + ["91a", "91b"] + [str(n) for n in range(92, 438)]
    sheet = workbook(encode(pd.DataFrame({"round_id": sorted(ids)}), ROUNDS))["Données"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)][:3] == ["1", "10", "100"]
    found = sorted(sheet.iter_rows(min_row=2, values_only=True), key=lambda row: float(str(row[1])))
    assert [row[0] for row in found] == ids
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row[1:]} == {"n"}
    assert sort_key("91") < sort_key("91a") < sort_key("91z") < sort_key("92")


def test_the_column_for_sorting_is_explained() -> None:
    about = cells(workbook(encode(FRAME, ROUNDS)), "À propos")
    at = about.index(("Colonne", "Signification"))
    assert about[at + 1 : at + 3] == [
        ("Ronde", "numéro donné par IRCC"),
        ("Ronde, pour trier", "le numéro en nombre"),
    ]


@pytest.mark.parametrize("frame", [FRAME, FRAME.head(0)])
def test_excel_does_not_flag_the_numbers_of_rounds(frame: pd.DataFrame) -> None:
    with zipfile.ZipFile(io.BytesIO(encode(frame, ROUNDS))) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    ignored = re.search(r'<ignoredError sqref="([^"]+)" numberStoredAsText="1"/>', sheet)
    assert ignored is not None
    assert ignored[1] == ("A1:D5" if len(frame) else "A1:D2")


def test_nasty_text_arrives_unchanged(rows: pd.DataFrame) -> None:
    assert [row[0] for row in cells(workbook(encode(rows, READER)), "Data")[1:]] == NASTY
