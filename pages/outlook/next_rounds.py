"""What is likely next: a sentence or two, and a table with a row per category."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pandas as pd
import streamlit as st

from analysis.outlook import next_cutoffs, next_dates
from analysis.outlook.forecastable import skill
from analysis.outlook.next_date import HALF_YEAR
from analysis.rounds.frequency import ANY
from data.vocabulary.filter import Filter
from pages.outlook import text as sentences
from pages.outlook.track_record import accuracy
from pages.outlook.track_record.scores import Scores, per_scores
from pages.plot.style import rows
from pages.ui.chart import Table
from pages.ui.downloads import Offer
from pages.ui.events import scale
from pages.ui.header import folded
from pages.ui.markdown import plain
from pages.ui.tables import percent, pinned, render_kept, render_table
from pages.ui.view import View, per_view

GRID = "outlook"
SHARES = {"within_7": 7, "within_14": 14, "within_28": 28}
EDGES = ["window_start", "next_median", "window_end"]
# What answers comes first, so that a phone shows it without scrolling sideways.
_VISIBLE = ["category", "expected", "dates", "within_14", "range", "within_7", "within_28"]
_VISIBLE += ["missed", "basis", "timing"]
WIDTHS = {"category": 118, "expected": 60, "dates": 172}


def without_dates(view: View) -> View:
    """Return the view of the chosen categories over all dates, which forecasts are based on."""
    chosen = Filter(tuple(code for code in view.filter.categories if code in view.categories))
    if chosen == view.filter:
        return view
    return replace(view, filter=chosen, draws=chosen.apply(view.history))


def unfiltered(view: View) -> View:
    """Return the view of all rounds, so that what is the same for every filter is cached once."""
    if view.filter == Filter():
        return view
    return replace(view, filter=Filter(), draws=view.history)


@per_view
def soon(view: View) -> pd.DataFrame:
    """Return the next cut-off and dates of each chosen category, "any" first if all are chosen.

    The columns are those of ``outlook.next_cutoffs`` and ``outlook.next_dates``.
    """
    table = _soon(unfiltered(view))
    chosen = view.filter.categories
    return table[table["category"].isin(chosen)] if chosen else table


@per_view
def _soon(view: View) -> pd.DataFrame:
    dates = next_dates(view.history, view.as_of)
    cutoffs = next_cutoffs(view.history, view.as_of, changes=view.scale_changes)
    cutoffs = cutoffs.drop(columns=["rounds", "status", "skill"])
    return dates.merge(cutoffs, on="category", how="left")


@per_view
def likeliest(view: View) -> pd.DataFrame:
    """Return the categories with a forecast, the one to expect soonest first."""
    table = soon(view)
    table = table[(table["category"] != ANY) & table["within_14"].notna()]
    return table.sort_values(
        ["next_median", "within_14"], ascending=[True, False], kind="stable", na_position="last"
    )


def render_lead(view: View, scores: Scores) -> None:
    """Say in a sentence or two what is likely next, and how often that was right."""
    table = soon(view)
    any_category = next(rows(table[table["category"] == ANY]), None)
    likely = list(rows(likeliest(view)))
    with st.container(border=True, key="outlook-lead"):
        right = {row.category: accuracy.statements(row.category, scores) for row in likely}
        for paragraph in sentences.lead(view, any_category, likely, right):
            st.markdown(paragraph)
        if likely:
            st.caption(sentences.limits(view, likely))
            changes = scale.ahead(view, view.as_of + timedelta(days=HALF_YEAR))
            if changes:
                st.caption(plain(changes))


def render_categories(view: View, scores: Scores, offer: Offer) -> None:
    """Say which categories have no forecast, and show a folded table with a row per other one."""
    _, table = view.words.gettext, soon(view)
    is_retired = table["status"] == "retired"
    if is_retired.any():
        st.markdown(sentences.retired(view, table[is_retired]))
    if is_retired.all():
        return
    with folded("chances", _("Chances within 7, 14 and 28 days, and accuracy, by category")):
        if found := grid(view, scores):
            _render_grid(view, found, offer)


def _render_grid(view: View, found: Table, offer: Offer) -> None:
    _ = view.words.gettext
    if sentences.has_begun(view):
        st.caption(sentences.after(view, _("If current practice continues.")))
    else:
        text = _("If current practice continues, as of {day}.")
        st.caption(text.format(day=view.words.day(view.as_of)))
    columns = found.columns
    show = partial(
        render_table,
        view.words,
        found.table,
        {name: columns[name] for name in _VISIBLE if name in columns},
        alt=found.title,
        config={
            "category": pinned(columns["category"], WIDTHS["category"]),
            **{name: percent(columns[name]) for name in SHARES if name in columns},
        },
        widths=WIDTHS,
        height="content",
    )
    render_kept(found.token, show)
    offer(GRID)


@per_scores
def grid(view: View, scores: Scores) -> Table | None:
    """Return what is likely next in each category that has a forecast, if one has."""
    title, table = view.words.gettext("The next round of each category"), _in_words(view, scores)
    return None if table.empty else Table(table, key=GRID, title=title, columns=_columns(view))


def _in_words(view: View, scores: Scores) -> pd.DataFrame:
    table = soon(view)
    table = table[table["status"] != "retired"]
    codes = table["category"].reset_index(drop=True)
    forecasts = list(rows(table.assign(skill=skill(scores.card, codes).to_numpy())))
    # Whole percentages and points: more would look as if more were known.
    return table.assign(
        category=[sentences.name(view, code) for code in codes],
        dates=[sentences.window(view, row) for row in forecasts],
        range=[sentences.span(view, row.low, row.high) for row in forecasts],
        **{name: table[name].round(2) for name in SHARES},
        **{name: table[name].round() for name in ("expected", "low", "high")},
        **{name: table[name].where(table[name] >= pd.Timestamp(view.today)) for name in EDGES},
        missed=[accuracy.mean_error(row, scores) for row in forecasts],
        basis=[accuracy.cutoff(view, row, scores) for row in forecasts],
        timing=[accuracy.dates(view, row, scores) for row in forecasts],
    )


def _columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    over = [name for name, days in SHARES.items() if sentences.is_over(view, days)]
    columns = {**_meanings(view), **(_counted(view) if sentences.has_begun(view) else {})}
    return {name: text for name, text in columns.items() if name not in over}


def _counted(view: View) -> dict[str, str]:
    """Return what the chances mean if their days are not counted from today."""
    words = view.words
    text = words.gettext("By {day}: chance of a round, counted from {start}")
    ends = {name: view.as_of + timedelta(days=days) for name, days in SHARES.items()}
    return {
        name: text.format(day=words.day(end, "d MMM"), start=words.day(view.as_of))
        for name, end in ends.items()
    }


def _meanings(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        "category": _("Category: who the round selects"),
        "dates": _(
            "When: the next round falls between these dates 8 times out of 10; “or "
            "later” means that it may take over six months"
        ),
        "within_7": _("7 days: chance of a round, if current practice continues"),
        "within_14": _("14 days: chance of a round, if current practice continues"),
        "within_28": _("28 days: chance of a round, if current practice continues"),
        "expected": _("Cut-off: forecast in CRS points, if current practice continues"),
        "range": _("Range: the cut-off is in this range 8 times out of 10"),
        "low": _("From: lower end of the range, CRS points"),
        "high": _("To: upper end of the range, CRS points"),
        "window_start": _("Early date: there is a 10% chance that a round has happened by then"),
        "next_median": _("Middle date: there is a 50% chance that a round has happened by then"),
        "window_end": _("Late date: there is a 90% chance that a round has happened by then"),
        "last": _("Last cut-off: CRS points"),
        "last_date": _("Last round"),
        "rounds": _("Rounds: number of rounds that the forecast counts, since October 2021"),
        "missed": _("Off by: how many points forecasts like this were off so far, on average"),
        "basis": _(
            "Cut-off accuracy: compared with just repeating the last cut-off, in the "
            "forecasts checked so far"
        ),
        "timing": _("Date accuracy: compared with a guess from past gaps between rounds alone"),
    }
