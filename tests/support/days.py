"""Times from which the age of the data follows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from data.vocabulary.days import OTTAWA


def end_of(day: date) -> datetime:
    """Return when a day is over in Ottawa: data confirmed then is complete through that day."""
    return datetime.combine(day + timedelta(days=1), time(), OTTAWA).astimezone(UTC)
