"""Events that explain the charts: changes of rules, pauses, firsts."""

from __future__ import annotations

from datetime import date

from pages.language import Words


def events(words: Words) -> list[tuple[date, str]]:
    """Return each event with its day, oldest first.

    Word them so that they stay true whatever round comes next.
    """
    _ = words.gettext
    largest = _("Largest round until then: {invitations} to CEC candidates, cut-off {cutoff}")
    return [
        (date(2015, 1, 31), _("First round of Express Entry")),
        (date(2016, 11, 19), _("Job-offer points cut from 600 to 50 or 200")),
        (date(2020, 3, 18), _("Pandemic: program-specific rounds only, until July 2020")),
        (date(2020, 12, 23), _("Last all-program round until July 2022")),
        (
            date(2021, 2, 13),
            largest.format(invitations=words.invitations(27_332), cutoff=words.number(75)),
        ),
        (date(2022, 7, 6), _("All-program rounds resume")),
        (date(2023, 6, 28), _("First category-based round: healthcare")),
        (date(2024, 4, 23), _("Last general round for over two years")),
        (date(2025, 3, 25), _("Job-offer points removed from the CRS")),
    ]
