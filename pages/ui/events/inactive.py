"""Which categories have had no round for long, in a sentence."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from analysis.periods import as_known_on, midnight
from analysis.rounds.frequency import DORMANT_DAYS
from pages.language import SHORT_DAY
from pages.plot.style import rows
from pages.ui.view import View


def inactive(view: View, codes: Collection[str]) -> str:
    """Return since when inactive ones among these categories had no round, the latest first.

    On old data that is not known, and only when their last known rounds were is told. A category
    whose last round is after the dates shown is left out: there, nothing ends.
    """
    _, words = view.words.gettext, view.words
    last = as_known_on(view.history, view.as_of).drop_duplicates("category", keep="last")
    is_inactive = (midnight(view.as_of) - last["date"]).dt.days > DORMANT_DAYS
    is_shown = last["category"].isin(codes) & (last["date"] <= pd.Timestamp(view.end))
    texts = [_("No {category} round since {day}"), _("no {category} since {day}")]
    if view.age == "old":
        texts = [_("Last known {category} round: {day}"), _("{category}: {day}")]
    phrases = [
        texts[min(place, 1)].format(category=view.short(row.category), day=words.day(row.date))
        for place, row in enumerate(rows(last[is_inactive & is_shown].iloc[::-1]))
    ]
    return f"{', '.join(phrases)}." if phrases else ""


def silence(view: View, day: pd.Timestamp) -> str:
    """Say how long there was no round, or since when if days could be taken for those to today."""
    _, words = view.words.gettext, view.words
    if not view.counts_days:
        return _("last known round: {day}").format(day=words.day(day, SHORT_DAY))
    return _("no round for {days}").format(days=words.days((view.end - day.date()).days))
