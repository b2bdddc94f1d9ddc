"""The parameters in the address of a page: which are ours, and which of them can't be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from data.vocabulary.days import parse_day
from data.vocabulary.languages import PARAMETER
from pages.language import Words

EARLIEST, LATEST = date(2015, 1, 1), date(2100, 12, 31)
CHART = "chart"  # the parameter that selects the chart of an embedded view
LISTS = ("category", "eligible", "then-eligible")
DAYS = ("from", "to", "on", "since")
# All our parameters. A link has no others: they are of those who sent the visitor.
OURS = (
    *LISTS,
    *DAYS,
    *(PARAMETER, CHART, "events", "with-pnp", "by", "show", "calendar-year", "missing"),
    *("search", "round", "claim", "week"),
    *("score", "nomination", "then", "then-nomination", "profile", "link", "print"),
)
REFUSED = "refused-in-address"
SHOWN = 60  # letters of a value that a notice repeats


def refuse() -> None:
    """Take out of the address what can't be read, before a widget reads it in a way of its own.

    That is a date that is not written like 2026-08-20, and a second value where there can be only
    one. `refused_notices` says so in the run that this starts.
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
    return len(values) == 1 and (name not in DAYS or _has_day(values[0]))


def _has_day(text: str) -> bool:
    try:
        return EARLIEST <= parse_day(text) <= LATEST
    except ValueError:
        return False


def refused_notices(words: Words, but: Sequence[str] = ()) -> list[str]:
    """Return a sentence for each parameter `but` some that was just taken out of the address."""
    refused: Mapping[str, list[str]] = st.session_state.pop(REFUSED, {})
    return [_notice(name, refused[name], words) for name in refused if name not in but]


def _notice(name: str, values: Sequence[str], words: Words) -> str:
    _ = words.gettext
    if len(values) > 1:
        text = _("“{name}” is in the address more than once: {values}. It was ignored.")
        return text.format(name=name, values=words.join(f"“{value[:SHOWN]}”" for value in values))
    value = values[0][:SHOWN]
    try:
        parse_day(value)
    except ValueError:
        return _("“{value}” is not a date like 2026-08-20. It was ignored.").format(value=value)
    text = _("The date “{value}” is not between {start} and {end}. It was ignored.")
    return text.format(value=value, start=EARLIEST.isoformat(), end=LATEST.year)


def unknown_category_notices(
    values: Sequence[str], codes: Sequence[str], words: Words
) -> list[str]:
    """Return a sentence for each value in the address that is not a category."""
    text = words.gettext("There is no category “{value}” in the data. It was ignored.")
    return [text.format(value=value[:SHOWN]) for value in values if value not in codes]
