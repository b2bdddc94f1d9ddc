"""What pages share: a heading, a chart with its numbers, downloads and notices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from data.export.file_names import file_name
from data.export.formats import FORMATS, About
from data.export.labels import labels
from pages.plot import FORMATS as PICTURES
from pages.plot import Encoded, encoded, pictures, plot
from pages.ui import share
from pages.ui.tables import grid
from pages.ui.view import View

# What Markdown, Streamlit's directives or LaTeX would take for more than text.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


def plain(text: str) -> str:
    r"""Return text from outside so that Markdown shows it as it is.

    >>> print(plain("a *b* :red[c]"))
    a \*b\* \:red\[c\]
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def header(view: View, name: str, question: str, told: str | None = None) -> None:
    """Show a page's name, the question that it answers, and which rounds it answers it for.

    `told` says the latter in other words, none at all if it is empty.
    """
    with st.container(gap="xsmall"):
        # Also for a screenshot, which has neither menu nor title.
        st.caption(f"{view.words.gettext('Express Entry rounds')} · {name}")
        st.title(plain(question), anchor=False)
        if told is None:
            st.caption(f":material/filter_alt: {plain(scope(view))}")
        elif told:
            st.caption(plain(told))


def scope(view: View) -> str:
    """Return in words which rounds are shown."""
    words, chosen = view.words, view.chosen
    names = words.both(view.short(code) for code in chosen.categories)
    return words.gettext("{categories}, {period}: {rounds}").format(
        categories=names or words.gettext("All categories"),
        period=words.period(view.start, view.end),
        rounds=words.rounds(len(view.draws)),
    )


def empty(view: View) -> bool:
    """Say so and how to widen the filter, if nothing is chosen; return whether that is the case."""
    if len(view.draws):
        return False
    st.info(
        view.words.gettext(
            "No rounds match these filters. Choose “All categories” or “Everything "
            "since 2015” in the filters to see more."
        ),
        icon=":material/search_off:",
    )
    return True


@dataclass(frozen=True)
class Chart:
    """A figure with all that is said and given with it.

    `title` (the answer that it gives), `alt` and `note` are our own words, `table` is exactly what
    is drawn, and `columns` says what each of its columns means, as "Header: meaning".
    """

    figure: go.Figure
    key: str
    title: str
    alt: str
    table: pd.DataFrame
    columns: Mapping[str, str]
    note: str = ""

    @cached_property
    def encoded(self) -> Encoded:
        """The figure as it is sent: made once for all who look at the same."""
        return encoded(self.figure)


def chart(view: View, figure: go.Figure, *, under: bool = False, **parts: Any) -> None:
    """Show a figure; the other arguments are those of `Chart`."""
    show(view, Chart(figure, **parts), under=under)


def show(view: View, made: Chart | None, *, under: bool = False) -> None:
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
        (st.subheader if under else st.header)(plain(made.title), anchor=False)
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
                _taken(view, made)
        if shown.open:  # below the row, of which the expander has only a part
            grid(view.words, made.table, made.columns, alt=made.title)


def _taken(view: View, made: Chart) -> None:
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
        share.ask(view, key=made.key, title=made.title, height=made.encoded.height)


def _pictures(view: View, made: Chart) -> None:
    """Offer a chart as pictures that say what they show and where it is from, without the page."""
    _, day = view.words.gettext, view.record.source.confirmed_on
    source = _("Source: the rounds of invitations published by IRCC on canada.ca.")
    record = _("Data as of {day}.").format(day=view.words.day(day))
    stem, parts = f"express-entry-{made.key}", view.chosen.file_parts()
    pictures(
        view.words,
        of=made.key,
        title=made.title,
        caption=[scope(view), f"{source} {record}"],
        names={format_: file_name(stem, parts, day, format_) for format_ in PICTURES},
    )


def about(view: View, title: str, columns: Mapping[str, str]) -> About:
    """Return what a download says about itself."""
    _ = view.words.gettext
    return About(
        title=title,
        source=view.record.source.url,
        record_date=view.record.source.confirmed_on,
        filter=scope(view),
        generated_on=view.today,
        columns=columns,
        disclaimer=_("Not affiliated with IRCC. Not legal advice."),
        labels=labels(view.words),
    )


def download(
    view: View,
    table: pd.DataFrame,
    *,
    stem: str,
    title: str,
    columns: Mapping[str, str],
    formats: tuple[str, ...] = tuple(FORMATS),
) -> None:
    """Offer a table as files; each is made only when it is asked for."""
    facts = about(view, title, columns)
    # The numbers of the chart, no more and no less: a name without a meaning is not for readers.
    rows = table[[name for name in columns if name in table]]
    for name in formats:
        kind = FORMATS[name]
        st.download_button(
            kind.label,
            partial(kind.encode, rows, facts),
            file_name=file_name(
                f"express-entry-{stem}",
                view.chosen.file_parts(),
                view.record.source.confirmed_on,
                kind.extension,
            ),
            mime=kind.media_type,
            key=f"download-{stem}-{name}",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            help=view.words.gettext("Download {title} as {format}").format(
                title=plain(title), format=kind.label
            ),
        )
