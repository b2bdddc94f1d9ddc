"""What every column of every published table is: its name, meaning, type and unit.

Downloads, the API, its description, the data package and the pages all say it in these words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.rounds.contracts import WHAT
from data.vocabulary.categories import KINDS
from data.vocabulary.languages import Voice, later

DISCLAIMER = later("Not affiliated with IRCC. Not legal advice.")
TYPES = ("string", "integer", "boolean", "date", "datetime", "list")


@dataclass(frozen=True)
class Column:
    """One column: ``text`` is "Label: meaning", and the sentence that the pages translate.

    ``type`` is one of TYPES: a list is one of text, a datetime an instant in UTC. ``constraints``
    bound the values, in the words that JSON Schema and Frictionless share.
    """

    name: str
    text: str
    type: str
    nullable: bool = False
    unit: str = ""
    constraints: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The short name of the column, as a table has it in its header."""
        return self.text.partition(": ")[0]

    @property
    def meaning(self) -> str:
        """What the column means, without its short name."""
        return self.text.partition(": ")[2]

    def said(self, voice: Voice) -> tuple[str, str]:
        """Return the short name of the column and what it means, with its unit, in a language."""
        label, _colon, meaning = voice.gettext(self.text).partition(":")
        text = voice.gettext("{meaning}. Unit: {unit}.") if self.unit else "{meaning}."
        unit = voice.gettext(self.unit) if self.unit else ""
        return label.strip(), text.format(meaning=meaning.strip(), unit=unit)


def _kind() -> Column:
    return Column(
        "kind",
        "Kind: general (all programs), program (one program) or category",
        "string",
        constraints={"enum": list(KINDS)},
    )


_POINTS = {"minimum": 0, "maximum": 1200}
_COUNT = {"minimum": 0}
ROUND_ID = r"^[1-9][0-9]{0,8}[a-z]?$"
_ID = {"pattern": ROUND_ID}

TABLES: dict[str, tuple[Column, ...]] = {
    # Those first that are looked up most.
    "rounds": (
        Column(
            "round_id",
            "Round: IRCC’s number of the round, text because of 91a and 91b",
            "string",
            constraints=_ID,
        ),
        Column("date", "Date: official date of the round", "date"),
        Column(
            "category", "Category: what the round selected on, by one name over the years", "string"
        ),
        Column(
            "invitations",
            "Invitations: invitations to apply that were issued",
            "integer",
            unit=later("invitations"),
            constraints={"minimum": 1},
        ),
        Column(
            "cutoff",
            "Cut-off: CRS points (0 to 1,200) of the lowest-ranked candidate invited; PNP cut-offs "
            "contain the 600 points of a nomination",
            "integer",
            unit=later("CRS points"),
            constraints=_POINTS,
        ),
        Column(
            "tie_break_at",
            "Tie-break (UTC): at the cut-off, only those were invited whose profile was submitted "
            "before this instant; empty if not known",
            "datetime",
            nullable=True,
            unit="UTC",
        ),
        Column("name", "Official name: IRCC’s own wording, verbatim", "string"),
        Column(
            "version",
            "Version: the version that the official name carries; empty if it has none",
            "integer",
            nullable=True,
            constraints=_COUNT,
        ),
        _kind(),
        Column("programs", "Programs: the eligible programs: fsw, cec, fst, pnp", "list"),
        Column(
            "drawn_at",
            "Held at (UTC): when the round took place; some fall on the next UTC day, empty if not "
            "known",
            "datetime",
            nullable=True,
            unit="UTC",
        ),
        Column(
            "pool_as_of",
            "Pool as of: date of the snapshot of the pool published with the round; empty if none "
            "was",
            "date",
            nullable=True,
        ),
        Column("url", "Ministerial instructions: the round’s page on canada.ca", "string"),
    ),
    "pool": (
        Column("as_of", "As of: date of the snapshot", "date"),
        Column(
            "band_low",
            "From: lowest score of the band, CRS points",
            "integer",
            unit=later("CRS points"),
            constraints=_POINTS,
        ),
        Column(
            "band_high",
            "To: highest score of the band, CRS points, included",
            "integer",
            unit=later("CRS points"),
            constraints=_POINTS,
        ),
        Column(
            "candidates",
            "Candidates: people with a profile whose score lies in the band",
            "integer",
            unit=later("people"),
            constraints=_COUNT,
        ),
    ),
    "ledger": (
        Column("round_id", "Round: the round that the entry is about", "string", constraints=_ID),
        Column(
            "field", "Field: a column of the rounds, or pool for the figures of the pool", "string"
        ),
        Column(
            "what",
            "What: repaired, suspect (not believed), missing (not published) or revised",
            "string",
            constraints={"enum": list(WHAT)},
        ),
        Column(
            "published",
            "Published: the source’s own text; of a revision the earlier one; empty if nothing was",
            "string",
            nullable=True,
        ),
        Column(
            "used",
            "Used: what the tables hold instead; empty if nothing can be",
            "string",
            nullable=True,
        ),
        Column("why", "Why: the reason, in a sentence", "string"),
        Column(
            "seen_at",
            "Seen (UTC): when the copy was retrieved in which it first showed",
            "datetime",
            unit="UTC",
        ),
    ),
    "categories": (
        Column("code", "Code: by which tables and addresses name it", "string"),
        Column("english", "English name: by which the pages call it", "string"),
        Column("french", "French name: by which the pages call it", "string"),
        _kind(),
        Column(
            "rounds", "Rounds: held so far", "integer", unit=later("rounds"), constraints=_COUNT
        ),
        Column("first_date", "First: date of its first round", "date"),
        Column("last_date", "Latest: date of its latest round", "date"),
        Column("dormant", "Dormant: whether more than a year passed without a round", "boolean"),
        Column("as_of", "As of: the day up to which the record is complete", "date"),
        Column("mapped", "Mapped: false if it is new and goes by its official name", "boolean"),
    ),
    "weekly": (
        Column("week", "Week: Monday of the ISO week", "date"),
        Column("category", "Category: every one that ever had a round", "string"),
        Column(
            "rounds",
            "Rounds: held in the week, by official date; often 0",
            "integer",
            unit=later("rounds"),
            constraints=_COUNT,
        ),
        Column(
            "invitations",
            "Invitations: issued in these rounds",
            "integer",
            unit=later("invitations"),
            constraints=_COUNT,
        ),
    ),
}


def columns(table: str) -> dict[str, str]:
    """Return what each column of a table means, as "Label: meaning" by its name, in order.

    >>> columns("pool")["as_of"]
    'As of: date of the snapshot'

    Raises:
        KeyError: if there is no such table.
    """
    return {column.name: column.text for column in TABLES[table]}
