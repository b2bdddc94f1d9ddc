"""Sharing and citing: the link to a view, embed code for a chart, and citations."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from html import escape
from urllib.parse import urlencode

import streamlit as st

from data.rounds.record import Record
from pages import served
from pages.language import Words
from pages.plot.copyable import copyable
from pages.ui.address import CHART, OURS
from pages.ui.chart import Chart
from pages.ui.markdown import plain
from pages.ui.view import View

FRAME_HEIGHT = 230  # pixels for title, note and source in a frame, around the figure
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


def open_dialog(view: View, chart: Chart, show_pictures: Callable[[], None]) -> None:
    """Open the dialog that shares a chart; `show_pictures` offers it as pictures."""
    heading = view.words.gettext("Share this chart")
    st.dialog(heading, width="medium")(_render_dialog)(view, chart, show_pictures)


def _render_dialog(view: View, chart: Chart, show_pictures: Callable[[], None]) -> None:
    """Show link, embed code and citation; a private view has only a citation."""
    _ = view.words.gettext
    if view.private:
        st.caption(
            _(
                "Your answers are not in the page address, so there is no link to this chart. If "
                "you want one, tick “Include my answers in the link” on the page."
            )
        )
        _render_citations(view, chart)
        return
    to_link, to_embed, to_cite = st.tabs([_("Link"), _("Embed"), _("Cite")])
    with to_link:
        st.caption(_("Opens exactly this view, with everything in the page address:"))
        copyable(view.words, link(view), key="link", copy=_("Copy link"), share=True)
        st.caption(
            _("What is not in the address, such as a score you drew as a line, is not included.")
        )
    with to_embed:
        _render_embed(view, chart, show_pictures)
    with to_cite:
        _render_citations(view, chart)


def _render_embed(view: View, chart: Chart, show_pictures: Callable[[], None]) -> None:
    """Show the code of a frame and where it works; for other sites, the chart as a picture."""
    _, sites = view.words.gettext, other_sites(served.service().frame_ancestors)
    address = link(view, (CHART, chart.key), ("embed", "true"))
    code = iframe(address, chart.title, chart.encoded().height)
    show_code = partial(copyable, view.words, code, key="embed", copy=_("Copy code"))
    if sites:
        text = _(
            "This code shows the chart with the newest data we have, on {sites}. On any other site "
            "the frame stays empty. There, upload a picture of the chart instead."
        )
        st.caption(plain(text.format(sites=view.words.join(sites))))
        show_code()
        show_pictures()
        return
    st.info(
        _(
            "Other sites can’t show this chart in a frame yet. Save it as a picture and upload the "
            "picture to your site:"
        ),
        icon=":material/image:",
    )
    show_pictures()
    st.caption(
        _(
            "The following code would show the chart with the newest data we have. To make it "
            "work, whoever runs this server must add your site to the `EE_FRAME_ANCESTORS` setting."
        )
    )
    show_code()


def other_sites(ancestors: Sequence[str]) -> list[str]:
    """Return the sites other than our own that may show a page in a frame.

    >>> other_sites(["'self'", "https://news.example"]), other_sites(["'none'"])
    (['https://news.example'], [])
    """
    return [site for site in ancestors if site not in SAME_SITE]


def _render_citations(view: View, chart: Chart) -> None:
    _, address = view.words.gettext, link(view)
    with st.container(gap="xsmall"):
        st.caption(_("As text"))
        text = chart_citation(chart.title, address, view.today, view.record, view.words)
        copyable(view.words, text, key="citation", copy=_("Copy citation"))
        st.caption(_("As BibTeX"))
        entry = chart_bibtex(chart.key, chart.title, address, view.today, view.record, view.words)
        copyable(view.words, entry, key="bibtex", copy=_("Copy BibTeX"))
    st.caption(
        _(
            "The address shows the data as of the day it is opened. The hash identifies "
            "the data shown here."
        )
    )


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
