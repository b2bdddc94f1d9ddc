"""More of My score: against another score, what was enough, and how long equal scores waited."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analysis.score.comparison import compare, comparison_counts
from analysis.score.enough import enough
from analysis.score.tie_age import lag, lag_by_category
from pages.plot.style import rows
from pages.score import figures as charts
from pages.score.inputs import Inputs
from pages.score.link import offered
from pages.score.text import parts_of_days, targets
from pages.ui.show import chart
from pages.ui.tables import grid
from pages.ui.view import View


def comparison(mine: View, inputs: Inputs) -> None:
    """Show the same rounds for the score of now and that of then, if there is one."""
    _, words, now, then = mine.words.gettext, mine.words, inputs.now(), inputs.then()
    if now is None or then is None:
        return
    both = compare(mine.history, mine.record.ledger, now, then, inputs.since)
    if both.empty:
        return
    counts = comparison_counts(both)
    title = words.ngettext(
        "{then} instead of {now}: {b} of {rounds} round instead of {a}",
        "{then} instead of {now}: {b} of {rounds} rounds instead of {a}",
        len(both),
    ).format(
        then=words.number(then.score),
        now=words.number(now.score),
        a=words.number(counts["invited_a"].sum()),
        b=words.number(counts["invited_b"].sum()),
        rounds=words.number(len(both)),
    )
    chart(
        mine,
        charts.compared(counts, {code: mine.short(code) for code in counts["category"]}, words),
        key="my-comparison",
        title=title,
        note=_("Rounds that would have invited you, by category. Hatched: cannot be told."),
        alt=title,
        table=counts.assign(category=counts["category"].map(mine.short)),
        columns={
            "category": _("Category"),
            "rounds": _("Rounds"),
            "invited_a": _("Invited now: rounds"),
            "unknown_a": _("Unknown now: rounds decided by an unknown tie"),
            "invited_b": _("Invited then: rounds"),
            "unknown_b": _("Unknown then: rounds decided by an unknown tie"),
            "gained": _("Gained: rounds that invite then and do not now"),
            "lost": _("Lost: rounds that invite now and do not then"),
        },
    )


def enough_for(mine: View, inputs: Inputs) -> None:
    """Show the scores that were enough of late, and how many stand at or above them."""
    _, words = mine.words.gettext, mine.words
    needed = enough(mine.history, mine.record.pool, mine.as_of)
    needed = needed[needed["category"].isin(inputs.codes)]
    if needed.empty:
        return
    labels = {code: mine.short(code) for code in needed["category"].unique()}
    last = needed[needed["target"] == "last"].sort_values("last_date").iloc[-1]
    title = _("{score} was enough for the latest of these rounds, {category} on {day}").format(
        score=words.number(last["score"]),
        category=labels[last["category"]],
        day=words.day(last["last_date"]),
    )
    named = needed.assign(
        category=needed["category"].map(mine.short),
        target=needed["target"].map(targets(words)),
        reached=[_reached(mine, row) for row in rows(needed)],
        above=[charts.between(row, words) for row in rows(needed)],
    )
    chart(
        mine,
        charts.enough(needed, labels, words, inputs.score),
        key="my-target",
        title=title,
        note=_(
            "Enough is the cut-off itself, where the tie-break still decides; one point more is "
            "certain. A category without a round in 12 months shows its last one only."
        ),
        alt=title,
        table=named,
        columns=_enough_columns(mine),
    )
    st.caption(_whole_pool(mine, needed["as_of"].iloc[0]))
    known = named[needed["score"].notna()]
    shown = ("category", "target", "score", "above", "reached", "last_date")
    columns = {name: _enough_columns(mine)[name] for name in shown}
    grid(words, known, columns, alt=title, height="content")


def _reached(mine: View, row: Any) -> str:
    """Return for how many of the last 12 months' rounds a score is enough."""
    words = mine.words
    if not row.rounds:
        return words.gettext("no round in 12 months")
    text = words.gettext("{reached} of {rounds}")
    return text.format(reached=words.number(row.reached), rounds=words.number(row.rounds))


def _whole_pool(mine: View, day: Any) -> str:
    """Return what the counts of candidates are counts of."""
    _ = mine.words.gettext
    if pd.isna(day):
        return _("No snapshot of the pool was published, so nobody is counted here.")
    return _(
        "Candidates are counted in the snapshot of {day}, in the whole pool, whatever they are "
        "eligible for: a range where the score lies inside of a band, and no place in a queue."
    ).format(day=mine.words.day(day))


def _enough_columns(mine: View) -> dict[str, str]:
    _ = mine.words.gettext
    return {
        "category": _("Category"),
        "target": _("Enough for"),
        "score": _("Score: the lowest that is enough, CRS points"),
        "certain": _("Certain from: enough whatever the tie-break says, CRS points"),
        "reached": _("Rounds: of the last 12 months that it is enough for"),
        "last_date": _("Latest round"),
        "above": _("At or above: candidates in the newest snapshot, whatever their eligibility"),
        "above_low": _("At least: candidates at or above the score"),
        "above_high": _("At most: candidates at or above the score"),
        "above_estimate": _("Estimate: if a band's candidates spread evenly over its points"),
        "as_of": _("Snapshot"),
    }


def waited(mine: View, inputs: Inputs) -> None:
    """Show how old the tie-break profile was on the day of each round."""
    _, words = mine.words.gettext, mine.words
    every = lag(mine.draws, mine.record.ledger)
    known = every[every["days"].notna()]
    if known.empty or not inputs.codes:
        return
    by_category = lag_by_category(known)
    row = by_category.sort_values("latest_date").iloc[-1]
    title = _(
        "{category}: in the last round an equal score had to be {latest} old, usually {median}"
    )
    title = title.format(
        category=mine.short(row["category"]),
        latest=parts_of_days(row["latest"], words),
        median=parts_of_days(row["median"], words),
    )
    chart(
        mine,
        charts.lags(known, {code: mine.short(code) for code in by_category["category"]}, words),
        key="my-lag",
        title=title,
        note=_(
            "Age in days of the tie-break profile when the round was held: at the cut-off, older "
            "profiles were invited and newer ones were not. Usually means the median. Rounds "
            "without a reliable tie-break are left out."
        ),
        alt=title,
        table=known.iloc[::-1].assign(category=known["category"].map(mine.short)),
        columns={
            "round_id": _("Round"),
            "date": _("Date"),
            "category": _("Category"),
            "cutoff": _("Cut-off: CRS points of the lowest-ranked candidate invited"),
            "days": _("Age: days from the tie-break to the round"),
            "drawn_at": _("Held (UTC)"),
            "tie_break_at": _("Tie-break (UTC)"),
        },
    )


def printed(view: View, table: pd.DataFrame) -> pd.DataFrame:
    """Return the summary as text for paper, a row per category."""
    _, words, categories = view.words.gettext, view.words, offered(view)
    return pd.DataFrame(
        {
            _("Category"): [words.category(categories[row.category]) for row in rows(table)],
            _("Rounds"): [words.number(row.rounds) for row in rows(table)],
            _("Invited"): [words.number(row.invited) for row in rows(table)],
            _("Unknown"): [words.number(row.unknown) for row in rows(table)],
            _("Latest round"): [words.day(row.latest_date) for row in rows(table)],
            _("Its cut-off"): [words.number(row.latest_cutoff) for row in rows(table)],
            _("Margin"): [words.signed(row.margin) for row in rows(table)],
        }
    )
