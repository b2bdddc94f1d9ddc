"""The structure of the code: arrows between rooms, no circles, short functions, small folders."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests import rooms
from tests.rooms import ARROWS, BANS, ROOT

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for room in (*BANS, "benchmark", "tests")
    for path in sorted((ROOT / room).rglob("*.py"))
} | {"app": ROOT / "app.py"}
PRODUCT = {name: path for name, path in MODULES.items() if name.split(".")[0] in (*BANS, "app")}
RUFF = (sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise")
SCRIPTS = sorted((ROOT / "pages/plot/assets").glob("*.js"))
# A module of the browser imports others by a path relative to its own.
IMPORT = re.compile(r"""\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


def imports(source: str) -> set[str]:
    """Return the modules of ours that a source imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                names.add(whole if whole in MODULES else node.module)
    return names & MODULES.keys()


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Return the names along a circle of imports, or nothing if there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        names: list[str] = error.args[1]
        return names
    return []


def test_no_python_module_imports_itself_through_others() -> None:
    graph = {name: imports(path.read_text("utf-8")) for name, path in MODULES.items()}
    assert circle(graph) == []
    assert "pages.ui.view" in graph["pages.frame"]


def test_no_browser_module_imports_itself_through_others() -> None:
    graph = {
        path.name: {Path(name).name for name in IMPORT.findall(path.read_text("utf-8"))}
        for path in SCRIPTS
    }
    assert circle(graph) == []
    assert any(graph.values())


def test_a_circle_is_found() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": set()}) != []
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_every_ruff_configuration_is_up_to_date() -> None:
    stale = {
        str(path.relative_to(ROOT))
        for path, text in rooms.configurations().items()
        if not path.exists() or path.read_text("utf-8") != text
    }
    assert stale == set(), "run `python -m tests.rooms`"


def test_every_folder_with_modules_has_arrows() -> None:
    for room, arrows in ARROWS.items():
        folders = {path.parent.name for path in (ROOT / room).glob("*/__init__.py")}
        assert set(arrows) == folders


@pytest.mark.parametrize(
    ("room", "folder"),
    [(room, folder) for room, arrows in ARROWS.items() for folder in ("", *arrows)],
)
def test_ruff_reports_every_forbidden_import(room: str, folder: str) -> None:
    """A ban is worth something only if ruff reads it, so each one is broken here once."""
    names = rooms.banned(room, folder).keys() - rooms.CLOCK.keys()
    report = subprocess.run(
        [*RUFF, "--stdin-filename", f"{room}/{folder or '.'}/x.py", "-"],
        input="".join(f"import {name}\n" for name in sorted(names)),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    ).stdout
    assert {name for name in names if f"`{name}` is banned" not in report} == set()


def test_no_folder_holds_more_than_a_dozen_modules() -> None:
    counts = Counter(path.parent for path in PRODUCT.values() if path.name != "__init__.py")
    assert {str(folder): count for folder, count in counts.items() if count > 12} == {}


def test_no_function_is_longer_than_40_lines_without_its_docstring() -> None:
    long = {}
    for name, path in PRODUCT.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                docstring = ast.get_docstring(node, clean=False)
                lines = (node.end_lineno or 0) - node.lineno + 1
                lines -= docstring.count("\n") + 1 if docstring else 0
                if lines > 40:
                    long[f"{name}.{node.name}"] = lines
    assert long == {}
