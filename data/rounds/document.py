"""Decode IRCC's file into raw rounds, each with every expected key and only text values."""

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
LONGEST_QUOTE = 200
# There were 438 rounds in eleven years; this many take about two seconds to read.
MOST_ROUNDS = 2_000

_ROUND_ID = re.compile(r"[1-9][0-9]{0,4}[a-z]?")
_SURROGATE = re.compile("[\ud800-\udfff]")


class FeedError(ValueError):
    """IRCC's file cannot be used; the message names the round, the field and the value.

    ``reason`` is "unreadable" for a value of a round, "not-the-feed" if the file does not have the
    form of IRCC's list, and "too-large" if it has more rounds than there can be.
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
        quote = "" if value is None else f" {value[:LONGEST_QUOTE]!r}"
        super().__init__(
            f"{where}{field}{quote} {complaint}. This copy was refused; the data has not changed."
            " Compare it with IRCC's page; if IRCC changed the format, change data/rounds/parse.py."
        )


def raw_rounds(content: bytes) -> list[RawRound]:
    """Return the raw rounds in a copy of IRCC's file, in its order (newest first).

    Raises:
        FeedError: if the bytes are not IRCC's list, or a round lacks a key, is published twice, or
            has a value that is not text.
    """
    raws = _round_list(_decode(content))
    round_ids: set[str] = set()
    for position, raw in enumerate(raws, start=1):
        _check_shape(raw, position)
        round_id = raw["drawNumber"]
        if round_id in round_ids:
            raise FeedError(round_id, "drawNumber", round_id, "is there twice")
        round_ids.add(round_id)
    return raws


def unknown_keys(raws: list[RawRound]) -> list[str]:
    """Return the keys that some round has but this module does not expect, sorted."""
    return sorted({key for raw in raws for key in raw} - set(KEYS))


def sort_key(round_id: str) -> tuple[int, str]:
    """Return the key that sorts the rounds of one day.

    >>> sorted(["142", "91b", "91a", "141"], key=sort_key)
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
    # IRCC has served its files as UTF-8 and at times as Windows-1252.
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FeedError(None, "file", repr(content[:40]), "is not text")


def _round_list(text: str) -> list[RawRound]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedError(None, "file", text[:60], f"is not JSON ({error})") from error
    raws = document.get("rounds") if isinstance(document, dict) else None
    if not isinstance(raws, list) or not raws:
        raise FeedError(None, "file", text[:60], 'has no list of rounds under the key "rounds"')
    if len(raws) > MOST_ROUNDS:
        complaint = f"has {len(raws):,} rounds, more than the {MOST_ROUNDS:,} that are plausible"
        raise FeedError(None, "file", None, complaint, "too-large")
    return raws


def _check_shape(raw: Any, position: int) -> None:
    if not isinstance(raw, dict):
        raise FeedError(f"at place {position}", "round", str(raw), "is not an object with fields")
    number = raw.get("drawNumber")
    is_valid = isinstance(number, str) and _ROUND_ID.fullmatch(number)
    label = number if is_valid else f"at place {position}"
    for key in KEYS:
        if key not in raw:
            complaint = "is missing, perhaps because IRCC renamed it"
            raise FeedError(label, key, None, complaint, "not-the-feed")
    for key, value in raw.items():
        if not isinstance(value, str):
            raise FeedError(label, key, repr(value), "is not text")
        if len(value) > LONGEST_TEXT:
            raise FeedError(label, key, value[:60], f"is longer than {LONGEST_TEXT} characters")
        if _SURROGATE.search(value):
            raise FeedError(label, key, repr(value), "is not valid text")
    if not _ROUND_ID.fullmatch(raw["drawNumber"]):
        raise FeedError(label, "drawNumber", raw["drawNumber"], 'is not like "437" or "91a"')
