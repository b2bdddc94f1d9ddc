"""The figures of two of our pages, as another way to show them gets them: computed and drawn by us.

A page's own widgets stay at their defaults.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

from streamlit.logger import set_log_level

from data.rounds.record import load
from data.vocabulary.filter import Filter, categories
from data.vocabulary.places import FOLDER
from pages import menu
from pages.language import Words
from pages.plot.colours import resolve
from pages.ui.chart import Chart
from pages.ui.view import View

RECORD, WORDS = load(FOLDER), Words()
LABELS = {c.code: WORDS.short(c) for c in categories(RECORD.draws)}
PAGES = {entry.title: entry for entry in menu.entries(WORDS)}
NAMES = ("Frequency", "Cut-offs")

# Pages run here without a Streamlit session, and Streamlit would warn of that at every widget.
set_log_level("error")


def figures(page: str, chosen: list[str]) -> dict[str, dict[str, Any]]:
    """Return the figures of a page for some categories, in the light theme, by their key."""
    subset = Filter(tuple(chosen))
    charts: dict[str, tuple[View, Chart]] = {}
    today = datetime.now(UTC).date()
    view = View(
        RECORD, subset, subset.apply(RECORD.draws), WORDS, today, stamp="bundled", charts=charts
    )
    # Only charts are shown, so tables cost nothing.
    with patch("streamlit.dataframe"), patch("pages.ui.downloads.mount"):
        PAGES[page].render(view)
    # Colours are only names until a figure is drawn in a theme.
    return {
        chart.key: json.loads(resolve(str(chart.figure.to_json(validate=False)), "light"))
        for _view, chart in charts.values()
    }
