"""Outlook: what can honestly be said about the next rounds, and how well such statements do."""

from __future__ import annotations

import streamlit as st

from pages.outlook import calendar as outlook_calendar
from pages.outlook import next_rounds, one_category, volume
from pages.outlook import text as sentences
from pages.outlook.track_record import section as outlook_card
from pages.outlook.track_record import stored
from pages.outlook.track_record.track import Track
from pages.ui.header import render_header, warn_if_empty
from pages.ui.view import View

PATH = "outlook"


def page(view: View) -> None:
    """Show what is likely next, day by day and category by category, and the score card."""
    _, words = view.words.gettext, view.words
    render_header(
        view,
        _("Outlook"),
        _("What is likely next, and how reliable is the forecast?"),
        _(
            "Based on the rounds up to {day}, assuming current practice continues. The "
            "category filter applies to this page; the date filter doesn’t."
        ).format(day=words.day(view.as_of)),
    )
    if next_rounds.is_old(view):
        st.warning(sentences.old(view), icon=":material/history:")
    mine, scores = next_rounds.mine(view), stored.stored(view)
    track = Track(scores.card)
    if warn_if_empty(mine):
        return
    next_rounds.lead(mine)
    outlook_calendar.shown(mine)
    next_rounds.categories(mine, track)
    one_category.shown(mine, track)
    volume.shown(mine, track)
    outlook_card.shown(mine, scores, track)
