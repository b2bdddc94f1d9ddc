"""What is likely next: a sentence or two, and a row per category with what can be said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from analysis.outlook import next_cutoffs, next_dates
from analysis.outlook.forecastable import skill
from analysis.rounds.frequency import ANY
from data.vocabulary.filter import Filter
from pages.outlook import text as sentences
from pages.outlook.track_record import track as record
from pages.outlook.track_record.track import Track
from pages.plot.style import rows
from pages.ui.downloads import download
from pages.ui.tables import percent, pinned, render_table
from pages.ui.view import View, per_view

OLD_DAYS = 7  # age of a record from which on its next days are mostly past
SHARES = ["within_7", "within_14", "within_28"]


def mine(view: View) -> View:
    """Return the view of the chosen categories from the beginning: no forecast knows a range."""
    known = tuple(code for code in view.filter.categories if code in view.categories)
    chosen = Filter(known)
    return replace(view, filter=chosen, draws=chosen.apply(view.history))


def whole(view: View) -> View:
    """Return the view of all categories: what is the same for every filter is kept once."""
    return replace(view, filter=Filter(), draws=view.history)


def soon(view: View) -> pd.DataFrame:
    """Return a row per chosen category: its next cut-off and when, "any" first if all are chosen.

    The columns are those of ``outlook.next_cutoffs`` and ``outlook.next_dates``.
    """
    table = _soon(whole(view))
    chosen = view.filter.categories
    return table[table["category"].isin(chosen)] if chosen else table


@per_view
def _soon(view: View) -> pd.DataFrame:
    dates = next_dates(view.history, view.as_of)
    cutoffs = next_cutoffs(view.history, view.as_of).drop(columns=["rounds", "status", "skill"])
    return dates.merge(cutoffs, on="category", how="left")


def likeliest(view: View) -> pd.DataFrame:
    """Return the categories that may come, the one to be expected soonest first."""
    table = soon(view)
    table = table[(table["category"] != ANY) & table["within_14"].notna()]
    return table.sort_values(
        ["next_median", "within_14"], ascending=[True, False], kind="stable", na_position="last"
    )


def is_old(view: View) -> bool:
    """Return whether the record is so old that much of what is forecast has passed."""
    return view.age > OLD_DAYS


def lead(view: View) -> None:
    """Say in a sentence or two what is likely next."""
    table = soon(view)
    every = table[table["category"] == ANY]
    with st.container(border=True, key="outlook-lead"):
        for told in sentences.lead(view, next(rows(every), None), list(rows(likeliest(view)))):
            st.markdown(told)
        st.caption(sentences.limits(view))


def categories(view: View, track: Track) -> None:
    """Show a row per category, and apart those of which nothing can be said."""
    _, table = view.words.gettext, soon(view)
    alive = table[table["status"] != "retired"]
    st.header(_("When is the next round of each category, and at what cut-off?"), anchor=False)
    if len(alive):
        _grid(view, _told(view, track.card is not None, track))
    for told in sentences.apart(view, table[table["status"] == "retired"]):
        st.markdown(told)


def _grid(view: View, table: pd.DataFrame) -> None:
    _ = view.words.gettext
    st.caption(
        _(
            "If current practice continues, as of {day}. Expect the dates and the "
            "range of points to be right about 8 times out of 10."
        ).format(day=view.words.day(view.as_of))
    )
    columns, title = _columns(view), _("The next round of each category")
    render_table(
        view.words,
        table,
        {name: columns[name] for name in _SHOWN},
        alt=title,
        config=_config(columns),
        height="content",
    )
    with st.container(horizontal=True):
        download(view, table, stem="outlook", title=title, columns=columns)


@per_view
def _told(view: View, judged: bool, _track: Track) -> pd.DataFrame:
    """Return the categories that may come in words, and how well that has done if it is judged.

    A card is stored with its record: for a view it is always the same, once it is there.
    """
    del judged  # tells a view with a card from one without
    table = soon(view)
    alive = table[table["status"] != "retired"]
    codes = alive["category"].reset_index(drop=True)
    every = list(rows(alive.assign(skill=skill(_track.card, codes).to_numpy())))
    # Whole percentages and points: more would look as if more were known.
    return alive.assign(
        category=[sentences.name(view, code) for code in alive["category"]],
        dates=[sentences.window(view, row) for row in every],
        range=[sentences.span(view, row.low, row.high) for row in every],
        **{name: alive[name].round(2) for name in SHARES},
        **{name: alive[name].round() for name in ("expected", "low", "high")},
        missed=[record.missed(row, _track) for row in every],
        basis=[record.cutoff(view, row, _track) for row in every],
        timing=[record.dates(view, row, _track) for row in every],
    )


_SHOWN = ["category", "dates", *SHARES, "expected", "range", "missed", "basis", "timing"]


def _config(columns: dict[str, str]) -> dict[str, Any]:
    """Return how the chances are written, as percentages, and what stays put."""
    shares = {name: percent(columns[name]) for name in SHARES}
    return {"category": pinned(columns["category"]), **shares}


def _columns(view: View) -> dict[str, str]:
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
        "rounds": _("Rounds: number of rounds since October 2021, when today’s rules began"),
        "missed": _("Off by: how many points forecasts like this were off so far, on average"),
        "basis": _(
            "Cut-off accuracy: compared with just repeating the last cut-off, in the "
            "forecasts checked so far"
        ),
        "timing": _("Date accuracy: compared with a guess from past gaps between rounds alone"),
    }
