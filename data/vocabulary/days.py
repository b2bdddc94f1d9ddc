"""Days: reading one, which one it is in Ottawa, and through which one the data is complete."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

OTTAWA = ZoneInfo("America/Toronto")
CURRENT_DAYS, AGEING_DAYS = 2, 13
Age = Literal["current", "ageing", "old"]


def parse_day(text: str) -> date:
    """Return the day that is written like 2026-08-20, in an address or a request.

    Raises:
        ValueError: if it is written in any other way, or there is no such day.
    """
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError("not a date")
    return date.fromisoformat(text)


def ottawa_day(at: datetime) -> date:
    """Return the day in Ottawa, where rounds are held, at an instant.

    >>> from datetime import UTC
    >>> ottawa_day(datetime(2026, 8, 20, 3, 59, tzinfo=UTC))
    datetime.date(2026, 8, 19)
    """
    return at.astimezone(OTTAWA).date()


def complete_through(confirmed_at: datetime, newest: date) -> date:
    """Return the last day of which all rounds are known.

    That is the last day that was over in Ottawa when IRCC still published exactly these rounds,
    or the day of the newest one if that is later.

    >>> from datetime import UTC
    >>> at = datetime(2026, 8, 20, 0, 5, tzinfo=UTC)  # evening of 19 August in Ottawa
    >>> complete_through(at, date(2026, 8, 6)), complete_through(at, date(2026, 8, 19))
    (datetime.date(2026, 8, 18), datetime.date(2026, 8, 19))
    """
    return max(ottawa_day(confirmed_at) - timedelta(days=1), newest)


def age(days: int) -> Age:
    """Return how far data may be trusted that is complete through a day so many days ago.

    >>> age(2), age(3), age(13), age(14)
    ('current', 'ageing', 'ageing', 'old')
    """
    if days <= CURRENT_DAYS:
        return "current"
    return "ageing" if days <= AGEING_DAYS else "old"
