"""Sentences of the overview: this year against the last, and who was invited recently."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from pages.language import Words
from pages.ui.view import View

RECENT_MONTHS = 6
FEW = 3  # chosen categories that a title has room for


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


def recent_start(view: View) -> date:
    """Return from which day on rounds are recent: the chosen one, or else six months ago."""
    if view.filter.start:
        return view.start
    before = pd.Timestamp(view.end) - pd.DateOffset(months=RECENT_MONTHS)
    return before.date() + timedelta(days=1)


def _period(view: View) -> str:
    _, words = view.words.gettext, view.words
    text = _("from {start} to {end}") if view.filter.start else _("in the six months to {end}")
    return text.format(start=words.day(view.start), end=words.day(view.end))


def recent_title(view: View, by_category: pd.DataFrame) -> str:
    """Return who was invited recently, by the sizes of the rounds of each category."""
    _, words = view.words.gettext, view.words
    chosen = [code for code in view.categories if code in view.filter.categories]
    invited = dict(zip(by_category["category"], by_category["invitations"], strict=True))
    if len(invited) == 1 and len(chosen) <= 1:
        return _one_category(view, by_category.iloc[0])
    if 1 < len(chosen) <= FEW:
        named = ", ".join(
            _("{category} {n}").format(
                category=view.short(code), n=words.number(invited.get(code, 0))
            )
            for code in chosen
        )
        text = _("Invitations {period}: {categories}")
        return text.format(period=_period(view), categories=named)
    most = by_category.iloc[by_category["invitations"].argmax()]
    return _("{category} had the most invitations {period}: {n} of {all}").format(
        category=view.short(most["category"]),
        period=_period(view),
        n=words.number(most["invitations"]),
        all=words.number(by_category["invitations"].sum()),
    )


def _one_category(view: View, sizes: pd.Series[Any]) -> str:
    words, rounds = view.words, int(sizes["rounds"])
    text = words.ngettext(
        "{n} {category} round {period}: {invitations}",
        "{n} {category} rounds {period}: {invitations}",
        rounds,
    )
    return text.format(
        n=words.number(rounds),
        category=view.short(str(sizes["category"])),
        period=_period(view),
        invitations=words.invitations(int(sizes["invitations"])),
    )
