"""Real excerpts of four published copies of the feed, and ways to damage them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from data.rounds import history
from data.rounds.parse import Reading, Unread, read
from data.rounds.record import Source
from data.vocabulary.places import SOURCE_URL

FIXTURES = Path(__file__).parent / "fixtures"
DAYS = ("2023-04-27", "2024-04-06", "2025-08-08", "2026-08-20")
NEWEST = DAYS[-1]
LATEST = date(2026, 8, 21)

Vary = Callable[..., bytes]
ReadOne = Callable[..., Reading]


@pytest.fixture(scope="session")
def copies() -> dict[str, bytes]:
    """The excerpts by their day of publication, oldest first."""
    return {day: (FIXTURES / f"{day}.json").read_bytes() for day in DAYS}


@pytest.fixture(scope="session")
def newest(copies: dict[str, bytes]) -> bytes:
    return copies[NEWEST]


@pytest.fixture(scope="session")
def vary(newest: bytes) -> Vary:
    """A function that makes a copy with some fields changed or some rounds removed."""

    def vary(changes: dict[str, dict[str, Any]] | None = None, drop: tuple[str, ...] = ()) -> bytes:
        document = json.loads(newest)
        for raw in document["rounds"]:
            raw.update((changes or {}).get(raw["drawNumber"], {}))
        document["rounds"] = [raw for raw in document["rounds"] if raw["drawNumber"] not in drop]
        return json.dumps(document).encode()

    return vary


@pytest.fixture(scope="session")
def read_unread(newest: bytes) -> Callable[..., Unread]:
    """A function like `read_one` for a round that cannot be used."""

    def read_unread(round_id: str, **changes: str) -> Unread:
        raw = next(r for r in json.loads(newest)["rounds"] if r["drawNumber"] == round_id)
        unread = read({**raw, **changes}, LATEST)
        assert isinstance(unread, Unread)
        return unread

    return read_unread


@pytest.fixture(scope="session")
def read_one(newest: bytes) -> ReadOne:
    """A function that reads one round of the newest excerpt, with some fields replaced."""

    def read_one(round_id: str, **changes: str) -> Reading:
        raws = json.loads(newest)["rounds"]
        raw = next(raw for raw in raws if raw["drawNumber"] == round_id)
        reading = read({**raw, **changes}, LATEST)
        assert isinstance(reading, Reading)
        return reading

    return read_one


def source_of(day: str) -> Source:
    """Return the source of a copy that was downloaded at midnight UTC of a day."""
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return Source(SOURCE_URL, "", at, None, None, at)


@pytest.fixture(scope="session")
def replay(copies: dict[str, bytes]) -> Callable[..., history.Copies]:
    """A function that merges the excerpts one after another, and then any further copies."""

    def replay(*more: tuple[str, bytes]) -> history.Copies:
        (day, content), *rest = [*copies.items(), *more]
        merged = history.begin(content, source_of(day))
        for day, content in rest:
            merged = history.add_copy(merged, content, source_of(day))
        return merged

    return replay


@pytest.fixture(scope="session")
def begin_with() -> Callable[[bytes], history.Copies]:
    """A function that starts a record from a single copy."""
    return lambda content: history.begin(content, source_of(NEWEST))


@pytest.fixture(scope="session")
def digest() -> Callable[[Path], dict[str, str]]:
    """Return the hash of every file below a folder, by its path."""

    def digest(folder: Path) -> dict[str, str]:
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    return digest
