"""Warm-up at start, so that the first visitor does not wait."""

from __future__ import annotations

import plotly.io

from analysis.rounds.cutoffs import series
from analysis.rounds.facts import category_status
from analysis.rounds.focus import focus
from pages.cutoffs.lines import lines
from pages.cutoffs.subject import Subject
from pages.language import Words
from pages.served import record


def warm_up() -> None:
    """Load the data and make a first figure, to fill all caches on the way."""
    data, words = record(), Words()
    names = {c.code: words.short(c) for c in data.categories}
    category_status(data.draws, data.complete_through)
    rounds = series(data.draws)
    subject = Subject(
        rounds=rounds,
        others=rounds.iloc[:0],
        names=names,
        briefs=names,
        focus=focus(rounds, data.complete_through),
        inactive={},
        span=(rounds["date"].iloc[0].date(), data.complete_through),
        words=words,
    )
    plotly.io.to_json(lines(subject), validate=False)
