"""Forecasts in sentences: what comes next, when, and at about which cut-off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pandas as pd

from analysis.outlook.next_date import HIGH, LOW
from analysis.outlook.what_if import NOMINEES
from analysis.rounds.frequency import ANY
from pages.language import Words
from pages.ui.markdown import plain
from pages.ui.view import View

CALENDAR, FAN = "outlook-calendar", "outlook-fan"  # keys of charts, as in addresses
MIN_SECOND = 0.25  # chance within 14 days from which on a second category is worth a sentence


def source(words: Words) -> str:
    """Say, for a picture of a forecast, that IRCC did not make it."""
    return words.gettext(
        "Source: our own forecasts, from the rounds of invitations published by IRCC on canada.ca."
    )


def has_begun(view: View) -> bool:
    """Return whether a day that is forecast is over, without anybody knowing what happened on it.

    On an ordinary day that is not so: the data is complete through yesterday.
    """
    return view.days_old > 1


def is_over(view: View, days: int) -> bool:
    """Return whether a number of days after the last known one is over."""
    return view.as_of + timedelta(days=days) < view.today


def counted_from(view: View) -> str:
    """Say from which day forecasts count if some of their days are over; else nothing."""
    if not has_begun(view):
        return ""
    text = view.words.gettext("Counted from {day}; what has happened since is not known.")
    return text.format(day=view.words.day(view.as_of))


def after(view: View, text: str) -> str:
    """Return a text, and after it from which day forecasts count if that isn't today."""
    return " ".join(filter(None, [text, counted_from(view)]))


def need(view: View) -> str:
    """Say why there is no forecast on old data."""
    text = view.words.gettext("A forecast needs rounds up to now; ours end on {day}.")
    return text.format(day=view.words.day(view.as_of))


def name(view: View, code: str) -> str:
    """Return the short name of a category, or of all together."""
    return view.words.gettext("Any category") if code == ANY else view.short(code)


def chance(view: View, share: Any, low: float = LOW, high: float = HIGH) -> str:
    """Return a chance in words: "1% or less" up to `low`, "99% or more" from `high` on."""
    words = view.words
    if share <= low:
        return words.gettext("{percent} or less").format(percent=words.percent(low))
    if share >= high:
        return words.gettext("{percent} or more").format(percent=words.percent(high))
    return words.percent(share)


def window(view: View, row: Any, month: str = "MMM") -> str:
    """Return the dates between which a round comes with a chance of 80 %, possibly open-ended."""
    _, words = view.words.gettext, view.words
    start, end = row.window_start, row.window_end
    if pd.isna(start):
        return _("unlikely within six months")
    if pd.isna(end):
        return _("{start} or later").format(start=words.day(start, f"d {month} y"))
    if end.date() < view.today:
        return _("over: {start} to {end}").format(**_ends(view, start, end, month))
    return _("{start} to {end}").format(**_ends(view, start, end, month))


def _ends(view: View, start: Any, end: Any, month: str) -> dict[str, str]:
    """Return two days in words, without repeating their month or year."""
    words, last = view.words, f"d {month} y"
    first = "d" if start.month == end.month else f"d {month}"
    first = first if start.year == end.year else last
    return {"start": words.day(start, first), "end": words.day(end, last)}


def span(view: View, low: Any, high: Any) -> str:
    """Return a range of whole numbers, or a dash if it is missing."""
    words = view.words
    if pd.isna(low):
        return words.number(None)
    return words.gettext("{low} to {high}").format(
        low=words.number(round(low)), high=words.number(round(high))
    )


def about(invitations: float) -> float:
    """Return a number of invitations rounded to tens, or to hundreds from 1,000 on."""
    return round(invitations, -2 if invitations >= 1000 else -1)


def expected(view: View, row: Any, target: str) -> str:
    """Return what was expected of a cut-off or a volume, with its range; a dash if nothing was."""
    words = view.words
    if pd.isna(row.expected):
        return words.number(None)
    tidy = round if target == "cut-off" else about
    return words.gettext("{middle} ({range})").format(
        middle=words.number(tidy(row.expected)), range=span(view, tidy(row.low), tidy(row.high))
    )


def lead(
    view: View,
    any_category: Any | None,
    soonest: Sequence[Any],
    right: Mapping[str, float | None] | None = None,
) -> list[str]:
    """Say which categories are likely next, and how likely any round is.

    Of forecasts whose days are over it says only that there was one. `right` says by category how
    often its dates and cut-off were both right, if that is known.
    """
    if not soonest:
        return [_no_forecast(view)]
    ahead = [row for row in soonest if not is_past(view, row)]
    categories = [_missed(view, row) for row in soonest[:1] if is_past(view, row)]
    shares = right or {}
    categories += [_first(view, row, shares.get(row.category)) for row in ahead[:1]]
    categories += [_second(view, row) for row in ahead[1:2] if row.within_14 >= MIN_SECOND]
    row = soonest[0] if any_category is None else any_category
    chances = " ".join(filter(None, [_chances(view, row), plain(counted_from(view))]))
    return [" ".join(categories), chances]


def _no_forecast(view: View) -> str:
    """Say that none of the chosen categories had a round lately."""
    _, words, codes = view.words.gettext, view.words, view.filter.categories
    text = _(
        "**No forecast.** None of the chosen categories has had a round in the year up to {day}."
    )
    if len(codes) == 1:
        text = _("**No forecast.** There was no {category} round in the year up to {day}.")
    category = name(view, codes[0]) if codes else ""
    return text.format(category=plain(category), day=plain(words.day(view.as_of)))


def is_past(view: View, row: Any) -> bool:
    """Return whether all days on which a round was expected are over."""
    return bool(pd.notna(row.window_end) and row.window_end.date() < view.today)


def _chances(view: View, row: Any) -> str:
    """Say how likely a round is within one and two weeks, as far as these are not over."""
    _, words = view.words.gettext, view.words
    facts = {
        "category": name(view, row.category),
        "week": chance(view, row.within_7),
        "in_week": words.day(view.as_of + timedelta(days=7)),
        "fortnight": chance(view, row.within_14),
        "in_fortnight": words.day(view.as_of + timedelta(days=14)),
    }
    if is_over(view, 7):
        text = _("{category}: the chance of a round is **{fortnight}** by {in_fortnight}.")
    else:
        text = _(
            "{category}: the chance of a round is **{week}** by {in_week} and **{fortnight}** by "
            "{in_fortnight}."
        )
    return text.format(**{key: plain(fact) for key, fact in facts.items()})


def _missed(view: View, row: Any) -> str:
    """Say that a round was expected on days that are over."""
    text = view.words.gettext("**{category}** was expected between {start} and {end}.")
    return text.format(**_facts(view, row))


def _facts(view: View, row: Any) -> dict[str, str]:
    words, start, end = view.words, row.window_start, row.window_end
    ends = {} if pd.isna(start) or pd.isna(end) else _ends(view, start, end, "MMMM")
    facts = {
        "category": view.short(row.category),
        "dates": window(view, row, "MMMM"),
        "cutoff": words.number(round(row.expected)),
        "range": span(view, row.low, row.high),
        **ends,
    }
    return {key: plain(fact) for key, fact in facts.items()}


def _first(view: View, row: Any, right: float | None) -> str:
    """Return the one sentence that many readers want: when, at what cut-off, and how reliable."""
    _, words = view.words.gettext, view.words
    facts = _facts(view, row)
    if pd.isna(row.window_start) or pd.isna(row.window_end):
        text = _("**Next {category} round**, if current practice continues: **{dates}**, {points}.")
        return text.format(points=_points(view, row).format(**facts), **facts)
    text = _(
        "**Next {category} round**, if current practice continues: probably between **{start} and "
        "{end}**, {points}."
    )
    if right is not None and pd.notna(row.low):
        text = _(
            "**Next {category} round**, if current practice continues: probably between **{start} "
            "and {end}**, {points}. Such statements were right {right} times in 100, dates and "
            "cut-off both."
        )
    times = words.number(round(100 * (right or 0)))
    return text.format(points=_points(view, row).format(**facts), right=times, **facts)


def _points(view: View, row: Any) -> str:
    """Return the template for the cut-off of the next round."""
    _ = view.words.gettext
    if pd.isna(row.low):
        return _("with too few rounds so far to forecast the cut-off (the last one was {cutoff})")
    if row.category == NOMINEES:
        return _("cut-off about **{cutoff}** (8 in 10: {range}, including 600 for the nomination)")
    return _("cut-off about **{cutoff}** (8 in 10: {range})")


def _second(view: View, row: Any) -> str:
    _ = view.words.gettext
    if pd.isna(row.low):
        return _("Next in line is **{category}**: {dates}.").format(**_facts(view, row))
    text = _("Next in line is **{category}**: {dates}, at about **{cutoff} points** ({range}).")
    return text.format(**_facts(view, row))


def limits(view: View, soonest: Sequence[Any]) -> str:
    """Say how often these forecasts are right, and what no forecast can know."""
    _ = view.words.gettext
    expected = _("Expect the dates to be right about 8 times out of 10.")
    if any(pd.notna(row.low) for row in soonest):
        expected = _(
            "Expect the dates and the range each to be right about 8 times out of 10, and both "
            "less often."
        )
    unknown = _(
        "The government chooses the size and date of each round. New categories, restarts, "
        "dropped categories and skipped weeks cannot be predicted."
    )
    return f"{expected} {unknown}"


def retired(view: View, table: pd.DataFrame) -> str:
    """Say which categories have no forecast, and when their last rounds were."""
    _, words = view.words.gettext, view.words
    text = _("{category} (no round since {day})")
    categories = words.join(
        text.format(category=view.short(str(row.category)), day=words.day(row.last_date))
        for row in table.sort_values("last_date", ascending=False).itertuples()
    )
    text = _(
        "**No forecast:** {categories}. The data cannot tell whether there will be more rounds."
    )
    return text.format(categories=plain(categories))


def likeliest_day(view: View, row: Any) -> str:
    """Return the title of the calendar: the day with the highest chance."""
    _, words = view.words.gettext, view.words
    facts = {
        "first": words.day(view.today, "d MMMM"),
        "day": words.day(row.date, "EEEE, d MMMM"),
        "chance": chance(view, row.probability),
        "category": name(view, row.category),
    }
    if row.category == ANY:
        text = _("Most likely day of the four weeks from {first}: {day}, {chance}")
    else:
        text = _("Most likely day of the four weeks from {first}: {day}, {category} {chance}")
    return text.format(**facts)
