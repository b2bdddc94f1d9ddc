"""Strict parsers for the dates and times in IRCC's file."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, timedelta

from data.vocabulary.days import OTTAWA
from data.vocabulary.reasons import Reason

UNIVERSAL = ("UTC", "GMT")
EASTERN = {"EST": timedelta(hours=-5), "EDT": timedelta(hours=-4)}

_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_AT = re.compile(r"\bat(?=[\s\d])", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[\s,.]+")
_MONTHS = {calendar.month_abbr[n].lower(): calendar.month_name[n] for n in range(1, 13)}
_MONTHS["sept"] = "September"


class UnreadableError(ValueError):
    """Raised for a date or time that can't be read, with a sentence on why as its message."""


def iso_date(text: str) -> date:
    """Return the date that a text like "2026-08-19" gives; any other raises an UnreadableError."""
    return _strptime(text.strip(), "%Y-%m-%d", Reason.NOT_A_DATE).date()


def day_first_date(text: str) -> date:
    """Return the date of "19-08-2026"; any other shape raises an UnreadableError."""
    return _strptime(text.strip(), "%d-%m-%Y", Reason.NOT_A_DATE).date()


def long_date(text: str) -> date:
    """Return the date of "August 19, 2026", whatever its punctuation, or of "2026-08-19".

    >>> long_date("March 02. 2024"), long_date("Sept 3rd 2026")
    (datetime.date(2024, 3, 2), datetime.date(2026, 9, 3))

    Raises:
        UnreadableError: if month, day or year is missing or anything else is there.
    """
    try:
        return iso_date(text)
    except UnreadableError:
        return _strptime(" ".join(_words(text)), "%B %d %Y", Reason.NOT_A_LONG_DATE).date()


def instant(text: str) -> tuple[datetime, list[str]]:
    """Return the UTC time that a text gives, and a sentence for each correction that it needed.

    >>> instant("January 23, 2025 at 2025-01-23 15:30:04 UTC")
    (datetime.datetime(2025, 1, 23, 15, 30, 4, tzinfo=datetime.timezone.utc), [])
    >>> print(*instant("March 27, 2015 at 23:59:47")[1])
    The text names no time zone; it is read as UTC, like all the others.

    Raises:
        UnreadableError: if the text has no year, no full time, another zone or any other word.
    """
    words = _words(text)
    has_zone = bool(words) and words[-1].isalpha() and words[-1].upper() not in ("AM", "PM")
    zone = words.pop() if has_zone else None
    half = words.pop() if words and words[-1].upper() in ("AM", "PM") else None
    if len(words) == 5:
        _drop_repeated_date(words)
    if len(words) == 3 and ":" in words[2]:
        raise UnreadableError(Reason.NO_YEAR)
    time = _strptime(" ".join(words), "%B %d %Y %H:%M:%S", Reason.NOT_A_TIME)
    time, contradictions = _on_24_hours(time, half.upper()) if half else (time, [])
    time, conversions = _in_utc(time, zone)
    return time, conversions + contradictions


def _in_utc(time: datetime, zone: str | None) -> tuple[datetime, list[str]]:
    """Return a time in a zone as UTC, and a sentence unless the zone is UTC."""
    if zone in UNIVERSAL:
        return time, []
    if zone is None:
        return time, [Reason.NO_TIME_ZONE]
    if zone not in EASTERN:
        raise UnreadableError(Reason.UNKNOWN_ZONE)
    if time.replace(tzinfo=OTTAWA).utcoffset() != EASTERN[zone]:
        raise UnreadableError(Reason.OTHER_ZONE.format(zone=zone))
    return time - EASTERN[zone], [Reason.EASTERN_TIME.format(zone=zone)]


def _words(text: str) -> list[str]:
    plain = _AT.sub(" ", _ORDINAL.sub("", text))
    words = _PUNCTUATION.sub(" ", plain).split()
    return [_MONTHS.get(word.lower(), word) for word in words[:1]] + words[1:]


def _drop_repeated_date(words: list[str]) -> None:
    """Remove the second date in "January 23 2025 2025-01-23 15:30:04" if both are the same."""
    try:
        repeated, first = iso_date(words[3]), long_date(" ".join(words[:3]))
    except UnreadableError:
        raise UnreadableError(Reason.NOT_A_TIME) from None
    if repeated != first:
        raise UnreadableError(Reason.TWO_DATES)
    del words[3]


def _on_24_hours(time: datetime, half: str) -> tuple[datetime, list[str]]:
    if time.hour > 12 or time.hour == 0:
        if (half == "PM") == (time.hour > 12):
            return time, []
        return time, [Reason.HALF_OF_DAY.format(half=half)]
    return time.replace(hour=time.hour % 12 + (12 if half == "PM" else 0)), []


def _strptime(text: str, form: str, reason: Reason) -> datetime:
    # strptime would also accept digits of other scripts.
    if not text.isascii():
        raise UnreadableError(reason)
    try:
        return datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError as error:
        raise UnreadableError(reason) from error
