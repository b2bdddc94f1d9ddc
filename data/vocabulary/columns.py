"""The columns of the stored tables, declared once.

The Parquet schemas, the contracts, the API and its description, the data package, downloads and
table headers all follow from these declarations. Only the reader of a column of ``draws`` is
elsewhere, in ``data/rounds/parse.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.vocabulary.categories import KINDS
from data.vocabulary.languages import N_

DISCLAIMER = N_("Not affiliated with IRCC. Not legal advice.")
LEDGER_KINDS = ("repaired", "suspect", "unclear", "missing", "unconfirmed", "revised", "accepted")
SCALE = "scale"  # the kind of the events after which CRS scores don't compare with earlier ones
EVENT_KINDS = (SCALE, "rules", "categories", "rounds", "plans")
REPORTED = "reported"
CERTAINTIES = ("official", "confirmed", REPORTED)
PROGRAMS = ("fsw", "cec", "fst", "pnp")
LAUNCH = date(2015, 1, 1)  # of Express Entry
MAX_SCORE = 1200
MOST_POINTS = 2000  # that a cut-off can have on any scale that may come
ROUND_ID = r"^[1-9][0-9]{0,8}[a-z]?$"
TYPES = ("string", "integer", "boolean", "date", "datetime", "list")


@dataclass(frozen=True)
class Column:
    """One column of a table.

    ``text`` is "Label: meaning", which the pages translate. ``type`` is one of TYPES: the items of
    a list are text, a datetime is in UTC. Where a nullable column of draws is empty, the ledger has
    to say why, unless it is ``optional``. ``constraints`` are published, in the words that JSON
    Schema and Frictionless share; ``checks``, in the same words, are for our own contract.
    ``bits`` is the size of a stored integer.
    """

    name: str
    text: str
    type: str
    nullable: bool = False
    optional: bool = False
    unit: str = ""
    constraints: Mapping[str, Any] = field(default_factory=dict)
    checks: Mapping[str, Any] = field(default_factory=dict)
    bits: int = 32

    @property
    def label(self) -> str:
        """The header of the column in a table."""
        return label(self.text)

    @property
    def meaning(self) -> str:
        """The meaning of the column, without its label."""
        return meaning(self.text)


def label(text: str) -> str:
    """Return the label of a "Label: meaning".

    >>> label("Cut-off: CRS points of the lowest-ranked candidate invited")
    'Cut-off'
    """
    return text.partition(":")[0].strip()  # in French, a space stands before the colon


def meaning(text: str) -> str:
    """Return the meaning of a "Label: meaning".

    >>> meaning("Cut-off: CRS points of the lowest-ranked candidate invited")
    'CRS points of the lowest-ranked candidate invited'
    """
    return text.partition(":")[2].strip()


KIND = Column(
    "kind",
    "Kind: general (all programs), program (one program) or category",
    "string",
    constraints={"enum": list(KINDS)},
)
_SCORE: dict[str, Any] = {
    "type": "integer",
    "unit": N_("CRS points"),
    "constraints": {"minimum": 0, "maximum": MAX_SCORE},
    "bits": 16,
}
COUNT = {"minimum": 0}
_ID = {"pattern": ROUND_ID}

# A row per round, oldest first; two rounds on one day in the order of their numbers.
DRAWS = (
    Column(
        "round_id",
        "Round: IRCC’s round number, stored as text because of 91a and 91b",
        "string",
        constraints=_ID,
    ),
    Column("date", "Date: official date of the round", "date", checks={"minimum": LAUNCH}),
    Column(
        "drawn_at",
        "Held at (UTC): when the round took place, sometimes the next day in UTC; "
        "empty if not known",
        "datetime",
        nullable=True,
        unit="UTC",
    ),
    Column(
        "tie_break_at",
        "Tie-break (UTC): candidates with a score equal to the cut-off were invited only if "
        "they submitted their profile before this time; empty if not known",
        "datetime",
        nullable=True,
        unit="UTC",
    ),
    Column("name", "Official name: IRCC’s exact wording", "string", checks={"minLength": 1}),
    Column(
        "category",
        "Category: who the round was for, under one name even if IRCC’s wording changed",
        "string",
        checks={"pattern": r"^\S+$"},
    ),
    Column(
        "version",
        "Version: the version number in the official name; empty if it has none",
        "integer",
        nullable=True,
        optional=True,  # most official names have none
        constraints=COUNT,
        bits=16,
    ),
    KIND,
    Column(
        "programs",
        "Programs: the eligible programs (fsw, cec, fst, pnp)",
        "list",
        checks={"items": PROGRAMS},
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
        # A cut-off above the scale that we know is read all the same.
        **_SCORE | {"constraints": {"minimum": 0}, "checks": {"maximum": MOST_POINTS}},
    ),
    Column(
        "pool_as_of",
        "Pool as of: date of the pool snapshot published with the round; empty if there was none",
        "date",
        nullable=True,
    ),
    Column(
        "url",
        "Ministerial instructions: the round’s page on canada.ca",
        "string",
        checks={"pattern": r"^https://www\.canada\.ca/"},
    ),
)
# 15 rows per published snapshot, by date and band. Roll-ups and totals are left out, because adding
# them would count people twice.
POOL = (
    Column("as_of", "As of: date of the snapshot", "date", checks={"minimum": LAUNCH}),
    Column("band_low", "From: lowest CRS score in the band", **_SCORE),
    Column("band_high", "To: highest CRS score that is still in the band", **_SCORE),
    Column(
        "candidates",
        "Candidates: people with a profile and a score in this band",
        "integer",
        unit=N_("people"),
        constraints=COUNT,
    ),
)
# A row per value that had to be repaired, cannot be trusted or read, was not published, does not
# come from IRCC's own file, or was revised.
LEDGER = (
    Column(
        "round_id",
        "Round: the round this entry is about, or the newest in a list that it is about; "
        "a round that we can’t read yet is only here",
        "string",
        constraints=_ID,
    ),
    Column(
        "field",
        "Field: a column of the rounds table, “pool” for the pool figures, or “other” for "
        "anything else in IRCC’s list",
        "string",
        checks={"enum": [*(column.name for column in DRAWS), "pool", "other"]},
    ),
    Column(
        "what",
        "What happened: repaired, suspect (doubtful), unclear (new, and not understood yet), "
        "missing (not published), unconfirmed (not from IRCC’s own file), revised, or accepted "
        "(by a person who looked at a copy that we refuse otherwise)",
        "string",
        constraints={"enum": list(LEDGER_KINDS)},
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
    Column("why", "Why: the reason, in a sentence", "string", checks={"pattern": r"^[A-Z].*[.]$"}),
    Column(
        "seen_at",
        "Seen (UTC): when the first copy that showed this was downloaded",
        "datetime",
        unit="UTC",
    ),
)
# A row per event that explains the numbers, oldest first, kept by hand in data/events.csv.
EVENTS = (
    Column("date", "Date: first day in effect", "date", checks={"minimum": LAUNCH}),
    Column(
        "kind",
        "Kind: scale (changes how CRS scores are counted), rules, categories, rounds (a first, "
        "a pause or a record) or plans (announced or proposed)",
        "string",
        constraints={"enum": list(EVENT_KINDS)},
    ),
    Column("title_en", "Event: in English, as charts name it", "string", checks={"minLength": 1}),
    Column("title_fr", "Event in French: as charts name it", "string", checks={"minLength": 1}),
    Column(
        "effect_en",
        "Effect: what it did to scores or cut-offs, in English; empty if nothing is known",
        "string",
        nullable=True,
    ),
    Column(
        "effect_fr",
        "Effect in French: what it did to scores or cut-offs; empty if nothing is known",
        "string",
        nullable=True,
    ),
    Column(
        "certainty",
        "Certainty: official (on a page of the government), confirmed (by two or more independent "
        "pages) or reported (not confirmed)",
        "string",
        constraints={"enum": list(CERTAINTIES)},
    ),
    Column("sources", "Sources: addresses of pages that say so", "list"),
)
# The tables made from IRCC's file, and all that are kept.
STORED = {"draws": DRAWS, "pool": POOL, "ledger": LEDGER}
KEPT = {**STORED, "events": EVENTS}
