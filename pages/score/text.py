"""What past rounds would have meant for a candidate, in words: counts, margins and ties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from analysis.crs.points import nomination_likely_included
from data.vocabulary.categories import Category
from pages.language import SHORT_DAY, Words


def outcomes(words: Words) -> dict[str, str]:
    """Return the label of each outcome."""
    _ = words.gettext
    return {
        "invited": _("invited"),
        "not_invited": _("not invited"),
        "tie_break_invited": _("invited on the tie-break"),
        "tie_break_not_invited": _("missed out on the tie-break"),
        "unknown_profile": _("unknown without your profile’s date and time"),
        "unknown_tie_break": _("unknown: tie-break missing or doubtful"),
        "not_eligible": _("not eligible"),
    }


def eligibility_names(categories: Iterable[Category], words: Words) -> dict[str, str]:
    """Return what a person chooses by the code of each category: plain words with the short name.

    Programs are known by abbreviations, which say little to somebody who is new.
    """
    _ = words.gettext
    names = {
        "cec": _("CEC: work experience in Canada"),
        "fsw": _("FSW: skilled work abroad"),
        "fst": _("FST: skilled trades"),
    }
    return {c.code: names.get(c.code, words.short(c)) for c in categories}


def profile_date(first: pd.Timestamp, last: pd.Timestamp, words: Words) -> str:
    """Return when a profile was submitted: the instant, or the day if its time is not known."""
    return words.instant(first) if first == last else words.day(first)


class Known(NamedTuple):
    """How far the rounds are known: through which day, and how old that makes the data.

    `has_gap` says that days after it are over, so that rounds may have been held on them.
    """

    through: date
    has_gap: bool = False
    is_old: bool = False


def sentences(
    row: Any, category: str, since: Any, words: Words, known: Known, scale_from: Any = None
) -> list[str]:
    """Say what a row of ``standing.summary`` means, from the count to the latest round.

    `scale_from` is the first day of the CRS scale that the score is on.
    """
    facts = {
        "since": _since(since, known, words),
        "through": words.day(known.through),
        "category": category,
        "rounds": words.number(row.rounds),
        "invited": words.number(row.invited),
        "missed": words.number(row.rounds - row.unknown),
        "id": words.round_id(row.last_invited_id),
        "day": words.day(row.last_invited_date),
        "cutoff": words.number(row.last_invited_cutoff),
    }
    texts = [_count(row, since, known, words).format(**facts)]
    if row.by_tie_break:
        texts.append(_by_tie_break(row, words))
    if 0 < row.unknown < row.rounds:
        text = words.ngettext(
            "For {n} round we can’t tell: your score equals the cut-off, so the tie-break decides.",
            "For {n} rounds we can’t tell: your score equals the cut-off, so the "
            "tie-break decides.",
            row.unknown,
        )
        texts.append(text.format(n=words.number(row.unknown)))
    if row.other_scale:
        texts.append(_other_scale(row, scale_from, words))
    if pd.notna(row.latest_id):
        texts.append(_latest(row, category, known, words))
        if row.latest_other_scale and not row.other_scale:
            text = words.gettext("The CRS scale has changed since that round, on {day}.")
            texts.append(text.format(day=words.day(scale_from)))
    return texts


def _other_scale(row: Any, scale_from: Any, words: Words) -> str:
    """Say how many of the rounds were on another scale; `of_score` says what that means."""
    _, n_ = words.gettext, words.ngettext
    facts = {
        "n": words.number(row.other_scale),
        "invited": words.number(row.other_scale_invited),
        "day": words.day(scale_from),
    }
    if row.other_scale == row.rounds:
        text = _("That was before the CRS scale changed on {day}.")
    elif row.other_scale_invited:
        text = n_(
            "{n} of these rounds, {invited} with an invitation, was before the CRS scale changed.",
            "{n} of these rounds, {invited} with an invitation, were before the CRS scale changed.",
            row.other_scale,
        )
    else:
        text = n_(
            "{n} of these rounds was before the CRS scale changed.",
            "{n} of these rounds were before the CRS scale changed.",
            row.other_scale,
        )
    return text.format(**facts)


def _since(since: Any, known: Known, words: Words) -> str:
    """Return the day from which rounds count, with the last one if it is not yesterday."""
    if not known.has_gap or since > known.through:
        return words.day(since)
    text = words.gettext("{since} (up to {through})")
    return text.format(since=words.day(since), through=words.day(known.through))


def _count(row: Any, since: Any, known: Known, words: Words) -> str:
    """Return the template for how many rounds would have invited the candidate."""
    _, n_ = words.gettext, words.ngettext
    if not row.rounds:
        return _no_round(row, since, known, words)
    if row.invited:
        if row.rounds == 1:
            return _(
                "The only {category} round since {since} would have invited you ({id} "
                "on {day}, cut-off {cutoff})."
            )
        return n_(
            "Since {since}, {invited} of {rounds} {category} rounds would have invited "
            "you ({id} on {day}, cut-off {cutoff}).",
            "Since {since}, {invited} of {rounds} {category} rounds would have invited "
            "you, most recently {id} on {day} (cut-off {cutoff}).",
            row.invited,
        )
    return _not_invited(row, words)


def _no_round(row: Any, since: Any, known: Known, words: Words) -> str:
    """Return the template where no round is known from a day on."""
    _ = words.gettext
    if since > known.through:
        return _("Our data ends on {through}, so it has no {category} round since {since}.")
    if pd.notna(row.latest_id):
        return _("There has been no {category} round since {since}.")
    if known.has_gap:
        return _("There had been no {category} round up to {through}.")
    return _("There has been no {category} round so far.")


def _not_invited(row: Any, words: Words) -> str:
    """Return the template where no round would have invited the candidate for certain."""
    n_ = words.ngettext
    if row.unknown == row.rounds:
        # The sentence on the latest round says why.
        return n_(
            "We can’t tell whether the only {category} round since {since} would have invited you.",
            "We can’t tell whether any of the {rounds} {category} rounds since {since} "
            "would have invited you: your score equals each cut-off.",
            row.rounds,
        )
    if row.unknown:
        return n_(
            "Of the {rounds} {category} rounds since {since}, {missed} would not have invited you.",
            "Of the {rounds} {category} rounds since {since}, {missed} would not have invited you.",
            row.rounds - row.unknown,
        )
    return n_(
        "The only {category} round since {since} would not have invited you.",
        "None of the {rounds} {category} rounds since {since} would have invited you.",
        row.rounds,
    )


def _by_tie_break(row: Any, words: Words) -> str:
    if row.invited == 1:
        return words.gettext("The tie-break would have decided that round in your favour.")
    text = words.ngettext(
        "This count includes {n} round decided by the tie-break.",
        "This count includes {n} rounds decided by the tie-break.",
        row.by_tie_break,
    )
    return text.format(n=words.number(row.by_tie_break))


def _latest(row: Any, category: str, known: Known, words: Words) -> str:
    """Return how the score compares with the latest cut-off; on old data, the last known one."""
    _ = words.gettext
    ties = {
        "tie_break_invited": _("your profile was submitted before the tie-break"),
        "tie_break_not_invited": _("your profile was not submitted before the tie-break"),
        "unknown_profile": _("we can’t tell without your profile’s date and time"),
        "unknown_tie_break": _("the tie-break is not known for certain"),
    }
    facts = {
        "category": category,
        "id": words.round_id(row.latest_id),
        "day": words.day(row.latest_date),
        "cutoff": words.number(row.latest_cutoff),
        "points": words.points(abs(row.margin)),
        "ago": words.days(row.days_since),
        "through": words.day(known.through),
        "tie": ties.get(row.latest_outcome, ""),
    }
    if row.dormant:
        return _inactive(row, known, words, facts)
    texts = {
        "above": _(
            "Your score is {points} above the latest cut-off ({cutoff}, round {id} on {day})."
        ),
        "below": _(
            "Your score is {points} below the latest cut-off ({cutoff}, round {id} on {day})."
        ),
        "equal": _("Your score equals the latest cut-off ({cutoff}, round {id} on {day}): {tie}."),
    }
    if known.is_old:
        texts = _last_known(words)
    return texts[_place(row)].format(**facts)


def _last_known(words: Words) -> dict[str, str]:
    """Return the templates for the last known cut-off, by where the score is."""
    _ = words.gettext
    return {
        "above": _(
            "Your score is {points} above the last known cut-off ({cutoff}, round {id} on "
            "{day}); newer rounds may be missing."
        ),
        "below": _(
            "Your score is {points} below the last known cut-off ({cutoff}, round {id} on "
            "{day}); newer rounds may be missing."
        ),
        "equal": _(
            "Your score equals the last known cut-off ({cutoff}, round {id} on {day}): {tie}. "
            "Newer rounds may be missing."
        ),
    }


def _inactive(row: Any, known: Known, words: Words, facts: Mapping[str, str]) -> str:
    """Return how the score compares with the latest cut-off of an inactive category."""
    _ = words.gettext
    places = {
        "above": _("{points} above that cut-off"),
        "below": _("{points} below that cut-off"),
        "equal": _("equal to that cut-off"),
    }
    place = places[_place(row)].format(**facts)
    if known.is_old:
        text = _(
            "Its last known round was {id} on {day} (cut-off {cutoff}); newer rounds may be "
            "missing. Your score is {place}, but that says little about the next round."
        )
    else:
        text = _(
            "This category is inactive: its latest round was {id} on {day} (cut-off {cutoff}), "
            "{ago} before {through}. Your score is {place}, but that says little about the next "
            "round."
        )
    return text.format(**facts, place=place)


def usual_gap(days: pd.Series[int], category: str, words: Words, known: Known) -> str:
    """Say how often a category has a round, by the days between its rounds; empty without any."""
    _ = words.gettext
    if days.empty:
        return ""
    if len(days) == 1 and known.is_old:
        text = _("Its only two known rounds were {days} apart.")
    elif known.is_old:
        text = _("Up to {through}, {category} rounds usually came every {days}.")
    elif len(days) == 1:
        text = _("Its only two rounds so far were {days} apart.")
    else:
        text = _("{category} rounds usually come every {days}.")
    return text.format(
        category=category, days=words.days(days.median()), through=words.day(known.through)
    )


def _place(row: Any) -> str:
    return "above" if row.margin > 0 else "below" if row.margin < 0 else "equal"


def nomination_hint(score: int, is_nominated: bool, words: Words) -> str:
    """Say whether a score is likely to include the 600 points of a nomination, if in doubt."""
    _ = words.gettext
    is_likely = nomination_likely_included(score)
    if is_nominated and is_likely:
        text = _("A nomination adds 600 points. At {score}, your score most likely includes them.")
    elif is_nominated:
        text = _(
            "A nomination adds 600 points. At {score}, your score most likely does not "
            "include them. We compare it with PNP rounds as it is."
        )
    elif is_likely:
        text = _(
            "Scores above 600 almost always include a nomination. If you have one, "
            "tick the box so that PNP rounds count."
        )
    else:
        return ""
    return text.format(score=words.number(score))


def parts_of_days(value: float, words: Words) -> str:
    """Return a number of days with one decimal: "0.5 days", "1 day", "170.8 days"."""
    tenths = round(value, 1)
    # "0,5 jour" and "1,5 jour" are singular in French.
    form = words.locale.plural_form(int(tenths) if tenths.is_integer() else tenths)
    text = words.ngettext("{n} day", "{n} days", 1 if form == "one" else 2)
    return text.format(n=words.number(value, 1))


def targets(words: Words, known: Known | None = None) -> Mapping[str, str]:
    """Return the label of each target of ``analysis.score.score_needed``.

    The labels name the last known day if that is not yesterday.
    """
    _ = words.gettext
    if known and known.has_gap:
        day = words.day(known.through, SHORT_DAY)
        return {
            "last": _("the last known round"),
            "half": _("half the rounds in one year to {day}").format(day=day),
            "nine_in_ten": _("9 in 10 rounds in one year to {day}").format(day=day),
        }
    return {
        "last": _("the latest round"),
        "half": _("half the rounds in one year"),
        "nine_in_ten": _("9 in 10 rounds in one year"),
    }
