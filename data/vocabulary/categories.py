"""The categories of Express Entry rounds, and how IRCC's official names are mapped to them.

A *category* is what a round selected on, stable over the years. The *official name* is IRCC's
wording at the time ("STEM occupations (Version 1)") and may carry a *version*. A name that the
table does not know becomes a category of its own, never part of another one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from data.vocabulary.languages import LANGUAGES

KINDS = ("general", "program", "category")


@dataclass(frozen=True)
class Category:
    """One category, and all that is known of it in one place.

    ``names`` and ``short`` (for charts and pills) are its full and short name by language, and
    ``brief`` an even shorter one for a chart on a phone, if it has one.
    ``wordings`` are IRCC's official names for it, reduced as by :func:`stem`. ``aliases`` are
    patterns of what people write instead, in lower case without accents, for reading claims.
    ``mapped`` is False for a category that stands for an official name unknown to this table.
    """

    code: str
    kind: str
    names: Mapping[str, str] = field(hash=False)
    short: Mapping[str, str] = field(hash=False)
    wordings: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    brief: Mapping[str, str] = field(default_factory=dict, hash=False)
    mapped: bool = True


CATEGORIES: tuple[Category, ...] = (
    Category(
        "general",
        "general",
        names={"en": "General (all programs)", "fr": "Général (tous les programmes)"},
        short={"en": "General", "fr": "Général"},
        wordings=("no program specified", "general"),
        aliases=(
            r"(?<!in )(?<!en )generale?",
            r"all[- ]programs?",
            r"no program specified",
            r"tous les programmes",
        ),
    ),
    Category(
        "pnp",
        "program",
        names={"en": "Provincial Nominee Program", "fr": "Programme des candidats des provinces"},
        short={"en": "PNP", "fr": "PCP"},
        wordings=("provincial nominee program",),
        aliases=(
            r"pnp",
            r"pcp",
            r"provincial nominees?(?: program| class)?",
            r"(?:programme des )?candidats? des provinces",
        ),
    ),
    Category(
        "cec",
        "program",
        names={"en": "Canadian Experience Class", "fr": "Catégorie de l’expérience canadienne"},
        short={"en": "CEC", "fr": "CEC"},
        wordings=("canadian experience class",),
        aliases=(
            r"cec",
            r"canadian experience class",
            r"(?:categorie de l')?experience canadienne",
        ),
    ),
    Category(
        "fsw",
        "program",
        names={"en": "Federal Skilled Worker", "fr": "Travailleurs qualifiés (fédéral)"},
        short={"en": "FSW", "fr": "TQF"},
        wordings=("federal skilled worker",),
        aliases=(
            r"fswp?",
            r"federal skilled workers?",
            r"travailleurs qualifies(?: \(?federal\)?)?",
        ),
    ),
    Category(
        "fst",
        "program",
        names={"en": "Federal Skilled Trades", "fr": "Métiers spécialisés (fédéral)"},
        short={"en": "FST", "fr": "MSF"},
        wordings=("federal skilled trades",),
        aliases=(
            r"fstp?",
            r"federal skilled trades?",
            r"(?:travailleurs de )?metiers specialises \(?federal\)?",
        ),
    ),
    Category(
        "french",
        "category",
        names={"en": "French-language proficiency", "fr": "Compétence linguistique en français"},
        short={"en": "French", "fr": "Français"},
        wordings=("french language proficiency",),
        aliases=(
            r"french(?:[- ]language)?(?:[- ]proficiency)?",
            r"francophones?",
            r"(?:competence linguistique en |maitrise du )?francais",
        ),
    ),
    Category(
        "healthcare",
        "category",
        names={
            "en": "Healthcare and social services",
            "fr": "Professions de la santé et des services sociaux",
        },
        short={"en": "Healthcare", "fr": "Santé"},
        wordings=("healthcare", "healthcare and social services"),
        aliases=(r"health(?:[- ]?care)?(?: and social services)?", r"sante"),
    ),
    Category(
        "stem",
        "category",
        names={
            "en": "STEM occupations",
            "fr": "Professions en sciences, technologie, ingénierie et mathématiques (STIM)",
        },
        short={"en": "STEM", "fr": "STIM"},
        wordings=("stem",),
        aliases=(r"stem", r"stim", r"science,? technology,? engineering,? (?:and )?math\w*"),
    ),
    Category(
        "trades",
        "category",
        names={"en": "Trades", "fr": "Métiers spécialisés"},
        short={"en": "Trades", "fr": "Métiers"},
        wordings=("trade", "trades"),
        aliases=(r"(?:skilled )?trades?", r"metiers specialises"),
    ),
    Category(
        "transport",
        "category",
        names={"en": "Transport", "fr": "Professions du transport"},
        short={"en": "Transport", "fr": "Transport"},
        wordings=("transport",),
        aliases=(r"transport(?:ation)?", r"transports"),
    ),
    Category(
        "agriculture",
        "category",
        names={"en": "Agriculture and agri-food", "fr": "Agriculture et agroalimentaire"},
        short={"en": "Agriculture", "fr": "Agriculture"},
        wordings=("agriculture and agri food",),
        aliases=(r"agriculture(?: and agri[- ]food)?", r"agri[- ]food", r"agroalimentaire"),
    ),
    Category(
        "education",
        "category",
        names={"en": "Education", "fr": "Professions en éducation"},
        short={"en": "Education", "fr": "Éducation"},
        wordings=("education",),
        aliases=(r"education", r"teachers?", r"enseignants?"),
    ),
    Category(
        "physicians",
        "category",
        names={
            "en": "Physicians with Canadian work experience",
            "fr": "Médecins ayant de l’expérience de travail au Canada",
        },
        short={"en": "Physicians", "fr": "Médecins"},
        wordings=("physicians with canadian work experience",),
        aliases=(
            r"(?:physicians?|doctors?)(?: with canadian work experience)?",
            r"medecins(?: ayant de l'experience de travail au canada)?",
        ),
    ),
    Category(
        "senior-managers",
        "category",
        names={
            "en": "Senior managers with Canadian work experience",
            "fr": "Cadres supérieurs ayant de l’expérience de travail au Canada",
        },
        short={"en": "Senior managers", "fr": "Cadres supérieurs"},
        brief={"en": "Sen. managers", "fr": "Cadres sup."},
        wordings=("senior managers with canadian work experience",),
        aliases=(
            r"senior managers?(?: with canadian work experience)?",
            r"cadres superieurs(?: ayant de l'experience de travail au canada)?",
        ),
    ),
    Category(
        "military",
        "category",
        names={"en": "Skilled military recruits", "fr": "Recrues militaires qualifiées"},
        short={"en": "Military recruits", "fr": "Recrues militaires"},
        brief={"en": "Military", "fr": "Militaires"},
        wordings=("skilled military recruits",),
        aliases=(r"(?:skilled )?military(?: recruits?)?", r"(?:recrues )?militaires"),
    ),
    Category(
        "researchers",
        "category",
        names={
            "en": "Researchers with Canadian work experience",
            "fr": "Chercheurs ayant de l’expérience de travail au Canada",
        },
        short={"en": "Researchers", "fr": "Chercheurs"},
        wordings=("researchers with canadian work experience",),
        aliases=(r"researchers?(?: with canadian work experience)?", r"chercheurs"),
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
    match = _VERSION.search(name)
    return int(match[1] or match[2]) if match else None


def stem(name: str) -> str:
    """Return the part of an official name that identifies the category, in lower case.

    >>> stem("Healthcare and Social Services Occupations, 2026-Version 3")
    'healthcare and social services'
    """
    words = re.sub(r"[\W_]+", " ", without_version(name).casefold()).split()
    return " ".join(words[:-1] if len(words) > 1 and words[-1] == "occupations" else words)


def classify(name: str) -> Category:
    """Return the category of an official name; an unknown name gives a category of its own.

    >>> classify("Trade occupations (Version 2)").code
    'trades'
    >>> beekeepers = classify("Beekeepers, 2027-Version 1")
    >>> beekeepers.code, beekeepers.names["fr"], beekeepers.mapped
    ('beekeepers', 'Beekeepers', False)

    Raises:
        ValueError: if the name has no letter or digit to make a code of.
    """
    words = stem(name)
    mapped = _BY_WORDING.get(words)
    if mapped:
        return mapped
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    code = "-".join((plain or words).split())
    if not code:
        raise ValueError(f"the official name {name!r} has no letter or digit")
    # An unknown name must not take the code of a mapped category, as "cec" would.
    code = f"{code}-new" if code in BY_CODE else code
    names = dict.fromkeys(LANGUAGES, without_version(name))
    return Category(code, "category", names, names, mapped=False)
