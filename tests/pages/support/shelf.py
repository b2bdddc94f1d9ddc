"""A fake record service for pages, with a chosen record, checks and notices."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.rounds.record import Record
from data.upkeep.checks import Check, Checks
from data.upkeep.recovery import Notice
from data.upkeep.service import Snapshot
from pages import served


@dataclass
class Shelf:
    """Stands in for the record service: returns a chosen snapshot and logs each read."""

    on: Snapshot
    folder: Path = Path("nowhere")
    looks: list[Snapshot] = field(default_factory=list)

    def snapshot(self) -> Snapshot:
        self.looks.append(self.on)
        return self.on

    def put(self, record: Record, stamp: Hashable) -> None:
        self.on = Snapshot(record, stamp)


def serve(
    monkeypatch: pytest.MonkeyPatch,
    record: Record,
    stamp: Hashable = "a",
    *,
    checks: Sequence[Check] = (),
    notices: Sequence[str] = (),
    **options: Any,
) -> Shelf:
    """Make the pages use this record until the end of the test; return the fake service."""
    shelf = Shelf(Snapshot(record, stamp, tuple(Notice(kind, "A detail") for kind in notices)))
    log = Checks(Path("nowhere"))
    log._unsaved = list(checks)
    service = served.Service(shelf, log, **options)  # type: ignore[arg-type]
    monkeypatch.setattr(served, "service", lambda: service)
    return shelf


def check(result: str = "unchanged", reason: str = "", **ago: float) -> Check:
    """Return a check made some time before the time that the pages go by."""
    at = served.now() - timedelta(**ago)
    return Check(at, result, f"A headline: {result}", (f"A detail of {reason}",), reason)


def with_rounds(record: Record, draws: pd.DataFrame) -> Record:
    """Return the record with other rounds."""
    return Record(draws, record.pool, record.ledger, record.source)
