"""The parts of the Pool page that give ranges: candidates above a score, and net inflow."""

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
from pages.language import columns
from pages.plot.style import rows
from pages.pool import flow_figures as charts
from pages.pool.figures import band
from pages.pool.history import snapshots_shown
from pages.ui.chart import Chart
from pages.ui.events import scale
from pages.ui.fields import score_input
from pages.ui.view import View, per_view

# The scores of the closed bands, and the first points of the open-ended band above them.
CURVE = range(301, 621)
FIRST_SCORE = 500


def render_score(view: View) -> int | None:
    """Ask which score to count the candidates from."""
    _ = view.words.gettext
    st.header(_("How many candidates are at or above a score?"), anchor=False)
    return score_input(
        _("CRS score"),
        value=FIRST_SCORE,
        width=220,
        key="pool-score",
        persist_state="session",
        help=_("Stays in this browser tab. It is not saved and not in the link."),
    )


def above(view: View, on: date, score: int | None) -> Chart | None:
    """Return how many candidates are at or above a score, exactly or as a range."""
    _, words = view.words.gettext, view.words
    above = None if score is None else candidates_above(view.record.pool, score, on)
    if above is None:
        return None
    title, note = _candidates_above(view, above)
    since = _rounds_since(view, rounds_since(view.history, above.as_of, on))
    curve = _curve(view, on)
    return Chart(
        charts.above(curve, above.score, words),
        key="pool-above",
        measure=_("Candidates at or above a CRS score"),
        title=title,
        # A score of today need not be on the scale of the snapshot.
        note=scale.with_note(view, f"{note} {since}", above.as_of, view.today),
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


@per_view
def _curve(view: View, on: date) -> pd.DataFrame:
    pool = view.record.pool
    return counts_above(pool[pool["as_of"] == snapshot_date(pool, on)], list(CURVE))


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
def band_inflow(view: View, on: date) -> Chart | None:
    """Return the net inflow of each band since the previous snapshot, if there was one."""
    _, words, pool = view.words.gettext, view.words, view.record.pool
    snapshot = latest_snapshot(pool, on)
    day, before = snapshot["as_of"].iloc[0], snapshot["previous_as_of"].iloc[0]
    if pd.isna(before):
        return None
    inflow = flow(pool[pool["as_of"].isin([before, day])], view.history)
    exact = int(inflow["exact"].sum())
    title = _("Net inflow from {start} to {end}: known for {exact} of {all} bands").format(
        start=words.day(before, "d MMM"),
        end=words.day(day),
        exact=words.number(exact),
        all=words.number(len(inflow)),
    )
    reasons = {
        "untouched": _("no round reached this band"),
        "alone": _("rounds that reached this band reached no other"),
        "same_day": _("a round on the day of a snapshot may or may not count"),
        "shared": _("rounds reached several bands"),
    }
    names = [band(row.band_low, row.band_high, words) for row in rows(inflow)]
    table = inflow.assign(band=names, why=inflow["why"].map(reasons)).iloc[::-1]
    return Chart(
        charts.bounds(inflow, words),
        key="pool-bounds",
        measure=_("Net inflow of candidates by CRS score"),
        title=title,
        note=scale.with_note(view, _inflow_note(view), before, day),
        table=table[["band", *_flow_columns(view), "why"]],
        columns={**columns.meanings(words, "pool", "band"), **_flow_columns(view), "why": _("Why")},
    )


def _inflow_note(view: View) -> str:
    _ = view.words.gettext
    return _(
        "Net inflow is the change plus the invitations: candidates who came in, minus those who "
        "left without an invitation. A dot is exact. A bar shows everything that is possible, "
        "because rounds reach into many bands and nobody publishes how many were invited from "
        "each. There is no best guess inside a bar."
    )


@per_view
def pool_inflow(view: View) -> Chart | None:
    """Return the net inflow of the whole pool between the snapshots in the chosen dates."""
    _, words = view.words.gettext, view.words
    inflow = flow_totals(snapshots_shown(view), view.history)
    if inflow.empty:
        return None
    last = inflow.iloc[-1]
    facts = {
        "start": words.day(last["start"], "d MMM"),
        "end": words.day(last["end"]),
        "low": words.signed(last["inflow_low"]),
        "high": words.signed(last["inflow_high"]),
    }
    if last["exact"]:
        text = _("Whole pool, {start} to {end}: net inflow {low} before invitations")
    else:
        text = _("Whole pool, {start} to {end}: net inflow {low} to {high} before invitations")
    return Chart(
        charts.inflow(inflow, words),
        key="pool-inflow",
        span=(inflow["start"].min().date(), inflow["end"].max().date()),
        measure=_("Net inflow of candidates"),
        title=text.format(**facts),
        note=_(
            "Net inflow between snapshots. For the whole pool, the number of invitations is known, "
            "so the net inflow is exact, except when a round was held on the day of a snapshot "
            "(thin lines). Each bar is as wide as the time between its two snapshots."
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
