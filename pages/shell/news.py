"""The notice of new rounds on a page that is open."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data.rounds.record import Record
from pages import served
from pages.language import Words
from pages.ui.markdown import plain
from pages.ui.view import View

SECONDS = 60  # between two checks by an open page
MAX_NAMED = 3
ANNOUNCED = "news-told"


@st.fragment(run_every=SECONDS)
def watch(view: View) -> None:
    """Announce the rounds that are newer than this view, with a button that shows them.

    Every open page runs this again and again, so it only compares stamps while nothing changes.
    As a fragment it runs alone: filters, inputs and charts stay untouched.
    """
    snapshot = served.current().snapshot()
    if snapshot.stamp == view.stamp:
        return
    new = added(view.record, snapshot.record)
    if new.empty:
        return
    message, n_ = plain(sentence(new, snapshot.record, view.words)), view.words.ngettext
    if st.session_state.get(ANNOUNCED) != snapshot.stamp:
        # Shown once, for readers who have scrolled down.
        st.session_state[ANNOUNCED] = snapshot.stamp
        st.toast(message, icon=":material/notifications:", duration="short")
    with st.container(key="news", horizontal=True, vertical_alignment="center", border=True):
        st.markdown(f":material/notifications: {message}")
        if st.button(n_("Show it", "Show them", len(new)), key="show-news", type="primary"):
            st.rerun()


def added(before: Record, now: Record) -> pd.DataFrame:
    """Return the rounds in `now` that are not in `before`, newest first.

    >>> from data.rounds.record import load
    >>> record = load()
    >>> added(record, record).empty
    True
    """
    is_new = ~now.draws["round_id"].isin(before.draws["round_id"])
    return now.draws[is_new].iloc[::-1]


def sentence(new: pd.DataFrame, record: Record, words: Words) -> str:
    """Return the number of new rounds and the newest of them, as plain text."""
    names = {c.code: words.short(c) for c in record.categories}
    rounds = [
        words.gettext("{category}, cut-off {cutoff}, {invitations}").format(
            category=names[row["category"]],
            cutoff=words.number(row["cutoff"]),
            invitations=words.invitations(row["invitations"]),
        )
        for row in new.head(MAX_NAMED).to_dict("records")
    ]
    if len(new) > MAX_NAMED:
        text = words.ngettext(
            "{n} new round, including: {rounds}", "{n} new rounds, including: {rounds}", len(new)
        )
    else:
        text = words.ngettext("{n} new round: {rounds}", "{n} new rounds: {rounds}", len(new))
    return text.format(n=words.number(len(new)), rounds="; ".join(rounds))
