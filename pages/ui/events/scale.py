"""Sentences on the CRS scale: that it changed between two days, and which one a score is on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from analysis.crs.scale import changes_between
from data.vocabulary.columns import SCALE
from pages.language import Words, events
from pages.plot.style import rows
from pages.ui.view import View


def as_day(day: Any) -> date:
    """Return the day of a date or a timestamp."""
    return date(day.year, day.month, day.day)


def changed(days: Sequence[date], words: Words) -> str:
    """Say on which days the scale changed, and what that means; nothing without a day."""
    if not days:
        return ""
    text = words.gettext("The CRS scale changed on {days}: scores before and after don’t compare.")
    return text.format(days=words.join(map(words.day, days)))


def note(view: View, first: Any, last: Any) -> str:
    """Say that the scale changed after a day and up to another, if it did."""
    days = changes_between(view.scale_changes, as_day(first), as_day(last))
    return changed(days, view.words)


def with_note(view: View, text: str, first: Any, last: Any) -> str:
    """Return a text, and after it that the scale changed between two days, if it did."""
    return " ".join(filter(None, [text, note(view, first, last)]))


def of_score(view: View) -> str:
    """Say which scale a score of today is on, or nothing if the scale never changed."""
    since = view.scale_from
    if since is None:
        return ""
    event = next(e for e in rows(view.record.events) if e.date.date() == since and e.kind == SCALE)
    text = view.words.gettext("Your score is on the CRS scale in use since {day} ({event}).")
    return text.format(day=view.words.day(since), event=events.title(event, view.words))
