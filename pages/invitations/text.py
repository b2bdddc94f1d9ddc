"""Titles, notes and text alternatives of the invitations figures."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.rounds.invitations import year_to_date
from pages.invitations import figures
from pages.plot import layout
from pages.ui.view import View

DAY = pd.Timedelta(days=1)


def total(view: View, by_category: pd.DataFrame) -> str:
    """Return how many were invited, and the category with most of them."""
    _, words = view.words.gettext, view.words
    first: Any = by_category.iloc[by_category["invitations"].argmax()]
    facts = {
        "invitations": words.invitations(int(by_category["invitations"].sum())),
        "rounds": words.rounds(int(by_category["rounds"].sum())),
    }
    if len(by_category) == 1:
        text = _("{invitations} in {rounds}")
    else:
        text = _("{invitations} in {rounds}: {category} had the largest share, {percent}")
        facts["category"] = view.short(first["category"])
        facts["percent"] = words.percent(first["share"])
    return text.format(**facts)


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
    sentences = [notes[period]]
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
    """Return the year's invitations compared with the previous year's up to the same day."""
    _, words = view.words.gettext, view.words
    year = year_to_date(draws, view.end)
    more = year.invitations - year.previous_invitations
    facts = {
        "invitations": words.invitations(year.invitations),
        "day": words.day(view.end, "d MMMM"),
        "year": year.year,
        "before": year.year - 1,
        "difference": words.number(abs(more)),
        "previous": words.number(year.previous_invitations),
    }
    if not year.invitations:
        text = _("No invitations in {year} up to {day}")
    elif not year.previous_invitations:
        text = _("{invitations} in {year} up to {day}, and none in {before} by the same date")
    elif more == 0:
        text = _("{invitations} in {year} up to {day}, the same as in {before} by that date")
    elif more > 0:
        text = _(
            "{invitations} in {year} up to {day}, {difference} more than in {before} by "
            "the same date ({previous})"
        )
    else:
        text = _(
            "{invitations} in {year} up to {day}, {difference} fewer than in {before} by "
            "the same date ({previous})"
        )
    return text.format(**facts)


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
    totals = words.join(f"{row.year}: {words.number(row.invitations)}" for row in ends.itertuples())
    return _("{title}. Totals of earlier years: {years}.").format(title=title, years=totals)
