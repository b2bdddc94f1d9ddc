"""The catalogues of the interface, read from their `.po` files as they are."""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from data.vocabulary.languages import SOURCE

FOLDER = Path(__file__).parent


def path(language: str) -> Path:
    """Return where the sentences of a language stand."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the sentences of a language of `LANGUAGES`; what is not translated stays English.

    Raises:
        FileNotFoundError: if the language has no file.
        babel.messages.pofile.PoFileError: if its file cannot be read.
    """
    if language == SOURCE:
        return gettext.NullTranslations()
    with path(language).open("rb") as file:
        read = read_po(file, locale=language, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
