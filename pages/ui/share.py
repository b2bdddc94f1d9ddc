"""Sharing and citing: the link to a view, embed code for a chart, and citations."""

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

CHART = "chart"  # the parameter that selects the chart of an embedded view
FRAME_HEIGHT = 230  # pixels for title, note and source in a frame, around the figure
SAME_SITE = ("'self'", "'none'")  # frame ancestors that allow no other site
# Characters with a meaning in LaTeX.
_LATEX = re.compile(r"[\\{}$&#%_~^]")
_LATEX_NAMES = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def query() -> list[tuple[str, str]]:
    """Return the parameters in the page's current address, without the one that selects a chart.

    Widgets keep their parameters there up to date, so call it after they have rendered.
    """
    params = st.query_params
    return [(name, value) for name in params if name != CHART for value in params.get_all(name)]


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


def open_dialog(view: View, *, key: str, title: str, height: int) -> None:
    """Open the dialog that shares a chart, by its key, its title as plain text and its height."""
    heading = view.words.gettext("Share this chart")
    st.dialog(heading, width="medium")(_render_dialog)(view, key, title, height)


def _render_dialog(view: View, key: str, title: str, height: int) -> None:
    """Show link, embed code and citation; a private view has only a citation."""
    _ = view.words.gettext
    if view.private:
        st.caption(
            _(
                "Your answers are not in the page address, so there is no link to this chart. If "
                "you want one, tick “Include my answers in the link” on the page."
            )
        )
        _render_citations(view, key, title)
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
        st.caption(_embed_note(view))
    with to_cite:
        _render_citations(view, key, title)


def _embed_note(view: View) -> str:
    _ = view.words.gettext
    if set(served.service().frame_ancestors) <= set(SAME_SITE):
        return _(
            "This doesn’t work on other sites yet. Whoever runs this server must first add your "
            "site to the `EE_FRAME_ANCESTORS` setting. Until then the frame stays empty there."
        )
    return _(
        "Works on the sites listed in this server’s `EE_FRAME_ANCESTORS` setting. On "
        "any other site the frame stays empty."
    )


def _render_citations(view: View, key: str, title: str) -> None:
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
    """Return the citation of the data as a sentence: author, title, date, address and hash."""
    return words.gettext(
        "Immigration, Refugees and Citizenship Canada, Express Entry rounds of "
        "invitations; Express Entry rounds, data as of {day}. {url} (SHA-256 {sha256})."
    ).format(day=words.day(source.confirmed_on), url=source.url, sha256=source.sha256)


def bibtex(source: Source, words: Words) -> str:
    """Return the citation of the data for BibTeX."""
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
    """Return the citation of a chart at an address, accessed `on` a day, as sentences."""
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
    r"""Return text escaped so that LaTeX prints it as it is.

    >>> print(escape_latex("R&D_1 {50%} ~ #3"))
    R\&D\_1 \{50\%\} \textasciitilde{} \#3
    """
    return _LATEX.sub(lambda match: _LATEX_NAMES.get(match[0], f"\\{match[0]}"), text)
