"""What past rounds would have meant for a candidate, in sentences."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.score.standing import summary
from data.vocabulary.filter import Filter
from pages.plot.style import rows
from pages.score.inputs import Inputs
from pages.score.link import PNP, offered
from pages.score.text import nomination, sentences
from pages.ui.markdown import plain
from pages.ui.view import View


def scope_of(view: View, inputs: Inputs) -> View:
    """Return the view of the rounds that count here, which downloads then say of themselves."""
    known = tuple(code for code in inputs.codes if code in view.categories)
    chosen = Filter(known, inputs.since, None)
    draws, private = chosen.apply(view.history), "score" not in st.query_params
    return replace(view, filter=chosen, draws=draws, private=private)


def names(view: View, codes: tuple[str, ...]) -> dict[str, str]:
    """Return the short names of the categories that have a round, by their codes."""
    return {code: view.short(code) for code in view.categories if code in codes}


def summarize(view: View, inputs: Inputs) -> pd.DataFrame:
    """Return what past rounds would have meant by category; empty without a score."""
    candidate = inputs.now()
    if candidate is None:
        return pd.DataFrame()
    return summary(view.history, view.record.ledger, candidate, inputs.since, view.as_of)


def render_answer(view: View, inputs: Inputs) -> None:
    """Show the answer in sentences, a paragraph per category, those that are dormant last."""
    with st.container(border=True, key="answer"):
        for told in paragraphs(view, inputs):
            st.markdown(told)
        render_hint(view, inputs)


def paragraphs(view: View, inputs: Inputs) -> list[str]:
    """Return the answer for each category, the dormant ones last."""
    words, categories = view.words, offered(view)
    texts = []
    for row in rows(summarize(view, inputs).sort_values("dormant", kind="stable")):
        told = sentences(row, words.category(categories[row.category]), inputs.since, words)
        texts.append(f"**{plain(told[0])}** {plain(' '.join(told[1:]))}")
    return texts


def render_hint(view: View, inputs: Inputs) -> None:
    """Say whether a nomination's points are likely in the score, where that is worth saying."""
    if inputs.score is None:
        return
    held = nomination(inputs.score, PNP in inputs.codes, view.words)
    if held:
        st.caption(plain(held))


def title(mine: View, every: pd.DataFrame) -> str:
    """Return how many of the rounds would have invited, and how many cannot be told."""
    words, n_ = mine.words, mine.words.ngettext
    tally = every["outcome"].value_counts()
    unknown = int(tally.reindex(["unknown_profile", "unknown_tie_break"]).sum())
    facts = {
        "invited": words.number(tally.reindex(["invited", "tie_break_invited"]).sum()),
        "rounds": words.number(len(every)),
        "unknown": words.number(unknown),
    }
    if unknown:
        text = n_(
            "{invited} of {rounds} round would have invited you, {unknown} unknown",
            "{invited} of {rounds} rounds would have invited you, {unknown} unknown",
            len(every),
        )
    else:
        text = n_(
            "{invited} of {rounds} round would have invited you",
            "{invited} of {rounds} rounds would have invited you",
            len(every),
        )
    return text.format(**facts)
