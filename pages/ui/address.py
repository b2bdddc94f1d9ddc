"""The parameters in the address of a page: which are ours, and which of them can't be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from analysis.crs.points import SCORE_MAX, SCORE_MIN, CandidateError, parse_score
from data.vocabulary.days import parse_day
from data.vocabulary.languages import LANGUAGES, PARAMETER
from pages.language import Words

EARLIEST, LATEST = date(2015, 1, 1), date(2100, 12, 31)
CHART = "chart"  # the parameter that selects the chart of an embedded view
LISTS = ("category", "eligible", "then-eligible")
DAYS = ("from", "to", "on", "since")
SCORES = ("score", "then")
FLAGS = ("with-pnp", "missing", "nomination", "then-nomination", "link", "print")
CHOICES: Mapping[str, Sequence[str]] = {
    PARAMETER: tuple(LANGUAGES),
    "events": ("scale", "all", "none"),
    "by": ("auto", "week", "month", "quarter", "year"),
    "show": ("numbers", "shares"),
    **dict.fromkeys(FLAGS, ("true", "false")),
}
IN_ANY_CASE = ("by", "show", *FLAGS)
# All our parameters. A link has no others: they are of those who sent the visitor.
OURS = (
    *LISTS,
    *DAYS,
    *SCORES,
    *CHOICES,
    *(CHART, "code", "search", "round", "claim", "week", "profile"),
)
REFUSED = "refused-in-address"
SHOWN = 60  # letters of a value that a notice repeats


def refuse() -> None:
    """Take out of the address what can't be read, before a widget drops it without a word.

    That is a value that its parameter can't have, and a second one where there can be only one.
    `refused_notices` says so in the run that this starts. Which categories and years there are is
    known only to the page.
    """
    values = {name: st.query_params.get_all(name) for name in OURS}
    refused = {name: found for name, found in values.items() if not _is_readable(name, found)}
    if refused:
        for name in refused:
            del st.query_params[name]
        st.session_state[REFUSED] = refused
        st.rerun()


def _is_readable(name: str, values: Sequence[str]) -> bool:
    if name in LISTS or not values:
        return True
    if len(values) > 1:
        return False
    if name in DAYS:
        return _has_day(values[0])
    if name in SCORES:
        return _has_score(values[0])
    value = values[0].lower() if name in IN_ANY_CASE else values[0]
    return name not in CHOICES or value in CHOICES[name]


def _has_day(text: str) -> bool:
    try:
        return EARLIEST <= parse_day(text) <= LATEST
    except ValueError:
        return False


def _has_score(text: str) -> bool:
    try:
        parse_score(text)
    except CandidateError:
        return False
    return True


def refused_notices(words: Words, but: Sequence[str] = ()) -> list[str]:
    """Return a sentence for each parameter `but` some that was just taken out of the address."""
    refused: Mapping[str, list[str]] = st.session_state.pop(REFUSED, {})
    return [_notice(name, refused[name], words) for name in refused if name not in but]


def _notice(name: str, values: Sequence[str], words: Words) -> str:
    _ = words.gettext
    if len(values) > 1:
        text = _("“{name}” is in the address more than once: {values}. It was ignored.")
        return text.format(name=name, values=words.join(f"“{_cut(value)}”" for value in values))
    if name in DAYS:
        text = _("a date like 2026-08-20, from {start} to {end}")
        return ignored(name, values[0], [text.format(start=EARLIEST, end=LATEST)], words)
    if name in SCORES:
        text = _("a whole number from {low} to {high}")
        return ignored(name, values[0], [text.format(low=SCORE_MIN, high=SCORE_MAX)], words)
    return ignored(name, values[0], CHOICES[name], words)


def ignored(name: str, value: str, possible: Sequence[object], words: Words) -> str:
    """Return the sentence that a value in the address was ignored, and what is possible instead."""
    text = words.gettext("“{parameter}” in the address was ignored. Possible: {possible}.")
    return text.format(parameter=f"{name}={_cut(value)}", possible=", ".join(map(str, possible)))


def _cut(value: str) -> str:
    return value if len(value) <= SHOWN else f"{value[:SHOWN]}…"


def unknown_category_notices(
    name: str, values: Sequence[str], codes: Sequence[str], words: Words
) -> list[str]:
    """Return a sentence for each value of a parameter that is not a category."""
    return [ignored(name, value, codes, words) for value in values if value and value not in codes]
