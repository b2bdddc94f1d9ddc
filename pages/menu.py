"""The pages of the menu, in order: address, title, help and render function."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from data.vocabulary.languages import N_
from pages.about import page as about
from pages.cutoffs import page as cutoffs
from pages.frequency import page as frequency
from pages.invitations import page as invitations
from pages.language import Words
from pages.outlook import page as outlook
from pages.overview import page as overview
from pages.pool import page as pool
from pages.rounds import page as rounds
from pages.score import page as score
from pages.ui.view import View
from pages.week import page as week

SCORE = "my-score"  # the path of the page


class Entry(NamedTuple):
    """A page of the menu; `help` is one sentence on what is there."""

    path: str
    title: str
    help: str
    render: Callable[[View], None]
    has_filters: bool = True


# In the order of the menu; the first is the start page.
MENU = (
    Entry(
        "overview",
        N_("Overview"),
        N_("The latest round in context, and where each category stands."),
        overview.render,
    ),
    Entry(
        "cut-offs",
        N_("Cut-offs"),
        N_("The score of the lowest-ranked candidate invited, by category over time."),
        cutoffs.render,
    ),
    Entry(
        "invitations",
        N_("Invitations"),
        N_(
            "How many candidates were invited each week, month, quarter and year, and "
            "in which category."
        ),
        invitations.render,
    ),
    Entry(
        "frequency",
        N_("Frequency"),
        N_("How often rounds happen, how long the gaps are, and on which days of the week."),
        frequency.render,
    ),
    Entry(
        outlook.PATH,
        N_("Outlook"),
        N_("What is likely next if current practice continues, and how reliable that is."),
        outlook.render,
    ),
    Entry(
        "pool",
        N_("Pool"),
        N_("How many candidates are at each score, and how that changes."),
        pool.render,
    ),
    Entry(
        SCORE,
        N_("My score"),
        N_("Which rounds would have invited you, and how close you are."),
        score.render,
        has_filters=False,
    ),
    Entry(
        "week",
        N_("Week"),
        N_("One week on one page, in a short text and three small charts."),
        week.render,
        has_filters=False,
    ),
    Entry(
        "rounds",
        N_("Rounds"),
        N_("Every round with all its details, to search and download."),
        rounds.render,
    ),
    Entry(
        "data",
        N_("About the data"),
        N_("Source, coverage, corrections, definitions, limits, and how to cite the data."),
        about.render,
    ),
)


def entries(words: Words) -> list[Entry]:
    """Return the entries of the menu with title and help in a language."""
    _ = words.gettext
    return [entry._replace(title=_(entry.title), help=_(entry.help)) for entry in MENU]
