"""Pages on data of every age: an old record never speaks as if it were today."""

from __future__ import annotations

import re

import pytest

from pages.language import Words
from tests.pages.support.replay import AGES, day_of, reading, replayed

PAGES = (
    *("overview", "cut-offs", "invitations", "frequency", "outlook"),
    *("pool", "week", "rounds", "data"),
)
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
        r", \d+ days earlier",
        r"(?i)\bno [^.,]+ since \d+ \w+ \d{4}(?! \(up to)",
        r"Latest cut-offs:",
        r"^Latest round$",
        r"Latest week with a round",
        r"its last round was",
        r"no round in over a year",
        r"as last published",
        r"old last time",
        r"for every day since",
        r"Since \w+ 20\d\d$",
        r"\bso far\b",
        r"up to date:",
    ),
    "fr": (
        r"De la dernière ronde au",
        r"days_since",
        r"L’attente actuelle",
        r"plus longue? que",
        r"8 dernières semaines",
        r"Cette année",
        r"12 derniers mois",
        r", \d+ jours plus tôt",
        r"(?i)\baucune ronde [^.,]+ depuis le \d",
        r"Derniers seuils :",
        r"^Dernière ronde$",
        r"Dernière semaine avec",
        r"sa dernière ronde a eu lieu",
        r"aucune ronde depuis plus d’un an",
        r"dernière publication d’IRCC",
        r"la dernière fois \(",
        r"pour chaque jour depuis",
        r"Depuis \w+ 20\d\d$",
        r"jusqu’ici",
        r"toujours à jour",
    ),
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_old_data_gives_dates_instead_of_days(path: str, language: str) -> None:
    text = reading(replayed(path, 98, language))
    assert forbidden(text, language) == []


SCORE: dict[str, str | list[str]] = {
    "score": "500",
    "eligible": ["cec", "fsw", "french"],
    "link": "true",
}
# What the sentences of a chosen view say on old data, where others stand on current data. In the
# bundled data the last STEM round was #293 on 11 April 2024, and the last of all, which has a
# tie-break, #437 on 19 August 2026.
OLD_SENTENCES: list[tuple[str, dict[str, str | list[str]], dict[str, str]]] = [
    (
        "categories",
        {"code": "stem"},
        {
            "en": "**The last known round** was #293 on 11 April 2024: 4,500 invitations",
            "fr": "**La dernière ronde connue**, n° 293, a eu lieu le 11 avril 2024",
        },
    ),
    (
        "cut-offs",
        {"category": "stem"},
        {
            "en": "Last known STEM round: 11 April 2024.",
            "fr": "Dernière ronde connue de la catégorie STIM : 11 avril 2024.",
        },
    ),
    (
        "cut-offs",
        {"category": ["cec", "french"]},
        {
            "en": "Last known cut-offs: CEC 523 (18 August 2026), French 382 (19 August 2026)",
            "fr": "Derniers seuils connus : CEC 523 (18 août 2026), Français 382 (19 août 2026)",
        },
    ),
    (
        "overview",
        {},
        {"en": "Last known week with a round: ", "fr": "Dernière semaine connue avec une ronde : "},
    ),
    (
        "overview",
        {},
        {
            "en": "Last known round: French, cut-off 382, 19 August 2026",
            "fr": "Dernière ronde connue : Français, seuil 382, 19 août 2026",
        },
    ),
    (
        "my-score",
        SCORE,
        {
            "en": "in round #437 on 19 August 2026, the last one with a known tie-break",
            "fr": "à la ronde n° 437 du 19 août 2026, la dernière dont",
        },
    ),
    (
        "outlook",
        {},
        {
            "en": "for every day from July 2023 to 20 August 2026, each from what was known on",
            "fr": "pour chaque jour de juillet 2023 au 20 août 2026, chacune à partir de ce qui",
        },
    ),
    (
        "rounds",
        {"claim": "CEC draw on 3 November 2026, 2,000 invitations, CRS 520"},
        {
            "en": "Our data ends on 20 August 2026; newer rounds may be missing.",
            "fr": "Nos données s’arrêtent au 20 août 2026; des rondes plus récentes peuvent",
        },
    ),
    (
        "rounds",
        {"claim": "IRCC has invited 12,000 this year"},
        {
            "en": "Our data ends on 20 August 2026; newer rounds may be missing.",
            "fr": "Nos données s’arrêtent au 20 août 2026; des rondes plus récentes peuvent",
        },
    ),
]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("path", "query", "said"), OLD_SENTENCES)
def test_old_data_says_which_round_is_the_last_known(
    path: str, query: dict[str, str | list[str]], said: dict[str, str], language: str
) -> None:
    text = reading(replayed(path, 98, language, **query))
    assert said[language] in text
    assert forbidden(text, language) == []


def test_claim_about_a_year_that_old_data_does_not_reach_is_not_called_wrong() -> None:
    claim = "IRCC has invited 12,000 this year"
    text = reading(replayed("rounds", 400, "en", claim=claim))  # 24 September 2027
    assert "Our data ends on 20 August 2026, so we can’t tell." in text
    assert ":material/cancel:" not in text


def forbidden(text: str, language: str) -> list[str]:
    """Return the patterns found in a text that speak of old data as if it were of today."""
    return [pattern for pattern in COUNTED[language] if re.search(pattern, text, re.MULTILINE)]


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
        assert forbidden(text, language) == []


def test_current_data_counts_days_and_names_the_day() -> None:
    text = reading(replayed("overview", 0))
    assert "From the last round to 20 Aug 2026 1 day" in text
    assert "1 of 10 categories has waited longer than usual: Education" in text


def test_old_data_gives_the_last_known_round_and_says_that_newer_may_be_missing() -> None:
    text = reading(replayed("overview", 98))
    assert "Last known round 19 Aug 2026 newer ones may be missing" in text
    assert "last known round on 19 August 2026" in reading(replayed("frequency", 98))


def test_a_chosen_end_before_that_of_old_data_counts_days_to_that_end() -> None:
    text = reading(replayed("overview", 98, "en", to="2024-12-31"))
    # The last round of 2024 was on 16 December: fifteen days before.
    assert "From the last round to 31 Dec 2024 15 days" in text
