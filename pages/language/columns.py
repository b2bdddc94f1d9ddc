"""Translated labels and meanings of columns.

Each text of the data dictionary is "Label: meaning"; a table splits it into header and help.
"""

from __future__ import annotations

from data.vocabulary.columns import Column
from data.vocabulary.tables import TABLES
from pages.language import Words


def draws(words: Words) -> dict[str, str]:
    """Return the columns of the rounds, the most used ones first."""
    return _translated("rounds", words)


def pool(words: Words) -> dict[str, str]:
    """Return the columns of the pool snapshots."""
    return _translated("pool", words)


def ledger(words: Words) -> dict[str, str]:
    """Return the columns of the corrections."""
    return _translated("ledger", words)


def round_summary(words: Words) -> dict[str, str]:
    """Return the columns of the tables below charts of rounds."""
    _ = words.gettext
    return {
        "round_id": _("Round"),
        "date": _("Date"),
        "category": _("Category"),
        "invitations": _("Invitations: invitations to apply issued"),
        "cutoff": _("Cut-off: CRS score of the lowest-ranked candidate invited"),
    }


def _translated(table: str, words: Words) -> dict[str, str]:
    return {name: words.gettext(text) for name, text in TABLES[table].meanings.items()}


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
        "missing": _("Not published"),
        "revised": _("Revised by IRCC"),
    }[kind]


def field(name: str, words: Words) -> str:
    """Return the label of the field that a correction is about."""
    if name == "pool":
        return words.gettext("Pool figures")
    return label(draws(words)[name])


def program(code: str, words: Words) -> str:
    """Return the name of a program."""
    _ = words.gettext
    return {
        "fsw": _("Federal Skilled Worker"),
        "cec": _("Canadian Experience Class"),
        "fst": _("Federal Skilled Trades"),
        "pnp": _("Provincial Nominee Program"),
    }[code]
