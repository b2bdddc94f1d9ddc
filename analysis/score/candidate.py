"""A candidate: CRS score, eligible categories, and the time of the profile.

Nothing here stores or passes on what a person enters; it is only checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from analysis.crs.points import CandidateError, whole_score

# Express Entry opened in January 2015; no profile, and so no tie-break, is older.
_FIRST_YEAR, _LAST_YEAR = 2015, 2099


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
    ("french"). `profile_at` is the UTC instant at which the profile was submitted, if known.

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

    def __post_init__(self) -> None:
        whole_score(self.score)
        _check_codes(self.categories)
        if self.profile_at is not None:
            object.__setattr__(self, "profile_at", _instant(self.profile_at))


def _check_codes(categories: Iterable[object]) -> None:
    """Check that the categories are a frozen set of codes, which may be unmapped."""
    if not isinstance(categories, frozenset):
        raise CandidateError("categories", categories, "not_a_code", "give a frozenset of codes")
    for code in categories:
        if not isinstance(code, str) or not code:
            raise CandidateError("categories", code, "not_a_code", "give codes such as 'cec'")
