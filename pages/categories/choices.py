"""What a reader chooses on the Categories page: a category, and one of its lists."""

from __future__ import annotations

from dataclasses import dataclass, replace

from data.vocabulary.filter import Filter
from pages.ui.charts.choices import addressed
from pages.ui.view import View


@dataclass(frozen=True)
class Choices:
    """A category."""

    code: str = addressed(
        "code", "text", "A category code.", default="", pattern="^[a-z0-9-]{1,60}$", example="cec"
    )


@dataclass(frozen=True)
class ListChoices(Choices):
    """A category, and the year of one of its lists of occupations."""

    year: str = addressed(
        "list",
        "text",
        "The year of a list of occupations; without it, the latest.",
        default="",
        pattern=r"^\d{4}$",
        example="2026",
    )


def only(view: View, code: str) -> View:
    """Return the view of all rounds of one category."""
    chosen = Filter((code,))
    if chosen == view.filter:
        return view
    return replace(view, filter=chosen, draws=chosen.apply(view.history))
