"""The charts of the pages as open data: exactly the numbers that are drawn, and the figure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
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
from pages.ui.chart import Chart
from pages.ui.charts.choices import in_address
from pages.ui.charts.page_charts import PageCharts
from pages.ui.downloads import chart_file, chart_name, metadata
from pages.ui.events import shown
from pages.ui.tables import texts
from pages.ui.view import View
from server.api.query import TableParams
from server.api.tables import BY_EXTENSION
from server.http.problems import Problem, invalid_parameter

PAGES = {entry.charts.page: entry.charts for entry in MENU if entry.charts}
IN_JSON = ("figure", "texts")  # parameters that add to JSON


def selectable_codes(categories: Iterable[str]) -> list[str]:
    """Return the categories to be eligible for, including those without a round so far."""
    return list(dict.fromkeys([*(category.code for category in CATEGORIES), *categories]))


def parameters(charts: PageCharts) -> list[str]:
    """Return the parameters of the charts of a page."""
    own = [choice.name for choice in in_address(charts.choices).values()]
    return [*charts.filters, *own, "events", *IN_JSON]


@dataclass(frozen=True)
class ChartQuery:
    """Which chart of which page, made from which choices, and what to add to its JSON."""

    page: str
    name: str
    snapshot: Snapshot
    subset: Filter
    choices: Any
    language: str
    on: date
    events: str
    figure: bool
    texts: bool

    @property
    def key(self) -> Hashable:
        """The key for caches, which doesn't hold on to data that was replaced."""
        values = vars(self).values()
        return tuple(value.stamp if isinstance(value, Snapshot) else value for value in values)

    def drawn(self) -> tuple[View, Chart]:
        """Return what the chart is about, and the chart.

        Raises:
            Problem: if these choices leave no chart, or one of them can't be read.
        """
        record = self.snapshot.record
        view = View(
            record,
            self.subset,
            self.subset.apply(record.draws),
            Words(self.language),
            self.on,
            stamp=self.snapshot.stamp,
        )
        try:
            found = PAGES[self.page].drawn(view, self.name, self.choices)
        except CandidateError as error:
            detail = f"The profile can’t be read: “{error.value}”. Allowed: a date like 2026-05-03."
            raise Problem(422, "Unreadable profile", detail, parameter="profile") from error
        if found is None:
            detail = f"With these parameters, the page {self.page} has no chart “{self.name}”."
            raise Problem(404, "No such chart", detail)
        return found


def query_of(
    charts: PageCharts,
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
    for field, choice in in_address(charts.choices).items():
        value = values[choice.name]
        if isinstance(value, list):
            for code in value:
                if code not in selectable:
                    raise invalid_parameter(choice.name, code, "no such category", selectable)
            value = tuple(value)
        chosen[field] = choice.default if value is None else value
    return ChartQuery(
        charts.page,
        name,
        snapshot,
        params.subset(categories),
        charts.choices(**chosen),
        params.lang,
        on,
        *(values[name] for name in ("events", *IN_JSON)),
    )


class ChartFiles:
    """The files of charts, cached by query."""

    def file(self, query: ChartQuery, extension: str) -> tuple[bytes, str]:
        """Return the numbers of a chart as a file, and its name."""
        return FILES.get((self, query.key, extension), lambda: self._file(query, extension))

    def _file(self, query: ChartQuery, extension: str) -> tuple[bytes, str]:
        view, chart = query.drawn()
        name = chart_name(view, chart, extension)
        if extension != "json":
            for extra in IN_JSON:
                if getattr(query, extra):
                    detail = f"“{extra}” is in JSON only."
                    raise Problem(422, "Contradictory parameters", detail, parameter=extra)
            return chart_file(view, chart, BY_EXTENSION[extension]), name
        content = document(chart.numbers, metadata(view, chart.title, chart.columns))
        if query.texts:
            content["texts"] = texts(view.words, chart.numbers, chart.columns)
        if query.figure:
            marks = shown.drawn(view, chart.span, query.events)
            content["figure"] = orjson.Fragment(chart.encoded(marks).json)
        return to_json(content), name
