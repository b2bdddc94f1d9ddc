"""Sentences on the frequency of rounds: how often, and whether a wait is unusual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.rounds.frequency import ANY
from pages.frequency.figures import Wait
from pages.language import MONTH
from pages.plot.style import escape
from pages.ui.markdown import plain
from pages.ui.view import View

MIN_GAPS = 5  # for a headline to compare a wait with them
MANY = 30  # waits from which on "8 in 10" says more than their number
UNUSUAL = 0.9  # of all waits are shorter than an unusual one


def summary(view: View, wait: Any, weeks: pd.DataFrame, waits: Sequence[int]) -> str:
    """Return whether the current wait is unusual, the usual one, and how often rounds are held.

    `wait` is the row for any category of ``frequency.waits``, and `waits` are the days of each of
    its waits so far.
    """
    _, words = view.words.gettext, view.words
    recent = weeks.tail(8)
    sentences = [_answer(view, wait, waits)]
    if len(waits) >= MIN_GAPS:
        sentences.append(
            _("The typical wait between days with a round is {median}; half last {low} to {high}.")
        )
    count, rate = int(recent["rounds"].sum()), recent["rate"].iloc[-1]
    if not count and not view.counts_days:  # else the wait says so
        sentences.append(_("There was no round in the 8 weeks to {end}."))
    elif count and pd.notna(rate):
        text = words.ngettext(
            "There was {n} round in the 8 weeks to {end}.",
            "There were {n} rounds in the 8 weeks to {end}, {rate} a week.",
            count,
        )
        sentences.append(text)
    facts = {
        "n": words.number(count),
        "rate": words.number(rate, 1),
        "end": words.day(view.end),
        "median": words.days(wait["median_gap"]),
        "low": words.number(wait["usual_low"]),
        "high": words.days(round(wait["usual_high"])) if pd.notna(wait["usual_high"]) else "",
    }
    return " ".join(sentences).format(**{name: plain(str(text)) for name, text in facts.items()})


def _answer(view: View, wait: Any, waits: Sequence[int]) -> str:
    """Return whether the current wait is unusual, to the last day shown, as Markdown."""
    _, words = view.words.gettext, view.words
    facts = {
        "verdict": _verdict(view, wait, waits),
        "end": words.day(view.end),
        "wait": words.days(wait["wait"]),
        "id": words.round_id(wait["last_id"]),
        "last": words.day(wait["last_date"]),
        "comparison": _comparison(view, wait, len(waits)),
        "waits": words.join([*map(words.number, waits[:-1]), *map(words.days, waits[-1:])]),
    }
    if not view.counts_days:
        text = _(
            "**We don’t know whether the current wait is unusual:** the last known round is {id} "
            "on {last}, and newer ones may be missing."
        )
    elif not wait["wait"]:
        text = _("**There is no wait:** the latest round, {id}, was on {end}, the last day shown.")
    elif not waits:
        text = _(
            "**{verdict}:** up to {end}, the last day shown, it was {wait} since {id} on {last}, "
            "the only round so far."
        )
    elif len(waits) < MIN_GAPS:
        text = words.ngettext(
            "**{verdict}:** up to {end}, the last day shown, it was {wait} since {id} on {last}. "
            "The wait before that was {waits}.",
            "**{verdict}:** up to {end}, the last day shown, it was {wait} since {id} on {last}. "
            "The waits before that were {waits}.",
            len(waits),
        )
    else:
        text = _(
            "**{verdict}:** up to {end}, the last day shown, it was {wait} since {id} on {last}, "
            "{comparison}."
        )
    return text.format(**{name: plain(fact) for name, fact in facts.items()})


def _verdict(view: View, wait: Any, waits: Sequence[int]) -> str:
    _ = view.words.gettext
    if len(waits) < MIN_GAPS:
        return _("There were too few rounds to tell whether the current wait is unusual")
    if wait["longer_than"] >= UNUSUAL:
        return _("The current wait is unusually long")
    if wait["wait"] > wait["usual_high"]:
        return _("The current wait is longer than usual")
    return _("The current wait is not unusual")


def _comparison(view: View, wait: Any, waits: int) -> str:
    """Return how many of the waits so far were shorter than the current one."""
    if waits < MIN_GAPS:
        return ""
    _, words = view.words.gettext, view.words
    shorter = round(wait["longer_than"] * waits)
    if shorter == waits:
        text = _("longer than all {waits} waits since {month}")
    elif shorter == 0:
        text = _("and none of the {waits} waits since {month} was shorter")
    elif shorter * 10 < waits:
        text = _("longer than fewer than 1 in 10 waits since {month}")
    elif waits < MANY:
        text = _("longer than {shorter} of the {waits} waits since {month}")
    else:
        text = _("longer than {tenths} in 10 waits since {month}")
    return text.format(
        month=words.day(view.in_categories["date"].iloc[0], MONTH),
        waits=words.number(waits),
        shorter=words.number(shorter),
        tenths=words.number(shorter * 10 // waits),
    )


def current_wait(view: View, row: Any) -> str:
    """Return a category's current wait, compared with its past gaps; on old data its last round."""
    _, words = view.words.gettext, view.words
    if not view.counts_days:
        draws = view.in_categories
        of_category = draws if row.category == ANY else draws[draws["category"] == row.category]
        text = _("last known round on {day}")
        return text.format(day=words.day(of_category["date"].iloc[-1]))
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


def beside_gaps(view: View, row: Any, names: Mapping[str, str]) -> Wait:
    """Return what stands beside the gaps of a category, escaped; on old data its last round."""
    _, words, code = view.words.gettext, view.words, str(row.category)
    brief = names[code] if code == ANY else view.brief(code)
    told = current_wait(view, row)
    wait = words.days(row.wait) if view.counts_days else ""
    usual = _("usually {low} to {high} days, median {median}").format(
        low=words.number(row.usual_low, 1),
        high=words.number(row.usual_high, 1),
        median=words.number(row.median_gap, 1),
    )
    hover = "<br>".join([f"<b>{escape(names[code])}</b>", escape(told), usual])
    return Wait(escape(names[code]), escape(brief), wait, hover)


def longest_wait(view: View, rows: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Return the category whose wait is longest for its own gaps; `rows` are in that order.

    On old data the wait is not known, and the usual gap is given instead.
    """
    _, words = view.words.gettext, view.words
    top: Any = rows[rows["category"] != ANY].iloc[0] if len(rows) > 1 else rows.iloc[0]
    facts = {
        "category": names[top["category"]],
        "wait": words.days(top["wait"]),
        "gap": words.days(top["median_gap"]),
        "low": words.number(top["usual_low"], 1),
        "high": words.days(top["usual_high"]),
    }
    if not view.counts_days:
        text = _("{category}: half of the gaps last {low} to {high}")
    elif top["wait"] <= top["median_gap"]:
        text = _("{category} has waited {wait}; half of its gaps are longer than {gap}")
        if len(rows) > 1 and view.filter.categories:
            return _("None of the chosen categories has waited longer than its usual gap")
        if len(rows) > 1:
            return _("No category has waited longer than its usual gap")
    elif top["of"] == 1:
        text = _("{category} has waited {wait}, longer than its only gap of {gap}")
        if top["wait"] > 2 * top["median_gap"]:
            text = _("{category} has waited {wait}, more than double its only gap of {gap}")
    elif top["wait"] > 2 * top["median_gap"]:
        text = _("{category} has waited {wait}, more than double its usual gap of {gap}")
    else:
        text = _("{category} has waited {wait}, longer than its usual gap of {gap}")
    return text.format(**facts)


def gaps_note(view: View) -> str:
    """Return what the marks of the chart of gaps are."""
    _ = view.words.gettext
    sentences = [
        _("Tick: days between two rounds. Grey band: the middle half of the gaps."),
    ]
    if view.counts_days:
        text = _("Dot: days from the last round to {day}, blue if longer than three in four gaps.")
        sentences.append(text.format(day=view.words.day(view.end)))
    sentences.append(_("All gaps since 2015 count, even those before the chosen dates."))
    return " ".join(sentences)


def waits_without_comparison(view: View, waits: pd.DataFrame) -> list[str]:
    """Return a line for inactive categories and one for those with a single round, with dates."""
    _, words = view.words.gettext, view.words
    by_category = waits[waits["category"] != ANY]
    single = by_category[~by_category["dormant"] & by_category["median_gap"].isna()]
    text = _("{category} (last round on {day}, {wait} earlier)")
    if not view.counts_days:
        text = _("{category} (last known round on {day})")
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
