"""Sentences of the claim check on a round among others, and on the total of a year."""

from __future__ import annotations

from datetime import date

from analysis.claims.claim import Claim, Difference, NearRound
from analysis.claims.statements import WEEK, Statement, begins_before, is_of_category
from analysis.claims.text import PartialDate
from analysis.claims.total import TotalClaim
from pages.language import Words
from pages.rounds.facts import Label, ordinal

DAY_OF_YEAR = "d MMMM"


def partial_date(when: PartialDate, words: Words) -> str:
    """Return a date as far as it is known: "8 December 2023", "December 2023", "2023"."""
    if when.month is None:
        return str(when.year)
    # Without a year, any leap year will do: it is not shown.
    day = date(when.year or 2024, when.month, when.day or 1)
    pattern = "d MMMM y" if when.day and when.year else "d MMMM" if when.day else "LLLL y"
    return words.day(day, pattern)


def scope(statement: Statement, claim: Claim, near: NearRound) -> str | None:
    """Return the code of the category whose rounds a record is among, or None for all."""
    if is_of_category(statement.kind, claim.category):
        return claim.category or str(near.row["category"])
    return None


def header(statement: Statement, words: Words) -> str:
    """Return what a statement is about, for a table."""
    _ = words.gettext
    return _("Place in its week") if statement.kind == WEEK else _("Among earlier rounds")


def phrase(statement: Statement, category: str | None, words: Words, label: Label) -> str:
    """Return what is claimed: "third of its week", "lowest STEM cut-off since July 2023"."""
    if statement.kind == WEEK:
        return _place_in_week(statement.n, words)
    record = _record(statement.kind, category, words, label)
    _ = words.gettext
    if statement.since is None:
        return _("{record} so far").format(record=record)
    if statement.since.day:
        return _("{record} since {day}").format(
            record=record, day=partial_date(statement.since, words)
        )
    return _("{record} since {month}").format(
        record=record, month=partial_date(statement.since, words)
    )


def truth(
    difference: Difference, near: NearRound, category: str | None, words: Words, label: Label
) -> str:
    """Return what holds of a round: "second of its week", "lowest STEM cut-off so far"."""
    statement, actual = difference.claimed, difference.actual
    if statement.kind == WEEK:
        return _place_in_week(actual, words)
    _ = words.gettext
    if not difference.by:
        record = _record(statement.kind, category, words, label)
        text = _("{record} since {day}") if actual else _("{record} so far")
        return text.format(record=record, day=actual and words.day(actual.day))
    if actual is None or (
        statement.since and not begins_before(statement.since, near.row["date"].date())
    ):
        return _("this round was no later than that")
    text = {
        "largest": _("#{id} on {day} was as large or larger ({value})"),
        "smallest": _("#{id} on {day} was as small or smaller ({value})"),
        "highest": _("#{id} on {day} was as high or higher ({value})"),
        "lowest": _("#{id} on {day} was as low or lower ({value})"),
    }[statement.kind]
    return text.format(
        id=actual.round_id, day=words.day(actual.day), value=words.number(actual.value)
    )


def differences(claim: Claim, near: NearRound, words: Words, label: Label) -> list[str]:
    """Return how a round differs from the statements of a claim, as parts of a sentence."""
    _ = words.gettext
    parts = []
    for difference in near.differences:
        if not difference.by or not isinstance(difference.claimed, Statement):
            continue
        category = scope(difference.claimed, claim, near)
        text = _("it was not the {claimed}: {actual}")
        if difference.part == WEEK:
            text = _("it was the {actual}, not the {claimed}")
        parts.append(
            text.format(
                actual=truth(difference, near, category, words, label),
                claimed=phrase(difference.claimed, category, words, label),
            )
        )
    return parts


def total_verdict(claim: TotalClaim, actual: int, as_of: date, words: Words, label: Label) -> str:
    """Return whether a year had as many invitations as claimed, or else how many it had."""
    _ = words.gettext
    text = _("{invitations} in {year}")
    if claim.category:
        text = _("{invitations} for {category} in {year}")
    if claim.year == as_of.year:
        text = _("{total} up to {day}").format(total=text, day=words.day(as_of, DAY_OF_YEAR))
    total = text.format(
        invitations=words.invitations(actual),
        category=label(claim.category) if claim.category else "",
        year=claim.year,
    )
    if claim.year > as_of.year:
        text = _("Our data ends on {day}, so we can’t tell.")
        return text.format(day=words.day(as_of))
    if actual == claim.invitations:
        answer = _("The number is right: {total}.") if claim.unread else _("Yes: {total}.")
        return answer.format(total=total)
    n = words.number(abs(actual - claim.invitations))
    by = _("{n} more") if actual > claim.invitations else _("{n} fewer")
    return _("The right number is {total} ({difference}).").format(
        total=total, difference=by.format(n=n)
    )


def total_parts(claim: TotalClaim, words: Words, label: Label) -> str:
    """Return the parts of a claim about a year that were checked."""
    parts = [label(claim.category)] if claim.category else []
    parts += [words.invitations(claim.invitations), str(claim.year)]
    return words.gettext("Checked: {parts}.").format(parts=words.join(parts))


def _place_in_week(n: int, words: Words) -> str:
    _ = words.gettext
    nth = ordinal(n, words)
    if not nth:
        return _("number {n} of its week").format(n=words.number(n))
    return _("{nth} of its week").format(nth=nth.lower())


def _record(kind: str, category: str | None, words: Words, label: Label) -> str:
    _ = words.gettext
    if category is None:
        return {
            "largest": _("largest round of any category"),
            "smallest": _("smallest round of any category"),
        }[kind]
    text = {
        "largest": _("largest {category} round"),
        "smallest": _("smallest {category} round"),
        "highest": _("highest {category} cut-off"),
        "lowest": _("lowest {category} cut-off"),
    }[kind]
    return text.format(category=label(category))
