"""What is doubtful in the tables that are kept by hand: notes on occupations, rules and targets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from data.levels.plans import bundled_plans
from data.occupations.lists import bundled_lists
from data.vocabulary.categories import BY_CODE
from data.vocabulary.languages import SOURCE
from data.vocabulary.tables import SECOND_HAND
from pages.language import Words
from pages.language.columns import certainty, level_row
from pages.plot.style import rows
from pages.ui.tables import render_kept, render_table
from pages.ui.view import View

HEIGHT = 380  # pixels


def render(view: View) -> None:
    """Show each doubtful fact with its note, and how sure it is."""
    _, words = view.words.gettext, view.words
    title = _("Which occupations, rules and targets are doubtful?")
    st.header(title, anchor=False)
    st.caption(_(SECOND_HAND))
    render_kept(f"doubtful {words.language}", partial(_render_notes, words, title))


def _render_notes(words: Words, title: str) -> None:
    _ = words.gettext
    meanings = {
        "what": _("What"),
        "note": _("Note: what it rests on, or how sources differ"),
        "certainty": _("Certainty: how sure we are, from the sources we have seen"),
    }
    table = pd.DataFrame(list(_notes(words)), columns=list(meanings))
    by_note = table.groupby(["note", "certainty"], sort=False)["what"]
    table = by_note.unique().str.join("; ").reset_index()
    render_table(
        words, table, meanings, alt=title, widths={"what": 360, "note": 460}, height=HEIGHT
    )


def note(row: Any, words: Words) -> str:
    """Return what a row rests on or how its sources differ, or an empty text."""
    text = getattr(row, f"note_{words.language}", getattr(row, f"note_{SOURCE}"))
    return "" if pd.isna(text) else str(text)


def _notes(words: Words) -> Iterator[tuple[str, str, str]]:
    """Yield what a note is about, the note, and how sure the row is."""
    lists, plans = bundled_lists(), bundled_plans()
    subjects = (
        (lists.occupations, _occupation),
        (lists.rules, _rule),
        (plans.levels, _target),
        (plans.admissions, _admissions),
    )
    for frame, subject in subjects:
        for row in rows(frame[frame["note_en"].notna()]):
            sure = certainty(row.certainty, words)
            yield subject(row, words), note(row, words), sure


def _occupation(row: Any, words: Words) -> str:
    _ = words.gettext
    return _("{category}, list of {year}: {occupations}").format(
        category=words.short(BY_CODE[row.category]), year=row.list, occupations=row.noc
    )


def _rule(row: Any, words: Words) -> str:
    _ = words.gettext
    category = words.short(BY_CODE[row.category])
    return _("{category}, rules of {year}").format(category=category, year=row.list)


def _target(row: Any, words: Words) -> str:
    text = words.gettext("{row}, target for {year} in the plan {plan}")
    return text.format(row=level_row(row.row, words), year=row.year, plan=row.plan)


def _admissions(row: Any, words: Words) -> str:
    return words.gettext("Admissions of {year}").format(year=row.year)
