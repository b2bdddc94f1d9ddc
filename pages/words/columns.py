"""What the columns of the record's tables are called, and what they mean.

Each is "Label: meaning", which a table splits into its header and the help beside it.
"""

from __future__ import annotations

from pages.words import Words


def draws(words: Words) -> dict[str, str]:
    """Return the columns of the rounds, those first that are looked up most."""
    _ = words.gettext
    return {
        "round_id": _("Round: IRCC’s number of the round, text because of 91a and 91b"),
        "date": _("Date: official date of the round"),
        "category": _("Category: what the round selected on, by one name over the years"),
        "invitations": _("Invitations: invitations to apply that were issued"),
        "cutoff": _(
            "Cut-off: CRS points (0 to 1,200) of the lowest-ranked candidate invited; PNP cut-offs "
            "contain the 600 points of a nomination"
        ),
        "tie_break_at": _(
            "Tie-break (UTC): at the cut-off, only those were invited whose profile was submitted "
            "before this instant; empty if not known"
        ),
        "name": _("Official name: IRCC’s own wording, verbatim"),
        "version": _("Version: the version that the official name carries; empty if it has none"),
        "kind": _("Kind: general (all programs), program (one program) or category"),
        "programs": _("Programs: the eligible programs: fsw, cec, fst, pnp"),
        "drawn_at": _(
            "Held at (UTC): when the round took place; some fall on the next UTC day, empty if not "
            "known"
        ),
        "pool_as_of": _(
            "Pool as of: date of the snapshot of the pool published with the round; empty if none "
            "was"
        ),
        "url": _("Ministerial instructions: the round’s page on canada.ca"),
    }


def pool(words: Words) -> dict[str, str]:
    """Return the columns of the pool's snapshots."""
    _ = words.gettext
    return {
        "as_of": _("As of: date of the snapshot"),
        "band_low": _("From: lowest score of the band, CRS points"),
        "band_high": _("To: highest score of the band, CRS points, included"),
        "candidates": _("Candidates: people with a profile whose score lies in the band"),
    }


def ledger(words: Words) -> dict[str, str]:
    """Return the columns of the ledger."""
    _ = words.gettext
    return {
        "round_id": _("Round: the round that the entry is about"),
        "field": _("Field: a column of the rounds, or pool for the figures of the pool"),
        "what": _("What: repaired, suspect (not believed), missing (not published) or revised"),
        "published": _(
            "Published: the source’s own text; of a revision the earlier one; empty if nothing was"
        ),
        "used": _("Used: what the tables hold instead; empty if nothing can be"),
        "why": _("Why: the reason, in a sentence"),
        "seen_at": _("Seen (UTC): when the copy was retrieved in which it first showed"),
    }


def label(whole: str) -> str:
    """Return the short name of a column without its meaning.

    >>> label("Cut-off: CRS points of the lowest-ranked candidate invited")
    'Cut-off'
    """
    return whole.partition(":")[0]


def meaning(whole: str) -> str:
    """Return what a column means without its short name.

    >>> meaning("Cut-off: CRS points of the lowest-ranked candidate invited")
    'CRS points of the lowest-ranked candidate invited'
    """
    return whole.partition(":")[2].strip()


def what(kind: str, words: Words) -> str:
    """Return in words what an entry of the ledger says happened."""
    _ = words.gettext
    return {
        "repaired": _("Repaired"),
        "suspect": _("Not believed"),
        "missing": _("Not published"),
        "revised": _("Revised by the source"),
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
