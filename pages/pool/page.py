"""The Pool page: how many candidates are at each score, and how that changes."""

from __future__ import annotations

from dataclasses import replace
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
from pages.ui.events import scale
from pages.ui.fields import date_input
from pages.ui.header import render_header
from pages.ui.show import render_chart
from pages.ui.view import View, per_view


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
    on = _date_input(view)
    has_snapshot = snapshot_date(view.record.pool, on) is not None
    if has_snapshot:
        _render_bands(view, on)
        render_chart(view, _density(view, on))
        flow.render_candidates_above(view, on)
    else:
        _render_no_snapshot(view, on)
    if has_snapshot or len(history.snapshots_shown(view)):  # otherwise the notice above says it
        history.render(view)
    if has_snapshot:
        render_chart(view, flow.band_inflow(view, on))
    render_chart(view, flow.pool_inflow(view))
    data_links.render(view, ["pool", "rounds"])


def _date_input(view: View) -> date:
    """Return the day whose latest snapshot is shown: the one entered, or the end of the filter."""
    _ = view.words.gettext
    day = date_input(
        _("Latest snapshot up to"),
        width=220,
        key="on",
        bind="query-params",
        help=_("If empty: the latest one up to the end of the chosen dates."),
    )
    return min(day or view.end, view.as_of)


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


def _render_bands(view: View, on: date) -> None:
    left, right = st.columns(2, gap="medium")
    with left:
        render_chart(view, _counts(view, on))
    with right:
        render_chart(view, _changes(view, on))


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
