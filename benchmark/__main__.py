"""Benchmarks this app against three others on this machine, in one run, as a visitor sees them.

``pip install -r requirements-benchmark.txt && python -m benchmark`` prints a table of
medians, with each rival's ratio to this app in brackets. The rivals are in
``rivals/``. Waiting times are measured inside a headless Chromium; nothing else should run.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page, Response, WebSocket, sync_playwright

from tests.support.serving import (
    CHROMIUM_ARGUMENTS,
    ROOT,
    Server,
    chromium,
    free_port,
    served,
    streamlit,
)

RIVALS = Path(__file__).parent / "rivals"
STARTS = 3
ROUNDS = 4  # of a click on and off for each category, and a switch of page there and back
CATEGORIES = ("CEC", "French")

# Records when each plot was first redrawn after a click, and when any was last: Streamlit draws
# twice. Only new elements count, as a spinner only changes a class. Settled once all is still.
WATCH = """() => {
  const watch = window.__watch = {click: 0, first: {}, last: 0};
  new MutationObserver((records) => {
    const plots = [...document.querySelectorAll(".js-plotly-plot")];
    for (const {addedNodes, target} of records) {
      const at = plots.indexOf(target.closest?.(".js-plotly-plot"));
      if (at < 0 || !addedNodes.length) continue;
      watch.last = performance.now();
      watch.first[at] ??= watch.last;
    }
  }).observe(document.body, {subtree: true, childList: true});
  document.addEventListener("click", () => {
    Object.assign(watch, {click: performance.now(), first: {}, last: 0});
  }, {capture: true});
}"""
SETTLED = """() => {
  const running = document.querySelector("[data-test-script-state=running]");
  const {click, last} = window.__watch;
  return !running && last > click && performance.now() - last > 400;
}"""
WAITED = """() => {
  const {click, first, last} = window.__watch;
  return [Math.max(...Object.values(first)) - click, last - click];
}"""
SHOWN = """() => JSON.stringify([...document.querySelectorAll(".js-plotly-plot")].map(
  (plot) => [plot.data?.length, plot.calcdata?.map((trace) => trace.length)]))"""
DRAWN = """(least) => [...document.querySelectorAll(".js-plotly-plot .main-svg")]
  .filter((svg) => svg.getBoundingClientRect().height > 0).length >= least"""


@dataclass
class App:
    """One app under test: how it is started, and where a visitor clicks."""

    name: str
    command: Callable[[int, Path], list[str]]
    path: str = "/"
    charts: int = 4
    category: Callable[[Page, str], None] | None = None
    pages: tuple[Callable[[Page], None], ...] = ()
    figures: dict[str, list[float]] = field(default_factory=dict)

    def note(self, name: str, value: float) -> None:
        """Keep one measurement."""
        self.figures.setdefault(name, []).append(value)


def timed_streamlit(script: Path) -> Callable[[int, Path], list[str]]:
    """Return the command that runs a script in Streamlit and times it."""

    def command(port: int, times: Path) -> list[str]:
        arguments = streamlit(script, port)[3:]
        return [sys.executable, str(RIVALS / "stopwatch.py"), str(times), *arguments]

    return command


def dash(port: int, times: Path) -> list[str]:
    """Return the command that runs the Dash app."""
    return [sys.executable, str(RIVALS / "dash_app.py"), str(port), str(times)]


def click_pill(page: Page, label: str) -> None:
    """Click a category in a Streamlit app."""
    page.get_by_test_id("stButtonGroup").get_by_role("button", name=label).first.click()


def click_label(text: str) -> Callable[[Page], None]:
    """Return a function that clicks the option with this label."""
    return lambda page: page.locator("label").filter(has_text=text).first.click()


def click_menu(text: str) -> Callable[[Page], None]:
    """Return a function that clicks the page with this name in the top menu."""
    return lambda page: page.get_by_test_id("stTopNavLink").filter(has_text=text).first.click()


APPS = (
    App(
        "this app",
        timed_streamlit(ROOT / "app.py"),
        path="/frequency",
        category=click_pill,
        pages=(click_menu("Cut-offs"), click_menu("Frequency")),
    ),
    App(
        "Dash",
        dash,
        category=lambda page, label: click_label(label)(page),
        pages=(click_label("Cut-offs"), click_label("Frequency")),
    ),
    App(
        "naive Streamlit",
        timed_streamlit(RIVALS / "naive.py"),
        category=click_pill,
        pages=(click_label("Cut-offs"), click_label("Frequency")),
    ),
    App("bare Streamlit", timed_streamlit(RIVALS / "bare.py"), charts=0),
)


@contextmanager
def visit(browser: Browser, app: App, server: Server) -> Iterator[tuple[Page, list[int]]]:
    """Open the app as a new visitor; yield the page and the sizes of all that it received."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sizes: list[int] = []

    def answered(response: Response) -> None:
        sizes.append(response.request.sizes()["responseBodySize"])

    def connected(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: sizes.append(len(frame)))

    page.on("requestfinished", lambda request: answered(request.response()))
    page.on("websocket", connected)
    page.goto(server.address + app.path, wait_until="commit")
    if app.charts:
        page.wait_for_function(DRAWN, arg=1, polling="raf")
    else:
        page.get_by_text("Express Entry rounds").wait_for()
    yield page, sizes
    context.close()


def settle(app: App, page: Page, action: str) -> None:
    """Wait until the plots have changed for the last click, and note the milliseconds."""
    page.wait_for_function(SETTLED, polling=50)
    painted, still = page.evaluate(WAITED)
    app.note(f"{action} to new charts, ms", painted)
    app.note(f"{action} to a still page, ms", still)


def measure_clicks(app: App, page: Page, times: Path) -> None:
    """Click categories on and off, and from page to page."""
    page.wait_for_function(DRAWN, arg=app.charts, polling="raf")
    page.wait_for_timeout(1000)
    page.evaluate(WATCH)
    if app.category:
        for label in CATEGORIES * ROUNDS:
            for _ in ("on", "off"):
                shown, runs = page.evaluate(SHOWN), len(seconds(times))
                app.category(page, label)
                settle(app, page, "filter click")
                if page.evaluate(SHOWN) == shown:
                    raise RuntimeError(f"{app.name}: the charts are the same after {label}")
                spent = sum(seconds(times)[runs:])
                app.note("the script's own time for it, ms", spent * 1000)
    for go in app.pages * ROUNDS:
        go(page)
        settle(app, page, "page switch")


def seconds(times: Path) -> list[float]:
    """Return the seconds that the app's own Python took, run by run."""
    return [float(line) for line in times.read_text().splitlines()]


def memory(server: Server) -> float:
    """Return the resident memory of the server and its children in MB."""
    root = psutil.Process(server.process.pid)
    return sum(process.memory_info().rss for process in [root, *root.children(True)]) / 1e6


def measure(app: App, browser: Browser, folder: Path) -> None:
    """Start the app several times, and use it once it is warm."""
    for start in range(STARTS):
        port, times = free_port(), folder / f"{app.name}-{start}"
        times.touch()
        started = time.perf_counter()
        with (
            served(app.command(port, times), port, times.with_suffix(".log")) as server,
            visit(browser, app, server) as (page, sizes),
        ):
            app.note("server start to first chart, ms", (time.perf_counter() - started) * 1000)
            page.wait_for_timeout(1500)
            app.note("first visit, kB", sum(sizes) / 1000)
            if start == STARTS - 1:
                measure_clicks(app, page, times)
                app.note("memory of the server, MB", memory(server))


def check(browser: Browser, folder: Path) -> None:
    """Start every app once, and wait until all its charts are drawn."""
    for app in APPS:
        port, times = free_port(), folder / app.name
        times.touch()
        with (
            served(app.command(port, times), port, times.with_suffix(".log")) as server,
            visit(browser, app, server) as (page, _sizes),
        ):
            page.wait_for_function(DRAWN, arg=app.charts, polling="raf")
            print(f"{app.name}: {app.charts} charts")


def table() -> str:
    """Return the medians as a Markdown table, with the ratio to this app in brackets."""
    names = list(dict.fromkeys(name for app in APPS for name in app.figures))
    lines = [f"| median | {' | '.join(app.name for app in APPS)} |", "|---" * (len(APPS) + 1) + "|"]
    for name in names:
        medians = [statistics.median(app.figures.get(name) or [float("nan")]) for app in APPS]
        cells = [f"{value:,.0f} ({value / medians[0]:.1f}×)" for value in medians]
        lines.append(f"| {name} | {' | '.join(cells)} |".replace("nan (nan×)", ""))
    return "\n".join(lines)


def main() -> None:
    """Measure every app and print the table, or only check that every app shows its charts."""
    os.environ["PYTHONPATH"] = str(ROOT)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS)
        )
        if sys.argv[1:] == ["check"]:
            check(browser, Path(folder))
            return
        for app in APPS:
            print(f"{app.name} ...", file=sys.stderr)
            measure(app, browser, Path(folder))
    print(table())
    print(f"\n{STARTS} starts each, {os.cpu_count()} cores, {time.perf_counter() - began:.0f} s.")


if __name__ == "__main__":
    main()
