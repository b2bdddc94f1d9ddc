"""What pages share: a heading, a chart with its numbers, downloads and notices."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from data.export.file_names import file_name
from pages.plot import FORMATS as PICTURES
from pages.plot import pictures, plot
from pages.ui import share
from pages.ui.chart import Chart
from pages.ui.downloads import download
from pages.ui.header import scope
from pages.ui.markdown import plain
from pages.ui.tables import render_table
from pages.ui.view import View


def render_figure(view: View, figure: go.Figure, *, subsection: bool = False, **parts: Any) -> None:
    """Show a figure; the other arguments are those of `Chart`."""
    render_chart(view, Chart(figure, **parts), subsection=subsection)


def render_chart(view: View, made: Chart | None, *, subsection: bool = False) -> None:
    """Show a chart with its numbers to read and to take along; None shows nothing.

    `under` says that it belongs to the part of the page whose heading is above it.
    Every figure of every page reaches the screen here, or the charts that the view collects.
    """
    if made is None:
        return
    if view.charts is not None:
        view.charts[made.key] = (view, made)
        return
    with st.container(key=f"chart-{made.key}", gap="small"):
        (st.subheader if subsection else st.header)(plain(made.title), anchor=False)
        if made.note:
            st.caption(plain(made.note))
        plot(made.encoded, key=made.key, alt=made.alt, locale=view.words.locale)
        with st.container(horizontal=True, vertical_alignment="top"):
            shown = st.expander(
                view.words.gettext("The numbers"),
                key=f"numbers-{made.key}",
                icon=":material/table:",
                type="compact",
                on_change="rerun",
            )
            with st.container(horizontal=True, width="content"):  # one line, or the next one
                _chart_actions(view, made)
        if shown.open:  # below the row, of which the expander has only a part
            render_table(view.words, made.table, made.columns, alt=made.title)


def _chart_actions(view: View, made: Chart) -> None:
    """Offer what one takes along of a chart."""
    table, columns = made.table, made.columns
    download(view, table, stem=made.key, title=made.title, columns=columns, formats=("csv",))
    _pictures(view, made)
    told = view.words.gettext("Link, embed code and citation for {title}")
    if st.button(
        view.words.gettext("Share"),
        key=f"share-{made.key}",
        icon=":material/share:",
        type="tertiary",
        help=told.format(title=plain(made.title)),
    ):
        share.open_dialog(view, key=made.key, title=made.title, height=made.encoded.height)


def _pictures(view: View, made: Chart) -> None:
    """Offer a chart as pictures that say what they show and where it is from, without the page."""
    _, day = view.words.gettext, view.record.source.confirmed_on
    source = _("Source: the rounds of invitations published by IRCC on canada.ca.")
    record = _("Data as of {day}.").format(day=view.words.day(day))
    stem, parts = f"express-entry-{made.key}", view.filter.file_parts()
    pictures(
        view.words,
        of=made.key,
        title=made.title,
        caption=[scope(view), f"{source} {record}"],
        names={format_: file_name(stem, parts, day, format_) for format_ in PICTURES},
    )
