"""Which languages the record speaks to people, and what it asks of whoever knows one.

Names of columns, codes and ids are for programs, and the same in every language.
"""

from __future__ import annotations

from typing import Any, Protocol

from data.vocabulary.categories import Category

LANGUAGES = ("en", "fr")  # the first is that of the code, and of who asks for none
PARAMETER = "lang"


class Voice(Protocol):
    """A language: its sentences by gettext, and how it writes numbers, days and names."""

    language: str

    def gettext(self, message: str, /) -> str:
        """Return a sentence in the language."""

    def number(self, value: Any) -> str:
        """Return a number with the language's separators."""

    def invitations(self, count: int) -> str:
        """Return a number of invitations in words."""

    def day(self, value: Any) -> str:
        """Return a day in words."""

    def instant(self, value: Any) -> str:
        """Return an instant to the second, in UTC, in words."""

    def category(self, category: Category) -> str:
        """Return the full name of a category."""

    def reason(self, why: str) -> str:
        """Return the reason that an entry of the ledger gives."""

    def official(self, url: str) -> str:
        """Return where people read on canada.ca what the record has the English page of."""


def later(text: str) -> str:
    """Return a sentence as it is: this marks what a voice says in its own words later.

    >>> later("Rounds")
    'Rounds'
    """
    return text


def query(language: str) -> list[tuple[str, str]]:
    """Return the parameter of a language: none of the first, whose addresses are as they were.

    >>> query("en"), query("fr")
    ([], [('lang', 'fr')])
    """
    return [] if language == LANGUAGES[0] else [(PARAMETER, language)]
