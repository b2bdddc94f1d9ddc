"""What a click brings: when the charts change, and what that costs the server and the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page, Response, WebSocket

from benchmark import CATEGORIES
from benchmark.apps import App
from tests.support.serving import Server

# Records when each plot was first redrawn after a click, and when any was last: Streamlit draws
# twice. Only new elements count, as a spinner only changes a class, and plots that come as they
# were drawn before. Settled once all is still.
WATCH = """() => {
  const watch = window.__watch = {click: 0, first: new Map(), last: 0};
  new MutationObserver((records) => {
    for (const {addedNodes, target} of records) {
      const around = addedNodes.length ? [target.closest?.(".js-plotly-plot")] : [];
      const within = [...addedNodes].flatMap((node) =>
        [...(node.querySelectorAll?.(".js-plotly-plot:has(.main-svg)") ?? [])]);
      for (const plot of [...around, ...within].filter(Boolean)) {
        watch.last = performance.now();
        if (!watch.first.has(plot)) watch.first.set(plot, watch.last);
      }
    }
  }).observe(document.body, {subtree: true, childList: true});
  document.addEventListener("click", () => {
    Object.assign(watch, {click: performance.now(), first: new Map(), last: 0});
  }, {capture: true});
}"""
SETTLED = """() => {
  const running = document.querySelector("[data-test-script-state=running]");
  const {click, last} = window.__watch;
  return !running && last > click && performance.now() - last > 400;
}"""
# The wait for the last chart on the screen, for the last of all, and until all is still.
WAITED = """() => {
  const {click, first, last} = window.__watch;
  const drawn = [...first].filter(([plot]) => plot.isConnected);
  const isSeen = ([plot]) => {
    const {top, bottom, height} = plot.getBoundingClientRect();
    return height > 0 && top < innerHeight && bottom > 0;
  };
  const wait = (plots) => Math.max(...plots.map(([, time]) => time)) - click;
  return [wait(drawn.filter(isSeen)), wait(drawn), last - click];
}"""
SHOWN = """() => JSON.stringify([...document.querySelectorAll(".js-plotly-plot")].map(
  (plot) => [plot.data?.length, plot.calcdata?.map((trace) => trace.length)]))"""
DRAWN = """(least) => [...document.querySelectorAll(".js-plotly-plot .main-svg")]
  .filter((svg) => svg.getBoundingClientRect().height > 0).length >= least"""


@dataclass
class Visit:
    """A visitor's page, and the sizes of all that came to it."""

    browser: Browser
    page: Page
    server: Server
    sizes: list[int] = field(default_factory=list)

    def watch(self) -> None:
        """Keep the size of every answer and of every message."""
        self.page.on("requestfinished", lambda request: self._answered(request.response()))
        self.page.on("websocket", self._connected)

    def _answered(self, response: Response) -> None:
        self.sizes.append(response.request.sizes()["responseBodySize"])

    def _connected(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.sizes.append(len(frame)))

    def server_ms(self) -> float:
        """Return the processor time that the server and its children have used."""
        times = [process.cpu_times() for process in processes(self.server)]
        return 1000 * sum(time.user + time.system for time in times)

    def browser_ms(self) -> float:
        """Return the processor time that the browser's pages have used."""
        session = self.browser.new_browser_cdp_session()
        found = session.send("SystemInfo.getProcessInfo")["processInfo"]
        session.detach()
        return 1000 * float(sum(one["cpuTime"] for one in found if one["type"] == "renderer"))


def processes(server: Server) -> list[psutil.Process]:
    """Return the server's process and its children."""
    root = psutil.Process(server.process.pid)
    return [root, *root.children(True)]


@contextmanager
def visit(browser: Browser, app: App, server: Server) -> Iterator[Visit]:
    """Open the app as a new visitor, and enter the block once its first chart is drawn."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    found = Visit(browser, context.new_page(), server)
    found.watch()
    found.page.goto(server.address + app.path, wait_until="commit")
    if app.charts:
        found.page.wait_for_function(DRAWN, arg=1, polling="raf")
    else:
        found.page.get_by_text("Express Entry rounds").wait_for()
    yield found
    context.close()


def measure_clicks(app: App, visit: Visit, times: Path, rounds: int) -> None:
    """Click each category on and off, go to the other page and back, and to it as a new visitor."""
    page = visit.page
    begin(app, page)
    if app.category:
        for label in CATEGORIES * rounds:
            for _ in ("on", "off"):
                shown = page.evaluate(SHOWN)
                measure_click(app, visit, times, "click", partial(app.category, page, label))
                if page.evaluate(SHOWN) == shown:
                    raise RuntimeError(f"{app.name}: the charts are the same after {label}")
    for go in app.pages * rounds:
        measure_click(app, visit, times, "page", partial(go, page))
    for _ in range(2 * rounds) if app.pages else ():
        page.goto(visit.server.address + app.path)
        begin(app, page)
        measure_click(app, visit, times, "new page", partial(app.pages[0], page))


def begin(app: App, page: Page) -> None:
    """Wait until the first page is still, and watch its plots from then on."""
    page.wait_for_function(DRAWN, arg=app.charts, polling="raf")
    page.wait_for_timeout(1000)
    page.evaluate(WATCH)


def measure_click(
    app: App, visit: Visit, times: Path, kind: str, click: Callable[[], None]
) -> None:
    """Click, wait until the plots have changed, and note what it took.

    Raises:
        RuntimeError: if no chart on the screen changed.
    """
    before = len(visit.sizes), visit.server_ms(), visit.browser_ms(), len(seconds(times))
    click()
    visit.page.wait_for_function(SETTLED, polling=50)
    seen, drawn, still = visit.page.evaluate(WAITED)
    if not seen or seen < 0:
        raise RuntimeError(f"{app.name}: no chart on the screen changed")
    app.note(f"{kind} to the visible charts, ms", seen)
    app.note(f"{kind} to all charts, ms", drawn)
    app.note(f"{kind} to a still page, ms", still)
    messages, server, browser, runs = before
    app.note(f"{kind}: the script's own time, ms", 1000 * sum(seconds(times)[runs:]))
    app.note(f"{kind}: messages", len(visit.sizes) - messages)
    app.note(f"{kind}: processor time of the server, ms", visit.server_ms() - server)
    app.note(f"{kind}: processor time of the browser, ms", visit.browser_ms() - browser)


def seconds(times: Path) -> list[float]:
    """Return the seconds that the app's own Python took, run by run."""
    return [float(line) for line in times.read_text().splitlines()]
