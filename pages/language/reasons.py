"""Translation of the reasons for corrections, which the data has in English."""

from __future__ import annotations

import re
from collections.abc import Callable

from data.vocabulary.languages import N_

TEXTS = (
    N_("No pool figures were published with this round (zeros stand in their place)."),
    N_("No tie-break was published for this round."),
    N_("The source gives no time for this round."),
    N_("The text names no time zone; it is read as UTC like every other."),
    N_("The text says {half}, but its time is on the 24-hour clock; that is used."),
    N_("The text gives two different dates for one instant."),
    N_("The text has no year, so the instant is not known."),
    N_("The text is not a date with a year."),
    N_("The text is not an instant with date and time."),
    N_("The instant lies on another day than the round."),
    N_("The tie-break does not lie before the round itself."),
    N_("The tie-break lies before Express Entry existed."),
    N_("The date was published day first; the written-out date confirms how to read it."),
    N_("The written-out date says otherwise; the short date {day} is used."),
    N_("The published roll-up {band} is not what its bands add up to; the bands are used."),
    N_("The published total is not what its bands add up to; the bands are used."),
    N_("The figures do not add up to their total, and no misprint in a sum explains it."),
    N_("The snapshot of the pool is dated after the round that it was published with."),
    N_("The snapshot of the pool is dated long before the round."),
    N_("Round #{id} gives other figures for the same day; those stand."),
    N_("The links of this round lead to different pages; the one that names it is used."),
    N_("This official name is new; it stands as a category of its own until it is mapped."),
    N_("The source has reworded the official name of this round."),
    N_("The source has changed what it publishes here."),
    N_("The source has replaced a text that had to be repaired or could not be believed."),
    N_("The source has withdrawn the pool figures of this round."),
    N_("The source has added the pool figures of this round later."),
    N_("The round is no longer in the published list; it is kept here."),
    N_("The round was missing from the published list for a while; it was kept here."),
)
_PLACE = re.compile(r"\\\{(\w+)\\\}")
_PATTERNS = {text: re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(text))) for text in TEXTS}


def reason(why: str, gettext: Callable[[str], str]) -> str:
    """Return a reason translated; one that is not among TEXTS stays in English.

    >>> gettext = {"No tie-break was published for this round.": "Rien."}.get
    >>> reason("No tie-break was published for this round.", gettext), reason("New.", gettext)
    ('Rien.', 'New.')
    """
    for text, pattern in _PATTERNS.items():
        match = pattern.fullmatch(why)
        if match:
            return gettext(text).format(**match.groupdict())
    return why
