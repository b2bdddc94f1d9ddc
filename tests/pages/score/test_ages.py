"""My score on ageing and old data: counts carry their last day, and nothing passes for today.

The bundled data is complete through 20 August 2026. Then 20 of 39 CEC rounds since 28 June 2023
would have invited a score of 519, and the latest, #436 on 18 August, took 523.
"""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.outlook import invitation_chances
from analysis.rounds.frequency import ANY
from pages.language import Words
from pages.outlook.chance import chance
from pages.score.text import Known, sentences, usual_gap
from tests.pages.score.test_text import SINCE, summary_row
from tests.pages.support.app_views import plain, view
from tests.pages.support.replay import reading, replayed

LANGUAGES = ("en", "fr")
END = date(2026, 8, 20)
OPEN, OLD = Known(END, has_gap=True), Known(END, has_gap=True, is_old=True)
CHANCES = {"en": "Within 3 months, by 19 November 2026", "fr": "D’ici 3 mois, jusqu’au 19 novembre"}
HEADING = {
    "en": "your chances of an invitation in the months after 20 August 2026?",
    "fr": "dans les mois qui suivent le 20 août 2026?",
}


def score_page(days: int, language: str, **query: str | list[str]) -> AppTest:
    wanted: dict[str, str | list[str]] = {"score": "519", "eligible": "cec", **query}
    return replayed("my-score", days, language, **wanted)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("days", [0, 1])
def test_current_answer_has_no_last_day(days: int, language: str) -> None:
    text = reading(score_page(days, language))
    start = {"en": "Since 28 June 2023, 20 of 39", "fr": "Depuis le 28 juin 2023, 20 rondes"}
    assert start[language] in text
    assert CHANCES[language] in text
    assert HEADING[language] not in text
    assert {"en": ", up to 20 August", "fr": ", jusqu’au 20 août"}[language] not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_ageing_answer_carries_the_last_known_day(language: str) -> None:
    text = reading(score_page(3, language))
    for said in {
        "en": (
            "Since 28 June 2023 (up to 20 August 2026), 20 of 39",
            "519 was enough in 20 of 39 CEC rounds, up to 20 August 2026; the last asked for",
            "half the rounds in one year to 20 Aug 2026",
            "Counted from 20 August 2026; what has happened since is not known.",
        ),
        "fr": (
            "Depuis le 28 juin 2023 (jusqu’au 20 août 2026), 20 rondes",
            "519 a suffi dans 20 rondes sur 39 de la catégorie CEC, jusqu’au 20 août 2026; la",
            "la moitié des rondes en un an au 20 août 2026",
            "Compté à partir du 20 août 2026; on ne sait pas ce qui s’est produit depuis.",
        ),
    }[language]:
        assert said in text
    assert CHANCES[language] in text
    assert HEADING[language] in text
    assert {"en": "last 12 months", "fr": "12 derniers mois"}[language] not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("days", [20, 98, 400])
def test_old_answer_gives_no_chance_and_calls_nothing_the_latest(days: int, language: str) -> None:
    app = score_page(days, language)
    assert not app.metric
    text = reading(app)
    page = view()
    table = invitation_chances(page.history, 519, ["cec"], END, changes=page.scale_changes)
    joint = table.loc[table["category"] == ANY, "probability"]
    shares = (chance(view(language=language), share) for share in joint)  # "95% or more" at most
    three, six = (share.replace("\N{NO-BREAK SPACE}", " ") for share in shares)
    for said in {
        "en": (
            "Your score is 4 points below the last known cut-off (523, round #436 on 18 August "
            "2026); newer rounds may be missing.",
            "Up to 20 August 2026, CEC rounds usually came every 14 days.",
            "up to 20 August 2026; the last known one asked for 4 points more",
            "last known 523",
            "A forecast needs rounds up to now; ours end on 20 August 2026.",
            "What we would have said on 20 August 2026",
            "With a score of 519, the chance of an invitation would have been put at "
            f"{three} by 19 November 2026 and {six} by 18 February 2027.",
        ),
        "fr": (
            "inférieure de 4 points au dernier seuil connu (523, ronde n° 436 du 18 août 2026); "
            "des rondes plus récentes peuvent manquer.",
            "Jusqu’au 20 août 2026, les rondes de la catégorie CEC avaient habituellement lieu "
            "tous les 14 jours.",
            "jusqu’au 20 août 2026; la dernière connue demandait 4 points de plus",
            "dernier connu 523",
            "Ce que nous aurions dit le 20 août 2026",
            f"aurait été estimée à {three} d’ici au 19 novembre 2026 et {six} d’ici au "
            "18 février 2027.",
        ),
    }[language]:
        assert said in text
    for said in {
        "en": (
            "Within 3 months",
            "latest cut-off",
            "latest round",
            "last 12 months",
        ),
        "fr": ("D’ici 3 mois", "dernier seuil (", "dernière ronde de", "12 derniers mois"),
    }[language]:
        assert said not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_old_inactive_category_gets_a_date_and_no_wait(language: str) -> None:
    text = reading(score_page(98, language, eligible="stem"))
    known = {
        "en": "Its last known round was #293 on 11 April 2024 (cut-off 491); newer rounds may be",
        "fr": "Sa dernière ronde connue était la n° 293 du 11 avril 2024 (seuil 491); des rondes",
    }
    assert known[language] in text
    assert "861" not in text
    silence = {"en": "last known round: 11 Apr 2024", "fr": "dernière ronde connue : 11 avr. 2024"}
    assert silence[language] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_old_printed_answer_says_that_rounds_may_be_missing(language: str) -> None:
    app = score_page(98, language, print="true")
    text = " ".join(plain(part.value) for part in app.main.markdown)
    said = {
        "en": "data as of 20 August 2026; newer rounds may be missing.",
        "fr": "données en date du 20 août 2026; des rondes plus récentes peuvent manquer.",
    }
    assert said[language] in text.replace("\N{NO-BREAK SPACE}", " ")
    (table,) = app.table
    assert {"en": "Last known round", "fr": "Dernière ronde connue"}[language] in table.value


@pytest.mark.parametrize(
    ("known", "since", "differs", "said"),
    [
        (OPEN, SINCE, {"rounds": 0, "invited": 0}, "since 28 June 2023 (up to 20 August 2026)."),
        (OPEN, SINCE, {"rounds": 0, "latest_id": None}, "no CEC round up to 20 August 2026."),
        (OLD, SINCE, {"margin": 0, "latest_outcome": "unknown_tie_break"}, "Newer rounds may be"),
        (OLD, SINCE, {"margin": 1}, "Your score is 1 point above the last known cut-off"),
    ],
)
def test_sentences_name_the_last_known_day(
    known: Known, since: date, differs: dict[str, object], said: str
) -> None:
    text = " ".join(sentences(summary_row(**differs), "CEC", since, Words(), known))
    assert said in text


@pytest.mark.parametrize("known", [Known(END), OPEN, OLD])
def test_rounds_after_the_last_known_day_are_not_denied(known: Known) -> None:
    row = summary_row(rounds=0, invited=0)
    first, *_ = sentences(row, "CEC", date(2026, 9, 1), Words(), known)
    assert (
        first == "Our data ends on 20 August 2026, so it has no CEC round since 1 September 2026."
    )


def test_two_known_rounds_are_called_known_on_old_data() -> None:
    days = pd.Series([125])
    assert (
        usual_gap(days, "Physicians", Words(), OLD)
        == "Its only two known rounds were 125 days apart."
    )
    assert usual_gap(days, "Physicians", Words(), OPEN).startswith("Its only two rounds so far")
