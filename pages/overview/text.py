"""Sentences of the overview: this year against the last."""

from __future__ import annotations

from pages.language import Words


def year_comparison(count: int, previous: int, year: int, words: Words) -> str:
    """Return how a number of this year compares with that of `year` up to the same day."""
    _, more = words.gettext, count - previous
    if more > 0:
        text = _("{n} more than in {year} by then ({previous})")
    elif more < 0:
        text = _("{n} fewer than in {year} by then ({previous})")
    else:
        text = _("as many as in {year} by then")
    return text.format(n=words.number(abs(more)), year=year, previous=words.number(previous))
