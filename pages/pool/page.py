"""Pool: how many candidates wait at which score, and how that changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from analysis.pool.reach import reach
from analysis.pool.snapshots import latest, snapshot_date, snapshot_dates
from pages.plot.style import rows
from pages.pool import figures as charts
from pages.pool import flow, history
from pages.shell.filters import EARLIEST, LATEST, unreadable
from pages.ui import data_links
from pages.ui.show import Chart, header, plain, show
from pages.ui.view import View, per_view


def page(view: View) -> None:
    """Show one snapshot of the pool, who stands above a score, and the pool over time."""
    _ = view.words.gettext
    header(
        view,
        _("Pool"),
        _("How many candidates wait at which score, and how far did the rounds reach?"),
        _(
            "A snapshot counts everybody with a profile, whatever they are eligible for. The "
            "category filter chooses only which rounds are drawn beside it."
        ),
    )
    on = _day(view)
    known = snapshot_date(view.record.pool, on) is not None
    if known:
        _snapshot(view, on)
        show(view, _density(view, on))
        flow.above(view, on)
    else:
        _nothing(view, on)
    history.page(view)
    if known:
        flow.bands(view, on)
    flow.whole(view)
    data_links.offer(view, ["pool", "rounds"])


def _day(view: View) -> date:
    """Return the day up to which the newest snapshot is wanted: chosen, or the range's last."""
    _ = view.words.gettext
    asked = {"category": [], "from": st.query_params.get_all("on"), "to": []}
    for told in unreadable(asked, [], view.words):
        st.warning(plain(told), icon=":material/link_off:")
    chosen = st.date_input(
        _("Snapshot on or before"),
        value=None,
        min_value=EARLIEST,
        max_value=LATEST,
        format="YYYY-MM-DD",
        width=220,
        key="on",
        bind="query-params",
        help=_("Left empty: the newest one up to the end of the range."),
    )
    return min(chosen or view.end, view.as_of)


def _nothing(view: View, on: date) -> None:
    """Say that no pool was published by then, which is not the same as an empty pool."""
    _, words = view.words.gettext, view.words
    dates = snapshot_dates(view.record.pool)
    if not len(dates):
        st.info(_("The record holds no snapshot of the pool."), icon=":material/search_off:")
        return
    st.info(
        _(
            "No snapshot of the pool was published on or before {day}. The first is of {first}; "
            "what is not published is unknown, not zero."
        ).format(day=words.day(on), first=words.day(dates[0])),
        icon=":material/search_off:",
    )


def _snapshot(view: View, on: date) -> None:
    """Show the bands by count, and what changed in them."""
    left, right = st.columns(2, gap="medium")
    with left:
        show(view, _counts(view, on))
    with right:
        show(view, _changes(view, on))


@per_view
def _latest(view: View, on: date) -> pd.DataFrame:
    return latest(view.record.pool, on)


@per_view
def _counts(view: View, on: date) -> Chart:
    """Return the candidates of each band."""
    _, snapshot = view.words.gettext, _latest(view, on)
    return Chart(
        charts.counts(snapshot, view.words),
        key="pool-bands",
        title=_size(view, snapshot),
        note=_("Candidates and share of the pool by CRS band. Hatched: open ends."),
        alt=_bands_alt(view, snapshot),
        table=_table(view, snapshot),
        columns=_columns(view),
    )


@per_view
def _changes(view: View, on: date) -> Chart:
    """Return the change of each band."""
    snapshot = _latest(view, on)
    title = _moved(view, snapshot)
    return Chart(
        charts.changes(snapshot, view.words),
        key="pool-changes",
        title=title,
        note=_changes_note(view, snapshot),
        alt=title,
        table=_table(view, snapshot),
        columns=_columns(view),
    )


def _size(view: View, snapshot: pd.DataFrame) -> str:
    """Return the size of the pool on its day, and against the snapshot before."""
    words, n_ = view.words, view.words.ngettext
    total = int(snapshot["candidates"].sum())
    facts = {"n": words.number(total), "day": words.day(snapshot["as_of"].iloc[0])}
    return n_("{n} candidate on {day}", "{n} candidates on {day}", total).format(**facts)


def _bands_alt(view: View, snapshot: pd.DataFrame) -> str:
    words, fullest = view.words, snapshot.iloc[snapshot["candidates"].argmax()]
    text = words.gettext("{size}. The band with the most, {band}, holds {n}.")
    return text.format(
        size=_size(view, snapshot),
        band=charts.band(fullest["band_low"], fullest["band_high"], words),
        n=words.number(fullest["candidates"]),
    )


def _moved(view: View, snapshot: pd.DataFrame) -> str:
    """Return how the whole pool changed since the snapshot before and since a year ago."""
    _, words = view.words.gettext, view.words
    parts = {
        "change": words.signed(snapshot["change"].sum(min_count=1)),
        "year": words.signed(snapshot["change_year"].sum(min_count=1)),
        "before": words.day(snapshot["previous_as_of"].iloc[0], "d MMM y"),
    }
    if pd.isna(snapshot["previous_as_of"].iloc[0]):
        return _("The first snapshot: nothing to compare it with")
    if pd.isna(snapshot["year_ago_as_of"].iloc[0]):
        return _("{change} since {before}").format(**parts)
    return _("{change} since {before}, {year} in a year").format(**parts)


def _changes_note(view: View, snapshot: pd.DataFrame) -> str:
    _, words = view.words.gettext, view.words
    if pd.isna(snapshot["year_ago_as_of"].iloc[0]):
        return _("Change of each band. There is no snapshot from a year before.")
    return _("Change of each band; a year ago stands for {day}.").format(
        day=words.day(snapshot["year_ago_as_of"].iloc[0])
    )


@per_view
def _density(view: View, on: date) -> Chart:
    """Return candidates per point, with the cut-offs of the rounds that go with the snapshot."""
    _, words, snapshot = view.words.gettext, view.words, _latest(view, on)
    day = snapshot["as_of"].iloc[0]
    chosen = replace(view.chosen, start=None, end=None).apply(view.history)
    rounds = reach(chosen, view.record.pool[view.record.pool["as_of"] == day])
    labels = {code: view.short(code) for code in rounds["category"]}
    densest = snapshot.iloc[snapshot["per_point"].argmax()]
    title = _("Most candidates per point stand at {band}: {n}").format(
        band=charts.band(densest["band_low"], densest["band_high"], words),
        n=words.number(densest["per_point"]),
    )
    return Chart(
        charts.density(snapshot, rounds, labels, words),
        key="pool-density",
        title=title,
        note=_(
            "A bar is as wide as its band, so 351–400 shows as the fifty points that it is. "
            "Hatched: open ends, which have no density. Lines: cut-offs of the rounds of that day "
            "or published with this snapshot; a round passes over everybody who is not eligible."
        ),
        alt=_reach_alt(view, title, rounds),
        table=_table(view, snapshot),
        columns=_columns(view),
    )


def _reach_alt(view: View, title: str, rounds: pd.DataFrame) -> str:
    _, words = view.words.gettext, view.words
    if rounds.empty:
        return _("{title}. None of the chosen rounds goes with this snapshot.").format(title=title)
    cutoffs = words.both(
        f"{view.short(row.category)} {words.number(row.cutoff)}" for row in rows(rounds)
    )
    return _("{title}. Cut-offs beside it: {cutoffs}.").format(title=title, cutoffs=cutoffs)


def _table(view: View, snapshot: pd.DataFrame) -> pd.DataFrame:
    """Return the bands, the highest first, each with its name."""
    bands = [charts.band(row.band_low, row.band_high, view.words) for row in rows(snapshot)]
    named = snapshot.drop(columns="as_of")
    named.insert(0, "band", bands)
    return named.iloc[::-1].reset_index(drop=True)


def _columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        "band": _("Band: CRS points, both ends included"),
        "candidates": _("Candidates: with a profile on the snapshot's date"),
        "share": _("Share: 0 to 1 of all candidates in the pool"),
        "width": _("Width: points in the band"),
        "per_point": _("Per point: candidates per point of width; none for open ends"),
        "previous_as_of": _("Snapshot before"),
        "previous": _("Before: candidates in the snapshot before"),
        "change": _("Change: candidates since the snapshot before"),
        "year_ago_as_of": _("Snapshot a year ago: 365 to 425 days older"),
        "year_ago": _("A year ago: candidates then"),
        "change_year": _("Change in a year: candidates"),
    }
