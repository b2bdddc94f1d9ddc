"""A chart to pass on: a link to exactly what is seen, code to embed it, and how to cite it."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from pages import served
from pages.ui import citation
from pages.ui.view import View

CHART = "chart"  # the parameter that names the one chart of an embedded view
AROUND = 230  # pixels that title, note and source take in a frame, above and below the figure
UNSHARED = ("'self'", "'none'")  # with no more than these, no other site may frame a page


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


def ask(view: View, *, key: str, title: str, height: int) -> None:
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
        cited = citation.of_chart(title, address, view.today, source, view.words)
        st.code(cited, language=None, wrap_lines=True)
        st.caption(_("As BibTeX"))
        entry = citation.bibtex_of_chart(key, title, address, view.today, source, view.words)
        st.code(entry, language="latex", wrap_lines=True)
    st.caption(
        _(
            "The address shows the data as of the day it is opened. The hash identifies "
            "the data shown here."
        )
    )
