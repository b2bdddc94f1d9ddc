"""Section of the week page: three small charts, of weeks before, cut-offs and the year so far."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from analysis.periods import as_known_on
from analysis.rounds import week
from data.vocabulary.filter import Filter
from pages.language import columns
from pages.ui.chart import Chart
from pages.ui.show import render_chart
from pages.ui.view import View, per_view
from pages.week import figures, text


def render(view: View, brief: week.Brief) -> None:
    """Render the charts of a week side by side."""
    # Downloads state the filter: all categories, to the end of the week.
    to_week = Filter(end=brief.end)
    view = replace(view, filter=to_week, draws=to_week.apply(view.history))
    charts = _charts(view, brief.monday)
    with st.container(key="week-charts"):
        for column, chart in zip(st.columns(len(charts), gap="medium"), charts, strict=True):
            with column:
                render_chart(view, chart)


@per_view
def _charts(view: View, day: date) -> list[Chart]:
    brief = week.brief(view.history, day, view.as_of, view.scale_changes)
    charts = []
    if len(brief.weeks) > 1:
        charts.append(_weeks_chart(view, brief))
    if brief.rounds["change"].notna().any():
        charts.append(_changes_chart(view, brief))
    return [*charts, _year_chart(view, brief)]


def _weeks_chart(view: View, brief: week.Brief) -> Chart:
    _, words = view.words.gettext, view.words
    title = text.invitations_compared(brief, words)
    return Chart(
        figures.weeks(brief.weeks, words),
        key="week-invitations",
        span=(brief.weeks["week"].iloc[0].date(), brief.end),
        measure=_("Invitations per week"),
        title=title,
        note=_("Invitations per week. In blue: the week on this page."),
        table=brief.weeks.iloc[::-1],
        columns=columns.meanings(words, "weekly", "week", "rounds", "invitations"),
    )


def _changes_chart(view: View, brief: week.Brief) -> Chart:
    _, words = view.words.gettext, view.words
    title = text.largest_change(brief, words, view.short)
    names = ("round_id", "date", "category", "invitations", "cutoff", "change")
    return Chart(
        figures.changes(brief.rounds, {code: view.short(code) for code in view.categories}, words),
        key="week-cutoffs",
        measure=_("Change in CRS cut-off"),
        title=title,
        note=_("Points compared with the category’s previous round."),
        table=brief.rounds.assign(category=brief.rounds["category"].map(view.short)),
        columns={
            **columns.meanings(words, "rounds", *names),
            "previous": _("Previous cut-off: in the category’s previous round, CRS points"),
            "previous_id": _("Previous round"),
        },
    )


def _year_chart(view: View, brief: week.Brief) -> Chart:
    _, words = view.words.gettext, view.words
    running = week.running_totals(as_known_on(view.history, brief.end), brief.year_end)
    return Chart(
        figures.year(running, words),
        key="week-year",
        measure=_("Invitations since 1 January"),
        title=text.year_to_date(brief, words),
        note=_("Invitations since 1 January. In grey: the previous year.")
        if brief.year.previous_rounds
        else "",
        alt=text.year_summary(brief, words),
        table=running.iloc[::-1],
        columns={
            "year": _("Year"),
            "date": _("Date"),
            "invitations": _("Invitations: since 1 January"),
            "rounds": _("Rounds: since 1 January"),
        },
    )
