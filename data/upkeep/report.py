"""What a refresh reports: rounds added, revised, vanished or not understood, in plain sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.rounds.document import LONGEST_QUOTE
from data.rounds.record import Record
from data.vocabulary.categories import BY_CODE, classify
from data.vocabulary.reasons import Reason


@dataclass(frozen=True)
class Outcome:
    """What a refresh did: a headline, the details, and whether the tables changed.

    ``unclear`` are those details that say what is new in IRCC's list and not understood yet.
    """

    headline: str
    details: tuple[str, ...]
    changed: bool
    unclear: tuple[str, ...] = ()


def report(old: Record, new: Record) -> Outcome:
    """Return what the newest copy added, changed, lacks or has that is not understood."""
    added = new.draws[~new.draws["round_id"].isin(old.draws["round_id"])]
    entries = _entries_of_newest(new)
    is_revised, is_vanished = entries["what"] == "revised", entries["field"] == "round_id"
    vanished, revised = entries[is_revised & is_vanished], entries[is_revised & ~is_vanished]
    doubtful = entries[entries["what"].isin(["repaired", "suspect"])]
    details = [
        f"Added #{row['round_id']}: {row['date']:%Y-%m-%d}, {printable(row['name'])},"
        f" {row['invitations']:,} invitations, cut-off {row['cutoff']}"
        for row in added.to_dict("records")
    ]
    details += [f"Vanished #{row['round_id']}: {row['why']}" for row in vanished.to_dict("records")]
    details += [_change("Revised", row) for row in revised.to_dict("records")]
    details += [_doubt(row) for row in doubtful.to_dict("records")]
    details += list(entries.loc[entries["what"] == "accepted", "why"])
    unclear = tuple(_doubt(row) for row in entries[entries["what"] == "unclear"].to_dict("records"))
    headline = _headline(
        added, len(revised), len(vanished), len(_unconfirmed(old) - _unconfirmed(new))
    )
    return Outcome(headline, (*details, *unclear), changed=True, unclear=unclear)


def _unconfirmed(record: Record) -> set[str]:
    """Return the rounds that come from public copies only."""
    return set(record.ledger.loc[record.ledger["what"] == "unconfirmed", "round_id"])


def _doubt(row: dict[Any, Any]) -> str:
    return f"{_change(row['what'].capitalize(), row)}. {row['why']}"


def _change(verb: str, row: dict[Any, Any]) -> str:
    published, used = _quote(row["published"]), _quote(row["used"])
    return f"{verb} #{row['round_id']} {row['field']}: {published} -> {used}"


def _quote(text: str | None) -> str:
    is_long = text is not None and len(text) > LONGEST_QUOTE
    return printable(f"{text[:LONGEST_QUOTE]}..." if text and is_long else text)


def _headline(added: pd.DataFrame, revised: int, vanished: int, confirmed: int) -> str:
    parts = []
    if len(added) == 1:
        row = added.iloc[0]
        category = BY_CODE.get(row["category"]) or classify(row["name"])
        name = printable(category.names["en"])
        parts.append(f"add round #{row['round_id']} ({name}, {row['date']:%Y-%m-%d})")
    elif len(added):
        ends = f"#{added['round_id'].iloc[0]} to #{added['round_id'].iloc[-1]}"
        parts.append(f"add {len(added)} rounds ({ends})")
    if revised:
        parts.append(f"record {revised} revision{'s' if revised > 1 else ''}")
    if vanished:
        parts.append(f"keep {vanished} vanished round{'s' if vanished > 1 else ''}")
    if confirmed:
        parts.append(f"confirm {confirmed} round{'s' if confirmed > 1 else ''}")
    text = ", ".join(parts) or "update to a new copy in which no round changed"
    return text[0].upper() + text[1:]


def printable(text: str | None) -> str:
    """Return text from outside without control characters, safe for a terminal or log."""
    if text is None:
        return "nothing"
    return text if text.isprintable() else ascii(text)


def changed_rounds(record: Record) -> list[str]:
    """Return the rounds of which the newest copy replaces a known value, other than a link."""
    entries = _entries_of_newest(record)
    is_replaced = (entries["what"] == "revised") & ~entries["field"].isin(["round_id", "url"])
    is_replaced &= entries["why"] != Reason.CORRECTED
    is_replaced &= entries["published"].fillna("").str.strip() != ""
    return list(entries.loc[is_replaced, "round_id"].unique())


def _entries_of_newest(record: Record) -> pd.DataFrame:
    is_new = record.ledger["seen_at"] == pd.Timestamp(record.source.retrieved_at)
    return record.ledger[is_new]
