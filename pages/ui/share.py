"""A chart to pass on: a link to exactly what is seen, code to embed it, and how to cite it."""

from __future__ import annotations

import re
from datetime import date
from html import escape
from urllib.parse import urlencode

import streamlit as st

from data.rounds.record import Source
from pages import served
from pages.language import Words
from pages.ui.view import View

CHART = "chart"  # the parameter that names the one chart of an embedded view
AROUND = 230  # pixels that title, note and source take in a frame, above and below the figure
UNSHARED = ("'self'", "'none'")  # with no more than these, no other site may frame a page
# What LaTeX would take for more than text.
_LATEX = re.compile(r"[\\{}$&#%_~^]")
_LATEX_NAMES = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def query() -> list[tuple[str, str]]:
    """Return the parameters in the address of the page as it is now, without those of a frame.

    Every widget in the address keeps its parameter there, so this is right once they were shown.
    """
    asked = st.query_params
    return [(name, value) for name in asked if name != CHART for value in asked.get_all(name)]


def link(view: View, *more: tuple[str, str]) -> str:
    """Return the address of exactly what the visitor sees, and with more parameters if given."""
    parameters = urlencode([*query(), *more])
    return f"{view.address}/{view.path}" + (f"?{parameters}" if parameters else "")


def iframe(address: str, title: str, height: int) -> str:
    """Return the HTML that shows an address in a frame, `height` pixels of which are the figure.

    >>> print(iframe("https://example.org/pool?a=1&b=2", 'The "pool"', 400))
    <iframe src="https://example.org/pool?a=1&amp;b=2" title="The &quot;pool&quot;" width="100%"
    height="630" loading="lazy" style="border: 0"></iframe>
    """
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" '
        f'height="{height + AROUND}" loading="lazy" style="border: 0"></iframe>'
    )


def open_dialog(view: View, *, key: str, title: str, height: int) -> None:
    """Open a dialog with the ways to pass a chart on, which are made only now.

    `key`, `title` and `height` are those of the chart and its figure; the title is plain text.
    """
    heading = view.words.gettext("Share this chart")
    st.dialog(heading, width="medium")(_choices)(view, key, title, height)


def _choices(view: View, key: str, title: str, height: int) -> None:
    """Show the ways to pass a chart on; what has no address is only cited."""
    _ = view.words.gettext
    if view.private:
        st.caption(
            _(
                "Your answers are not in the page address, so there is no link to this chart. If "
                "you want one, tick “Include my answers in the link” on the page."
            )
        )
        _cite(view, key, title)
        return
    to_link, to_embed, to_cite = st.tabs([_("Link"), _("Embed"), _("Cite")])
    with to_link:
        st.caption(_("Opens exactly this view, with everything in the page address:"))
        st.code(link(view), language=None, wrap_lines=True)
        st.caption(
            _("What is not in the address, such as a score you drew as a line, is not included.")
        )
    with to_embed:
        st.caption(_("Shows only this chart, with its source, on your own page:"))
        address = link(view, (CHART, key), ("embed", "true"))
        st.code(iframe(address, title, height), language="html", wrap_lines=True)
        st.caption(_allowed(view))
    with to_cite:
        _cite(view, key, title)


def _allowed(view: View) -> str:
    """Return on which sites the frame shows something."""
    _ = view.words.gettext
    if set(served.service().frame_ancestors) <= set(UNSHARED):
        return _(
            "This doesn’t work on other sites yet. Whoever runs this server must first add your "
            "site to the `EE_FRAME_ANCESTORS` setting. Until then the frame stays empty there."
        )
    return _(
        "Works on the sites listed in this server’s `EE_FRAME_ANCESTORS` setting. On "
        "any other site the frame stays empty."
    )


def _cite(view: View, key: str, title: str) -> None:
    _, address, source = view.words.gettext, link(view), view.record.source
    with st.container(gap="xsmall"):
        st.caption(_("As text"))
        text = chart_citation(title, address, view.today, source, view.words)
        st.code(text, language=None, wrap_lines=True)
        st.caption(_("As BibTeX"))
        entry = chart_bibtex(key, title, address, view.today, source, view.words)
        st.code(entry, language="latex", wrap_lines=True)
    st.caption(
        _(
            "The address shows the data as of the day it is opened. The hash identifies "
            "the data shown here."
        )
    )


def citation(source: Source, words: Words) -> str:
    """Return the citation as a sentence: author, title, date of the record, address and hash."""
    return words.gettext(
        "Immigration, Refugees and Citizenship Canada, Express Entry rounds of "
        "invitations; Express Entry rounds, data as of {day}. {url} (SHA-256 {sha256})."
    ).format(day=words.day(source.confirmed_on), url=source.url, sha256=source.sha256)


def bibtex(source: Source, words: Words) -> str:
    """Return the citation for BibTeX."""
    _, day = words.gettext, source.confirmed_on
    note = _("Express Entry rounds, data as of {day}, SHA-256 {sha256}")
    return "\n".join(
        [
            f"@misc{{express-entry-rounds-{day.isoformat()},",
            f"  author = {{{{{_('Immigration, Refugees and Citizenship Canada')}}}}},",
            f"  title  = {{{_('Express Entry rounds of invitations')}}},",
            f"  year   = {{{day.year}}},",
            f"  url    = {{{source.url}}},",
            f"  note   = {{{note.format(day=day.isoformat(), sha256=source.sha256)}}},",
            "}",
        ]
    )


def chart_citation(title: str, address: str, on: date, source: Source, words: Words) -> str:
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


def chart_bibtex(key: str, title: str, address: str, on: date, source: Source, words: Words) -> str:
    """Return the citation of a chart for BibTeX; `key` is letters, digits and hyphens."""
    _, day = words.gettext, source.confirmed_on
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
            f"  note    = {{{note.format(day=day.isoformat(), sha256=source.sha256)}}},",
            "}",
        ]
    )


def escape_latex(text: str) -> str:
    r"""Return text so that LaTeX prints it as it is.

    >>> print(escape_latex("R&D_1 {50%} ~ #3"))
    R\&D\_1 \{50\%\} \textasciitilde{} \#3
    """
    return _LATEX.sub(lambda match: _LATEX_NAMES.get(match[0], f"\\{match[0]}"), text)
