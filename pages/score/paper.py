"""My score on one page of paper."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.score.standing import standing
from pages.plot import plot
from pages.plot.style import rows
from pages.score import figures as charts
from pages.score.answer import names, paragraphs, render_hint, scope_of, summarize, title
from pages.score.inputs import Inputs
from pages.score.link import offered
from pages.ui.markdown import plain
from pages.ui.view import View


def summary_table(view: View, table: pd.DataFrame) -> pd.DataFrame:
    """Return the summary as text for paper, a row per category."""
    _, words, categories = view.words.gettext, view.words, offered(view)
    return pd.DataFrame(
        {
            _("Category"): [words.category(categories[row.category]) for row in rows(table)],
            _("Rounds"): [words.number(row.rounds) for row in rows(table)],
            _("Invited"): [words.number(row.invited) for row in rows(table)],
            _("Unknown"): [words.number(row.unknown) for row in rows(table)],
            _("Latest round"): [words.day(row.latest_date) for row in rows(table)],
            _("Latest cut-off"): [words.number(row.latest_cutoff) for row in rows(table)],
            _("Margin"): [words.signed(row.margin) for row in rows(table)],
        }
    )


PAPER_HEIGHT = 110  # pixels of the strip on a summary_table page


PAPER_ROW = 24


def render_paper(view: View, inputs: Inputs) -> None:
    """Show the answer on one page without anything to press: words, strip and table."""
    _, words, candidate = view.words.gettext, view.words, inputs.now()
    st.title(_("My score"), anchor=False)
    if candidate is None:
        st.info(_("Enter your score and choose at least one category."), icon=":material/edit:")
        return
    st.markdown(plain(_answers(view, inputs)))
    st.markdown("\n".join(f"- :small[{told}]" for told in paragraphs(view, inputs)))
    render_hint(view, inputs)
    mine = scope_of(view, inputs)
    if len(mine.draws):
        every = standing(mine.draws, view.record.ledger, candidate)
        figure = charts.strip(
            every, names(view, inputs.codes), words, (mine.start, mine.end), candidate.profile_at
        )
        figure.update_layout(height=PAPER_HEIGHT + PAPER_ROW * len(inputs.codes))
        plot(figure, key="my-rounds-print", alt=title(mine, every), locale=words.locale)
    table = summarize(view, inputs)
    st.table(summary_table(view, table).set_index(_("Category")))


def _answers(view: View, inputs: Inputs) -> str:
    """Return what was entered, as a sentence on paper."""
    _, words, categories = view.words.gettext, view.words, offered(view)
    profile = _("profile submitted on {instant}").format(instant=words.instant(inputs.profile_at))
    return _("CRS score {score}; {categories}; {profile}; data as of {day}.").format(
        score=words.number(inputs.score),
        categories=words.join(words.category(categories[code]) for code in inputs.codes),
        profile=_("profile date not given") if inputs.profile_at is None else profile,
        day=words.day(view.as_of),
    )
