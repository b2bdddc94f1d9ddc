"""The tables of open data: an entry here is all that the API, the data package and pages need.

How its rows are computed is in server/api/rows.py, under the same name.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.vocabulary.columns import COUNT, DRAWS, EVENTS, KIND, LEDGER, POOL, Column
from data.vocabulary.filter import PARAMETERS
from data.vocabulary.languages import N_
from data.vocabulary.reference import ADMISSIONS, LEVELS, OCCUPATIONS, RULES

SECOND_HAND = N_(
    "Public copies of IRCC’s pages. Each row names its sources and the day they were read; what "
    "counts is what IRCC’s own pages say."
)


@dataclass(frozen=True)
class Table:
    """One table of open data, at an address of its own.

    ``title`` is what its files are called and ``short_title`` its tab on a page, both translated;
    ``summary`` is for the API's description. ``parameters`` select rows, in addition to ``lang``.
    A foreign key is (column, other table, its column). ``source`` says what the rows are from, if
    not from IRCC's file.
    """

    name: str
    title: str
    short_title: str
    summary: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...] = ()
    foreign_keys: tuple[tuple[str, str, str], ...] = ()
    parameters: tuple[str, ...] = ()
    source: str = ""

    @property
    def meanings(self) -> dict[str, str]:
        """What each column means, as "Label: meaning" by its name, in order."""
        return {column.name: column.text for column in self.columns}


# The columns of rounds that are looked up most; the others follow in stored order.
_FIRST = [
    *("round_id", "date", "category", "invitations", "cutoff", "tie_break_at"),
    *("name", "version", "kind", "programs"),
]


def _position(column: Column) -> int:
    return _FIRST.index(column.name) if column.name in _FIRST else len(_FIRST)


_TABLES = (
    Table(
        "rounds",
        title=N_("Rounds"),
        short_title=N_("Rounds"),
        summary="Rounds of invitations, newest first unless order=oldest.",
        keys=("round_id",),
        foreign_keys=(("category", "categories", "code"),),
        parameters=(*PARAMETERS, "order", "limit", "offset"),
        columns=tuple(sorted(DRAWS, key=_position)),
    ),
    Table(
        "pool",
        title=N_("Pool"),
        short_title=N_("Pool"),
        summary="Candidates in the pool by CRS band, one snapshot after the other.",
        keys=("as_of", "band_low"),
        parameters=("from", "to"),
        columns=POOL,
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
                constraints=COUNT,
            ),
            Column(
                "invitations",
                "Invitations: number issued in those rounds",
                "integer",
                unit=N_("invitations"),
                constraints=COUNT,
            ),
        ),
    ),
    Table(
        "ledger",
        title=N_("All corrections"),
        short_title=N_("Corrections"),
        summary="What was repaired, is doubtful or not understood, was not published, or was "
        "revised by IRCC.",
        columns=LEDGER,
    ),
    Table(
        "events",
        title=N_("Events that explain the numbers"),
        short_title=N_("Events"),
        summary="What changed and when: changes of the CRS scale, rules, categories, firsts and "
        "pauses, with what they did to scores, sources, and how sure each is.",
        keys=("date", "kind"),
        parameters=("from", "to"),
        columns=EVENTS,
    ),
    Table(
        "occupations",
        title=N_("Occupations of the categories, list by list"),
        short_title=N_("Occupations"),
        summary="The occupations (NOC 2021) of each category in each of IRCC’s lists, with their "
        "days in force, sources, and how sure each is.",
        keys=("list", "category", "noc"),
        columns=OCCUPATIONS,
        source=SECOND_HAND,
    ),
    Table(
        "rules",
        title=N_("Rules of the categories, list by list"),
        short_title=N_("Rules"),
        summary="What each category asks for in each of IRCC’s lists: months of work, where, and "
        "language, with their days in force, sources, and how sure each is.",
        keys=("list", "category"),
        columns=RULES,
        source=SECOND_HAND,
    ),
    Table(
        "levels",
        title=N_("Targets of the immigration levels plans"),
        short_title=N_("Targets"),
        summary="How many permanent residents each levels plan is to admit in each of its years, "
        "with ranges, sources, and how sure each is.",
        keys=("plan", "year", "row"),
        columns=LEVELS,
        source=SECOND_HAND,
    ),
    Table(
        "admissions",
        title=N_("Admitted permanent residents by year"),
        short_title=N_("Admissions"),
        summary="How many people became permanent residents each year, in all programs.",
        keys=("year",),
        columns=ADMISSIONS,
        source=SECOND_HAND,
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
            KIND,
            Column(
                "rounds",
                "Rounds: number of rounds in the data",
                "integer",
                unit=N_("rounds"),
                constraints=COUNT,
            ),
            Column("first_date", "First: date of its first round", "date"),
            Column("last_date", "Latest: date of its latest round", "date"),
            Column(
                "dormant",
                "Inactive: true if there was no round in the year up to “As of”",
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
