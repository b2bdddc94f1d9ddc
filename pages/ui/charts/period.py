"""Ways back from the dates that are chosen, in the filters or by dragging across a chart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from pages.ui.markdown import plain
from pages.ui.view import View

Days = tuple[date | None, date | None]  # the first and the last; None is open
ALL: Days = (None, None)
NOW, BEFORE = "dates-now", "dates-before"  # in the session


def render_ways_back(view: View) -> None:
    """Show buttons to the dates that were chosen before, and to all dates."""
    _, now = view.words.gettext, (view.filter.start, view.filter.end)
    before = _before(now)
    ways = []
    if before not in (now, ALL):
        ways.append((_("Back to {period}").format(period=_said(view, before)), "undo", before))
    if now != ALL:
        ways.append((_("All dates"), "close", ALL))
    if ways:
        with st.container(horizontal=True, gap="medium"):
            for text, icon, days in ways:
                st.button(
                    plain(text),
                    icon=f":material/{icon}:",
                    type="tertiary",
                    key=f"dates-{icon}",
                    on_click=_choose,
                    args=days,
                )


def _before(now: Days) -> Days:
    """Return the dates before those of now, which are remembered for as long as they hold."""
    last: Days = st.session_state.get(NOW, now)
    if last != now:
        st.session_state[BEFORE] = last
    st.session_state[NOW] = now
    before: Days = st.session_state.get(BEFORE, now)
    return before


def _said(view: View, days: Days) -> str:
    start, end = days
    other = replace(view, filter=replace(view.filter, start=start, end=end))
    return view.words.period(other.start, other.end)


def _choose(start: date | None, end: date | None) -> None:
    st.session_state["from"], st.session_state["to"] = start, end
    st.rerun()  # also what is outside the page: the fields of the dates
