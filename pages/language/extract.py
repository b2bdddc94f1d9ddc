"""The sentences in the code that every catalogue has to translate."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog

ROOT = Path(__file__).parents[2]
# Also texts in files, feeds and the API's description.
SOURCES = ("pages/**/*.py", "data/**/*.py", "server/**/*.py")
# `N_` marks a sentence that is handed to gettext elsewhere.
SINGLE, PLURAL = ("_", "gettext", "N_"), ("n_", "ngettext")
Sentence = str | tuple[str, str]


def sentences(source: str) -> Iterator[Sentence]:
    """Yield the sentences that a module hands to gettext, each with its plural if it has one.

    Babel's own extraction does not look into f-strings, so this reads Python's syntax tree.

    >>> list(sentences('_("a"); n_("{n} b", "{n} bs", 2)'))
    ['a', ('{n} b', '{n} bs')]

    Raises:
        ValueError: if gettext is assigned to an unexpected name.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign):
            _check_names(node)
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        texts = [str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)]
        if name in SINGLE and texts:
            yield texts[0]
        elif name in PLURAL and len(texts) >= 2:
            yield texts[0], texts[1]
        elif name == "Column" and len(texts) > 1:  # of the data dictionary: "Label: meaning"
            yield texts[1]


def _check_names(node: ast.Assign) -> None:
    """Check that gettext is assigned only to names that are searched for."""
    for target in node.targets:
        targets, values = [target], [node.value]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            targets, values = target.elts, node.value.elts
        for name, value in zip(targets, values, strict=True):
            attribute = getattr(value, "attr", None)
            expected = {"gettext": SINGLE[:2], "ngettext": PLURAL}.get(str(attribute))
            alias = getattr(name, "id", None) or getattr(name, "attr", None)
            if expected and alias not in expected:
                raise ValueError(f"line {node.lineno}: {attribute} is assigned to {alias}")


def template() -> Catalog:
    """Return a catalogue of every sentence in the code, without translations."""
    catalogue = Catalog(charset="utf-8")
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            for sentence in sentences(path.read_text("utf-8")):
                catalogue.add(sentence)
    return catalogue
