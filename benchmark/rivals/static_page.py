"""The very same charts without a server that computes: the floor, as the browser only draws them.

Run as ``python benchmark/rivals/static_page.py PORT TIMES``. All figures are made before the port
answers, and come as files.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from benchmark import CATEGORIES
from benchmark.rivals.drawn import LABELS, NAMES, figures
from tests.support.serving import ROOT

PLOTLY = next((ROOT / "pages/plot/assets").glob("plotly-cartesian-*.min.js"))
CODES = [code for code, label in LABELS.items() if label in CATEGORIES]
PAGE = """<!doctype html><meta charset="utf-8"><title>Express Entry rounds</title>
<link rel="icon" href="data:,"><script src="plotly.js"></script>
<form>{options}</form><main id="charts"></main><script>
const form = document.querySelector("form"), main = document.querySelector("main");
async function show() {
  const {page, category} = Object.fromEntries(new FormData(form));
  const figures = await (await fetch(`${page}/${category ?? ""}`)).json();
  for (const old of [...main.children]) if (!(old.id in figures)) old.remove();
  for (const [key, {data, layout}] of Object.entries(figures)) {
    let plot = document.getElementById(key);
    if (!plot) main.append(plot = Object.assign(document.createElement("div"), {id: key}));
    await Plotly.react(plot, data, layout);
  }
}
form.addEventListener("change", show);
show();
</script>"""


def option(kind: str, name: str, value: str, label: str) -> str:
    """Return a choice of the form; the first page is chosen at first."""
    checked = " checked" if value == NAMES[0] else ""
    return f'<label><input type="{kind}" name="{name}" value="{value}"{checked}>{label}</label>'


def files() -> dict[str, tuple[str, bytes]]:
    """Return the type and content of all that is served, by its path."""
    pages = [option("radio", "page", name, name) for name in NAMES]
    pages += [option("checkbox", "category", code, LABELS[code]) for code in CODES]
    found = {
        "/": ("text/html", PAGE.replace("{options}", "".join(pages)).encode()),
        "/plotly.js": ("text/javascript", PLOTLY.read_bytes()),
    }
    for name in NAMES:
        for code in ("", *CODES):
            content = json.dumps(figures(name, [code] if code else [])).encode()
            found[f"/{name}/{code}"] = ("application/json", content)
    return found


FILES = files()


class Handler(BaseHTTPRequestHandler):
    """Answers with a file."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send the file, or say that there is none."""
        kind, content = FILES.get(self.path, ("text/plain", b"There is no such file."))
        self.send_response(200 if self.path in FILES else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
