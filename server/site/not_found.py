"""What a visitor reads at an address that has no page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from data.vocabulary.languages import LANGUAGES
from data.vocabulary.places import API, FEEDS, STATUS
from pages import menu
from pages.language import Words


@dataclass(frozen=True)
class Texts:
    """The sentences in one language, and where to go on from there.

    `pages` are the path, title and help of each page in the order of the menu, and `data` are the
    server paths of open data by their labels.
    """

    locale: str
    site: str
    title: str
    reason: str
    nearest: str
    pages: Sequence[tuple[str, str, str]]
    data_title: str
    data: Mapping[str, str]


def texts(words: Words) -> Texts:
    """Return the sentences in a language; the start page has an empty path."""
    _, entries = words.gettext, menu.entries(words)
    paths = ["", *(entry.path for entry in entries[1:])]
    return Texts(
        locale=str(words.locale).replace("_", "-"),
        site=_("Express Entry rounds"),
        title=_("There is no page at this address"),
        reason=_("It may have a typing slip, or the page may have moved. These are all our pages:"),
        nearest=_("Did you mean {page}?"),
        pages=[(path, entry.title, entry.help) for path, entry in zip(paths, entries, strict=True)],
        data_title=_("Are you looking for the data?"),
        data={
            _("The open data and how to use it"): f"{API}/docs",
            _("New rounds as an Atom feed"): f"{FEEDS}/rounds.atom",
            _("New rounds as a calendar"): f"{FEEDS}/rounds.ics",
        },
    )


def page_at(path: str) -> str | None:
    """Return the path of the page that an address names in another way, if there is one.

    >>> page_at("/CUT-OFFS"), page_at("/pool/"), page_at("/overview"), page_at("/nope")
    ('cut-offs', 'pool', '', None)
    """
    name = path.strip("/").casefold()
    if name == menu.MENU[0].path:
        return ""
    return name if name in (STATUS, *(entry.path for entry in menu.MENU)) else None


def nearest(path: str) -> str | None:
    """Return the path of the page that an address was most likely meant for, if there is one.

    >>> nearest("cutoffs"), nearest("Fréquence"), nearest("wp-login.php")
    ('cut-offs', 'frequency', None)
    """
    names = {
        name: path
        for language in LANGUAGES
        for path, title, _help in texts(Words(language)).pages
        for name in (path, title.casefold())
    }
    found = get_close_matches(path.casefold(), names, n=1, cutoff=0.7)
    return names[found[0]] if found else None
