"""The reasons that the ledger gives, as sentences with places for a value."""

from __future__ import annotations

from enum import StrEnum

from data.vocabulary.languages import N_


class Reason(StrEnum):
    """Why a value was repaired, is doubtful or unclear, was not published or was revised."""

    # Times and dates
    NO_TIME = N_("IRCC gives no time for this round.")
    NO_TIE_BREAK = N_("No tie-break was published for this round.")
    NO_TIME_ZONE = N_("The text names no time zone; it is read as UTC, like all the others.")
    EASTERN_TIME = N_("The time is in {zone}; it is converted to UTC.")
    OTHER_ZONE = N_("The time is in {zone}, which Ottawa was not on that day.")
    UNKNOWN_ZONE = N_("The time is in a time zone that we don’t know.")
    HALF_OF_DAY = N_(
        "The text says {half}, but its time is on the 24-hour clock; the 24-hour time is used."
    )
    TWO_DATES = N_("The text gives two different dates for the same time.")
    NO_YEAR = N_("The text has no year, so the exact time is not known.")
    NOT_A_LONG_DATE = N_("The text is not a date like August 19, 2026.")
    NOT_A_DATE = N_("The text is not a date like 2026-08-19.")
    NOT_A_TIME = N_("The text is not a full date and time.")
    OTHER_DAY = N_("The published time is not on the day of the round.")
    LATE_TIE_BREAK = N_("The tie-break is not before the round itself.")
    EARLY_TIE_BREAK = N_("The tie-break is from before Express Entry existed.")
    DAY_FIRST = N_(
        "The date was published with the day first; the written-out date confirms that reading."
    )
    UNCONFIRMED_DAY_FIRST = N_(
        "The date has its day first, and the written-out date doesn’t confirm that."
    )
    NO_LONG_DATE = N_("The written-out date can’t be read; the short date {day} is used.")
    OTHER_LONG_DATE = N_("The written-out date is different; the short date {day} is used.")
    WRITTEN_OUT = N_("There is no short date that can be read; the written-out date is used.")
    IMPOSSIBLE_DATE = N_("The date is before Express Entry existed, or still to come.")
    # Numbers
    NOT_A_NUMBER = N_("The text is not a whole number like 5,000.")
    IMPOSSIBLE_NUMBER = N_("The number is not from {least} to {most}.")
    HIGH_CUTOFF = N_(
        "The cut-off is above 1,200, which was the highest possible score. IRCC may have changed "
        "the scale."
    )
    # Names, programs and links
    NO_NAME = N_("The text names no category.")
    NEW_NAME = N_(
        "This official name is new; it is treated as its own category until it is assigned to one."
    )
    NO_PROGRAMS = N_("IRCC does not say which programs were eligible.")
    UNKNOWN_PROGRAM = N_("The text lists an unknown program; only the known ones are used.")
    NO_KNOWN_PROGRAM = N_("The text lists no program that we know.")
    MISSPELT_PROGRAM = N_("IRCC misspelt the name of a program.")
    NOT_A_LINK = N_("The text has no link to a page of www.canada.ca; another link is used.")
    NO_LINKS = N_(
        "There is no link to a page of www.canada.ca for this round; the one to all rounds is used."
    )
    NO_LINK = N_("None of the links for this round names it; the link may lead to another round.")
    TWO_LINKS = N_(
        "The links for this round lead to different pages; the one that names this round is used."
    )
    # The pool
    NO_POOL = N_("No pool figures were published with this round; the list has zeros instead.")
    WRONG_ROLL_UP = N_(
        "The published roll-up {band} does not match the sum of its bands; the bands are used."
    )
    WRONG_TOTAL = N_("The published total does not match the sum of its bands; the bands are used.")
    WRONG_SUM = N_("The figures do not add up to the total, and no misprint in a sum explains why.")
    LATE_SNAPSHOT = N_("The pool snapshot is dated after the round it was published with.")
    OLD_SNAPSHOT = N_("The pool snapshot is dated long before the round.")
    OTHER_FIGURES = N_("Round #{id} gives different figures for the same day; those are used.")
    NO_FIGURE = N_("A figure is not a whole number like 5,000, or is too high to be true.")
    # The list as a whole
    BLANK = N_("IRCC’s list has nothing here.")
    KEPT = N_("The newest copy has nothing here; what an earlier one said is kept.")
    LEFT_OUT = N_("A value that every round needs can’t be read, so this round is left out.")
    NEW_FIELD = N_("This field of IRCC’s list is new, and we don’t read it yet.")
    LOST_FIELD = N_("IRCC’s list has no field {field} here.")
    NO_NUMBER = N_("An entry of IRCC’s list has no round number that can be read; it is left out.")
    # What a person accepted
    ACCEPTED_GONE_BY = N_("Accepted by {by} on {day}: this copy of IRCC’s list lacks {n} rounds.")
    ACCEPTED_GONE = N_("Accepted on {day}: this copy of IRCC’s list lacks {n} rounds.")
    ACCEPTED_CHANGED_BY = N_(
        "Accepted by {by} on {day}: this copy of IRCC’s list changes {n} rounds at once."
    )
    ACCEPTED_CHANGED = N_("Accepted on {day}: this copy of IRCC’s list changes {n} rounds at once.")
    # Public copies
    SECOND_HAND = N_(
        "This round comes from public copies of IRCC’s list, not from IRCC’s own file."
    )
    NOT_IN_COPY = N_("Not in this copy: the public copies of IRCC’s list leave it out.")
    OTHER_IN_COPY = N_("A public copy of IRCC’s list gives another value than before.")
    OTHER_IN_FILE = N_("IRCC’s own file gives another value than the public copies did.")
    # Revisions
    CHANGED = N_("IRCC changed what it publishes here.")
    REWORDED = N_("IRCC reworded the official name of this round.")
    CORRECTED = N_("IRCC replaced a text that had to be corrected or could not be trusted.")
    WITHDRAWN = N_("IRCC withdrew the pool figures of this round.")
    FILLED_IN = N_("IRCC added the pool figures of this round later.")
    GONE = N_("This round is no longer in the published list; it is kept here.")
    BACK = N_("This round was missing from the published list for a while; it was kept here.")
