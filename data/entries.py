"""What feeds and calendars say of each round: a title, a text, and when it was new or revised.

Text comes from outside. It is one plain line here, without what XML or iCalendar cannot carry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import quote

import pandas as pd
from babel.dates import format_date, format_datetime

from data.categories import BY_CODE, without_version
from data.history import Record

# Fields of the ledger that an entry says nothing about.
UNTOLD = ("pool", "pool_as_of")
_FORBIDDEN = re.compile("[^ -~\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_ADDRESSES = "/:?#[]@!$&'()*+,;=%"
_LOCALE = "en_CA"

Facts = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Entry:
    """What is said of one round; instants are UTC.

    ``official`` is the address of the round's page at IRCC. ``updated`` is ``published`` until the
    source changes something that is told here.
    """

    round_id: str
    day: date
    category: str
    label: str
    title: str
    text: str
    official: str
    published: datetime
    updated: datetime


def entries(record: Record, draws: pd.DataFrame, facts: Facts) -> Iterator[Entry]:
    """Yield what is said of each of the draws, the newest first.

    `facts` gives sentences about a round by its id.
    """
    names, revisions = labels(record.draws), _revisions(record.ledger)
    for row in draws.iloc[::-1].to_dict("records"):
        round_id, label, drawn_at = row["round_id"], names[row["category"]], row["drawn_at"]
        # Noon is on the same day for readers from Honolulu to Tokyo.
        noon = datetime.combine(row["date"].date(), time(12), UTC)
        published = noon if pd.isna(drawn_at) else drawn_at.to_pydatetime()
        revised = revisions.get(round_id, [])
        told = [*_numbers(row), *facts(round_id), *map(_revision, revised)]
        yield Entry(
            round_id=round_id,
            day=row["date"].date(),
            category=row["category"],
            label=label,
            title=f"{label}: cut-off {row['cutoff']}, {_invitations(row)} (#{round_id})",
            text="\n".join(map(plain, told)),
            official=quote(row["url"], safe=_IN_ADDRESSES),
            published=published,
            updated=max([published, *(entry["seen_at"].to_pydatetime() for entry in revised)]),
        )


def labels(draws: pd.DataFrame) -> dict[str, str]:
    """Return the names of all categories by code; a new one goes by its latest official name."""
    latest = draws[~draws["category"].isin(list(BY_CODE))].drop_duplicates("category", keep="last")
    new = dict(zip(latest["category"], map(without_version, latest["name"]), strict=True))
    known = {code: category.english for code, category in BY_CODE.items()}
    return {code: plain(name) for code, name in {**known, **new}.items()}


def plain(text: str) -> str:
    r"""Return text from outside as one line; a sign that no format can carry becomes "\ufffd".

    >>> plain("Trades,\r\n <b>2027</b>\0") == "Trades, <b>2027</b>\ufffd"
    True
    """
    return _FORBIDDEN.sub("\ufffd", " ".join(text.split()))


def _numbers(row: Mapping[Any, Any]) -> Iterator[str]:
    """Yield what the record itself has on a round, as sentences."""
    yield f"{_day(row['date'])}: {_invitations(row)}, cut-off {row['cutoff']} CRS points."
    if not pd.isna(row["tie_break_at"]):
        instant = format_datetime(row["tie_break_at"], "d MMMM y, HH:mm:ss", locale=_LOCALE)
        yield f"Of those exactly at it, only profiles submitted before {instant} UTC were invited."
    yield f"Official name: {row['name']}."


def _invitations(row: Mapping[Any, Any]) -> str:
    count = row["invitations"]
    return f"{count:,} invitation{'' if count == 1 else 's'}"


def _revisions(ledger: pd.DataFrame) -> dict[str, list[dict[Any, Any]]]:
    """Return what the source changed later of what is told, by round."""
    changed = (ledger["what"] == "revised") & ~ledger["field"].isin(UNTOLD)
    found: dict[str, list[dict[Any, Any]]] = {}
    for row in ledger[changed].to_dict("records"):
        found.setdefault(row["round_id"], []).append(row)
    return found


def _revision(row: Mapping[Any, Any]) -> str:
    return f"Revised ({row['field']}), seen on {_day(row['seen_at'])}: {row['why']}"


def _day(value: date) -> str:
    return format_date(value, "d MMMM y", locale=_LOCALE)
