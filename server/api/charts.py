"""The charts and tables of the pages as open data: exactly the numbers shown, and the figure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from analysis.crs.points import CandidateError
from data.export.formats import document, to_json
from data.memory import FILES
from data.upkeep.service import Snapshot
from data.vocabulary.categories import CATEGORIES
from data.vocabulary.filter import Filter
from pages.language import Words
from pages.menu import MENU
from pages.ui import show
from pages.ui.chart import Chart, Numbers
from pages.ui.charts.choices import in_address
from pages.ui.charts.page_charts import Addressed, PageCharts, PageTables
from pages.ui.downloads import content_of, metadata, name_of
from pages.ui.events import shown
from pages.ui.tables import texts
from pages.ui.view import View
from server.api.query import TableParams
from server.api.tables import BY_EXTENSION
from server.http.problems import Problem, invalid_parameter, shorten

# Those of each page, by their kind in addresses.
CHARTS = {entry.charts.page: entry.charts for entry in MENU if entry.charts}
TABLES = {entry.tables.page: entry.tables for entry in MENU if entry.tables}
PAGES: Mapping[str, Mapping[str, Addressed[Any]]] = {
    PageCharts.kind: CHARTS,
    PageTables.kind: TABLES,
}
# The paths of the pages; the first is the start page, which has none.
PATHS = {entry.path: entry.path if place else "" for place, entry in enumerate(MENU)}
IN_JSON = ("figure", "texts")  # parameters that add to JSON
OF_CHARTS = ("events", *IN_JSON)


def selectable_codes(categories: Iterable[str]) -> list[str]:
    """Return the categories to be eligible for, including those without a round so far."""
    return list(dict.fromkeys([*(category.code for category in CATEGORIES), *categories]))


def parameters(source: Addressed[Any]) -> list[str]:
    """Return the parameters of the charts or tables of a page."""
    own = [choice.name for choice in in_address(source.choices).values()]
    return [*source.filters, *own, *(OF_CHARTS if source.kind == PageCharts.kind else ())]


@dataclass(frozen=True)
class ChartQuery:
    """Which chart or table of which page, from which choices, and what to add to its JSON.

    `server` is our address, which is in what a browser gets of a chart.
    """

    kind: str
    page: str
    name: str
    snapshot: Snapshot
    subset: Filter
    choices: Any
    language: str
    on: date
    events: str = ""
    figure: bool = False
    texts: bool = False
    server: str = ""

    @property
    def key(self) -> Hashable:
        """The key for caches, which doesn't hold on to data that was replaced."""
        values = vars(self).values()
        return tuple(value.stamp if isinstance(value, Snapshot) else value for value in values)

    def drawn(self) -> tuple[View, Numbers]:
        """Return what the chart or table is about, and itself.

        Raises:
            Problem: if these choices leave none, or one of them can't be read.
        """
        record = self.snapshot.record
        view = View(
            record,
            self.subset,
            self.subset.apply(record.draws),
            Words(self.language),
            self.on,
            stamp=self.snapshot.stamp,
            address=self.server,
            path=PATHS[self.page],
        )
        try:
            found = PAGES[self.kind][self.page].drawn(view, self.name, self.choices)
        except CandidateError as error:
            detail = f"The profile can’t be read: “{error.value}”. Allowed: a date like 2026-05-03."
            raise Problem(422, "Unreadable profile", detail, parameter="profile") from error
        if found is None:
            what = self.kind.removesuffix("s")
            detail = f"With these parameters, the page {self.page} has no {what} “{self.name}”."
            raise Problem(404, f"No such {what}", detail)
        return found


def query_of(
    source: Addressed[Any],
    name: str,
    params: TableParams,
    snapshot: Snapshot,
    categories: list[str],
    on: date,
) -> ChartQuery:
    """Return what the parameters ask for.

    Raises:
        Problem: if one of them has a value that does not exist.
    """
    values = params.model_dump(by_alias=True)
    chosen: dict[str, Any] = {}
    selectable = selectable_codes(categories)
    for field, choice in in_address(source.choices).items():
        value = values[choice.name]
        if isinstance(value, list):
            for code in value:
                if code not in selectable:
                    raise invalid_parameter(choice.name, code, "no such category", selectable)
            value = tuple(value)
        chosen[field] = choice.default if value is None else value
    return ChartQuery(
        source.kind,
        source.page,
        name,
        snapshot,
        params.subset(categories),
        source.choices(**chosen),
        params.lang,
        on,
        **{name: values[name] for name in OF_CHARTS if name in values},
    )


class ChartFiles:
    """The files of charts and tables, cached by query."""

    def file(self, query: ChartQuery, extension: str) -> tuple[bytes, str]:
        """Return the numbers as a file, and its name."""
        return FILES.get((self, query.key, extension), lambda: self._file(query, extension))

    def element(self, query: ChartQuery) -> bytes:
        """Return what the page sends to a browser that shows the chart, or nothing if it has none.

        Raises:
            Problem: if one of the choices can't be read.
        """
        return FILES.get((self, query.key, "element"), lambda: self._element(query))

    def _element(self, query: ChartQuery) -> bytes:
        names = list(CHARTS[query.page].makers)
        if query.name not in names:
            detail = (
                f"There is no chart “{shorten(query.name)}” here. Available: {', '.join(names)}."
            )
            raise Problem(404, "Not found", detail, allowed=names)
        try:
            view, chart = query.drawn()
        except Problem as problem:
            if problem.status == 404:
                return b""
            raise
        if not isinstance(chart, Chart):
            raise TypeError(f"{query.name} is no chart")
        charts = CHARTS[query.page]
        return show.element((view, chart), charts, query.name, query.choices, query.events)

    def _file(self, query: ChartQuery, extension: str) -> tuple[bytes, str]:
        view, about = query.drawn()
        name = name_of(view, about, extension)
        if extension != "json":
            for extra in IN_JSON:
                if getattr(query, extra):
                    detail = f"“{extra}” is in JSON only."
                    raise Problem(422, "Contradictory parameters", detail, parameter=extra)
            return content_of(view, about, BY_EXTENSION[extension]), name
        facts = metadata(view, about.title, about.columns, about.counted)
        content = document(about.numbers, facts)
        if query.texts:
            content["texts"] = texts(view.words, about.numbers, about.columns)
        if query.figure and isinstance(about, Chart):
            marks = shown.drawn(view, about.span, query.events)
            content["figure"] = orjson.Fragment(about.encoded(marks).json)
        return to_json(content), name
