"""Page metadata for search engines and link previews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from data.vocabulary.languages import LANGUAGES, query
from pages import menu
from pages.about import status
from pages.language import Words
from pages.ui import data_links

_FOLDER = Path(__file__).parents[1]
# Browsers ask for the .ico by themselves.
PICTURES = {
    "/preview.png": _FOLDER / "preview.png",
    "/favicon.png": _FOLDER / "icon.png",
    "/favicon.ico": _FOLDER / "icon.png",
}


class Preview(NamedTuple):
    """A page's name and what one finds there, as plain text."""

    title: str
    description: str


@dataclass(frozen=True)
class Previews:
    """A language's previews by the paths of their pages, and what holds for all of them.

    `noscript` is for browsers without JavaScript: a sentence, and addresses below the server's
    own by what they are called; `feed` is the address of the Atom feed.
    """

    locale: str
    site: str
    picture: str
    pages: Mapping[str, Preview]
    noscript: str
    links: Mapping[str, str]
    feed: str


def previews_by_language() -> dict[str, Previews]:
    """Return the previews in every language by its code, English first."""
    return {language: previews(Words(language)) for language in LANGUAGES}


def previews(words: Words) -> Previews:
    """Return the previews of all pages in a language.

    >>> previews(Words()).pages["cut-offs"].title
    'Cut-offs · Express Entry rounds'
    """
    _, pages = words.gettext, menu.entries(words)
    named = {"" if entry is pages[0] else entry.path: (entry.title, entry.help) for entry in pages}
    named[status.PATH] = (
        _("Status"),
        _("Whether the data is up to date, and what the latest checks with IRCC found."),
    )
    name, asked = _("{page} · Express Entry rounds"), urlencode(query(words.language))
    spoken = f"?{asked}" if asked else ""
    feed = f"{data_links.FEEDS}/rounds.atom{spoken}"
    return Previews(
        locale=str(words.locale),
        site=_("Express Entry rounds"),
        picture=_("Line chart of the cut-off scores in each category over the years."),
        pages={
            path: Preview(name.format(page=title), told) for path, (title, told) in named.items()
        },
        noscript=_(
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
