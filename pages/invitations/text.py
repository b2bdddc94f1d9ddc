"""Titles, notes and text alternatives of the invitations figures."""

from __future__ import annotations

import pandas as pd

from analysis.periods import midnight
from analysis.rounds.invitations import year_to_date
from pages.invitations import figures, layers
from pages.plot import layout
from pages.ui.view import View

DAY = pd.Timedelta(days=1)
NAMED, HIGHLIGHTED = 3, 2  # categories that a title names of those chosen, and without a choice
ENOUGH = 3  # years: with fewer, none is a record


def taken(view: View) -> str:
    """Return which share of all invitations the highlighted categories took in 12 months.

    Fewer days, if only these are shown, are named.
    """
    _, words, drawn = view.words.gettext, view.words, layers.everyone(view)
    since = midnight(view.end) - pd.DateOffset(years=1) + DAY
    first = max(pd.Timestamp(view.start), since)
    recent = drawn[drawn["date"] >= first]
    held = recent.groupby("category")["invitations"].sum()
    codes = [code for code in layers.own(view) if code in held.index]
    codes = codes[: NAMED if layers.is_part(view) else HIGHLIGHTED]
    when = _when(view, first, since)
    if not codes:
        return _none(view, when)
    invited = int(held.sum())
    return _("{categories} took {percent} of {invitations} {when}").format(
        categories=words.join(map(view.short, codes)),
        percent=words.percent(int(held[codes].sum()) / invited),
        invitations=words.invitations(invited),
        when=when,
    )


def _when(view: View, first: pd.Timestamp, since: pd.Timestamp) -> str:
    """Return the days of a title in words."""
    _, day = view.words.gettext, view.words.day
    if first == pd.Timestamp(view.end):
        return _("on {day}").format(day=day(view.end))
    if first > since:
        return _("from {start} to {end}").format(start=day(first), end=day(view.end))
    if view.age == "old" or view.end < view.as_of:
        return _("in the 12 months to {day}").format(day=day(view.end))
    return _("in 12 months")


def _none(view: View, when: str) -> str:
    """Return that there was no invitation in the days of a title, and the last before."""
    _, words, last = view.words.gettext, view.words, view.draws.iloc[-1]
    text = _("No {category} invitation {when}; the last round, on {day}, had {n}")
    if len(view.draws["category"].unique()) > 1:
        text = _("No invitation {when}; the last round, {category} on {day}, had {n}")
    return text.format(
        when=when,
        category=view.short(last["category"]),
        day=words.day(last["date"]),
        n=words.number(last["invitations"]),
    )


def bar_note(view: View, by_period: pd.DataFrame, period: str, measure: str) -> str:
    """Return what a bar stands for, and up to when the last one counts."""
    _, words = view.words.gettext, view.words
    notes = {
        "week": _("One bar for each week, Monday to Sunday, labelled with its Monday."),
        "month": _("One bar for each month."),
        "quarter": _("One bar for each quarter of a year."),
        "year": _("One bar for each year."),
    }
    starts = by_period["period_start"].drop_duplicates()
    whole = _("{invitations} in {rounds} in all.").format(
        invitations=words.invitations(int(by_period["invitations"].sum())),
        rounds=words.rounds(int(by_period["rounds"].sum())),
    )
    sentences = [whole, notes[period]]
    if layers.is_part(view):
        sentences.append(_("Faint grey: all other categories."))
    if measure == "share" and by_period["share"].isna().any():
        sentences.append(_("Periods without invitations have no bar."))
    if starts.iloc[-1] + figures.PERIODS[period].length > pd.Timestamp(view.end) + DAY:
        sentences.append(_("The last bar counts only up to {day}.").format(day=words.day(view.end)))
    if len(starts) > layout.MANY:
        text = _("{n} bars are close together. To tell them apart, choose a shorter span of dates.")
        sentences.append(text.format(n=words.number(len(starts))))
    return " ".join(sentences)


def bars_alt(view: View, by_period: pd.DataFrame, by_category: pd.DataFrame, period: str) -> str:
    """Return what the bars show, for someone who cannot see them."""
    _, words = view.words.gettext, view.words
    totals = by_period.groupby("period_start")["invitations"].sum()
    ranked = by_category.sort_values("invitations", ascending=False)
    text = _(
        "Stacked bar chart of invitations by period and category. The most: {peak}, with {most}. "
        "The latest: {last}, with {latest}. Share of each category: {shares}."
    )
    return text.format(
        peak=figures.period_name(totals.index[int(totals.argmax())], period, words),
        most=words.invitations(int(totals.max())),
        last=figures.period_name(totals.index[-1], period, words),
        latest=words.invitations(int(totals.iloc[-1])),
        shares=words.join(
            f"{view.short(code)} {words.percent(share)}"
            for code, share in zip(ranked["category"], ranked["share"], strict=True)
        ),
    )


def year_against_previous(view: View, draws: pd.DataFrame) -> str:
    """Return the year's invitations beside the previous year's up to the same day."""
    _, words = view.words.gettext, view.words
    year = year_to_date(draws, view.end)
    facts = {
        "invitations": words.invitations(year.invitations),
        "day": words.day(view.end, "d MMMM"),
        "year": year.year,
        "previous": words.number(year.previous_invitations),
    }
    if not year.invitations:
        text = _("No invitations in {year} up to {day}")
    elif not year.previous_invitations:
        text = _("{invitations} in {year} by {day}, and none a year before")
    elif year.invitations == year.previous_invitations:
        text = _("{invitations} in {year} by {day}, as many as a year before")
    elif year.invitations > year.previous_invitations:
        text = _("{invitations} in {year} by {day}, up from {previous} a year before")
    else:
        text = _("{invitations} in {year} by {day}, down from {previous} a year before")
    return text.format(**facts)


def on_a_phone(view: View, period: str) -> str:
    """Return that a phone shows only the last periods."""
    _, n = view.words.gettext, figures.PERIODS[period].on_phone
    texts = {
        "week": _("Last {n} weeks; all are in the numbers"),
        "month": _("Last {n} months; all are in the numbers"),
        "quarter": _("Last {n} quarters; all are in the numbers"),
        "year": _("Last {n} years; all are in the numbers"),
    }
    return texts[period].format(n=view.words.number(n))


def years_title(view: View, draws: pd.DataFrame, running: pd.DataFrame) -> str:
    """Return the year's invitations: a record, or compared with the year before by the same day."""
    _, words = view.words.gettext, view.words
    ends = running.drop_duplicates("year", keep="last")["invitations"]
    if len(ends) < ENOUGH or ends.iloc[-1] <= ends.iloc[:-1].max():
        return year_against_previous(view, draws)
    return _("{invitations} in {year} by {day}, more than in any year before").format(
        invitations=words.invitations(int(ends.iloc[-1])),
        year=view.end.year,
        day=words.day(view.end, "d MMMM"),
    )


def none_lately(view: View, running: pd.DataFrame) -> tuple[str, str]:
    """Return since when inactive categories had no invitation, and how many in each year before."""
    _, words, last = view.words.gettext, view.words, view.in_categories.iloc[-1]
    text = _("No {category} invitation since {day}")
    if view.age == "old":
        text = _("Last known {category} invitations: {day}")
    ends = running.drop_duplicates("year", keep="last")
    totals = words.join(
        _("{n} in {year}").format(n=words.number(row.invitations), year=row.year)
        for row in ends.itertuples()
        if row.invitations
    )
    head = text.format(category=view.short(last["category"]), day=words.day(last["date"]))
    return head, _("Invitations in the chosen categories: {totals}.").format(totals=totals)


def years_note(view: View, running: pd.DataFrame) -> str:
    """Return what a line is, and the total of the whole year before."""
    _, words, year = view.words.gettext, view.words, view.end.year - 1
    note = _(
        "Each line adds up one year’s invitations from 1 January, in the chosen "
        "categories. Years before the chosen dates are shown too."
    )
    totals = running.loc[running["year"] == year, "invitations"]
    if totals.empty:
        return note
    whole = _("In all of {year}: {invitations}.").format(
        year=year, invitations=words.invitations(int(totals.iloc[-1]))
    )
    return f"{whole} {note}"


def years_alt(view: View, running: pd.DataFrame, title: str) -> str:
    """Return the title with the totals of all earlier years."""
    _, words = view.words.gettext, view.words
    ends = running.drop_duplicates("year", keep="last").iloc[-2::-1]
    if ends.empty:
        return _("{title}.").format(title=title)
    totals = words.join(
        _("{n} in {year}").format(n=words.number(row.invitations), year=row.year)
        for row in ends.itertuples()
    )
    return _("{title}. Totals of earlier years: {years}.").format(title=title, years=totals)
