"""A claim about a round in words: what was understood, whether it holds, and what differs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from analysis.claims.claim import Claim, Difference, Doubt, NearRound
from analysis.claims.text import PartialDate
from pages.language import MISSING, SHORT_DAY, Words
from pages.rounds.facts import Label


def part(name: str, value: Any, words: Words, label: Label) -> str:
    """Return one part of a claim, or of a round, as a phrase: "6,000 invitations"."""
    if name == "round_id":
        return f"#{value}"
    if name == "category":
        return label(value)
    if name == "date":
        return when(value, words) if isinstance(value, PartialDate) else words.day(value)
    if name == "invitations":
        return words.invitations(value)
    return words.gettext("cut-off {cutoff}").format(cutoff=words.number(value))


def when(said: PartialDate, words: Words) -> str:
    """Return a date as far as it was said: "8 December 2023", "December 2023", "2023"."""
    if said.month is None:
        return str(said.year)
    # Any leap year, where none was said: it is not written.
    day = date(said.year or 2024, said.month, said.day or 1)
    pattern = "d MMMM y" if said.day and said.year else "d MMMM" if said.day else "LLLL y"
    return words.day(day, pattern)


def understood(claim: Claim, words: Words, label: Label) -> str:
    """Return what a claim was understood to say, as a list of its parts."""
    parts = (part(name, value, words, label) for name, value in claim.parts.items())
    return words.gettext("Checked: {parts}.").format(parts=words.join(parts))


def sentence(claim: Claim, words: Words, label: Label) -> str:
    """Return a claim as a sentence that is read back as the same claim."""
    said = []
    for name, value in claim.parts.items():
        if name == "date" and value.whole:
            said.append(value.whole.isoformat())
        elif name == "cutoff":
            said.append(f"CRS {value}")
        elif name == "invitations":
            # In digits alone: whatever the language, it is read back.
            said.append(f"{value} invitations")
        else:
            said.append(part(name, value, words, label))
    return ", ".join(said)


def verdict(near: Sequence[NearRound], words: Words, label: Label) -> str:
    """Return whether there is such a round, and else which is nearest and how it differs."""
    _, n_ = words.gettext, words.ngettext
    first = near[0]
    if first.distance:
        differing = [_differing(one, words, label) for one in first.differences if one.by]
        return _("No round matches. The nearest is {round}, with {differences}.").format(
            round=_round(first, words, label), differences=words.join(differing)
        )
    if len(near) == 1:
        return _("Yes, that was {round}.").format(round=_full(first, words, label))
    text = n_(
        "{n} round matches. It was {round}.",
        "{n} rounds match. The latest was {round}.",
        len(near),
    )
    return text.format(n=words.number(len(near)), round=_full(first, words, label))


def _round(near: NearRound, words: Words, label: Label) -> str:
    row = near.row
    return words.gettext("#{id} ({category}) on {day}").format(
        id=row["round_id"], category=label(row["category"]), day=words.day(row["date"])
    )


def _full(near: NearRound, words: Words, label: Label) -> str:
    return words.gettext("{round}: {invitations}, cut-off {cutoff}").format(
        round=_round(near, words, label),
        invitations=words.invitations(near.row["invitations"]),
        cutoff=words.number(near.row["cutoff"]),
    )


def _differing(one: Difference, words: Words, label: Label) -> str:
    """Return a part of the round that differs: "5,900 invitations (100 fewer)"."""
    if one.part in ("round_id", "category"):
        return words.gettext("{actual} instead of {claimed}").format(
            actual=part(one.part, one.actual, words, label),
            claimed=part(one.part, one.claimed, words, label),
        )
    return words.gettext("{part} ({difference})").format(
        part=part(one.part, one.actual, words, label), difference=difference(one, words)
    )


def difference(one: Difference, words: Words) -> str:
    """Return by how much a round differs in date, size or cut-off: "100 fewer", "4 lower"."""
    _, n_ = words.gettext, words.ngettext
    n = abs(one.by)
    text = {
        ("date", True): n_("{n} day later", "{n} days later", n),
        ("date", False): n_("{n} day earlier", "{n} days earlier", n),
        ("invitations", True): _("{n} more"),
        ("invitations", False): _("{n} fewer"),
        ("cutoff", True): _("{n} higher"),
        ("cutoff", False): _("{n} lower"),
    }[one.part, one.by > 0]
    return text.format(n=words.number(n))


def doubt(found: Doubt, words: Words, label: Label) -> str:
    """Return what could have been read otherwise, and how it was read."""
    _, values = words.gettext, found.values
    match found.kind:
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
        case "unused":
            text = _("Not checked: {numbers}.")
            return text.format(numbers=words.join(map(words.number, values["numbers"])))
    return _("That date does not exist, so it was ignored.")


def claimed(claim: Claim, name: str, words: Words, label: Label) -> str:
    """Return one part of a claim for a table, a dash where nothing was claimed."""
    return _cell(name, claim.parts[name], words, label) if name in claim.parts else MISSING


def cell(near: NearRound, name: str, words: Words, label: Label) -> tuple[str, str]:
    """Return a round's value beside the claim: its sign, empty where nothing was claimed, and it.

    Such as "=" and "STEM", or "≠" and "5,900 (100 fewer)".
    """
    shown = _cell(name, near.row[name], words, label)
    found = [one for one in near.differences if one.part == name]
    if not found:
        return "", shown
    if not found[0].by:
        return "=", shown
    if name in ("round_id", "category"):
        return "≠", shown
    return "≠", f"{shown} ({difference(found[0], words)})"


def _cell(name: str, value: Any, words: Words, label: Label) -> str:
    if name in ("invitations", "cutoff"):
        return words.number(value)
    if name == "date" and not isinstance(value, PartialDate):
        return words.day(value, SHORT_DAY)
    return part(name, value, words, label)
