"""Frequency: how often rounds are held, how long the gaps are, and on which weekdays."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analysis.rounds import frequency
from analysis.rounds.frequency import ANY
from analysis.rounds.gaps import comparable_waits, gap_distribution
from pages.frequency import calendar, figures, text
from pages.frequency.calendar import labels
from pages.language import columns
from pages.ui import data_links
from pages.ui.chart import Chart
from pages.ui.downloads import download
from pages.ui.header import render_header, warn_if_empty
from pages.ui.show import render_chart
from pages.ui.tables import render_table
from pages.ui.view import View, per_view


def render(view: View) -> None:
    """Render rounds per week, a year as a calendar, gaps and waits, weekdays and busy weeks."""
    _ = view.words.gettext
    question = _("How often are rounds held, and is the current wait unusual?")
    render_header(view, _("Frequency"), question)
    if warn_if_empty(view):
        return
    if _waits(view).empty or _weeks(view).empty:
        return
    st.markdown(_summary(view))
    render_chart(view, _weeks_chart(view))
    calendar.render(view)
    render_chart(view, _gaps_chart(view))
    st.markdown("\n\n".join(text.waits_without_comparison(view, _waits(view))))
    render_chart(view, _weekdays_chart(view))
    _render_busy_weeks(view)
    data_links.render(view, ["rounds", "weekly"])


@per_view
def _waits(view: View) -> pd.DataFrame:
    return frequency.waits(view.in_categories, view.end)


@per_view
def _weeks(view: View) -> pd.DataFrame:
    # From the very first round on, weeks without a round count.
    first_day = view.history["date"].iloc[0]
    return frequency.rolling_rate(frequency.weekly_counts(view.in_categories, first_day, view.end))


@per_view
def _summary(view: View) -> str:
    waits = frequency.gaps(view.in_categories)["category"] == ANY
    return text.summary(view, _waits(view).iloc[0], _weeks(view), int(waits.sum()))


@per_view
def _weeks_chart(view: View) -> Chart:
    _, n_, words = view.words.gettext, view.words.ngettext, view.words
    weeks = _weeks(view)
    counted = frequency.weekly_counts(view.draws, view.start, view.end)
    rated = counted.merge(weeks[["week", "rate"]], on="week", how="left")
    without = int((rated["rounds"] == 0).sum())
    title = _("Every week had a round")
    if without:
        title = n_(
            "{without} of {n} week had no round", "{without} of {n} weeks had no round", len(rated)
        ).format(without=words.number(without), n=words.number(len(rated)))
    top: Any = rated.iloc[rated["rounds"].argmax()]
    alt = _(
        "Bar chart of rounds per week. {title}. The most was {most}, in the week of "
        "{day}. Over the 8 weeks to {end}: {rate} rounds a week."
    ).format(
        title=title,
        most=words.rounds(int(top["rounds"])),
        day=words.day(top["week"]),
        end=words.day(view.end),
        rate=words.number(rated["rate"].iloc[-1], 1),
    )
    return Chart(
        figures.weekly(rated, words),
        key="rounds-per-week",
        span=(view.start, view.end),
        categories=view.filter.categories,
        measure=_("Rounds per week"),
        title=title,
        note=_(
            "Grey bars: rounds each week, Monday to Sunday. Blue line: average rounds "
            "per week over 8 weeks, including that week."
        ),
        alt=alt,
        table=rated.iloc[::-1],
        columns={
            **columns.meanings(words, "weekly", "week", "rounds", "invitations"),
            "rate": _("Rate: average rounds per week over 8 weeks, including this one"),
        },
    )


@per_view
def _gaps_chart(view: View) -> Chart | None:
    _, words = view.words.gettext, view.words
    spread = gap_distribution(frequency.gaps(view.in_categories), comparable_waits(_waits(view)))
    if spread.empty:
        return None
    rows = spread.drop_duplicates("category")
    names = {ANY: _("Any category"), **labels(view)}
    current = {str(row.category): text.current_wait(view, row) for row in rows.itertuples()}
    return Chart(
        figures.gaps(spread, names, current, words, has_waits=view.counts_days),
        key="gaps",
        measure=_("Days between rounds"),
        title=text.longest_wait(view, rows, names),
        note=text.gaps_note(view),
        alt=_("Gaps between rounds and current waits. {waits}.").format(
            waits="; ".join(f"{names[code]}: {wait}" for code, wait in current.items())
        ),
        table=spread.assign(category=spread["category"].map(names)),
        columns=_gap_columns(view),
    )


def _gap_columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    meanings = {
        "category": _("Category"),
        "days": _("Days apart: days between two consecutive rounds of the category"),
        "gaps": _("Gaps: how many gaps were that long"),
        "of": _("Total: all gaps of the category"),
        "wait": _("Wait: days from the category’s last round to the last day shown"),
        "median_gap": _("Median gap: in days"),
        "usual_low": _("Usual from: in days; a quarter of the gaps are shorter"),
        "usual_high": _("Usual to: in days; a quarter of the gaps are longer"),
        "longer_than": _(
            "Longer than: share of the category’s gaps that were shorter than this wait, 0 to 1"
        ),
    }
    counted = () if view.counts_days else ("wait", "longer_than")
    return {name: meanings[name] for name in meanings if name not in counted}


@per_view
def _weekdays_chart(view: View) -> Chart:
    _, words = view.words.gettext, view.words
    counted = frequency.weekday_counts(view.draws)
    names = [
        words.day(figures.MONDAY + pd.Timedelta(days=day), "EEEE") for day in counted["weekday"]
    ]
    most = counted["rounds"].max()
    top = [name for name, n in zip(names, counted["rounds"], strict=True) if n == most]
    template = (
        _("{n} of {rounds} fell on a {weekday}")
        if len(top) == 1
        else _("{n} of {rounds} fell on each of these days: {weekday}")
    )
    title = template.format(
        n=words.number(most), rounds=words.rounds(len(view.draws)), weekday=words.join(top)
    )
    return Chart(
        figures.weekdays(counted, words),
        key="weekdays",
        measure=_("Rounds by weekday"),
        title=title,
        alt=_("Bar chart of rounds by weekday. {title}.").format(title=title),
        table=counted.assign(weekday=names),
        columns={
            "weekday": _("Weekday: based on the official date"),
            "rounds": _("Rounds"),
            "share": _("Share: of all rounds shown, 0 to 1"),
        },
    )


@per_view
def _busy_weeks(view: View) -> pd.DataFrame:
    return frequency.busy_weeks(view.draws)


def _render_busy_weeks(view: View) -> None:
    _, n_, words = view.words.gettext, view.words.ngettext, view.words
    weeks = _busy_weeks(view)
    title = n_("{n} busy week", "{n} busy weeks", len(weeks)).format(n=words.number(len(weeks)))
    if weeks.empty:
        title = _("No busy weeks")
    st.header(title, anchor=False)
    st.caption(
        _(
            "Weeks with two or more rounds, Monday to Sunday, in the chosen categories. "
            "Newest first."
        )
    )
    if weeks.empty:
        return
    names = labels(view)
    table = weeks.assign(
        round_ids=weeks["round_ids"].str.join(", "),
        categories=[" + ".join(map(names.__getitem__, codes)) for codes in weeks["categories"]],
    )
    meanings = {
        **columns.meanings(words, "weekly", "week"),
        "rounds": _("Rounds: in the week"),
        "categories": _("Categories: in the order of the rounds"),
        "invitations": _("Invitations: total of all its rounds"),
        "round_ids": _("Which rounds: their round numbers"),
    }
    render_table(words, table, meanings, alt=title)
    with st.container(horizontal=True):
        download(view, table, stem="busy-weeks", title=title, columns=meanings)
