"""The types of the three tables, on disk (Arrow, Parquet) and in memory (pandas)."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

TABLES = ("draws", "pool", "ledger")

_INSTANT = pa.timestamp("ms", tz="UTC")


def _schema(*fields: tuple[str, pa.DataType], nullable: tuple[str, ...] = ()) -> pa.Schema:
    return pa.schema([pa.field(name, kind, name in nullable) for name, kind in fields])


SCHEMAS: dict[str, pa.Schema] = {
    "draws": _schema(
        ("round_id", pa.string()),
        ("date", pa.date32()),
        ("drawn_at", _INSTANT),
        ("tie_break_at", _INSTANT),
        ("name", pa.string()),
        ("category", pa.string()),
        ("version", pa.int16()),
        ("kind", pa.string()),
        ("programs", pa.list_(pa.field("element", pa.string(), nullable=False))),
        ("invitations", pa.int32()),
        ("cutoff", pa.int16()),
        ("pool_as_of", pa.date32()),
        ("url", pa.string()),
        nullable=("drawn_at", "tie_break_at", "version", "pool_as_of"),
    ),
    "pool": _schema(
        ("as_of", pa.date32()),
        ("band_low", pa.int16()),
        ("band_high", pa.int16()),
        ("candidates", pa.int32()),
    ),
    "ledger": _schema(
        ("round_id", pa.string()),
        ("field", pa.string()),
        ("what", pa.string()),
        ("published", pa.string()),
        ("used", pa.string()),
        ("why", pa.string()),
        ("seen_at", _INSTANT),
        nullable=("published", "used"),
    ),
}
# Types that a computation wants wider than they are stored; a version stays a small integer.
_WIDER = {pa.date32(): pa.timestamp("ms"), pa.int32(): pa.int64(), pa.int16(): pa.int64()}


def decode(content: bytes, name: str) -> pa.Table:
    """Return the table in the bytes of a Parquet file.

    Raises:
        ValueError: if it is no Parquet file, or has other columns or types than its schema.
    """
    table = pq.read_table(pa.BufferReader(content))
    if not table.schema.equals(SCHEMAS[name]):
        raise ValueError(f"{name}.parquet has other columns or types than this program")
    return table


def encode(frame: pd.DataFrame, name: str, metadata: dict[bytes, bytes]) -> bytes:
    """Return a frame as a Parquet file: the same frame and metadata always give the same bytes."""
    columns = []
    for field in SCHEMAS[name]:
        values: Any = frame[field.name]
        values = [list(each) for each in values] if pa.types.is_list(field.type) else values
        columns.append(pa.array(values, from_pandas=True).cast(field.type))
    schema = SCHEMAS[name].with_metadata(metadata)
    table = pa.Table.from_arrays(columns, schema=schema).combine_chunks()
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", compression_level=9, use_dictionary=True)
    return sink.getvalue()


def to_frame(table: pa.Table) -> pd.DataFrame:
    """Return a table in the types of memory: wider numbers, days as timestamps, tuples, None."""
    kinds = [
        (field.name, field.type if field.name == "version" else _WIDER.get(field.type, field.type))
        for field in table.schema
    ]
    frame: pd.DataFrame = table.cast(pa.schema(kinds)).to_pandas(
        types_mapper={pa.int16(): pd.Int16Dtype()}.get
    )
    for field in table.schema:
        if pa.types.is_list(field.type):
            frame[field.name] = pd.Series([tuple(each) for each in frame[field.name]], dtype=object)
        elif pa.types.is_string(field.type) and field.nullable:
            texts = table.column(field.name).to_pylist()
            frame[field.name] = pd.Series(texts, dtype=object)
    return frame
