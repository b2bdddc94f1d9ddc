"""Benchmarks this app against others on this machine, in one run, as a visitor sees them.

``pip install -r requirements-benchmark.txt && python -m benchmark`` prints a table of
medians, with each one's ratio to Dash in brackets, and then how this app fares with 20 visitors at
once; ``python -m benchmark "this app" Dash`` measures only these two. The rivals are in
``rivals/``; the static page is the floor, as it only draws. Every app runs in a new environment of
its own. Waiting times are measured inside a headless Chromium; nothing else should run.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmark import CATEGORIES, load
from benchmark.apps import APPS, App, environ, environment
from benchmark.clicks import measure_clicks, processes, visit
from tests.support.serving import CHROMIUM_ARGUMENTS, chromium, free_port, served

STARTS = 3
ROUNDS = 8  # of clicks: each median is of at least 15
BESIDE = "Dash"  # the app to which all others are compared
MANY = ["--sessions", "20", "--minutes", "1", "--think", "0.6", "--api", "0", "--every", "60"]
MANY += ["--pages", "frequency", "cut-offs", "--categories", *CATEGORIES]  # as in the browser
FEW = ["--sessions", "3", "--minutes", "0.1", "--think", "1"]


def measure(app: App, browser: Browser, folder: Path) -> None:
    """Start the app several times, and use it once it is warm."""
    python = environment(folder, app.packages)
    for start in range(STARTS):
        port, times = free_port(), folder / f"{app.name}-{start}"
        times.touch()
        command = app.command(python, port, times)
        started = time.perf_counter()
        with (
            served(command, port, times.with_suffix(".log"), environ=environ()) as server,
            visit(browser, app, server) as found,
        ):
            app.note("server start to first chart, ms", (time.perf_counter() - started) * 1000)
            found.page.wait_for_timeout(1500)
            app.note("first visit, kB", sum(found.sizes) / 1000)
            if start == STARTS - 1:
                measure_clicks(app, found, times, ROUNDS)
                memory = sum(process.memory_info().rss for process in processes(server)) / 1e6
                app.note("memory of the server, MB", memory)


def check(app: App, browser: Browser, folder: Path) -> None:
    """Start the app in the environment of this process, and click on everything once."""
    port, times = free_port(), folder / app.name
    times.touch()
    command = app.command(sys.executable, port, times)
    with (
        served(command, port, times.with_suffix(".log"), environ=environ()) as server,
        visit(browser, app, server) as found,
    ):
        measure_clicks(app, found, times, 1)
        print(f"{app.name}: {app.charts} charts")


def table(apps: list[App]) -> str:
    """Return the medians as a Markdown table, with the ratio to one of the apps in brackets."""
    names = list(dict.fromkeys(name for app in apps for name in app.figures))
    lines = [f"| median | {' | '.join(app.name for app in apps)} |", "|---" * (len(apps) + 1) + "|"]
    bases = next((app.figures for app in apps if app.name == BESIDE), {})
    for name in names:
        base = statistics.median(bases.get(name, [0]))
        cells = []
        for app in apps:
            found = app.figures.get(name)
            value = statistics.median(found) if found else 0
            ratio = f" ({value / base:.2f}×)" if base else ""
            cells.append(f"{value:,.0f}{ratio}" if found else "")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Measure every app and print the table, or only check that all of this works."""
    names = sys.argv[1:]
    is_check = names == ["check"]
    apps = [app for app in APPS if is_check or not names or app.name in names]
    try:
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS)
            )
            for app in apps:
                print(f"{app.name} ...", file=sys.stderr)
                (check if is_check else measure)(app, browser, Path(folder))
    finally:  # what was measured until something failed is not lost
        if not is_check:
            print(f"{table(apps)}\n\n{STARTS} starts each, {os.cpu_count()} cores")
    load.main(FEW if is_check else MANY)


if __name__ == "__main__":
    main()
