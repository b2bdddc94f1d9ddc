"""The very same charts and filter in Dash: our pages compute and draw, Dash shows and filters.

Run as ``python benchmark/rivals/dash_app.py PORT TIMES``; the seconds that each callback takes are
added to the file TIMES. A page's own widgets stay at their defaults, and its tables are left out.
"""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from unittest.mock import MagicMock, patch

import dash
import plotly.graph_objects as go
from dash import Input, Output, dcc, html

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from data.rounds import record as history  # noqa: E402 the folder has to be known first
from data.vocabulary.filter import Filter, categories  # noqa: E402
from pages.cutoffs import page as cutoffs  # noqa: E402
from pages.frequency import page as frequency  # noqa: E402
from pages.language import Words  # noqa: E402
from pages.ui.chart import Chart  # noqa: E402
from pages.ui.view import View  # noqa: E402

PORT, TIMES = int(sys.argv[1]), Path(sys.argv[2])
RECORD, WORDS = history.load(history.FOLDER), Words()
LABELS = {c.code: WORDS.short(c.code, c.english) for c in categories(RECORD.draws)}
PAGES = {"Frequency": frequency, "Cut-offs": cutoffs}

widgets = MagicMock()
widgets.selectbox.side_effect = lambda _label, options, **_: options[0]
widgets.segmented_control.side_effect = lambda _label, _options, default=None, **_: default
widgets.number_input.return_value = None
widgets.checkbox.return_value = False


def figures(page: ModuleType, view: View) -> list[go.Figure]:
    """Return the figures that a page shows."""
    found: list[Chart | None] = []
    stand_ins = {"st": widgets, "render_header": MagicMock(), "render_table": MagicMock()}
    if hasattr(page, "download"):
        stand_ins["download"] = MagicMock()
    with patch.multiple(page, render_chart=lambda _view, made: found.append(made), **stand_ins):
        page.render(view)
    return [made.figure for made in found if made]


app = dash.Dash(__name__, title="Express Entry rounds")
app.layout = html.Div(
    [
        dcc.RadioItems(list(PAGES), "Frequency", id="page", inline=True),
        dcc.Checklist(LABELS, [], id="category", inline=True),
        html.Div(id="charts"),
    ]
)


@app.callback(Output("charts", "children"), Input("page", "value"), Input("category", "value"))
def charts(page: str, chosen: list[str]) -> list[dcc.Graph]:
    """Return the page's charts of the categories, of all if none is chosen."""
    started = time.perf_counter()
    kept = Filter(tuple(chosen))
    view = View(RECORD, kept, kept.apply(RECORD.draws), WORDS, datetime.now(UTC).date())
    graphs = [
        dcc.Graph(figure=figure, id=f"{page}-{at}")
        for at, figure in enumerate(figures(PAGES[page], view))
    ]
    with TIMES.open("a") as file:
        file.write(f"{time.perf_counter() - started}\n")
    return graphs


app.run(port=PORT)
