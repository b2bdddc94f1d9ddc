"""The same charts on a static page: what Plotly itself takes to draw them, the floor for every app.

Run as ``python benchmark/rivals/floor.py PORT``. All figures are in the page; nothing is asked of
the server after that.
"""

import json
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import mkdtemp

from benchmark.rivals.charts import LABELS, NAMES, figures, in_light

CATEGORIES = [code for code, label in LABELS.items() if label in ("CEC", "French")]
BUNDLE = next(Path("pages/plot/assets").glob("plotly-cartesian-*.js"))
PAGE = """<!doctype html><meta charset="utf-8"><title>Express Entry rounds</title>
<script src="plotly.js"></script><script>const FIGURES = %s;</script>
%s %s <div id="charts"></div><script src="draw.js"></script>"""
DRAW = """const charts = document.getElementById("charts");
function draw() {
  const [page, category] = ["page", "category"].map(
    (name) => document.querySelector(`[name=${name}]:checked`)?.value ?? "");
  const figures = FIGURES[`${page} ${category}`];
  while (charts.children.length > figures.length) charts.lastChild.remove();
  while (charts.children.length < figures.length) charts.append(document.createElement("div"));
  figures.forEach(({data, layout}, at) => Plotly.react(charts.children[at], data, layout));
}
addEventListener("change", draw);
draw();"""


def choice(kind: str, name: str, value: str, label: str, checked: bool) -> str:
    """Return a radio button or checkbox with its label."""
    mark = " checked" if checked else ""
    return f'<label><input type="{kind}" name="{name}" value="{value}"{mark}>{label}</label>'


shown = {
    f"{page} {category}": [
        in_light(chart.figure) for chart in figures(page, [category][: bool(category)])
    ]
    for page in NAMES
    for category in ("", *CATEGORIES)
}
pages = "".join(choice("radio", "page", name, name, name == NAMES[0]) for name in NAMES)
boxes = "".join(choice("checkbox", "category", code, LABELS[code], False) for code in CATEGORIES)
folder = Path(mkdtemp())
(folder / "index.html").write_text(PAGE % (json.dumps(shown), pages, boxes), "utf-8")
(folder / "draw.js").write_text(DRAW, "utf-8")
(folder / "plotly.js").write_bytes(BUNDLE.read_bytes())
handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), handler).serve_forever()
