"""Page metadata for search engines and link previews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from data.vocabulary import places
from data.vocabulary.languages import LANGUAGES, query
from pages import menu
from pages.language import Words

_FOLDER = Path(__file__).parents[1]
# Browsers ask for the .ico by themselves.
PICTURES = {
    "/preview.png": _FOLDER / "preview.png",
    "/favicon.png": _FOLDER / "icon.png",
    "/favicon.ico": _FOLDER / "icon.png",
}


class Preview(NamedTuple):
    """The title and description of a page, as plain text."""

    title: str
    description: str


@dataclass(frozen=True)
class Previews:
    """The previews of all pages in one language, by path, and the metadata that they share.

    `picture` describes the picture of the preview. `noscript` is the sentence for browsers without
    JavaScript, and `links` are the server paths below it by their labels; `feed` is the path of
    the Atom feed.
    """

    locale: str
    site: str
    picture: str
    pages: Mapping[str, Preview]
    noscript: str
    links: Mapping[str, str]
    feed: str


def previews_by_language() -> dict[str, Previews]:
    """Return the previews by the code of their language, English first."""
    return {language: previews(Words(language)) for language in LANGUAGES}


def previews(words: Words) -> Previews:
    """Return the previews of all pages in a language.

    >>> previews(Words()).pages["cut-offs"].title
    'Cut-offs · Express Entry rounds'
    """
    _, pages = words.gettext, menu.entries(words)
    texts = {"" if entry is pages[0] else entry.path: (entry.title, entry.help) for entry in pages}
    texts[places.STATUS] = (
        _("Status"),
        _("Whether the data is up to date, and what the latest checks with IRCC found."),
    )
    title, params = _("{page} · Express Entry rounds"), urlencode(query(words.language))
    suffix = f"?{params}" if params else ""
    feed = f"{places.FEEDS}/rounds.atom{suffix}"
    return Previews(
        locale=str(words.locale),
        site=_("Express Entry rounds"),
        picture=_("Line chart of the cut-off scores in each category over the years."),
        pages={
            path: Preview(title.format(page=name), text) for path, (name, text) in texts.items()
        },
        noscript=_(
            "This dashboard needs JavaScript to show its pages. Everything on them is "
            "also available without it:"
        ),
        links={
            _("every round as CSV"): f"{places.API}/rounds.csv{suffix}",
            _("the data API and how to use it"): f"{places.API}/openapi.json",
            _("new rounds as an Atom feed"): feed,
        },
        feed=feed,
    )
