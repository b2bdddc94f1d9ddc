"""The verbatim copies of IRCC's file on disk, from which the tables can be rebuilt."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from data.io import files
from data.rounds.document import raw_rounds
from data.rounds.history import Copies, Earlier
from data.rounds.merge import build_record
from data.rounds.record import SOURCE_FILE, Record, RecordError, Source, save, stamp_text
from data.vocabulary.columns import KEPT

COPY = "ee_rounds_123_en.json.gz"
SUPERSEDED = "superseded.json.gz"
FILES = (*(f"{table}.parquet" for table in KEPT), SOURCE_FILE, COPY, SUPERSEDED)


def load_copies(folder: Path) -> Copies:
    """Load the copies in a folder.

    Raises:
        RecordError: if one is missing, damaged, or not the one that ``source.json`` describes.
    """
    try:
        source = Source.from_json(files.read(folder, SOURCE_FILE))
        content = gzip.decompress(files.read(folder, COPY))
        past = json.loads(gzip.decompress(files.read(folder, SUPERSEDED)))
        if hashlib.sha256(content).hexdigest() != source.sha256:
            raise ValueError(f"{COPY} has another SHA-256 than {SOURCE_FILE} says")
        seen_from = {
            round_id: datetime.fromisoformat(at)
            for at, round_ids in past["seen_from"].items()
            for round_id in round_ids
        }
        if seen_from.keys() != {raw["drawNumber"] for raw in raw_rounds(content)}:
            raise ValueError(f"{SUPERSEDED} is not of the same copy as {COPY}")
        earlier = tuple(map(_from_json, past["earlier"]))
        second_hand = tuple(map(datetime.fromisoformat, past.get("second_hand", ())))
        return Copies(content, source, seen_from, earlier, second_hand)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise RecordError(
            f"The copies in {folder} cannot be read: {error}", "Restore them from the repository."
        ) from error


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
    return {
        COPY: gzip.compress(copies.content, 9, mtime=0),
        SUPERSEDED: gzip.compress(json.dumps(past, indent=1).encode(), 9, mtime=0),
    }


def _from_json(values: Mapping[str, Any]) -> Earlier:
    return Earlier(
        values["round"],
        datetime.fromisoformat(values["seen_from"]),
        datetime.fromisoformat(values["seen_until"]),
    )
