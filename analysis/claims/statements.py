"""What a sentence says of a round among others: its place in the week, a record, or "since when".

A record cut-off is one of its category, as cut-offs of several say little beside each other, and so
is a record size if the sentence names a category. Only earlier rounds count, as on that day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.claims.text import CATEGORY_MARK, MONTH, YEAR, PartialDate, read_day, without
from analysis.crs.scale import Changes, changes_between
from analysis.periods import Numbers, mondays

WEEK = "week"
# The column of each kind of record, and the sign with which a record is a maximum.
RECORDS = {
    "largest": ("invitations", 1),
    "smallest": ("invitations", -1),
    "highest": ("cutoff", 1),
    "lowest": ("cutoff", -1),
}
_ORDINALS = (
    "first|premiere?|1re",
    "second|deuxieme|seconde|2de",
    "third|troisieme",
    "fourth|quatrieme",
    "fifth|cinquieme",
    "sixth|sixieme",
    "seventh|septieme",
    "eighth|huitieme",
    "ninth|neuvieme",
    "tenth|dixieme",
)
_NTH = (
    "|".join(f"(?P<n{n}>{names})" for n, names in enumerate(_ORDINALS, 1))
    + r"|(?P<digits>\d{1,2})(?:st|nd|rd|th|e|er|ere|eme)"
)
_WEEK = re.compile(
    rf"\b(?:{_NTH})(?: (?:draw|round|one|ronde|tirage))?"
    r"(?: (?:in|of|this|that|the|a|one|its|same|single|de|dans|en|la|cette|une|sa|meme|seule))"
    r"{1,4} (?:week|semaine)\b"
)
_KINDS = {
    "largest": r"largest|biggest|plus (?:grande?|grosse|gros)",
    "smallest": r"smallest|plus petite?",
    "highest": r"highest|plus (?:hauts?|eleves?)",
    "lowest": r"lowest|plus (?:bas|faible)",
}
_KIND = "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items())
_BETWEEN = (
    rf"(?: (?:draw|round|one|express entry|cut-?off|cut off|crs|scg|score|minimum|of|for|its|the|"
    rf"category|ronde|tirage|seuil|note|minimale|de|la|sa|pour|categorie|{CATEGORY_MARK}+))"
)
_SINCE = (
    rf"(?:since|depuis)(?: le)? (?P<since>(?:\d{{1,2}}(?:er)? )?(?:{MONTH})\.?"
    rf"(?: \d{{1,2}},?)? {YEAR}|{YEAR})\b"
)
_RECORD = re.compile(
    rf"\b(?:{_KIND})(?P<between>{_BETWEEN}{{0,6}}),? "
    rf"(?:(?:so far|ever|to date|on record|jusqu'ici|jusqu'a maintenant|a ce jour)"
    rf"(?! (?:this|in|of|since|cette|en|de|depuis)\b)|{_SINCE})"
)
# A date after "since" is not the date of the round.
_OTHER_SINCE = re.compile(_SINCE)


@dataclass(frozen=True)
class Statement:
    """What is claimed about a round among others, as `text` in the words of the sentence.

    Of kind "week", it is number `n` of its ISO week. Of a kind of `RECORDS`, it is that since
    `since`, or of all rounds before it if that is None.
    """

    kind: str
    text: str
    n: int = 0
    since: PartialDate | None = None


@dataclass(frozen=True)
class Mark:
    """The last earlier round that was as large, as small, as high or as low, and its value."""

    round_id: str
    day: date
    value: int


def read_statements(
    text: str, rest: str, places: list[int]
) -> tuple[tuple[Statement, ...], list[tuple[int, int]], str]:
    """Return the statements in a sentence, the spans of other times "since", and the rest.

    `rest` is the folded text with marks where it was read, and `places` gives the place in the
    text of each of its characters.
    """
    statements = []
    for pattern in (_WEEK, _RECORD):
        for match in pattern.finditer(rest):
            start, end = match.span()
            words = text[places[start] : places[end - 1] + 1]
            statements.append(_statement(match, words))
            rest = without(rest, match.span())
    skipped = [match.span() for match in _OTHER_SINCE.finditer(rest)]
    for span in skipped:
        rest = without(rest, span)
    return tuple(statements), skipped, rest


def _statement(match: re.Match[str], text: str) -> Statement:
    groups = match.groupdict()
    if "between" not in groups:
        named = [int(key[1:]) for key, value in groups.items() if value and key[1:].isdigit()]
        return Statement(WEEK, text, n=named[0] if named else int(groups["digits"]))
    kind = next(kind for kind in RECORDS if groups[kind])
    since = read_day(groups["since"])[0][0] if groups["since"] else None
    return Statement(kind, text, since=since)


def begins_before(when: PartialDate, day: date) -> bool:
    """Return whether a date exists and its first day is before a day."""
    return any(first < day for first, _last in when.spans(()))


def is_of_category(kind: str, category: str | None) -> bool:
    """Return whether a record is one of the round's category, given the one that is named."""
    return category is not None or RECORDS.get(kind, ("",))[0] == "cutoff"


def reaches_across(
    draws: pd.DataFrame, place: int, statement: Statement, changes: Changes
) -> tuple[date, ...]:
    """Return the changes of the CRS scale between a round and those a statement compares it with.

    Only cut-offs are on a scale. `place` is the row of the round in `draws`, and the rounds before
    it in its category count, from the claimed date on if there is one.

    >>> draws = pd.DataFrame({"date": pd.to_datetime(["2024-12-02", "2025-03-17", "2025-04-14"]),
    ...     "category": "pnp", "cutoff": [676, 736, 825]})
    >>> reaches_across(draws, 2, Statement("highest", ""), [date(2025, 3, 25)])
    (datetime.date(2025, 3, 25),)
    >>> reaches_across(draws, 1, Statement("highest", ""), [date(2025, 3, 25)])
    ()
    """
    if RECORDS.get(statement.kind, ("",))[0] != "cutoff":
        return ()
    this_round, earlier = draws.iloc[place], draws.iloc[:place]
    days = earlier.loc[earlier["category"] == this_round["category"], "date"].dt.date
    if statement.since:
        ends = [end for _first, end in statement.since.spans(())]
        days = days[days > (ends or [date.max])[0]]
    if days.empty:
        return ()
    return changes_between(changes, days.iloc[0], this_round["date"].date())


def compare(
    draws: pd.DataFrame, statement: Statement, *, by_category: bool
) -> tuple[Numbers, list[Any]]:
    """Return by how much each round differs from a statement, and what holds instead.

    A difference is 0 where the statement holds. What holds is the place in the week, or the `Mark`
    that shows since when a round is a record, None if no earlier one was.

    >>> draws = pd.DataFrame({"round_id": ["254", "272", "274"],
    ...     "date": pd.to_datetime(["2023-07-05", "2023-12-06", "2023-12-08"]),
    ...     "category": ["stem", "general", "stem"],
    ...     "invitations": [500, 4750, 5900], "cutoff": [486, 561, 481]})
    >>> compare(draws, Statement("week", "", n=2), by_category=True)[0].tolist()
    [-1, -1, 0]
    >>> compare(draws, Statement("highest", ""), by_category=True)[1][2].value
    486
    """
    if statement.kind == WEEK:
        nth = draws.groupby(mondays(draws["date"])).cumcount().to_numpy() + 1
        return np.asarray(nth - statement.n, dtype="int64"), nth.tolist()
    column, sign = RECORDS[statement.kind]
    values = draws[column].to_numpy() * sign
    peers = np.tri(len(draws), k=-1, dtype=bool) & (values[np.newaxis, :] >= values[:, np.newaxis])
    if by_category:
        categories = draws["category"].to_numpy()
        peers &= categories[np.newaxis, :] == categories[:, np.newaxis]
    # Of the earlier rounds that were as extreme, the last.
    last = np.where(peers, np.arange(len(draws)), -1).max(axis=1, initial=-1)
    holds = last == -1
    if statement.since:
        days = draws["date"].dt.date.to_numpy()
        is_later = np.array([begins_before(statement.since, day) for day in days], dtype=bool)
        ends = [end for _first, end in statement.since.spans(())]
        holds = is_later & (holds | (days[last] <= (ends or [date.min])[0]))
    marks = [_mark(draws.iloc[place], column) if place >= 0 else None for place in last]
    return np.asarray(~holds, dtype="int64"), marks


def _mark(row: pd.Series[Any], column: str) -> Mark:
    return Mark(str(row["round_id"]), row["date"].date(), int(row[column]))
