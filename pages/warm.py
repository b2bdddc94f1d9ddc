"""What all visitors share: the record, read once for each change of its files, and a warm start."""

from __future__ import annotations

import plotly.io
import streamlit as st

from analysis.briefing import category_status
from analysis.cutoffs import series
from data import history
from pages.charts import cutoffs
from pages.view import categories
from pages.words import Words


@st.cache_resource(max_entries=2, show_spinner=False)
def _record(stamp: tuple[tuple[str, int, int], ...]) -> history.Record:
    if not stamp:
        raise history.HistoryError(f"There is no record in {history.FOLDER}")
    return history.load()


def record() -> history.Record:
    """Return the record; nobody may change its frames in place."""
    return _record(history.stamp())


def up() -> None:
    """Read, compute and draw once what the first visitor would otherwise wait for."""
    known, words = record(), Words()
    labels = {c.code: words.short(c.code, words.category(c)) for c in categories(known.draws)}
    category_status(known.draws, known.source.confirmed_on)
    plotly.io.to_json(cutoffs.lines(series(known.draws), labels, words), validate=False)
