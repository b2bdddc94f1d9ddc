"""The charts and tables of a page: made by one function each, for the page and their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar
from urllib.parse import urlencode

from data.vocabulary.languages import query as language_query
from data.vocabulary.places import API
from pages.ui.chart import Chart, Numbers, Table
from pages.ui.charts.choices import NoChoices, have_usual_looks, is_told_by_address, query
from pages.ui.view import View

T = TypeVar("T", bound=Numbers)
Maker = Callable[[View, Any], Chart | None]
FILTERS = ("category", "from", "to")


@dataclass(frozen=True, eq=False)
class Addressed(Generic[T]):
    """What the page at a path shows with its numbers, by the names in their addresses.

    A maker returns it for a view and the page's choices, or None if there is none. `scope` returns
    the view that it is about, `filters` are the shared filters that apply, and a page that
    `needs_rounds` has nothing where no round matches.
    """

    page: str
    makers: Mapping[str, Callable[[View, Any], T | None]]
    choices: type = NoChoices
    filters: tuple[str, ...] = FILTERS
    scope: Callable[[View, Any], View] = lambda view, _choices: view
    needs_rounds: bool = True
    kind: ClassVar[str]  # in the addresses

    def drawn(self, view: View, name: str, choices: Any) -> tuple[View, T] | None:
        """Return what a chart or table is about and itself, or None if these choices leave none."""
        about = self.scope(view, choices)
        if self.needs_rounds and about.draws.empty:
            return None
        made = self.makers[name](about, choices)
        return None if made is None else (about, made)

    def address(self, view: View, name: str, choices: Any) -> str | None:
        """Return the path and parameters of the numbers, to which a file's ending belongs.

        None if they are made from what only the reader's browser tab knows.
        """
        if view.private or not is_told_by_address(choices):
            return None
        path = f"{API}/{self.kind}/{self.page}/{name}.{{format}}"
        return f"{path}{self._parameters(view, choices)}"

    def _parameters(self, view: View, choices: Any) -> str:
        shared = [pair for pair in view.filter.query() if pair[0] in self.filters]
        pairs = [*shared, *query(choices), *language_query(view.words.language)]
        return f"?{urlencode(pairs)}" if pairs else ""


class PageCharts(Addressed[Chart]):
    """The charts of a page."""

    kind = "charts"

    def follow_pills(self, view: View, choices: Any) -> bool:
        """Return whether their addresses also tell how they look in other categories."""
        is_told = self.address(view, "", choices) is not None and have_usual_looks(choices)
        return is_told and "category" in self.filters


class PageTables(Addressed[Table]):
    """The tables of a page that are no chart's."""

    kind = "tables"
