"""Sentences on the frequency of rounds: how often, and whether a wait is unusual."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.rounds.frequency import ANY
from pages.ui.markdown import plain
from pages.ui.view import View

MIN_GAPS = 5  # for a headline to compare a wait with them


def summary(view: View, wait: Any, weeks: pd.DataFrame) -> str:
    """Return how often rounds are held, how long ago the latest was, and the usual gap."""
    _, words = view.words.gettext, view.words
    recent = weeks.tail(8)
    facts = {
        "rounds": words.rounds(int(recent["rounds"].sum())),
        "rate": words.number(recent["rate"].iloc[-1], 1),
        "id": words.round_id(wait["last_id"]),
        "last": words.day(wait["last_date"]),
        "wait": words.days(wait["wait"]),
        "end": words.day(view.end),
        "median": words.days(wait["median_gap"]),
        "low": words.number(wait["usual_low"]),
        "high": words.number(wait["usual_high"]),
    }
    if recent["rounds"].any():
        sentences = [_("**{rounds} in the last 8 weeks**, {rate} a week.")]
    else:
        sentences = [_("**No round in the last 8 weeks.**")]
    if wait["wait"]:
        sentences.append(_("The latest one, {id} on {last}, was **{wait}** before {end}."))
    else:
        sentences.append(_("The latest one, {id}, was **on {end}**, the last day shown."))
    if pd.notna(wait["median_gap"]):
        sentences.append(
            _(
                "The typical gap between days with a round is **{median}**. Half of "
                "all gaps last {low} to {high} days."
            )
        )
    escaped = {name: plain(str(text)) for name, text in facts.items()}
    return " ".join(sentences).format(**escaped)


def current_wait(view: View, row: Any) -> str:
    """Return a category's current wait, compared with its past gaps."""
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
        return _("{wait} (its only gap was {gap})").format(**facts)
    if row.longer_than == 0:
        return _("{wait} (none of its {gaps} gaps was shorter)").format(**facts)
    if row.longer_than == 1:
        return _("{wait}, longer than all its {gaps} gaps").format(**facts)
    return _("{wait}, longer than {share} of its {gaps} gaps").format(**facts)


def longest_wait(view: View, rows: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Return the category whose wait is longest compared with its own gaps."""
    _, words = view.words.gettext, view.words
    comparable = rows[
        (rows["of"] >= MIN_GAPS) & (rows["longer_than"] > 0) & (rows["category"] != ANY)
    ]
    if comparable.empty:
        first: Any = rows.iloc[0]
        return _("{category}: {wait} since the last round; the usual gap is {gap}").format(
            category=labels[first["category"]],
            wait=words.days(first["wait"]),
            gap=words.days(first["median_gap"]),
        )
    top: Any = comparable.iloc[comparable["longer_than"].argmax()]
    return _("{category}: {wait} since the last round, longer than {share} of its gaps").format(
        category=labels[top["category"]],
        wait=words.days(top["wait"]),
        share=words.percent(top["longer_than"]),
    )


def waits_without_comparison(view: View, waits: pd.DataFrame) -> list[str]:
    """Return a line for inactive categories and one for those with a single round, with dates."""
    _, words = view.words.gettext, view.words
    by_category = waits[waits["category"] != ANY]
    single = by_category[~by_category["dormant"] & by_category["median_gap"].isna()]
    text = _("{category} (last round on {day}, {wait} earlier)")
    lines = []
    for lead, rows in (
        (
            _("Inactive as of {day}, with no round for over a year:"),
            by_category[by_category["dormant"]],
        ),
        (_("Only one round up to {day}:"), single),
    ):
        categories = [
            text.format(
                category=plain(view.short(str(row.category))),
                day=words.day(row.last_date),
                wait=words.days(row.wait),
            )
            for row in rows.sort_values("last_date", ascending=False).itertuples()
        ]
        if categories:
            lines.append(f"**{lead.format(day=words.day(view.end))}** {words.join(categories)}.")
    return lines
