"""What a round of a size on a day would mean, in sentences."""

from __future__ import annotations

from datetime import date

from analysis.outlook.forecastable import MIN_SCORED
from analysis.outlook.what_if import WhatIf
from pages.outlook.track_record.track import Track
from pages.ui.markdown import plain
from pages.ui.view import View

ALIKE = 1.1  # two paces are about the same if neither is more than this many times the other


def answer(view: View, found: WhatIf, size: int, on: date) -> list[str]:
    """Return the cut-off to expect of such a round, and how its pace compares with the usual."""
    _, words = view.words.gettext, view.words
    text = _(
        "With **{size}** on **{day}**, the {category} cut-off would be about "
        "**{cutoff}**, 8 times out of 10 between {low} and {high}."
    )
    pace = _("That is {pace} a day since the category’s last round, {compared}.")
    facts = {
        "category": view.short(found.category),
        "size": words.invitations(size),
        "day": words.day(on),
        "cutoff": words.number(None if found.expected is None else round(found.expected)),
        "low": words.number(None if found.low is None else round(found.low)),
        "high": words.number(None if found.high is None else round(found.high)),
        "pace": words.invitations(round(found.pace or 0)),
        "compared": _compared(view, found),
    }
    escaped = {name: plain(fact) for name, fact in facts.items()}
    return [text.format(**escaped), pace.format(**escaped)]


def _compared(view: View, found: WhatIf) -> str:
    """Return how the pace compares with the mean of the last rounds, and what follows."""
    _, words = view.words.gettext, view.words
    if found.pace is None or found.usual_pace is None:
        return _("with no usual pace to compare it with")
    usual = words.number(round(found.usual_pace))
    if found.pace > ALIKE * found.usual_pace:
        return _("more than the usual {usual}, so the round goes deeper into the pool").format(
            usual=usual
        )
    if found.usual_pace > ALIKE * found.pace:
        return _("fewer than the usual {usual}, so more candidates stay in the pool").format(
            usual=usual
        )
    return _("about as usual ({usual})").format(usual=usual)


def accuracy(view: View, code: str, track: Track) -> str:
    """Return how far off such statements were, and that this is no forecast's accuracy."""
    _, words = view.words.gettext, view.words
    given = track.find(target="what-if", group=code, metric="mae")
    open_ = track.find(target="cut-off", group=code, metric="mae")
    if given is None or open_ is None or given.n < MIN_SCORED:
        return _(
            "If current practice continues. This uses a size and date that no forecast can know. "
            "Too few results like this have been checked to say how far off they are."
        )
    text = words.ngettext(
        "If current practice continues. Given the actual size and date, this was off "
        "by {given} on average in {n} round since July 2023. A forecast does not know "
        "them: it was off by {open}.",
        "If current practice continues. Given the actual size and date, this was off "
        "by {given} on average in {n} rounds since July 2023. A forecast does not know "
        "them: it was off by {open}.",
        given.n,
    )
    return text.format(
        given=words.points(round(given.value)),
        open=words.points(round(open_.value)),
        n=words.number(given.n),
    )
