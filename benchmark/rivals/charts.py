"""The charts of our pages as plain figures, for rivals that show the very same ones."""

import json
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import plotly.graph_objects as go
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


def figures(page: str, chosen: list[str]) -> list[Chart]:
    """Return the charts of a page for some categories, collected as for an embedded view."""
    subset = Filter(tuple(chosen))
    charts: dict[str, tuple[View, Chart]] = {}
    today = datetime.now(UTC).date()
    view = View(
        RECORD, subset, subset.apply(RECORD.draws), WORDS, today, stamp="bundled", charts=charts
    )
    with patch("streamlit.dataframe"):  # Dash has the charts alone, so tables cost it nothing
        PAGES[page].render(view)
    return [chart for _view, chart in charts.values()]


def in_light(figure: go.Figure) -> dict[str, Any]:
    """Return a figure in the colours of the light theme, which are only names until it is drawn."""
    light: dict[str, Any] = json.loads(resolve(str(figure.to_json(validate=False)), "light"))
    return light
