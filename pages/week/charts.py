"""Section of the week page: three small charts, of weeks before, cut-offs and the year so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import streamlit as st

from analysis.periods import as_known_on
from analysis.rounds import week
from data.vocabulary.filter import Filter
from pages.language import columns
from pages.ui.chart import Chart
from pages.ui.charts.choices import addressed
from pages.ui.charts.page_charts import Maker, PageCharts
from pages.ui.show import render_chart
from pages.ui.view import View, per_view
from pages.week import figures, text


@dataclass(frozen=True)
class Choices:
    """What a reader chooses here: a week, by default the latest one with a round."""

    week: str = addressed(
        "week",
        "text",
        "The ISO week; without it, the latest one with a round.",
        default="",
        pattern=r"^\d{4}-W\d{2}$",
        example="2023-W49",
    )


def render(view: View, brief: week.Brief) -> None:
    """Render the charts of a week side by side."""
    choices = Choices(week.week_name(brief.monday))
    names = list(_charts(_to_week(view, choices), brief.monday))
    with st.container(key="week-charts"):
        for column, name in zip(st.columns(len(names), gap="medium"), names, strict=True):
            with column:
                render_chart(view, CHARTS, name, choices)


def _monday(view: View, choices: Choices) -> date | None:
    """Return the Monday of the chosen week, or None if the data has no such week."""
    draws = as_known_on(view.history, view.as_of)
    if draws.empty:
        return None
    first, latest = draws["date"].iloc[0].date(), draws["date"].iloc[-1].date()
    if not choices.week:
        return latest - timedelta(days=latest.weekday())
    try:
        monday = week.parse_week(choices.week, latest.year)
    except ValueError:
        return None
    return monday if first - timedelta(days=first.weekday()) <= monday <= view.as_of else None


def _to_week(view: View, choices: Choices) -> View:
    """Return the view of all categories to the end of the week, which downloads state."""
    monday = _monday(view, choices)
    chosen = Filter(end=monday and min(monday + timedelta(days=6), view.as_of))
    if chosen == view.filter:
        return view
    return replace(view, filter=chosen, draws=chosen.apply(view.history))


def _maker(name: str) -> Maker:
    def of_choices(view: View, choices: Choices) -> Chart | None:
        monday = _monday(view, choices)
        return None if monday is None else _charts(view, monday).get(name)

    return of_choices


NAMES = ("week-invitations", "week-cutoffs", "week-year")
CHARTS = PageCharts(
    "week",
    {name: _maker(name) for name in NAMES},
    Choices,
    filters=(),
    scope=_to_week,
    needs_rounds=False,
)


@per_view
def _charts(view: View, day: date) -> dict[str, Chart]:
    """Return the charts of a week by name."""
    brief = week.brief(view.history, day, view.as_of, view.scale_changes)
    charts = []
    if len(brief.weeks) > 1:
        charts.append(_weeks_chart(view, brief))
    if brief.rounds["change"].notna().any():
        charts.append(_changes_chart(view, brief))
    return {chart.key: chart for chart in [*charts, _year_chart(view, brief)]}


def _weeks_chart(view: View, brief: week.Brief) -> Chart:
    _, words = view.words.gettext, view.words
    title = text.invitations_compared(brief, words)
    return Chart(
        figures.weeks(brief.weeks, words),
        key="week-invitations",
        span=(brief.weeks["week"].iloc[0].date(), brief.end),
        measure=_("Invitations per week"),
        title=title,
        note=_("In blue: {period}. Rule: the median of the weeks before that had a round.").format(
            period=words.period(brief.monday, brief.end)
        ),
        table=brief.weeks.iloc[::-1],
        columns=columns.meanings(words, "weekly", "week", "rounds", "invitations"),
    )


def _changes_chart(view: View, brief: week.Brief) -> Chart:
    _, words = view.words.gettext, view.words
    title = text.changes(brief, words, view.short)
    names = ("round_id", "date", "category", "invitations", "cutoff", "change")
    return Chart(
        figures.changes(
            brief.rounds,
            {code: view.short(code) for code in view.categories},
            {code: view.brief(code) for code in view.categories},
            words,
        ),
        key="week-cutoffs",
        measure=_("Change in CRS cut-off"),
        title=title,
        note=_(
            "Rounds from {period}, in points compared with the category’s previous round."
        ).format(period=words.period(brief.monday, brief.end)),
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
        note=_("Invitations since 1 January. Grey: the previous year.")
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
