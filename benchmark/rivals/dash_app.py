"""The very same charts and filter in Dash: our pages compute and draw, Dash shows and filters.

Run as ``python benchmark/rivals/dash_app.py PORT TIMES``; the seconds that each callback takes are
added to the file TIMES. A page's own widgets stay at their defaults.
"""

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import dash
import plotly.graph_objects as go
from dash import Input, Output, dcc, html
from streamlit.logger import set_log_level

from data.rounds.record import load
from data.vocabulary.filter import Filter, categories
from data.vocabulary.places import FOLDER
from pages import menu
from pages.language import Words
from pages.plot.colours import resolve
from pages.ui.chart import Chart
from pages.ui.view import View

PORT, TIMES = int(sys.argv[1]), Path(sys.argv[2])
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


app = dash.Dash(__name__, title="Express Entry rounds")
app.layout = html.Div(
    [
        dcc.RadioItems(NAMES, NAMES[0], id="page", inline=True),
        dcc.Checklist(LABELS, [], id="category", inline=True),
        html.Div(id="charts"),
    ]
)


@app.callback(Output("charts", "children"), Input("page", "value"), Input("category", "value"))
def charts(page: str, chosen: list[str]) -> list[dcc.Graph]:
    """Return the page's charts of the categories, of all if none is chosen."""
    started = time.perf_counter()
    graphs = [
        dcc.Graph(figure=in_light(chart.figure), id=f"{page}-{chart.key}")
        for chart in figures(page, chosen)
    ]
    with TIMES.open("a") as file:
        file.write(f"{time.perf_counter() - started}\n")
    return graphs


app.run(port=PORT)
