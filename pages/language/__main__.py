"""Updates the catalogues from the code: `python -m pages.language`, or only `check`s them.

Sentences no longer in the code are removed; new ones are added, to be translated by hand. A
language that has no catalogue yet gets one.
"""

from __future__ import annotations

import io
import sys

from babel.messages import Catalog
from babel.messages.pofile import write_po

from data.vocabulary.languages import LANGUAGES, SOURCE
from pages.language.catalogue import path, read
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


def update(old: Catalog, template: Catalog) -> bytes:
    """Return the file of a catalogue with exactly the sentences of the template, sorted."""
    new = Catalog(locale=old.locale, charset="utf-8")
    for message in template:
        if message.id:
            match = old.get(message.id)
            new.add(message.id, match.string if match else "", flags=match.flags if match else ())
    text = io.BytesIO()
    write_po(text, new, width=100, sort_output=True, omit_header=True)
    header = HEADER.format(language=old.locale, plurals=new.plural_forms)
    return header.encode() + text.getvalue()


def main(check: bool) -> int:
    """Update the catalogues, unless they are only checked; return the number of faults."""
    sentences, count = template(), 0
    for language in (code for code in LANGUAGES if code != SOURCE):
        if not check:
            file = path(language)
            old = read(language) if file.exists() else Catalog(locale=language)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(update(old, sentences))
        errors = list(faults(read(language), sentences))
        sys.stdout.writelines(f"{language}: {fault}\n" for fault in errors)
        count += len(errors)
    return count


if __name__ == "__main__":
    sys.exit(bool(main(check=sys.argv[1:] == ["check"])))
