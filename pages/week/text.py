"""Sentences on a week, for the page and for the Markdown to copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analysis.rounds.facts import Fact
from analysis.rounds.week import Brief, week_name
from pages.language import Words
from pages.plot import style
from pages.rounds.facts import Label, has_extreme, headline
from pages.week import unusual

NAMED = 3  # cut-offs that a title has room for
FactsById = Mapping[str, Sequence[Fact]]  # of rounds
# Facts that the week states once, so that its rounds need not repeat them.
WEEK_FACTS = ("place_in_week", "same_day", "cumulative_year")


def title(brief: Brief, words: Words) -> str:
    """Return the title of a week: "Week 49 of 2023: 3 rounds, 11,650 invitations"."""
    _ = words.gettext
    year, week, _weekday = brief.monday.isocalendar()
    if brief.rounds.empty:
        return _("Week {week} of {year}: no round").format(week=week, year=year)
    return _("Week {week} of {year}: {rounds}, {invitations}").format(
        week=week,
        year=year,
        rounds=words.rounds(len(brief.rounds)),
        invitations=words.invitations(brief.invitations),
    )


def days(brief: Brief, words: Words) -> str:
    """Return the days of the week, and that the data ends before its Sunday if so."""
    period = words.period(brief.monday, brief.end)
    if brief.over:
        return period
    text = words.gettext("{period}. The data ends that day, so the week may not be over")
    return text.format(period=period)


def lead(brief: Brief, words: Words, label: Label) -> str:
    """Return the rounds of the week in a sentence, or the previous round if it had none."""
    _ = words.gettext
    if brief.rounds.empty:
        last = brief.last
        if last is None:
            return _("No round in {week}.").format(week=week_name(brief.monday))
        text = _("No round in {week}. The previous one was {id} ({category}) on {day}.")
        return text.format(
            week=week_name(brief.monday),
            id=words.round_id(last["round_id"]),
            category=label(last["category"]),
            day=words.day(last["date"]),
        )
    template = _("{category} on {weekday} ({invitations}, cut-off {cutoff})")
    rounds = words.join(
        template.format(
            category=label(row.category),
            weekday=words.day(row.date, "EEEE"),
            invitations=words.invitations(row.invitations),
            cutoff=words.number(row.cutoff),
        )
        for row in style.rows(brief.rounds)
    )
    return _("{rounds}: {list}.").format(rounds=words.rounds(len(brief.rounds)), list=rounds)


def invitations_compared(brief: Brief, words: Words) -> str:
    """Return how many of the previous weeks had fewer invitations."""
    n_, before = words.ngettext, brief.weeks["invitations"].iloc[:-1]
    fewer = int((before < brief.invitations).sum())
    if fewer == len(before):
        text = n_(
            "More invitations than in the previous week",
            "More invitations than in any of the previous {of} weeks",
            len(before),
        )
    elif not brief.invitations:
        text = words.gettext("No invitations; {some} of the previous {of} weeks had some")
    elif not fewer:
        text = n_(
            "The previous week had at least as many invitations",
            "Each of the previous {of} weeks had at least as many invitations",
            len(before),
        )
    elif (before > 0).all():
        text = words.gettext("More invitations than in {fewer} of the previous {of} weeks")
    else:
        text = words.gettext(
            "More invitations than in {fewer} of the previous {of} weeks, {none} of which had none"
        )
    return text.format(
        fewer=words.number(fewer),
        some=words.number((before > 0).sum()),
        none=words.number((before == 0).sum()),
        of=words.number(len(before)),
    )


def changes(brief: Brief, words: Words, label: Label) -> str:
    """Return how each cut-off changed or, of many, the largest change; at least one must have."""
    _, rounds = words.gettext, brief.rounds.dropna(subset="change")
    if not 1 < len(rounds) <= NAMED:
        return _largest_change(brief, words, label)
    clauses = [
        (
            _("{category} rose to {cutoff}")
            if row.change > 0
            else _("{category} fell to {cutoff}")
            if row.change < 0
            else _("{category} stayed at {cutoff}")
        ).format(category=label(row.category), cutoff=words.number(row.cutoff))
        for row in style.rows(rounds)
    ]
    return "; ".join(clauses)


def _largest_change(brief: Brief, words: Words, label: Label) -> str:
    _, change = words.gettext, brief.rounds["change"]
    row = brief.rounds.iloc[change.abs().fillna(-1).argmax()]
    values = {
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
    return text.format(**values)


def year_to_date(brief: Brief, words: Words) -> str:
    """Return the year's invitations up to the end of the week, compared with the year before."""
    _, year = words.gettext, brief.year
    values = {
        "day": words.day(brief.year_end, "d MMMM"),
        "year": year.year,
        "before": year.previous_year,
        "invitations": words.invitations(year.invitations),
        "n": words.number(abs(year.more_invitations)),
    }
    if not year.previous_rounds:
        text = _("{invitations} in {year} up to {day}")
    elif year.more_invitations < 0:
        text = _("{invitations} in {year} up to {day}, {n} fewer than by the same date in {before}")
    elif year.more_invitations > 0:
        text = _("{invitations} in {year} up to {day}, {n} more than by the same date in {before}")
    else:
        text = _("{invitations} in {year} up to {day}, as many as by the same date in {before}")
    return text.format(**values)


def round_facts(facts: Sequence[Fact], words: Words, label: Label) -> list[str]:
    """Return the most newsworthy sentences on a round, without those on its week."""
    return headline([fact for fact in facts if fact.kind not in WEEK_FACTS], words, label)


def year_summary(brief: Brief, words: Words) -> str:
    """Return the rounds and invitations of the year so far, and by the same day a year before."""
    _, year = words.gettext, brief.year
    values = {
        "year": year.year,
        "day": words.day(brief.year_end, "d MMMM"),
        "rounds": words.rounds(year.rounds),
        "invitations": words.invitations(year.invitations),
        "before": year.previous_year,
        "previous_rounds": words.rounds(year.previous_rounds),
        "previous_invitations": words.invitations(year.previous_invitations),
    }
    if not year.previous_rounds:
        return _("{year} up to {day}: {rounds}, {invitations}.").format(**values)
    return _(
        "{year} up to {day}: {rounds}, {invitations}. {before} up to the same day: "
        "{previous_rounds}, {previous_invitations}."
    ).format(**values)


def week_and_year(brief: Brief, rounds: FactsById, words: Words, label: Label) -> list[str]:
    """Return the sentences on the week as a whole, then the one on the year so far."""
    extremes = any(has_extreme(facts) for facts in rounds.values())
    sentences = unusual.sentences(brief.facts, words, label, rounds_have_extreme=extremes)
    return [*sentences, year_summary(brief, words)]


def markdown(
    brief: Brief, rounds: FactsById, later: Sequence[str], words: Words, label: Label
) -> Iterator[str]:
    """Yield the brief as lines of Markdown; `label` returns escaped names."""
    _ = words.gettext
    yield from (f"# {title(brief, words)}", "", f"{days(brief, words)}.", "")
    yield from (lead(brief, words, label), "")
    if len(brief.rounds):
        heads = (_("Round"), _("Date"), _("Category"), _("Invitations"), _("Cut-off"), _("Change"))
        yield f"| {' | '.join(heads)} |"
        yield "|---|---|---|--:|--:|--:|"
        yield from (_row(row, words, label) for row in style.rows(brief.rounds))
        yield ""
        for round_id, facts in rounds.items():
            yield f"- **#{round_id}** {' '.join(round_facts(facts, words, label))}"
        yield ""
    lines = week_and_year(brief, rounds, words, label)
    yield from (
        f"## {_('The week, and the year up to then')}",
        "",
        *(f"- {text}" for text in lines),
        "",
    )
    if later:
        yield from (f"## {_('After that week')}", "", *(f"- {text}" for text in later), "")


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
