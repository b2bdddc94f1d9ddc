"""About the data: where it is from, what it covers, what was repaired, and how to cite it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.rounds.coverage import Coverage, coverage, wordings
from data.vocabulary.filter import Filter
from data.vocabulary.tables import TABLES
from pages.about import ledger, status
from pages.about.definitions import limits, terms
from pages.cutoffs.events import events
from pages.language import columns
from pages.ui import data_links, share
from pages.ui.header import render_header
from pages.ui.markdown import plain
from pages.ui.tables import render_table
from pages.ui.view import View, per_view


def page(view: View) -> None:
    """Describe the whole record, whatever the filters say."""
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
    _source(whole)
    _open_data(whole)
    _coverage(whole)
    _limits(whole)
    _terms(whole)
    _categories(whole)
    _events(whole)
    ledger.show(whole)
    _columns(whole)
    _citation(whole)


def _source(view: View) -> None:
    _, words, source = view.words.gettext, view.words, view.record.source
    st.header(_("Where does this data come from?"), anchor=False)
    st.markdown(
        _(
            "Every number here comes from one file that Immigration, Refugees and Citizenship "
            "Canada (IRCC) publishes on canada.ca, or is calculated from that file."
        )
    )
    _bullets(
        [
            _("This copy was downloaded on {day}.").format(day=words.instant(source.retrieved_at)),
            _("We last confirmed on {day} that this copy matched IRCC’s file.").format(
                day=words.day(source.confirmed_on)
            ),
        ]
    )
    with st.container(gap="xsmall"):
        st.caption(_("Address of the file and SHA-256 hash of this copy"))
        st.code(source.url, language=None, wrap_lines=True)
        st.code(source.sha256, language=None, wrap_lines=True)
    status.link(view)


def _open_data(view: View) -> None:
    """Say how other programs get at the record, with the addresses for that."""
    _ = view.words.gettext
    st.header(_("How do I get the data?"), anchor=False)
    st.markdown(
        _(
            "You can read every table here over HTTP as CSV, Excel, Parquet or JSON. The filters "
            "are the same as on the pages, and you don’t need a key. “This view as data” at the "
            "bottom of a page gives you the address of what the page shows, and code for curl and "
            "pandas. A feed reader or a calendar can tell you about new rounds."
        )
    )
    data_links.render(view, TABLES)
    with st.container(horizontal=True, gap="small"):
        for name, address in data_links.documents(view).items():
            st.link_button(name, address)


@per_view
def _covered(view: View) -> Coverage:
    return coverage(view.history, view.record.pool)


@per_view
def _wordings(view: View) -> pd.DataFrame:
    return wordings(view.history)


def _coverage(view: View) -> None:
    _, words = view.words.gettext, view.words
    found = _covered(view)
    first, last = view.history.iloc[0], view.history.iloc[-1]
    st.header(_("What does the data cover?"), anchor=False)
    with st.grid(4, min_column_width=150):
        st.metric(_("Rounds"), words.number(found.rounds), border=True)
        st.metric(_("Invitations"), words.number(found.invitations), border=True)
        st.metric(_("Rounds with a tie-break"), words.number(found.tie_breaks), border=True)
        st.metric(_("Snapshots of the pool"), words.number(found.snapshots), border=True)
    lines = [
        _("First round: #{id} on {day}.").format(
            id=first["round_id"], day=words.day(first["date"])
        ),
        _("Latest round: #{id} on {day}.").format(id=last["round_id"], day=words.day(last["date"])),
    ]
    if found.first_tie_break:
        text = _("The tie-break is known for {n} of {rounds}, starting with #{id}.")
        lines.append(
            text.format(
                n=words.number(found.tie_breaks),
                rounds=words.rounds(found.rounds),
                id=found.first_tie_break,
            )
        )
    if found.first_with_pool:
        text = _(
            "IRCC published the pool with {n} of {rounds}, starting with #{id}. The "
            "snapshots run from {first} to {last}; several rounds may share one."
        )
        lines.append(
            text.format(
                n=words.number(found.with_pool),
                rounds=words.rounds(found.rounds),
                id=found.first_with_pool,
                first=words.day(found.first_snapshot),
                last=words.day(found.last_snapshot),
            )
        )
    _bullets(lines)


def _bullets(lines: list[str]) -> None:
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _limits(view: View) -> None:
    _ = view.words.gettext
    st.header(_("What can’t the numbers tell you?"), anchor=False)
    _bullets(limits(view.words))


def _terms(view: View) -> None:
    _ = view.words.gettext
    st.header(_("What do the words mean?"), anchor=False)
    meanings = terms(view.words).items()
    line = _("**{term}**: {meaning}")
    said = [line.format(term=plain(term), meaning=plain(told)) for term, told in meanings]
    st.markdown("\n".join(f"- {text}" for text in said))


def _categories(view: View) -> None:
    _, words = view.words.gettext, view.words
    st.header(_("Which categories are there?"), anchor=False)
    found = _wordings(view)
    text = _("Official names used by IRCC: {n}. Categories they belong to: {categories}.")
    said = text.format(n=words.number(found["wordings"].sum()), categories=words.number(len(found)))
    st.markdown(said)
    known = found["category"].map(view.categories)
    table = found.assign(
        english=[category.names["en"] for category in known],
        french=[category.names["fr"] for category in known],
        kind=[words.kind(category.kind) for category in known],
    )
    shown = {
        "english": _("English name: our name for the category, or IRCC’s if we have none yet"),
        "rounds": _("Rounds"),
        "first_date": _("First round"),
        "last_date": _("Latest round"),
        "wordings": _("Names: number of official names"),
        "names": _("Official names: IRCC’s exact wording, oldest first"),
        "french": _("French name"),
        "kind": _("Kind"),
        "category": _("Code: used in downloads and web addresses"),
    }
    render_table(
        words, table, shown, alt=_("Categories and their official names"), height="content"
    )


def _events(view: View) -> None:
    _, words = view.words.gettext, view.words
    st.header(_("Which events explain the charts?"), anchor=False)
    days = {words.day(day): plain(title) for day, title in events(words)}
    st.table(pd.DataFrame({"event": days}), border="horizontal", hide_header=True)


def _columns(view: View) -> None:
    """Show what every column of the three tables means."""
    _ = view.words.gettext
    st.header(_("What do the columns mean?"), anchor=False)
    tables = {
        _("Rounds"): (columns.draws, view.history),
        _("Pool"): (columns.pool, view.record.pool),
        _("Corrections"): (columns.ledger, view.record.ledger),
    }
    for tab, (meanings, frame) in zip(st.tabs(list(tables)), tables.values(), strict=True):
        with tab:
            rows = [
                {
                    "column": name,
                    "label": columns.label(meaning),
                    "meaning": columns.meaning(meaning),
                }
                for name, meaning in meanings(view.words).items()
                if name in frame
            ]
            shown = {
                "column": _("Column"),
                "label": _("Name on the pages"),
                "meaning": _("Meaning"),
            }
            named = pd.DataFrame(rows).rename(columns=shown).map(plain)
            st.table(named, border="horizontal", hide_index=True)


def _citation(view: View) -> None:
    _, source = view.words.gettext, view.record.source
    st.header(_("How do I cite the data?"), anchor=False)
    st.code(share.citation(source, view.words), language=None, wrap_lines=True)
    st.code(share.bibtex(source, view.words), language="latex", wrap_lines=True)
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
