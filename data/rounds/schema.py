"""The types of the tables, on disk (Arrow, Parquet) and in memory (pandas)."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.vocabulary.columns import KEPT, STORED, Column
from data.vocabulary.reference import REFERENCE

TABLES = tuple(STORED)

_ARROW_TYPES = {
    "string": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("ms", tz="UTC"),
    "list": pa.list_(pa.field("element", pa.string(), nullable=False)),
}
_DTYPES: dict[str, Any] = {
    "string": pd.StringDtype(na_value=float("nan")),
    "integer": "int64",
    "boolean": "bool",
    "date": "datetime64[ms]",
    "datetime": pd.DatetimeTZDtype("ms", "UTC"),
    "list": object,
}
# Types that a computation needs wider than they are stored.
_WIDER = {pa.date32(): pa.timestamp("ms"), pa.int32(): pa.int64(), pa.int16(): pa.int64()}


def _field(column: Column) -> pa.Field:
    integer = pa.int16() if column.bits == 16 else pa.int32()
    return pa.field(column.name, _ARROW_TYPES.get(column.type, integer), column.nullable)


SCHEMAS = {
    table: pa.schema(map(_field, columns)) for table, columns in {**KEPT, **REFERENCE}.items()
}


def dtype_of(column: Column) -> Any:
    """Return the pandas dtype of a stored column in memory."""
    nullable_types = {"integer": f"Int{column.bits}", "string": object, "boolean": object}
    default = _DTYPES[column.type]
    return nullable_types.get(column.type, default) if column.nullable else default


def decode(content: bytes, name: str) -> pa.Table:
    """Return the table in the bytes of a Parquet file.

    Raises:
        ValueError: if it is not a Parquet file, or its columns or types differ from its schema.
    """
    table = pq.read_table(pa.BufferReader(content))
    if not table.schema.equals(SCHEMAS[name]):
        raise ValueError(f"{name}.parquet has other columns or types than this program")
    return table


def encode(frame: pd.DataFrame, name: str, metadata: dict[bytes, bytes]) -> bytes:
    """Return a frame as Parquet; the same frame and metadata always give the same bytes."""
    columns = []
    for field in SCHEMAS[name]:
        values: Any = frame[field.name]
        values = [list(items) for items in values] if pa.types.is_list(field.type) else values
        columns.append(pa.array(values, from_pandas=True).cast(field.type))
    schema = SCHEMAS[name].with_metadata(metadata)
    table = pa.Table.from_arrays(columns, schema=schema).combine_chunks()
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", compression_level=9, use_dictionary=True)
    return sink.getvalue()


def to_frame(table: pa.Table) -> pd.DataFrame:
    """Return a table as a frame with wider numbers, dates as timestamps, tuples, and None."""
    types = [(field.name, _memory_type(field)) for field in table.schema]
    frame: pd.DataFrame = table.cast(pa.schema(types)).to_pandas(
        types_mapper={pa.int16(): pd.Int16Dtype(), pa.int32(): pd.Int32Dtype()}.get
    )
    for field in table.schema:
        if pa.types.is_list(field.type):
            values = [tuple(items) for items in frame[field.name]]
            frame[field.name] = pd.Series(values, dtype=object)
        elif field.nullable and (pa.types.is_string(field.type) or pa.types.is_boolean(field.type)):
            frame[field.name] = pd.Series(table.column(field.name).to_pylist(), dtype=object)
    return frame


def _memory_type(field: pa.Field) -> pa.DataType:
    # A nullable integer stays small, because pandas has a nullable type for it.
    is_nullable_integer = field.nullable and pa.types.is_integer(field.type)
    return field.type if is_nullable_integer else _WIDER.get(field.type, field.type)
