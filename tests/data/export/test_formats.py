"""Downloads hold exactly the given rows, describe themselves, and run nothing when opened."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.export.about import About
from data.export.file_names import file_name
from data.export.formats import FORMATS

NASTY = [
    '=HYPERLINK("https://example.org","click")',
    "<b>bold</b>",
    "two\nlines",
    'comma, "quote"; semicolon',
    "Métiers spécialisés 🍁",
    "@SUM(A1)",
]
ABOUT = About(
    title="Rounds of invitations",
    source="https://www.canada.ca/rounds.json",
    record_date=date(2026, 8, 20),
    filter="Category: French; 2026-01-01 to 2026-08-20",
    generated_on=date(2026, 8, 21),
    columns={"date": "official date", "name": "official name, verbatim"},
    disclaimer="Not affiliated with IRCC.",
)


@pytest.fixture
def rows() -> pd.DataFrame:
    """Six rows with every column type in the data, and a missing value in each nullable column."""
    day = pd.Timestamp("2026-08-19")
    instant = pd.Timestamp("2026-08-19T12:35:37Z")
    return pd.DataFrame(
        {
            "name": pd.Series(NASTY, dtype="str"),
            "date": pd.Series([day] * 6, dtype="datetime64[ms]"),
            "drawn_at": pd.Series([instant] * 5 + [pd.NaT], dtype="datetime64[ms, UTC]"),
            "pool_as_of": pd.Series([day] * 5 + [pd.NaT], dtype="datetime64[ms]"),
            "version": pd.Series([2] * 5 + [pd.NA], dtype="Int16"),
            "change": pd.Series([-12, 0, 5, 7, 9, 11], dtype="int64"),
            "share": pd.Series([0.25] * 5 + [float("nan")]),
            "dormant": pd.Series([True, False] * 3),
            "programs": [("fsw", "cec")] * 5 + [()],
        }
    )


def csv_rows(content: bytes) -> list[list[str]]:
    """Read a CSV without pandas."""
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def workbook(content: bytes) -> openpyxl.Workbook:
    """Open a workbook, keeping formulas as formulas."""
    return openpyxl.load_workbook(io.BytesIO(content))


def read_parquet(content: bytes) -> pa.Table:
    """Read a Parquet file."""
    return pq.read_table(pa.BufferReader(content))


def test_csv_starts_with_a_byte_order_mark_for_excel(rows: pd.DataFrame) -> None:
    assert FORMATS["csv"].encode(rows, ABOUT).startswith(b"name,date,")


def test_csv_neutralises_formula_like_text_but_not_numbers(
    rows: pd.DataFrame,
) -> None:
    header, first, *_, last = csv_rows(FORMATS["csv"].encode(rows, ABOUT))
    assert first[header.index("name")] == f"'{NASTY[0]}"
    assert last[header.index("name")] == "'@SUM(A1)"
    assert first[header.index("change")] == "-12"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_csv_neutralises_formulas_in_cells_headers_and_lists(start: str) -> None:
    frame = pd.DataFrame({f"{start}head": [f"{start}1+1"], "list": [(f"{start}x", "y")]})
    assert csv_rows(FORMATS["csv"].encode(frame, ABOUT)) == [
        [f"'{start}head", "list"],
        [f"'{start}1+1", f"'{start}x y"],
    ]


def test_csv_keeps_other_text_unchanged(rows: pd.DataFrame) -> None:
    names = [row[0] for row in csv_rows(FORMATS["csv"].encode(rows, ABOUT))[2:6]]
    assert names == NASTY[1:5]


def test_csv_has_iso_dates_utc_times_and_empty_missing_values(rows: pd.DataFrame) -> None:
    _, first, *_, last = csv_rows(FORMATS["csv"].encode(rows, ABOUT))
    assert first[1:] == [
        *("2026-08-19", "2026-08-19T12:35:37Z", "2026-08-19"),
        *("2", "-12", "0.25", "True", "fsw cec"),
    ]
    assert last[1:] == ["2026-08-19", "", "", "", "11", "", "False", ""]


def test_csv_converts_times_in_other_zones_to_utc() -> None:
    ottawa = pd.Timestamp("2026-08-19T08:35:37", tz="America/Toronto")
    content = FORMATS["csv"].encode(pd.DataFrame({"drawn_at": [ottawa]}), ABOUT)
    assert csv_rows(content)[1] == ["2026-08-19T12:35:37Z"]


def test_parquet_keeps_types_rows_and_metadata(rows: pd.DataFrame) -> None:
    table = read_parquet(FORMATS["parquet"].encode(rows, ABOUT))
    types = {name: str(table.schema.field(name).type) for name in table.column_names}
    assert types == {
        "name": "large_string",
        "date": "date32[day]",
        "drawn_at": "timestamp[ms, tz=UTC]",
        "pool_as_of": "date32[day]",
        "version": "int16",
        "change": "int64",
        "share": "double",
        "dormant": "bool",
        "programs": "list<element: string>",
    }
    assert table["name"].to_pylist() == NASTY
    assert table["drawn_at"].to_pylist()[0] == datetime(2026, 8, 19, 12, 35, 37, tzinfo=UTC)
    assert table["share"].to_pylist()[-1] is None
    about = json.loads(table.schema.metadata[b"about"])
    assert about["filter"] == ABOUT.filter
    assert about["columns"] == ABOUT.columns


def test_parquet_without_rows_keeps_the_column_types(rows: pd.DataFrame) -> None:
    full, empty = (
        read_parquet(FORMATS["parquet"].encode(part, ABOUT)) for part in (rows, rows.head(0))
    )
    assert empty.schema.equals(full.schema)


def test_json_has_rows_column_descriptions_and_metadata(rows: pd.DataFrame) -> None:
    content = json.loads(FORMATS["json"].encode(rows, ABOUT))
    assert content["about"]["record_date"] == "2026-08-20"
    assert content["about"]["source"] == ABOUT.source
    assert list(content["columns"]) == list(rows.columns)
    assert content["columns"]["date"] == "official date"
    assert [row["name"] for row in content["rows"]] == NASTY
    assert content["rows"][5] == {
        "name": "@SUM(A1)",
        "date": "2026-08-19",
        "drawn_at": None,
        "pool_as_of": None,
        "version": None,
        "change": 11,
        "share": None,
        "dormant": False,
        "programs": [],
    }


def test_json_never_contains_nan_or_infinity(rows: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        FORMATS["json"].encode(rows.assign(share=float("inf")), ABOUT)
    assert b"NaN" not in FORMATS["json"].encode(rows, ABOUT)


def test_only_csv_to_save_begins_with_the_mark_for_excel(rows: pd.DataFrame) -> None:
    assert {name for name, kind in FORMATS.items() if kind.mark} == {"csv"}
    assert FORMATS["csv"].mark == "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
    assert not FORMATS["csv"].encode(rows, ABOUT).startswith(FORMATS["csv"].mark)


def test_parquet_is_written_with_a_codec_that_every_reader_has(rows: pd.DataFrame) -> None:
    content = FORMATS["parquet"].encode(rows, ABOUT)
    columns = pq.read_metadata(pa.BufferReader(content)).row_group(0)
    codecs = {columns.column(place).compression for place in range(columns.num_columns)}
    assert codecs == {"SNAPPY"}


@pytest.mark.parametrize("name", FORMATS)
def test_encoding_is_deterministic_and_leaves_the_rows_unchanged(
    name: str, rows: pd.DataFrame
) -> None:
    before = rows.copy(deep=True)
    first = FORMATS[name].encode(rows, ABOUT)
    assert FORMATS[name].encode(rows, ABOUT) == first
    pd.testing.assert_frame_equal(rows, before)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("columns", [9, 0])
def test_a_filter_that_matches_nothing_gives_a_file_without_rows(
    name: str, columns: int, rows: pd.DataFrame
) -> None:
    content = FORMATS[name].encode(rows.head(0).iloc[:, :columns], ABOUT)
    match name:
        case "csv":
            assert len(csv_rows(content)) == 1
        case "excel":
            assert workbook(content)["Data"].max_row == 1
        case "parquet":
            assert read_parquet(content).shape == (0, columns)
        case "json":
            assert json.loads(content)["rows"] == []


@pytest.mark.parametrize("name", FORMATS)
def test_duplicate_column_names_are_rejected(name: str, rows: pd.DataFrame) -> None:
    twice = pd.concat([rows["change"], rows["change"]], axis="columns")
    with pytest.raises(ValueError, match="occurs twice"):
        FORMATS[name].encode(twice, ABOUT)


def test_file_name_contains_the_filter_and_the_date() -> None:
    name = file_name("express-entry-rounds", ["cec-french", "2026-01-01"], date(2026, 8, 20), "csv")
    assert name == "express-entry-rounds_cec-french_2026-01-01_2026-08-20.csv"


@pytest.mark.parametrize(
    ("part", "slug"),
    [
        ("../../etc/passwd", "_etc-passwd"),
        ("C:\\Windows", "_c-windows"),
        ("Métiers spécialisés", "_metiers-specialises"),
        ("CON\x00.\n", "_con"),
        ("🍁", ""),
        ("", ""),
    ],
)
def test_unsafe_characters_are_removed_from_file_names(part: str, slug: str) -> None:
    assert file_name("rounds", [part], date(2026, 8, 20), "csv") == f"rounds{slug}_2026-08-20.csv"


def test_long_file_names_are_shortened_but_keep_their_date() -> None:
    name = file_name("rounds", ["x" * 5000] * 50, date(2026, 8, 20), "parquet")
    assert len(name) < 255
    assert name.endswith("_2026-08-20.parquet")
