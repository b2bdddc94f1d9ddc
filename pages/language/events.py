"""The events that explain the numbers, in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data.vocabulary.columns import REPORTED, SCALE
from data.vocabulary.languages import SOURCE
from pages.language import Words


def title(event: Any, words: Words) -> str:
    """Return what happened, as charts name it; without a translation, it stays English."""
    return str(getattr(event, f"title_{words.language}", getattr(event, f"title_{SOURCE}")))


def effect(event: Any, words: Words) -> str:
    """Return what an event did to scores or cut-offs, or an empty text."""
    text = getattr(event, f"effect_{words.language}", getattr(event, f"effect_{SOURCE}"))
    return "" if pd.isna(text) else str(text)


def certainty(event: Any, words: Words) -> str:
    """Return how sure an event is."""
    _ = words.gettext
    return {
        "official": _("official"),
        "confirmed": _("several sources"),
        "reported": _("reported, not confirmed"),
    }[event.certainty]


def kind(event: Any, words: Words) -> str:
    """Return the name of the kind of an event."""
    _ = words.gettext
    return {
        "scale": _("CRS scale"),
        "rules": _("Rules"),
        "categories": _("Categories"),
        "rounds": _("Rounds"),
        "plans": _("Plans"),
    }[event.kind]


def sentence(event: Any, words: Words) -> str:
    """Return an event as text: its day, what it is, what it did, and whether it is confirmed."""
    _, is_reported = words.gettext, event.certainty == REPORTED
    text = _("{day}: {event} (reported, not confirmed).") if is_reported else _("{day}: {event}.")
    parts = [text.format(day=words.day(event.date), event=title(event, words))]
    parts += [effect(event, words)]
    if event.kind == SCALE and not is_reported:
        parts.append(_("CRS scores before and after that day don’t compare."))
    return " ".join(filter(None, parts))
