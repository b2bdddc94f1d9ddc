"""Facts on a round as sentences, the most newsworthy first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analysis.rounds.facts import Fact
from pages.language import Words

Label = Callable[[str], str]

HEADLINE = 3  # sentences
# An extreme among very few rounds is no news.
MIN_ROUNDS, MIN_ROUNDS_SINCE = 3, 10
UNUSUAL = 2  # times the median gap
_EXTREMES = frozenset(
    (
        *("largest", "smallest", "larger_since"),
        *("lowest_cutoff", "highest_cutoff", "lowest_since", "highest_since"),
    )
)
# How newsworthy each kind of fact is, if striking and if not. Only the order matters.
_NEWSWORTHINESS = {
    "first_of_category": (100, 100),
    "lowest_cutoff": (90, 55),
    "highest_cutoff": (90, 55),
    "largest": (80, 60),
    "smallest": (80, 60),
    "lowest_since": (75, 40),
    "highest_since": (75, 40),
    "larger_since": (72, 38),
    "place_in_week": (70, 15),
    "gap": (65, 30),
    "change": (50, 50),
    "same_day": (25, 25),
    "cumulative_year": (10, 10),
}


def sentences(facts: Sequence[Fact], words: Words, label: Label) -> list[str]:
    """Return a sentence for each fact, as plain text, the most newsworthy first.

    `label` returns the name of a category by its code.
    """
    return [
        _SENTENCES[fact.kind](fact, words, label)
        for fact in sorted(facts, key=_newsworthiness, reverse=True)
    ]


def headline(facts: Sequence[Fact], words: Words, label: Label) -> list[str]:
    """Return the few most newsworthy sentences."""
    return sentences(facts, words, label)[:HEADLINE]


def has_extreme(facts: Sequence[Fact]) -> bool:
    """Return whether a round was a highest, lowest, largest or smallest of its category."""
    return any(fact.kind in _EXTREMES for fact in facts)


def _newsworthiness(fact: Fact) -> int:
    striking, otherwise = _NEWSWORTHINESS[fact.kind]
    return striking if _is_striking(fact) else otherwise


def _is_striking(fact: Fact) -> bool:
    """Return whether a fact stands out from many rounds rather than one or two."""
    values = fact.values
    match fact.kind:
        case "lowest_cutoff" | "highest_cutoff":
            return bool(values["of"] >= MIN_ROUNDS)
        case "largest" | "smallest":
            return bool(values["of"] >= MIN_ROUNDS and not values["tied_with"])
        case "lowest_since" | "highest_since" | "larger_since":
            return bool(values["rounds"] >= MIN_ROUNDS_SINCE)
        case "place_in_week":
            return bool(values["n"] > 1)
        case "gap":
            return bool(
                values["gaps"] >= MIN_ROUNDS and values["days"] >= UNUSUAL * values["median"]
            )
    return True


def _place_in_week(fact: Fact, words: Words, _label: Label) -> str:
    _, values = words.gettext, fact.values
    params = {
        "nth": ordinal(values["n"], words),
        "n": words.number(values["n"]),
        "earlier": words.ids(values["earlier"]),
        "later": words.ids(values["later"]),
    }
    if not params["nth"]:
        text = _("Round {n} that week, after {earlier}.")
    elif values["earlier"] and values["later"]:
        text = _("{nth} round that week, after {earlier} and before {later}.")
    elif values["earlier"]:
        text = _("{nth} round that week, after {earlier}.")
    elif values["later"]:
        text = _("{nth} round that week, before {later}.")
    else:
        text = _("{nth} round that week.")
    return text.format(**params)


def _same_day(fact: Fact, words: Words, _label: Label) -> str:
    return words.gettext("Held on the same day as {others}.").format(
        others=words.ids(fact.values["others"])
    )


def _first(fact: Fact, words: Words, label: Label) -> str:
    return words.gettext("First {category} round.").format(category=label(fact.values["category"]))


def _record(fact: Fact, words: Words, label: Label) -> str:
    _ = words.gettext
    text = {
        "largest": _("Largest {category} round up to then, out of {rounds}."),
        "smallest": _("Smallest {category} round up to then, out of {rounds}."),
        "lowest_cutoff": _("Lowest {category} cut-off up to then, out of {rounds}."),
        "highest_cutoff": _("Highest {category} cut-off up to then, out of {rounds}."),
    }[fact.kind]
    values = fact.values
    if "scale_since" in values:
        text = {
            "lowest_cutoff": _(
                "Lowest {category} cut-off on the CRS scale in use since {day}, out of {rounds}."
            ),
            "highest_cutoff": _(
                "Highest {category} cut-off on the CRS scale in use since {day}, out of {rounds}."
            ),
        }[fact.kind]
    return text.format(
        category=label(values["category"]),
        rounds=words.rounds(values["of"]),
        day=words.day(values.get("scale_since")),
    )


def _size(fact: Fact, words: Words, label: Label) -> str:
    _, values = words.gettext, fact.values
    if not values["tied_with"]:
        return _record(fact, words, label)
    if fact.kind == "largest":
        text = _(
            "Tied for the largest {category} round up to then, most recently with {id} on {day}."
        )
    else:
        text = _(
            "Tied for the smallest {category} round up to then, most recently with {id} on {day}."
        )
    return text.format(
        category=label(values["category"]),
        day=words.day(values["previous_date"]),
        id=words.round_id(values["previous_id"]),
    )


def _since(fact: Fact, words: Words, label: Label) -> str:
    _, values = words.gettext, fact.values
    text = {
        "larger_since": _("Largest {category} round since {day} ({value}, {id})."),
        "lowest_since": _("Lowest {category} cut-off since {day} ({value}, {id})."),
        "highest_since": _("Highest {category} cut-off since {day} ({value}, {id})."),
    }[fact.kind]
    key = "since_invitations" if fact.kind == "larger_since" else "since_cutoff"
    return text.format(
        category=label(values["category"]),
        day=words.day(values["since_date"]),
        value=words.number(values[key]),
        id=words.round_id(values["since_id"]),
    )


def _change(fact: Fact, words: Words, label: Label) -> str:
    _, values = words.gettext, fact.values
    points = values["points"]
    if points is None:
        text = _(
            "The previous {category} round ({value}, {id} on {day}) doesn’t compare: the CRS scale "
            "changed on {change}."
        )
    elif points == 0:
        text = _("Same cut-off as the previous {category} round ({value}, {id} on {day}).")
    elif points > 0:
        text = _(
            "Cut-off {points} higher than in the previous {category} round ({value}, {id} "
            "on {day})."
        )
    else:
        text = _(
            "Cut-off {points} lower than in the previous {category} round ({value}, {id} on {day})."
        )
    return text.format(
        points=words.points(abs(points or 0)),
        change=words.day(values.get("scale_changed")),
        category=label(values["category"]),
        value=words.number(values["previous_cutoff"]),
        id=words.round_id(values["previous_id"]),
        day=words.day(values["previous_date"]),
    )


def _gap(fact: Fact, words: Words, label: Label) -> str:
    _, n_, values = words.gettext, words.ngettext, fact.values
    median = values["median"]
    params = {"days": words.days(values["days"]), "category": label(values["category"])}
    if median is None:
        return _("{days} after the previous {category} round.").format(**params)
    # Medians may be halves, and most languages use the singular only for a whole 1.
    text = n_(
        "{days} after the previous {category} round; until then the median gap was {n} day.",
        "{days} after the previous {category} round; until then the median gap was {n} days.",
        1 if median == 1 else 2,
    )
    return text.format(n=words.number(median, 1), **params)


def _year(fact: Fact, words: Words, _label: Label) -> str:
    _, values = words.gettext, fact.values
    nth = ordinal(values["n"], words)
    if nth:
        text = _("{nth} round of {year}, bringing the year’s total to {invitations}.")
    else:
        text = _("Round {n} of {year}, bringing the year’s total to {invitations}.")
    return text.format(
        nth=nth,
        n=words.number(values["n"]),
        year=values["year"],
        invitations=words.invitations(values["invitations"]),
    )


def ordinal(n: int, words: Words) -> str:
    """Return an ordinal as a capitalized word up to the tenth, and an empty text beyond.

    >>> ordinal(3, Words()), ordinal(11, Words())
    ('Third', '')
    """
    _ = words.gettext
    names = {
        1: _("First"),
        2: _("Second"),
        3: _("Third"),
        4: _("Fourth"),
        5: _("Fifth"),
        6: _("Sixth"),
        7: _("Seventh"),
        8: _("Eighth"),
        9: _("Ninth"),
        10: _("Tenth"),
    }
    return names.get(n, "")


_SENTENCES: dict[str, Callable[[Fact, Words, Label], str]] = {
    "place_in_week": _place_in_week,
    "same_day": _same_day,
    "first_of_category": _first,
    "largest": _size,
    "smallest": _size,
    "larger_since": _since,
    "lowest_cutoff": _record,
    "highest_cutoff": _record,
    "lowest_since": _since,
    "highest_since": _since,
    "change": _change,
    "gap": _gap,
    "cumulative_year": _year,
}
