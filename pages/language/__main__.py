"""Brings the catalogues in line with the code: `python -m pages.language`, or only `check`s them.

What the code no longer says goes, what is new comes in empty; then someone has to translate it.
"""

from __future__ import annotations

import io
import sys

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

from data.vocabulary.languages import LANGUAGES, SOURCE
from pages.language.catalogue import path
from pages.language.completeness import faults
from pages.language.extract import template

HEADER = """\
# `python -m pages.language` brings this in line with the code and says what is to be translated.
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plurals}\\n"

"""


def read(language: str) -> Catalog:
    """Return a language's catalogue."""
    with path(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def updated(held: Catalog, wanted: Catalog) -> bytes:
    """Return a catalogue's file with just the sentences that are wanted, sorted."""
    made = Catalog(locale=held.locale, charset="utf-8")
    for message in wanted:
        if message.id:
            known = held.get(message.id)
            made.add(message.id, known.string if known else "", flags=known.flags if known else ())
    text = io.BytesIO()
    write_po(text, made, width=100, sort_output=True, omit_header=True)
    header = HEADER.format(language=held.locale, plurals=made.plural_forms)
    return header.encode() + text.getvalue()


def main(check: bool) -> int:
    """Update the catalogues unless they are only checked; return how many faults are left."""
    wanted, left = template(), 0
    for language in (code for code in LANGUAGES if code != SOURCE):
        if not check:
            path(language).write_bytes(updated(read(language), wanted))
        found = list(faults(read(language), wanted))
        sys.stdout.writelines(f"{language}: {fault}\n" for fault in found)
        left += len(found)
    return left


if __name__ == "__main__":
    sys.exit(bool(main(check=sys.argv[1:] == ["check"])))
