"""Text from outside as Markdown that shows it as it is."""

from __future__ import annotations

import re

# What Markdown, Streamlit's directives or LaTeX would take for more than text.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


def plain(text: str) -> str:
    r"""Return text from outside so that Markdown shows it as it is.

    >>> print(plain("a *b* :red[c]"))
    a \*b\* \:red\[c\]
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
