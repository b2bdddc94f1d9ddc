"""What the words of the field mean, and what the numbers do not say."""

from __future__ import annotations

from pages.language import Words


def terms(words: Words) -> dict[str, str]:
    """Return what each word means, in the order in which one meets them."""
    _ = words.gettext
    return {
        _("Round (draw)"): _(
            "One selection of candidates from the pool on one day. IRCC says round of invitations, "
            "most people say draw. Two categories on one day are two rounds."
        ),
        _("Invitation to apply (ITA)"): _(
            "The formal invitation to apply for permanent residence. It is open for 60 days; from "
            "19 November 2016 to 25 June 2018 it was open for 90."
        ),
        _("CRS"): _(
            "Comprehensive Ranking System: the points, 0 to 1,200, by which candidates in the pool "
            "are ranked."
        ),
        _("Cut-off"): _("The CRS score of the lowest-ranked candidate who was invited."),
        _("Tie-break"): _(
            "Of the candidates exactly at the cut-off, only those were invited whose profile was "
            "submitted before this instant (UTC)."
        ),
        _("Category"): _(
            "What a round selected on, under one name over the years, whatever IRCC’s wording of "
            "the day. IRCC’s own wording is the official name, which may carry a version."
        ),
        _("Kind"): _(
            "General: all programs. Program: one program only (PNP, CEC, FSW or FST). "
            "Category-based: candidates of a category such as French or healthcare, since "
            "28 June 2023."
        ),
        _("Pool"): _(
            "The candidates with a profile, counted by band of CRS score on the date of a "
            "snapshot, usually some days before a round."
        ),
        _("Dormant"): _("A category without a round for more than 365 days."),
        _("Week"): _(
            "The ISO week, Monday to Sunday, of a round’s official date. Weeks without a round "
            "count as zero."
        ),
    }


def limits(words: Words) -> list[str]:
    """Return what one might read into the numbers though they do not say it."""
    _ = words.gettext
    return [
        _(
            "Cut-offs of different categories are of different people: one line through all rounds "
            "means nothing."
        ),
        _(
            "A provincial nomination brings 600 points, so PNP cut-offs share a scale with no "
            "other category: 700 means 100 points without it."
        ),
        _(
            "The latest cut-off of a dormant category is history, not news. No rule says that a "
            "category comes again, or when."
        ),
        _(
            "The pool counts everybody with a profile. How many of them are eligible for a "
            "category is not published."
        ),
        _(
            "A snapshot of the pool may be some days older than its round, and candidates join "
            "and leave in between."
        ),
        _(
            "A score at or above a cut-off was not enough if the candidate was not eligible for "
            "the round, or stood exactly at the cut-off with a profile submitted after the "
            "tie-break."
        ),
        _("Waits and “this year” count to the day of the record: of later days it knows nothing."),
        _(
            "How many of those invited applied, and how many became permanent residents, is not in "
            "this record."
        ),
    ]
