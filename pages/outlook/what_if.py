"""What if the next round of a category had this size on this day: two sliders and an answer."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from analysis.outlook import what_if
from analysis.outlook.what_if import NOMINEES, PACE_WINDOW
from pages.outlook import what_if_text as sentences
from pages.outlook.next_rounds import soon
from pages.outlook.track_record.track import Track
from pages.ui.markdown import plain
from pages.ui.tables import DAY
from pages.ui.view import View

DAYS_AHEAD = 56
STEPS = ((2000, 100), (400, 25), (100, 10), (0, 1))  # from which size on, and by how much


def shown(view: View, code: str, track: Track) -> None:
    """Show the sliders for one category, and what a round like that would mean."""
    _ = view.words.gettext
    title = _("What if the next {category} round were like this?")
    st.markdown(f"**{plain(title.format(category=view.short(code)))}**")
    if code == NOMINEES:
        st.caption(
            _(
                "Provinces decide who they nominate, and that sets the size of a PNP "
                "round. The government chooses the date. Neither is known in advance."
            )
        )
    else:
        st.caption(
            _("The government chooses the size and date, and nobody outside knows them in advance.")
        )
    with st.grid(2, min_column_width=260):
        size = _size(view, code)
        on = _day(view, code)
    found = what_if(view.history, code, size, on, view.as_of)
    with st.container(border=True, key="what-if"):
        for told in sentences.answer(view, found, size, on):
            st.markdown(told)
        st.caption(plain(sentences.accuracy(view, code, track)))


def _size(view: View, code: str) -> int:
    _ = view.words.gettext
    sizes = view.history.loc[view.history["category"] == code, "invitations"].tail(PACE_WINDOW)
    usual, low, high, step = bounds(sizes)
    label = _("Number of nominees invited") if code == NOMINEES else _("Invitations in the round")
    return int(
        st.slider(
            label,
            min_value=low,
            max_value=high,
            value=usual,
            step=step,
            key=f"what-if-size-{code}",
            persist_state="session",
            help=_("Starts at the median of the last {n} rounds.").format(n=len(sizes)),
        )
    )


def bounds(sizes: pd.Series) -> tuple[int, int, int, int]:
    """Return the usual size, the least and the most to be tried, and the step between them.

    >>> bounds(pd.Series([3000, 5000, 4500]))
    (4500, 100, 10000, 100)
    """
    usual, most = int(sizes.median()), int(sizes.max())
    step = next(step for least, step in STEPS if usual >= least)
    return max(usual // step, 1) * step, step, max(2 * most // step, 2) * step, step


def _day(view: View, code: str) -> date:
    first = view.as_of + timedelta(days=1)
    last = view.as_of + timedelta(days=DAYS_AHEAD)
    table = soon(view)
    middle = table.loc[table["category"] == code, "next_median"].iloc[0]
    usual = last if pd.isna(middle) else min(middle.date(), last)
    return st.slider(
        view.words.gettext("Date of the round"),
        min_value=first,
        max_value=last,
        value=usual,
        format=DAY,
        key=f"what-if-day-{code}",
        persist_state="session",
        help=view.words.gettext("Starts at the date by which there is a 50% chance of a round."),
    )
