"""Outlook: what can honestly be said about the next rounds, and how well such statements do."""

from __future__ import annotations

import streamlit as st

from pages import (
    outlook_calendar,
    outlook_card,
    outlook_closer,
    outlook_next,
    outlook_scores,
    outlook_volume,
)
from pages.parts import empty, header
from pages.view import View
from pages.words import outlook as sentences
from pages.words.track_record import Track

PATH = "outlook"


def page(view: View) -> None:
    """Show what is likely next, day by day and category by category, and the score card."""
    _, words = view.words.gettext, view.words
    header(
        view,
        _("Outlook"),
        _("What is likely next, and how much can one rely on it?"),
        _(
            "Made from the rounds up to {day}, if current practice continues. The categories "
            "of the filters apply here, their days do not."
        ).format(day=words.day(view.as_of)),
    )
    if outlook_next.is_old(view):
        st.warning(sentences.old(view), icon=":material/history:")
    mine, scores = outlook_next.mine(view), outlook_scores.stored(view)
    track = Track(scores.card)
    if empty(mine):
        return
    outlook_next.lead(mine)
    outlook_calendar.shown(mine)
    outlook_next.categories(mine, track)
    outlook_closer.shown(mine, track)
    outlook_volume.shown(mine, track)
    outlook_card.shown(mine, scores, track)
