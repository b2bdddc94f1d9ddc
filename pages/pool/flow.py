"""The parts of the pool page that give ranges: who stands above a score, and what flowed in."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analysis.pool.flow import flow, flow_totals
from analysis.pool.reach import Above, Since, at_or_above, counts, since
from analysis.pool.snapshots import latest, snapshot_date
from pages.plot.style import rows
from pages.pool import flow_figures as charts
from pages.pool.figures import band
from pages.pool.history import within
from pages.ui.show import Chart, chart, show
from pages.ui.view import View, per_view

# The scores drawn: the closed bands and the first points of the open end above them.
CURVE = range(301, 621)


def above(view: View, on: date) -> None:
    """Show how many stand at or above a score, exactly or as a range, and what came since."""
    _, words = view.words.gettext, view.words
    st.header(_("Who stands at or above a score?"), anchor=False)
    score = st.number_input(
        _("CRS score"),
        min_value=0,
        max_value=1200,
        value=500,
        step=1,
        width=220,
        key="pool-score",
        persist_state="session",
        help=_("Stays in this session: it is not in the link and not stored."),
    )
    found = at_or_above(view.record.pool, int(score), on)
    if found is None:
        return
    title, note = _found(view, found)
    held = _held(view, since(view.history, found.as_of, on))
    curve = _curve(view, on)
    chart(
        view,
        charts.above(curve, found.score, words),
        under=True,
        key="pool-above",
        title=title,
        note=f"{note} {held}",
        alt=f"{title}. {note}",
        table=curve,
        columns={
            "score": _("Score: CRS points"),
            "above_low": _("At least: candidates at or above it, without its own band"),
            "above_high": _("At most: candidates at or above it, with all of its own band"),
            "above_estimate": _("Estimate: if a band's candidates spread evenly over its points"),
        },
    )


def _found(view: View, found: Above) -> tuple[str, str]:
    """Return how many stand at or above a score, and how sure that is."""
    _, words = view.words.gettext, view.words
    facts = {
        "score": words.number(found.score),
        "low": words.number(found.low),
        "high": words.number(found.high),
        "day": words.day(found.as_of),
    }
    if found.exact:
        text = _("{low} candidates stood at {score} or more on {day}")
        return text.format(**facts), _("Exact: a band begins at this score.")
    text = _("{low} to {high} candidates stood at {score} or more on {day}")
    return text.format(**facts), _spread(view, found.band_low, found.band_high, found.estimate)


@per_view
def _curve(view: View, on: date) -> pd.DataFrame:
    """Return how many stood at or above each of the scores drawn."""
    pool = view.record.pool
    return counts(pool[pool["as_of"] == snapshot_date(pool, on)], list(CURVE))


def _spread(view: View, low: int, high: int, estimate: int | None) -> str:
    """Return why the count is a range, with the estimate named as one where there is one."""
    _, words = view.words.gettext, view.words
    name = band(low, high, words)
    if estimate is None:
        return _(
            "Nobody knows how many of the band {band} stand above it; it is an open end, so there "
            "is no estimate either."
        ).format(band=name)
    return _(
        "Published are whole bands only, and this score lies inside of {band}. Estimate, if that "
        "band spread evenly: {n}."
    ).format(band=name, n=words.number(estimate))


def _held(view: View, later: Since) -> str:
    """Return the rounds held since a snapshot, and what they took."""
    _, words = view.words.gettext, view.words
    if later.round_ids:
        text = _("Held since, up to {day}: {rounds} ({ids}), {invitations}.").format(
            day=words.day(later.on),
            rounds=words.rounds(len(later.round_ids)),
            ids=words.ids(later.round_ids),
            invitations=words.invitations(later.invitations),
        )
    else:
        text = _("No round was held since, up to {day}.").format(day=words.day(later.on))
    if not later.same_day_ids:
        return text
    return _("{text} On its very day, before or after it: {ids}, {invitations}.").format(
        text=text,
        ids=words.ids(later.same_day_ids),
        invitations=words.invitations(later.same_day_invitations),
    )


def bands(view: View, on: date) -> None:
    """Show what came into each band since the snapshot before, apart from the invitations."""
    show(view, _bounds(view, on))


@per_view
def _bounds(view: View, on: date) -> Chart | None:
    """Return the bounds of each band's net inflow: None if there is no snapshot before."""
    _, words, pool = view.words.gettext, view.words, view.record.pool
    snapshot = latest(pool, on)
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
        "untouched": _("no round reached it"),
        "alone": _("rounds that reached it reached no other band"),
        "same_day": _("a round on the day of a snapshot may count or not"),
        "shared": _("rounds reached several bands"),
    }
    names = [band(row.band_low, row.band_high, words) for row in rows(moved)]
    table = moved.assign(band=names, why=moved["why"].map(reasons)).iloc[::-1]
    return Chart(
        charts.bounds(moved, words),
        key="pool-bounds",
        title=title,
        note=_(
            "Change plus invitations: who came in, less who left uninvited. A dot is exact; a bar "
            "spans what is possible, because rounds reach into many bands and nobody publishes "
            "how many they took from each. There is no best guess inside of a bar."
        ),
        alt=title,
        table=table[["band", *_flow_columns(view), "why"]],
        columns={"band": _("Band"), **_flow_columns(view), "why": _("Why")},
    )


def whole(view: View) -> None:
    """Show the net inflow of the whole pool between the snapshots of the range."""
    show(view, _whole(view))


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
        title = _("The whole pool, {start} to {end}: {low} beside the invitations")
    else:
        title = _("The whole pool, {start} to {end}: {low} to {high} beside the invitations")
    named = moved.assign(
        round_ids=moved["round_ids"].map(words.ids),
        same_day_ids=moved["same_day_ids"].map(words.ids),
    )
    return Chart(
        charts.inflow(moved, words),
        key="pool-inflow",
        title=title.format(**facts),
        note=_(
            "Net inflow from snapshot to snapshot: over all bands the invitations are known, so "
            "it is exact but for rounds on the day of a snapshot (thin lines). A bar is as wide "
            "as its interval."
        ),
        alt=title.format(**facts),
        table=named.iloc[::-1],
        columns={
            "start": _("From"),
            "end": _("To"),
            "days": _("Days"),
            **_flow_columns(view),
            "round_ids": _("Rounds in between"),
            "same_day_ids": _("Rounds on either day"),
        },
    )


def _flow_columns(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        "before": _("Before: candidates"),
        "after": _("After: candidates"),
        "change": _("Change: candidates"),
        "taken_low": _("Invited, at least: invitations that surely came from here"),
        "taken_high": _("Invited, at most: invitations that can have come from here"),
        "inflow_low": _("Net inflow, at least: change plus invited"),
        "inflow_high": _("Net inflow, at most: change plus invited"),
    }
