"""Parsers for prose and HTML in IRCC's file: eligible programs, and the link to a round's page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from data.vocabulary.reasons import Reason

SITE = "https://www.canada.ca"
ALL_ROUNDS = (
    f"{SITE}/en/immigration-refugees-citizenship/services/immigrate-canada/express-entry/"
    "rounds-invitations.html"
)
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
        why = Reason.UNKNOWN_PROGRAM if codes else Reason.NO_KNOWN_PROGRAM
        notes.append(Note("programs", "unclear", text, used, why))
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


def read_link(round_id: str, anchors: dict[str, str], notes: list[Note]) -> str | None:
    """Return the address of the round's page, or None if no link leads to www.canada.ca.

    Of several, it is the first that contains the round's number. ``anchors`` are pieces of HTML by
    field.
    """
    links = {field: _absolute_link(html) for field, html in anchors.items()}
    usable = [link for link in links.values() if link]
    names_round = re.compile(rf"(?:\?q=|invitations-){re.escape(round_id)}(?:\.html)?$")
    named = next((link for link in usable if names_round.search(link)), None)
    chosen = named or next(iter(usable), None)
    for field, link in links.items():
        if link is None:
            text = f"{field}: {anchors[field]}".strip()
            notes.append(Note("url", "unclear", text, chosen, Reason.NOT_A_LINK))
    if not anchors:
        notes.append(Note("url", "missing", None, None, Reason.BLANK))
    if chosen and not named:
        notes.append(Note("url", "suspect", chosen, chosen, Reason.NO_LINK))
    others = [link for link in usable if link != chosen]
    if named and others:
        notes.append(Note("url", "repaired", others[0], chosen, Reason.TWO_LINKS))
    return chosen


def _absolute_link(html: str) -> str | None:
    parser = _Anchor()
    parser.feed(html)
    parser.close()
    try:
        parts = urlsplit(urljoin(SITE, (parser.href or "").strip()))
        port = parts.port
    except ValueError:
        return None
    host = urlsplit(SITE).hostname
    is_plain = parts.path.isascii() and parts.path.isprintable() and " " not in parts.geturl()
    if parts.scheme not in ("http", "https") or parts.netloc != host or port or not is_plain:
        return None
    return parts._replace(scheme="https").geturl() if parser.href else None
