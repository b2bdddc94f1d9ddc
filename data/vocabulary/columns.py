"""What every column of every published table is: its name, meaning, type and unit.

Downloads, the API, its description, the data package and the pages all say it in these words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.vocabulary.categories import KINDS
from data.vocabulary.languages import N_

DISCLAIMER = N_("Not affiliated with IRCC. Not legal advice.")
WHAT = ("repaired", "suspect", "missing", "revised")  # what an entry of the ledger says
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
            "Round: IRCC’s round number, stored as text because of 91a and 91b",
            "string",
            constraints=_ID,
        ),
        Column("date", "Date: official date of the round", "date"),
        Column(
            "category",
            "Category: who the round was for, under one name even if IRCC’s wording changed",
            "string",
        ),
        Column(
            "invitations",
            "Invitations: number of invitations to apply issued",
            "integer",
            unit=N_("invitations"),
            constraints={"minimum": 1},
        ),
        Column(
            "cutoff",
            "Cut-off: CRS score (0 to 1,200) of the lowest-ranked candidate invited; "
            "PNP cut-offs include the 600 points for a nomination",
            "integer",
            unit=N_("CRS points"),
            constraints=_POINTS,
        ),
        Column(
            "tie_break_at",
            "Tie-break (UTC): candidates with a score equal to the cut-off were invited only if "
            "they submitted their profile before this time; empty if not known",
            "datetime",
            nullable=True,
            unit="UTC",
        ),
        Column("name", "Official name: IRCC’s exact wording", "string"),
        Column(
            "version",
            "Version: the version number in the official name; empty if it has none",
            "integer",
            nullable=True,
            constraints=_COUNT,
        ),
        _kind(),
        Column("programs", "Programs: the eligible programs (fsw, cec, fst, pnp)", "list"),
        Column(
            "drawn_at",
            "Held at (UTC): when the round took place, sometimes the next day in UTC; "
            "empty if not known",
            "datetime",
            nullable=True,
            unit="UTC",
        ),
        Column(
            "pool_as_of",
            "Pool as of: date of the pool snapshot published with the round; empty if "
            "there was none",
            "date",
            nullable=True,
        ),
        Column("url", "Ministerial instructions: the round’s page on canada.ca", "string"),
    ),
    "pool": (
        Column("as_of", "As of: date of the snapshot", "date"),
        Column(
            "band_low",
            "From: lowest CRS score in the band",
            "integer",
            unit=N_("CRS points"),
            constraints=_POINTS,
        ),
        Column(
            "band_high",
            "To: highest CRS score that is still in the band",
            "integer",
            unit=N_("CRS points"),
            constraints=_POINTS,
        ),
        Column(
            "candidates",
            "Candidates: people with a profile and a score in this band",
            "integer",
            unit=N_("people"),
            constraints=_COUNT,
        ),
    ),
    "ledger": (
        Column("round_id", "Round: the round this entry is about", "string", constraints=_ID),
        Column(
            "field", "Field: a column of the rounds table, or “pool” for the pool figures", "string"
        ),
        Column(
            "what",
            "What happened: repaired, suspect (doubtful), missing (not published) or revised",
            "string",
            constraints={"enum": list(WHAT)},
        ),
        Column(
            "published",
            "Published: IRCC’s own text, or its earlier text if it was revised; empty "
            "if nothing was published",
            "string",
            nullable=True,
        ),
        Column(
            "used",
            "Used: the value in our tables; empty if no value can be used",
            "string",
            nullable=True,
        ),
        Column("why", "Why: the reason, in a sentence", "string"),
        Column(
            "seen_at",
            "Seen (UTC): when the first copy that showed this was downloaded",
            "datetime",
            unit="UTC",
        ),
    ),
    "categories": (
        Column("code", "Code: used in tables and web addresses", "string"),
        Column("english", "English name: used on the English pages", "string"),
        Column("french", "French name: used on the French pages", "string"),
        _kind(),
        Column(
            "rounds",
            "Rounds: number of rounds held so far",
            "integer",
            unit=N_("rounds"),
            constraints=_COUNT,
        ),
        Column("first_date", "First: date of its first round", "date"),
        Column("last_date", "Latest: date of its latest round", "date"),
        Column(
            "dormant", "Inactive: true if there has been no round for more than a year", "boolean"
        ),
        Column("as_of", "As of: the data is complete up to this day", "date"),
        Column(
            "mapped",
            "Mapped: false if the category is new and shown under its official name",
            "boolean",
        ),
    ),
    "weekly": (
        Column("week", "Week: Monday of the ISO week", "date"),
        Column("category", "Category: each category that has ever had a round", "string"),
        Column(
            "rounds",
            "Rounds: number held that week, by official date; often 0",
            "integer",
            unit=N_("rounds"),
            constraints=_COUNT,
        ),
        Column(
            "invitations",
            "Invitations: number issued in those rounds",
            "integer",
            unit=N_("invitations"),
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
