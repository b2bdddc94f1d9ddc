"""The data dictionary describes every column of the tables, with correct types and bounds."""

from __future__ import annotations

import pyarrow as pa
import pytest

from data.rounds.record import Record
from data.rounds.schema import SCHEMAS
from data.vocabulary.columns import TYPES
from data.vocabulary.tables import TABLES

KINDS = {
    pa.string(): "string",
    pa.date32(): "date",
    pa.int16(): "integer",
    pa.int32(): "integer",
    pa.timestamp("ms", tz="UTC"): "datetime",
}
STORED = {"rounds": "draws", "pool": "pool", "ledger": "ledger"}


@pytest.mark.parametrize(("table", "stored"), STORED.items())
def test_every_stored_column_is_in_the_dictionary_with_its_type(table: str, stored: str) -> None:
    fields = {field.name: field for field in SCHEMAS[stored]}
    columns = {column.name: column for column in TABLES[table].columns}
    assert columns.keys() == fields.keys()
    for name, column in columns.items():
        assert column.type == KINDS.get(fields[name].type, "list")
        assert column.nullable == fields[name].nullable


@pytest.mark.parametrize(("table", "stored"), STORED.items())
def test_data_stays_within_the_bounds_given_in_the_dictionary(
    table: str, stored: str, record: Record
) -> None:
    frame = getattr(record, stored)
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
