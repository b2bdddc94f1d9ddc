"""The pages of the menu, in order: address, title, help and folder."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from data.vocabulary.languages import N_
from data.vocabulary.places import OUTLOOK, ROUNDS
from pages.language import Words

if TYPE_CHECKING:
    from pages.ui.charts.page_charts import PageCharts, PageTables
    from pages.ui.view import View

SCORE = "my-score"  # the path of the page


class Entry(NamedTuple):
    """A page of the menu, and its folder; `help` is one sentence on what is there."""

    path: str
    title: str
    help: str
    folder: str
    has_filters: bool = True

    def render(self, view: View) -> None:
        """Show the page, whose code is imported when it is first needed."""
        import_module(f"pages.{self.folder}.page").render(view)

    @property
    def tables(self) -> PageTables | None:
        """The tables of the page with files that are no chart's, if it has any."""
        found: PageTables | None = getattr(
            import_module(f"pages.{self.folder}.page"), "TABLES", None
        )
        return found

    @property
    def charts(self) -> PageCharts | None:
        """The charts of the page, if it has any, which are imported when they are first needed."""
        found: PageCharts | None = getattr(
            import_module(f"pages.{self.folder}.page"), "CHARTS", None
        )
        return found


# In the order of the menu; the first is the start page.
MENU = (
    Entry(
        "overview",
        N_("Overview"),
        N_("The latest round in context, and where each category stands."),
        "overview",
    ),
    Entry(
        "cut-offs",
        N_("Cut-offs"),
        N_("The score of the lowest-ranked candidate invited, by category over time."),
        "cutoffs",
    ),
    Entry(
        "invitations",
        N_("Invitations"),
        N_(
            "How many candidates were invited each week, month, quarter and year, and "
            "in which category."
        ),
        "invitations",
    ),
    Entry(
        "frequency",
        N_("Frequency"),
        N_("How often rounds happen, how long the gaps are, and on which days of the week."),
        "frequency",
    ),
    Entry(
        OUTLOOK,
        N_("Outlook"),
        N_("What is likely next if current practice continues, and how reliable that is."),
        "outlook",
    ),
    Entry(
        "pool",
        N_("Pool"),
        N_("How many candidates are at each score, and how that changes."),
        "pool",
    ),
    Entry(
        SCORE,
        N_("My score"),
        N_("Which rounds would have invited you, and how close you are."),
        "score",
        has_filters=False,
    ),
    Entry(
        "categories",
        N_("Categories"),
        N_("What each category selects, which occupations are on its list, and its rounds."),
        "categories",
        has_filters=False,
    ),
    Entry(
        "week",
        N_("Week"),
        N_("One week on one page, in a short text and three small charts."),
        "week",
        has_filters=False,
    ),
    Entry(
        ROUNDS,
        N_("Rounds"),
        N_("Every round with all its details, to search and download."),
        "rounds",
    ),
    Entry(
        "data",
        N_("About the data"),
        N_("Source, coverage, corrections, definitions, limits, and how to cite the data."),
        "about",
    ),
)


def entries(words: Words) -> list[Entry]:
    """Return the entries of the menu with title and help in a language."""
    _ = words.gettext
    return [entry._replace(title=_(entry.title), help=_(entry.help)) for entry in MENU]
