"""Which sentences the code says to people: what every catalogue has to translate."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog

ROOT = Path(__file__).parents[2]
# Beside the pages themselves, what the record says in files, feeds and descriptions.
SOURCES = ("pages/**/*.py", "data/**/*.py", "server/**/*.py")
# `N_` marks a sentence that is handed to gettext elsewhere.
SINGLE, PLURAL = ("_", "gettext", "N_"), ("n_", "ngettext")
Sentence = str | tuple[str, str]


def sentences(source: str) -> Iterator[Sentence]:
    """Yield what a module's source hands to gettext, with its plural where it has one.

    Babel's own extraction does not look into f-strings, of which Python has the syntax tree.

    >>> list(sentences('_("a"); n_("{n} b", "{n} bs", 2)'))
    ['a', ('{n} b', '{n} bs')]

    Raises:
        ValueError: if gettext goes by a name that is not looked for.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign):
            _named(node)
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


def _named(node: ast.Assign) -> None:
    """Make sure that gettext goes by a name that is looked for."""
    for target in node.targets:
        targets, values = [target], [node.value]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            targets, values = target.elts, node.value.elts
        for name, value in zip(targets, values, strict=True):
            attribute = getattr(value, "attr", None)
            looked_for = {"gettext": SINGLE[:2], "ngettext": PLURAL}.get(str(attribute))
            own = getattr(name, "id", None) or getattr(name, "attr", None)
            if looked_for and own not in looked_for:
                raise ValueError(f"line {node.lineno}: {attribute} goes by the name {own}")


def template() -> Catalog:
    """Return a catalogue of every sentence of the code, none of them translated."""
    found = Catalog(charset="utf-8")
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            for sentence in sentences(path.read_text("utf-8")):
                found.add(sentence)
    return found
