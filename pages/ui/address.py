"""Checks of the dates and categories in an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pages.language import Words

EARLIEST, LATEST = date(2015, 1, 1), date(2100, 12, 31)


def invalid_value_notices(
    params: Mapping[str, list[str]], codes: Sequence[str], words: Words
) -> list[str]:
    """Return a sentence for each value in the URL that is not a category or a date."""
    _ = words.gettext
    sentences = [
        _("There is no category “{value}” in the data. It was ignored.").format(value=value[:60])
        for value in params["category"]
        if value not in codes
    ]
    for key in ("from", "to"):
        for value in params[key]:
            try:
                day = date.fromisoformat(value)
            except ValueError:
                text = _("“{value}” is not a date like 2026-08-20. It was ignored.")
                sentences.append(text.format(value=value[:60]))
                continue
            if not EARLIEST <= day <= LATEST:
                text = _("The date “{value}” is not between {start} and {end}. It was ignored.")
                sentences.append(
                    text.format(value=value[:60], start=EARLIEST.isoformat(), end=LATEST.year)
                )
    return sentences
