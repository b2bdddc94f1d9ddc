"""The parts of the pool page that give ranges: who stands above a score, and what flowed in."""

from __future__ import annotations

from datetime import date

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
from analysis.pool.snapshots import latest_snapshot, snapshot_date
from pages.plot.style import rows
from pages.pool import flow_figures as charts
from pages.pool.figures import band
from pages.pool.history import within
from pages.ui.chart import Chart
from pages.ui.show import render_chart, render_figure
from pages.ui.view import View, per_view

# The scores drawn: the closed bands and the first points of the open end above them.
CURVE = range(301, 621)


def above(view: View, on: date) -> None:
    """Show how many stand at or above a score, exactly or as a range, and what came since."""
    _, words = view.words.gettext, view.words
    st.header(_("How many candidates are at or above a score?"), anchor=False)
    score = st.number_input(
        _("CRS score"),
        min_value=0,
        max_value=1200,
        value=500,
        step=1,
        width=220,
        key="pool-score",
        persist_state="session",
        help=_("Stays in this browser tab. It is not saved and not in the link."),
    )
    found = candidates_above(view.record.pool, int(score), on)
    if found is None:
        return
    title, note = _found(view, found)
    held = _held(view, rounds_since(view.history, found.as_of, on))
    curve = _curve(view, on)
    render_figure(
        view,
        charts.above(curve, found.score, words),
        subsection=True,
        key="pool-above",
        title=title,
        note=f"{note} {held}",
        alt=f"{title}. {note}",
        table=curve,
        columns={
            "score": _("Score: CRS points"),
            "above_low": _(
                "At least: candidates in bands that are entirely at or above this score"
            ),
            "above_high": _(
                "At most: candidates in bands that are partly or entirely at or above this score"
            ),
            "above_estimate": _(
                "Estimate: if the candidates in a band are evenly spread over its points"
            ),
        },
    )


def _found(view: View, found: CandidatesAbove) -> tuple[str, str]:
    """Return how many stand at or above a score, and how sure that is."""
    _, words = view.words.gettext, view.words
    facts = {
        "score": words.number(found.score),
        "low": words.number(found.low),
        "high": words.number(found.high),
        "day": words.day(found.as_of),
    }
    if found.exact:
        text = _("{low} candidates had a score of {score} or more on {day}")
        return text.format(**facts), _("This number is exact because a band starts at this score.")
    text = _("{low} to {high} candidates had a score of {score} or more on {day}")
    return text.format(**facts), _spread(view, found.band_low, found.band_high, found.estimate)


@per_view
def _curve(view: View, on: date) -> pd.DataFrame:
    """Return how many stood at or above each of the scores drawn."""
    pool = view.record.pool
    return counts_above(pool[pool["as_of"] == snapshot_date(pool, on)], list(CURVE))


def _spread(view: View, low: int, high: int, estimate: int | None) -> str:
    """Return why the count is a range, with the estimate named as one where there is one."""
    _, words = view.words.gettext, view.words
    name = band(low, high, words)
    if estimate is None:
        return _(
            "We can’t tell how many candidates in the band {band} have this score or "
            "more. The band is open-ended, so there is no estimate either."
        ).format(band=name)
    return _(
        "IRCC publishes only whole bands, and this score is inside the band {band}. "
        "Estimate, if the candidates in that band are evenly spread: {n}."
    ).format(band=name, n=words.number(estimate))


def _held(view: View, later: RoundsSince) -> str:
    """Return the rounds held since a snapshot, and what they took."""
    _, words = view.words.gettext, view.words
    if later.round_ids:
        text = _("Since the snapshot, up to {day}: {rounds} ({ids}), {invitations}.").format(
            day=words.day(later.on),
            rounds=words.rounds(len(later.round_ids)),
            ids=words.ids(later.round_ids),
            invitations=words.invitations(later.invitations),
        )
    else:
        text = _("No round since the snapshot, up to {day}.").format(day=words.day(later.on))
    if not later.same_day_ids:
        return text
    return _("{text} On the day of the snapshot, before or after it: {ids}, {invitations}.").format(
        text=text,
        ids=words.ids(later.same_day_ids),
        invitations=words.invitations(later.same_day_invitations),
    )


def bands(view: View, on: date) -> None:
    """Show what came into each band since the snapshot before, apart from the invitations."""
    render_chart(view, _bounds(view, on))


@per_view
def _bounds(view: View, on: date) -> Chart | None:
    """Return the bounds of each band's net inflow: None if there is no snapshot before."""
    _, words, pool = view.words.gettext, view.words, view.record.pool
    snapshot = latest_snapshot(pool, on)
    day, before = snapshot["as_of"].iloc[0], snapshot["previous_as_of"].iloc[0]
    if pd.isna(before):
        return None
    moved = flow(pool[pool["as_of"].isin([before, day])], view.history)
    exact = int(moved["exact"].sum())
    title = _("Net inflow from {start} to {end}: known for {exact} of {all} bands").format(
        start=words.day(before, "d MMM"),
        end=words.day(day),
        exact=words.number(exact),
        all=words.number(len(moved)),
    )
    reasons = {
        "untouched": _("no round reached this band"),
        "alone": _("rounds that reached this band reached no other"),
        "same_day": _("a round on the day of a snapshot may or may not count"),
        "shared": _("rounds reached several bands"),
    }
    names = [band(row.band_low, row.band_high, words) for row in rows(moved)]
    table = moved.assign(band=names, why=moved["why"].map(reasons)).iloc[::-1]
    return Chart(
        charts.bounds(moved, words),
        key="pool-bounds",
        title=title,
        note=_(
            "Net inflow is the change plus the invitations: candidates who came in, minus those "
            "who left without an invitation. A dot is exact. A bar shows everything that is "
            "possible, because rounds reach into many bands and nobody publishes how many were "
            "invited from each. There is no best guess inside a bar."
        ),
        alt=title,
        table=table[["band", *_flow_columns(view), "why"]],
        columns={"band": _("Band"), **_flow_columns(view), "why": _("Why")},
    )


def whole(view: View) -> None:
    """Show the net inflow of the whole pool between the snapshots of the range."""
    render_chart(view, _whole(view))


@per_view
def _whole(view: View) -> Chart | None:
    """Return the net inflow of the whole pool: None where the range has no two snapshots."""
    _, words = view.words.gettext, view.words
    moved = flow_totals(within(view), view.history)
    if moved.empty:
        return None
    last = moved.iloc[-1]
    facts = {
        "start": words.day(last["start"], "d MMM"),
        "end": words.day(last["end"]),
        "low": words.signed(last["inflow_low"]),
        "high": words.signed(last["inflow_high"]),
    }
    if last["exact"]:
        title = _("Whole pool, {start} to {end}: net inflow {low}, not counting invitations")
    else:
        title = _(
            "Whole pool, {start} to {end}: net inflow {low} to {high}, not counting invitations"
        )
    named = moved.assign(
        round_ids=moved["round_ids"].map(words.ids),
        same_day_ids=moved["same_day_ids"].map(words.ids),
    )
    return Chart(
        charts.inflow(moved, words),
        key="pool-inflow",
        title=title.format(**facts),
        note=_(
            "Net inflow between snapshots. For the whole pool, the number of invitations is known, "
            "so the net inflow is exact, except when a round was held on the day of a snapshot "
            "(thin lines). Each bar is as wide as the time between its two snapshots."
        ),
        alt=title.format(**facts),
        table=named.iloc[::-1],
        columns={
            "start": _("From"),
            "end": _("To"),
            "days": _("Days"),
            **_flow_columns(view),
            "round_ids": _("Rounds in between"),
            "same_day_ids": _("Rounds on a snapshot day"),
        },
    )


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
