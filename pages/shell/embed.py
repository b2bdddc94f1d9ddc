"""One chart alone with its source, for a frame on another page: `?embed=true&chart=cut-offs`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.plot import plot
from pages.ui.chart import Chart
from pages.ui.header import scope
from pages.ui.markdown import plain
from pages.ui.share import CHART, query
from pages.ui.view import View

LONGEST = 60  # letters of a key that is no chart's
STYLE = f"<style>{Path(__file__).with_suffix('.css').read_text('utf-8')}</style>"


def is_embedded() -> bool:
    """Return whether the page is to show one chart alone."""
    return bool(st.context.is_embedded)


def control_slot() -> DeltaGenerator:
    """Return the place for all that is not the chart, out of sight."""
    st.html(STYLE)
    return st.container(key="controls")


def render(view: View, notices: Sequence[str]) -> None:
    """Show the chart that the address names, of those that the page has given to the view.

    Without a name it is the page's first. Notices are of what was put aside of the address.
    """
    charts, key = view.charts or {}, st.query_params.get(CHART, "")
    match = charts.get(key or next(iter(charts), ""))
    with st.container(key="embedded", gap="xsmall"):
        for notice in notices:
            st.warning(plain(notice), icon=":material/link_off:")
        if match:
            _chart(*match)
        else:
            st.info(plain(_missing(view, key)), icon=":material/search_off:")
        _source(match[0] if match else view)


def _chart(view: View, chart: Chart) -> None:
    st.title(plain(chart.title), anchor=False)
    if chart.note:
        st.caption(plain(chart.note))
    plot(chart.encoded, key=chart.key, alt=chart.alt, locale=view.words.locale)


def _missing(view: View, key: str) -> str:
    """Return that there is no such chart, and which there are, as plain text."""
    _ = view.words.gettext
    if not view.charts and view.draws.empty:
        return _("No rounds match these filters.")
    if not view.charts:
        return _("This page has no chart to embed, or none with these filters.")
    text = _("With these filters, this page has no chart “{key}”. Available charts: {keys}.")
    return text.format(key=key[:LONGEST], keys=", ".join(view.charts))


def _source(view: View) -> None:
    """Show which rounds these are, where they are from, and the way to the whole page."""
    _, day = view.words.gettext, view.record.source.confirmed_on
    source = _("Source: IRCC. Data as of {day}. Not affiliated with IRCC.").format(
        day=view.words.day(day)
    )
    # Relative to the frame's own address: whoever frames it may have the browser tell another.
    address = f"?{urlencode(query())}"
    # No caption: there a link would have too little contrast.
    link = f"[{_('Open the full page')}]({address})"
    st.markdown(f":small[{plain(scope(view))}. {plain(source)} {link}]")
