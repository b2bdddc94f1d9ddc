"""Decode IRCC's file into raw rounds: text by key."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
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
# Of a round without these, nothing can be used.
ESSENTIAL = ("drawDate", "drawName", "drawSize", "drawCRS")
LONGEST_TEXT = 2_000
LONGEST_QUOTE = 200
# There were about 450 rounds in the first twelve years; this many take two seconds to read.
MOST_ROUNDS = 2_000

_ROUND_ID = re.compile(r"[1-9][0-9]{0,4}[a-z]?")


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


@dataclass(frozen=True)
class Document:
    """The entries of a copy, in its order (newest first).

    ``rounds`` have a round number, which no other has, and text in every field that is there.
    ``unnumbered`` are the other entries, as text.
    """

    rounds: tuple[RawRound, ...]
    unnumbered: tuple[str, ...] = ()

    @property
    def new_keys(self) -> list[str]:
        """The keys that some round has but this program does not know, sorted."""
        return sorted({key for raw in self.rounds for key in raw} - set(KEYS))

    @property
    def missing_keys(self) -> list[str]:
        """The keys that some round lacks, in their usual order."""
        return [key for key in KEYS if any(key not in raw for raw in self.rounds)]


def read_document(content: bytes) -> Document:
    """Return the entries in a copy of IRCC's file.

    Raises:
        FeedError: if the bytes are not IRCC's list, if no round has a field that all need, or if
            different rounds have the same number.
    """
    rounds: dict[str, RawRound] = {}
    unnumbered = []
    for entry in _entries(_decode(content)):
        raw = _raw_round(entry) if isinstance(entry, dict) else {}
        raw["drawNumber"] = round_id = raw.get("drawNumber", "").strip()
        if not _ROUND_ID.fullmatch(round_id):
            unnumbered.append(_text(entry))
        elif rounds.setdefault(round_id, raw) != raw:
            raise FeedError(round_id, "drawNumber", round_id, "is there twice")
    if len(unnumbered) >= len(rounds):
        raise FeedError(None, "file", unnumbered[0][:60], "has few entries with a round number")
    for key in ESSENTIAL:
        if not any(key in raw for raw in rounds.values()):
            complaint = "is missing, perhaps because IRCC renamed it"
            raise FeedError(next(iter(rounds)), key, None, complaint, "not-the-feed")
    return Document(tuple(rounds.values()), tuple(unnumbered))


def raw_rounds(content: bytes) -> list[RawRound]:
    """Return the rounds in a copy of IRCC's file, with the errors of :func:`read_document`."""
    return list(read_document(content).rounds)


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


def _entries(text: str) -> list[Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedError(None, "file", text[:60], f"is not JSON ({error})") from error
    entries = document.get("rounds") if isinstance(document, dict) else None
    if not isinstance(entries, list) or not entries:
        raise FeedError(None, "file", text[:60], 'has no list of rounds under the key "rounds"')
    if len(entries) > MOST_ROUNDS:
        complaint = f"has {len(entries):,} rounds, more than the {MOST_ROUNDS:,} that are plausible"
        raise FeedError(None, "file", None, complaint, "too-large")
    return entries


def _raw_round(entry: dict[str, Any]) -> RawRound:
    return {_text(key): _text(value) for key, value in entry.items()}


def _text(value: object) -> str:
    """Return a value of the document as text that can be stored.

    >>> _text("5,000"), _text(5000), _text(None), _text(["a"])
    ('5,000', '5000', '', '["a"]')
    """
    try:
        text = "" if value is None else value if isinstance(value, str) else json.dumps(value)
    except RecursionError as error:
        raise FeedError(None, "file", None, "has lists within lists without end") from error
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}..."
