"""Section of the frequency page: on which weekdays each category's rounds are held."""

from __future__ import annotations

import pandas as pd

from analysis.rounds import frequency
from pages.frequency import figures
from pages.ui.chart import Chart
from pages.ui.view import View, per_view

NAMED = 2  # categories in the title, those with the most rounds
USUAL = 0.75  # of the rounds are held on a category's usual weekdays, which are at most two


@per_view
def chart(view: View) -> Chart | None:
    """Return the chart of weekdays in the last 12 months; None without a round in them."""
    _, words = view.words.gettext, view.words
    counted = frequency.weekday_counts(view.in_categories, view.end)
    if counted.empty:
        return None
    codes = counted["category"].drop_duplicates().tolist()
    names = {code: (view.short(code), view.brief(code)) for code in codes}
    title = "; ".join(_usual_days(view, counted, code) for code in codes[:NAMED])
    return Chart(
        figures.weekdays(counted, names, words),
        key="weekdays",
        categories=view.filter.categories,
        measure=_("Rounds by weekday"),
        title=title,
        note=_(
            "Rounds in the 12 months to {day}; stronger colour: a larger share of the category’s."
        ).format(day=words.day(view.end)),
        alt=_("Rounds by category and weekday. {title}.").format(title=title),
        table=counted.assign(
            category=counted["category"].map(view.short),
            weekday=[_day(view, day) for day in counted["weekday"]],
        ),
        columns={
            "category": _("Category"),
            "weekday": _("Weekday: based on the official date"),
            "rounds": _("Rounds"),
            "of": _("Total: all rounds of the category in these 12 months"),
            "share": _("Share: of all rounds of the category in these 12 months, 0 to 1"),
        },
    )


def _usual_days(view: View, counted: pd.DataFrame, code: str) -> str:
    """Return the one or two weekdays on which most rounds of a category fell."""
    _, words = view.words.gettext, view.words
    own = counted[counted["category"] == code].sort_values("rounds", ascending=False, kind="stable")
    total = int(own["of"].iloc[0])
    for count in (1, 2):
        days = own.head(count).sort_values("weekday")
        n = int(days["rounds"].sum())
        if n >= USUAL * total:
            text = _("{category} falls on {weekdays} ({n} of {all})")
            plural = _("{weekday}s")
            names = words.join(plural.format(weekday=_day(view, day)) for day in days["weekday"])
            break
    else:
        n, names = int(own["rounds"].iloc[0]), _day(view, int(own["weekday"].iloc[0]))
        text = _("{category}: no fixed weekday, most often {weekdays} ({n} of {all})")
    return text.format(
        category=view.short(code), weekdays=names, n=words.number(n), all=words.number(total)
    )


def _day(view: View, weekday: int) -> str:
    return view.words.day(figures.MONDAY + pd.Timedelta(days=weekday), "EEEE")
