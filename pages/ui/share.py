"""Sharing and citing: the link to a view, embed code for a chart, and citations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from html import escape
from urllib.parse import urlencode

import streamlit as st

from data.rounds.record import Record
from pages.language import Words
from pages.ui.address import CHART, OURS
from pages.ui.chart import Chart
from pages.ui.view import View

FRAME_HEIGHT = 230  # pixels for title, note and source in a frame, around the figure
ADDRESS = "\ue000"  # stands for the page's address, which the browser knows when it is asked
SAME_SITE = ("'self'", "'none'")  # frame ancestors that allow no other site
# Characters with a meaning in LaTeX.
_LATEX = re.compile(r"[\\{}$&#%_~^]")
_LATEX_NAMES = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def query() -> list[tuple[str, str]]:
    """Return our parameters in the page's current address, without the one that selects a chart.

    Widgets keep their parameters there up to date, so call it after they have rendered.
    """
    params = st.query_params
    names = [name for name in params if name in OURS and name != CHART]
    return [(name, value) for name in names for value in params.get_all(name)]


def link(view: View, *more: tuple[str, str]) -> str:
    """Return the address of the current view, with more parameters if given."""
    parameters = urlencode([*query(), *more])
    return f"{view.address}/{view.path}" + (f"?{parameters}" if parameters else "")


def iframe(address: str, title: str, height: int) -> str:
    """Return the HTML of a frame that shows an address; `height` is that of the figure in pixels.

    >>> print(iframe("https://example.org/pool?a=1&b=2", 'The "pool"', 400))
    <iframe src="https://example.org/pool?a=1&amp;b=2" title="The &quot;pool&quot;" width="100%"
    height="630" loading="lazy" style="border: 0"></iframe>
    """
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" '
        f'height="{height + FRAME_HEIGHT}" loading="lazy" style="border: 0"></iframe>'
    )


def parts(view: View, chart: Chart) -> dict[str, object]:
    """Return what a browser needs to share a chart: texts with ADDRESS for the one it shows."""
    record, words = view.record, view.words
    cited = (chart.title, ADDRESS, view.today, record, words)
    return {
        "page": f"{view.address}/{view.path}",
        "parameters": [name for name in OURS if name != CHART],
        "private": view.private,
        "frame": iframe(ADDRESS, chart.title, int(chart.figure.layout.height)),
        "text": chart_citation(*cited),
        "bibtex": chart_bibtex(chart.key, *cited),
    }


def other_sites(ancestors: Sequence[str]) -> list[str]:
    """Return the sites other than our own that may show a page in a frame.

    >>> other_sites(["'self'", "https://news.example"]), other_sites(["'none'"])
    (['https://news.example'], [])
    """
    return [site for site in ancestors if site not in SAME_SITE]


def citation(record: Record, words: Words) -> str:
    """Return the citation of the data as a sentence: author, title, date, address and hash."""
    source = record.source
    return words.gettext(
        "Immigration, Refugees and Citizenship Canada, Express Entry rounds of "
        "invitations; Express Entry rounds, data as of {day}. {url} (SHA-256 {sha256})."
    ).format(day=words.day(record.complete_through), url=source.url, sha256=source.sha256)


def bibtex(record: Record, words: Words) -> str:
    """Return the citation of the data for BibTeX."""
    _, day = words.gettext, record.complete_through
    note = _("Express Entry rounds, data as of {day}, SHA-256 {sha256}")
    return "\n".join(
        [
            f"@misc{{express-entry-rounds-{day.isoformat()},",
            f"  author = {{{{{_('Immigration, Refugees and Citizenship Canada')}}}}},",
            f"  title  = {{{_('Express Entry rounds of invitations')}}},",
            f"  year   = {{{day.year}}},",
            f"  url    = {{{record.source.url}}},",
            f"  note   = {{{note.format(day=day.isoformat(), sha256=record.source.sha256)}}},",
            "}",
        ]
    )


def chart_citation(title: str, address: str, on: date, record: Record, words: Words) -> str:
    """Return the citation of a chart at an address, accessed `on` a day, as sentences."""
    return words.gettext(
        "“{title}”. Chart by Express Entry rounds, not affiliated with IRCC. Data: "
        "Immigration, Refugees and Citizenship Canada, Express Entry rounds of "
        "invitations, as of {day} (SHA-256 {sha256}). {address}, accessed on {on}."
    ).format(
        title=title,
        day=words.day(record.complete_through),
        sha256=record.source.sha256,
        address=address,
        on=words.day(on),
    )


def chart_bibtex(key: str, title: str, address: str, on: date, record: Record, words: Words) -> str:
    """Return the citation of a chart for BibTeX; `key` is letters, digits and hyphens."""
    _, day = words.gettext, record.complete_through
    note = _(
        "Not affiliated with IRCC. Data: Immigration, Refugees and Citizenship Canada, "
        "as of {day}, SHA-256 {sha256}"
    )
    return "\n".join(
        [
            f"@misc{{express-entry-{key}-{day.isoformat()},",
            f"  author  = {{{{{_('Express Entry rounds')}}}}},",
            f"  title   = {{{{{escape_latex(title)}}}}},",
            f"  year    = {{{day.year}}},",
            f"  url     = {{{address}}},",
            f"  urldate = {{{on.isoformat()}}},",
            f"  note    = {{{note.format(day=day.isoformat(), sha256=record.source.sha256)}}},",
            "}",
        ]
    )


def escape_latex(text: str) -> str:
    r"""Return text escaped so that LaTeX prints it as it is.

    >>> print(escape_latex("R&D_1 {50%} ~ #3"))
    R\&D\_1 \{50\%\} \textasciitilde{} \#3
    """
    return _LATEX.sub(lambda match: _LATEX_NAMES.get(match[0], f"\\{match[0]}"), text)
