"""How to cite the record and its charts, so that a reader finds the very same numbers."""

from __future__ import annotations

import re
from datetime import date

from data.rounds.record import Source
from pages.language import Words

# What LaTeX would take for more than text.
_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
_SPELT = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def text(source: Source, words: Words) -> str:
    """Return the citation as a sentence: author, title, date of the record, address and hash."""
    return words.gettext(
        "Immigration, Refugees and Citizenship Canada, Express Entry rounds of "
        "invitations; Express Entry rounds, data as of {day}. {url} (SHA-256 {sha256})."
    ).format(day=words.day(source.confirmed_on), url=source.url, sha256=source.sha256)


def bibtex(source: Source, words: Words) -> str:
    """Return the citation for BibTeX."""
    _, day = words.gettext, source.confirmed_on
    told = _("Express Entry rounds, data as of {day}, SHA-256 {sha256}")
    return "\n".join(
        [
            f"@misc{{express-entry-rounds-{day.isoformat()},",
            f"  author = {{{{{_('Immigration, Refugees and Citizenship Canada')}}}}},",
            f"  title  = {{{_('Express Entry rounds of invitations')}}},",
            f"  year   = {{{day.year}}},",
            f"  url    = {{{source.url}}},",
            f"  note   = {{{told.format(day=day.isoformat(), sha256=source.sha256)}}},",
            "}",
        ]
    )


def of_chart(title: str, address: str, on: date, source: Source, words: Words) -> str:
    """Return the citation of a chart that was seen at an address on a day, as sentences."""
    return words.gettext(
        "“{title}”. Chart by Express Entry rounds, not affiliated with IRCC. Data: "
        "Immigration, Refugees and Citizenship Canada, Express Entry rounds of "
        "invitations, as of {day} (SHA-256 {sha256}). {address}, accessed on {on}."
    ).format(
        title=title,
        day=words.day(source.confirmed_on),
        sha256=source.sha256,
        address=address,
        on=words.day(on),
    )


def bibtex_of_chart(
    key: str, title: str, address: str, on: date, source: Source, words: Words
) -> str:
    """Return the citation of a chart for BibTeX; `key` is letters, digits and hyphens."""
    _, day = words.gettext, source.confirmed_on
    told = _(
        "Not affiliated with IRCC. Data: Immigration, Refugees and Citizenship Canada, "
        "as of {day}, SHA-256 {sha256}"
    )
    return "\n".join(
        [
            f"@misc{{express-entry-{key}-{day.isoformat()},",
            f"  author  = {{{{{_('Express Entry rounds')}}}}},",
            f"  title   = {{{{{latex(title)}}}}},",
            f"  year    = {{{day.year}}},",
            f"  url     = {{{address}}},",
            f"  urldate = {{{on.isoformat()}}},",
            f"  note    = {{{told.format(day=day.isoformat(), sha256=source.sha256)}}},",
            "}",
        ]
    )


def latex(text: str) -> str:
    r"""Return text so that LaTeX prints it as it is.

    >>> print(latex("R&D_1 {50%} ~ #3"))
    R\&D\_1 \{50\%\} \textasciitilde{} \#3
    """
    return _SPECIAL.sub(lambda found: _SPELT.get(found[0], f"\\{found[0]}"), text)
