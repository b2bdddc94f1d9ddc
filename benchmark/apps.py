"""The apps that are compared: how each is started, and where a visitor clicks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Page

from tests.support.serving import ROOT, streamlit

RIVALS = Path(__file__).parent / "rivals"
Command = Callable[[str, int, Path], list[str]]


@dataclass
class App:
    """One app under test, and what was measured of it.

    `command` gets a Python, a port, and the file to which the app adds the seconds that its own
    script takes. `packages` are what it needs beside `requirements.txt`.
    """

    name: str
    command: Command
    path: str = "/"
    charts: int = 4
    category: Callable[[Page, str], None] | None = None
    pages: tuple[Callable[[Page], None], ...] = ()
    packages: tuple[str, ...] = ()
    figures: dict[str, list[float]] = field(default_factory=dict)

    def note(self, name: str, value: float) -> None:
        """Keep one measurement."""
        self.figures.setdefault(name, []).append(value)


def environment(folder: Path, packages: tuple[str, ...]) -> str:
    """Return the Python of a new environment that has what a server of the app has, and no more.

    What is imported at a start depends on what is installed: some libraries bring others along.
    """
    name = "-".join(["environment", *packages])
    python = folder / name / "bin" / "python"
    if not python.exists():
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([sys.executable, "-m", "venv", str(folder / name)], check=True)
        subprocess.run([*pip, "-r", str(ROOT / "requirements.txt")], check=True)
        pinned = [f"{package}=={version(package)}" for package in packages]
        if pinned:
            subprocess.run([*pip, *pinned], check=True)
    return str(python)


def started_by_readme(python: str, port: int, times: Path) -> list[str]:
    """Return the README's command, timed."""
    return _timed(python, streamlit(ROOT / "app.py", port), times)


def rival(script: str) -> Command:
    """Return the command that runs one of the other Streamlit scripts, timed."""
    return lambda python, port, times: _timed(python, streamlit(RIVALS / script, port), times)


def _timed(python: str, command: list[str], times: Path) -> list[str]:
    return [python, str(RIVALS / "stopwatch.py"), str(times), *command[3:]]


def program(script: str) -> Command:
    """Return the command that runs a program which serves at a port."""
    return lambda python, port, times: [python, str(RIVALS / script), str(port), str(times)]


def click_pill(page: Page, label: str) -> None:
    """Click a category in a Streamlit app."""
    page.get_by_test_id("stButtonGroup").get_by_role("button", name=label).first.click()


def click_label(page: Page, text: str) -> None:
    """Click the option with this label."""
    page.locator("label").filter(has_text=text).first.click()


def click_menu(page: Page, text: str) -> None:
    """Click the page with this name in the top menu."""
    page.get_by_test_id("stTopNavLink").filter(has_text=text).first.click()


def there_and_back(click: Callable[[Page, str], None]) -> tuple[Callable[[Page], None], ...]:
    """Return the ways to the other page and back to the first."""
    return (lambda page: click(page, "Cut-offs"), lambda page: click(page, "Frequency"))


APPS = (
    App(
        "this app",
        started_by_readme,
        path="/frequency",
        category=click_pill,
        pages=there_and_back(click_menu),
    ),
    App(
        "Dash",
        program("dash_app.py"),
        category=click_label,
        pages=there_and_back(click_label),
        packages=("dash",),
    ),
    App(
        "naive Streamlit", rival("naive.py"), category=click_pill, pages=there_and_back(click_label)
    ),
    App("bare Streamlit", rival("bare.py"), charts=0),
    App(
        "static page",
        program("static_page.py"),
        category=click_label,
        pages=there_and_back(click_label),
    ),
)


def environ() -> dict[str, str]:
    """Return what every app finds in its environment: where this project's modules are."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}
