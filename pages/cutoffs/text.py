"""Titles, notes and text alternatives of the figures of cut-offs."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.rounds.cutoffs import first_comparable
from analysis.rounds.frequency import DORMANT_DAYS
from pages.cutoffs import figures
from pages.plot import style
from pages.ui.events import scale
from pages.ui.view import View

FEW = 3  # categories that a title has room for
RECENT_DAYS = 60  # age from which on a cut-off gets its date


def title(view: View, rounds: pd.DataFrame) -> str:
    """Return the latest cut-off of each category, or of the latest round if they are many."""
    latest = rounds.drop_duplicates("category", keep="last")
    if len(latest) == 1:
        return _one_category(view, rounds)
    if len(latest) <= FEW:
        text = view.words.gettext("Latest cut-offs: {categories}")
        if view.age == "old":
            text = view.words.gettext("Last known cut-offs: {categories}")
        order = list(view.categories)
        listed = sorted(style.rows(latest), key=lambda row: order.index(row.category))
        return text.format(categories=", ".join(_cutoff(view, row) for row in listed))
    last = rounds.iloc[-1]
    before = view.words.gettext("the {category} round before")
    text = view.words.gettext("Latest round in this chart: {round}")
    before = before.format(category=view.short(last["category"]))
    return text.format(round=_round(view, last, before))


def _cutoff(view: View, row: Any) -> str:
    """Return the cut-off of a category, with its date if it or the data is old."""
    _, words = view.words.gettext, view.words
    is_recent = view.age != "old" and (pd.Timestamp(view.end) - row.date).days <= RECENT_DAYS
    text = _("{category} {cutoff}") if is_recent else _("{category} {cutoff} ({day})")
    return text.format(
        category=view.short(row.category),
        cutoff=words.number(row.cutoff),
        day=words.day(row.date),
    )


def _one_category(view: View, rounds: pd.DataFrame) -> str:
    """Return the latest cut-off against the round before, and against the first one shown."""
    _, words = view.words.gettext, view.words
    round_ = _round(view, rounds.iloc[-1], _("the round before"))
    first = first_comparable(rounds, view.scale_changes)
    if first is None:
        return round_
    change = int(rounds["cutoff"].iloc[-1] - first["cutoff"])
    if change > 0:
        text = _("{round}; {points} above {day}")
    elif change < 0:
        text = _("{round}; {points} below {day}")
    else:
        text = _("{round}; the same as on {day}")
    return text.format(round=round_, points=words.number(abs(change)), day=words.day(first["date"]))


def _round(view: View, last: pd.Series[Any], before: str) -> str:
    """Return a cut-off with its day, against that of the category's round before."""
    _, words = view.words.gettext, view.words
    if pd.isna(last["previous_id"]):
        text = _("{category} {cutoff} on {day}, in its first round")
    elif pd.isna(last["change"]):
        text = _("{category} {cutoff} on {day}, in its first round on a new CRS scale")
    elif last["change"] > 0:
        text = _("{category} {cutoff} on {day}, {points} above {before}")
    elif last["change"] < 0:
        text = _("{category} {cutoff} on {day}, {points} below {before}")
    else:
        text = _("{category} {cutoff} on {day}, the same as in {before}")
    return text.format(
        category=view.short(last["category"]),
        cutoff=words.number(last["cutoff"]),
        day=words.day(last["date"]),
        points="" if pd.isna(last["change"]) else words.points(abs(last["change"])),
        before=before,
    )


def note(view: View, rounds: pd.DataFrame, *, is_labelled: bool = True) -> str:
    """Return what the points are, and those marks of the chart that need explaining.

    `is_labelled` tells whether lines have names at their ends.
    """
    _ = view.words.gettext
    sentences = [_("CRS points.")]
    pauses = rounds.groupby("category")["date"].diff().dt.days
    if (pauses > DORMANT_DAYS).any():
        sentences.append(_("Lines break where a category paused for over a year."))
    sentences += filter(None, [scale.note(view, rounds["date"].min(), rounds["date"].max())])
    years = figures.last_years(rounds) if is_labelled else {}
    if years:
        text = _("{year} after a name means that its last round was in {full_year}.")
        if view.age == "old":
            text = _("{year} after a name means that its last known round was in {full_year}.")
        year = max(years.values())
        sentences.append(text.format(year=figures.short_year(year), full_year=year))
    return " ".join(sentences)


def alt(view: View, rounds: pd.DataFrame) -> str:
    """Return the latest cut-off of each category, for someone who cannot see the chart."""
    _, words = view.words.gettext, view.words
    latest = rounds.drop_duplicates("category", keep="last")
    ends = words.join(
        _("{category} {cutoff} ({day})").format(
            category=view.short(row.category),
            cutoff=words.number(row.cutoff),
            day=words.day(row.date),
        )
        for row in style.rows(latest)
    )
    return _("Cut-offs of {rounds} over time. Latest of each category: {ends}.").format(
        rounds=words.rounds(len(rounds)), ends=ends
    )
