"""The three small charts of a week: among the weeks before, its cut-offs, its year so far."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from analysis.periods import as_known_on
from analysis.rounds import week
from data.vocabulary.filter import Filter
from pages.ui.chart import Chart
from pages.ui.show import render_chart
from pages.ui.view import View, per_view
from pages.week import figures as charts
from pages.week import text as sentences


def shown(view: View, told: week.Brief) -> None:
    """Show the week among those before it, its cut-offs, and its year, side by side."""
    chosen = Filter(end=told.end)
    # What a chart's download says of itself: all categories, to the end of the week.
    mine = replace(view, filter=chosen, draws=chosen.apply(view.history))
    made = _made(mine, told.monday)
    with st.container(key="week-charts"):
        for column, chart in zip(st.columns(len(made), gap="medium"), made, strict=True):
            with column:
                render_chart(mine, chart)


@per_view
def _made(mine: View, day: date) -> list[Chart]:
    """Return the charts that there is something to draw for."""
    told = week.brief(mine.history, day, mine.as_of)
    made = []
    if len(told.weeks) > 1:
        made.append(_weeks(mine, told))
    if told.rounds["change"].notna().any():
        made.append(_changes(mine, told))
    return [*made, _year(mine, told)]


def _weeks(mine: View, told: week.Brief) -> Chart:
    """Return the invitations of this week and of those before it."""
    _, words = mine.words.gettext, mine.words
    title = sentences.among(told, words)
    return Chart(
        charts.weeks(told.weeks, words),
        key="week-invitations",
        title=title,
        note=_("Invitations per week. In blue: the week on this page."),
        alt=title,
        table=told.weeks.iloc[::-1],
        columns={
            "week": _("Week: Monday of the week"),
            "rounds": _("Rounds"),
            "invitations": _("Invitations: invitations to apply issued"),
        },
    )


def _changes(mine: View, told: week.Brief) -> Chart:
    """Return how far the cut-offs of the week's categories moved."""
    _, words = mine.words.gettext, mine.words
    title = sentences.moved(told, words, mine.short)
    return Chart(
        charts.changes(told.rounds, {code: mine.short(code) for code in mine.categories}, words),
        key="week-cutoffs",
        title=title,
        note=_("Points compared with the category’s previous round."),
        alt=title,
        table=told.rounds.assign(category=told.rounds["category"].map(mine.short)),
        columns={
            "round_id": _("Round"),
            "date": _("Date"),
            "category": _("Category"),
            "invitations": _("Invitations: invitations to apply issued"),
            "cutoff": _("Cut-off: CRS score of the lowest-ranked candidate invited"),
            "change": _("Change: points since the previous round of the category"),
            "previous": _("Previous cut-off: in the category’s previous round, CRS points"),
            "previous_id": _("Previous round"),
        },
    )


def _year(mine: View, told: week.Brief) -> Chart:
    """Return how the invitations of the year added up, over the year before."""
    _, words = mine.words.gettext, mine.words
    running = week.running_totals(as_known_on(mine.history, told.end), told.year_end)
    return Chart(
        charts.year(running, words),
        key="week-year",
        title=sentences.so_far(told, words),
        note=_("Invitations since 1 January. In grey: the previous year.")
        if told.year.previous_rounds
        else "",
        alt=sentences.year(told, words),
        table=running.iloc[::-1],
        columns={
            "year": _("Year"),
            "date": _("Date"),
            "invitations": _("Invitations: since 1 January"),
            "rounds": _("Rounds: since 1 January"),
        },
    )
