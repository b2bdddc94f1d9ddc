"""The part of the frequency page that shows a year day by day."""

from __future__ import annotations

import streamlit as st

from analysis.rounds import frequency
from data.vocabulary.filter import categories
from pages.frequency import calendar_figure as charts
from pages.ui.chart import Chart
from pages.ui.show import render_chart
from pages.ui.view import View, per_view


def shown(view: View) -> None:
    """Show one year as a calendar, the last of the range unless another one is chosen."""
    render_chart(view, _calendar(view, _year(view)))


def _year(view: View) -> int:
    """Return the year of the calendar, the last of the range unless another one is chosen."""
    years = list(range(view.end.year, view.start.year - 1, -1))
    label = view.words.gettext("Year of the calendar")
    year = st.selectbox(label, years, key="calendar-year", bind="query-params", width=160)
    return int(year or years[0])


@per_view
def _calendar(view: View, year: int) -> Chart:
    """Return one year day by day."""
    _, words = view.words.gettext, view.words
    days = frequency.calendar(view.in_categories, year, view.end)
    known = days[days["known"]]
    facts = {
        "rounds": words.rounds(int(known["rounds"].sum())),
        "days": words.days(int((known["rounds"] > 0).sum())),
        "year": year,
    }
    title = _("{year}: {rounds} on {days}").format(**facts)
    if known["rounds"].sum() == 0:
        title = _("{year}: no round").format(**facts)
    names = labels(view)
    return Chart(
        charts.year(days, names, words),
        key="calendar",
        title=title,
        note=_(
            "Each square is a day. Pale: no round. Coloured: a round, in the colour of "
            "its category. With a number: several rounds that day. Blank: after the "
            "end of the data shown."
        ),
        alt=_("Calendar by week and weekday. {title}, with data up to {day}.").format(
            title=title, day=words.day(known["date"].iloc[-1])
        ),
        table=known.assign(
            categories=[", ".join(map(names.__getitem__, codes)) for codes in known["categories"]],
            round_ids=known["round_ids"].str.join(", "),
        ),
        columns={
            "date": _("Date"),
            "rounds": _("Rounds: on that day"),
            "invitations": _("Invitations: on that day"),
            "categories": _("Categories: one for each round"),
            "round_ids": _("Which rounds: their round numbers"),
        },
    )


def labels(view: View) -> dict[str, str]:
    """Return the short names of all categories that have a round, by their codes."""
    return {found.code: view.short(found.code) for found in categories(view.history)}
