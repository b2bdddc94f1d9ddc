"""The data on disk: Parquet tables that are loaded, checked and saved together."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from data.io import files
from data.rounds.contracts import violations
from data.rounds.document import sort_key
from data.rounds.events import EVENTS_FILE, bundled_events
from data.rounds.schema import SCHEMAS, TABLES, decode, encode, to_frame
from data.vocabulary.categories import Category
from data.vocabulary.days import complete_through
from data.vocabulary.filter import categories
from data.vocabulary.places import FOLDER
from data.vocabulary.reasons import Reason

SCHEMA_VERSION = "1"
SOURCE_FILE = "source.json"
TIMES = ("retrieved_at", "confirmed_at")  # of a source


class RecordError(ValueError):
    """The tables on disk are missing, damaged or break their contract."""

    reason = "damaged"

    def __init__(
        self, problem: str, advice: str = "`python -m data rebuild` rebuilds the tables."
    ) -> None:
        super().__init__(f"{problem}. {advice}")


class RefusedError(ValueError):
    """A copy was not accepted, because data would be lost.

    ``reason`` is "older", "lost-rounds", "many-changes", "unreadable" or "clock".
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class Source:
    """Where the data comes from, and when it was downloaded (UTC).

    ``retrieved_at`` is when the copy behind the tables was downloaded, ``confirmed_at`` when IRCC
    was last seen to publish exactly that copy. ``etag``, ``last_modified`` and ``served``
    (Date) are headers that came with it. A copy that is not ``is_official`` was made by others.
    """

    url: str
    sha256: str
    retrieved_at: datetime
    etag: str | None
    last_modified: str | None
    confirmed_at: datetime
    served: str | None = None
    is_official: bool = True

    def to_json(self) -> bytes:
        """Return the content of ``source.json``."""
        times = {name: stamp_text(getattr(self, name)) for name in TIMES}
        values = {**asdict(self), **times}
        return (json.dumps(values, indent=2, default=str) + "\n").encode()

    @classmethod
    def from_json(cls, content: bytes) -> Source:
        """Parse the content of ``source.json``.

        Raises:
            ValueError: if a value is missing or malformed.
        """
        try:
            values = json.loads(content)
            if "confirmed_on" in values:  # earlier versions kept only the day in UTC
                values["confirmed_at"] = f"{values.pop('confirmed_on')}T00:00:00Z"
            values |= {name: datetime.fromisoformat(values[name]) for name in TIMES}
            return cls(**values)
        except (TypeError, KeyError) as error:
            raise ValueError(f"{SOURCE_FILE} is incomplete: {error}") from error

    @property
    def identity(self) -> dict[bytes, bytes]:
        """The metadata of every table, which must be the same in all of them."""
        return {
            b"source_url": self.url.encode(),
            b"source_sha256": self.sha256.encode(),
            b"retrieved_at": stamp_text(self.retrieved_at).encode(),
            b"schema_version": SCHEMA_VERSION.encode(),
        }


@dataclass(frozen=True)
class Record:
    """The tables made from IRCC's file, their source, and the events that explain them.

    The events are those of the program, whatever folder the rest is from. Never change a frame in
    place.
    """

    draws: pd.DataFrame
    pool: pd.DataFrame
    ledger: pd.DataFrame
    source: Source
    events: pd.DataFrame = field(default_factory=bundled_events)

    @cached_property
    def complete_through(self) -> date:
        """The last day of which all rounds are known; every wait is counted up to it.

        With a newer round that cannot be read yet, that is the day of the newest that can.
        """
        newest: date = self.draws["date"].iloc[-1].date()
        unread = set(self.ledger.loc[self.ledger["why"] == Reason.LEFT_OUT, "round_id"])
        known, last = set(self.draws["round_id"]), sort_key(self.draws["round_id"].iloc[-1])
        if any(sort_key(round_id) > last for round_id in unread - known):
            return newest
        return complete_through(self.source.confirmed_at, newest)

    @cached_property
    def categories(self) -> tuple[Category, ...]:
        """The categories that have a round, in their usual order."""
        return categories(self.draws)


def stamp_text(instant: datetime) -> str:
    """Return a time as ISO 8601 text in UTC: "2026-08-20T00:00:00Z"."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def check(record: Record) -> None:
    """Raise a RecordError that names the first violations of the contracts, if there are any."""
    broken = violations(record.draws, record.pool, record.ledger)
    if broken:
        more = f" (and {len(broken) - 5} more)" if len(broken) > 5 else ""
        raise RecordError("The tables break their contract: " + "; ".join(broken[:5]) + more)


def record_from_rows(rows: Mapping[str, list[dict[str, Any]]], source: Source) -> Record:
    """Return a record built from lists of rows by table, with values as in its schema."""
    frames = {t: to_frame(pa.Table.from_pylist(rows[t], schema=SCHEMAS[t])) for t in TABLES}
    return Record(**frames, source=source)


def load(folder: Path = FOLDER, attempts: int = 5) -> Record:
    """Load and check the record in a folder, retrying if a writer is replacing its files.

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


def save(record: Record, folder: Path, extra_files: Mapping[str, bytes] | None = None) -> bool:
    """Check the record, replace all its files atomically, and return whether any changed.

    ``extra_files`` are further files to replace with them, by name.

    Raises:
        RecordError: if the record breaks its contract; then nothing is written.
    """
    check(record)
    return files.commit(folder, {**files_of(record), **(extra_files or {})})


def files_of(record: Record) -> dict[str, bytes]:
    """Return the record as file contents by name; the same record always gives the same bytes."""
    identity = record.source.identity
    tables = {f"{name}.parquet": encode(getattr(record, name), name, identity) for name in TABLES}
    events = encode(record.events, "events", {b"schema_version": SCHEMA_VERSION.encode()})
    return {**tables, EVENTS_FILE: events, SOURCE_FILE: record.source.to_json()}


def stamp(folder: Path = FOLDER) -> files.Stamp:
    """Return a cache key that changes whenever a file of the record does."""
    return files.stamp(folder, (*(f"{table}.parquet" for table in TABLES), SOURCE_FILE))


def _load_once(folder: Path) -> Record:
    try:
        source = Source.from_json(files.read(folder, SOURCE_FILE))
        tables = {name: decode(files.read(folder, f"{name}.parquet"), name) for name in TABLES}
    except (OSError, ValueError, pa.ArrowException) as error:
        raise RecordError(f"The record in {folder} cannot be read: {error}") from error
    for name, table in tables.items():
        if any(table.schema.metadata.get(key) != value for key, value in source.identity.items()):
            raise RecordError(f"{name}.parquet in {folder} does not match {SOURCE_FILE}")
    return Record(**{name: to_frame(table) for name, table in tables.items()}, source=source)
