"""The chance of an invitation in the coming months, as My score shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pandas as pd
import streamlit as st

from analysis.outlook import invitation_chances
from analysis.outlook.chance import HIGH, HORIZONS, LOW
from analysis.rounds.frequency import ANY
from pages.outlook import said
from pages.outlook import text as outlook
from pages.outlook.track_record.accuracy import calibration
from pages.outlook.track_record.scores import load_scores
from pages.plot.style import rows
from pages.ui.events import scale
from pages.ui.markdown import plain
from pages.ui.view import View


def render(view: View, score: int, codes: Sequence[str]) -> None:
    """Show the chance of an invitation within 3 and 6 months, and how accurate such chances are.

    On old data only what the chance was then is said.
    """
    _ = view.words.gettext
    table = invitation_chances(view.history, score, codes, view.as_of, changes=view.scale_changes)
    left_out = table.loc[(table["category"] != ANY) & (table["status"] != "ok"), "category"]
    table = table[table["probability"].notna()]
    joint, single = table[table["category"] == ANY], table[table["category"] != ANY]
    st.header(_heading(view), anchor=False)
    if view.age == "old":
        st.markdown(plain(outlook.need(view)))
    if joint.empty:
        st.caption(_("No forecast: none of your categories has had enough recent rounds."))
        return
    if view.age == "old":
        st.subheader(said.title(view, is_saved=False), anchor=False)
        st.markdown(plain(_as_said(view, score, joint)))
        return
    if outlook.has_begun(view):
        st.markdown(plain(outlook.counted_from(view)))
    _render_chances(view, joint)
    if len(single) > len(joint):
        st.markdown(plain(_by_category(view, single)))
    changes = scale.ahead(view, view.as_of + timedelta(days=max(HORIZONS.values())))
    limits = [_limits(view, list(dict.fromkeys(left_out))), changes]
    st.caption(plain(" ".join(filter(None, limits))))


def _heading(view: View) -> str:
    _ = view.words.gettext
    if not outlook.has_begun(view):
        return _("What are your chances of an invitation in the coming months?")
    text = _("What are your chances of an invitation in the months after {day}?")
    if view.age == "old":
        text = _("What were your chances of an invitation in the months after {day}?")
    return text.format(day=view.words.day(view.as_of))


def _as_said(view: View, score: int, joint: pd.DataFrame) -> str:
    """Return the chances of the last known day in the past tense, to be judged."""
    _, words = view.words.gettext, view.words
    phrase = _("{chance} by {day}")
    listed = words.join(
        phrase.format(
            chance=chance(view, row.probability),
            day=words.day(view.as_of + timedelta(days=HORIZONS[row.horizon_months])),
        )
        for row in rows(joint)
    )
    text = _(
        "With a score of {score}, the chance of an invitation would have been put at {listed}. "
        "Whether one came is not known, and it says nothing about the days from today on."
    )
    return text.format(score=words.number(score), listed=listed)


def _render_chances(view: View, joint: pd.DataFrame) -> None:
    _ = view.words.gettext
    reliability = load_scores(view).reliability
    with st.grid(2, min_column_width=240):
        for row in rows(joint):
            with st.container(border=True):
                st.metric(
                    horizon(view, row.horizon_months),
                    chance(view, row.probability),
                    help=_("If current practice continues and your score stays the same."),
                )
                accuracy = calibration(view, reliability, row.horizon_months, row.probability)
                st.caption(
                    plain(
                        accuracy or _("There are no accuracy results for forecasts like this yet.")
                    )
                )


def chance(view: View, share: float) -> str:
    """Return a chance in words, between "2% or less" and "95% or more"."""
    return outlook.chance(view, share, LOW, HIGH)


def horizon(view: View, months: int) -> str:
    """Return a number of months in words, with the day they end on."""
    words = view.words
    text = words.ngettext("Within {n} month, by {day}", "Within {n} months, by {day}", months)
    end = view.as_of + timedelta(days=HORIZONS[months])
    return text.format(n=words.number(months), day=words.day(end))


def _by_category(view: View, single: pd.DataFrame) -> str:
    _ = view.words.gettext
    text = _("{category} {three} and {six}")
    three, six = (
        {row.category: row.probability for row in rows(single[single["horizon_months"] == months])}
        for months in HORIZONS
    )
    phrases = [
        text.format(
            category=view.short(code), three=chance(view, share), six=chance(view, six[code])
        )
        for code, share in three.items()
    ]
    return _("By category, within 3 and 6 months: {named}.").format(named="; ".join(phrases))


def _limits(view: View, left_out: Sequence[str]) -> str:
    _, words = view.words.gettext, view.words
    text = _(
        "If current practice continues after {day}, and your score and eligibility "
        "stay the same. A score equal to the cut-off counts as invited, whatever "
        "the tie-break. The chance shown is never below {low} or above {high}, "
        "because something unexpected can always happen."
    ).format(day=words.day(view.as_of), low=words.percent(LOW), high=words.percent(HIGH))
    if not left_out:
        return text
    categories = words.join(view.short(code) for code in left_out if code in view.categories)
    note = _("Not included, because of too few rounds or none in a year: {categories}.")
    return f"{text} {note.format(categories=categories)}"
