"""A chart on a page: one element with its heading, note, figure, numbers, downloads and sharing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Protocol

import orjson

from data.export.formats import FORMATS
from pages import served
from pages.plot import FORMATS as PICTURES
from pages.plot import drawing, mount_drawing
from pages.ui import share
from pages.ui.address import OURS
from pages.ui.chart import Chart
from pages.ui.charts import hand
from pages.ui.charts.labels import labels
from pages.ui.charts.page_charts import PageCharts
from pages.ui.downloads import NONE, content_of, files
from pages.ui.events import shown
from pages.ui.events.inactive import inactive
from pages.ui.header import completeness, scope
from pages.ui.pills import PILLS, rows_of
from pages.ui.tables import texts
from pages.ui.view import View

SECTION, SUBSECTION = 2, 3  # levels of headings


class Show(Protocol):
    """Shows a chart of the page by its name, as `render_chart` does."""

    def __call__(self, name: str, choices: Any = ..., *, subsection: bool = ...) -> Chart | None:
        """Show the chart."""


def render_chart(
    view: View, charts: PageCharts, name: str, choices: Any = NONE, *, subsection: bool = False
) -> Chart | None:
    """Show a chart of a page and return it, if it has one by that name for these choices.

    In a `subsection` its heading is one level smaller. A view that collects charts, for an
    embedded one, gets it instead.
    """
    found = charts.drawn(view, name, choices)
    if found is None:
        return None
    about, chart = found
    if view.charts is not None:
        view.charts[chart.key] = found
        return chart
    level = SUBSECTION if subsection else SECTION
    _mount(about, chart, element(found, charts, name, choices, shown.mode(), level=level))
    return chart


def element(
    drawn: tuple[View, Chart],
    charts: PageCharts,
    name: str,
    choices: Any,
    mode: str,
    *,
    level: int = SECTION,
) -> bytes:
    """Return what the browser gets of a chart that a page has `drawn`.

    In `mode` are the events that the reader wants, and `level` is that of the heading.
    """
    view, chart = drawn
    address = charts.address(view, name, choices)

    def make() -> bytes:
        tools = _tools(view, chart, address, mode)
        if level == SECTION and charts.follow_pills(view, choices):
            tools["pills"] = rows_of([*view.categories.values()], PILLS)
        return _drawn(view, chart, level, mode, tools)

    # Of what only a browser tab knows, nothing stays here.
    if view.private or address is None:
        return make()
    what = (view.key, level, mode, served.service().frame_ancestors)
    return chart.sent((*what, view.address, view.path, address, choices), make)


def explain_missing(view: View, text: str, *keys: str) -> None:
    """Say, where one of these charts is embedded, why it is not drawn; a page says so itself."""
    if view.charts is not None:
        view.charts.update(dict.fromkeys(keys, text))


def render_alone(view: View, chart: Chart) -> None:
    """Show a chart as all there is, with its title, note and figure only."""
    mode = shown.mode()
    sent = partial(_drawn, view, chart, 1, mode, {})
    _mount(view, chart, sent() if view.private else chart.sent((view.key, mode), sent))


def _mount(view: View, chart: Chart, data: bytes) -> None:
    key = f"chart-{chart.key}"
    height = int(chart.figure.layout.height)
    on = {"events": partial(shown.choose, key), "round": partial(hand.open_round, view, key)}
    mount_drawing(data, key=key, height=height, on=on)


def _drawn(view: View, chart: Chart, level: int, mode: str, tools: Mapping[str, Any]) -> bytes:
    """Return what the browser gets; with all categories, the inactive ones are not listed.

    Their list would push the chart off a phone's screen.
    """
    figure = chart.encoded(shown.drawn(view, chart.span, mode))
    alt = chart.alt or chart.title
    note = _note(view, chart) if view.filter.categories else chart.note
    parts = {"title": chart.title, "level": level, "note": note, **tools}
    return orjson.dumps({**drawing(figure, chart.key, alt, view.words.locale), **parts})


def _note(view: View, chart: Chart) -> str:
    """Return the note of a chart, and which of its categories have had no round for long."""
    return " ".join(filter(None, [chart.note, inactive(view, chart.categories)]))


def _tools(view: View, chart: Chart, address: str | None, mode: str) -> dict[str, Any]:
    """Return what a reader can do with a chart, of which most stands below it."""
    sites = share.other_sites(served.service().frame_ancestors)
    return {
        "labels": labels(view.words.language, tuple(sites)),
        "numbers": {"address": address} if address else _own_numbers(view, chart),
        "picks": chart.picks,
        "files": _files(view, chart, FORMATS if address else ("csv",)),
        "events": shown.listed(view, chart, mode),
        "picture": _picture(view, chart),
        "share": {
            "help": view.words.gettext("Link, embed code and citation for {title}").format(
                title=chart.title
            ),
            **share.parts(view, chart),
        },
    }


def _own_numbers(view: View, chart: Chart) -> dict[str, Any]:
    """Return the numbers themselves, where no address can tell what only this browser tab knows."""
    content = content_of(view, chart, FORMATS["csv"]).decode()
    return {**texts(view.words, chart.numbers, chart.columns), "csv": content}


def _files(view: View, chart: Chart, formats: Any) -> list[dict[str, str]]:
    tables = [(FORMATS[name].extension, FORMATS[name].label) for name in formats]
    return files(view, chart, (*tables, *PICTURES.items()))


def _picture(view: View, chart: Chart) -> dict[str, Any]:
    """Return the texts of a picture, by which it can be understood without the page."""
    _, day = view.words.gettext, view.record.complete_through
    source = chart.source or _("Source: the rounds of invitations published by IRCC on canada.ca.")
    complete = completeness(view.words, day, view.today)
    return {
        "measure": _("Express Entry · {measure}").format(measure=chart.measure),
        "title": chart.title,
        "note": _note(view, chart),
        "caption": [
            chart.counted or scope(view),
            f"{source} {complete} {_('Not affiliated with IRCC.')}",
        ],
        "parameters": OURS,
    }
