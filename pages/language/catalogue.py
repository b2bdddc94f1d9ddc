"""Catalogues of translations, read directly from `.po` files."""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from data.vocabulary.languages import SOURCE

FOLDER = Path(__file__).parent


def path(language: str) -> Path:
    """Return the path of the catalogue of a language."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """Return the catalogue of a language as Babel reads it."""
    with path(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the translations of a language; a sentence without one stays English.

    Raises:
        FileNotFoundError: if the language has no file.
        babel.messages.pofile.PoFileError: if its file cannot be read.
    """
    if language == SOURCE:
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
