"""The very same charts and filter in Dash: our pages compute and draw, Dash shows and filters.

Run as ``python benchmark/rivals/dash_app.py PORT TIMES``; the seconds that each callback takes are
added to the file TIMES.
"""

import sys
import time
from pathlib import Path

import dash
from dash import Input, Output, dcc, html

from benchmark.rivals.drawn import LABELS, NAMES, figures

PORT, TIMES = int(sys.argv[1]), Path(sys.argv[2])

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
        dcc.Graph(figure=figure, id=f"{page}-{key}")
        for key, figure in figures(page, chosen).items()
    ]
    with TIMES.open("a") as file:
        file.write(f"{time.perf_counter() - started}\n")
    return graphs


app.run(port=PORT)
