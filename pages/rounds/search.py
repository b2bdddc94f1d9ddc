"""Search rounds by number, name or date."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from analysis.claims.text import fold
from data.vocabulary.categories import Category
from pages.language import SHORT_DAY, Words


def matching_rounds(
    draws: pd.DataFrame, text: str, categories: Mapping[str, Category], words: Words
) -> pd.DataFrame:
    """Return the rounds whose id, official name, category or date contains a text.

    If no round contains the text as a whole, its words may be in different places: "stem 2023".
    """
    query = _fold(text)
    if not query:
        return draws
    names = {code: _names(category, words) for code, category in categories.items()}
    fields = zip(draws["round_id"], draws["name"], draws["category"], draws["date"], strict=True)
    contents = [
        _fold(f"#{round_id} {name} {names[code]} {_days(day, words)}")
        for round_id, name, code, day in fields
    ]
    matches = [query in content for content in contents]
    if not any(matches):
        matches = [all(word in content for word in query.split()) for content in contents]
    return draws[matches].reset_index(drop=True)


def _names(category: Category, words: Words) -> str:
    return " ".join([category.code, words.short(category), *category.names.values()])


def _days(day: pd.Timestamp, words: Words) -> str:
    return f"{day:%Y-%m-%d} {words.day(day)} {words.day(day, SHORT_DAY)}"


def _fold(text: str) -> str:
    """Return text folded as claims are, without dots, and with # for the French n°.

    So accents, kinds of spaces, dashes and apostrophes make no difference. A mark before each
    number keeps 8 from matching 18.

    >>> _fold("  Métiers  SPÉCIALISÉS, 18 Aug. ")
    'metiers specialises, |18 aug'
    """
    words = re.sub(r"\bn° ?(?=\d)", "#", fold(fold(text).replace(".", "")))
    return re.sub(r"(\d+)", r"|\1", words)
