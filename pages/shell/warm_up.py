"""Warm-up at start, so that the first visitor does not wait."""

from __future__ import annotations

import plotly.io

from analysis.rounds.cutoffs import series
from analysis.rounds.facts import category_status
from data.vocabulary.filter import categories
from pages.cutoffs import figures as cutoffs
from pages.language import Words
from pages.served import record


def warm_up() -> None:
    """Load the data and make a first figure, to fill all caches on the way."""
    data, words = record(), Words()
    labels = {c.code: words.short(c) for c in categories(data.draws)}
    category_status(data.draws, data.complete_through)
    plotly.io.to_json(cutoffs.lines(series(data.draws), labels, words), validate=False)
