"""The tables of open data: an entry here is all that the API, the data package and pages need.

How its rows are computed is in server/api/rows.py, under the same name.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.vocabulary.categories import KINDS
from data.vocabulary.columns import WHAT, Column
from data.vocabulary.filter import PARAMETERS
from data.vocabulary.languages import N_


@dataclass(frozen=True)
class Table:
    """One table of open data, at an address of its own.

    ``title`` is what its files are called and ``short_title`` its tab on a page, both translated;
    ``summary`` is for the API's description. ``parameters`` select rows, in addition to ``lang``.
    A foreign key is (column, other table, its column).
    """

    name: str
    title: str
    short_title: str
    summary: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...] = ()
    foreign_keys: tuple[tuple[str, str, str], ...] = ()
    parameters: tuple[str, ...] = ()

    @property
    def meanings(self) -> dict[str, str]:
        """What each column means, as "Label: meaning" by its name, in order."""
        return {column.name: column.text for column in self.columns}


_KIND = Column(
    "kind",
    "Kind: general (all programs), program (one program) or category",
    "string",
    constraints={"enum": list(KINDS)},
)
_POINTS = {"minimum": 0, "maximum": 1200}
_COUNT = {"minimum": 0}
ROUND_ID = r"^[1-9][0-9]{0,8}[a-z]?$"
_ID = {"pattern": ROUND_ID}

_TABLES = (
    Table(
        "rounds",
        title=N_("Rounds"),
        short_title=N_("Rounds"),
        summary="Rounds of invitations, newest first unless order=oldest.",
        keys=("round_id",),
        foreign_keys=(("category", "categories", "code"),),
        parameters=(*PARAMETERS, "order", "limit", "offset"),
        columns=(
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
                "Tie-break (UTC): candidates with a score equal to the cut-off were invited only "
                "if they submitted their profile before this time; empty if not known",
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
            _KIND,
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
    ),
    Table(
        "pool",
        title=N_("Pool"),
        short_title=N_("Pool"),
        summary="Candidates in the pool by CRS band, one snapshot after the other.",
        keys=("as_of", "band_low"),
        parameters=("from", "to"),
        columns=(
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
    ),
    Table(
        "weekly",
        title=N_("Rounds and invitations per ISO week and category"),
        short_title=N_("Weeks"),
        summary="Rounds and invitations per ISO week and category, with zeros if there were none.",
        keys=("week", "category"),
        foreign_keys=(("category", "categories", "code"),),
        parameters=("category", "from", "to"),
        columns=(
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
    ),
    Table(
        "ledger",
        title=N_("All corrections"),
        short_title=N_("Corrections"),
        summary="What was repaired, is doubtful, was not published or was revised by IRCC.",
        foreign_keys=(("round_id", "rounds", "round_id"),),
        columns=(
            Column("round_id", "Round: the round this entry is about", "string", constraints=_ID),
            Column(
                "field",
                "Field: a column of the rounds table, or “pool” for the pool figures",
                "string",
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
    ),
    Table(
        "categories",
        title=N_("Categories"),
        short_title=N_("Categories"),
        summary="The categories that have had a round: names, kind, first and latest round.",
        keys=("code",),
        columns=(
            Column("code", "Code: used in tables and web addresses", "string"),
            Column("english", "English name: used on the English pages", "string"),
            Column("french", "French name: used on the French pages", "string"),
            _KIND,
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
                "dormant",
                "Inactive: true if there has been no round for more than a year",
                "boolean",
            ),
            Column("as_of", "As of: the data is complete up to this day", "date"),
            Column(
                "mapped",
                "Mapped: false if the category is new and shown under its official name",
                "boolean",
            ),
        ),
    ),
)
TABLES = {table.name: table for table in _TABLES}
