"""The events that explain the numbers, kept by hand in ``data/events.csv``.

``events.parquet`` beside it is the same table for others to read; ``python -m data rebuild`` writes
it. The program reads the CSV, so that a corrected word counts from the next start on.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from data.rounds.contracts import violations_within
from data.rounds.schema import SCHEMAS, to_frame
from data.vocabulary.columns import EVENTS

TABLE = Path(__file__).parents[1] / "events.csv"
EVENTS_FILE = "events.parquet"


class EventsError(ValueError):
    """The table of events cannot be read or breaks its contract."""


def read_events(text: str) -> pd.DataFrame:
    """Return the events in the text of the CSV file, with the columns of ``EVENTS``.

    Raises:
        EventsError: if a value is malformed, or a row breaks the contract of the table.
    """
    rows = [_typed(row, line) for line, row in enumerate(csv.DictReader(io.StringIO(text)), 2)]
    table = pa.Table.from_pylist(rows, schema=SCHEMAS["events"])
    events = to_frame(table)
    broken = violations_within({"events": events})
    if broken:
        raise EventsError(f"{TABLE.name} breaks its contract: {'; '.join(broken)}")
    return events


def _typed(row: dict[str, str], line: int) -> dict[str, Any]:
    """Return a row of text with the types of its columns; an empty cell is None."""
    if list(row) != [column.name for column in EVENTS] or None in row.values():
        raise EventsError(f"{TABLE.name}, line {line}: these are not the columns of an event")
    try:
        day = date.fromisoformat(row["date"])
    except ValueError as error:
        raise EventsError(f"{TABLE.name}, line {line}: {error}") from error
    texts = {name: text.strip() or None for name, text in row.items()}
    return {**texts, "date": day, "sources": row["sources"].split()}


@cache
def bundled_events() -> pd.DataFrame:
    """Return the events that come with the program; never change the frame in place."""
    return read_events(TABLE.read_text("utf-8"))
