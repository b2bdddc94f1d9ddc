"""Feed entries: the title, text and dates of each round, for the Atom feed and the calendar.

Text from outside becomes one plain line, without characters that XML or iCalendar cannot carry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import quote

import pandas as pd

from data.rounds.record import Record
from data.vocabulary.categories import BY_CODE, without_version
from data.vocabulary.tables import TABLES
from pages.language import Words
from pages.language.columns import label_and_meaning

# An entry does not mention corrections to these fields.
OMITTED = ("pool", "pool_as_of")
_FORBIDDEN = re.compile("[^ -~\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")  # except those within numbers
_IN_ADDRESSES = "/:?#[]@!$&'()*+,;=%"

Facts = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Entry:
    """The entry of one round; instants are UTC.

    ``official_url`` is the round's page on canada.ca. ``updated`` is ``published`` until IRCC
    changes something that the entry contains.
    """

    round_id: str
    day: date
    category: str
    label: str
    title: str
    text: str
    official_url: str
    published: datetime
    updated: datetime


def entries(record: Record, draws: pd.DataFrame, facts: Facts, words: Words) -> Iterator[Entry]:
    """Yield an entry for each of the draws, the newest first.

    `facts` gives sentences about a round by its id.
    """
    names, revisions = labels(record.draws, words), _revisions(record.ledger)
    title = words.gettext("{category}: cut-off {cutoff}, {invitations} (#{id})")
    for row in draws.iloc[::-1].to_dict("records"):
        round_id, label, drawn_at = row["round_id"], names[row["category"]], row["drawn_at"]
        # Noon is on the same day for readers from Honolulu to Tokyo.
        noon = datetime.combine(row["date"].date(), time(12), UTC)
        published = noon if pd.isna(drawn_at) else drawn_at.to_pydatetime()
        revised = revisions.get(round_id, [])
        changes = (_revision(correction, words) for correction in revised)
        lines = [*_numbers(row, words), *facts(round_id), *changes]
        yield Entry(
            round_id=round_id,
            day=row["date"].date(),
            category=row["category"],
            label=label,
            title=title.format(
                category=label,
                cutoff=row["cutoff"],
                invitations=words.invitations(row["invitations"]),
                id=round_id,
            ),
            text="\n".join(map(plain_line, lines)),
            official_url=quote(words.official(row["url"]), safe=_IN_ADDRESSES),
            published=published,
            updated=max([published, *(c["seen_at"].to_pydatetime() for c in revised)]),
        )


def labels(draws: pd.DataFrame, words: Words) -> dict[str, str]:
    """Return the names of all categories by code; a new one goes by its latest official name."""
    latest = draws[~draws["category"].isin(list(BY_CODE))].drop_duplicates("category", keep="last")
    new = dict(zip(latest["category"], map(without_version, latest["name"]), strict=True))
    mapped = {code: words.category(category) for code, category in BY_CODE.items()}
    return {code: plain_line(name) for code, name in {**mapped, **new}.items()}


def plain_line(text: str) -> str:
    r"""Return text from outside as one line; a character that no format can carry becomes "\ufffd".

    >>> plain_line("Trades,\r\n <b>2027</b>\0") == "Trades, <b>2027</b>\ufffd"
    True
    """
    return _FORBIDDEN.sub("\ufffd", _SPACES.sub(" ", text).strip(" "))


def _numbers(row: Mapping[Any, Any], words: Words) -> Iterator[str]:
    _ = words.gettext
    yield _("{day}: {invitations}, cut-off {cutoff} CRS points.").format(
        day=words.day(row["date"]),
        invitations=words.invitations(row["invitations"]),
        cutoff=row["cutoff"],
    )
    if not pd.isna(row["tie_break_at"]):
        text = _(
            "Candidates with a score equal to the cut-off were invited only if they "
            "submitted their profile before {instant}."
        )
        yield text.format(instant=words.instant(row["tie_break_at"]))
    yield _("Official name: {name}.").format(name=row["name"])


def _revisions(ledger: pd.DataFrame) -> dict[str, list[dict[Any, Any]]]:
    """Return IRCC's later changes to what entries contain, by round."""
    changed = (ledger["what"] == "revised") & ~ledger["field"].isin(OMITTED)
    revisions: dict[str, list[dict[Any, Any]]] = {}
    for row in ledger[changed].to_dict("records"):
        revisions.setdefault(row["round_id"], []).append(row)
    return revisions


def _revision(row: Mapping[Any, Any], words: Words) -> str:
    column = next(c for c in TABLES["rounds"].columns if c.name == row["field"])
    return words.gettext("Revised ({field}), seen on {day}: {why}").format(
        field=label_and_meaning(column, words)[0],
        day=words.day(row["seen_at"]),
        why=words.reason(row["why"]),
    )
