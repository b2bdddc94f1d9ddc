"""Rounds: every round with all that is known of it, to search and to download."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from pages.language import columns
from pages.language.columns import label, meaning
from pages.rounds import claim, one_round, search
from pages.ui import data_links
from pages.ui.downloads import download
from pages.ui.header import render_header, warn_if_empty
from pages.ui.markdown import plain
from pages.ui.tables import DAY, render_table
from pages.ui.view import View

TABLE, LONGEST_SEARCH = "rounds-table", 80
TABLE_HEIGHT = 560  # pixels
FEW_ROWS = 15  # that need no scrolling at that height
# So that a round and its two numbers are seen without scrolling sideways.
WIDTHS = {"round_id": 56, "date": 92, "category": 112, "invitations": 84, "cutoff": 62}
# Beside a round, which is longer, the table stays in sight.
STYLE = f"""<style>@media screen and (min-width: 640px) {{
  [data-testid="stColumn"]:has(.st-key-{TABLE}) {{
    position: sticky; top: 4.5rem; align-self: start
  }}
}}</style>"""


def page(view: View) -> None:
    """Show the chosen rounds as a table to search, and beside it one of them in full."""
    _ = view.words.gettext
    render_header(view, _("Rounds"), _("Look up a round, or check what someone says about it"))
    claim.show(view)
    warn_if_empty(view)
    _search(view)
    data_links.render(view, ["rounds"])


def _search(view: View) -> None:
    """Show the rounds that a search finds, and beside them the one that is open."""
    text, asked = _controls(view)
    rows = search.found(view.draws, text, view.categories, view.words)
    rows = rows.iloc[::-1].reset_index(drop=True)
    if len(view.draws) and rows.empty:
        _nothing(view, text)
    round_id = _round(view, asked, rows)
    if rows.empty:
        if round_id:
            one_round.show(view, round_id)
        return
    st.html(STYLE)
    table, detail = st.columns(2, gap="medium")
    with table:
        if text.strip():
            _found(view, rows)
        _table(view, rows, round_id)
        _downloads(view, rows, text)
    with detail:
        one_round.show(view, round_id)


def _controls(view: View) -> tuple[str, str]:
    """Show the search and the number of the round, and return both as they were typed."""
    _ = view.words.gettext
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            _("Search"),
            key="search",
            bind="query-params",
            type="search",
            live=True,
            max_chars=LONGEST_SEARCH,
            placeholder=_("STEM 2023, 8 December, version 2 …"),
            icon=":material/search:",
            help=_("Finds rounds by number, official name, category or date."),
        )
        asked = st.text_input(
            _("Open a round"),
            key="round",
            bind="query-params",
            max_chars=20,
            placeholder="274",
            icon=":material/tag:",
            width=180,
            help=_(
                "IRCC’s number for the round, such as 274 or 91a. You can also select a "
                "row in the table to open its round."
            ),
        )
    return text or "", asked or ""


def _nothing(view: View, text: str) -> None:
    _ = view.words.gettext
    message = _(
        "With your filters, no round contains “{text}”. Try a round number, part of "
        "its name, or a date such as {day}."
    )
    day = view.words.day(view.draws["date"].iloc[-1])
    st.info(plain(message.format(text=text.strip(), day=day)), icon=":material/search_off:")


def _found(view: View, rows: pd.DataFrame) -> None:
    _, words = view.words.gettext, view.words
    st.caption(
        _("{found} of {all} found").format(
            found=words.number(len(rows)), all=words.rounds(len(view.draws))
        )
    )


def _round(view: View, asked: str, rows: pd.DataFrame) -> str:
    """Return the id of the round to open: the one asked for, else the newest in the table."""
    wanted = asked.strip().lstrip("#").casefold()
    if wanted:
        if (view.history["round_id"] == wanted).any():
            return wanted
        text = view.words.gettext("There is no round “{value}” in the data, so it was ignored.")
        st.warning(plain(text.format(value=asked.strip())), icon=":material/link_off:")
    return str(rows["round_id"].iloc[0]) if len(rows) else ""


def _table(view: View, rows: pd.DataFrame, round_id: str) -> None:
    """Show the rounds, newest first; the row of the open one is the selected one."""
    _, words = view.words.gettext, view.words
    ids = rows["round_id"].tolist()
    # Only the number above the table says which round is open; the selection follows it.
    at = [ids.index(round_id)] if round_id in ids else []
    st.session_state[TABLE] = {"selection": {"rows": at}}
    named = rows.assign(
        category=rows["category"].map(view.short), kind=rows["kind"].map(words.kind)
    )
    meanings = columns.draws(words)
    official = rows["url"].where(rows["url"].map(one_round.is_official))
    render_table(
        words,
        named.assign(url=official.map(words.official, na_action="ignore")),
        meanings,
        alt=_("Rounds, newest first: {rounds}").format(rounds=words.rounds(len(rows))),
        config=_config(view, meanings),
        key=TABLE,
        height="content" if len(rows) < FEW_ROWS else TABLE_HEIGHT,
        selection_mode=["single-row", "single-cell"],
        on_select=lambda: _open(ids),
    )


def _config(view: View, meanings: dict[str, str]) -> dict[str, Any]:
    """Return how the first columns fit side by side, and the one that is a link."""
    kind = st.column_config
    said: dict[str, dict[str, Any]] = {
        name: {"label": label(whole), "help": meaning(whole), "width": WIDTHS.get(name)}
        for name, whole in meanings.items()
    }
    return {
        "round_id": kind.TextColumn(**said["round_id"]),
        "date": kind.DateColumn(**said["date"], format=DAY),
        "category": kind.TextColumn(**said["category"]),
        "invitations": kind.NumberColumn(**said["invitations"]),
        "cutoff": kind.NumberColumn(**said["cutoff"]),
        "url": kind.LinkColumn(**said["url"], display_text=view.words.gettext("Open")),
    }


def _open(ids: list[str]) -> None:
    """Open the round whose row or cell was clicked; a second click on its mark takes it back."""
    chosen = st.session_state[TABLE]["selection"]
    rows = [row for row, _column in chosen["cells"]] or chosen["rows"]
    st.session_state["round"] = ids[rows[0]] if rows else ""


def _downloads(view: View, rows: pd.DataFrame, text: str) -> None:
    """Offer what the table shows, under a name that says what was filtered and searched."""
    _ = view.words.gettext
    title, stem = _("Rounds"), "rounds"
    if text.strip():
        title = _("Rounds that contain “{text}”").format(text=text.strip())
        stem = f"rounds {text.strip()}"
    with st.container(horizontal=True, gap="small"):
        download(
            replace(view, draws=rows),
            rows,
            stem=stem,
            title=title,
            columns=columns.draws(view.words),
        )
