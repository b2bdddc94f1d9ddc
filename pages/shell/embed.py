"""One chart with its source, for an iframe on another site: `?embed=true&chart=cut-offs`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.about import status
from pages.shell import notices
from pages.ui.address import CHART
from pages.ui.chart import Chart
from pages.ui.events import shown
from pages.ui.header import completeness, scope
from pages.ui.markdown import plain
from pages.ui.share import query
from pages.ui.show import render_alone
from pages.ui.view import View

LONGEST = 60  # letters of an unknown chart's key in a notice
STYLE = f"<style>{Path(__file__).with_suffix('.css').read_text('utf-8')}</style>"


def is_embedded() -> bool:
    """Return whether the address asks for a single chart."""
    return bool(st.context.is_embedded)


def control_slot() -> DeltaGenerator:
    """Return a hidden container for everything but the chart."""
    st.html(STYLE)
    return st.container(key="controls")


def render(view: View, state: status.State, ignored: Sequence[str]) -> None:
    """Show the chart that the address names, else the first, of those collected in the view."""
    charts, key = view.charts or {}, st.query_params.get(CHART, "")
    match = charts.get(key or next(iter(charts), ""))
    with st.container(key="embedded", gap="xsmall"):
        for text in ignored:
            st.warning(plain(text), icon=":material/link_off:")
        for text in notices.brief(view, state):
            # Not a caption, which is paler than the numbers it is about.
            st.markdown(f":small[:material/update: {plain(text)}]")
        if isinstance(match, tuple):
            render_alone(*match)
            _render_events(*match)
            _render_source(match[0], match[1].counted, match[1].source)
        else:
            st.info(plain(match or _missing_message(view, key)), icon=":material/search_off:")
            _render_source(view)


def _render_events(view: View, chart: Chart) -> None:
    """Say what the events are that the chart shows."""
    texts = [mark.hover for mark in shown.marks(view, chart.span)]
    if texts:
        st.caption(plain(" ".join(texts)))


def _missing_message(view: View, key: str) -> str:
    _ = view.words.gettext
    keys = [name for name, chart in (view.charts or {}).items() if isinstance(chart, tuple)]
    if not keys and view.draws.empty:
        return _("No rounds match these filters.")
    if not keys:
        return _("This page has no chart to embed, or none with these filters.")
    text = _("With these filters, this page has no chart “{key}”. Available charts: {keys}.")
    return text.format(key=key[:LONGEST], keys=", ".join(keys))


def _render_source(view: View, counted: str = "", source: str = "") -> None:
    """Say what is counted and from where: the rounds of the filter from IRCC, or else the texts."""
    _ = view.words.gettext
    complete = completeness(view.words, view.as_of, view.as_of)  # its age is above the chart
    told = f"{source or _('Source: IRCC.')} {complete} {_('Not affiliated with IRCC.')}"
    # Relative to the frame's own address: the framing site may make the browser report another.
    address = f"?{urlencode(query())}"
    # Not a caption, in which a link would have too little contrast.
    link = f"[{_('Open the full page')}]({address})"
    st.markdown(f":small[{plain(counted or scope(view))}. {plain(told)} {link}]")
