"""The part of the Pool page on how large the pool was over time."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from analysis.pool.snapshots import STEPS, band_history, in_steps, snapshot_dates, totals
from pages.language import MONTH, Words, columns
from pages.plot.axis import Span
from pages.plot.style import rows
from pages.pool.bands import band, everyone, name
from pages.pool.history_figures import areas
from pages.ui.chart import Chart
from pages.ui.events import scale
from pages.ui.view import View, per_view


def snapshots_shown(view: View) -> pd.DataFrame:
    """Return the snapshots in the chosen dates."""
    pool = view.record.pool
    return pool[pool["as_of"].between(pd.Timestamp(view.start), pd.Timestamp(view.end))]


def span(view: View) -> Span:
    """Return the chosen dates from the first snapshot on, as a time axis, of at least two weeks."""
    first = max(view.start, snapshot_dates(view.record.pool)[0].date())
    return min(first, view.end - timedelta(days=14)), view.end


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
def chart(view: View) -> Chart:
    """Return the pool over time in four steps of score."""
    _, words = view.words.gettext, view.words
    sizes = totals(snapshots_shown(view)).set_index("as_of")["candidates"]
    bands = band_history(snapshots_shown(view))
    names = _names(words)
    return Chart(
        areas(in_steps(bands), names, span(view), words),
        key="pool-areas",
        span=span(view),
        picks="day",
        measure=_("Candidates in the pool"),
        counted=everyone(words),
        title=_title(sizes, words),
        note=scale.with_note(
            view,
            _(
                "Candidates on the dates of the snapshots, not of the rounds, in four steps of "
                "score. A gap means that nothing was published for over 40 days."
            ),
            sizes.index.min(),
            sizes.index.max(),
        ),
        table=_table(bands, words),
        columns=columns.meanings(words, "pool", "as_of", "band", "candidates", "share"),
    )


def _names(words: Words) -> dict[int, str]:
    """Return the names of the steps by their first points."""
    ends = [*(low - 1 for low in STEPS[1:]), 1200]
    return {low: band(low, high, words) for low, high in zip(STEPS, ends, strict=True)}


def _table(bands: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Return every band of every snapshot, the newest first."""
    named = bands.assign(band=[name(row, words) for row in rows(bands)])[~bands["gap"]]
    return named[["as_of", "band", "candidates", "share"]].iloc[::-1]


def _title(sizes: pd.Series[int], words: Words) -> str:
    """Return the last size of the pool beside its largest, in the chosen dates."""
    _ = words.gettext
    last, peak = int(sizes.iloc[-1]), int(sizes.max())
    facts = {"n": words.number(last), "day": words.day(sizes.index[-1])}
    if len(sizes) == 1:
        return _("Only one snapshot in the chosen dates, on {day}: {n} candidates").format(**facts)
    if last == peak:
        text = _("{n} candidates on {day}, the most since {first}")
        return text.format(**facts, first=words.day(sizes.index[0], MONTH))
    text = _("{n} candidates on {day}, {share} below the peak of {month}")
    month = words.day(sizes.idxmax(), MONTH)
    return text.format(**facts, share=words.percent(1 - last / peak), month=month)
