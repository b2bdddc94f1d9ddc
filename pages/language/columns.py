"""Translated labels and meanings of columns, and words for the codes in them.

Each text of the data dictionary is "Label: meaning"; a table splits it into header and help.
"""

from __future__ import annotations

from data.rounds.record import Record
from data.vocabulary.categories import CATEGORIES, KINDS
from data.vocabulary.columns import DRAWS, LEDGER_KINDS, PROGRAMS, Column, label, meaning
from data.vocabulary.languages import N_
from data.vocabulary.reference import LEVEL_ROWS
from data.vocabulary.tables import TABLES
from pages.language import Words

# Of columns that are computed for tables on more than one page.
_COMPUTED = {
    "rounds": {"change": N_("Change: points since the previous round of the category")},
    "pool": {
        "band": N_("Band: CRS points, both ends included"),
        "share": N_("Share: of all candidates in the pool, 0 to 1"),
        "above_low": N_("At least: lowest possible number of candidates at or above the score"),
        "above_high": N_("At most: highest possible number of candidates at or above the score"),
        "above_estimate": N_(
            "Estimate: if the candidates in a band are evenly spread over its points"
        ),
    },
}


def meanings(words: Words, table: str, *names: str) -> dict[str, str]:
    """Return the "Label: meaning" of the named columns of a table, or of all that are stored.

    >>> meanings(Words(), "pool", "as_of")
    {'as_of': 'As of: date of the snapshot'}
    """
    stored = TABLES[table].meanings
    texts = {**stored, **_COMPUTED.get(table, {})}
    return {name: words.gettext(texts[name]) for name in names or stored}


def label_and_meaning(column: Column, words: Words) -> tuple[str, str]:
    """Return the label of a column, and its meaning with its unit."""
    _, column_text = words.gettext, words.gettext(column.text)
    text = _("{meaning}. Unit: {unit}.") if column.unit else "{meaning}."
    unit = _(column.unit) if column.unit else ""
    return label(column_text), text.format(meaning=meaning(column_text), unit=unit)


def correction_kind(kind: str, words: Words) -> str:
    """Return the name of a kind of correction."""
    _ = words.gettext
    return {
        "repaired": _("Repaired"),
        "suspect": _("Doubtful"),
        "unclear": _("Not understood yet"),
        "missing": _("Not published"),
        "unconfirmed": _("Not from IRCC’s own file"),
        "revised": _("Revised by IRCC"),
        "accepted": _("Accepted by a person"),
    }[kind]


def field(name: str, words: Words) -> str:
    """Return the label of the field that a correction is about."""
    if name == "pool":
        return words.gettext("Pool figures")
    if name == "other":
        return words.gettext("IRCC’s list")
    return label(meanings(words, "rounds", name)[name])


def program(code: str, words: Words) -> str:
    """Return the name of a program."""
    _ = words.gettext
    return {
        "fsw": _("Federal Skilled Worker"),
        "cec": _("Canadian Experience Class"),
        "fst": _("Federal Skilled Trades"),
        "pnp": _("Provincial Nominee Program"),
    }[code]


def certainty(code: str, words: Words) -> str:
    """Return how sure a row that is kept by hand is."""
    _ = words.gettext
    return {
        "official": _("official"),
        "confirmed": _("several sources"),
        "inferred": _("follows from announced changes"),
        "reported": _("one source"),
    }[code]


def level_row(code: str, words: Words) -> str:
    """Return the name of a row of the levels plans."""
    _ = words.gettext
    return {
        "all": _("All permanent residents"),
        "economic": _("Economic immigration"),
        "federal-high-skilled": _("Federal High Skilled"),
        "provincial-nominees": _("Provincial Nominee Program"),
        "public-policies": _("Federal Economic Public Policies"),
        "economic-priorities": _("Federal Economic Priorities"),
        "in-canada-focus": _("In-Canada Focus"),
        "french-outside-quebec": _("French-speaking, outside Quebec"),
    }[code]


def codes(words: Words, record: Record) -> dict[str, dict[str, str]]:
    """Return the words for the codes in a record, by the name of the column and the code."""
    fields = [*(column.name for column in DRAWS), "pool"]
    return {
        "category": {c.code: words.short(c) for c in (*CATEGORIES, *record.categories)},
        "row": {code: level_row(code, words) for code in LEVEL_ROWS},
        "kind": {kind: words.kind(kind) for kind in KINDS},
        "programs": {code: program(code, words) for code in PROGRAMS},
        "field": {name: field(name, words) for name in fields},
        "what": {kind: correction_kind(kind, words) for kind in LEDGER_KINDS},
        "why": {why: words.reason(why) for why in record.ledger["why"].unique()},
    }
