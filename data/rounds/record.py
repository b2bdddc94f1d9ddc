"""The record on disk: three Parquet tables that are loaded, checked and saved as one."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from data.io import files
from data.rounds.contracts import violations
from data.rounds.schema import SCHEMAS, TABLES, decode, encode, frame_of

FOLDER = Path(__file__).parents[1]
SOURCE_URL = "https://www.canada.ca/content/dam/ircc/documents/json/ee_rounds_123_en.json"
SCHEMA_VERSION = "1"
SOURCE_FILE = "source.json"

# The files of a record, each with the time of its last change in nanoseconds and its size.
Stamp = tuple[tuple[str, int, int], ...]


class RecordError(ValueError):
    """The tables on disk are missing, damaged or break their contract; says what to do."""

    reason = "damaged"

    def __init__(
        self, found: str, advice: str = "`python -m data rebuild` makes the tables anew."
    ) -> None:
        super().__init__(f"{found}. {advice}")


class RefusedError(ValueError):
    """A copy is not taken over, because it would make the record poorer; says why.

    ``reason`` is "older" or "lost-rounds".
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class Source:
    """Where the record comes from, and when: times are UTC.

    ``retrieved_at`` is when the copy was fetched that the tables are made from, ``confirmed_on``
    the last day on which the source was known to publish just that.
    """

    url: str
    sha256: str
    retrieved_at: datetime
    etag: str | None
    last_modified: str | None
    confirmed_on: date

    def to_json(self) -> bytes:
        """Return the text of ``source.json``."""
        values = {**asdict(self), "retrieved_at": stamp_text(self.retrieved_at)}
        return (json.dumps(values, indent=2, default=str) + "\n").encode()

    @classmethod
    def from_json(cls, content: bytes) -> Source:
        """Return the source that ``source.json`` describes.

        Raises:
            ValueError: if the text is not such a description.
        """
        try:
            values = json.loads(content)
            values["retrieved_at"] = datetime.fromisoformat(values["retrieved_at"])
            values["confirmed_on"] = date.fromisoformat(values["confirmed_on"])
            return cls(**values)
        except (TypeError, KeyError) as error:
            raise ValueError(f"{SOURCE_FILE} lacks something: {error}") from error

    @property
    def identity(self) -> dict[bytes, bytes]:
        """What every table carries in its metadata, and what must agree between them."""
        return {
            b"source_url": self.url.encode(),
            b"source_sha256": self.sha256.encode(),
            b"retrieved_at": stamp_text(self.retrieved_at).encode(),
            b"schema_version": SCHEMA_VERSION.encode(),
        }


@dataclass(frozen=True)
class Record:
    """Everything known: the three tables and their source. Never change a frame in place."""

    draws: pd.DataFrame
    pool: pd.DataFrame
    ledger: pd.DataFrame
    source: Source


def stamp_text(instant: datetime) -> str:
    """Return a UTC instant as text: "2026-08-20T00:00:00Z"."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def check(record: Record) -> None:
    """Check the contracts of the tables, each and together.

    Raises:
        RecordError: naming the first broken clauses.
    """
    lines = violations(record.draws, record.pool, record.ledger)
    if lines:
        more = f" (and {len(lines) - 5} more)" if len(lines) > 5 else ""
        raise RecordError("The record breaks its contract: " + "; ".join(lines[:5]) + more)


def record_of(rows: Mapping[str, list[dict[str, Any]]], source: Source) -> Record:
    """Return the record that plain rows make: one list per table, values as in its schema."""
    frames = {t: frame_of(pa.Table.from_pylist(rows[t], schema=SCHEMAS[t])) for t in TABLES}
    return Record(**frames, source=source)


def load(folder: Path = FOLDER, attempts: int = 5) -> Record:
    """Return the record in a folder, checked; a writer at work in between is waited for.

    Raises:
        RecordError: if a table is missing, damaged, of another copy, or breaks its contract.
    """
    for attempt in range(attempts):
        try:
            record = _load_once(folder)
            break
        except RecordError:
            if attempt == attempts - 1:
                raise
            time.sleep(0.05)
    check(record)
    return record


def save(record: Record, folder: Path, beside: Mapping[str, bytes] | None = None) -> bool:
    """Check the record, replace all its files as one, and return whether any of them changed.

    ``beside`` are more files of the same record, by name.

    Raises:
        RecordError: if the record breaks its contract; then nothing is written.
    """
    check(record)
    return files.commit(folder, {**files_of(record), **(beside or {})})


def files_of(record: Record) -> dict[str, bytes]:
    """Return the files of a record by name; the same record always gives the same bytes."""
    identity = record.source.identity
    tables = {f"{name}.parquet": encode(getattr(record, name), name, identity) for name in TABLES}
    return {**tables, SOURCE_FILE: record.source.to_json()}


def stamp(folder: Path = FOLDER) -> Stamp:
    """Return a value that changes whenever a file of the record does: a key for caching it."""
    stamps = []
    for name in (*(f"{table}.parquet" for table in TABLES), SOURCE_FILE):
        try:
            found = files.path_of(folder, name).stat()
        except FileNotFoundError:
            continue
        stamps.append((name, found.st_mtime_ns, found.st_size))
    return tuple(stamps)


def _load_once(folder: Path) -> Record:
    try:
        source = Source.from_json(files.read(folder, SOURCE_FILE))
        tables = {name: decode(files.read(folder, f"{name}.parquet"), name) for name in TABLES}
    except (OSError, ValueError, pa.ArrowException) as error:
        raise RecordError(f"The record in {folder} cannot be read: {error}") from error
    for name, table in tables.items():
        if any(table.schema.metadata.get(key) != value for key, value in source.identity.items()):
            raise RecordError(f"{name}.parquet in {folder} is not of the copy in {SOURCE_FILE}")
    return Record(**{name: frame_of(table) for name, table in tables.items()}, source=source)
