"""What a mark says under a pointer."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pages.language import SHORT_DAY, Words
from pages.plot.style import escape


def of_round(row: Any, name: str, words: Words, *more: str) -> str:
    """Return what the mark of a round says, in Plotly's HTML.

    `row` has round_id, date, cutoff, change (since the category's round before, or missing) and
    invitations; `name` is that of its category, and `more` are further lines of plain text.
    """
    cutoff = f"<b>{escape(name)} {words.number(row.cutoff)}</b>"
    return "<br>".join(
        [
            cutoff if pd.isna(row.change) else f"{cutoff} {words.signed(row.change)}",
            f"{escape(words.round_id(row.round_id))}, {words.day(row.date, SHORT_DAY)}",
            words.invitations(row.invitations),
            *map(escape, more),
        ]
    )
