"""The printable version of My score, on one page."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pages.language import SHORT_DAY, Words
from pages.plot import plot
from pages.plot.style import rows
from pages.score.answer import filter_by_inputs, paragraphs, render_hint, summarize
from pages.score.figures.panels import PAPER
from pages.score.inputs import Inputs
from pages.score.link import selectable_categories
from pages.score.rounds import rounds_chart
from pages.score.text import profile_date
from pages.ui.events import shown
from pages.ui.markdown import plain
from pages.ui.view import View


def _summary_table(view: View, table: pd.DataFrame) -> pd.DataFrame:
    """Return a row per category, narrow enough for a phone: the sentences have the full names."""
    _, words, categories = view.words.gettext, view.words, selectable_categories(view)
    cutoff, day = _("Latest cut-off"), _("Latest round")
    if view.age == "old":
        cutoff, day = _("Last known cut-off"), _("Last known round")
    return pd.DataFrame(
        {
            _("Category"): [words.short(categories[row.category]) for row in rows(table)],
            cutoff: [words.number(row.latest_cutoff) for row in rows(table)],
            _("Difference"): [words.signed(-row.margin) for row in rows(table)],
            day: [words.day(row.latest_date, SHORT_DAY) for row in rows(table)],
            _("Invited"): [_invited(row, words) for row in rows(table)],
        }
    )


def _invited(row: Any, words: Words) -> str:
    """Return how many of the rounds would have invited the candidate, and how many are unknown."""
    text = words.gettext("{reached} of {rounds}")
    if row.unknown:
        text = words.ngettext(
            "{reached} of {rounds}, {unknown} unknown",
            "{reached} of {rounds}, {unknown} unknown",
            row.unknown,
        )
    return text.format(
        reached=words.number(row.invited),
        rounds=words.number(row.rounds),
        unknown=words.number(row.unknown),
    )


def render_paper(view: View, inputs: Inputs) -> None:
    """Show the answer without widgets: sentences, the chart of rounds and a table."""
    _, words, candidate = view.words.gettext, view.words, inputs.candidate()
    st.title(_("My score"), anchor=False)
    if candidate is None:
        st.info(_("Enter your score and choose at least one category."), icon=":material/edit:")
        return
    st.markdown(plain(_inputs_sentence(view, inputs)))
    st.markdown("\n".join(f"- :small[{paragraph}]" for paragraph in paragraphs(view, inputs)))
    render_hint(view, inputs)
    scope = filter_by_inputs(view, inputs)
    chart = rounds_chart(scope, inputs, PAPER)
    if chart:
        drawn = chart.encoded(shown.marks(view, chart.span))
        plot(drawn, key="my-rounds-print", alt=chart.title, locale=words.locale)
    st.table(_summary_table(view, summarize(view, inputs)).set_index(_("Category")))


def _inputs_sentence(view: View, inputs: Inputs) -> str:
    _, words, categories = view.words.gettext, view.words, selectable_categories(view)
    profile = _("profile date not given")
    if inputs.profile_at is not None and inputs.profile_until is not None:
        instant = profile_date(inputs.profile_at, inputs.profile_until, words)
        profile = _("profile submitted on {instant}").format(instant=instant)
    text = _("CRS score {score}; {categories}; {profile}; data as of {day}.")
    if view.age == "old":
        text = _(
            "CRS score {score}; {categories}; {profile}; data as of {day}; newer rounds may be "
            "missing."
        )
    return text.format(
        score=words.number(inputs.score),
        categories=words.join(words.category(categories[code]) for code in inputs.codes),
        profile=profile,
        day=words.day(view.as_of),
    )
