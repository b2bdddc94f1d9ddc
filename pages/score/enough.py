"""Which scores were enough in the latest rounds, and how many candidates have them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analysis.score.score_needed import score_needed
from pages.plot.style import rows
from pages.score import figures as charts
from pages.score.inputs import Inputs
from pages.score.text import targets
from pages.ui.show import render_figure
from pages.ui.tables import render_table
from pages.ui.view import View


def render_enough(mine: View, inputs: Inputs) -> None:
    """Show the scores that were enough of late, and how many stand at or above them."""
    _, words = mine.words.gettext, mine.words
    needed = score_needed(mine.history, mine.record.pool, mine.as_of)
    needed = needed[needed["category"].isin(inputs.codes)]
    if needed.empty:
        return
    labels = {code: mine.short(code) for code in needed["category"].unique()}
    last = needed[needed["target"] == "last"].sort_values("last_date").iloc[-1]
    title = _(
        "{score} was enough in the latest round in your categories, {category} on {day}"
    ).format(
        score=words.number(last["score"]),
        category=labels[last["category"]],
        day=words.day(last["last_date"]),
    )
    named = needed.assign(
        category=needed["category"].map(mine.short),
        target=needed["target"].map(targets(words)),
        reached=[_reached(mine, row) for row in rows(needed)],
        above=[charts.between(row, words) for row in rows(needed)],
    )
    render_figure(
        mine,
        charts.enough(needed, labels, words, inputs.score),
        key="my-target",
        title=title,
        note=_(
            "“Enough” means equal to the cut-off. An equal score may still miss out on "
            "the tie-break; one point more is safe. A category with no round in 12 "
            "months shows only its latest round."
        ),
        alt=title,
        table=named,
        columns=_enough_columns(mine),
    )
    st.caption(_whole_pool(mine, needed["as_of"].iloc[0]))
    known = named[needed["score"].notna()]
    shown = ("category", "target", "score", "above", "reached", "last_date")
    columns = {name: _enough_columns(mine)[name] for name in shown}
    render_table(words, known, columns, alt=title, height="content")


def _reached(mine: View, row: Any) -> str:
    """Return for how many of the last 12 months' rounds a score is enough."""
    words = mine.words
    if not row.rounds:
        return words.gettext("no round in 12 months")
    text = words.gettext("{reached} of {rounds}")
    return text.format(reached=words.number(row.reached), rounds=words.number(row.rounds))


def _whole_pool(mine: View, day: Any) -> str:
    """Return what the counts of candidates are counts of."""
    _ = mine.words.gettext
    if pd.isna(day):
        return _("No pool snapshot has been published, so we can’t count candidates here.")
    return _(
        "Candidates are counted across the whole pool in the snapshot of {day}, "
        "whatever they are eligible for. This is not a place in a queue. If the score "
        "is inside a band, we give a range."
    ).format(day=mine.words.day(day))


def _enough_columns(mine: View) -> dict[str, str]:
    _ = mine.words.gettext
    return {
        "category": _("Category"),
        "target": _("Enough for"),
        "score": _("Score: the lowest score that was enough, in CRS points"),
        "certain": _("Safe score: would have been enough whatever the tie-break, in CRS points"),
        "reached": _("Rounds: how many of the last 12 months’ rounds the score was enough for"),
        "last_date": _("Latest round"),
        "above": _(
            "At or above: candidates with this score or more in the latest pool snapshot, "
            "eligible or not"
        ),
        "above_low": _("At least: lowest possible number of candidates at or above the score"),
        "above_high": _("At most: highest possible number of candidates at or above the score"),
        "above_estimate": _(
            "Estimate: if the candidates in a band are evenly spread over its points"
        ),
        "as_of": _("Snapshot"),
    }
