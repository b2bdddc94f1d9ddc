"""The charts of the Pool page on how the bands changed over time."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.pool.snapshots import band_history, totals, with_peak_share
from pages.language import columns
from pages.plot.events import span_of
from pages.plot.style import rows
from pages.pool import history_figures as charts
from pages.pool.figures import band
from pages.ui.chart import Chart
from pages.ui.events import scale
from pages.ui.view import View, per_view


def snapshots_shown(view: View) -> pd.DataFrame:
    """Return the snapshots in the chosen dates."""
    pool = view.record.pool
    return pool[pool["as_of"].between(pd.Timestamp(view.start), pd.Timestamp(view.end))]


def render_none(view: View) -> None:
    """Say that there is no snapshot in the chosen dates."""
    st.info(
        view.words.gettext(
            "There is no pool snapshot in the chosen dates. Snapshots have been "
            "published since 2022."
        ),
        icon=":material/search_off:",
    )


@per_view
def _bands(view: View) -> pd.DataFrame:
    return with_peak_share(band_history(snapshots_shown(view)))


@per_view
def _table(view: View) -> pd.DataFrame:
    """Return the data of both charts, the newest snapshot first."""
    bands = _bands(view)
    names = [band(row.band_low, row.band_high, view.words) for row in rows(bands)]
    table = bands.assign(band=names)[~bands["gap"]]
    return table[["as_of", "band", "candidates", "share", "of_peak"]].iloc[::-1]


@per_view
def areas(view: View) -> Chart:
    """Return the pool over time, stacked, with gaps where nothing was published."""
    _, words = view.words.gettext, view.words
    sizes = totals(snapshots_shown(view)).set_index("as_of")["candidates"]
    title = _(
        "The pool was largest on {high_day} ({high}) and smallest on {low_day} ({low})"
    ).format(
        high_day=words.day(sizes.idxmax()),
        high=words.number(sizes.max()),
        low_day=words.day(sizes.idxmin()),
        low=words.number(sizes.min()),
    )
    if len(sizes) == 1:
        title = _("Only one snapshot in the chosen dates, on {day}: {n} candidates").format(
            day=words.day(sizes.index[0]), n=words.number(sizes.iloc[0])
        )
    return Chart(
        charts.areas(_bands(view), words),
        key="pool-areas",
        span=span_of(_bands(view)["as_of"]),
        measure=_("Candidates in the pool"),
        title=title,
        note=scale.with_note(
            view,
            _(
                "Candidates on the dates of the snapshots, not of the rounds. White space "
                "means that nothing was published for over 40 days."
            ),
            sizes.index.min(),
            sizes.index.max(),
        ),
        table=_table(view),
        columns=_columns(view),
    )


@per_view
def heat(view: View) -> Chart:
    """Return the pool over time as a heat map of its bands."""
    _, words, bands = view.words.gettext, view.words, _bands(view)
    newest = bands[bands["as_of"] == bands.loc[~bands["gap"], "as_of"].max()]
    lowest = newest.loc[newest["of_peak"].idxmin()]
    title = _("On {day}, the band {band} was furthest below its peak, at {share} of it").format(
        day=words.day(lowest["as_of"]),
        band=band(lowest["band_low"], lowest["band_high"], words),
        share=words.percent(lowest["of_peak"]),
    )
    return Chart(
        charts.heat(bands, words),
        key="pool-heat",
        measure=_("Candidates compared with the highest count"),
        title=title,
        note=scale.with_note(
            view,
            _(
                "Each band is compared with its own highest count in the chosen dates, so that "
                "you can compare bands of any size."
            ),
            bands["as_of"].min(),
            bands["as_of"].max(),
        ),
        table=_table(view),
        columns=_columns(view),
    )


def _columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        **columns.meanings(view.words, "pool", "as_of", "band", "candidates", "share"),
        "of_peak": _("Of its peak: share of the band’s highest count in the chosen dates, 0 to 1"),
    }
