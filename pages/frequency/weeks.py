"""Section of the frequency page: how many rounds each week had, year by year."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from analysis.rounds import frequency
from analysis.rounds.cutoffs import series
from pages.frequency import weeks_figures as figures
from pages.frequency.weeks_figures import Square, Year
from pages.language import columns
from pages.plot import colours, hover, style
from pages.ui.chart import Chart
from pages.ui.view import View, per_view

FEW_DAYS = 5 * 365  # a range up to this long is drawn with a square per round
MANY = 3  # rounds that make a week a full one


@per_view
def chart(view: View) -> Chart:
    """Return the chart of the weeks: shades for many years, squares for a few."""
    words, start = view.words, max(view.start, _first_year(view))
    weeks = frequency.weeks_of_years(view.draws, start, view.end)
    is_few = (view.end - start).days <= FEW_DAYS
    names = {code: view.short(code) for code in view.categories}
    title = view.of_chosen(_few_title(view, weeks) if is_few else _many_title(view, weeks))
    return Chart(
        _squares(view, weeks) if is_few else _shades(view, weeks, names),
        key="rounds-per-week",
        categories=view.filter.categories,
        measure=words.gettext("Rounds per week"),
        title=title,
        note=_note(view, is_few=is_few),
        alt=words.gettext("Rounds by week, a row per year. {title}.").format(title=title),
        table=weeks.iloc[::-1].assign(
            round_ids=weeks["round_ids"].str.join(", "),
            categories=[" + ".join(map(names.__getitem__, c)) for c in weeks["categories"]],
        ),
        columns={
            **columns.meanings(words, "weekly", "week", "rounds", "invitations"),
            "categories": words.gettext("Categories: in the order of the rounds"),
            "round_ids": words.gettext("Which rounds: their round numbers"),
        },
    )


def _first_year(view: View) -> date:
    """Return the first day of the year of the first round shown: before it, all is empty."""
    return date.fromisocalendar(view.draws["date"].iloc[0].isocalendar().year, 1, 1)


def _shades(view: View, weeks: pd.DataFrame, names: dict[str, str]) -> Any:
    texts = [figures.week_hover(week, names, view.words) for week in style.rows(weeks)]
    chosen = view.filter.categories
    code = chosen[0] if len(chosen) == 1 else ""
    return figures.shades(weeks, _years(view, weeks, is_few=False), texts, code, view.words)


def _squares(view: View, weeks: pd.DataFrame) -> Any:
    rounds = series(view.in_categories, view.scale_changes)
    rounds = rounds[rounds["date"] >= pd.Timestamp(view.start)]
    monday = rounds["date"] - pd.to_timedelta(rounds["date"].dt.day_of_week, unit="D")
    iso = rounds["date"].dt.isocalendar()
    placed = rounds.assign(
        year=iso["year"], number=iso["week"], place=rounds.groupby(monday).cumcount()
    )
    squares = [
        Square(
            round_id=row.round_id,
            year=int(row.year),
            number=int(row.number),
            place=int(row.place),
            colour=colours.MID if row.category in view.inactive else view.colour(row.category),
            is_hollow=row.category in view.inactive and row.category not in view.focus,
            hover=hover.of_round(row, view.short(row.category), view.words),
        )
        for row in style.rows(placed)
    ]
    ends = weeks.groupby("year")["number"].agg(["min", "max"])
    limits = {int(year): (int(a), int(b)) for year, a, b in ends.itertuples()}
    key = _key(view, set(rounds["category"]))
    return figures.squares(squares, _years(view, weeks, is_few=True), limits, key, view.words)


def _key(view: View, codes: set[str]) -> list[tuple[str, str, bool]]:
    """Return the names of the colours that are drawn, each with its colour and if it is hollow."""
    _ = view.words.gettext
    key = [(view.short(code), colours.hue(code), False) for code in view.focus if code in codes]
    others = codes - set(view.focus)
    if others - set(view.inactive):
        key.append((_("other, in use"), colours.MID, False))
    if others & set(view.inactive):
        key.append((_("no longer in use"), colours.MID, True))
    return key


def _years(view: View, weeks: pd.DataFrame, *, is_few: bool) -> list[Year]:
    _, words = view.words.gettext, view.words
    years = []
    for year, own in weeks.groupby("year"):
        n, held = int(own["rounds"].sum()), int((own["rounds"] > 0).sum())
        rounds = words.rounds(n) if n else _("no round")
        facts = {"n": words.number(held), "weeks": words.number(len(own))}
        if not is_few:
            part = words.ngettext("in {n} of {weeks} weeks", "in {n} of {weeks} weeks", held)
            more = [part.format(**facts)] if n else []
            years.append(Year(int(str(year)), rounds, more, words.number(n)))
            continue
        without = words.ngettext("{n} week without", "{n} weeks without", len(own) - held)
        texts = [without.format(n=words.number(len(own) - held))]
        if own["week"].iloc[-1] == weeks["week"].iloc[-1]:
            texts.insert(0, _("to {day}").format(day=words.day(view.end, "d MMM")))
        elif own["number"].iloc[0] > 1:
            texts.insert(0, _("from {day}").format(day=words.day(view.start, "d MMM")))
        brief = "; ".join([rounds, texts[-1]])
        years.append(Year(int(str(year)), rounds, texts, brief))
    return years


def _many_title(view: View, weeks: pd.DataFrame) -> str:
    """Return the rounds of the last year beside those of the year before up to the same week."""
    _, words = view.words.gettext, view.words
    year, last = int(weeks["year"].iloc[-1]), int(weeks["number"].iloc[-1])
    n = int(weeks.loc[weeks["year"] == year, "rounds"].sum())
    before = weeks[(weeks["year"] == year - 1) & (weeks["number"] <= last)]
    more = n - int(before["rounds"].sum())
    if not n:
        return _last_known(view, year)
    held = words.ngettext(
        "{rounds} in the {weeks} week of {year}", "{rounds} in the {weeks} weeks of {year}", last
    ).format(rounds=words.rounds(n), weeks=words.number(last), year=year)
    if more > 0:
        text = _("{held}, {n} more than in {before} by then")
    elif more < 0:
        text = _("{held}, {n} fewer than in {before} by then")
    else:
        text = _("{held}, as many as in {before} by then")
    return text.format(held=held, n=words.number(abs(more)), before=year - 1)


def _few_title(view: View, weeks: pd.DataFrame) -> str:
    """Return how many weeks of the last year were full, and how many were without a round."""
    _, words = view.words.gettext, view.words
    year = int(weeks["year"].iloc[-1])
    rounds = weeks.loc[weeks["year"] == year, "rounds"]
    if not rounds.sum():
        return _last_known(view, year)
    least = MANY if rounds.max() >= MANY else 1
    n = int((rounds >= least).sum())
    facts = {
        "n": words.number(n),
        "weeks": words.number(len(rounds)),
        "without": words.number(int((rounds == 0).sum())),
        "year": year,
    }
    if rounds.min():
        return _("Every week of {year} that is shown had a round").format(year=year)
    if least == MANY:
        text = words.ngettext(
            "In {year}, {n} of {weeks} weeks had three rounds or more, and {without} had none",
            "In {year}, {n} of {weeks} weeks had three rounds or more, and {without} had none",
            n,
        )
    else:
        text = words.ngettext(
            "In {year}, {n} of {weeks} weeks had a round, and {without} had none",
            "In {year}, {n} of {weeks} weeks had a round, and {without} had none",
            n,
        )
    return text.format(**facts)


def _last_known(view: View, year: int) -> str:
    """Return that a year had no round of the chosen categories yet, and when the last was."""
    before = view.in_categories["date"].iloc[-1]
    text = view.words.gettext("No round in {year} up to {end}; the last was on {day}")
    return text.format(
        year=year, end=view.words.day(view.end, "d MMMM"), day=view.words.day(before)
    )


def _note(view: View, *, is_few: bool) -> str:
    _ = view.words.gettext
    if is_few:
        return _("A square is a round, the first of its week at the bottom.")
    return _("A cell is a week; its shade is the number of rounds. Blank: outside the dates shown.")
