"""The languages that texts come in; column names, codes and ids are the same in all of them."""

from __future__ import annotations

from dataclasses import dataclass

PARAMETER = "lang"  # of every address


@dataclass(frozen=True)
class Language:
    """A language of the pages, the API and the feeds; its sentences are in its `.po` file.

    `locale` is Canada's, as CLDR names it, and `name` is what its own readers call the language.
    `rounds_url` is IRCC's page of all rounds, for a language other than that of the data's links.
    """

    code: str
    locale: str
    name: str
    rounds_url: str | None = None


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "en_CA", "English"),
        Language(
            "fr",
            "fr_CA",
            "Français",
            "https://www.canada.ca/fr/immigration-refugies-citoyennete/services/"
            "immigrer-canada/entree-express/rondes-invitations.html",
        ),
    )
}
SOURCE = next(iter(LANGUAGES))  # of the code: it needs no catalogue, and addresses do not name it


def N_(text: str) -> str:  # noqa: N802
    """Mark a sentence for translation and return it unchanged, as gettext's users know it.

    >>> N_("Rounds")
    'Rounds'
    """
    return text


def query(language: str) -> list[tuple[str, str]]:
    """Return the parameter for a language; the source language needs none.

    >>> query("en"), query("fr")
    ([], [('lang', 'fr')])
    """
    return [] if language == SOURCE else [(PARAMETER, language)]
