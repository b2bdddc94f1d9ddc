"""The Outlook page: what is likely next, and how accurate such forecasts have been."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from data.vocabulary.places import OUTLOOK
from pages.outlook import calendar, next_rounds, one_category, said, volume
from pages.outlook import text as sentences
from pages.outlook.choices import CardChoices, Choices
from pages.outlook.ranges import chart as ranges
from pages.outlook.track_record import changes, saved
from pages.outlook.track_record import section as track_record
from pages.outlook.track_record.scores import Scores, load_scores
from pages.ui.chart import Chart, Table
from pages.ui.charts.page_charts import Maker, PageCharts, PageTables
from pages.ui.downloads import render_files
from pages.ui.header import render_contents, render_header, section, warn_if_empty
from pages.ui.show import render_chart
from pages.ui.view import View


def _forecast(make: Callable[[View, Choices], Chart | None]) -> Maker:
    """Return what makes a chart of days to come, which old data can't tell of."""
    return lambda view, choices: None if view.age == "old" else make(view, choices)


CHARTS = PageCharts(
    OUTLOOK,
    {
        sentences.CALENDAR: _forecast(lambda view, _choices: calendar.chart(view)),
        ranges.KEY: _forecast(lambda view, _choices: ranges.chart(view)),
        sentences.FAN: _forecast(one_category.chart),
        "outlook-reliability": track_record.chart,
    },
    Choices,
    filters=("category",),
    scope=lambda view, _choices: next_rounds.without_dates(view),
)


def _by_age(
    make: Callable[[View, Scores], Table | None], *, is_old: bool = False
) -> Callable[[View, Any], Table | None]:
    """Return what makes a table of days to come, or one of old data alone."""
    return lambda view, _choices: (
        make(view, load_scores(view)) if (view.age == "old") == is_old else None
    )


def _scored(make: Callable[[View, Scores], Table | None]) -> Callable[[View, Any], Table | None]:
    return lambda view, _choices: make(view, load_scores(view))


def _card(view: View, choices: CardChoices) -> Table | None:
    return track_record.table(view, load_scores(view), choices)


TABLES = PageTables(
    OUTLOOK,
    {
        next_rounds.GRID: _by_age(next_rounds.grid),
        volume.GRID: _by_age(lambda view, _scores: volume.grid(view)),
        said.SAID: _by_age(said.table, is_old=True),
        track_record.CARD: _card,
        changes.CHANGED: _scored(changes.table),
        saved.SAVED: _scored(saved.table),
    },
    CardChoices,
    filters=CHARTS.filters,
    scope=CHARTS.scope,
)


def render(view: View) -> None:
    """Show the forecasts, day by day and category by category, and their accuracy.

    On old data nobody can say what is likely from today on, so only what was said then is shown.
    """
    _ = view.words.gettext
    text = _(
        "Based on the rounds up to {day}, assuming current practice continues. The "
        "category filter applies to this page; the date filter doesn’t."
    )
    if view.age == "old":
        text = _(
            "The last known day is {day}. The category filter applies to this page; the date "
            "filter doesn’t."
        )
    render_header(
        view,
        _("Outlook"),
        _("What is likely next, and how reliable is the forecast?"),
        text.format(day=view.words.day(view.as_of)),
    )
    view, scores = next_rounds.without_dates(view), load_scores(view)
    if warn_if_empty(view):
        return
    show, offer = partial(render_chart, view, CHARTS), partial(render_files, view, TABLES)
    if view.age == "old":
        said.render(view, scores, offer)
    else:
        next_rounds.render_lead(view, scores)
        render_contents(view.words, _sections(view))
        with section("days"):
            calendar.render(show)
        with section("categories"):
            show(ranges.KEY)
            next_rounds.render_categories(view, scores, offer)
        with section("one-category"):
            one_category.render(view, scores, show)
        with section("invitations"):
            volume.render(view, scores, offer)
    with section("accuracy"):
        track_record.render(view, scores, show, offer)


def _sections(view: View) -> dict[str, str]:
    """Return the sections of the page by their names, in the order in which people ask."""
    _ = view.words.gettext
    return {
        "days": _("Day by day"),
        "categories": _("Category by category"),
        "one-category": _("One category in detail"),
        "invitations": _("Invitations to expect"),
        "accuracy": _("Accuracy"),
    }
