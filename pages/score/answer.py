"""The answer of My score in sentences: what past rounds would have meant for a candidate."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.periods import as_known_on
from analysis.rounds.frequency import gaps
from analysis.score.standing import summary
from data.vocabulary.filter import Filter
from data.vocabulary.places import OUTLOOK
from pages.outlook.text import has_begun
from pages.plot.style import rows
from pages.score.inputs import Inputs
from pages.score.link import PNP, selectable_categories
from pages.score.text import Known, nomination_hint, sentences, usual_gap
from pages.ui.markdown import plain
from pages.ui.view import View


def filter_by_inputs(view: View, inputs: Inputs) -> View:
    """Return the view of the rounds in the categories and from the date entered."""
    codes = tuple(code for code in inputs.codes if code in view.categories)
    filter_ = Filter(codes, inputs.since, None)
    if filter_ == view.filter:
        return view
    return replace(view, filter=filter_, draws=filter_.apply(view.history))


def summarize(view: View, inputs: Inputs) -> pd.DataFrame:
    """Return what past rounds would have meant by category; empty without a score."""
    candidate = inputs.candidate()
    if candidate is None:
        return pd.DataFrame()
    return summary(
        view.history,
        view.record.ledger,
        candidate,
        inputs.since,
        view.as_of,
        scale_from=view.scale_from,
    )


def render_answer(view: View, inputs: Inputs) -> None:
    """Show the answer in a paragraph per category."""
    with st.container(border=True, key="answer"):
        for paragraph in paragraphs(view, inputs):
            st.markdown(paragraph)
        if inputs.is_since_profile:
            text = view.words.gettext(
                "Counted from your profile, {day}. To count earlier rounds, too, fill in “Rounds "
                "since” below."
            )
            st.caption(plain(text.format(day=view.words.day(inputs.since))))
        render_hint(view, inputs)
        _render_outlook_link(view, inputs)


def known(view: View) -> Known:
    """Return how far the rounds of a view are known."""
    return Known(view.as_of, has_begun(view), view.age == "old")


def up_to(view: View, title: str) -> str:
    """Return a title that counts rounds, with the last known day if that is not yesterday."""
    if not has_begun(view):
        return title
    text = view.words.gettext("{title}, up to {day}")
    return text.format(title=title, day=view.words.day(view.as_of))


def paragraphs(view: View, inputs: Inputs) -> list[str]:
    """Return the answer for each category, inactive ones last."""
    words, categories = view.words, selectable_categories(view)
    between, texts = gaps(as_known_on(view.history, view.as_of)), []
    for row in rows(summarize(view, inputs).sort_values("dormant", kind="stable")):
        category, since = categories[row.category], inputs.since
        first, *rest = sentences(
            row, words.category(category), since, words, known(view), view.scale_from
        )
        if not row.dormant:
            days = between.loc[between["category"] == row.category, "days"]
            rest.append(usual_gap(days, words.short(category), words, known(view)))
        texts.append(f"**{plain(first)}** {plain(' '.join(rest))}")
    return texts


def _render_outlook_link(view: View, inputs: Inputs) -> None:
    """Show a link to Outlook with these categories as its filter."""
    codes = [code for code in view.categories if code in inputs.codes]
    if codes:
        # Streamlit looks up pages by address, so this stand-in leads to the one in the menu.
        target = st.Page(lambda: None, title=view.words.gettext("Outlook"), url_path=OUTLOOK)
        st.page_link(
            target,
            label=view.words.gettext("Outlook for these categories"),
            icon=":material/arrow_forward:",
            query_params={"category": codes},
        )


def render_hint(view: View, inputs: Inputs) -> None:
    """Say whether the score is likely to include a nomination, if there is doubt."""
    if inputs.score is None:
        return
    hint = nomination_hint(inputs.score, PNP in inputs.codes, view.words)
    if hint:
        st.caption(plain(hint))
