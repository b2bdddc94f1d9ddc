"""About the data: its source, coverage, corrections and limits, and how to cite it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from analysis.rounds.coverage import Coverage, coverage, wordings
from data.export.formats import FORMATS
from data.vocabulary.columns import label, meaning
from data.vocabulary.filter import Filter
from data.vocabulary.tables import TABLES as OPEN_DATA
from pages.about import ledger, second_hand, status
from pages.about.definitions import limits, terms, time_zone
from pages.language import Words, columns, events
from pages.plot.copyable import copyable
from pages.plot.style import rows
from pages.ui import data_links, share
from pages.ui.chart import Table
from pages.ui.charts.page_charts import PageTables
from pages.ui.downloads import render_files
from pages.ui.header import numbered_rounds, render_contents, render_header, section
from pages.ui.markdown import bullets, plain
from pages.ui.tables import render_kept, render_table
from pages.ui.view import View, per_view

TABLE_HEIGHT = 380  # pixels


def render(view: View) -> None:
    """Render a description of all data, whatever the filters."""
    _ = view.words.gettext
    whole = replace(view, filter=Filter(), draws=view.history)
    render_header(
        whole,
        _("About the data"),
        _(
            "Where does the data come from, what was repaired, what are its limits, and "
            "how do I cite it?"
        ),
    )
    sections = _sections(view)
    render_contents(view.words, {name: text for name, (text, _render) in sections.items()})
    for name, (_text, render_section) in sections.items():
        with section(name):
            render_section(whole)


def _sections(view: View) -> dict[str, tuple[str, Callable[[View], None]]]:
    """Return the sections of the page by their names: what links to one says, and what shows it."""
    _ = view.words.gettext
    return {
        "source": (_("Source"), _render_source),
        "terms": (_("Words"), _render_terms),
        "open-data": (_("Get the data"), _render_open_data),
        "coverage": (_("Coverage"), _render_coverage),
        "limits": (_("Limits"), _render_limits),
        "categories": (_("Categories"), _render_categories),
        "events": (_("Events"), _render_events),
        "corrections": (_("Corrections"), _render_corrections),
        "second-hand": (_("Second-hand data"), second_hand.render),
        "columns": (_("Columns"), _render_columns),
        "citation": (_("Citation and licence"), _render_citation),
    }


def _render_source(view: View) -> None:
    _, words, source = view.words.gettext, view.words, view.record.source
    st.header(_("Where does this data come from?"), anchor=False)
    st.markdown(
        _(
            "Every number here comes from one file that Immigration, Refugees and Citizenship "
            "Canada (IRCC) publishes on canada.ca, or is calculated from that file. Events, the "
            "occupations and rules of the categories, and the targets of the levels plans are "
            "second-hand: we keep them by hand, with their sources."
        )
    )
    lines = status.origin(view)
    if source.is_official:
        text = _("We last confirmed on {day} that this copy matched IRCC’s file.")
        lines.insert(1, text.format(day=words.instant(source.confirmed_at)))
    st.markdown(bullets([*lines, time_zone(words)]))
    status.render_source_file(view)
    status.render_link(view)


def _render_open_data(view: View) -> None:
    _ = view.words.gettext
    st.header(_("How do I get the data?"), anchor=False)
    text = _(
        "You can read every table here over HTTP as {formats}. The filters are the same as on "
        "the pages, and you don’t need a key. “This view as data” at the bottom of a page gives "
        "you the address of what the page shows, and code for curl and pandas. A feed reader or a "
        "calendar can tell you about new rounds."
    )
    formats = view.words.join(kind.label for kind in FORMATS.values())
    st.markdown(text.format(formats=formats))
    st.markdown(
        _(
            "An Excel file has headings and names in words. Its sheet “Codes” lists the column "
            "names and codes that the other files have."
        )
    )
    data_links.render(view, OPEN_DATA)
    with st.container(horizontal=True, gap="small"):
        for name, address in data_links.document_urls(view).items():
            st.link_button(name, address)


@per_view
def _coverage_numbers(view: View) -> Coverage:
    return coverage(view.history, view.record.pool)


@per_view
def _wordings(view: View) -> pd.DataFrame:
    return wordings(view.history)


def _render_coverage(view: View) -> None:
    _, words = view.words.gettext, view.words
    numbers = _coverage_numbers(view)
    first, last = view.history.iloc[0], view.history.iloc[-1]
    st.header(_("What does the data cover?"), anchor=False)
    with st.grid(4, min_column_width=150):
        st.metric(_("Rounds"), words.number(numbers.rounds), border=True)
        st.metric(_("Invitations"), words.number(numbers.invitations), border=True)
        st.metric(_("Rounds with a tie-break"), words.number(numbers.tie_breaks), border=True)
        st.metric(_("Snapshots of the pool"), words.number(numbers.snapshots), border=True)
    templates = (_("First round: {id} on {day}."), _("Latest round: {id} on {day}."))
    lines = [
        text.format(id=words.round_id(row["round_id"]), day=words.day(row["date"]))
        for text, row in zip(templates, (first, last), strict=True)
    ]
    lines.insert(0, f"{numbered_rounds(view)}.")
    if numbers.first_tie_break:
        text = _("The tie-break is known for {n} of {rounds}, starting with {id}.")
        lines.append(
            text.format(
                n=words.number(numbers.tie_breaks),
                rounds=words.rounds(numbers.rounds),
                id=words.round_id(numbers.first_tie_break),
            )
        )
    if numbers.first_with_pool:
        text = _(
            "IRCC published the pool with {n} of {rounds}, starting with {id}. The "
            "snapshots run from {first} to {last}; several rounds may share one."
        )
        lines.append(
            text.format(
                n=words.number(numbers.with_pool),
                rounds=words.rounds(numbers.rounds),
                id=words.round_id(numbers.first_with_pool),
                first=words.day(numbers.first_snapshot),
                last=words.day(numbers.last_snapshot),
            )
        )
    st.markdown(bullets(lines))


def _render_limits(view: View) -> None:
    _ = view.words.gettext
    st.header(_("What can’t the numbers tell you?"), anchor=False)
    st.markdown(bullets(limits(view.words)))


def _render_terms(view: View) -> None:
    _ = view.words.gettext
    st.header(_("What do the words mean?"), anchor=False)
    meanings = terms(view.words).items()
    line = _("**{term}**: {meaning}")
    items = [line.format(term=plain(term), meaning=plain(meaning)) for term, meaning in meanings]
    st.markdown("\n".join(f"- {item}" for item in items))


def _render_categories(view: View) -> None:
    st.header(view.words.gettext("Which categories are there?"), anchor=False)
    render_kept(f"official names {view.key}", partial(_render_names, view))


def _render_names(view: View) -> None:
    _, words = view.words.gettext, view.words
    official = _wordings(view)
    text = _("Official names used by IRCC: {n}. Categories they belong to: {categories}.")
    names = words.number(official["wordings"].sum())
    st.markdown(text.format(n=names, categories=words.number(len(official))))
    categories = official["category"].map(view.categories)
    table = official.rename(columns={"category": "code"}).assign(
        english=[category.names["en"] for category in categories],
        french=[category.names["fr"] for category in categories],
        kind=[words.kind(category.kind) for category in categories],
    )
    meanings = {
        **columns.meanings(words, "categories", "english", "rounds", "first_date", "last_date"),
        "wordings": _("Names: number of official names"),
        "names": _("Official names: IRCC’s exact wording, oldest first"),
        **columns.meanings(words, "categories", "french", "kind", "code"),
    }
    render_table(
        words, table, meanings, alt=_("Categories and their official names"), height="content"
    )


def _render_events(view: View) -> None:
    _ = view.words.gettext
    st.header(_("Which events explain the charts?"), anchor=False)
    st.caption(
        _(
            "We keep this table by hand. After a change of the CRS scale, scores don’t compare "
            "with earlier ones, and what is only reported changes nothing here until it is "
            "confirmed. The sources are in the download."
        )
    )
    render_kept(f"events {view.key}", partial(_render_event_table, view))
    render_files(view, TABLES, "events")


def _render_event_table(view: View) -> None:
    _, words = view.words.gettext, view.words
    newest_first = list(rows(view.record.events))[::-1]
    cells = {"title": events.title, "effect": events.effect, "kind": events.kind}
    cells["certainty"] = events.certainty
    table = pd.DataFrame(
        {
            "date": [event.date for event in newest_first],
            **{name: [text(e, words) for e in newest_first] for name, text in cells.items()},
        }
    )
    meanings = {
        "date": _("Date"),
        "title": _("Event"),
        "effect": _("What it did to scores and cut-offs"),
        "kind": _("Kind"),
        "certainty": _("Certainty: how sure we are, from the sources we have seen"),
    }
    title = _("Events that explain the numbers")
    widths = {"title": 280, "effect": 420}
    render_table(words, table, meanings, alt=title, widths=widths, height=TABLE_HEIGHT)


def _render_corrections(view: View) -> None:
    ledger.render(view)
    render_files(view, TABLES, "ledger")


def _events(view: View) -> Table:
    """Return the events as they are stored, with their sources."""
    title = view.words.gettext("Events that explain the numbers")
    stored = columns.meanings(view.words, "events")
    return Table(view.record.events, key="events", title=title, columns=stored)


def _render_columns(view: View) -> None:
    _ = view.words.gettext
    st.header(_("What do the columns mean?"), anchor=False)
    tabs = st.tabs([_(table.short_title) for table in OPEN_DATA.values()])
    for tab, name in zip(tabs, OPEN_DATA, strict=True):
        with tab:
            key = f"columns {name} {view.words.language}"
            render_kept(key, partial(_render_columns_of, view.words, name))


def _render_columns_of(words: Words, table: str) -> None:
    _ = words.gettext
    lines = [
        (column, label(text), meaning(text))
        for column, text in columns.meanings(words, table).items()
    ]
    headers = [_("Column"), _("Name on the pages"), _("Meaning")]
    shown = pd.DataFrame(lines, columns=headers).map(plain)
    st.table(shown, border="horizontal", hide_index=True)


def _render_citation(view: View) -> None:
    _ = view.words.gettext
    st.header(_("How do I cite the data?"), anchor=False)
    citation, entry = share.citation(view.record, view.words), share.bibtex(view.record, view.words)
    copyable(view.words, citation, key="data-citation", copy=_("Copy citation"))
    copyable(view.words, entry, key="data-bibtex", copy=_("Copy BibTeX"))
    st.header(_("May I use the code and the data?"), anchor=False)
    st.markdown(
        _(
            "The code and the data as compiled here are free to use under the MIT "
            "licence. IRCC publishes the original file under its own terms."
        )
    )
    st.markdown(
        _(
            "This project is not affiliated with IRCC or the Government of Canada. "
            "Nothing here is legal advice. What counts is what IRCC publishes."
        )
    )


TABLES = PageTables(
    "data",
    {
        "events": lambda view, _choices: _events(view),
        "ledger": lambda view, _choices: ledger.table(view),
    },
    needs_rounds=False,
)
