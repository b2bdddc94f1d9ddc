"""Rounds: every round with all its details, to search and to download."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import streamlit as st

from data.vocabulary.columns import label, meaning
from pages.language import columns
from pages.rounds import claim, one_round, search
from pages.ui import data_links
from pages.ui.chart import Table
from pages.ui.charts.choices import addressed
from pages.ui.charts.page_charts import PageTables
from pages.ui.downloads import render_files
from pages.ui.header import render_header, warn_if_empty
from pages.ui.markdown import plain
from pages.ui.tables import render_table
from pages.ui.view import View

TABLE, SELECTED, MAX_CHARS = "rounds-table", "rounds-selected", 80
TABLE_HEIGHT = 560  # pixels
FEW_ROWS = 15  # that fit without scrolling
# The columns that come first, and their pixels: these fit on a phone without scrolling sideways.
WIDTHS = {"date": 82, "category": 99, "cutoff": 58, "invitations": 80}
STYLE = f"<style>{Path(__file__).with_name('page.css').read_text()}</style>"

CHARTS = one_round.CHARTS


@dataclass(frozen=True)
class SearchChoices:
    """What a reader types into the search of the table."""

    text: str = addressed(
        "search",
        "text",
        "Leaves only the rounds whose number, official name, category or date contains this.",
        default="",
        pattern=f"^.{{0,{MAX_CHARS}}}$",
        example="STEM 2023",
    )


def render(view: View) -> None:
    """Render the claim check, and the chosen rounds as a table to search beside one in detail."""
    _ = view.words.gettext
    question = _("Look up a round, or check what someone says about it")
    render_header(view, _("Rounds"), question, has_numbers=True)
    claim.render(view)
    warn_if_empty(view)
    _render_search(view)
    data_links.render(view, ["rounds"])


def _render_search(view: View) -> None:
    st.html(STYLE)
    text, typed_id = _render_controls(view)
    rows = search.matching_rounds(view.draws, text, view.categories, view.words)
    rows = rows.iloc[::-1].reset_index(drop=True)
    if len(view.draws) and rows.empty:
        _render_no_match(view, text)
    round_id = _open_round(view, typed_id, rows)
    if rows.empty:
        if round_id:
            one_round.render(view, round_id, rows)
        return
    table, detail = st.columns(2, gap="medium")
    with table:
        if text.strip():
            _render_count(view, rows)
        _render_rounds(view, rows, round_id)
        render_files(view, TABLES, "rounds", SearchChoices(text))
    with detail:
        one_round.render(view, round_id, rows)


def _render_controls(view: View) -> tuple[str, str]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        return _render_search_field(view), _render_number_field(view)


def _render_search_field(view: View) -> str:
    _ = view.words.gettext
    text = st.text_input(
        _("Search the table"),
        key="search",
        bind="query-params",
        type="search",
        live=True,
        max_chars=MAX_CHARS,
        on_change=_open_only_match,
        args=(view,),
        placeholder=_("STEM 2023, 8 December, version 2 …"),
        icon=":material/search:",
        help=_(
            "Leaves only the rounds in the table whose number, official name, category or date "
            "contains this. If it is a single one, it opens."
        ),
    )
    return text or ""


def _render_number_field(view: View) -> str:
    _ = view.words.gettext
    typed_id = st.text_input(
        _("Open a round by number"),
        key="round",
        bind="query-params",
        max_chars=20,
        placeholder="274",
        icon=":material/tag:",
        width=220,
        help=_(
            "IRCC’s number for the round, such as 274 or 91a. It opens beside the table, whatever "
            "the search and the filters leave in it. A click on a row does the same."
        ),
    )
    return typed_id or ""


def _open_only_match(view: View) -> None:
    """If the search that was just typed finds one round, let go of the round chosen before."""
    text = st.session_state["search"] or ""
    rows = search.matching_rounds(view.draws, text, view.categories, view.words)
    if text.strip() and len(rows) == 1:
        st.session_state["round"] = ""


def _render_no_match(view: View, text: str) -> None:
    _ = view.words.gettext
    message = _(
        "With your filters, no round contains “{text}”. Try a round number, part of "
        "its name, or a date such as {day}."
    )
    day = view.words.day(view.draws["date"].iloc[-1])
    st.info(plain(message.format(text=text.strip(), day=day)), icon=":material/search_off:")


def _render_count(view: View, rows: pd.DataFrame) -> None:
    _, words = view.words.gettext, view.words
    st.caption(
        _("{found} of {all} found").format(
            found=words.number(len(rows)), all=words.rounds(len(view.draws))
        )
    )


def _open_round(view: View, typed_id: str, rows: pd.DataFrame) -> str:
    """Return the id of the round to open: the typed one, or else the newest in the table."""
    round_id = re.sub(r"^(?:#|n°)\s*", "", typed_id.strip().casefold())
    if round_id:
        if (view.history["round_id"] == round_id).any():
            return round_id
        text = view.words.gettext("There is no round “{value}” in the data, so it was ignored.")
        st.warning(plain(text.format(value=typed_id.strip())), icon=":material/link_off:")
    return str(rows["round_id"].iloc[0]) if len(rows) else ""


def _render_rounds(view: View, rows: pd.DataFrame, round_id: str) -> None:
    _, words = view.words.gettext, view.words
    ids = rows["round_id"].tolist()
    # The number typed above decides which round is open, and the selection follows it.
    at = [ids.index(round_id)] if round_id in ids else []
    st.session_state[TABLE] = {"selection": {"rows": at}}
    st.session_state[SELECTED] = at
    labelled = rows.assign(
        category=rows["category"].map(view.brief), kind=rows["kind"].map(words.kind)
    )
    meanings = columns.meanings(words, "rounds")
    meanings = {name: meanings[name] for name in WIDTHS} | meanings
    link = st.column_config.LinkColumn(
        label(meanings["url"]),
        help=meaning(meanings["url"]),
        display_text=_("Open"),
    )
    official = rows["url"].where(rows["url"].map(one_round.is_official))
    render_table(
        words,
        labelled.assign(url=official.map(words.official, na_action="ignore")),
        meanings,
        alt=_("Rounds, newest first: {rounds}").format(rounds=words.rounds(len(rows))),
        config={"url": link},
        widths=WIDTHS,
        key=TABLE,
        height="content" if len(rows) < FEW_ROWS else TABLE_HEIGHT,
        selection_mode=["single-row", "single-cell"],
        on_select=lambda: _open(ids),
    )


def _open(ids: list[str]) -> None:
    """Open the round whose row or cell was clicked, or none if the row was deselected.

    The browser also reports the selection that the page has set, at any rerun. That is no click,
    and must not replace the number that was typed.
    """
    selection = st.session_state[TABLE]["selection"]
    rows = [row for row, _column in selection["cells"]] or list(selection["rows"])
    if rows != st.session_state[SELECTED]:
        st.session_state["round"] = ids[rows[0]] if rows else ""


def _found(view: View, choices: SearchChoices) -> View:
    """Return the view of the rounds in the table, which count in the description of its files."""
    text = choices.text
    rows = search.matching_rounds(view.draws, text, view.categories, view.words)
    return replace(view, draws=rows.iloc[::-1].reset_index(drop=True))


def _table(view: View, choices: SearchChoices) -> Table:
    _, text = view.words.gettext, choices.text.strip()
    title = _("Rounds that contain “{text}”").format(text=text) if text else _("Rounds")
    meanings = columns.meanings(view.words, "rounds")
    return Table(view.draws, key=f"rounds {text}".strip(), title=title, columns=meanings)


TABLES = PageTables("rounds", {"rounds": _table}, SearchChoices, scope=_found)
