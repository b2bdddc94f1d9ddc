"""A warm start: what the first visitor would otherwise wait for."""

from __future__ import annotations

import plotly.io

from analysis.rounds.cutoffs import series
from analysis.rounds.facts import category_status
from data.vocabulary.filter import categories
from pages.cutoffs import figures as cutoffs
from pages.language import Words
from pages.served import record


def warm_up() -> None:
    """Read, compute and draw once what the first visitor would otherwise wait for."""
    known, words = record(), Words()
    labels = {c.code: words.short(c) for c in categories(known.draws)}
    category_status(known.draws, known.source.confirmed_on)
    plotly.io.to_json(cutoffs.lines(series(known.draws), labels, words), validate=False)
