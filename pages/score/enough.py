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
        "With a score of {then} instead of {now}, {b} of {rounds} round would have "
        "invited you instead of {a}",
        "With a score of {then} instead of {now}, {b} of {rounds} rounds would have "
        "invited you instead of {a}",
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
        note=_("Rounds that would have invited you, by category. Hatched: we can’t tell."),
        alt=title,
        table=counts.assign(category=counts["category"].map(mine.short)),
        columns={
            "category": _("Category"),
            "rounds": _("Rounds"),
            "invited_a": _(
                "Invited now: rounds that would have invited you with your current answers"
            ),
            "unknown_a": _(
                "Unknown now: rounds where your score equals the cut-off and we can’t "
                "check the tie-break"
            ),
            "invited_b": _("Invited after: rounds that would have invited you after the change"),
            "unknown_b": _(
                "Unknown after: rounds where your new score equals the cut-off and we "
                "can’t check the tie-break"
            ),
            "gained": _("Gained: rounds that would have invited you after the change but not now"),
            "lost": _("Lost: rounds that would have invited you now but not after the change"),
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
    title = _(
        "{score} was enough in the latest round in your categories, {category} on {day}"
    ).format(
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
            "“Enough” means equal to the cut-off. An equal score may still miss out on "
            "the tie-break; one point more is safe. A category with no round in 12 "
            "months shows only its latest round."
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
        return _("No pool snapshot has been published, so we can’t count candidates here.")
    return _(
        "Candidates are counted across the whole pool in the snapshot of {day}, "
        "whatever they are eligible for. This is not a place in a queue. If the score "
        "is inside a band, we give a range."
    ).format(day=mine.words.day(day))


def _enough_columns(mine: View) -> dict[str, str]:
    _ = mine.words.gettext
    return {
        "category": _("Category"),
        "target": _("Enough for"),
        "score": _("Score: the lowest score that was enough, in CRS points"),
        "certain": _("Safe score: would have been enough whatever the tie-break, in CRS points"),
        "reached": _("Rounds: how many of the last 12 months’ rounds the score was enough for"),
        "last_date": _("Latest round"),
        "above": _(
            "At or above: candidates with this score or more in the latest pool snapshot, "
            "eligible or not"
        ),
        "above_low": _("At least: lowest possible number of candidates at or above the score"),
        "above_high": _("At most: highest possible number of candidates at or above the score"),
        "above_estimate": _(
            "Estimate: if the candidates in a band are evenly spread over its points"
        ),
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
        "{category}: with a score equal to the cut-off, your profile had to be at "
        "least {latest} old last time (usually {median})"
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
            "Each mark shows the profile age, in days, that decided ties when the "
            "round was held. At the cut-off, older profiles were invited and newer "
            "ones were not. “Usually” means the median. Rounds without a reliable "
            "tie-break are left out."
        ),
        alt=title,
        table=known.iloc[::-1].assign(category=known["category"].map(mine.short)),
        columns={
            "round_id": _("Round"),
            "date": _("Date"),
            "category": _("Category"),
            "cutoff": _("Cut-off: CRS score of the lowest-ranked candidate invited"),
            "days": _("Age: days between the tie-break and the round"),
            "drawn_at": _("Round held (UTC)"),
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
            _("Latest cut-off"): [words.number(row.latest_cutoff) for row in rows(table)],
            _("Margin"): [words.signed(row.margin) for row in rows(table)],
        }
    )
