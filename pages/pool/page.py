"""The Pool page: how many candidates are at each score, and how that changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import streamlit as st

from analysis.pool.reach import reach
from analysis.pool.snapshots import latest_snapshot, snapshot_date, snapshot_dates
from pages.language import columns
from pages.plot.style import rows
from pages.pool import figures as charts
from pages.pool import flow, history
from pages.pool.text import longest_bar
from pages.ui import data_links
from pages.ui.chart import Chart
from pages.ui.charts.choices import addressed
from pages.ui.charts.page_charts import Maker, PageCharts
from pages.ui.events import scale
from pages.ui.fields import date_input
from pages.ui.header import render_header
from pages.ui.show import render_chart
from pages.ui.view import View, per_view


@dataclass(frozen=True)
class Choices:
    """What a reader chooses here: the score stays in the browser tab."""

    on: date | None = addressed(  # noqa: RUF009 - a field
        "on",
        "day",
        "The day up to which the latest snapshot is shown; without it, the last of the dates.",
        example="2026-08-20",
    )
    score: int | None = flow.FIRST_SCORE

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
    choices = Choices(_date_input(view))
    on = choices.until(view)
    if _has_snapshot(view, on):
        _render_bands(view, choices)
        render_chart(view, CHARTS, "pool-density", choices)
        _render_above(view, choices)
    else:
        _render_no_snapshot(view, on)
    if history.snapshots_shown(view).empty:
        if _has_snapshot(view, on):  # otherwise the notice above says it
            history.render_none(view)
    else:
        render_chart(view, CHARTS, "pool-areas", choices)
        render_chart(view, CHARTS, "pool-heat", choices)
    render_chart(view, CHARTS, "pool-bounds", choices)
    render_chart(view, CHARTS, "pool-inflow", choices)
    data_links.render(view, ["pool", "rounds"])


def _date_input(view: View) -> date | None:
    _ = view.words.gettext
    return date_input(
        _("Latest snapshot up to"),
        width=220,
        key="on",
        bind="query-params",
        help=_("If empty: the latest one up to the end of the chosen dates."),
    )


def _has_snapshot(view: View, on: date) -> bool:
    return snapshot_date(view.record.pool, on) is not None


def _render_above(view: View, choices: Choices) -> None:
    score = flow.render_score(view)
    render_chart(view, CHARTS, "pool-above", replace(choices, score=score), subsection=True)


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


def _render_bands(view: View, choices: Choices) -> None:
    left, right = st.columns(2, gap="medium")
    with left:
        render_chart(view, CHARTS, "pool-bands", choices)
    with right:
        render_chart(view, CHARTS, "pool-changes", choices)


@per_view
def _snapshot(view: View, on: date) -> pd.DataFrame:
    return latest_snapshot(view.record.pool, on)


@per_view
def _counts(view: View, on: date) -> Chart:
    _, snapshot = view.words.gettext, _snapshot(view, on)
    return Chart(
        charts.counts(snapshot, view.words),
        key="pool-bands",
        measure=_("Candidates by CRS score"),
        title=_size(view, snapshot),
        note=" ".join(
            [
                longest_bar(snapshot, view.words),
                _("Candidates and share of the pool by CRS band. Hatched: open-ended bands."),
            ]
        ).strip(),
        alt=_bands_alt(view, snapshot),
        table=_table(view, snapshot),
        columns=_columns(view),
    )


@per_view
def _changes(view: View, on: date) -> Chart:
    snapshot = _snapshot(view, on)
    title = _changes_title(view, snapshot)
    return Chart(
        charts.changes(snapshot, view.words),
        key="pool-changes",
        measure=view.words.gettext("Change in candidates by CRS score"),
        title=title,
        note=_changes_note(view, snapshot),
        table=_table(view, snapshot),
        columns=_columns(view),
    )


def _size(view: View, snapshot: pd.DataFrame) -> str:
    words, n_ = view.words, view.words.ngettext
    total = int(snapshot["candidates"].sum())
    facts = {"n": words.number(total), "day": words.day(snapshot["as_of"].iloc[0])}
    return n_("{n} candidate on {day}", "{n} candidates on {day}", total).format(**facts)


def _bands_alt(view: View, snapshot: pd.DataFrame) -> str:
    words, fullest = view.words, snapshot.iloc[snapshot["candidates"].argmax()]
    text = words.gettext("{size}. The band with the most candidates is {band}, with {n}.").format(
        size=_size(view, snapshot),
        band=charts.band(fullest["band_low"], fullest["band_high"], words),
        n=words.number(fullest["candidates"]),
    )
    return f"{text} {longest_bar(snapshot, words)}".strip()


def _changes_title(view: View, snapshot: pd.DataFrame) -> str:
    _, words = view.words.gettext, view.words
    parts = {
        "change": words.signed(snapshot["change"].sum(min_count=1)),
        "year": words.signed(snapshot["change_year"].sum(min_count=1)),
        "before": words.day(snapshot["previous_as_of"].iloc[0], "d MMM y"),
    }
    if pd.isna(snapshot["previous_as_of"].iloc[0]):
        return _("This is the first snapshot, so there is nothing to compare it with")
    if pd.isna(snapshot["year_ago_as_of"].iloc[0]):
        return _("{change} since {before}").format(**parts)
    return _("{change} since {before}, {year} over one year").format(**parts)


def _changes_note(view: View, snapshot: pd.DataFrame) -> str:
    _, words = view.words.gettext, view.words
    if pd.isna(snapshot["year_ago_as_of"].iloc[0]):
        return _("Change in each band. There is no snapshot from a year earlier.")
    year_ago, day = snapshot["year_ago_as_of"].iloc[0], snapshot["as_of"].iloc[0]
    text = _("Change in each band. “Over one year” means since {day}.")
    return scale.with_note(view, text.format(day=words.day(year_ago)), year_ago, day)


@per_view
def _density(view: View, on: date) -> Chart:
    _, words, snapshot = view.words.gettext, view.words, _snapshot(view, on)
    day = snapshot["as_of"].iloc[0]
    draws = replace(view.filter, start=None, end=None).apply(view.history)
    rounds = reach(draws, view.record.pool[view.record.pool["as_of"] == day])
    labels = {code: view.short(code) for code in rounds["category"]}
    densest = snapshot.iloc[snapshot["per_point"].argmax()]
    title = _("Most crowded scores: {band}, with {n} candidates per point").format(
        band=charts.band(densest["band_low"], densest["band_high"], words),
        n=words.number(densest["per_point"]),
    )
    return Chart(
        charts.density(snapshot, rounds, labels, words),
        key="pool-density",
        measure=_("Candidates per CRS point"),
        title=title,
        note=_(
            "Each bar is as wide as its band: 351–400 covers 50 points. Hatched: open-ended bands, "
            "where candidates per point can’t be calculated. Lines: cut-offs of rounds on that day "
            "or published with this snapshot. A round skips everyone who is not eligible for it."
        ),
        alt=_reach_alt(view, title, rounds),
        table=_table(view, snapshot),
        columns=_columns(view),
    )


def _of_snapshot(make: Callable[[View, date], Chart | None]) -> Maker:
    """Return what makes a chart of a snapshot, if there is one."""

    def of_choices(view: View, choices: Choices) -> Chart | None:
        on = choices.until(view)
        return make(view, on) if _has_snapshot(view, on) else None

    return of_choices


def _above(view: View, choices: Choices) -> Chart | None:
    return flow.above(view, choices.until(view), choices.score)


def _if_shown(make: Callable[[View], Chart]) -> Maker:
    """Return what makes a chart of all snapshots in the dates, if there are any."""
    return lambda view, _c: None if history.snapshots_shown(view).empty else make(view)


CHARTS = PageCharts(
    "pool",
    {
        "pool-bands": _of_snapshot(_counts),
        "pool-changes": _of_snapshot(_changes),
        "pool-density": _of_snapshot(_density),
        "pool-above": _above,
        "pool-areas": _if_shown(history.areas),
        "pool-heat": _if_shown(history.heat),
        "pool-bounds": _of_snapshot(flow.band_inflow),
        "pool-inflow": lambda view, _c: flow.pool_inflow(view),
    },
    Choices,
    needs_rounds=False,
)


def _reach_alt(view: View, title: str, rounds: pd.DataFrame) -> str:
    _, words = view.words.gettext, view.words
    if rounds.empty:
        return _("{title}. None of the chosen rounds belongs to this snapshot.").format(title=title)
    cutoffs = words.join(
        f"{view.short(row.category)} {words.number(row.cutoff)}" for row in rows(rounds)
    )
    return _("{title}. Cut-offs shown: {cutoffs}.").format(title=title, cutoffs=cutoffs)


def _table(view: View, snapshot: pd.DataFrame) -> pd.DataFrame:
    bands = [charts.band(row.band_low, row.band_high, view.words) for row in rows(snapshot)]
    table = snapshot.drop(columns="as_of")
    table.insert(0, "band", bands)
    return table.iloc[::-1].reset_index(drop=True)


def _columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        **columns.meanings(view.words, "pool", "band", "candidates", "share"),
        "width": _("Width: points in the band"),
        "per_point": _("Per point: candidates per CRS point; not given for open-ended bands"),
        "previous_as_of": _("Previous snapshot"),
        "previous": _("Before: candidates in the previous snapshot"),
        "change": _("Change: candidates since the previous snapshot"),
        "year_ago_as_of": _("Snapshot a year ago: 365 to 425 days before this one"),
        "year_ago": _("A year ago: candidates in that snapshot"),
        "change_year": _("Change over one year: candidates"),
    }
