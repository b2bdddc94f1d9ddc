"""What if the next round of a category had this size and date: two sliders and an answer."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from analysis.outlook import WhatIf, what_if
from analysis.outlook.forecastable import MIN_SCORED
from analysis.outlook.what_if import NOMINEES, PACE_WINDOW
from pages.outlook import text as sentences
from pages.outlook.next_rounds import soon
from pages.outlook.track_record.scores import Scores
from pages.ui.markdown import plain
from pages.ui.tables import DAY
from pages.ui.view import View

DAYS_AHEAD = 56
STEPS = ((2000, 100), (400, 25), (100, 10), (0, 1))  # from which size on, and by how much
SAME_PACE = 1.1  # two paces are about the same if neither is more than this many times the other


def render(view: View, code: str, scores: Scores) -> None:
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
        size = _size_slider(view, code)
        on = _day_slider(view, code)
    result = what_if(view.history, code, size, on, view.as_of, changes=view.scale_changes)
    with st.container(border=True, key="what-if"):
        for sentence in answer(view, result, size, on):
            st.markdown(sentence)
        st.caption(plain(accuracy(view, code, scores)))


def _size_slider(view: View, code: str) -> int:
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
    """Return the usual size, and the minimum, maximum and step of the slider.

    >>> bounds(pd.Series([3000, 5000, 4500]))
    (4500, 100, 10000, 100)
    """
    usual, most = int(sizes.median()), int(sizes.max())
    step = next(step for least, step in STEPS if usual >= least)
    return max(usual // step, 1) * step, step, max(2 * most // step, 2) * step, step


def _day_slider(view: View, code: str) -> date:
    first, last, usual = days(view, code)
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


def days(view: View, code: str) -> tuple[date, date, date]:
    """Return the first and last day that can be chosen, and the one to start with."""
    first = max(view.as_of + timedelta(days=1), view.today)
    last = first + timedelta(days=DAYS_AHEAD - 1)
    table = soon(view)
    middle = table.loc[table["category"] == code, "next_median"].iloc[0]
    return first, last, last if pd.isna(middle) else min(max(middle.date(), first), last)


def answer(view: View, result: WhatIf, size: int, on: date) -> list[str]:
    """Say which cut-off to expect, and how the pace of invitations compares with the usual."""
    _, words = view.words.gettext, view.words
    text = _(
        "With **{size}** on **{day}**, the {category} cut-off would be about "
        "**{cutoff}**, 8 times out of 10 between {low} and {high}."
    )
    pace = _("That is {pace} a day since the category’s last round, {compared}.")
    if sentences.has_begun(view):
        pace = _("That is {pace} a day since the category’s last known round, {compared}.")
    facts = {
        "category": view.short(result.category),
        "size": words.invitations(size),
        "day": words.day(on),
        "cutoff": words.number(None if result.expected is None else round(result.expected)),
        "low": words.number(None if result.low is None else round(result.low)),
        "high": words.number(None if result.high is None else round(result.high)),
        "pace": words.invitations(round(result.pace or 0)),
        "compared": _compared(view, result),
    }
    escaped = {name: plain(fact) for name, fact in facts.items()}
    return [text.format(**escaped), pace.format(**escaped)]


def _compared(view: View, result: WhatIf) -> str:
    _, words = view.words.gettext, view.words
    if result.pace is None or result.usual_pace is None:
        return _("with no usual pace to compare it with")
    usual = words.number(round(result.usual_pace))
    if result.pace > SAME_PACE * result.usual_pace:
        text = _("more than the usual {usual}, so the round goes deeper into the pool")
    elif result.usual_pace > SAME_PACE * result.pace:
        text = _("fewer than the usual {usual}, so more candidates stay in the pool")
    else:
        text = _("about as usual ({usual})")
    return text.format(usual=usual)


def accuracy(view: View, code: str, scores: Scores) -> str:
    """Say how far off such cut-offs were, and that real forecasts are less accurate."""
    _, words = view.words.gettext, view.words
    what_if_error = scores.find(target="what-if", group=code, metric="mae")
    forecast_error = scores.find(target="cut-off", group=code, metric="mae")
    if what_if_error is None or forecast_error is None or what_if_error.n < MIN_SCORED:
        return _(
            "If current practice continues. This uses a size and date that no forecast can know. "
            "Too few results like this have been checked to say how far off they are."
        )
    text = words.ngettext(
        "If current practice continues. Given the actual size and date, this was off "
        "by {given} on average in {n} round since July 2023. A forecast does not know "
        "them: it was off by {open}.",
        "If current practice continues. Given the actual size and date, this was off "
        "by {given} on average in {n} rounds since July 2023. A forecast does not know "
        "them: it was off by {open}.",
        what_if_error.n,
    )
    return text.format(
        given=words.points(round(what_if_error.value)),
        open=words.points(round(forecast_error.value)),
        n=words.number(what_if_error.n),
    )
