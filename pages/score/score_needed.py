"""Which scores were enough in recent rounds, and how many candidates have them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from analysis.score.score_needed import MONTHS, score_needed
from data.vocabulary.columns import LAUNCH
from pages.language import Words, columns
from pages.plot.style import rows
from pages.score.answer import known
from pages.score.inputs import Inputs
from pages.score.text import targets
from pages.ui.chart import Table
from pages.ui.events import scale
from pages.ui.markdown import plain
from pages.ui.tables import pinned, render_table
from pages.ui.view import View, per_view

SCORES = "scores-needed"

# So that a phone shows what answers without scrolling sideways.
WIDTHS = {"category": 118, "score": 56, "target": 180}
WIDE_TARGET = 290  # with a day
WIDE_REACHED = 168  # where a category had no round in 12 months


@per_view
def needed_scores(view: View) -> pd.DataFrame:
    """Return the scores that were enough in recent rounds of each category."""
    return score_needed(view.history, view.record.pool, view.as_of, view.scale_from)


def window_start(view: View) -> date:
    """Return the first of the days of 12 months whose rounds count, on the scale of today."""
    first = (pd.Timestamp(view.as_of) - pd.DateOffset(months=MONTHS)).date() + timedelta(days=1)
    return max(first, view.scale_from or LAUNCH)


def scores_table(view: View, codes: tuple[str, ...]) -> Table | None:
    """Return the scores that were enough in these categories, and how many candidates have them."""
    words, needed = view.words, _needed(view, codes)
    if needed.empty:
        return None
    table = needed.assign(
        category=needed["category"].map(view.short),
        target=needed["target"].map(targets(words, known(view))),
        reached=[_rounds_reached(view, row) for row in rows(needed)],
        above=[candidates_above(row, words) for row in rows(needed)],
    )
    return Table(
        table[table["score"].notna()],
        key=SCORES,
        title=words.gettext("Which scores were enough, and how many candidates have them?"),
        columns=_columns(view),
        note=f"{_note(view, needed)} {_pool_note(view, needed['as_of'].iloc[0])}",
    )


def _needed(view: View, codes: tuple[str, ...]) -> pd.DataFrame:
    needed = needed_scores(view)
    return needed[needed["category"].isin(codes)]


def render_score_needed(view: View, inputs: Inputs, show_files: Callable[[], None]) -> None:
    """Show the scores that were enough, and how many candidates have them, as a table."""
    found = scores_table(view, inputs.codes)
    if found is None:
        return
    st.header(plain(found.title), anchor=False)
    st.caption(plain(found.note))
    visible = ("category", "score", "target", "last_date", "reached", "above")
    render_table(
        view.words,
        found.table,
        {name: found.columns[name] for name in visible},
        alt=found.title,
        config={"category": pinned(found.columns["category"], WIDTHS["category"])},
        widths=_widths(view, found.table),
        height="content",
    )
    show_files()


def _widths(view: View, table: pd.DataFrame) -> dict[str, int]:
    """Return the pixels of columns, so that no text is cut."""
    target = {"target": WIDE_TARGET} if known(view).has_gap else {}
    reached = {"reached": WIDE_REACHED} if (table["rounds"] == 0).any() else {}
    return {**WIDTHS, **target, **reached}


def _note(view: View, needed: pd.DataFrame) -> str:
    """Say what enough means, and where the 12 months or the latest round reach another scale."""
    _, words = view.words.gettext, view.words
    texts = [
        _(
            "“Enough” means equal to the cut-off. An equal score may still miss out on "
            "the tie-break; one point more is safe. A category with no round in 12 "
            "months shows only its last known round."
        )
    ]
    since = view.scale_from
    if since and pd.Timestamp(since) > pd.Timestamp(view.as_of) - pd.DateOffset(months=MONTHS):
        text = _("The 12 months count only from {day}, when the CRS scale changed.")
        texts.append(text.format(day=words.day(since)))
    old = needed[needed["last_date"] < pd.Timestamp(since or LAUNCH)]
    if len(old):
        text = _(
            "On an earlier CRS scale, which doesn’t compare with a score of today: {categories}."
        )
        names = dict.fromkeys(old["category"].map(view.short))
        texts.append(text.format(categories=words.join(names)))
    return " ".join(texts)


def _rounds_reached(view: View, row: Any) -> str:
    words = view.words
    if not row.rounds:
        return words.gettext("no round in 12 months")
    text = words.gettext("{reached} of {rounds}")
    return text.format(reached=words.number(row.reached), rounds=words.number(row.rounds))


def candidates_above(row: Any, words: Words) -> str:
    """Return how many candidates are at or above a score in the latest snapshot, maybe a range."""
    _ = words.gettext
    if pd.isna(row.above_low):
        return _("no pool snapshot")
    low, high = words.number(row.above_low), words.number(row.above_high)
    if row.exact:
        return low
    return _("{low} to {high}").format(low=low, high=high)


def _pool_note(view: View, day: Any) -> str:
    _ = view.words.gettext
    if pd.isna(day):
        return _("No pool snapshot has been published, so we can’t count candidates here.")
    text = _(
        "Candidates are counted across the whole pool in the snapshot of {day}, "
        "whatever they are eligible for. This is not a place in a queue. If the score "
        "is inside a band, we give a range."
    ).format(day=view.words.day(day))
    return scale.with_note(view, text, day, view.today)


def _columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        "category": _("Category"),
        "target": _("Enough for"),
        "score": _("Score: the lowest score that was enough, in CRS points"),
        "certain": _("Safe score: would have been enough whatever the tie-break, in CRS points"),
        "reached": _(
            "Rounds: how many of the rounds in the 12 months to {day} the score was enough for"
        ).format(day=view.words.day(view.as_of)),
        "last_date": _("Last known round") if known(view).is_old else _("Latest round"),
        "above": _(
            "At or above: candidates with this score or more in the latest pool snapshot, "
            "eligible or not"
        ),
        **columns.meanings(
            view.words, "pool", "above_low", "above_high", "above_estimate", "as_of"
        ),
    }
