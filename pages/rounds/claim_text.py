"""Sentences of the claim check: what was understood, whether it holds, and what differs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.claims.claim import PARTS, Claim, Difference, Doubt, NearRound
from analysis.claims.text import PartialDate
from pages.language import MISSING, SHORT_DAY, Words
from pages.rounds import claim_statements
from pages.rounds.facts import Label


def part(name: str, value: Any, words: Words, label: Label) -> str:
    """Return one part of a claim, or of a round, as a phrase: "6,000 invitations"."""
    if name == "round_id":
        return words.round_id(value)
    if name == "category":
        return label(value)
    if name == "date":
        return (
            claim_statements.partial_date(value, words)
            if isinstance(value, PartialDate)
            else words.day(value)
        )
    if name == "invitations":
        return words.invitations(value)
    return words.gettext("cut-off {cutoff}").format(cutoff=words.number(value))


def checked_parts(claim: Claim, near: NearRound, words: Words, label: Label) -> str:
    """Return the parts of a claim that were understood and checked."""
    parts = [part(name, value, words, label) for name, value in claim.parts.items()]
    parts += [
        claim_statements.phrase(
            statement, claim_statements.scope(statement, claim, near), words, label
        )
        for statement in claim.statements
    ]
    return words.gettext("Checked: {parts}.").format(parts=words.join(parts))


def not_checked(phrases: Sequence[str], words: Words) -> str:
    """Return the phrases of a claim that were not checked, quoted."""
    _ = words.gettext
    quotes = [_("“{text}”").format(text=phrase) for phrase in phrases]
    return _("Not checked: {quotes}.").format(quotes=words.join(quotes))


def sentence(claim: Claim, words: Words, label: Label) -> str:
    """Return a claim as a sentence that parses to the same claim."""
    parts = []
    for name, value in claim.parts.items():
        if name == "date" and value.exact_day:
            parts.append(value.exact_day.isoformat())
        elif name == "round_id":
            parts.append(f"#{value}")
        elif name == "cutoff":
            parts.append(f"CRS {value}")
        elif name == "invitations":
            # Without separators, so that it can be parsed in any language.
            parts.append(f"{value} invitations")
        else:
            parts.append(part(name, value, words, label))
    return ", ".join([*parts, *(statement.text for statement in claim.statements)])


def verdict(claim: Claim, near: Sequence[NearRound], words: Words, label: Label) -> str:
    """Return whether a round matches, or else which is nearest and how it differs."""
    _, n_ = words.gettext, words.ngettext
    nearest = near[0]
    if not nearest.fits:
        differences = [
            _difference(d, words, label) for d in nearest.differences if d.by and d.part in PARTS
        ]
        return _(
            "No round in our data matches. The nearest is {round}, with {differences}."
        ).format(round=_round(nearest, words, label), differences=words.join(differences))
    full = _full(nearest, words, label)
    if nearest.distance:
        text = _("Only partly: that was {round}, but {differences}.")
        if len(near) > 1:
            text = _(
                "Only partly. The latest such round in our data was {round}, but {differences}."
            )
        differences = claim_statements.differences(claim, nearest, words, label)
        return text.format(round=full, differences=words.join(differences))
    if len(near) == 1:
        text = (
            _("Yes, that was {round}.") if claim.is_read else _("The numbers are right: {round}.")
        )
        return text.format(round=full)
    text = n_(
        "{n} round matches. It was {round}.",
        "{n} rounds match. The latest in our data was {round}.",
        len(near),
    )
    return text.format(n=words.number(len(near)), round=full)


def _round(near: NearRound, words: Words, label: Label) -> str:
    row = near.row
    return words.gettext("{id} ({category}) on {day}").format(
        id=words.round_id(row["round_id"]),
        category=label(row["category"]),
        day=words.day(row["date"]),
    )


def _full(near: NearRound, words: Words, label: Label) -> str:
    return words.gettext("{round}: {invitations}, cut-off {cutoff}").format(
        round=_round(near, words, label),
        invitations=words.invitations(near.row["invitations"]),
        cutoff=words.number(near.row["cutoff"]),
    )


def _difference(difference: Difference, words: Words, label: Label) -> str:
    """Return a part of the round that differs: "5,900 invitations (100 fewer)"."""
    name, actual = difference.part, part(difference.part, difference.actual, words, label)
    if name in ("round_id", "category"):
        return words.gettext("{actual} instead of {claimed}").format(
            actual=actual, claimed=part(name, difference.claimed, words, label)
        )
    return words.gettext("{part} ({difference})").format(
        part=actual, difference=amount(difference, words)
    )


def amount(difference: Difference, words: Words) -> str:
    """Return by how much a round differs in date, size or cut-off: "100 fewer", "4 lower"."""
    _, n_ = words.gettext, words.ngettext
    n = abs(difference.by)
    text = {
        ("date", True): n_("{n} day later", "{n} days later", n),
        ("date", False): n_("{n} day earlier", "{n} days earlier", n),
        ("invitations", True): _("{n} more"),
        ("invitations", False): _("{n} fewer"),
        ("cutoff", True): _("{n} higher"),
        ("cutoff", False): _("{n} lower"),
    }[difference.part, difference.by > 0]
    return text.format(n=words.number(n))


def doubt_sentence(doubt: Doubt, words: Words, label: Label) -> str:
    """Return what else a claim could have meant, and how it was read."""
    _, values = words.gettext, doubt.values
    match doubt.kind:
        case "day_or_month":
            text = _("The date was read as {read}, but it could also be {other}.")
            return text.format(read=words.day(values["read"]), other=words.day(values["other"]))
        case "categories":
            text = _("Also mentioned, but not checked: {categories}.")
            return text.format(categories=words.join(map(label, values["others"])))
        case "guessed":
            text = {
                "invitations": _("{n} was read as the number of invitations."),
                "cutoff": _("{n} was read as the cut-off."),
            }[values["part"]]
            return text.format(n=words.number(values["value"]))
    return _("That date does not exist, so it was ignored.")


def claim_cell(claim: Claim, name: str, words: Words, label: Label) -> str:
    """Return one part of a claim for a table, or a dash if it is not in the claim."""
    return _cell(name, claim.parts[name], words, label) if name in claim.parts else MISSING


def round_cell(near: NearRound, name: str, words: Words, label: Label) -> tuple[str, str]:
    """Return the sign and text of a round's value: "=" and "STEM", "≠" and "5,900 (100 fewer)".

    The sign is empty if the part is not in the claim.
    """
    text = _cell(name, near.row[name], words, label)
    difference = next((d for d in near.differences if d.part == name), None)
    if difference is None:
        return "", text
    if not difference.by:
        return "=", text
    if name in ("round_id", "category"):
        return "≠", text
    return "≠", f"{text} ({amount(difference, words)})"


def _cell(name: str, value: Any, words: Words, label: Label) -> str:
    if name == "round_id":
        return f"#{value}"
    if name in ("invitations", "cutoff"):
        return words.number(value)
    if name == "date" and not isinstance(value, PartialDate):
        return words.day(value, SHORT_DAY)
    return part(name, value, words, label)
