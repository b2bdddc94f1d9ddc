"""The reasons that the ledger gives, which the record keeps in English, in a reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable

from data.vocabulary.languages import later

TEXTS = (
    later("No pool figures were published with this round (zeros stand in their place)."),
    later("No tie-break was published for this round."),
    later("The source gives no time for this round."),
    later("The text names no time zone; it is read as UTC like every other."),
    later("The text says {half}, but its time is on the 24-hour clock; that is used."),
    later("The text gives two different dates for one instant."),
    later("The text has no year, so the instant is not known."),
    later("The text is not a date with a year."),
    later("The text is not an instant with date and time."),
    later("The instant lies on another day than the round."),
    later("The tie-break does not lie before the round itself."),
    later("The tie-break lies before Express Entry existed."),
    later("The date was published day first; the written-out date confirms how to read it."),
    later("The written-out date says otherwise; the short date {day} is used."),
    later("The published roll-up {band} is not what its bands add up to; the bands are used."),
    later("The published total is not what its bands add up to; the bands are used."),
    later("The figures do not add up to their total, and no misprint in a sum explains it."),
    later("The snapshot of the pool is dated after the round that it was published with."),
    later("The snapshot of the pool is dated long before the round."),
    later("Round #{id} gives other figures for the same day; those stand."),
    later("The links of this round lead to different pages; the one that names it is used."),
    later("This official name is new; it stands as a category of its own until it is mapped."),
    later("The source has reworded the official name of this round."),
    later("The source has changed what it publishes here."),
    later("The source has replaced a text that had to be repaired or could not be believed."),
    later("The source has withdrawn the pool figures of this round."),
    later("The source has added the pool figures of this round later."),
    later("The round is no longer in the published list; it is kept here."),
    later("The round was missing from the published list for a while; it was kept here."),
)
_PLACE = re.compile(r"\\\{(\w+)\\\}")
_PATTERNS = {text: re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(text))) for text in TEXTS}


def reason(why: str, gettext: Callable[[str], str]) -> str:
    """Return a reason as `gettext` has it; one that is not among TEXTS stays as it was recorded.

    >>> gettext = {"No tie-break was published for this round.": "Rien."}.get
    >>> reason("No tie-break was published for this round.", gettext), reason("New.", gettext)
    ('Rien.', 'New.')
    """
    for text, pattern in _PATTERNS.items():
        found = pattern.fullmatch(why)
        if found:
            return gettext(text).format(**found.groupdict())
    return why
