"""The data dictionary describes every column of the tables, with correct types and bounds."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from data.rounds import wording
from data.rounds.parse import Reading
from data.rounds.record import Record
from data.vocabulary.columns import DRAWS, PROGRAMS, TYPES
from data.vocabulary.places import FOLDER
from data.vocabulary.tables import TABLES

ARROW_TYPES = {
    "string": {"string"},
    "date": {"date32[day]"},
    "integer": {"int16", "int32"},
    "datetime": {"timestamp[ms, tz=UTC]"},
    "list": {"list<element: string not null>"},
}
STORED = {"rounds": "draws", "pool": "pool", "ledger": "ledger", "events": "events"}


@pytest.mark.parametrize(("table", "stored"), STORED.items())
def test_every_stored_column_is_in_the_dictionary_with_its_type(table: str, stored: str) -> None:
    fields = {field.name: field for field in pq.read_schema(FOLDER / f"{stored}.parquet")}
    columns = {column.name: column for column in TABLES[table].columns}
    assert columns.keys() == fields.keys()
    for name, column in columns.items():
        assert str(fields[name].type) in ARROW_TYPES[column.type]
        assert column.nullable == fields[name].nullable


def test_every_column_of_draws_and_every_program_is_read_from_the_feed() -> None:
    assert {column.name for column in DRAWS} <= Reading.__annotations__.keys()
    assert set(wording.PROGRAMS.values()) == set(PROGRAMS)


@pytest.mark.parametrize(("table", "stored"), STORED.items())
def test_data_stays_within_the_bounds_given_in_the_dictionary(
    table: str, stored: str, bundled: Record
) -> None:
    frame = getattr(bundled, stored)
    for column in TABLES[table].columns:
        values, bounds = frame[column.name].dropna(), column.constraints
        assert "minimum" not in bounds or (values >= bounds["minimum"]).all()
        assert "maximum" not in bounds or (values <= bounds["maximum"]).all()
        assert "enum" not in bounds or values.isin(bounds["enum"]).all()
        assert "pattern" not in bounds or values.str.fullmatch(bounds["pattern"]).all()


def test_every_column_has_a_label_a_meaning_and_a_known_type() -> None:
    for columns in (table.columns for table in TABLES.values()):
        assert len({column.name for column in columns}) == len(columns)
        for column in columns:
            assert column.label
            assert column.meaning
            assert column.text == f"{column.label}: {column.meaning}"
            assert column.type in TYPES
