"""New rounds for those who have a page open: said by itself, shown when they want it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data.rounds.record import Record
from data.vocabulary.filter import categories
from pages import served
from pages.language import Words
from pages.ui.markdown import plain
from pages.ui.view import View

SECONDS = 60  # between two looks of an open page
MOST_NAMED = 3
TOLD = "news-told"


@st.fragment(run_every=SECONDS)
def watch(view: View) -> None:
    """Say how many rounds have come since this view was made, with a button that shows them.

    All open pages look again and again, so a look is a comparison of stamps while nothing changed.
    Only this fragment runs then: filters, inputs and charts stay untouched.
    """
    held = served.current().snapshot()
    if held.stamp == view.stamp:
        return
    new = added(view.record, held.record)
    if new.empty:
        return
    said, n_ = plain(sentence(new, held.record, view.words)), view.words.ngettext
    if st.session_state.get(TOLD) != held.stamp:
        # Once, for those who have scrolled down.
        st.session_state[TOLD] = held.stamp
        st.toast(said, icon=":material/notifications:", duration="short")
    with st.container(key="news", horizontal=True, vertical_alignment="center", border=True):
        st.markdown(f":material/notifications: {said}")
        if st.button(n_("Show it", "Show them", len(new)), key="show-news", type="primary"):
            st.rerun()


def added(before: Record, now: Record) -> pd.DataFrame:
    """Return the rounds of the record that it did not have before, newest first.

    >>> from data.rounds.record import load
    >>> record = load()
    >>> added(record, record).empty
    True
    """
    known = before.draws["round_id"]
    return now.draws[~now.draws["round_id"].isin(known)].iloc[::-1]


def sentence(new: pd.DataFrame, record: Record, words: Words) -> str:
    """Return how many rounds are new and what the newest of them are, as plain text."""
    names = {c.code: words.short(c) for c in categories(record.draws)}
    told = [
        words.gettext("{category}, cut-off {cutoff}, {invitations}").format(
            category=names[row["category"]],
            cutoff=words.number(row["cutoff"]),
            invitations=words.invitations(row["invitations"]),
        )
        for row in new.head(MOST_NAMED).to_dict("records")
    ]
    if len(new) > MOST_NAMED:
        text = words.ngettext(
            "{n} new round, including: {rounds}", "{n} new rounds, including: {rounds}", len(new)
        )
    else:
        text = words.ngettext("{n} new round: {rounds}", "{n} new rounds: {rounds}", len(new))
    return text.format(n=words.number(len(new)), rounds="; ".join(told))
