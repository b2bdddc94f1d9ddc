"""Corrections: what was repaired, is doubtful, was not published or was revised."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.rounds.coverage import ledger_counts
from pages.language import Words, columns
from pages.ui.chart import Table
from pages.ui.tables import render_kept, render_table
from pages.ui.view import View

HEIGHT = 380  # pixels


def sentence(entry: Mapping[Any, Any], words: Words) -> str:
    """Return a correction as plain text."""
    _ = words.gettext
    if entry["what"] in ("unconfirmed", "accepted") or (entry["what"], entry["used"]) == (
        "missing",
        None,
    ):
        text = _("{field}. {why}")
    elif entry["used"] is None and entry["published"] is None:
        text = _("{field}. {what}. {why}")
    elif entry["used"] is None:
        text = _("{field}. {what}. {why} Published: “{published}”.")
    elif entry["published"] is None:
        text = _("{field}. {what}. {why} Used: “{used}”.")
    else:
        text = _("{field}. {what}. {why} Published: “{published}”; used: “{used}”.")
    return text.format(
        field=columns.field(entry["field"], words),
        what=columns.correction_kind(entry["what"], words),
        why=words.reason(entry["why"]),
        published=entry["published"],
        used=entry["used"],
    )


def render(view: View) -> None:
    """Render the number of corrections by type, and the list."""
    _ = view.words.gettext
    st.header(_("What was repaired or revised, and what is doubtful or missing?"), anchor=False)
    st.markdown(
        _(
            "If a value from IRCC can’t be read or believed, we never guess. Its cell stays empty, "
            "and the corrections show what IRCC published and why we don’t use it. In addresses "
            "and names of files, the table of corrections is called “ledger”."
        )
    )
    render_kept(f"corrections by type {view.key}", partial(_render_counts, view))
    _render_entries(view)


def _render_counts(view: View) -> None:
    _, words = view.words.gettext, view.words
    meanings = {
        **columns.meanings(words, "ledger", "what", "field"),
        "entries": _("Entries"),
        "rounds": _("Rounds: number of different rounds"),
    }
    render_table(
        words,
        _with_labels(ledger_counts(view.record.ledger), words),
        meanings,
        alt=_("Number of corrections by type"),
        height="content",
        width="content",
    )


def _render_entries(view: View) -> None:
    """Render the corrections; entries on what was not published only on request."""
    words, ledger = view.words, view.record.ledger
    missing = ledger["what"] == "missing"
    text = words.ngettext(
        "Also show the {n} entry about something IRCC did not publish",
        "Also show the {n} entries about things IRCC did not publish",
        int(missing.sum()),
    )
    label = text.format(n=words.number(missing.sum()))
    with_missing = st.toggle(label, key="missing", bind="query-params")
    rows = ledger if with_missing else ledger[~missing]
    key = f"corrections {with_missing} {view.key}"
    render_kept(key, partial(_render_list, rows, words))


def _render_list(rows: pd.DataFrame, words: Words) -> None:
    _, meanings = words.gettext, columns.meanings(words, "ledger")
    labelled = _with_labels(rows, words).assign(why=[words.reason(why) for why in rows["why"]])
    render_table(words, labelled, meanings, alt=_("List of corrections"), height=HEIGHT)


def table(view: View) -> Table:
    """Return all corrections, with their codes."""
    title, meanings = view.words.gettext("All corrections"), columns.meanings(view.words, "ledger")
    return Table(view.record.ledger, key="ledger", title=title, columns=meanings)


def _with_labels(table: pd.DataFrame, words: Words) -> pd.DataFrame:
    return table.assign(
        what=[columns.correction_kind(kind, words) for kind in table["what"]],
        field=[columns.field(name, words) for name in table["field"]],
    )
