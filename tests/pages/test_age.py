"""Pages on data of every age: an old record never speaks as if it were today."""

from __future__ import annotations

import re

import pytest

from pages.language import Words
from tests.pages.support.replay import AGES, day_of, reading, replayed

PAGES = ("overview", "cut-offs", "invitations", "frequency", "pool", "week", "rounds", "data")
OLD = 14
# What counts days from a round to now, or calls the end of old data by a word for now.
COUNTED = {
    "en": (
        r"From the last round to",
        r"days since the last round",
        r"days_since",
        r"The current wait is",
        r"longer than",
        r"\blast (8|eight) weeks",
        r"\bThis year\b",
        r"Last 12 months",
        r"(19|20) August 2026, the last day",
        r"\d days earlier",
    ),
    "fr": (
        r"De la dernière ronde au",
        r"days_since",
        r"L’attente actuelle",
        r"plus longue? que",
        r"8 dernières semaines",
        r"Cette année",
        r"12 derniers mois",
        r"\d jours plus tôt",
    ),
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_old_data_gives_dates_instead_of_days(path: str, language: str) -> None:
    text = reading(replayed(path, 98, language))
    found = [pattern for pattern in COUNTED[language] if re.search(pattern, text)]
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("days", AGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_age_names_the_day_through_which_data_is_complete(
    path: str, days: int, language: str
) -> None:
    text, words = reading(replayed(path, days, language)), Words(language)
    day = re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", words.day(day_of(0)))
    assert day in text
    if days >= OLD:
        assert [pattern for pattern in COUNTED[language] if re.search(pattern, text)] == []


def test_current_data_counts_days_and_names_the_day() -> None:
    text = reading(replayed("overview", 0))
    assert "From the last round to 20 Aug 2026 1 day" in text
    assert "days_since" in text


def test_old_data_gives_the_last_known_round_and_says_that_newer_may_be_missing() -> None:
    text = reading(replayed("overview", 98))
    assert "Last known round 19 Aug 2026 newer ones may be missing" in text
    assert "last known round on 19 August 2026" in reading(replayed("frequency", 98))


def test_a_chosen_end_before_that_of_old_data_counts_days_to_that_end() -> None:
    text = reading(replayed("overview", 98, "en", to="2024-12-31"))
    # The last round of 2024 was on 16 December: fifteen days before.
    assert "From the last round to 31 Dec 2024 15 days" in text
