"""The columns of the tables that are kept by hand: occupations and rules, levels and admissions.

They are second-hand: each row names the pages it is from, and how sure it is.
"""

from __future__ import annotations

from data.vocabulary.columns import COUNT, LAUNCH, Column
from data.vocabulary.languages import N_

OFFICIAL, CONFIRMED, INFERRED, REPORTED = "official", "confirmed", "inferred", "reported"
CERTAINTIES = (OFFICIAL, CONFIRMED, INFERRED, REPORTED)
ANYWHERE, CANADA = "anywhere", "canada"
PLACES = (ANYWHERE, CANADA)
# The rows of a levels plan that concern Express Entry, from the whole to its parts.
LEVEL_ROWS = (
    *("all", "economic", "federal-high-skilled", "provincial-nominees", "public-policies"),
    *("economic-priorities", "in-canada-focus", "french-outside-quebec"),
)
NOC = r"^[0-9]{5}$"
PLAN = r"^[0-9]{4}-[0-9]{4}$"
_YEAR = {"minimum": 2015, "maximum": 2100}

_LIST = Column(
    "list",
    "List: the year of IRCC’s list, as in “the 2025 list”",
    "integer",
    constraints=_YEAR,
    bits=16,
)
_CATEGORY = Column("category", "Category: its code, also of one that has had no round", "string")
_PERIOD = (
    Column("effective_from", "From: first day in force", "date", checks={"minimum": LAUNCH}),
    Column(
        "effective_to",
        "To: last day in force; empty if a later list is not known",
        "date",
        nullable=True,
    ),
)
_CONFIRMATIONS = Column(
    "confirmations",
    "Confirmations: independent pages that agree",
    "integer",
    constraints={"minimum": 1},
    bits=16,
)
_EVIDENCE = (
    Column(
        "certainty",
        "Certainty: official (IRCC’s own words or a copy of them), confirmed (by two or more "
        "pages), inferred (follows from announced changes) or reported (by one page)",
        "string",
        constraints={"enum": list(CERTAINTIES)},
    ),
    Column("collected_on", "Collected: the day on which the sources were read", "date"),
    Column(
        "note_en",
        "Note: what the row rests on or how sources differ, in English; empty if there is no doubt",
        "string",
        nullable=True,
    ),
    Column(
        "note_fr",
        "Note in French: what the row rests on or how sources differ; empty if there is no doubt",
        "string",
        nullable=True,
    ),
    Column("sources", "Sources: addresses of pages that say so", "list"),
)

# A row per occupation of a category in a list; in force as the rules of that category.
OCCUPATIONS = (
    _LIST,
    _CATEGORY,
    Column(
        "noc", "NOC: code of the occupation in NOC 2021", "string", constraints={"pattern": NOC}
    ),
    Column("title_en", "Title: in English, as in NOC 2021", "string", checks={"minLength": 1}),
    Column("title_fr", "Title in French: as in NOC 2021", "string", checks={"minLength": 1}),
    *_PERIOD,
    _CONFIRMATIONS,
    *_EVIDENCE,
)
# A row per category in a list.
RULES = (
    _LIST,
    _CATEGORY,
    *_PERIOD,
    Column(
        "occupations",
        "Occupations: how many IRCC’s list has; empty for a category without a list",
        "integer",
        nullable=True,
        constraints={"minimum": 1},
        bits=16,
    ),
    Column(
        "months",
        "Months: work experience that is needed; empty if none is",
        "integer",
        nullable=True,
        unit=N_("months"),
        constraints={"minimum": 1},
        bits=16,
    ),
    Column(
        "within_years",
        "Within: the last years in which the experience counts",
        "integer",
        nullable=True,
        unit=N_("years"),
        constraints={"minimum": 1},
        bits=16,
    ),
    Column(
        "continuous",
        "Continuous: true if the months have to follow each other",
        "boolean",
        nullable=True,
    ),
    Column(
        "place",
        "Where: the experience counts from anywhere or only from Canada",
        "string",
        nullable=True,
        constraints={"enum": list(PLACES)},
    ),
    Column(
        "nclc",
        "NCLC: lowest level of French in all four abilities; empty if none is needed",
        "integer",
        nullable=True,
        constraints={"minimum": 1, "maximum": 12},
        bits=16,
    ),
    Column("more_en", "More: further conditions, in English", "string", nullable=True),
    Column("more_fr", "More in French: further conditions", "string", nullable=True),
    _CONFIRMATIONS,
    *_EVIDENCE,
)
_ADMITTED_IN = Column(
    "year", "Year: calendar year of the admissions", "integer", constraints=_YEAR, bits=16
)
# A row per plan, year and row of the plan.
LEVELS = (
    Column("plan", "Plan: its years", "string", constraints={"pattern": PLAN}),
    Column("announced_on", "Announced: day of the plan", "date", checks={"minimum": LAUNCH}),
    _ADMITTED_IN,
    Column(
        "row",
        "Row: who is counted; the rows overlap and don’t add up",
        "string",
        constraints={"enum": list(LEVEL_ROWS)},
    ),
    Column(
        "target",
        "Target: people to be admitted as permanent residents, families included",
        "integer",
        unit=N_("people"),
        constraints=COUNT,
    ),
    Column(
        "low",
        "Low: low end of the plan’s range; empty if not known",
        "integer",
        nullable=True,
        unit=N_("people"),
        constraints=COUNT,
    ),
    Column(
        "high",
        "High: high end of the plan’s range; empty if not known",
        "integer",
        nullable=True,
        unit=N_("people"),
        constraints=COUNT,
    ),
    _CONFIRMATIONS,
    *_EVIDENCE,
)
# A row per year: only totals, because the rows below the total are no reliable series.
ADMISSIONS = (
    _ADMITTED_IN,
    Column(
        "admissions",
        "Admissions: people who became permanent residents, families included",
        "integer",
        unit=N_("people"),
        constraints=COUNT,
    ),
    *_EVIDENCE,
)
REFERENCE = {
    "occupations": OCCUPATIONS,
    "rules": RULES,
    "levels": LEVELS,
    "admissions": ADMISSIONS,
}
