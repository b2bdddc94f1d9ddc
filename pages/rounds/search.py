"""Finding rounds by what one remembers of them: a number, a name, a day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import pandas as pd

from data.vocabulary.categories import Category
from pages.language import SHORT_DAY, Words


def found(
    draws: pd.DataFrame, text: str, categories: Mapping[str, Category], words: Words
) -> pd.DataFrame:
    """Return the rounds that contain a text: in id, official name, category or date.

    The text is only ever compared. Where no round contains all of it as it stands, each of its
    words may be in another place: "stem 2023".
    """
    wanted = _folded(text)
    if not wanted:
        return draws
    names = {code: _names(category, words) for code, category in categories.items()}
    looked_in = zip(draws["round_id"], draws["name"], draws["category"], draws["date"], strict=True)
    hay = [
        _folded(f"#{round_id} {name} {names[code]} {_days(day, words)}")
        for round_id, name, code, day in looked_in
    ]
    keep = [wanted in straw for straw in hay]
    if not any(keep):
        keep = [all(word in straw for word in wanted.split()) for straw in hay]
    return draws[keep].reset_index(drop=True)


def _names(category: Category, words: Words) -> str:
    return " ".join([category.code, words.short(category), *category.names.values()])


def _days(day: pd.Timestamp, words: Words) -> str:
    return f"{day:%Y-%m-%d} {words.day(day)} {words.day(day, SHORT_DAY)}"


def _folded(text: str) -> str:
    """Return text without what one types differently: case, accents, dots, wide spaces.

    Each number gets a mark in front, so that the 8th is not found in the 18th.

    >>> _folded("  Métiers  SPÉCIALISÉS, 18 Aug. ")
    'metiers specialises, |18 aug'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"(\d+)", r"|\1", " ".join(letters.replace(".", "").split()))
