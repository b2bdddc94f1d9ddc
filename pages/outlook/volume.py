"""How many invitations to expect in the coming weeks and to the end of the year."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.outlook import volume
from analysis.rounds.frequency import ANY
from pages.language import SHORT_DAY
from pages.outlook import text as sentences
from pages.outlook.next_rounds import unfiltered
from pages.outlook.track_record import text as track_record
from pages.outlook.track_record.scores import Scores
from pages.plot.style import rows
from pages.ui.chart import Table
from pages.ui.downloads import Offer
from pages.ui.header import folded
from pages.ui.tables import render_kept, render_table
from pages.ui.view import View, per_view

GRID = "outlook-invitations"


@per_view
def _expected(view: View) -> pd.DataFrame:
    table = _volume(unfiltered(view))
    chosen = view.filter.categories
    return table[table["category"].isin(chosen)] if chosen else table


@per_view
def _volume(view: View) -> pd.DataFrame:
    table = volume(view.history, view.as_of)
    # At the turn of a year, none of its days is left.
    is_over = table["days"].map(partial(sentences.is_over, view)) | (table["days"] == 0)
    return table[(table["status"] == "ok") & ~is_over]


def render(view: View, scores: Scores, offer: Offer) -> None:
    """Show the invitations to expect: metrics for all together, and a table by category."""
    _, table = view.words.gettext, _expected(view)
    st.header(_("How many invitations can we expect?"), anchor=False)
    if table.empty:
        st.caption(_("None of the chosen categories has enough recent rounds for a forecast."))
        return
    text = _(
        "If current practice continues, at the rate of the 12 months to {day}. The ranges aim to "
        "be right 8 times out of 10. They are wide because round sizes are policy choices."
    )
    st.caption(sentences.after(view, text.format(day=view.words.day(view.as_of))))
    first = table["category"].iloc[0]
    if first == ANY or (table["category"] == first).all():
        _render_metrics(view, table[table["category"] == first], scores)
    if len(set(table["category"]) - {ANY}) > 1:
        with folded("by-category", _("Invitations to expect, by category")):
            _render_grid(view, offer)


def _render_metrics(view: View, table: pd.DataFrame, scores: Scores) -> None:
    _, words = view.words.gettext, view.words
    with st.grid(3, min_column_width=180):
        for row in rows(table):
            st.metric(
                until(view, row),
                _("about {n}").format(n=words.number(sentences.about(row.expected))),
                sentences.span(view, sentences.about(row.low), sentences.about(row.high)),
                delta_color="off",
                delta_arrow="off",
                border=True,
                help=sentences.name(view, row.category),
            )
    accuracy = track_record.coverage(view, scores, "volume-90", table["category"].iloc[0])
    if accuracy:
        st.caption(_("Forecasts over 90 days, checked so far. {told}").format(told=accuracy))


def until(view: View, row: Any) -> str:
    """Return a forecast horizon in words, with its last day, and its first if that is over."""
    _, words = view.words.gettext, view.words
    day = words.day(view.as_of + timedelta(days=row.days), SHORT_DAY)
    if sentences.has_begun(view):
        first = words.day(view.as_of + timedelta(days=1), SHORT_DAY)
        return _("From {first} to {day}").format(first=first, day=day)
    if row.horizon == "year":
        return _("To the end of the year, {day}").format(day=day)
    return _("Next {days}, to {day}").format(days=words.days(row.days), day=day)


def _short(view: View, row: Any) -> str:
    """Return a forecast horizon in few enough words for a table's header."""
    words = view.words
    if row.horizon == "year" or sentences.has_begun(view):
        day = words.day(view.as_of + timedelta(days=row.days), "d MMM")
        return words.gettext("To {day}").format(day=day)
    return words.days(row.days)


def _render_grid(view: View, offer: Offer) -> None:
    found = grid(view)
    if found is None:
        return
    columns = found.columns
    pinned = {"category": st.column_config.TextColumn(columns["category"], pinned=True)}
    show = partial(render_table, view.words, found.table, columns, alt=found.title, config=pinned)
    render_kept(found.token, partial(show, height="content"))
    offer(GRID)


@per_view
def grid(view: View) -> Table | None:
    """Return the invitations to expect, a row for each category, if there is a forecast."""
    if _expected(view).empty:
        return None
    title = view.words.gettext("Expected invitations, if current practice continues")
    table, columns = _wide(view)
    return Table(table, key=GRID, title=title, columns=columns)


def _wide(view: View) -> tuple[pd.DataFrame, dict[str, str]]:
    _, table = view.words.gettext, _expected(view)
    wide = pd.DataFrame({"category": table["category"].unique()}).set_index("category")
    columns = {"category": _("Category")}
    for horizon, group in table.groupby("horizon", sort=False):
        row = next(rows(group))
        name = f"invitations-{horizon}"  # a column "year" would be written as one: 2026
        wide[name] = group.set_index("category")["expected"].map(sentences.about)
        wide[f"{name}-range"] = [
            sentences.span(view, sentences.about(row.low), sentences.about(row.high))
            for row in rows(group)
        ]
        facts = {"days": _short(view, row), "until": until(view, row)}
        columns[name] = _("{days}: expected invitations. {until}").format(**facts)
        columns[f"{name}-range"] = _(
            "{days}, range: the number of invitations is in this range 8 times out of 10. {until}"
        ).format(**facts)
    wide.insert(0, "category", [sentences.name(view, code) for code in wide.index])
    return wide.reset_index(drop=True), columns
