"""Section of the frequency page: a year day by day."""

from __future__ import annotations

import streamlit as st

from analysis.rounds import frequency
from data.vocabulary.filter import categories
from pages.frequency.calendar_figure import calendar
from pages.ui.address import ignored
from pages.ui.chart import Chart
from pages.ui.markdown import plain
from pages.ui.show import render_chart
from pages.ui.view import View, per_view

YEAR = "calendar-year"


def render(view: View) -> None:
    """Render one year as a calendar."""
    render_chart(view, _calendar_chart(view, _render_year_choice(view)))


def _render_year_choice(view: View) -> int:
    """Render the choice of a year and return it: the last of the range unless another is chosen."""
    years = list(range(view.end.year, view.start.year - 1, -1))
    given = st.query_params.get(YEAR, "")
    if given and given not in map(str, years):
        st.warning(plain(ignored(YEAR, given, years, view.words)), icon=":material/link_off:")
    label = view.words.gettext("Year of the calendar")
    year = st.selectbox(label, years, key=YEAR, bind="query-params", width=160)
    return int(year or years[0])


@per_view
def _calendar_chart(view: View, year: int) -> Chart:
    _, words = view.words.gettext, view.words
    days = frequency.calendar(view.in_categories, year, view.end)
    past = days[days["known"]]
    facts = {
        "rounds": words.rounds(int(past["rounds"].sum())),
        "days": words.days(int((past["rounds"] > 0).sum())),
        "year": year,
    }
    title = _("{year}: {rounds} on {days}").format(**facts)
    if past["rounds"].sum() == 0:
        title = _("{year}: no round").format(**facts)
    names = labels(view)
    return Chart(
        calendar(days, names, words),
        key="calendar",
        categories=view.filter.categories,
        measure=_("Days with a round"),
        title=title,
        note=_(
            "Each square is a day. Pale: no round. Coloured: a round, in the colour of "
            "its category. With a number: several rounds that day. Blank: after the "
            "end of the data shown."
        ),
        alt=_("Calendar by week and weekday. {title}, with data up to {day}.").format(
            title=title, day=words.day(past["date"].iloc[-1])
        ),
        table=past.assign(
            categories=[", ".join(map(names.__getitem__, codes)) for codes in past["categories"]],
            round_ids=past["round_ids"].str.join(", "),
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
    """Return the short name of each category with a round, by code."""
    return {category.code: view.short(category.code) for category in categories(view.history)}
