"""What happened in a week as sentences, on the screen and as Markdown to take along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from analysis.rounds.facts import Fact
from analysis.rounds.week import Brief, week_name
from pages.language import Words
from pages.rounds.facts import Label, headline
from pages.week import unusual

# What a week says once is not said again of each of its rounds.
OF_THE_WEEK = ("place_in_week", "same_day", "cumulative_year")


def title(told: Brief, words: Words) -> str:
    """Return the week and its finding: "Week 49 of 2023: 3 rounds, 11,650 invitations"."""
    _ = words.gettext
    year, week, _weekday = told.monday.isocalendar()
    if told.rounds.empty:
        return _("Week {week} of {year}: no round").format(week=week, year=year)
    return _("Week {week} of {year}: {rounds}, {invitations}").format(
        week=week,
        year=year,
        rounds=words.rounds(len(told.rounds)),
        invitations=words.invitations(told.invitations),
    )


def days(told: Brief, words: Words) -> str:
    """Return which days are meant, and that the record ends among them if it does."""
    period = words.period(told.monday, told.end)
    if told.over:
        return period
    text = words.gettext("{period}. The data ends that day, so the week may not be over")
    return text.format(period=period)


def lead(told: Brief, words: Words, label: Label) -> str:
    """Return the rounds of the week in a sentence, or the round before it if it had none."""
    _ = words.gettext
    if told.rounds.empty:
        last = told.last
        if last is None:
            return _("No round in {week}.").format(week=week_name(told.monday))
        text = _("No round in {week}. The previous one was #{id} ({category}) on {day}.")
        return text.format(
            week=week_name(told.monday),
            id=last["round_id"],
            category=label(last["category"]),
            day=words.day(last["date"]),
        )
    one = _("{category} on {weekday} ({invitations}, cut-off {cutoff})")
    listed = words.join(
        one.format(
            category=label(row.category),
            weekday=words.day(row.date, "EEEE"),
            invitations=words.invitations(row.invitations),
            cutoff=words.number(row.cutoff),
        )
        for row in rows(told.rounds)
    )
    return _("{rounds}: {list}.").format(rounds=words.rounds(len(told.rounds)), list=listed)


def among(told: Brief, words: Words) -> str:
    """Return for how many of the weeks before the week had more invitations."""
    n_, before = words.ngettext, told.weeks["invitations"].iloc[:-1]
    fewer = int((before < told.invitations).sum())
    if fewer == len(before):
        text = n_(
            "More invitations than in the previous week",
            "More invitations than in any of the previous {of} weeks",
            len(before),
        )
    elif not told.invitations:
        text = words.gettext("No invitations; {some} of the previous {of} weeks had some")
    elif not fewer:
        text = n_(
            "The previous week had at least as many invitations",
            "Each of the previous {of} weeks had at least as many invitations",
            len(before),
        )
    else:
        text = words.gettext("More invitations than in {fewer} of the previous {of} weeks")
    return text.format(
        fewer=words.number(fewer),
        some=words.number((before > 0).sum()),
        of=words.number(len(before)),
    )


def moved(told: Brief, words: Words, label: Label) -> str:
    """Return which cut-off moved most, and by how much; one of them has to have moved."""
    _, change = words.gettext, told.rounds["change"]
    row = told.rounds.iloc[change.abs().fillna(-1).argmax()]
    said = {
        "category": label(row["category"]),
        "points": words.points(abs(int(row["change"]))),
        "cutoff": words.number(row["cutoff"]),
    }
    if row["change"] > 0:
        text = _("{category} cut-off up {points} to {cutoff}")
    elif row["change"] < 0:
        text = _("{category} cut-off down {points} to {cutoff}")
    else:
        text = _("{category} cut-off unchanged at {cutoff}")
    return text.format(**said)


def so_far(told: Brief, words: Words) -> str:
    """Return how far the year is ahead of the one before it or behind it."""
    _, so_far = words.gettext, told.year
    said = {
        "year": so_far.year,
        "before": so_far.previous_year,
        "invitations": words.invitations(so_far.invitations),
        "n": words.number(abs(so_far.more_invitations)),
    }
    if not so_far.previous_rounds:
        text = _("{invitations} in {year} so far")
    elif so_far.more_invitations < 0:
        text = _("{invitations} in {year} so far, {n} fewer than by the same date in {before}")
    elif so_far.more_invitations > 0:
        text = _("{invitations} in {year} so far, {n} more than by the same date in {before}")
    else:
        text = _("{invitations} in {year} so far, as many as by the same date in {before}")
    return text.format(**said)


def of_round(facts: Sequence[Fact], words: Words, label: Label) -> list[str]:
    """Return the few things most worth saying of a round beside the others of its week."""
    return headline([fact for fact in facts if fact.kind not in OF_THE_WEEK], words, label)


def year(told: Brief, words: Words) -> str:
    """Return the year so far, against the same days of the year before if it had any round."""
    _, so_far = words.gettext, told.year
    said = {
        "year": so_far.year,
        "day": words.day(told.year_end, "d MMMM"),
        "rounds": words.rounds(so_far.rounds),
        "invitations": words.invitations(so_far.invitations),
        "before": so_far.previous_year,
        "previous_rounds": words.rounds(so_far.previous_rounds),
        "previous_invitations": words.invitations(so_far.previous_invitations),
    }
    if not so_far.previous_rounds:
        return _("{year} up to {day}: {rounds}, {invitations}.").format(**said)
    return _(
        "{year} up to {day}: {rounds}, {invitations}. {before} up to the same day: "
        "{previous_rounds}, {previous_invitations}."
    ).format(**said)


def markdown(
    told: Brief, of_rounds: Sequence[str], later: Sequence[str], words: Words, label: Label
) -> Iterator[str]:
    """Yield the brief as lines of Markdown; `label` gives names that are escaped for it."""
    _ = words.gettext
    yield from (f"# {title(told, words)}", "", f"{days(told, words)}.", "")
    yield from (lead(told, words, label), "")
    if len(told.rounds):
        heads = (_("Round"), _("Date"), _("Category"), _("Invitations"), _("Cut-off"), _("Change"))
        yield f"| {' | '.join(heads)} |"
        yield "|---|---|---|--:|--:|--:|"
        yield from (_row(row, words, label) for row in rows(told.rounds))
        yield from ("", *(f"- {text}" for text in of_rounds), "")
    said = [*unusual.unusual(told.facts, words, label), year(told, words)]
    yield from (f"## {_('The week and the year so far')}", "", *(f"- {text}" for text in said), "")
    if later:
        yield from (f"## {_('After that week')}", "", *(f"- {text}" for text in later), "")


def rows(rounds: pd.DataFrame) -> Iterator[Any]:
    """Return the rounds with their columns as attributes."""
    return rounds.itertuples(index=False)


def _row(row: Any, words: Words, label: Label) -> str:
    cells = (
        f"#{row.round_id}",
        words.day(row.date),
        label(row.category),
        words.number(row.invitations),
        words.number(row.cutoff),
        words.signed(row.change),
    )
    return f"| {' | '.join(cells)} |"
