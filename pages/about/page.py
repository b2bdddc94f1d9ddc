"""About the data: where it is from, what it covers, what was repaired, and how to cite it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.rounds.coverage import Coverage, coverage, wordings
from data.vocabulary.filter import Filter
from pages.about import ledger, status
from pages.about.definitions import limits, terms
from pages.cutoffs.events import events
from pages.language import columns
from pages.ui import citation, data_links
from pages.ui.show import header, plain
from pages.ui.tables import grid
from pages.ui.view import View, per_view


def page(view: View) -> None:
    """Describe the whole record, whatever the filters say."""
    _ = view.words.gettext
    whole = replace(view, chosen=Filter(), draws=view.history)
    header(
        whole,
        _("About the data"),
        _("Where is this from, what was repaired, what does it not say, how do I cite it?"),
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
    st.header(_("Where is this from?"), anchor=False)
    st.markdown(
        _(
            "Every number here comes from one file, which Immigration, Refugees and Citizenship "
            "Canada (IRCC) publishes on canada.ca, or is computed from it."
        )
    )
    _bullets(
        [
            _("This copy was retrieved on {day}.").format(day=words.instant(source.retrieved_at)),
            _("It was last known to be what IRCC publishes on {day}.").format(
                day=words.day(source.confirmed_on)
            ),
        ]
    )
    with st.container(gap="xsmall"):
        st.caption(_("Address of the file, and SHA-256 of this copy"))
        st.code(source.url, language=None, wrap_lines=True)
        st.code(source.sha256, language=None, wrap_lines=True)
    status.link(view)


def _open_data(view: View) -> None:
    """Say how other programs get at the record, with the addresses for that."""
    _ = view.words.gettext
    st.header(_("How do I get the data?"), anchor=False)
    st.markdown(
        _(
            "Every table here can be read over HTTP as CSV, Excel, Parquet or JSON, by the same "
            "filters as on the pages and without a key. “This view as data” at the foot of a page "
            "gives the address of what the page shows, and lines for curl and pandas. A feed "
            "reader or a calendar can tell you of new rounds."
        )
    )
    data_links.offer(view, ["rounds", "pool", "weekly", "ledger", "categories"])
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
    st.header(_("What does it cover?"), anchor=False)
    with st.grid(4, min_column_width=150):
        st.metric(_("Rounds"), words.number(found.rounds), border=True)
        st.metric(_("Invitations"), words.number(found.invitations), border=True)
        st.metric(_("Rounds with a tie-break"), words.number(found.tie_breaks), border=True)
        st.metric(_("Snapshots of the pool"), words.number(found.snapshots), border=True)
    lines = [
        _("First round: #{id} of {day}.").format(
            id=first["round_id"], day=words.day(first["date"])
        ),
        _("Latest round: #{id} of {day}.").format(id=last["round_id"], day=words.day(last["date"])),
    ]
    if found.first_tie_break:
        text = _("Tie-breaks are known for {n} of {rounds}, the first for #{id}.")
        lines.append(
            text.format(
                n=words.number(found.tie_breaks),
                rounds=words.rounds(found.rounds),
                id=found.first_tie_break,
            )
        )
    if found.first_with_pool:
        text = _(
            "The pool was published with {n} of {rounds}, first with #{id}, in snapshots of "
            "{first} to {last}; several rounds may share one."
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
    st.header(_("What do the numbers not say?"), anchor=False)
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
    text = _("Names that IRCC has used: {n}. Categories that they stand for: {categories}.")
    said = text.format(n=words.number(found["wordings"].sum()), categories=words.number(len(found)))
    st.markdown(said)
    known = found["category"].map(view.categories)
    table = found.assign(
        english=[category.english for category in known],
        french=[category.french for category in known],
        kind=[words.kind(category.kind) for category in known],
    )
    shown = {
        "english": _("English name: IRCC’s own where our table of categories has none yet"),
        "rounds": _("Rounds"),
        "first_date": _("First round"),
        "last_date": _("Latest round"),
        "wordings": _("Names: number of official names"),
        "names": _("Official names: verbatim, oldest first"),
        "french": _("French name"),
        "kind": _("Kind"),
        "category": _("Code: in downloads and addresses"),
    }
    grid(words, table, shown, alt=_("Categories and their official names"), height="content")


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
        _("Ledger"): (columns.ledger, view.record.ledger),
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
            shown = {"column": _("Column"), "label": _("On the pages"), "meaning": _("Meaning")}
            named = pd.DataFrame(rows).rename(columns=shown).map(plain)
            st.table(named, border="horizontal", hide_index=True)


def _citation(view: View) -> None:
    _, source = view.words.gettext, view.record.source
    st.header(_("How do I cite it?"), anchor=False)
    st.code(citation.text(source, view.words), language=None, wrap_lines=True)
    st.code(citation.bibtex(source, view.words), language="latex", wrap_lines=True)
    st.header(_("May I use it?"), anchor=False)
    st.markdown(
        _(
            "The code and the record as compiled here are free to use under the MIT licence. The "
            "source is published by IRCC under its own terms."
        )
    )
    st.markdown(
        _(
            "This project is not affiliated with IRCC or the Government of Canada. Nothing here is "
            "legal advice: what counts is what IRCC publishes."
        )
    )
