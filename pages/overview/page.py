"""Overview: the latest round in context, and where each category stands."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from analysis.periods import mondays
from analysis.pool.snapshots import latest_snapshot as latest_pool
from analysis.rounds.facts import facts, latest_week
from analysis.rounds.frequency import waits
from analysis.rounds.invitations import YearToDate, year_to_date
from data.vocabulary.languages import query
from pages.language import columns
from pages.overview import standing, text
from pages.rounds.facts import sentences
from pages.ui import data_links
from pages.ui.charts.page_charts import PageCharts
from pages.ui.header import render_header, warn_if_empty
from pages.ui.markdown import plain
from pages.ui.show import render_chart
from pages.ui.tables import render_kept, render_table
from pages.ui.view import View, per_view

CHARTS = PageCharts("overview", {standing.KEY: lambda view, _choices: standing.chart(view)})


def render(view: View) -> None:
    """Render the latest round, key figures, every category and the latest week with a round."""
    _ = view.words.gettext
    render_header(
        view,
        _("Overview"),
        _("What was the latest Express Entry round, and where does each category stand?"),
        has_numbers=True,
    )
    if warn_if_empty(view):
        return
    _render_latest_round(view)
    with st.container(key="overview"):  # on a phone the chart comes first
        _render_key_figures(view)
        render_chart(view, CHARTS, standing.KEY)
    _render_latest_week(view)
    data_links.render(view, ["rounds"])


@per_view
def _fact_sentences(view: View) -> list[str]:
    found = facts(view.history, view.draws["round_id"].iloc[-1], view.scale_changes)
    return sentences(found, view.words, view.short)


@per_view
def _key_figures(view: View) -> tuple[YearToDate, pd.DataFrame, int]:
    """Return this year against the last, the latest pool, and the days since the last round."""
    # The first row of the waits is the one of any category.
    days_since = int(waits(view.draws, view.end)["wait"].iloc[0])
    year = year_to_date(view.in_categories, view.end)
    return year, latest_pool(view.record.pool, view.end), days_since


def _render_latest_round(view: View) -> None:
    _, words = view.words.gettext, view.words
    latest = view.draws.iloc[-1]
    with st.container(border=True, key="latest"):
        st.caption(_("Last known round") if view.age == "old" else _("Latest round"))
        st.header(
            plain(
                _("{category}: cut-off {cutoff}, {invitations}").format(
                    category=view.label(latest["category"]),
                    cutoff=words.number(latest["cutoff"]),
                    invitations=words.invitations(latest["invitations"]),
                )
            ),
            anchor=False,
        )
        lead = _("Round {id} on {day}.").format(
            id=words.round_id(latest["round_id"]), day=words.day(latest["date"])
        )
        st.markdown(plain(" ".join([lead, *_fact_sentences(view)])))


def _render_key_figures(view: View) -> None:
    _, words = view.words.gettext, view.words
    year, pool, days_since = _key_figures(view)
    end = words.day(view.end, "d MMM y")
    same_day = _("Compared with the same period of {year}, starting 1 January.").format(
        year=year.previous_year
    )
    with st.grid(4, min_column_width=150):
        _render_last_round(view, days_since, end)
        for name, count, previous in (
            (_("Rounds in {year}, to {day}"), year.rounds, year.previous_rounds),
            (_("Invitations in {year}, to {day}"), year.invitations, year.previous_invitations),
        ):
            label_ = name.format(year=year.year, day=words.day(view.end, "d MMM"))
            comparison = text.year_comparison(count, previous, year.previous_year, words)
            _render_metric(label_, words.number(count), comparison, same_day)
        _render_metric(
            _("Candidates in the pool"),
            words.number(pool["candidates"].sum() if len(pool) else None),
            _("as of {day}").format(day=words.day(pool["as_of"].iloc[0], "d MMM y"))
            if len(pool)
            else _("not yet published"),
            _("Everyone with a profile, in all categories, in the latest snapshot that we have."),
        )


def _render_last_round(view: View, days_since: int, end: str) -> None:
    """Show how long ago the last round was or, on old data, only when."""
    _, words = view.words.gettext, view.words
    if not view.counts_days:
        _render_metric(
            _("Last known round"),
            words.day(view.draws["date"].iloc[-1], "d MMM y"),
            _("newer ones may be missing"),
            _("The data is too old to count days to today."),
        )
        return
    _render_metric(
        _("From the last round to {day}").format(day=end),
        words.days(days_since),
        words.day(view.draws["date"].iloc[-1], "d MMM y"),
        _("Counted to the last day of which all rounds are known, or to the end of your dates."),
    )


def _render_metric(name: str, value: str, delta: str, meaning: str) -> None:
    st.metric(
        name,
        value,
        delta,
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
        help=meaning,
    )


def _language(view: View) -> str:
    """Return the parameter of a link that keeps the language."""
    return "".join(f"&{name}={value}" for name, value in query(view.words.language))


def _render_latest_week(view: View) -> None:
    _, words = view.words.gettext, view.words
    rounds = latest_week(view.draws)
    monday = pd.Timestamp(mondays(rounds["date"])[0])
    text = _("Latest week with a round: {rounds}, {invitations}")
    if view.age == "old":
        text = _("Last known week with a round: {rounds}, {invitations}")
    title = text.format(
        rounds=words.rounds(len(rounds)),
        invitations=words.invitations(int(rounds["invitations"].sum())),
    )
    st.header(title, anchor=False)
    st.caption(_("Week of Monday, {day}").format(day=words.day(monday)))
    links = "./rounds?round=" + rounds["round_id"] + _language(view)
    names = ("round_id", "date", "category", "invitations", "cutoff", "tie_break_at")
    show = partial(
        render_table,
        words,
        rounds.assign(category=rounds["category"].map(view.short), more=links),
        {**columns.meanings(words, "rounds", *names), "more": _("Details")},
        alt=_("Rounds in the latest week with a round"),
        config={"more": st.column_config.LinkColumn(_("Details"), display_text=_("Open"))},
    )
    render_kept(f"latest week {view.key}", show)
