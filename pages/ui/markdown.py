"""Escaping of text for Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

# All but the no-break spaces, which keep numbers and the signs of French together.
_SPACES = re.compile(r"[^\S\xa0\u202f]+")
# Characters with a meaning in Markdown, Streamlit's directives or LaTeX.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


def plain(text: str) -> str:
    r"""Return text escaped so that Markdown shows it as it is.

    >>> print(plain("a *b* :red[c]"))
    a \*b\* \:red\[c\]
    """
    return _SPECIAL.sub(r"\\\1", _SPACES.sub(" ", text).strip())


def source_links(addresses: Iterable[str]) -> str:
    """Return links to sources as Markdown: [1] and so on, to each address once.

    >>> source_links(["https://a.example/x", "https://b.example", "https://a.example/x"])
    '[[1]](https://a.example/x) [[2]](https://b.example)'
    """
    each = enumerate(dict.fromkeys(addresses), start=1)
    return " ".join(f"[[{n}]]({address})" for n, address in each)


def bullets(texts: Iterable[str]) -> str:
    """Return texts from outside as a Markdown list that shows them as they are."""
    return "\n".join(f"- {plain(text)}" for text in texts)
