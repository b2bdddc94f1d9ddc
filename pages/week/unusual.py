"""Sentences on what was unusual about a week, and on what became known afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from analysis.rounds.facts import Fact
from pages.language import Words
from pages.rounds.facts import Label


def sentences(
    facts: Sequence[Fact], words: Words, label: Label, *, rounds_have_extreme: bool = False
) -> list[str]:
    """Return a sentence for each unusual fact of a week, or one that says there is none.

    If one of its rounds was a highest or lowest, that is so for its total only.
    """
    if not facts and rounds_have_extreme:
        return [words.gettext("Invitations in total: as usual for recent weeks.")]
    if not facts:
        return [words.gettext("Nothing stands out compared with earlier weeks.")]
    return [_UNUSUAL[fact.kind](fact, words, label) for fact in facts]


def hindsight(facts: Sequence[Fact], words: Words, as_of: date) -> list[str]:
    """Return a sentence for each fact known only since the week was over."""
    return [_HINDSIGHT[fact.kind](fact, words, as_of) for fact in facts]


def _first_week(_fact: Fact, words: Words, _label: Label) -> str:
    return words.gettext("The data begins with this week.")


def _quiet(fact: Fact, words: Words, _label: Label) -> str:
    n_, values, weeks = words.ngettext, fact.values, fact.values["weeks"]
    text = n_(
        "Weeks without a round in {year}, up to this one: {in_year} of {of}.",
        "{n} weeks in a row without a round. Weeks without a round in {year}, up to "
        "this one: {in_year} of {of}.",
        weeks,
    )
    return text.format(
        n=words.number(weeks),
        in_year=words.number(values["in_year"]),
        of=words.number(values["of"]),
        year=values["year"],
    )


def _superlative(fact: Fact, words: Words, _label: Label) -> str:
    _, week = words.gettext, fact.values["since_week"]
    if week is None:
        return {
            "most_invitations": _("The most invitations in any week up to then."),
            "fewest_invitations": _("The fewest invitations in any week with a round up to then."),
            "most_rounds": _("The most rounds in any week up to then."),
        }[fact.kind]
    text = {
        "most_invitations": _("The most invitations in a week since the week of {day} ({value})."),
        "fewest_invitations": _(
            "The fewest invitations in a week with a round since the week of {day} ({value})."
        ),
        "most_rounds": _("The most rounds in a week since the week of {day} ({value})."),
    }[fact.kind]
    value = words.number(fact.values["since_value"])
    return text.format(day=words.day(week), value=value)


def _as_many(fact: Fact, words: Words, _label: Label) -> str:
    n_, values, weeks = words.ngettext, fact.values, fact.values["weeks"]
    if not weeks:
        text = words.gettext("None of the previous {of} weeks had as many rounds or more.")
    else:
        text = n_(
            "Only {n} of the previous {of} weeks had as many rounds or more.",
            "Only {n} of the previous {of} weeks had as many rounds or more.",
            weeks,
        )
    return text.format(n=words.number(weeks), of=words.number(values["of"]))


def _after_gap(fact: Fact, words: Words, _label: Label) -> str:
    _, values, since = words.gettext, fact.values, fact.values["since_date"]
    if since is None:
        text = _(
            "The first round in {days}, after {id} on {day}. This was the longest gap "
            "up to then; the median gap was {median} days."
        )
    else:
        text = _(
            "The first round in {days}, after {id} on {day}. This was the longest gap "
            "since the one that ended on {since}; the median gap was {median} days."
        )
    return text.format(
        days=words.days(values["days"]),
        id=words.round_id(values["previous_id"]),
        day=words.day(values["previous_date"]),
        since=words.day(since),
        median=words.number(values["median"], 1),
    )


def _first_of_kind(fact: Fact, words: Words, _label: Label) -> str:
    _, values = words.gettext, fact.values
    text = {
        "general": _("{id} was the first round for all programs."),
        "program": _("{id} was the first round for one program."),
        "category": _("{id} was the first category-based round."),
    }[values["kind"]]
    return text.format(id=words.round_id(values["round_id"]))


def _size(fact: Fact, words: Words, label: Label) -> str:
    _, values = words.gettext, fact.values
    ever = {
        "largest_round": _(
            "{id} ({category}, {n} invitations) was the largest round up to then in any category."
        ),
        "smallest_round": _(
            "{id} ({category}, {n} invitations) was the smallest round up to then in any category."
        ),
    }
    since = {
        "largest_round": _(
            "{id} ({category}, {n} invitations) was the largest round in any category "
            "since {since} on {day} ({value})."
        ),
        "smallest_round": _(
            "{id} ({category}, {n} invitations) was the smallest round in any "
            "category since {since} on {day} ({value})."
        ),
    }
    text = (ever if values["since_id"] is None else since)[fact.kind]
    return text.format(
        id=words.round_id(values["round_id"]),
        category=label(values["category"]),
        n=words.number(values["invitations"]),
        day=words.day(values["since_date"]),
        value=words.number(values["since_invitations"]),
        since=words.round_id(values["since_id"]),
    )


def _largest_of_kind(fact: Fact, words: Words, _label: Label) -> str:
    values = fact.values
    text = words.gettext("{id} was the largest of the {n} category-based rounds up to then.")
    return text.format(id=words.round_id(values["round_id"]), n=words.number(values["of"]))


def _next_round(fact: Fact, words: Words, _as_of: date) -> str:
    values = fact.values
    text = words.ngettext(
        "The next round was {ids} on {day}, {days} later.",
        "The next rounds were {ids} on {day}, {days} later.",
        len(values["round_ids"]),
    )
    return text.format(
        ids=words.ids(values["round_ids"]),
        day=words.day(values["date"]),
        days=words.days(values["days"]),
    )


def _no_later_round(_fact: Fact, words: Words, as_of: date) -> str:
    return words.gettext("No later round is known as of {day}.").format(day=words.day(as_of))


def _surpassed(fact: Fact, words: Words, as_of: date) -> str:
    _, values, week = words.gettext, fact.values, fact.values["week"]
    if week is None:
        text = _("As of {day}, no week since then has had more invitations.")
        return text.format(day=words.day(as_of))
    text = _("The next week with more invitations was the week of {day} ({value}).")
    return text.format(day=words.day(week), value=words.number(values["value"]))


_UNUSUAL: dict[str, Callable[[Fact, Words, Label], str]] = {
    "first_week": _first_week,
    "quiet": _quiet,
    "most_invitations": _superlative,
    "fewest_invitations": _superlative,
    "most_rounds": _superlative,
    "as_many": _as_many,
    "after_gap": _after_gap,
    "first_of_kind": _first_of_kind,
    "largest_round": _size,
    "smallest_round": _size,
    "largest_of_kind": _largest_of_kind,
}
_HINDSIGHT: dict[str, Callable[[Fact, Words, date], str]] = {
    "next_round": _next_round,
    "no_later_round": _no_later_round,
    "surpassed": _surpassed,
}
