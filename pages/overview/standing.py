"""Where every category stands: the rows, title and note of the figure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd

from analysis.crs.points import NOMINATION_POINTS
from analysis.rounds.facts import category_status
from analysis.rounds.standing import last_year
from pages.language import SHORT_DAY, columns
from pages.overview.figures import BIG_STEP, Row, Standing, standing
from pages.plot import axis
from pages.plot.style import escape, rows
from pages.ui.chart import Chart
from pages.ui.view import View, per_view

PNP = "pnp"
KEY = "standing"  # of the chart, as in addresses
GAP = 120  # points between the latest cut-offs of two neighbours on one scale
NAMED = 3  # categories that a title has room for


@per_view
def status(view: View) -> pd.DataFrame:
    """Return the state of each chosen category at the end of what is shown."""
    return category_status(view.in_categories, view.end, view.scale_changes)


@per_view
def chart(view: View) -> Chart:
    """Return the chart of where every chosen category stands."""
    data, words = _standing(view), view.words
    return Chart(
        figure=standing(data, words),
        key=KEY,
        categories=[row.code for row in data.rows],
        measure=words.gettext("Cut-off, rounds and wait of each category"),
        title=_title(view),
        note=_note(view),
        table=status(view).assign(category=status(view)["category"].map(view.short)),
        columns=_columns(view),
    )


def _standing(view: View) -> Standing:
    """Return what the figure shows; without a filter, inactive categories are only named."""
    table = status(view)
    rounds = last_year(view.in_categories, view.end, view.scale_changes)
    active = table.loc[~table["dormant"], "category"].tolist()
    drawn = set(table["category"] if view.filter.categories or not active else active)
    shown = table[table["category"].isin(drawn)]
    scale = _scale(shown, rounds[rounds["comparable"]], are_chosen=bool(view.filter.categories))
    built = [
        _row(view, row, rounds[rounds["category"] == row.category], scale) for row in rows(table)
    ]
    start = (pd.Timestamp(view.end) - pd.DateOffset(years=1)).date() + timedelta(days=1)
    return Standing(
        rows=[row for row in built if row.code in drawn],
        past=[row for row in built if row.code not in drawn],
        rounds=rounds,
        span=(start, view.end),
        scale=scale,
        has_waits=view.counts_days,
    )


def _scale(table: pd.DataFrame, rounds: pd.DataFrame, *, are_chosen: bool) -> axis.Range:
    """Return the scale of the strips: that of the most categories without a wide gap between them.

    PNP, with its 600 points, and a category far below all others are off it; only PNP is if a
    reader has chosen them, to compare them.
    """
    latest = table.sort_values("cutoff")
    is_pnp, parts = latest["category"] == PNP, (latest["cutoff"].diff() > GAP).cumsum()
    groups = latest.groupby(is_pnp if are_chosen else parts)["category"]
    most = max((group for _, group in groups), key=len)
    return axis.fit(rounds.loc[rounds["category"].isin(most), "cutoff"])


def _row(view: View, row: Any, rounds: pd.DataFrame, scale: axis.Range) -> Row:
    words = view.words
    previous = None if pd.isna(row.change) else int(row.cutoff - row.change)
    is_big = previous is not None and abs(row.cutoff - previous) > BIG_STEP
    return Row(
        code=row.category,
        name=escape(view.short(row.category)),
        brief=escape(view.brief(row.category)),
        cutoff=words.number(row.cutoff),
        change=_change(view, row),
        invited=words.number(row.invitations_12m),
        ago=_ago(view, row),
        last=int(row.cutoff),
        wait=int(row.days_since),
        usual=None if pd.isna(row.usual_gap) else float(row.usual_gap),
        arrow=previous if is_big else None,
        beyond=_beyond(view, row, rounds[rounds["comparable"]], scale),
    )


def _change(view: View, row: Any) -> str:
    if not pd.isna(row.change):
        return view.words.signed(row.change)
    return view.words.gettext("first") if pd.isna(row.previous) else ""


def _ago(view: View, row: Any) -> str:
    """Return when the last round was: days ago and the usual gap, or the date."""
    words = view.words
    if row.dormant or not view.counts_days:
        return words.day(row.last_date, SHORT_DAY)
    if pd.isna(row.usual_gap):
        return words.gettext("{days} ago").format(days=words.days(row.days_since))
    return words.gettext("{days} ago, usually {usual}").format(
        days=words.days(row.days_since), usual=words.number(row.usual_gap, 1)
    )


def _beyond(view: View, row: Any, rounds: pd.DataFrame, scale: axis.Range) -> list[str]:
    """Return in words the cut-offs of a category that is off the scale; nothing if it is not."""
    _, number = view.words.gettext, view.words.number
    side = axis.beyond(row.cutoff, scale)
    if not side:
        return []
    if row.category == PNP:
        base = [int(points) for points in rounds["base_score"]]
        first = _("{points} without its {nomination} points")
        span = _("{low} to {high} in 12 months")
        lines = [first.format(points=number(base[-1]), nomination=NOMINATION_POINTS), span]
        return [
            line.format(low=number(min(base)), high=number(max(base))) for line in lines if line
        ]
    where = _("◂ below the scale: {points}") if side < 0 else _("▸ above the scale: {points}")
    points = [number(row.cutoff)]
    if not pd.isna(row.change):
        points.insert(0, number(row.cutoff - row.change))
    return [where.format(points=" → ".join(points))]


def _title(view: View) -> str:
    """Return which categories have waited longer than usual or, of a single one, how it stands."""
    words, table = view.words, status(view)
    active = table[~table["dormant"]]
    if len(table) == 1 and active.empty and view.counts_days:
        return _silent(view, next(rows(table)))
    if not view.counts_days or active.empty:
        return _last_known(view, table.iloc[0])
    if len(active) == 1:
        return _single(view, next(rows(active)))
    late = active[active["days_since"] > active["usual_gap"].fillna(float("inf"))]
    names = words.join(view.short(code) for code in late["category"])
    text = words.ngettext(
        "{n} of {all} categories has waited longer than usual",
        "{n} of {all} categories have waited longer than usual",
        len(late),
    )
    if not len(late) and len(active) <= NAMED:
        names = words.join(map(view.short, active["category"]))
        text = words.gettext("{names} have not waited longer than usual").format(names=names)
    elif not len(late):
        text = words.gettext("None of {all} categories has waited longer than usual")
    elif len(late) <= NAMED:
        text = words.gettext("{text}: {names}").format(text=text, names=names)
    return text.format(n=words.number(len(late)), all=words.number(len(active)))


def _last_known(view: View, row: pd.Series[Any]) -> str:
    text = view.words.gettext("Last known round: {category}, cut-off {cutoff}, {day}")
    return text.format(
        category=view.short(row["category"]),
        cutoff=view.words.number(row["cutoff"]),
        day=view.words.day(row["last_date"]),
    )


def _silent(view: View, row: Any) -> str:
    """Return how long an inactive category had no round, and what it asked for last."""
    text = view.words.gettext(
        "No {category} round for {days}; the last asked for {cutoff} on {day}"
    )
    return text.format(
        category=view.short(row.category),
        days=view.words.days(row.days_since),
        cutoff=view.words.number(row.cutoff),
        day=view.words.day(row.last_date),
    )


def _single(view: View, row: Any) -> str:
    """Return how one category stands: `CEC rose to 523 2 days ago; usually …`."""
    _, words = view.words.gettext, view.words
    if pd.isna(row.change):
        text = _("{category}: {cutoff}, {days} ago")
    elif row.change > 0:
        text = _("{category} rose to {cutoff}, {days} ago")
    elif row.change < 0:
        text = _("{category} fell to {cutoff}, {days} ago")
    else:
        text = _("{category} stayed at {cutoff}, {days} ago")
    if not pd.isna(row.usual_gap):
        text = _("{text}; usually {usual} between rounds").format(
            text=text, usual=words.days(row.usual_gap)
        )
    return text.format(
        category=view.short(row.category),
        cutoff=words.number(row.cutoff),
        days=words.days(row.days_since),
    )


def _note(view: View) -> str:
    _ = view.words.gettext
    return _(
        "Big dot: the latest cut-off. Ticks: the others of the 12 months to {day}. Arrow: from the "
        "round before. Newest round first."
    ).format(day=view.words.day(view.end))


def _columns(view: View) -> dict[str, str]:
    """Return the columns of the table with their meanings."""
    _, day = view.words.gettext, view.words.day(view.end)
    days_since = _(
        "Days since: from the last round to {day}, the last day of which all rounds are known or "
        "the end of your dates"
    ).format(day=day)
    return {
        "category": _("Category"),
        "cutoff": _("Cut-off: in the category’s latest round, in CRS points"),
        "last_date": _("Last known round") if view.age == "old" else _("Last round"),
        "usual_gap": _("Usual gap: median days between rounds of the category"),
        **({"days_since": days_since} if view.counts_days else {}),
        **columns.meanings(view.words, "rounds", "change"),
        "rounds_12m": _("Rounds in the 12 months to {day}").format(day=day),
        "invitations_12m": _(
            "Invited in 12 months: invitations to apply in the 12 months to {day}"
        ).format(day=day),
    }
