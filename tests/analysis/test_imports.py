"""Imports in analysis/ are where ruff checks them against the arrows of each folder."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from analysis import periods

FILES = sorted(Path(periods.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=str)
def test_modules_import_only_at_the_top(file: Path) -> None:
    """Ruff's banned-module-level-imports (TID253) does not look inside functions."""
    tree = ast.parse(file.read_text("utf-8"))
    inner = {node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)}
    assert inner <= set(tree.body)
