"""The stored score card of past forecasts, and the log of forecasts made."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.io import files

CARD, RELIABILITY, LOG = "score_card.parquet", "reliability.parquet", "forecast_log.parquet"
FILES = (CARD, RELIABILITY, LOG)
_SHA256, _AS_OF = b"source_sha256", b"as_of"


class ForecastsError(ValueError):
    """The stored forecasts cannot be read."""


@dataclass(frozen=True)
class Forecasts:
    """Forecasts made, and how accurate such forecasts have been.

    `card` and `reliability` (see ``analysis.track_record.backtest.run``) were computed from the
    copy with this `sha256`, whose data ends on `as_of`. `log` has all forecasts made so far, oldest
    first, each with the `sha256` of the copy that it was made from.
    """

    card: pd.DataFrame
    reliability: pd.DataFrame
    log: pd.DataFrame
    sha256: str
    as_of: date


def load(folder: Path) -> Forecasts | None:
    """Load the forecasts in a folder, or return None if there are none.

    Raises:
        ForecastsError: if a file is damaged, or card and reliability come from different copies.
    """
    try:
        card, origin = _read(folder, CARD)
        reliability, other_origin = _read(folder, RELIABILITY)
        log, _ = _read(folder, LOG)
    except FileNotFoundError:
        return None
    if origin != other_origin:
        raise ForecastsError(f"{CARD} and {RELIABILITY} in {folder} come from different copies")
    return Forecasts(card, reliability, log, *origin)


def save(forecasts: Forecasts, folder: Path) -> bool:
    """Replace the stored forecasts atomically; return whether anything changed."""
    metadata = {_SHA256: forecasts.sha256.encode(), _AS_OF: forecasts.as_of.isoformat().encode()}
    frames = {CARD: forecasts.card, RELIABILITY: forecasts.reliability, LOG: forecasts.log}
    with files.lock(folder):
        return files.commit(folder, {name: _encode(frames[name], metadata) for name in frames})


def stamp(folder: Path) -> files.Stamp:
    """Return a cache key that changes whenever a stored file does."""
    return files.stamp(folder, FILES)


def _read(folder: Path, name: str) -> tuple[pd.DataFrame, tuple[str, date]]:
    content = files.read(folder, name)
    try:
        table = pq.read_table(pa.BufferReader(content))
        metadata = table.schema.metadata
        as_of = date.fromisoformat(metadata[_AS_OF].decode())
        return table.to_pandas(), (metadata[_SHA256].decode(), as_of)
    except (pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise ForecastsError(f"{name} in {folder} cannot be read: {error!r}") from error


def _encode(frame: pd.DataFrame, metadata: dict[bytes, bytes]) -> bytes:
    table = pa.Table.from_pandas(frame, preserve_index=False)
    # Keep pandas' own metadata, which restores its types.
    table = table.replace_schema_metadata({**table.schema.metadata, **metadata})
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", compression_level=9)
    return sink.getvalue()
