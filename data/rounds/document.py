"""The official file as a document: bytes in, raw rounds out, with every key there and all text.

A file that is not the feed is a :class:`FeedError` that says what it is instead.
"""

from __future__ import annotations

import json
import re
from string import ascii_lowercase
from typing import Any

RawRound = dict[str, str]

FIGURES = tuple(f"dd{position}" for position in range(1, 19))
LINKS = ("drawNumberURL", "mitext", "DrawText1")
KEYS = (
    "drawNumber",
    "drawDate",
    "drawDateFull",
    "drawName",
    "drawSize",
    "drawCRS",
    "drawText2",
    "drawDateTime",
    "drawCutOff",
    "drawDistributionAsOn",
    *LINKS,
    *FIGURES,
)
LONGEST_TEXT = 2_000
LONGEST_SHOWN = 200
# Eleven years have brought 438 rounds; this many take about two seconds to read.
MOST_ROUNDS = 2_000

_ROUND_ID = re.compile(r"[1-9][0-9]{0,4}[a-z]?")
_SURROGATE = re.compile("[\ud800-\udfff]")


class FeedError(ValueError):
    """The feed says something that cannot be used; names the round, the field and the value.

    ``reason`` is "unreadable" for a value of a round, "not-the-feed" when the form is not that of
    the feed, "too-large" for more rounds than there can be.
    """

    def __init__(
        self,
        round_id: str | None,
        field: str,
        value: str | None,
        complaint: str,
        reason: str | None = None,
    ) -> None:
        self.round_id, self.field, self.value = round_id, field, value
        self.reason = reason or ("not-the-feed" if round_id is None else "unreadable")
        where = f"Round {round_id}: " if round_id else "The "
        shown = "" if value is None else f" {value[:LONGEST_SHOWN]!r}"
        super().__init__(
            f"{where}{field}{shown} {complaint}. This copy is refused and the record is as it was;"
            " compare with the official page, and change data/feed.py if the source has changed."
        )


def rounds(content: bytes) -> list[RawRound]:
    """Return the raw rounds of a copy of the feed, in its own order (newest first).

    Raises:
        FeedError: if the bytes are not the feed, or a round lacks a key, is published twice, or
            has a value that is not text.
    """
    found = _rounds_of(_decode(content))
    seen: set[str] = set()
    for place, raw in enumerate(found, start=1):
        _check_shape(raw, place)
        if raw["drawNumber"] in seen:
            raise FeedError(raw["drawNumber"], "drawNumber", raw["drawNumber"], "is there twice")
        seen.add(raw["drawNumber"])
    return found


def extra_keys(raws: list[RawRound]) -> list[str]:
    """Return the keys that some round has and this module does not know, sorted."""
    return sorted({key for raw in raws for key in raw} - set(KEYS))


def place(round_id: str) -> tuple[int, str]:
    """Return what to sort rounds of one day by, however the feed orders them.

    >>> sorted(["142", "91b", "91a", "141"], key=place)
    ['91a', '91b', '141', '142']
    """
    return int(round_id.rstrip(ascii_lowercase)), round_id


def _decode(content: bytes) -> str:
    if not content.strip():
        raise FeedError(None, "file", "", "is empty; try again later")
    text = _text_of(content)
    if text.lstrip()[:1] == "<":
        raise FeedError(None, "file", text.lstrip()[:60], "is a web page, not the list of rounds")
    return text


def _text_of(content: bytes) -> str:
    """Return the text: UTF-8, or Windows-1252, as the source has served its feeds at times."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FeedError(None, "file", repr(content[:40]), "is not text")


def _rounds_of(text: str) -> list[RawRound]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedError(None, "file", text[:60], f"is not JSON ({error})") from error
    found = document.get("rounds") if isinstance(document, dict) else None
    if not isinstance(found, list) or not found:
        raise FeedError(None, "file", text[:60], 'has no list of rounds under the key "rounds"')
    if len(found) > MOST_ROUNDS:
        many = f"has {len(found):,} rounds, more than the {MOST_ROUNDS:,} that can be true"
        raise FeedError(None, "file", None, many, "too-large")
    return found


def _check_shape(raw: Any, place: int) -> None:
    """Check that a raw round has every key and that every value is text."""
    if not isinstance(raw, dict):
        raise FeedError(f"at place {place}", "round", str(raw), "is not an object with fields")
    number = raw.get("drawNumber")
    fit = isinstance(number, str) and _ROUND_ID.fullmatch(number)
    known = number if fit else f"at place {place}"
    for key in KEYS:
        if key not in raw:
            complaint = "is missing; has the source renamed it?"
            raise FeedError(known, key, None, complaint, "not-the-feed")
    for key, value in raw.items():
        if not isinstance(value, str):
            raise FeedError(known, key, repr(value), "is not text")
        if len(value) > LONGEST_TEXT:
            raise FeedError(known, key, value[:60], f"is longer than {LONGEST_TEXT} characters")
        if _SURROGATE.search(value):
            raise FeedError(known, key, repr(value), "is not valid text")
    if not _ROUND_ID.fullmatch(raw["drawNumber"]):
        raise FeedError(known, "drawNumber", raw["drawNumber"], 'is not like "437" or "91a"')
