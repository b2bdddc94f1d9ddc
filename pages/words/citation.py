"""How to cite the record, so that a reader finds the very same numbers."""

from __future__ import annotations

from data.history import Source
from pages.words import Words


def text(source: Source, words: Words) -> str:
    """Return the citation as a sentence: author, title, date of the record, address and hash."""
    return words.gettext(
        "Immigration, Refugees and Citizenship Canada, Express Entry rounds of invitations; "
        "Express Entry rounds, record of {day}. {url} (SHA-256 {sha256})."
    ).format(day=words.day(source.confirmed_on), url=source.url, sha256=source.sha256)


def bibtex(source: Source) -> str:
    """Return the citation for BibTeX."""
    day = source.confirmed_on
    return "\n".join(
        [
            f"@misc{{express-entry-rounds-{day.isoformat()},",
            "  author = {{Immigration, Refugees and Citizenship Canada}},",
            "  title  = {Express Entry rounds of invitations},",
            f"  year   = {{{day.year}}},",
            f"  url    = {{{source.url}}},",
            f"  note   = {{Express Entry rounds, record of {day.isoformat()}, "
            f"SHA-256 {source.sha256}}},",
            "}",
        ]
    )
