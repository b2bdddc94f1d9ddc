"""The pages of the menu, in order: address, title, help and render function."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pages.about import page as about
from pages.cutoffs import page as cutoffs
from pages.frequency import page as frequency
from pages.invitations import page as invitations
from pages.language import Words
from pages.outlook import page as outlook
from pages.overview import page as overview
from pages.pool import page as pool
from pages.rounds import page as rounds
from pages.score import page as my_score
from pages.ui.view import View
from pages.week import page as week


class Entry(NamedTuple):
    """A page of the menu; `help` is one sentence on what is there."""

    path: str
    title: str
    help: str
    page: Callable[[View], None]


def entries(words: Words) -> list[Entry]:
    """Return the pages in the order of the menu; the first is the start page."""
    _ = words.gettext
    return [
        Entry(
            "overview",
            _("Overview"),
            _("The latest round in context, and where each category stands."),
            overview.render,
        ),
        Entry(
            "cut-offs",
            _("Cut-offs"),
            _("The score of the lowest-ranked candidate invited, by category over time."),
            cutoffs.render,
        ),
        Entry(
            "invitations",
            _("Invitations"),
            _(
                "How many candidates were invited each week, month, quarter and year, and "
                "in which category."
            ),
            invitations.render,
        ),
        Entry(
            "frequency",
            _("Frequency"),
            _("How often rounds happen, how long the gaps are, and on which days of the week."),
            frequency.render,
        ),
        Entry(
            outlook.PATH,
            _("Outlook"),
            _("What is likely next if current practice continues, and how reliable that is."),
            outlook.page,
        ),
        Entry(
            "pool",
            _("Pool"),
            _("How many candidates are at each score, and how that changes."),
            pool.page,
        ),
        Entry(
            "my-score",
            _("My score"),
            _("Which rounds would have invited you, and how close you are."),
            my_score.page,
        ),
        Entry(
            "week",
            _("Week"),
            _("One week on one page, in a short text and three small charts."),
            week.render,
        ),
        Entry(
            "rounds",
            _("Rounds"),
            _("Every round with all its details, to search and download."),
            rounds.render,
        ),
        Entry(
            "data",
            _("About the data"),
            _("Source, coverage, corrections, definitions, limits, and how to cite the data."),
            about.render,
        ),
    ]
