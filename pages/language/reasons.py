"""Translate the reasons in the ledger, which are stored in English."""

from __future__ import annotations

import re
from collections.abc import Callable

from data.vocabulary.reasons import Reason

_PLACE = re.compile(r"\\\{(\w+)\\\}")
_PATTERNS = {text: re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(text))) for text in Reason}


def reason(why: str, gettext: Callable[[str], str]) -> str:
    """Translate a reason with `gettext`; a sentence that is not a Reason stays as it is.

    >>> gettext = {"No tie-break was published for this round.": "Rien."}.get
    >>> reason("No tie-break was published for this round.", gettext), reason("New.", gettext)
    ('Rien.', 'New.')
    """
    for text, pattern in _PATTERNS.items():
        match = pattern.fullmatch(why)
        if match:
            return gettext(text).format(**match.groupdict())
    return why
