"""Sentences of the Categories page."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.occupations.lists import in_force, listed_since, lists_of
from analysis.rounds.frequency import DORMANT_DAYS
from data.occupations.lists import bundled_lists
from data.vocabulary.categories import Category
from data.vocabulary.reference import CANADA
from pages.language import Words
from pages.language.columns import program
from pages.ui.markdown import plain
from pages.ui.view import View


def question(category: Category, words: Words) -> str:
    """Return the question that the page of a category answers."""
    text = words.gettext("{category}: who is invited, and how did the rounds go?")
    return text.format(category=words.short(category))


def lead(view: View, category: Category) -> list[str]:
    """Return what a category is and where it stands, for somebody who has never heard of it."""
    _ = view.words.gettext
    return [
        " ".join([_selects(view, category), _no_draw(view)]),
        " ".join(
            filter(None, [_rounds(view, category), _listed(view, category), _other_list(view)])
        ),
    ]


def _no_draw(view: View) -> str:
    return view.words.gettext(
        "In the news a round is often a “draw”, but nothing is left to chance: of these people, "
        "those with the highest CRS scores are invited to apply for permanent residence."
    )


def _selects(view: View, category: Category) -> str:
    """Return whom a round of the category invites."""
    _, words = view.words.gettext, view.words
    if category.kind == "general":
        return _("**General rounds** invite from everyone in the pool, in all programs.")
    if category.code == "pnp":
        return _(
            "**PNP rounds** invite only people whom a province or territory has nominated. The "
            "nomination adds 600 points, so these cut-offs are high."
        )
    if category.kind == "program":
        text = _("**{category} rounds** invite only people who qualify for one program: {program}.")
        return text.format(
            category=plain(words.short(category)), program=plain(program(category.code, words))
        )
    if category.code == "french":
        return _(
            "**French rounds** invite only people with a good test result in French, whatever "
            "their occupation."
        )
    if category.code == "stem":
        meaning = _("STEM is science, technology, engineering and mathematics.")
        return f"{_selects_by_work(view, category)} {meaning}"
    return _selects_by_work(view, category)


def _selects_by_work(view: View, category: Category) -> str:
    """Return in how many occupations one has to have worked."""
    _, words = view.words.gettext, view.words
    rule = _rule_of_rounds(view, category.code)
    if rule is None:
        text = _("**{category} rounds** invite only people whom IRCC selects for this category.")
        return text.format(category=plain(words.short(category)))
    if is_dropped(view, category):
        text = words.ngettext(
            "**{category} rounds** invited only people with {experience} in {n} listed occupation.",
            "**{category} rounds** invited only people with {experience} in one of {n} listed "
            "occupations.",
            int(rule.occupations),
        )
    else:
        text = words.ngettext(
            "**{category} rounds** invite only people with {experience} in {n} listed occupation.",
            "**{category} rounds** invite only people with {experience} in one of {n} listed "
            "occupations.",
            int(rule.occupations),
        )
    return text.format(
        category=plain(words.short(category)),
        experience=_experience(rule, words),
        n=words.number(rule.occupations),
    )


def _experience(rule: Any, words: Words) -> str:
    """Return what a rule asks for, as far as it fits into a sentence."""
    _ = words.gettext
    if rule.category == "military":
        return _(
            "long service in a foreign military and a job offer from the Canadian Armed Forces"
        )
    return _("work experience in Canada") if rule.place == CANADA else _("work experience")


def _rule_of_rounds(view: View, code: str) -> Any | None:
    """Return the newest rule of a category or, if it was dropped, that of its latest round."""
    rule, rules = latest_rule(code), bundled_lists().rules
    if view.draws.empty or rule is None or not _is_over(view, rule):
        return rule
    year = lists_of(view.draws, rules).iloc[-1]
    return next(rules[(rules["category"] == code) & (rules["list"] == year)].itertuples(), rule)


def is_dropped(view: View, category: Category) -> bool:
    """Return whether the category was on IRCC's list and is no more."""
    rule = latest_rule(category.code)
    return rule is not None and _is_over(view, rule)


def _is_over(view: View, rule: Any) -> bool:
    return bool(pd.notna(rule.effective_to) and rule.effective_to.date() < view.today)


def _rounds(view: View, category: Category) -> str:
    """Return how many rounds there were, and how long the last one is ago."""
    _, words, draws = view.words.gettext, view.words, view.draws
    if draws.empty:
        text = _("**There have been no {category} rounds** up to {day}, the last day we know.")
        return text.format(category=plain(words.short(category)), day=plain(words.day(view.as_of)))
    last = draws.iloc[-1]
    text = _about_last_round(view)
    count = words.ngettext("It was the only round", "There were {n} rounds in all", len(draws))
    facts = {
        "category": words.short(category),
        "last": words.day(last["date"]),
        "id": words.round_id(last["round_id"]),
        "invitations": words.invitations(int(last["invitations"])),
        "cutoff": words.number(last["cutoff"]),
        "count": count.format(n=words.number(len(draws))),
        "day": words.day(view.as_of),
    }
    return text.format(**{name: plain(fact) for name, fact in facts.items()})


def _about_last_round(view: View) -> str:
    """Return the sentence on the latest round, by how long ago it was and how old the data is."""
    _ = view.words.gettext
    if view.age == "old":
        return _(
            "**The last known round** was {id} on {last}: {invitations} at a cut-off of {cutoff}. "
            "{count} up to {day}, and newer ones may be missing."
        )
    if _is_inactive(view):
        return _(
            "**There has been no {category} round since {last}.** That round, {id}, was for "
            "{invitations} at a cut-off of {cutoff}. {count}, and we know all rounds up to {day}."
        )
    return _(
        "**The latest round** was {id} on {last}: {invitations} at a cut-off of {cutoff}. "
        "{count} up to {day}."
    )


def _listed(view: View, category: Category) -> str:
    """Return whether the category is on IRCC's list in force."""
    _, words, rule = view.words.gettext, view.words, latest_rule(category.code)
    if rule is None:
        return ""
    if _is_over(view, rule):
        text = _("IRCC dropped the category from its list on {day}.")
        return text.format(day=plain(words.day(rule.effective_to + pd.Timedelta(days=1))))
    if view.draws.empty:
        text = _("The category has been on IRCC’s list since {day}.")
        return text.format(day=plain(words.day(rule.effective_from)))
    text = _("The category is still on IRCC’s {year} list.") if _is_inactive(view) else ""
    return text.format(year=rule.list)


def _other_list(view: View) -> str:
    """Say how the list has changed since the latest round, if it has."""
    words, known = view.words, bundled_lists()
    code = view.filter.categories[0]
    rule = latest_rule(code)
    if view.draws.empty or rule is None or pd.isna(rule.occupations):
        return ""
    year = lists_of(view.draws, known.rules).iloc[-1]
    own = known.occupations[known.occupations["category"] == code]
    then, now = (set(own.loc[own["list"] == y, "noc"]) for y in (year, rule.list))
    if then == now or not then:
        return ""
    text = words.ngettext(
        "Round {id} selected from the {then} list of {n}; {left} of these is on the {now} list of "
        "{all}.",
        "Round {id} selected from the {then} list of {n}; {left} of these are on the {now} list of "
        "{all}.",
        len(then & now),
    )
    return text.format(
        id=plain(words.round_id(view.draws["round_id"].iloc[-1])),
        then=year,
        n=words.number(len(then)),
        left=words.number(len(then & now)),
        now=rule.list,
        all=words.number(len(now)),
    )


def _is_inactive(view: View) -> bool:
    draws = view.draws
    return draws.empty or (pd.Timestamp(view.as_of) - draws["date"].iloc[-1]).days > DORMANT_DAYS


def latest_rule(code: str) -> Any | None:
    """Return the newest rule of a category, or None if there is none."""
    rules = bundled_lists().rules
    own = rules[rules["category"] == code].sort_values("effective_from")
    return None if own.empty else next(own.iloc[[-1]].itertuples())


def standing(view: View, category: Category, today: pd.DataFrame) -> str:
    """Return whether a category is on the list in force, in a few words; `today` are its rules."""
    _, words = view.words.gettext, view.words
    if category.kind != "category":
        return _("no list")
    if category.code in today.index:
        since = listed_since(bundled_lists().rules, category.code)
        return _("on the list since {day}").format(day=words.day(since, "d MMM y"))
    rule = latest_rule(category.code)
    if rule is None:
        return _("not known")
    return _("until {day}").format(day=words.day(rule.effective_to, "d MMM y"))


def conditions(rule: Any, words: Words) -> list[str]:
    """Return what a rule asks for, a line for each condition."""
    _ = words.gettext
    lines = []
    if pd.notna(rule.months):
        text = _("At least {n} months of work in the last {years} years")
        lines.append(
            text.format(n=words.number(rule.months), years=words.number(rule.within_years))
        )
        lines.append(
            _("The months have to follow each other")
            if rule.continuous
            else _("The months don’t have to follow each other")
        )
        lines.append(
            _("Only work in Canada counts")
            if rule.place == CANADA
            else _("Work in Canada and abroad counts")
        )
    if pd.notna(rule.nclc):
        text = _("French at NCLC {level} or higher in all four abilities")
        lines.append(text.format(level=words.number(rule.nclc)))
    more = getattr(rule, f"more_{words.language}", rule.more_en)
    if pd.notna(more):
        lines += [part[0].upper() + part[1:] for part in more.split("; ")]
    lines.append(
        _("As in every round: a profile in the pool, and a CRS score that reaches the cut-off")
    )
    return lines


def rule_on(view: View, code: str) -> Any | None:
    """Return the rule of a category that is in force today, or None."""
    rules = in_force(bundled_lists().rules, view.today)
    own = rules[rules["category"] == code]
    return None if own.empty else next(own.itertuples())
