"""What the columns of the record's tables are called, and what they mean.

Each is "Label: meaning", which a table splits into its header and the help beside it: the texts
of the data dictionary in the language of the reader.
"""

from __future__ import annotations

from data.vocabulary.columns import Column
from data.vocabulary.tables import TABLES
from pages.language import Words


def draws(words: Words) -> dict[str, str]:
    """Return the columns of the rounds, those first that are looked up most."""
    return _translated("rounds", words)


def pool(words: Words) -> dict[str, str]:
    """Return the columns of the pool's snapshots."""
    return _translated("pool", words)


def ledger(words: Words) -> dict[str, str]:
    """Return the columns of the ledger."""
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


def label(whole: str) -> str:
    """Return the short name of a column without its meaning.

    >>> label("Cut-off: CRS points of the lowest-ranked candidate invited")
    'Cut-off'
    """
    return whole.partition(":")[0].strip()  # in French, a space stands before the colon


def meaning(whole: str) -> str:
    """Return what a column means without its short name.

    >>> meaning("Cut-off: CRS points of the lowest-ranked candidate invited")
    'CRS points of the lowest-ranked candidate invited'
    """
    return whole.partition(":")[2].strip()


def label_and_meaning(column: Column, words: Words) -> tuple[str, str]:
    """Return the short name of a column, and what it means with its unit."""
    _, whole = words.gettext, words.gettext(column.text)
    text = _("{meaning}. Unit: {unit}.") if column.unit else "{meaning}."
    unit = _(column.unit) if column.unit else ""
    return label(whole), text.format(meaning=meaning(whole), unit=unit)


def correction_kind(kind: str, words: Words) -> str:
    """Return in words what an entry of the ledger says happened."""
    _ = words.gettext
    return {
        "repaired": _("Repaired"),
        "suspect": _("Doubtful"),
        "missing": _("Not published"),
        "revised": _("Revised by IRCC"),
    }[kind]


def field(name: str, words: Words) -> str:
    """Return the name of what an entry of the ledger is about."""
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
