"""The verbatim copies of IRCC's file on disk, from which the tables can be rebuilt."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from data.io import files
from data.rounds.document import raw_rounds
from data.rounds.history import Acceptance, Copies, Earlier
from data.rounds.merge import build_record
from data.rounds.record import SOURCE_FILE, Record, RecordError, Source, save, stamp_text
from data.rounds.schema import TABLES
from data.vocabulary.columns import KEPT
from data.vocabulary.places import SOURCE_URL

COPY = "ee_rounds_123_en.json.gz"
SUPERSEDED = "superseded.json.gz"
FILES = (*(f"{table}.parquet" for table in KEPT), SOURCE_FILE, COPY, SUPERSEDED)


def load_copies(folder: Path) -> Copies:
    """Load the copies in a folder.

    What ``source.json`` should say of a sound copy is in the tables and copies as well.

    Raises:
        RecordError: if a copy is missing, damaged, or not the one that all others are about.
    """
    try:
        content = gzip.decompress(files.read(folder, COPY))
        past = json.loads(gzip.decompress(files.read(folder, SUPERSEDED)))
        source = _source_of(folder, hashlib.sha256(content).hexdigest(), past)
        seen_from = {
            round_id: datetime.fromisoformat(at)
            for at, round_ids in past["seen_from"].items()
            for round_id in round_ids
        }
        if seen_from.keys() != {raw["drawNumber"] for raw in raw_rounds(content)}:
            raise ValueError(f"{SUPERSEDED} is not of the same copy as {COPY}")
        earlier = tuple(map(_from_json, past["earlier"]))
        second_hand = _second_hand(past)
        accepted = tuple(map(_acceptance, past.get("accepted", ())))
        return Copies(content, source, seen_from, earlier, second_hand, accepted)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise RecordError(
            f"The copies in {folder} cannot be read: {error}", "Restore them from the repository."
        ) from error


def are_there(folder: Path) -> bool:
    """Return whether the folder has any file of a record, so that none must be started there."""
    return any(files.path_of(folder, name).exists() for name in FILES)


def _source_of(folder: Path, sha256: str, past: Mapping[str, Any]) -> Source:
    """Return the source of the copy with this hash from ``source.json`` or, failing that, the rest.

    Then it counts as confirmed when it was downloaded.

    Raises:
        ValueError: if ``source.json`` describes another copy and no table is of this one.
    """
    is_of_another = False
    try:
        source = Source.from_json(files.read(folder, SOURCE_FILE))
        if source.sha256 == sha256:
            return source
        is_of_another = True
    except (OSError, ValueError):
        pass
    identity = next(filter(None, (_identity(folder, name, sha256) for name in TABLES)), None)
    if identity is None and is_of_another:
        raise ValueError(f"{COPY} has another SHA-256 than {SOURCE_FILE} says")
    url, at = identity or (SOURCE_URL, _newest_time(past))
    return Source(url, sha256, at, None, None, at, is_official=at not in _second_hand(past))


def _identity(folder: Path, table: str, sha256: str) -> tuple[str, datetime] | None:
    """Return the address and time of this copy from a table made of it, or None."""
    try:
        content = files.read(folder, f"{table}.parquet")
        values = pq.read_schema(pa.BufferReader(content)).metadata
        at = datetime.fromisoformat(values[b"retrieved_at"].decode())
        is_same = values[b"source_sha256"].decode() == sha256
        return (values[b"source_url"].decode(), at) if is_same else None
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError):
        return None


def _newest_time(past: Mapping[str, Any]) -> datetime:
    """Return when a copy last changed something, which is the latest time that we know of it."""
    times = [*past["seen_from"], *(version["seen_until"] for version in past["earlier"])]
    return max(map(datetime.fromisoformat, times))


def _second_hand(past: Mapping[str, Any]) -> tuple[datetime, ...]:
    return tuple(map(datetime.fromisoformat, past.get("second_hand", ())))


def rebuild(folder: Path) -> tuple[Record, bool]:
    """Rebuild the tables in a folder from its copies; return them and whether a file changed.

    Raises:
        RecordError: if the copies cannot be read.
        FeedError: if a round of a copy cannot be read.
    """
    with files.lock(folder):
        record = build_record(load_copies(folder))
        return record, save(record, folder)


def files_of(copies: Copies) -> dict[str, bytes]:
    """Return the copies as file contents by name; the same copies always give the same bytes."""
    since: dict[str, list[str]] = {}
    for round_id, at in copies.seen_from.items():
        since.setdefault(stamp_text(at), []).append(round_id)
    earlier = [
        {
            "seen_from": stamp_text(version.seen_from),
            "seen_until": stamp_text(version.seen_until),
            "round": version.round,
        }
        for version in copies.earlier
    ]
    past: dict[str, Any] = {"seen_from": since, "earlier": earlier}
    if copies.second_hand:
        past["second_hand"] = [stamp_text(at) for at in copies.second_hand]
    if copies.accepted:
        past["accepted"] = [
            {**asdict(accepted), "seen_at": stamp_text(accepted.seen_at)}
            for accepted in copies.accepted
        ]
    return {
        COPY: gzip.compress(copies.content, 9, mtime=0),
        SUPERSEDED: gzip.compress(json.dumps(past, indent=1, default=str).encode(), 9, mtime=0),
    }


def _acceptance(values: Mapping[str, Any]) -> Acceptance:
    return Acceptance(
        values["kind"],
        tuple(values["round_ids"]),
        datetime.fromisoformat(values["seen_at"]),
        date.fromisoformat(values["on"]),
        values["by"],
    )


def _from_json(values: Mapping[str, Any]) -> Earlier:
    return Earlier(
        values["round"],
        datetime.fromisoformat(values["seen_from"]),
        datetime.fromisoformat(values["seen_until"]),
    )
