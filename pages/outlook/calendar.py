"""The chance of a round on each day of the coming four weeks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial

import pandas as pd

from analysis.outlook import calendar
from analysis.outlook.next_date import LOW
from analysis.rounds.frequency import ANY
from pages.outlook import calendar_figure as charts
from pages.outlook import text as sentences
from pages.ui.chart import Chart
from pages.ui.show import Show
from pages.ui.view import View, per_view


def render(show: Show) -> None:
    """Show the calendar."""
    show(sentences.CALENDAR)


@per_view
def chart(view: View) -> Chart | None:
    """Return the calendar of the chosen categories, if one of them has a forecast."""
    _, words = view.words.gettext, view.words
    days = calendar(view.history, view.as_of, today=view.today)
    if view.filter.categories:
        days = days[days["category"].isin(view.filter.categories)]
    if days.empty:
        return None
    labels = {code: sentences.name(view, code) for code in days["category"].unique()}
    main = days[days["category"] == ANY] if ANY in labels else days
    title = sentences.likeliest_day(view, main.iloc[main["probability"].argmax()])
    names = {
        code: charts.Names(label, label if code == ANY else view.brief(code))
        for code, label in labels.items()
    }
    alt = _(
        "Calendar of the chance of a round on each of {days}, if current practice continues. "
        "{title}."
    )
    return Chart(
        charts.calendar(days, names, partial(sentences.chance, view), words),
        key=sentences.CALENDAR,
        measure=_("Chance of a round, forecast"),
        source=sentences.source(words),
        title=title,
        note=_note(view, labels, charts.weekend_chance(days)),
        alt=alt.format(days=words.days(days["date"].nunique()), title=title),
        table=_wide(days, labels),
        columns={"date": _("Date"), **labels},
    )


def _note(view: View, codes: Collection[str], weekend: float) -> str:
    _, words = view.words.gettext, view.words
    if ANY in codes:
        text = _(
            "If current practice continues, as of {day}. The large number is the "
            "chance of a round of any category that day. Below it, where there is "
            "room, are the most likely categories with a chance of at least {least}."
        )
    elif len(codes) > 1:
        text = _(
            "If current practice continues, as of {day}. The large number is the "
            "highest chance among the chosen categories. Below it, where there is "
            "room, are the categories with a chance of at least {least}."
        )
    else:
        text = _(
            "If current practice continues, as of {day}. The number is the chance of a "
            "round that day."
        )
    text = text.format(day=words.day(view.as_of), least=words.percent(charts.MIN_NAMED))
    if 0 < weekend < charts.MIN_NAMED:
        left_out = _("Weekends are left out: the chance on their days is {chance}.")
        if weekend > LOW:
            left_out = _("Weekends are left out: the chance on their days is {chance} at most.")
        text = f"{text} {left_out.format(chance=sentences.chance(view, weekend))}"
    return sentences.after(view, text)


def _wide(days: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    """Return the chances (0 to 1) with a column per category."""
    chances = {code: group["probability"].to_numpy() for code, group in days.groupby("category")}
    return pd.DataFrame({"date": days["date"].unique(), **{code: chances[code] for code in codes}})
