"""Sentences on the CRS scale: that it changed between two days, and which one a score is on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from analysis.crs.scale import changes_between
from data.vocabulary.columns import REPORTED, SCALE
from pages.language import Words, events
from pages.plot.style import rows
from pages.ui.view import View

RECENT = 365  # days for which a change of the scale is worth a sentence


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
    text = view.words.gettext(
        "Your score is on the CRS scale in use since {day} ({event}). On an earlier one it may "
        "have been different."
    )
    return text.format(day=view.words.day(since), event=events.title(event, view.words))


def ahead(view: View, until: date) -> str:
    """Say which changes of the scale lie in the days that forecasts cover, up to a day.

    What is only reported changes no forecast, and a recent change makes ranges wider for a while.
    """
    _, words, texts = view.words.gettext, view.words, []
    recent = changes_between(view.scale_changes, view.as_of - timedelta(days=RECENT), view.as_of)
    if recent:
        text = _(
            "The CRS scale changed on {day}. Ranges are wider until a category has had a round "
            "since then."
        )
        texts.append(text.format(day=words.day(recent[-1])))
    for event in rows(view.record.events):
        if event.kind == SCALE and view.as_of < event.date.date() <= until:
            if event.certainty == REPORTED:
                text = _(
                    "A change of the CRS scale on {day} is reported, not confirmed ({event}). "
                    "Forecasts don’t allow for it."
                )
            else:
                text = _(
                    "The CRS scale changes on {day} ({event}). Cut-offs before and after don’t "
                    "compare, so ranges that reach beyond that day are wider."
                )
            day, name = words.day(event.date), events.title(event, words)
            texts.append(text.format(day=day, event=name))
    return " ".join(texts)
