"""Every date and time format that the feed has used is read exactly; anything else is rejected."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rounds.instants import UnreadableError, day_first_date, instant, iso_date, long_date

ZONE = "The text names no time zone; it is read as UTC, like all the others."
CLOCK = "The text says {}, but its time is on the 24-hour clock; the 24-hour time is used."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("August 19, 2026 at 12:35:37 UTC", (2026, 8, 19, 12, 35, 37)),
        ("August 19th 2026 at 12:35:37 UTC", (2026, 8, 19, 12, 35, 37)),
        ("July 3rd 2026 at 21:35:13 UTC", (2026, 7, 3, 21, 35, 13)),
        ("May 1st, 2026 at 21:35:13 UTC", (2026, 5, 1, 21, 35, 13)),
        ("May 2nd, 2026 at 21:35:13 UTC", (2026, 5, 2, 21, 35, 13)),
        ("May 31, 2024 at12:48:30 UTC", (2024, 5, 31, 12, 48, 30)),
        ("August 15, 2024 at 2024-08-15 15:11:54 UTC", (2024, 8, 15, 15, 11, 54)),
        ("April 26,2023 18:10:04 UTC", (2023, 4, 26, 18, 10, 4)),
        ("April 12, 2023 14:12:15 UTC", (2023, 4, 12, 14, 12, 15)),
        ("March 24,2022 at 8:00:50 UTC", (2022, 3, 24, 8, 0, 50)),
        ("February 02 2022 at 14:16:27 UTC", (2022, 2, 2, 14, 16, 27)),
        ("November 1, 2017, at 12:55:44 UTC", (2017, 11, 1, 12, 55, 44)),
        (" July 13, 2016 at 13:56:45 UTC", (2016, 7, 13, 13, 56, 45)),
        ("July 04, 2023 at 19:36:18 UTC ", (2023, 7, 4, 19, 36, 18)),
        ("August 30. 2023 at 17:30:21 UTC", (2023, 8, 30, 17, 30, 21)),
        ("May 26 2025 at 17:30:21 UTC", (2025, 5, 26, 17, 30, 21)),
        ("October 18, 2025 at  7:18:52 UTC", (2025, 10, 18, 7, 18, 52)),
        ("April 13, 2026  at 23:10:05 UTC", (2026, 4, 13, 23, 10, 5)),
        ("September 30, 2023 at 04:22:17 AM UTC", (2023, 9, 30, 4, 22, 17)),
        ("September 30, 2023 at 04:22:17 PM UTC", (2023, 9, 30, 16, 22, 17)),
        ("September 30, 2023 at 12:05:00 AM UTC", (2023, 9, 30, 0, 5, 0)),
        ("September 30, 2023 at 12:05:00 PM UTC", (2023, 9, 30, 12, 5, 0)),
        ("September 30, 2023 at 00:05:00 AM UTC", (2023, 9, 30, 0, 5, 0)),
        ("June 22, 2021 at 20:19:59 PM UTC", (2021, 6, 22, 20, 19, 59)),
        ("February 29, 2024 at 00:00:00 UTC", (2024, 2, 29, 0, 0, 0)),
        ("Nov 20, 2026 at 16:00:00 UTC", (2026, 11, 20, 16, 0, 0)),
        ("Sept. 3, 2026 at 16:00:00 GMT", (2026, 9, 3, 16, 0, 0)),
    ],
)
def test_times_are_read_in_every_format_the_feed_has_used(
    text: str, expected: tuple[int, int, int, int, int, int]
) -> None:
    assert instant(text) == (datetime(*expected, tzinfo=UTC), [])


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("March 27, 2015 at 23:59:47", datetime(2015, 3, 27, 23, 59, 47, tzinfo=UTC), ZONE),
        (
            "October 25, 2023 at 15:48:39 AM UTC",
            datetime(2023, 10, 25, 15, 48, 39, tzinfo=UTC),
            CLOCK.format("AM"),
        ),
        (
            "October 25, 2023 at 00:48:39 PM UTC",
            datetime(2023, 10, 25, 0, 48, 39, tzinfo=UTC),
            CLOCK.format("PM"),
        ),
        (
            "November 20, 2026 at 11:00:00 EST",
            datetime(2026, 11, 20, 16, 0, 0, tzinfo=UTC),
            "The time is in EST; it is converted to UTC.",
        ),
        (
            "August 19, 2026 at 10:30:00 PM EDT",
            datetime(2026, 8, 20, 2, 30, 0, tzinfo=UTC),
            "The time is in EDT; it is converted to UTC.",
        ),
    ],
)
def test_repaired_times_come_with_an_explanation(text: str, expected: datetime, why: str) -> None:
    assert instant(text) == (expected, [why])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("October 7 at 16:38:21 UTC", "no year"),
        ("October 7, 2021 UTC", "is not a full date and time"),
        ("August 15, 2024 at 2024-08-16 15:11:54 UTC", "two different dates"),
        ("August 15, 2024 at 15:11 UTC", "is not a full date"),
        ("August 15, 24 at 15:11:00 UTC", "is not a full date"),
        ("February 30, 2024 at 15:11:00 UTC", "is not a full date"),
        ("August 15, 2024 at 25:11:00 UTC", "is not a full date"),
        ("août 15, 2024 at 15:11:00 UTC", "is not a full date"),
        ("August 15, 2024 at ١٥:11:00 UTC", "is not a full date"),
        ("August 15, 2024 at 15:11:00 EST", "which Ottawa was not on that day"),
        ("January 15, 2024 at 15:11:00 EDT", "which Ottawa was not on that day"),
        ("August 15, 2024 at 15:11:00 HST", "a time zone that we don’t know"),
        ("August 15, 2024 at 15:11:00 Pacific", "a time zone that we don’t know"),
        ("August 15, 2024 at 15:11:00 UTC AM", "is not a full date and time"),
        ("Smarch 15, 2024 2024-08-15 15:11:00 UTC", "is not a full date and time"),
        ("to be announced", "is not a full date and time"),
        ("UTC", "is not a full date"),
    ],
)
def test_unreadable_times_are_rejected_and_never_guessed(text: str, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        instant(text)


def test_each_date_reader_accepts_only_its_own_format() -> None:
    assert iso_date("2023-04-12") == date(2023, 4, 12)
    assert day_first_date("12-04-2023") == date(2023, 4, 12)
    assert long_date("April 12, 2023") == long_date("April 12 2023") == date(2023, 4, 12)
    assert long_date("Apr. 12, 2023") == long_date("2023-04-12") == date(2023, 4, 12)
    for reader, text in (
        (iso_date, "12-04-2023"),
        (iso_date, "2023-13-01"),
        (day_first_date, "04/12/2023"),
        (long_date, "April 2023"),
        (long_date, ""),
    ):
        with pytest.raises(UnreadableError):
            reader(text)


@given(st.text() | st.from_regex(r"[A-Z][a-z]+ \d+(st|,|\.)? \d* ?(at)? [\d:]+ ?(AM|PM)? ?(UTC)?"))
def test_any_text_is_read_as_a_utc_time_or_rejected(text: str) -> None:
    try:
        time, _ = instant(text)
    except UnreadableError as error:
        assert str(error).endswith(".")
    else:
        assert time.tzinfo is UTC
