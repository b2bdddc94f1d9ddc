"""A chart on a page: heading, note, figure, table, downloads and sharing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from data.export.file_names import file_name
from pages.plot import FORMATS as PICTURES
from pages.plot import pictures, plot
from pages.ui import share
from pages.ui.address import OURS
from pages.ui.chart import Chart
from pages.ui.downloads import download
from pages.ui.events import shown
from pages.ui.events.inactive import inactive
from pages.ui.header import completeness, scope
from pages.ui.markdown import plain
from pages.ui.tables import render_table
from pages.ui.view import View


def render_figure(view: View, figure: go.Figure, *, subsection: bool = False, **parts: Any) -> None:
    """Show a figure; the other arguments are those of `Chart`."""
    render_chart(view, Chart(figure, **parts), subsection=subsection)


def render_chart(view: View, chart: Chart | None, *, subsection: bool = False) -> None:
    """Show a chart with its table and downloads; None shows nothing.

    In a `subsection` its heading is one level smaller. A view that collects charts, for an
    embedded one, gets it instead.
    """
    if chart is None:
        return
    if view.charts is not None:
        view.charts[chart.key] = (view, chart)
        return
    with st.container(key=f"chart-{chart.key}", gap="small"):
        render_plot(view, chart, st.subheader if subsection else st.header)
        with st.container(horizontal=True, vertical_alignment="top"):
            numbers = st.expander(
                view.words.gettext("The numbers"),
                key=f"numbers-{chart.key}",
                icon=":material/table:",
                type="compact",
                on_change="rerun",
            )
            events = shown.list_of(view, chart)
            with st.container(horizontal=True, width="content"):  # wraps as a whole
                _chart_actions(view, chart)
        if numbers.open:  # below the row, because the expander has only a part of its width
            render_table(view.words, chart.table, chart.columns, alt=chart.title)
        if events is not None and events.open:
            shown.render_list(view, chart)


def explain_missing(view: View, text: str, *keys: str) -> None:
    """Say, where one of these charts is embedded, why it is not drawn; a page says so itself."""
    if view.charts is not None:
        view.charts.update(dict.fromkeys(keys, text))


def render_plot(view: View, chart: Chart, heading: Callable[..., object]) -> None:
    """Show the title of a chart as a heading, its note and its figure."""
    heading(plain(chart.title), anchor=False)
    # With all categories, the list of inactive ones would push the chart off a phone's screen.
    note = _note(view, chart) if view.filter.categories else chart.note
    if note:
        st.caption(plain(note))
    alt = chart.alt or chart.title
    figure = chart.encoded(shown.marks(view, chart.span))
    plot(figure, key=chart.key, alt=alt, locale=view.words.locale)


def _note(view: View, chart: Chart) -> str:
    """Return the note of a chart, and which of its categories have had no round for long."""
    return " ".join(filter(None, [chart.note, inactive(view, chart.categories)]))


def _chart_actions(view: View, chart: Chart) -> None:
    table, columns = chart.table, chart.columns
    download(view, table, stem=chart.key, title=chart.title, columns=columns, formats=("csv",))
    _pictures(view, chart, key=f"pictures-{chart.key}")
    help_ = view.words.gettext("Link, embed code and citation for {title}")
    if st.button(
        view.words.gettext("Share"),
        key=f"share-{chart.key}",
        icon=":material/share:",
        type="tertiary",
        help=help_.format(title=plain(chart.title)),
    ):
        key = f"share-pictures-{chart.key}"
        share.open_dialog(view, chart, partial(_pictures, view, chart, key=key))


def _pictures(view: View, chart: Chart, *, key: str) -> None:
    """Offer a chart as pictures that can be understood without the page.

    They have what is measured, title, note, scope and source.
    """
    _, day = view.words.gettext, view.record.complete_through
    source = _("Source: the rounds of invitations published by IRCC on canada.ca.")
    stem, parts = f"express-entry-{chart.key}", view.filter.file_parts()
    pictures(
        view.words,
        key=key,
        of=chart.key,
        measure=_("Express Entry · {measure}").format(measure=chart.measure),
        title=chart.title,
        note=_note(view, chart),
        caption=[scope(view), f"{source} {completeness(view.words, day, view.today)}"],
        names={format_: file_name(stem, parts, day, format_) for format_ in PICTURES},
        parameters=OURS,
    )
