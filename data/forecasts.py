"""The score card of forecasts and the log of those made, stored beside the record."""

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
    """The stored forecasts cannot be read; says which file and why."""


@dataclass(frozen=True)
class Forecasts:
    """What forecasts said and how well such have done, for the record of one copy.

    `sha256` is that of the copy and `as_of` the last day known when `card` and `reliability` (see
    ``analysis.backtest.run``) were made. `log` holds all forecasts made so far, oldest first, each
    with the `sha256` of the copy that was known.
    """

    card: pd.DataFrame
    reliability: pd.DataFrame
    log: pd.DataFrame
    sha256: str
    as_of: date


def load(folder: Path) -> Forecasts | None:
    """Return what is stored in a folder, or None if nothing is.

    Raises:
        ForecastsError: if a file is damaged, or the card and the reliability are of two records.
    """
    try:
        card, made_of = _read(folder, CARD)
        reliability, also_of = _read(folder, RELIABILITY)
        log, _ = _read(folder, LOG)
    except FileNotFoundError:
        return None
    if made_of != also_of:
        raise ForecastsError(f"{CARD} and {RELIABILITY} in {folder} are of different records")
    return Forecasts(card, reliability, log, *made_of)


def save(forecasts: Forecasts, folder: Path) -> bool:
    """Replace what is stored as one, and return whether anything changed."""
    made_of = {_SHA256: forecasts.sha256.encode(), _AS_OF: forecasts.as_of.isoformat().encode()}
    frames = {CARD: forecasts.card, RELIABILITY: forecasts.reliability, LOG: forecasts.log}
    with files.lock(folder):
        return files.commit(folder, {name: _bytes(frames[name], made_of) for name in frames})


def stamp(folder: Path) -> tuple[tuple[int, int] | None, ...]:
    """Return a value that changes whenever a file does: a key for caching what is stored."""
    return tuple(_looked_at(folder, name) for name in FILES)


def _looked_at(folder: Path, name: str) -> tuple[int, int] | None:
    try:
        found = files.path_of(folder, name).stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size


def _read(folder: Path, name: str) -> tuple[pd.DataFrame, tuple[str, date]]:
    content = files.read(folder, name)
    try:
        table = pq.read_table(pa.BufferReader(content))
        said = table.schema.metadata
        made_of = said[_SHA256].decode(), date.fromisoformat(said[_AS_OF].decode())
        return table.to_pandas(), made_of
    except (pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise ForecastsError(f"{name} in {folder} cannot be read: {error!r}") from error


def _bytes(frame: pd.DataFrame, made_of: dict[bytes, bytes]) -> bytes:
    table = pa.Table.from_pandas(frame, preserve_index=False)
    # The description that pandas adds brings its types back, so it is kept beside ours.
    table = table.replace_schema_metadata({**table.schema.metadata, **made_of})
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", compression_level=9)
    return sink.getvalue()
