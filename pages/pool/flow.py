"""The parts of the Pool page that give ranges: candidates above a score, and net inflow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from analysis.pool.flow import flow, flow_totals
from analysis.pool.reach import (
    CandidatesAbove,
    RoundsSince,
    candidates_above,
    counts_above,
    rounds_since,
)
from analysis.pool.snapshots import latest_snapshot
from data.vocabulary.columns import MAX_SCORE
from pages.language import Words, columns
from pages.plot.style import rows
from pages.pool import flow_figures as charts
from pages.pool.bands import band, everyone, name
from pages.pool.history import snapshots_shown, span
from pages.ui.chart import Chart, Table
from pages.ui.events import scale
from pages.ui.header import folded
from pages.ui.markdown import plain
from pages.ui.tables import render_kept, render_table
from pages.ui.view import View, per_view

BY_BAND = "pool-inflow-by-band"


@per_view
def above(view: View, on: date, score: int) -> Chart | None:
    """Return how many candidates are at or above a score, exactly or as a range."""
    _, words = view.words.gettext, view.words
    found = candidates_above(view.record.pool, score, on)
    if found is None:
        return None
    title, note = _candidates_above(view, found)
    since = _rounds_since(view, rounds_since(view.history, found.as_of, on))
    pool = view.record.pool
    scores = range(max(0, score - charts.AROUND), min(MAX_SCORE, score + charts.AROUND) + 1)
    curve = counts_above(pool[pool["as_of"] == found.as_of], list(scores))
    return Chart(
        charts.above(curve, found.score, words),
        key="pool-above",
        measure=_("Candidates at or above a CRS score"),
        counted=everyone(words),
        title=title,
        # A score of today need not be on the scale of the snapshot.
        note=scale.with_note(view, f"{note} {since}", found.as_of, view.today),
        alt=f"{title}. {note}",
        table=curve,
        columns={
            "score": _("Score: CRS points"),
            **columns.meanings(words, "pool", "above_low", "above_high", "above_estimate"),
        },
    )


def _candidates_above(view: View, above: CandidatesAbove) -> tuple[str, str]:
    _, words = view.words.gettext, view.words
    facts = {
        "score": words.number(above.score),
        "low": words.number(above.low),
        "high": words.number(above.high),
        "day": words.day(above.as_of),
    }
    if above.exact:
        text = _("{low} candidates had a score of {score} or more on {day}")
        return text.format(**facts), _("This number is exact because a band starts at this score.")
    text = _("{low} to {high} candidates had a score of {score} or more on {day}")
    return text.format(**facts), _range_note(view, above)


def _range_note(view: View, above: CandidatesAbove) -> str:
    _, words = view.words.gettext, view.words
    name = band(above.band_low, above.band_high, words)
    if above.estimate is None:
        return _(
            "We can’t tell how many candidates in the band {band} have this score or "
            "more. The band is open-ended, so there is no estimate either."
        ).format(band=name)
    return _(
        "IRCC publishes only whole bands, and this score is inside the band {band}. "
        "Estimate, if the candidates in that band are evenly spread: {n}."
    ).format(band=name, n=words.number(above.estimate))


def _rounds_since(view: View, since: RoundsSince) -> str:
    _, words = view.words.gettext, view.words
    if since.round_ids:
        text = _("Since the snapshot, up to {day}: {rounds} ({ids}), {invitations}.").format(
            day=words.day(since.on),
            rounds=words.rounds(len(since.round_ids)),
            ids=words.ids(since.round_ids),
            invitations=words.invitations(since.invitations),
        )
    else:
        text = _("No round since the snapshot, up to {day}.").format(day=words.day(since.on))
    if not since.same_day_ids:
        return text
    return _("{text} On the day of the snapshot, before or after it: {ids}, {invitations}.").format(
        text=text,
        ids=words.ids(since.same_day_ids),
        invitations=words.invitations(since.same_day_invitations),
    )


@per_view
def band_inflow(view: View, on: date) -> Table | None:
    """Return how much is known of the net inflow by band since the snapshot before."""
    _, words, pool = view.words.gettext, view.words, view.record.pool
    snapshot = latest_snapshot(pool, on)
    day, before = snapshot["as_of"].iloc[0], snapshot["previous_as_of"].iloc[0]
    if pd.isna(before):
        return None
    inflow = flow(pool[pool["as_of"].isin([before, day])], view.history)
    title = _("Net inflow from {start} to {end}: known for {exact} of {all} bands").format(
        start=words.day(before, "d MMM"),
        end=words.day(day),
        exact=words.number(inflow["exact"].sum()),
        all=words.number(len(inflow)),
    )
    reasons = {
        "untouched": _("no round reached this band"),
        "alone": _("rounds that reached this band reached no other"),
        "same_day": _("a round on the day of a snapshot may or may not count"),
        "shared": _("rounds reached several bands"),
    }
    names = [name(row, words) for row in rows(inflow)]
    table = inflow.assign(band=names, why=inflow["why"].map(reasons)).iloc[::-1]
    return Table(
        table[["start", "end", "band", *_flow_columns(view), "why"]],
        key=BY_BAND,
        title=title,
        counted=everyone(words),
        columns={
            **columns.meanings(words, "pool", "band"),
            **_flow_columns(view),
            "why": _("Why"),
        },
    )


def render_band_inflow(view: View, inflow: Table, show_files: Callable[[], None]) -> None:
    """Show, folded, what can be told of the net inflow by band since the previous snapshot."""
    _, words, table = view.words.gettext, view.words, inflow.table
    note = _(
        "Net inflow is the change plus the invitations: candidates who came in, minus those who "
        "left without an invitation. Where both bounds are equal it is known; else it may be "
        "anything between them, because rounds reach into many bands and nobody publishes how "
        "many were invited from each."
    )
    with folded("inflow-by-band", inflow.title):
        st.caption(plain(scale.with_note(view, note, table["start"].min(), table["end"].max())))
        show = partial(render_table, words, table, inflow.columns, alt=inflow.title)
        render_kept(inflow.token, show)
        show_files()


@per_view
def pool_inflow(view: View) -> Chart | None:
    """Return the net inflow of the whole pool between the snapshots in the chosen dates."""
    _, words = view.words.gettext, view.words
    inflow = flow_totals(snapshots_shown(view), view.history)
    if inflow.empty:
        return None
    return Chart(
        charts.inflow(inflow, span(view), words),
        key="pool-inflow",
        span=span(view),
        picks="day",
        measure=_("Net inflow of candidates per day"),
        counted=everyone(words),
        title=_inflow_title(inflow.iloc[-1], words),
        note=_(
            "Candidates who came in, minus those who left without an invitation, per day; each bar "
            "is as wide as the time between two snapshots, so that its area shows how many they "
            "are. Hatched: possible, as a round was held on the day of a snapshot; triangles: "
            "beyond the scale."
        ),
        table=inflow.assign(
            round_ids=inflow["round_ids"].map(words.ids),
            same_day_ids=inflow["same_day_ids"].map(words.ids),
        ).iloc[::-1],
        columns={
            "start": _("From"),
            "end": _("To"),
            "days": _("Days"),
            **_flow_columns(view),
            "round_ids": _("Rounds in between"),
            "same_day_ids": _("Rounds on a snapshot day"),
        },
    )


def _inflow_title(last: pd.Series, words: Words) -> str:
    """Return the last net inflow, or its bounds, in all and per day."""
    _ = words.gettext
    low, high, days = last["inflow_low"], last["inflow_high"], last["days"]
    facts = {
        "days": words.days(days),
        "end": words.day(last["end"]),
        "low": words.signed(low),
        "high": words.signed(high),
        "daily_low": words.signed(round(low / days)),
        "daily_high": words.signed(round(high / days)),
    }
    if last["exact"]:
        text = _("Net inflow {low} in the {days} to {end}, {daily_low} a day")
    else:
        text = _(
            "Net inflow {low} to {high} in the {days} to {end}, {daily_low} to {daily_high} a day"
        )
    return text.format(**facts)


def _flow_columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        "before": _("Before: candidates"),
        "after": _("After: candidates"),
        "change": _("Change: candidates"),
        "taken_low": _("Invited, at least: invitations that certainly went to these candidates"),
        "taken_high": _("Invited, at most: invitations that may have gone to these candidates"),
        "inflow_low": _(
            "Net inflow, at least: change plus the lowest possible number of invitations"
        ),
        "inflow_high": _(
            "Net inflow, at most: change plus the highest possible number of invitations"
        ),
    }
