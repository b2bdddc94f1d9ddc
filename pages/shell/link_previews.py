"""What pages say of themselves to who does not open them: search engines, previews of links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from data.vocabulary.languages import query
from pages import frame
from pages.about import status
from pages.language import Words
from pages.language.catalogue import LOCALES
from pages.ui import data_links

_FOLDER = Path(__file__).parents[1]
# Browsers ask for the .ico by themselves.
PICTURES = {
    "/preview.png": _FOLDER / "preview.png",
    "/favicon.png": _FOLDER / "icon.png",
    "/favicon.ico": _FOLDER / "icon.png",
}


class Card(NamedTuple):
    """A page's name and what one finds there, as plain text."""

    title: str
    description: str


@dataclass(frozen=True)
class Cards:
    """A language's cards by the paths of their pages, and what holds for all of them.

    `unscripted` is for browsers without JavaScript: a sentence, and addresses below the server's
    own by what they are called; `feed` is the address of the Atom feed.
    """

    locale: str
    site: str
    picture: str
    pages: Mapping[str, Card]
    unscripted: str
    links: Mapping[str, str]
    feed: str


def languages() -> dict[str, Cards]:
    """Return the cards in every language by its code, that of the source first."""
    return {language: cards(Words(language)) for language in LOCALES}


def cards(words: Words) -> Cards:
    """Return the cards of all pages in a language.

    >>> cards(Words()).pages["cut-offs"].title
    'Cut-offs · Express Entry rounds'
    """
    _, menu = words.gettext, frame.entries(words)
    named = {"" if entry is menu[0] else entry.path: (entry.title, entry.help) for entry in menu}
    named[status.PATH] = (
        _("Status"),
        _("Whether the data is up to date, and what the latest checks with IRCC found."),
    )
    name, asked = _("{page} · Express Entry rounds"), urlencode(query(words.language))
    spoken = f"?{asked}" if asked else ""
    feed = f"{data_links.FEEDS}/rounds.atom{spoken}"
    return Cards(
        locale=str(words.locale),
        site=_("Express Entry rounds"),
        picture=_("Line chart of the cut-off scores in each category over the years."),
        pages={path: Card(name.format(page=title), told) for path, (title, told) in named.items()},
        unscripted=_(
            "This dashboard needs JavaScript to show its pages. Everything on them is "
            "also available without it:"
        ),
        links={
            _("every round as CSV"): f"{data_links.API}/rounds.csv{spoken}",
            _("the data API and how to use it"): f"{data_links.API}/openapi.json",
            _("new rounds as an Atom feed"): feed,
        },
        feed=feed,
    )
