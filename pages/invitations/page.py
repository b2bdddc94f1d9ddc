"""Invitations: how many were invited, when, and in which category."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.rounds.invitations import cumulative_by_year, sizes, totals
from pages.invitations import figures, layers, plan, text
from pages.invitations.years import years
from pages.ui import data_links
from pages.ui.chart import Chart, Table
from pages.ui.charts.choices import addressed
from pages.ui.charts.page_charts import PageCharts, PageTables
from pages.ui.downloads import render_files
from pages.ui.header import render_contents, render_header, section, warn_if_empty
from pages.ui.markdown import plain
from pages.ui.pills import choice
from pages.ui.show import explain_missing, render_chart
from pages.ui.tables import percent, render_kept, render_table
from pages.ui.view import View, per_view

AUTO = "auto"
YEARS, SIZES = "invitations-by-year", "invitations-by-category"
PERIODS = (AUTO, "week", "month", "quarter", "year")
MEASURES = {"numbers": "invitations", "shares": "share"}


@dataclass(frozen=True)
class Choices:
    """What a reader chooses here."""

    by: str = addressed(
        "by",
        "option",
        "The period by which invitations are added up; auto picks one that suits the dates.",
        default=AUTO,
        options=PERIODS,
        example="month",
    )
    show: str = addressed(
        "show",
        "option",
        "Whether numbers of invitations or shares of each period’s are given.",
        default="numbers",
        options=tuple(MEASURES),
        example="shares",
    )


def render(view: View) -> None:
    """Render invitations by period, this year against earlier ones, and a row per category."""
    _ = view.words.gettext
    question = _("How many invitations were issued, when, and in which category?")
    render_header(view, _("Invitations"), question)
    if warn_if_empty(view):
        return
    render_contents(view.words, _sections(view))
    with section("periods"):
        choices = _render_controls(view)
        render_chart(view, CHARTS, "invitations", choices)
    with section("years"):
        _render_years(view, choices)
    with section("plan"):
        if render_chart(view, CHARTS, "plan", choices):
            plan.render_sources(view)
    with section("sizes"):
        _render_categories(view)
    data_links.render(view, ["rounds", "weekly", "levels", "admissions"])


def _sections(view: View) -> dict[str, str]:
    """Return the sections of the page by their names."""
    _ = view.words.gettext
    return {
        "periods": _("When, and in which category"),
        "years": _("Year by year"),
        **({"plan": _("Against the levels plan")} if plan.chart(view) else {}),
        "sizes": _("Sizes of rounds"),
    }


def _render_controls(view: View) -> Choices:
    _ = view.words.gettext
    periods = {
        AUTO: _("Auto"),
        "week": _("Week"),
        "month": _("Month"),
        "quarter": _("Quarter"),
        "year": _("Year"),
    }
    measures = {"numbers": _("Numbers"), "shares": _("Percentages")}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        period = choice(
            "by",
            _("Group by"),
            periods,
            help_=_("Auto picks a period that suits the chosen dates."),
        )
        measure = choice("show", _("Show as"), measures)
    return Choices(period, measure)


@per_view
def _bars_chart(view: View, by: str, show: str) -> Chart | None:
    measure = MEASURES[show]
    period = figures.suitable_period(view.start, view.end) if by == AUTO else by
    _, by_category = view.words.gettext, sizes(view.draws)
    by_period = totals(view.draws, period, view.start, view.end)
    if by_period.empty:
        return None
    labels = {code: view.short(code) for code in by_category["category"]}
    everyone = totals(layers.everyone(view), period, view.start, view.end)
    whole = everyone.groupby("period_start")["invitations"].sum()
    of = by_period["period_start"].map(whole)
    by_period["share"] = by_period["invitations"] / of.where(of > 0)
    return Chart(
        figure=_bars(view, everyone, period, measure),
        key="invitations",
        span=(by_period["period_start"].iloc[0].date(), view.end),
        picks=period,
        measure=_("Invitations") if measure == "invitations" else _("Share of invitations"),
        categories=list(labels),
        title=text.taken(view),
        note=text.bar_note(view, by_period, period, measure),
        alt=text.bars_alt(view, by_period, by_category, period),
        table=_wide(by_period, whole, measure, has_others=layers.is_part(view)),
        columns=_columns(view, labels, measure),
    )


def _bars(view: View, everyone: pd.DataFrame, period: str, measure: str) -> Any:
    words, drawn = view.words, layers.layers(view)
    stack = layers.stacked(everyone, drawn)
    names = {code: view.short(code) for code in view.categories}
    stack["hover"] = figures.hovers(stack, everyone, drawn, names, period, words)
    cut = text.on_a_phone(view, period)
    return figures.bars(figures.Bars(stack, drawn, period, measure, view.end, cut), words)


def _wide(
    by_period: pd.DataFrame, whole: pd.Series[int], measure: str, *, has_others: bool
) -> pd.DataFrame:
    """Return a row per period, newest first, with a column per category.

    If it `has_others`, a column has the invitations of all categories, those not chosen included.
    """
    total = by_period.groupby("period_start")[["invitations", "rounds"]].sum()
    if has_others:
        total["everyone"] = whole
    by_category = by_period.pivot_table(
        index="period_start", columns="category", values=measure, dropna=False, sort=False
    )
    return total.join(by_category).iloc[::-1].reset_index()


def _columns(view: View, labels: dict[str, str], measure: str) -> dict[str, str]:
    _ = view.words.gettext
    if measure == "share":
        meaning = _("{category}: share of the period’s invitations in all categories, 0 to 1")
    else:
        meaning = _("{category}: invitations to apply issued in the period")
    everyone = _("All categories: invitations to apply, also in those not chosen")
    # The text before the first colon is the header of the column.
    names = {
        code: label.replace(":", "\N{MODIFIER LETTER COLON}") for code, label in labels.items()
    }
    return {
        "period_start": _("From: first day of the period"),
        "invitations": _("All: invitations to apply in all chosen categories"),
        "rounds": _("Rounds: in all chosen categories"),
        **({"everyone": everyone} if layers.is_part(view) else {}),
        **{code: meaning.format(category=label) for code, label in names.items()},
    }


def _render_years(view: View, choices: Choices) -> None:
    """Show the years or, if all chosen categories are inactive, since when there is nothing."""
    draws = view.in_categories
    if draws.empty or not set(draws["category"]) <= set(view.inactive):
        render_chart(view, CHARTS, YEARS, choices)
        return
    since, totals = text.none_lately(view, cumulative_by_year(draws, view.end))
    explain_missing(view, f"{since}. {totals}", YEARS)
    st.header(plain(since), anchor=False)
    st.markdown(plain(totals))


@per_view
def _years_chart(view: View) -> Chart | None:
    _, words = view.words.gettext, view.words
    draws = view.in_categories
    running = cumulative_by_year(draws, view.end)
    if running.empty:
        return None
    running = _without_empty(running)
    title = view.of_chosen(text.years_title(view, draws, running))
    largest = draws.iloc[draws["invitations"].argmax()]
    return Chart(
        figure=years(running, largest, view.short(largest["category"]), words),
        key=YEARS,
        categories=view.filter.categories,
        measure=_("Invitations since 1 January"),
        title=title,
        note=text.years_note(view, running),
        alt=text.years_alt(view, running, title),
        table=running.iloc[::-1],
        columns={
            "year": _("Year"),
            "date": _("Date: a day with a round, or the first or last day of the year"),
            "invitations": _("Invitations: from 1 January to the end of the day"),
            "rounds": _("Rounds: from 1 January to the end of the day"),
        },
    )


def _without_empty(running: pd.DataFrame) -> pd.DataFrame:
    """Leave out the years without any invitation, but for the last two, which are compared."""
    invited = running.groupby("year")["invitations"].transform("max") > 0
    return running[invited | (running["year"] >= running["year"].max() - 1)]


CHARTS = PageCharts(
    "invitations",
    {
        "invitations": lambda view, c: _bars_chart(view, c.by, c.show),
        YEARS: lambda view, _choices: _years_chart(view),
        "plan": lambda view, _choices: plan.chart(view),
    },
    Choices,
)


def _render_categories(view: View) -> None:
    words, sizes_ = view.words, _sizes_table(view)
    st.header(sizes_.title, anchor=False)
    text = words.gettext("{period}. For equal sizes, the most recent round is shown.")
    st.caption(text.format(period=words.period(view.start, view.end)))
    table, columns = sizes_.table, sizes_.columns
    labelled = table.assign(
        smallest_id="#" + table["smallest_id"], largest_id="#" + table["largest_id"]
    )
    config = {"share": percent(columns["share"])}
    show = partial(render_table, words, labelled, columns, alt=sizes_.title, config=config)
    render_kept(sizes_.token, partial(show, height="content"))
    render_files(view, TABLES, SIZES)


@per_view
def _sizes_table(view: View) -> Table:
    _, by_category = view.words.gettext, sizes(view.draws)
    return Table(
        by_category.assign(category=by_category["category"].map(view.short)),
        key=SIZES,
        title=_("How large are the rounds of each category?"),
        columns={
            "category": _("Category"),
            "rounds": _("Rounds"),
            "invitations": _("Invitations: total of all its rounds"),
            "share": _("Share: of all invitations shown here"),
            "median": _("Median: invitations per round; half of the rounds had fewer"),
            "smallest": _("Smallest: invitations in the smallest round"),
            "smallest_id": _("Smallest round: its number"),
            "largest": _("Largest: invitations in the largest round"),
            "largest_id": _("Largest round: its number"),
            "latest_date": _("Latest: date of the latest round"),
        },
    )


TABLES = PageTables("invitations", {SIZES: lambda view, _choices: _sizes_table(view)})
