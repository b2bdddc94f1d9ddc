"""What the frequency of rounds says in a sentence: how often, and whether a wait is unusual."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.rounds.frequency import ANY
from pages.ui.markdown import plain
from pages.ui.view import View

ENOUGH = 5  # gaps from which on a headline may compare with them


def answer(view: View, wait: Any, weeks: pd.DataFrame) -> str:
    """Return how often rounds are held, how long ago the last was, and what is usual."""
    _, words = view.words.gettext, view.words
    recent = weeks.tail(8)
    facts = {
        "rounds": words.rounds(int(recent["rounds"].sum())),
        "rate": words.number(recent["rate"].iloc[-1], 1),
        "id": wait["last_id"],
        "last": words.day(wait["last_date"]),
        "wait": words.days(wait["wait"]),
        "end": words.day(view.end),
        "median": words.days(wait["median_gap"]),
        "low": words.number(wait["usual_low"]),
        "high": words.number(wait["usual_high"]),
    }
    if recent["rounds"].any():
        told = [_("**{rounds} in the last 8 weeks**, {rate} a week.")]
    else:
        told = [_("**No round in the last 8 weeks.**")]
    if wait["wait"]:
        told.append(_("The latest one, #{id} on {last}, was **{wait}** before {end}."))
    else:
        told.append(_("The latest one, #{id}, was **on {end}**, the last day shown."))
    if pd.notna(wait["median_gap"]):
        told.append(
            _(
                "The typical gap between days with a round is **{median}**. Half of "
                "all gaps last {low} to {high} days."
            )
        )
    escaped = {name: plain(str(text)) for name, text in facts.items()}
    return " ".join(told).format(**escaped)


def waiting(view: View, row: Any) -> str:
    """Return a wait in words, and how it compares with the gaps before it."""
    _, words = view.words.gettext, view.words
    facts = {
        "wait": words.days(row.wait),
        "share": words.percent(row.longer_than),
        "gaps": words.number(row.of),
        "gap": words.days(row.median_gap),
    }
    if row.of == 1:
        if row.longer_than == 1:
            return _("{wait}, longer than its only gap ({gap})").format(**facts)
        return _("{wait}; its only gap was {gap}").format(**facts)
    if row.longer_than == 0:
        return _("{wait}; none of its {gaps} gaps was shorter").format(**facts)
    if row.longer_than == 1:
        return _("{wait}, longer than all its {gaps} gaps").format(**facts)
    return _("{wait}, longer than {share} of its {gaps} gaps").format(**facts)


def longest_wait(view: View, rows: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Return which category has waited longest, measured by its own gaps."""
    _, words = view.words.gettext, view.words
    fair = rows[(rows["of"] >= ENOUGH) & (rows["longer_than"] > 0) & (rows["category"] != ANY)]
    if fair.empty:
        first: Any = rows.iloc[0]
        return _("{category}: {wait} since the last round; the usual gap is {gap}").format(
            category=labels[first["category"]],
            wait=words.days(first["wait"]),
            gap=words.days(first["median_gap"]),
        )
    top: Any = fair.iloc[fair["longer_than"].argmax()]
    return _("{category}: {wait} since the last round, longer than {share} of its gaps").format(
        category=labels[top["category"]],
        wait=words.days(top["wait"]),
        share=words.percent(top["longer_than"]),
    )


def apart(view: View, waits: pd.DataFrame) -> list[str]:
    """Return, with their dates, the categories whose wait says nothing or has no gap beside it."""
    _, words = view.words.gettext, view.words
    own = waits[waits["category"] != ANY]
    single = own[~own["dormant"] & own["median_gap"].isna()]
    text = _("{category} (last round on {day}, {wait} earlier)")
    said = []
    for lead, rows in (
        (_("Inactive as of {day}, with no round for over a year:"), own[own["dormant"]]),
        (_("Only one round up to {day}:"), single),
    ):
        named = [
            text.format(
                category=plain(view.short(str(row.category))),
                day=words.day(row.last_date),
                wait=words.days(row.wait),
            )
            for row in rows.sort_values("last_date", ascending=False).itertuples()
        ]
        if named:
            said.append(f"**{lead.format(day=words.day(view.end))}** {words.join(named)}.")
    return said
