"""Whether a copy is older than the one we have, as when a server sends what it once stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from data.rounds.document import RawRound, sort_key
from data.rounds.record import Source

Rounds = Mapping[str, RawRound]  # of one copy, by number
ONE_DAY = timedelta(days=1)


def why_older(new: Rounds, held: Rounds, superseded: Iterable[Rounds]) -> str | None:
    """Return why the rounds of a new copy are older than those we hold, or None if they are not.

    ``superseded`` are the rounds of each copy before the one we hold.
    """
    if new == held:
        return None
    known = set(held)
    for rounds in superseded:
        # A list is not older if it has a round again that was missing.
        if rounds == new and new.keys() <= held.keys():
            return "it is the same as a copy that has been replaced since"
        known |= rounds.keys()
    lost = sorted(held.keys() - new.keys(), key=sort_key)
    if lost and sort_key(lost[0]) > max(map(sort_key, new)) and new.keys() <= known:
        names = ", ".join(f"#{round_id}" for round_id in lost)
        return f"it lacks {names} and has no round that we do not know"
    return None


def why_stamped_older(new: Source, held: Source) -> str | None:
    """Return which header says that a new copy is older than the one we hold, or None.

    Headers from different addresses do not compare, and no header is believed that is later than
    the day after the download.
    """
    if new.url != held.url:
        return None
    for header, theirs, ours in (
        ("Last-Modified", new.last_modified, held.last_modified),
        ("Date", new.served, held.served),
    ):
        their_time, our_time = http_date(theirs), http_date(ours)
        if their_time and our_time and their_time < our_time <= new.retrieved_at + ONE_DAY:
            return f"its header {header} is {theirs}, and that of our copy is {ours}"
    return None


def http_date(text: str | None) -> datetime | None:
    """Return the time in an HTTP header, or None if there is none or it cannot be read.

    >>> http_date("Fri, 15 Nov 2024 15:00:00 GMT"), http_date("yesterday")
    (datetime.datetime(2024, 11, 15, 15, 0, tzinfo=datetime.timezone.utc), None)
    """
    try:
        time = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
