"""Parsers for prose and HTML in IRCC's file: eligible programs, and the link to a round's page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from data.rounds.document import FeedError
from data.vocabulary.reasons import Reason

SITE = "https://www.canada.ca"
PROGRAMS = {
    "federal skilled worker": "fsw",
    "canadian experience class": "cec",
    "federal skilled trades": "fst",
    "provincial nominee": "pnp",
}


@dataclass(frozen=True)
class Note:
    """A ledger entry in the making: the columns of the ledger that parsing can fill."""

    field: str
    what: str
    published: str | None
    used: str | None
    why: str


def read_programs(text: str, notes: list[Note]) -> tuple[str, ...]:
    """Return the codes of the programs that a text lists, in the order of ``PROGRAMS``."""
    if not text.strip():
        notes.append(Note("programs", "missing", None, None, Reason.NO_PROGRAMS))
        return ()
    listed: set[str] = set()
    is_misspelt, has_unknown = False, False
    for part in re.split(r",|\band\b", text):
        words = " ".join(part.split()).casefold()
        if not words:
            continue
        exact = PROGRAMS.get(words.removesuffix(" program"))
        near = get_close_matches(words.removesuffix(" program"), PROGRAMS, n=1, cutoff=0.9)
        near = near or get_close_matches(words, [f"{p} program" for p in PROGRAMS], 1, 0.9)
        code = exact or (PROGRAMS[near[0].removesuffix(" program")] if near else None)
        is_misspelt |= exact is None and code is not None
        has_unknown |= code is None
        listed |= {code} if code else set()
    codes = tuple(code for code in PROGRAMS.values() if code in listed)
    if has_unknown:
        used = ", ".join(codes) or None
        notes.append(Note("programs", "suspect", text, used, Reason.UNKNOWN_PROGRAM))
    elif is_misspelt:
        used = ", ".join(codes)
        notes.append(Note("programs", "repaired", text, used, Reason.MISSPELT_PROGRAM))
    return codes


class _Anchor(HTMLParser):
    """A parser that keeps the first link in a piece of HTML."""

    href: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and self.href is None:
            self.href = dict(attrs).get("href")


def read_link(round_id: str, anchors: dict[str, str], notes: list[Note]) -> str:
    """Return the address of the round's page: the first of the links that contains its number.

    Raises:
        FeedError: if a link is missing, malformed, or leads anywhere but to www.canada.ca.
    """
    links = [_absolute_link(round_id, field, html) for field, html in anchors.items()]
    names_round = re.compile(rf"(?:\?q=|invitations-){re.escape(round_id)}(?:\.html)?$")
    chosen = next((link for link in links if names_round.search(link)), None)
    if chosen is None:
        notes.append(Note("url", "suspect", links[0], links[0], Reason.NO_LINK))
        return links[0]
    others = [link for link in links if link != chosen]
    if others:
        notes.append(Note("url", "repaired", others[0], chosen, Reason.TWO_LINKS))
    return chosen


def _absolute_link(round_id: str, field: str, html: str) -> str:
    parser = _Anchor()
    parser.feed(html)
    parser.close()
    if not parser.href:
        raise FeedError(round_id, field, html, "has no link")
    try:
        parts = urlsplit(urljoin(SITE, parser.href.strip()))
        port = parts.port
    except ValueError as error:
        raise FeedError(round_id, field, html, "has a link that cannot be read") from error
    host = urlsplit(SITE).hostname
    is_plain = parts.path.isascii() and parts.path.isprintable() and " " not in parts.geturl()
    if parts.scheme not in ("http", "https") or parts.netloc != host or port or not is_plain:
        raise FeedError(round_id, field, html, f"has a link that does not lead to {SITE}")
    return parts._replace(scheme="https").geturl()
