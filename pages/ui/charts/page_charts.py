"""The charts of a page: made by one function each, for the page and for their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from data.vocabulary.languages import query as language_query
from data.vocabulary.places import API
from pages.ui.chart import Chart
from pages.ui.charts.choices import NoChoices, is_told_by_address, query
from pages.ui.view import View

Maker = Callable[[View, Any], Chart | None]
FILTERS = ("category", "from", "to")


@dataclass(frozen=True)
class PageCharts:
    """The charts of the page at a path, by their names in addresses.

    A maker returns the chart for a view and the page's choices, or None if there is none. `scope`
    returns the view that a chart is about, `filters` are the shared filters that apply, and a page
    that `needs_rounds` has no chart where no round matches.
    """

    page: str
    makers: Mapping[str, Maker]
    choices: type = NoChoices
    filters: tuple[str, ...] = FILTERS
    scope: Callable[[View, Any], View] = lambda view, _choices: view
    needs_rounds: bool = True

    def drawn(self, view: View, name: str, choices: Any) -> tuple[View, Chart] | None:
        """Return what a chart is about and the chart, or None if these choices leave none."""
        about = self.scope(view, choices)
        if self.needs_rounds and about.draws.empty:
            return None
        chart = self.makers[name](about, choices)
        return None if chart is None else (about, chart)

    def address(self, view: View, name: str, choices: Any) -> str | None:
        """Return the path and parameters of a chart's data, to which a file's ending belongs.

        None if it is made from what only the reader's browser tab knows.
        """
        if view.private or not is_told_by_address(choices):
            return None
        return f"{API}/charts/{self.page}/{name}.{{format}}{self._parameters(view, choices)}"

    def _parameters(self, view: View, choices: Any) -> str:
        shared = [pair for pair in view.filter.query() if pair[0] in self.filters]
        pairs = [*shared, *query(choices), *language_query(view.words.language)]
        return f"?{urlencode(pairs)}" if pairs else ""
