"""The categories of Express Entry rounds, and the one table that maps IRCC's wording to them.

A *category* is what a round selected on, stable over the years; the *official name* is IRCC's
wording of the day ("STEM occupations (Version 1)") and may carry a *version*. A name that the
table does not know becomes a category of its own, never part of another one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

KINDS = ("general", "program", "category")


@dataclass(frozen=True)
class Category:
    """One category: its code, names, kind and place in every list.

    ``wordings`` are the official names that mean this category, reduced as by :func:`stem`.
    ``mapped`` is False for a category that stands for an official name unknown to this table.
    """

    code: str
    english: str
    french: str
    kind: str
    wordings: tuple[str, ...] = ()
    mapped: bool = True


CATEGORIES: tuple[Category, ...] = (
    Category(
        "general",
        "General (all programs)",
        "Général (tous les programmes)",
        "general",
        ("no program specified", "general"),
    ),
    Category(
        "pnp",
        "Provincial Nominee Program",
        "Programme des candidats des provinces",
        "program",
        ("provincial nominee program",),
    ),
    Category(
        "cec",
        "Canadian Experience Class",
        "Catégorie de l’expérience canadienne",
        "program",
        ("canadian experience class",),
    ),
    Category(
        "fsw",
        "Federal Skilled Worker",
        "Travailleurs qualifiés (fédéral)",
        "program",
        ("federal skilled worker",),
    ),
    Category(
        "fst",
        "Federal Skilled Trades",
        "Métiers spécialisés (fédéral)",
        "program",
        ("federal skilled trades",),
    ),
    Category(
        "french",
        "French-language proficiency",
        "Compétence linguistique en français",
        "category",
        ("french language proficiency",),
    ),
    Category(
        "healthcare",
        "Healthcare and social services",
        "Professions de la santé et des services sociaux",
        "category",
        ("healthcare", "healthcare and social services"),
    ),
    Category(
        "stem",
        "STEM occupations",
        "Professions en sciences, technologie, ingénierie et mathématiques (STIM)",
        "category",
        ("stem",),
    ),
    Category("trades", "Trades", "Métiers spécialisés", "category", ("trade", "trades")),
    Category("transport", "Transport", "Professions du transport", "category", ("transport",)),
    Category(
        "agriculture",
        "Agriculture and agri-food",
        "Agriculture et agroalimentaire",
        "category",
        ("agriculture and agri food",),
    ),
    Category("education", "Education", "Professions en éducation", "category", ("education",)),
    Category(
        "physicians",
        "Physicians with Canadian work experience",
        "Médecins ayant de l’expérience de travail au Canada",
        "category",
        ("physicians with canadian work experience",),
    ),
    Category(
        "senior-managers",
        "Senior managers with Canadian work experience",
        "Cadres supérieurs ayant de l’expérience de travail au Canada",
        "category",
        ("senior managers with canadian work experience",),
    ),
    Category(
        "military",
        "Skilled military recruits",
        "Recrues militaires qualifiées",
        "category",
        ("skilled military recruits",),
    ),
    Category(
        "researchers",
        "Researchers with Canadian work experience",
        "Chercheurs ayant de l’expérience de travail au Canada",
        "category",
        ("researchers with canadian work experience",),
    ),
)
BY_CODE = {category.code: category for category in CATEGORIES}
_BY_WORDING = {wording: category for category in CATEGORIES for wording in category.wordings}

# "(Version 2)", "(2023-1)", ", 2026-Version 3", " 2026-Version 2": always at the end of the name.
_VERSION = re.compile(r"[\s,]*(?:\((?:version\s+|\d{4}-)(\d+)\)|\d{4}-version\s+(\d+))\s*$", re.I)


def without_version(name: str) -> str:
    """Return the official name without the version that it carries.

    >>> without_version("Trades Occupations, 2026-Version 3")
    'Trades Occupations'
    """
    return _VERSION.sub("", name).strip()


def version(name: str) -> int | None:
    """Return the version that an official name carries, or None.

    >>> version("French-Language proficiency 2026-Version 2"), version("STEM occupations (2023-1)")
    (2, 1)
    >>> version("Canadian Experience Class") is None
    True
    """
    found = _VERSION.search(name)
    return int(found[1] or found[2]) if found else None


def stem(name: str) -> str:
    """Return the part of an official name that tells the category, in lower case and plain spaces.

    >>> stem("Healthcare and Social Services Occupations, 2026-Version 3")
    'healthcare and social services'
    """
    words = re.sub(r"[\W_]+", " ", without_version(name).casefold()).split()
    return " ".join(words[:-1] if len(words) > 1 and words[-1] == "occupations" else words)


def classify(name: str) -> Category:
    """Return the category of an official name; an unknown name gives a category of its own.

    >>> classify("Trade occupations (Version 2)").code
    'trades'
    >>> classify("Beekeepers, 2027-Version 1")  # doctest: +ELLIPSIS
    Category(code='beekeepers', english='Beekeepers', ..., mapped=False)

    Raises:
        ValueError: if the name has no letter or digit to make a code of.
    """
    words = stem(name)
    known = _BY_WORDING.get(words)
    if known:
        return known
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    code = "-".join((plain or words).split())
    if not code:
        raise ValueError(f"the official name {name!r} has no letter or digit")
    # An unknown name whose code is taken ("general." is not General's wording) keeps apart.
    code = f"{code}-new" if code in BY_CODE else code
    label = without_version(name)
    return Category(code, label, label, "category", mapped=False)
