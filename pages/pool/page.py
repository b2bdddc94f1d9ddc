"""The Pool page: how many candidates are at each score, and how that changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st

from analysis.pool.snapshots import snapshot_date, snapshot_dates
from pages.pool import change, density, flow, history
from pages.ui import data_links
from pages.ui.chart import Chart, Table
from pages.ui.charts.choices import addressed
from pages.ui.charts.page_charts import PageCharts, PageTables
from pages.ui.charts.period import render_ways_back
from pages.ui.downloads import render_files
from pages.ui.fields import date_input, score_input
from pages.ui.header import render_contents, render_header, section
from pages.ui.show import render_chart
from pages.ui.view import View


@dataclass(frozen=True)
class Choices:
    """What a reader chooses here: the score stays in the browser tab."""

    on: date | None = addressed(  # noqa: RUF009 - a field
        "on",
        "day",
        "The day up to which the latest snapshot is shown; without it, the last of the dates.",
        example="2026-08-20",
    )
    score: int | None = None

    def until(self, view: View) -> date:
        """Return the day up to which the latest snapshot is shown."""
        return min(self.on or view.end, view.as_of)


def render(view: View) -> None:
    """Show one snapshot of the pool, how many are above a score, and the pool over time."""
    _ = view.words.gettext
    render_header(
        view,
        _("Pool"),
        _("How many candidates are at each score, and how far down did rounds go?"),
        _(
            "A snapshot counts everyone with a profile, whatever they are eligible "
            "for. The category filter only changes which rounds are shown."
        ),
    )
    render_ways_back(view)
    finding = st.container(gap="xsmall")
    choices = _inputs(view)
    on = choices.until(view)
    if _has_snapshot(view, on):
        with finding:
            st.markdown(density.size(view, on))
            render_contents(view.words, _sections(view))
        for name, key in (
            ("crowded", "pool-density"),
            ("above", "pool-above"),
            ("changes", "pool-changes"),
        ):
            with section(name):
                render_chart(view, CHARTS, key, choices)
    else:
        _render_no_snapshot(view, on)
    _render_history(view, choices)
    data_links.render(view, ["pool", "rounds"])


def _render_history(view: View, choices: Choices) -> None:
    """Show the pool over time and what came in, if there is a snapshot in the dates."""
    has_snapshot = _has_snapshot(view, choices.until(view))
    with section("size"):
        if not history.snapshots_shown(view).empty:
            render_chart(view, CHARTS, "pool-areas", choices)
        elif has_snapshot:  # otherwise the notice above says it
            history.render_none(view)
    with section("inflow"):
        render_chart(view, CHARTS, "pool-inflow", choices)
        if inflow := _band_inflow(view, choices):
            show_files = partial(render_files, view, TABLES, flow.BY_BAND, choices)
            flow.render_band_inflow(view, inflow, show_files)


def _sections(view: View) -> dict[str, str]:
    """Return the sections of the page by their names, in the order in which people ask."""
    _ = view.words.gettext
    return {
        "crowded": _("Crowded scores"),
        "above": _("At or above a score"),
        "changes": _("Change by band"),
        "size": _("Size over time"),
        "inflow": _("Inflow"),
    }


def _inputs(view: View) -> Choices:
    """Ask for the day whose latest snapshot is shown, and for a score."""
    _ = view.words.gettext
    with st.container(horizontal=True):
        day = date_input(
            _("Latest snapshot up to"),
            width=170,
            key="on",
            bind="query-params",
            help=_("If empty: the latest one up to the end of the chosen dates."),
        )
        score = score_input(
            _("CRS score"),
            width=170,
            key="pool-score",
            persist_state="session",
            help=_(
                "If empty: the last cut-off of the categories in colour. Stays in this browser "
                "tab. It is not saved and not in the link."
            ),
        )
    return Choices(day, score)


def _has_snapshot(view: View, on: date) -> bool:
    return snapshot_date(view.record.pool, on) is not None


def _render_no_snapshot(view: View, on: date) -> None:
    _, words = view.words.gettext, view.words
    dates = snapshot_dates(view.record.pool)
    if not len(dates):
        st.info(_("The data has no snapshot of the pool."), icon=":material/search_off:")
        return
    st.info(
        _(
            "No pool snapshot was published on or before {day}. The first one is from "
            "{first}. Before that, the size of the pool is unknown, not zero."
        ).format(day=words.day(on), first=words.day(dates[0])),
        icon=":material/search_off:",
    )


def _density(view: View, choices: Choices) -> Chart | None:
    on = choices.until(view)
    return density.chart(view, on, choices.score) if _has_snapshot(view, on) else None


def _above(view: View, choices: Choices) -> Chart | None:
    on = choices.until(view)
    target = density.target(view, on, choices.score)
    return flow.above(view, on, target.score) if target else None


def _change(view: View, choices: Choices) -> Chart | None:
    on = choices.until(view)
    return change.chart(view, on) if _has_snapshot(view, on) else None


def _areas(view: View, _choices: Choices) -> Chart | None:
    return None if history.snapshots_shown(view).empty else history.chart(view)


def _band_inflow(view: View, choices: Choices) -> Table | None:
    on = choices.until(view)
    return flow.band_inflow(view, on) if _has_snapshot(view, on) else None


TABLES = PageTables("pool", {flow.BY_BAND: _band_inflow}, Choices, needs_rounds=False)
CHARTS = PageCharts(
    "pool",
    {
        "pool-density": _density,
        "pool-above": _above,
        "pool-changes": _change,
        "pool-areas": _areas,
        "pool-inflow": lambda view, _c: flow.pool_inflow(view),
    },
    Choices,
    needs_rounds=False,
)
