"""The part of the Pool page on the snapshot itself: which scores are most crowded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from analysis.pool.reach import reach
from analysis.pool.snapshots import latest_snapshot
from analysis.rounds.focus import focus
from pages.language import SHORT_DAY, Words, columns
from pages.plot import colours, style
from pages.plot.style import rows
from pages.pool.bands import everyone, name
from pages.pool.density_figure import LAST, Mark, density
from pages.ui.chart import Chart
from pages.ui.events import scale
from pages.ui.view import View, per_view


class Target(NamedTuple):
    """The score from which on candidates are in colour: the reader's, or a category's cut-off."""

    score: int
    category: str = ""  # of the round, else it is the reader's score
    round_id: str = ""
    day: pd.Timestamp | None = None  # of the round


@per_view
def target(view: View, on: date, score: int | None) -> Target | None:
    """Return the reader's score or, without one, the highest last cut-off in focus on a day.

    A cut-off within the bands with two ends goes first: above them a snapshot says little.
    """
    if score is not None:
        return Target(score)
    history = view.history[view.history["date"] <= pd.Timestamp(on)]
    codes = focus(view.history, on, view.filter.categories)
    last = history[history["category"].isin(codes)].drop_duplicates("category", keep="last")
    if last.empty:
        return None
    within = last[last["cutoff"] <= LAST]
    row = (last if within.empty else within).sort_values("cutoff").iloc[-1]
    return Target(int(row["cutoff"]), row["category"], row["round_id"], row["date"])


@per_view
def chart(view: View, on: date, score: int | None) -> Chart:
    """Return candidates per point of the newest snapshot up to a day, and a year before."""
    _, words = view.words.gettext, view.words
    snapshot = latest_snapshot(view.record.pool, on)
    rounds, aim = _rounds(view, snapshot), target(view, on, score)
    title = _title(view, snapshot, aim)
    return Chart(
        density(snapshot, aim.score if aim else None, _marks(view, rounds, aim), words),
        key="pool-density",
        measure=_("Candidates per CRS point"),
        counted=everyone(words),
        title=title,
        note=_note(view, snapshot, aim),
        alt=_alt(view, title, rounds),
        table=table(snapshot, words),
        columns=table_columns(words),
    )


@per_view
def size(view: View, on: date) -> str:
    """Return how many candidates the snapshot has, and since when it grew or shrank by how many."""
    _, words, n_ = view.words.gettext, view.words, view.words.ngettext
    snapshot = latest_snapshot(view.record.pool, on)
    total, first = int(snapshot["candidates"].sum()), snapshot.iloc[0]
    text = n_("**{n} candidate** on {day}", "**{n} candidates** on {day}", total)
    changes = [
        _("{change} since {day}").format(
            change=words.signed(snapshot[change].sum(min_count=1)), day=words.day(first[day])
        )
        for change, day in (("change", "previous_as_of"), ("change_year", "year_ago_as_of"))
        if not pd.isna(first[day])
    ]
    facts = [text.format(n=words.number(total), day=words.day(first["as_of"])), *changes]
    return f"{', '.join(facts)}."


def _rounds(view: View, snapshot: pd.DataFrame) -> pd.DataFrame:
    """Return the chosen rounds that belong to the snapshot."""
    draws = replace(view.filter, start=None, end=None).apply(view.history)
    pool = view.record.pool
    return reach(draws, pool[pool["as_of"] == snapshot["as_of"].iloc[0]])


def _title(view: View, snapshot: pd.DataFrame, aim: Target | None) -> str:
    _, words = view.words.gettext, view.words
    densest = snapshot.iloc[snapshot["per_point"].argmax()]
    facts = {"band": name(densest, words)}
    if aim is None:
        return _("Most candidates per point stand at {band}").format(**facts)
    facts["score"] = words.number(aim.score)
    places = {
        "below": _("Most candidates per point stand at {band}, below {score}"),
        "above": _("Most candidates per point stand at {band}, above {score}"),
        "around": _("Most candidates per point stand at {band}, around {score}"),
    }
    if aim.category:
        places = {
            "below": _(
                "Most candidates per point stand at {band}, below the {name} cut-off of {score}"
            ),
            "above": _(
                "Most candidates per point stand at {band}, above the {name} cut-off of {score}"
            ),
            "around": _(
                "Most candidates per point stand at {band}, around the {name} cut-off of {score}"
            ),
        }
        facts["name"] = view.short(aim.category)
    is_below, is_above = densest["band_high"] < aim.score, densest["band_low"] >= aim.score
    return places["below" if is_below else "above" if is_above else "around"].format(**facts)


def _marks(view: View, rounds: pd.DataFrame, aim: Target | None) -> list[Mark]:
    """Return the cut-offs of the snapshot's rounds, and the reader's score or another cut-off."""
    _, words = view.words.gettext, view.words
    marks = [
        Mark(
            row.cutoff,
            f"{style.escape(view.short(row.category))} <b>{words.number(row.cutoff)}</b>",
            colours.hue(row.category),
            _round_hover(row, view.short(row.category), words),
        )
        for row in rows(rounds)
    ]
    if aim and not aim.category:
        label = _("you {score}").format(score=f"<b>{words.number(aim.score)}</b>")
        marks.append(Mark(aim.score, label, colours.INK, dash="dash"))
    elif aim and aim.round_id not in set(rounds["round_id"]):
        label = f"{style.escape(view.short(aim.category))} <b>{words.number(aim.score)}</b>"
        day = words.day(aim.day, SHORT_DAY)
        marks.append(Mark(aim.score, f"{label}, {day}", colours.hue(aim.category)))
    return marks


def _round_hover(row: Any, label: str, words: Words) -> str:
    _ = words.gettext
    return "<br>".join(
        [
            f"<b>#{style.escape(row.round_id)} · {style.escape(label)}</b>",
            words.day(row.date),
            _("cut-off {cutoff}, {invitations}").format(
                cutoff=words.number(row.cutoff), invitations=words.invitations(row.invitations)
            ),
            _candidates_above(row, words),
        ]
    )


def _candidates_above(row: Any, words: Words) -> str:
    _ = words.gettext
    if row.exact:
        return _("candidates at or above the cut-off: {n}").format(n=words.number(row.above_low))
    return _("candidates at or above the cut-off: {low} to {high}").format(
        low=words.number(row.above_low), high=words.number(row.above_high)
    )


def _note(view: View, snapshot: pd.DataFrame, aim: Target | None) -> str:
    _, words = view.words.gettext, view.words
    ago, parts = snapshot["year_ago_as_of"].iloc[0], []
    if aim and aim.category:
        text = _("Blue: at or above {score}, the cut-off of {name} on {day}.")
        name_, day = view.short(aim.category), words.day(aim.day)
        parts.append(text.format(score=words.number(aim.score), name=name_, day=day))
    elif aim:
        parts.append(_("Blue: at or above {score}.").format(score=words.number(aim.score)))
    parts.append(_("Hatched: open ends, or how many of a band is unknown."))
    if not pd.isna(ago):
        parts.append(_("Steps: {day}.").format(day=words.day(ago)))
    parts.append(
        _("Lines: cut-offs of this snapshot’s rounds, which skip everyone who is not eligible.")
    )
    first = snapshot["as_of"].iloc[0] if pd.isna(ago) else ago
    days = [first, snapshot["as_of"].iloc[0]]
    if aim:
        days.append(pd.Timestamp(view.today) if aim.day is None else aim.day)
    return scale.with_note(view, " ".join(parts), min(days), max(days))


def _alt(view: View, title: str, rounds: pd.DataFrame) -> str:
    _, words = view.words.gettext, view.words
    if rounds.empty:
        return _("{title}. None of the chosen rounds belongs to this snapshot.").format(title=title)
    cutoffs = words.join(
        f"{view.short(row.category)} {words.number(row.cutoff)}" for row in rows(rounds)
    )
    return _("{title}. Cut-offs shown: {cutoffs}.").format(title=title, cutoffs=cutoffs)


def table(snapshot: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Return a snapshot as a table, the highest band first."""
    table = snapshot.drop(columns="as_of")
    table.insert(0, "band", [name(row, words) for row in rows(snapshot)])
    return table.iloc[::-1].reset_index(drop=True)


def table_columns(words: Words) -> dict[str, str]:
    """Return the meanings of the columns of `table`."""
    _ = words.gettext
    return {
        **columns.meanings(words, "pool", "band", "candidates", "share"),
        "width": _("Width: points in the band"),
        "per_point": _("Per point: candidates per CRS point; not given for open-ended bands"),
        "previous_as_of": _("Previous snapshot"),
        "previous": _("Before: candidates in the previous snapshot"),
        "change": _("Change: candidates since the previous snapshot"),
        "year_ago_as_of": _("Snapshot a year ago: 365 to 425 days before this one"),
        "year_ago": _("A year ago: candidates in that snapshot"),
        "change_year": _("Change over one year: candidates"),
    }
