"""What each round would have meant for a person, in sentences: counts, margins and ties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.score.candidate import nomination_likely_included
from pages.language import Words


def outcomes(words: Words) -> dict[str, str]:
    """Return each outcome of a round in a few words."""
    _ = words.gettext
    return {
        "invited": _("invited"),
        "not_invited": _("not invited"),
        "tie_break_invited": _("invited by the tie-break"),
        "tie_break_not_invited": _("not invited by the tie-break"),
        "unknown_profile": _("unknown without your profile's date"),
        "unknown_tie_break": _("unknown: tie-break missing or doubtful"),
        "not_eligible": _("not eligible"),
    }


def sentences(row: Any, category: str, since: Any, words: Words) -> list[str]:
    """Return what one row of `standing.summary` says, the count first and the latest round last."""
    facts = {
        "since": words.day(since),
        "category": category,
        "rounds": words.number(row.rounds),
        "invited": words.number(row.invited),
        "id": row.last_invited_id,
        "day": words.day(row.last_invited_date),
        "cutoff": words.number(row.last_invited_cutoff),
    }
    told = [_counted(row, words).format(**facts)]
    if row.by_tie_break:
        text = words.ngettext(
            "{n} of them by the tie-break.", "{n} of them by the tie-break.", row.by_tie_break
        )
        told.append(text.format(n=words.number(row.by_tie_break)))
    if row.unknown:
        text = words.ngettext(
            "{n} cannot be told: your score equals the cut-off, and the tie-break decides.",
            "{n} cannot be told: your score equals their cut-offs, and the tie-breaks decide.",
            row.unknown,
        )
        told.append(text.format(n=words.number(row.unknown)))
    if pd.notna(row.latest_id):
        told.append(_latest(row, category, words))
    return told


def _counted(row: Any, words: Words) -> str:
    """Return the sentence of how many rounds would have invited, still without its facts."""
    _, n_ = words.gettext, words.ngettext
    if pd.isna(row.latest_id):
        return _("There has been no {category} round so far.")
    if not row.rounds:
        return _("Since {since} there was no {category} round.")
    if row.invited:
        if row.rounds == 1:
            return _(
                "Since {since}, the only {category} round would have invited you, #{id} on {day} "
                "({cutoff})."
            )
        return n_(
            "Since {since}, {invited} of {rounds} {category} rounds would have invited you, #{id} "
            "on {day} ({cutoff}).",
            "Since {since}, {invited} of {rounds} {category} rounds would have invited you, the "
            "last one #{id} on {day} ({cutoff}).",
            row.invited,
        )
    if row.unknown:
        return n_(
            "Since {since} there was {rounds} {category} round, and it would not have invited you "
            "for certain.",
            "Since {since} there were {rounds} {category} rounds, and none would have invited you "
            "for certain.",
            row.rounds,
        )
    return n_(
        "Since {since}, the only {category} round would not have invited you.",
        "Since {since}, none of {rounds} {category} rounds would have invited you.",
        row.rounds,
    )


def _latest(row: Any, category: str, words: Words) -> str:
    """Return how the score compares with the latest round, a dormant category named as such."""
    _ = words.gettext
    facts = {
        "category": category,
        "id": row.latest_id,
        "day": words.day(row.latest_date),
        "cutoff": words.number(row.latest_cutoff),
        "points": words.points(abs(row.margin)),
        "ago": words.days(row.days_since),
    }
    ties = {
        "tie_break_invited": _("your profile was submitted before its tie-break"),
        "tie_break_not_invited": _("your profile was not submitted before its tie-break"),
        "unknown_profile": _("only your profile's date would tell"),
        "unknown_tie_break": _("its tie-break is not known for certain"),
    }
    if row.dormant:
        dormant = {
            "above": _("{points} above it"),
            "below": _("{points} below it"),
            "equal": _("level with it"),
        }
        facts["place"] = dormant[_place(row)].format(**facts)
        return _(
            "This category is dormant: its latest round, #{id} of {day} ({cutoff}), lies {ago} "
            "back. You are {place}, which is history, not news."
        ).format(**facts)
    texts = {
        "above": _("You are {points} above the latest, #{id} of {day} ({cutoff})."),
        "below": _("You are {points} below the latest, #{id} of {day} ({cutoff})."),
        "equal": _("Your score equals the latest, #{id} of {day} ({cutoff}): {tie}."),
    }
    facts["tie"] = ties.get(row.latest_outcome, "")
    return texts[_place(row)].format(**facts)


def _place(row: Any) -> str:
    return "above" if row.margin > 0 else "below" if row.margin < 0 else "equal"


def nomination(score: int, held: bool, words: Words) -> str:
    """Return whether the 600 points of a nomination are likely in a score; nothing if plain."""
    _ = words.gettext
    likely = nomination_likely_included(score)
    if held and likely:
        text = _("A nomination brings 600 points; at {score} they are most likely in your score.")
    elif held:
        text = _(
            "A nomination brings 600 points; at {score} they are most likely not in your score. "
            "It is compared with PNP rounds as it is."
        )
    elif likely:
        text = _(
            "Hardly anybody has more than 600 points without a nomination. If you hold one, tick "
            "it, so that PNP rounds count."
        )
    else:
        return ""
    return text.format(score=words.number(score))


def hover(row: Any, label: str, profile_at: Any, words: Words) -> list[str]:
    """Return what a round meant, line by line: margin, outcome, and both instants of a tie."""
    _ = words.gettext
    lines = [
        words.day(row.date),
        _("cut-off {cutoff}, margin {margin}").format(
            cutoff=words.number(row.cutoff), margin=words.signed(row.margin)
        ),
        outcomes(words)[row.outcome],
        _("tie-break {instant}").format(instant=words.instant(row.tie_break_at)),
    ]
    if profile_at is not None:
        lines.append(_("your profile {instant}").format(instant=words.instant(profile_at)))
    return [f"#{row.round_id} · {label}", *lines]


def parts_of_days(value: float, words: Words) -> str:
    """Return a number of days to a tenth in words: "0.5 days", "1 day", "170.8 days"."""
    tenths = round(value, 1)
    # In French "0,5 jour" and "1,5 jour" are singular.
    form = words.locale.plural_form(int(tenths) if tenths.is_integer() else tenths)
    text = words.ngettext("{n} day", "{n} days", 1 if form == "one" else 2)
    return text.format(n=words.number(value, 1))


def targets(words: Words) -> Mapping[str, str]:
    """Return each target of `enough` in a few words."""
    _ = words.gettext
    return {
        "last": _("last round"),
        "half": _("half in 12 months"),
        "nine_in_ten": _("nine in ten in 12 months"),
    }
