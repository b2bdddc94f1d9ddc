"""Definitions of the terms, and limits of the data."""

from __future__ import annotations

from pages.language import Words


def terms(words: Words) -> dict[str, str]:
    """Return the meaning of each term, in the order in which readers meet them."""
    _ = words.gettext
    return {
        _("Round (draw)"): _(
            "One selection of candidates from the pool, on one day. IRCC calls it a round of "
            "invitations; most people call it a draw. Two categories on one day are two rounds."
        ),
        _("Invitation to apply (ITA)"): _(
            "The formal invitation to apply for permanent residence. Candidates have 60 days to "
            "apply. From 19 November 2016 to 25 June 2018, they had 90."
        ),
        _("CRS"): _(
            "Comprehensive Ranking System: the points, from 0 to 1,200, used to rank "
            "candidates in the pool."
        ),
        _("Cut-off"): _("The CRS score of the lowest-ranked candidate who was invited."),
        _("Tie-break"): _(
            "Which candidates with a score equal to the cut-off were invited: only those who had "
            "submitted their profile before this date and time."
        ),
        _("Category"): _(
            "Who a round was for. We use one name even when IRCC’s wording changes. IRCC’s own "
            "wording is the official name, which may include a version."
        ),
        _("Kind"): _(
            "General: all programs. Program: one program only, which is the Provincial Nominee "
            "Program (PNP), the Canadian Experience Class (CEC), Federal Skilled Worker (FSW: "
            "skilled work abroad) or Federal Skilled Trades (FST). Category-based: candidates in "
            "a category such as French or healthcare, since 28 June 2023."
        ),
        _("Pool"): _(
            "The candidates with a profile, counted by CRS score band on the date of a snapshot, "
            "usually a few days before a round."
        ),
        _("Inactive"): _("A category without a round for more than 365 days."),
        _("Week"): _(
            "The ISO week, Monday to Sunday, of a round’s official date. Weeks without a round "
            "count as zero."
        ),
    }


def time_zone(words: Words) -> str:
    """Return which time zone the times on the pages are in."""
    return words.gettext(
        "Times are in UTC (universal time): in Ottawa it is 4 hours earlier in summer and 5 in "
        "winter."
    )


def limits(words: Words) -> list[str]:
    """Return what the numbers cannot tell."""
    _ = words.gettext
    return [
        _(
            "Cut-offs in different categories are for different people, so one line "
            "through all rounds means nothing."
        ),
        _(
            "A provincial nomination adds 600 points, so PNP cut-offs can’t be "
            "compared directly with those of other categories. A PNP cut-off of 700 "
            "means 100 points without the nomination."
        ),
        _(
            "The latest cut-off of an inactive category is old and says little about "
            "the next round. No rule says that a category will come back, or when."
        ),
        _(
            "The pool counts everyone with a profile. IRCC does not publish how many "
            "of them are eligible for a category."
        ),
        _(
            "A snapshot of the pool may be a few days older than its round. Candidates "
            "join and leave in between."
        ),
        _(
            "A score at or above the cut-off was not enough if the candidate was not "
            "eligible for the round. It was also not enough if the score equalled the "
            "cut-off and the profile was submitted after the tie-break."
        ),
        _(
            "Days since a round and “this year” are counted to the last day that was over in "
            "Ottawa when the data was last compared with IRCC’s list. Once that is two weeks ago, "
            "you see dates instead."
        ),
        _(
            "This data does not say how many invited candidates applied, or how many "
            "became permanent residents."
        ),
    ]
