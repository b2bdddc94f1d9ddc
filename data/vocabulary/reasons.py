"""The reasons that the ledger gives, as sentences with places for a value."""

from __future__ import annotations

from enum import StrEnum

from data.vocabulary.languages import N_


class Reason(StrEnum):
    """Why a value was repaired, is doubtful, was not published or was revised."""

    # Times and dates
    NO_TIME = N_("IRCC gives no time for this round.")
    NO_TIE_BREAK = N_("No tie-break was published for this round.")
    NO_TIME_ZONE = N_("The text names no time zone; it is read as UTC, like all the others.")
    HALF_OF_DAY = N_(
        "The text says {half}, but its time is on the 24-hour clock; the 24-hour time is used."
    )
    TWO_DATES = N_("The text gives two different dates for the same time.")
    NO_YEAR = N_("The text has no year, so the exact time is not known.")
    NOT_A_LONG_DATE = N_("The text is not a date with a year.")
    NOT_A_DATE = N_("The text is not a date.")
    NOT_A_TIME = N_("The text is not a full date and time.")
    OTHER_DAY = N_("The published time is not on the day of the round.")
    LATE_TIE_BREAK = N_("The tie-break is not before the round itself.")
    EARLY_TIE_BREAK = N_("The tie-break is from before Express Entry existed.")
    DAY_FIRST = N_(
        "The date was published with the day first; the written-out date confirms that reading."
    )
    OTHER_LONG_DATE = N_("The written-out date is different; the short date {day} is used.")
    # Names, programs and links
    NEW_NAME = N_(
        "This official name is new; it is treated as its own category until it is assigned to one."
    )
    NO_PROGRAMS = N_("IRCC does not say which programs were eligible.")
    UNKNOWN_PROGRAM = N_("The text lists an unknown program; only the known ones are used.")
    MISSPELT_PROGRAM = N_("IRCC misspelt the name of a program.")
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
    # Revisions
    CHANGED = N_("IRCC changed what it publishes here.")
    REWORDED = N_("IRCC reworded the official name of this round.")
    CORRECTED = N_("IRCC replaced a text that had to be corrected or could not be trusted.")
    WITHDRAWN = N_("IRCC withdrew the pool figures of this round.")
    FILLED_IN = N_("IRCC added the pool figures of this round later.")
    GONE = N_("This round is no longer in the published list; it is kept here.")
    BACK = N_("This round was missing from the published list for a while; it was kept here.")
