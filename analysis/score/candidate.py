"""A candidate: CRS score, eligible categories, and the time of the profile.

Nothing here stores or passes on what a person enters; it is only checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from analysis.claims.text import MARK, fold, read_day
from analysis.crs.points import CandidateError, whole_score

# Express Entry opened in January 2015; no profile, and so no tie-break, is older.
_FIRST_YEAR, _LAST_YEAR = 2015, 2099
_DAY = pd.Timedelta(days=1)
_MOMENT = pd.Timedelta(seconds=1)  # tie-breaks are published to the second
# The time after a date, as in "3 May 2026 at 21:35 UTC" or "3 mai 2026, 21 h 35".
_TIME = re.compile(
    rf"{MARK}+[, ]*(?:(?:at|a) )?"
    r"(\d{1,2})(?::| ?h ?)(\d{2})(?:(?::| ?min ?)(\d{2})(?: ?s)?)?(?: ?utc)?"
)


def parse_profile(text: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and last UTC second at which a profile may have been submitted.

    They are the same if a time is given, and those of the day if only its date is.

    >>> [str(instant) for instant in parse_profile("3 mai 2026")]
    ['2026-05-03 00:00:00+00:00', '2026-05-03 23:59:59+00:00']
    >>> parse_profile("May 3, 2026 at 21:35")[0]
    Timestamp('2026-05-03 21:35:00+0000', tz='UTC')

    Raises:
        CandidateError: if the text is no date, leaves open which day it is, or is outside 2015 to
            2099.
    """
    day, time = _read_day(text.strip())
    if day is None:
        instant = parse_instant(text)
        return instant, instant
    if time:
        instant = parse_instant(f"{day.isoformat()}T{time}")
        return instant, instant
    start = parse_instant(day.isoformat())
    return start, start + _DAY - _MOMENT


def _read_day(text: str) -> tuple[date | None, str]:
    """Return a date in letters or alone, and the time after it; None if it isn't one."""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        readings, rest = read_day(fold(text))
    day = readings[0].exact_day if len(readings) == 1 else None
    time = _TIME.fullmatch(rest)
    if day is None or not (time or not rest.strip(f" ,.{MARK}")):
        return None, ""
    return day, ":".join(part.zfill(2) for part in time.groups("00")) if time else ""


def parse_instant(text: str) -> pd.Timestamp:
    """Return the UTC instant of an ISO 8601 text, which is in UTC if it has no offset.

    >>> parse_instant("2026-07-03T21:35:13")
    Timestamp('2026-07-03 21:35:13+0000', tz='UTC')

    Raises:
        CandidateError: if the text is not an ISO 8601 date and time, or is outside 2015 to 2099.
    """
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        advice = "write the UTC date and time as 2026-07-03T21:35:13"
        raise CandidateError("profile_at", text, "not_an_instant", advice) from None
    return _instant(instant if instant.tzinfo else instant.replace(tzinfo=UTC))


def _instant(value: object) -> pd.Timestamp:
    if not isinstance(value, datetime) or pd.isna(value):
        raise CandidateError("profile_at", value, "not_an_instant", "give a date with a time")
    if value.tzinfo is None:
        raise CandidateError("profile_at", value, "no_time_zone", "say that the time is UTC")
    # Checked before the conversion, which fails at the limits of datetime.
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        advice = f"a profile is from {_FIRST_YEAR} or later"
        raise CandidateError("profile_at", value, "out_of_range", advice)
    return pd.Timestamp(value).tz_convert("UTC")


@dataclass(frozen=True)
class Candidate:
    """A person who may be invited in a round.

    `score` is the CRS score, with the 600 points of a provincial nomination if there is one.
    `categories` are the codes of every category whose rounds the person is eligible for:
    "general" for any all-program round, programs ("cec"; "pnp" with a nomination) and categories
    ("french"). `profile_at` is the UTC instant at which the profile was submitted, if known. If
    only its day is known, `profile_at` and `profile_until` are the first and last instant of it.

    >>> Candidate(519, frozenset({"cec", "general"})).profile_at is None
    True
    >>> Candidate(1201, frozenset())
    Traceback (most recent call last):
    analysis.crs.points.CandidateError: score is 1201: a CRS score is 0 to 1200 points

    Raises:
        CandidateError: if the score is not an int of 0 to 1200, a category is not a code, or the
            profile's instant has no time zone or lies outside 2015 to 2099.
    """

    score: int
    categories: frozenset[str]
    profile_at: pd.Timestamp | None = None
    profile_until: pd.Timestamp | None = None

    def __post_init__(self) -> None:
        whole_score(self.score)
        _check_codes(self.categories)
        if self.profile_at is not None:
            object.__setattr__(self, "profile_at", _instant(self.profile_at))
            until = self.profile_until
            object.__setattr__(
                self, "profile_until", self.profile_at if until is None else _instant(until)
            )

    @property
    def profile_instant(self) -> pd.Timestamp | None:
        """The instant at which the profile was submitted, if it is known to the second."""
        return self.profile_at if self.profile_at == self.profile_until else None


def _check_codes(categories: Iterable[object]) -> None:
    """Check that the categories are a frozen set of codes, which may be unmapped."""
    if not isinstance(categories, frozenset):
        raise CandidateError("categories", categories, "not_a_code", "give a frozenset of codes")
    for code in categories:
        if not isinstance(code, str) or not code:
            raise CandidateError("categories", code, "not_a_code", "give codes such as 'cec'")
