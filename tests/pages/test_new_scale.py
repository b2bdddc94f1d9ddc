"""Sentences that reach across a change of the CRS scale say so or stop there.

The change of 3 November 2026 is made up as confirmed, with the rounds of ``support.new_scale``: CEC
at 515 before it, then at 560, 552 and 548.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.support.app_views import figures
from tests.pages.support.new_scale import replayed
from tests.pages.support.replay import reading

SCORE = {"score": "550", "eligible": ["cec", "french"], "link": "true"}
CHANGED = {
    "en": "The CRS scale changed on 3 November 2026: scores before and after don’t compare.",
    "fr": "L’échelle du SCG a changé le 3 novembre 2026 : les notes d’avant et d’après ne se "
    "comparent pas.",
}
# What a view has to say, by language.
SAID: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    (
        "overview",
        {},
        {
            "en": "Lowest CEC cut-off on the CRS scale in use since 3 November 2026, out of 3 "
            "rounds.",
            "fr": "Seuil le plus bas de la catégorie CEC sur l’échelle du SCG en vigueur depuis "
            "le 3 novembre 2026, sur 3 rondes.",
        },
    ),
    (
        "week",
        {"week": "2026-W46"},
        {
            "en": "The previous CEC round (515, #438 on 27 October 2026) doesn’t compare: the CRS "
            "scale changed on 3 November 2026.",
            "fr": "(515, n° 438 le 27 octobre 2026) ne se compare pas",
        },
    ),
    ("rounds", {"claim": "#442, lowest CEC cut-off since May 2026"}, CHANGED),
    # The snapshot of the pool is of 16 August, before the change.
    ("rounds", {"round": "439"}, CHANGED),
    ("pool", {}, CHANGED),
    (
        "my-score",
        SCORE | {"since": "2026-05-01"},
        {
            "en": "7 of these rounds, 7 with an invitation, were before the CRS scale changed.",
            "fr": "7 de ces rondes, dont 7 avec une invitation, ont eu lieu avant le changement",
        },
    ),
    (
        "my-score",
        SCORE,
        {
            "en": "This is not a place in a queue. If the score is inside a band, we give a range. "
            + CHANGED["en"],
            "fr": CHANGED["fr"],
        },
    ),
    (
        "my-score",
        SCORE,
        {
            "en": "The 12 months count only from 3 November 2026, when the CRS scale changed.",
            "fr": "Les 12 mois ne comptent qu’à partir du 3 novembre 2026",
        },
    ),
    (
        "outlook",
        {"category": "cec"},
        {
            "en": "The CRS scale changed on 3 November 2026. Ranges are wider",
            "fr": "L’échelle du SCG a changé le 3 novembre 2026.",
        },
    ),
]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("path", "query", "said"), SAID)
def test_what_reaches_across_a_change_of_the_scale_says_so_or_stops_there(
    path: str,
    query: dict[str, Any],
    said: dict[str, str],
    language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert said[language] in reading(replayed(monkeypatch, path, language, **query))


def test_candidates_at_a_score_of_today_say_that_the_snapshot_is_of_another_scale(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = reading(replayed(monkeypatch, "pool"))
    (note,) = {line for line in text.splitlines() if "Since the snapshot, up to" in line}
    assert note.endswith(CHANGED["en"])


def test_lowest_and_highest_count_only_rounds_on_the_scale_of_the_latest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = replayed(monkeypatch, "cut-offs", category="cec")
    (ranges,) = (figure for figure in figures(app) if figure.key == "cut-off-ranges")
    texts = {note["text"] for note in ranges.spec["layout"]["annotations"]}
    # 560, 552 and 548: not the 515 of a week before the change.
    assert {"548", "560"} <= texts
    assert "515" not in texts


@pytest.mark.parametrize("path", ["overview", "cut-offs", "week"])
def test_title_of_one_category_gives_no_difference_from_before_the_change(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"category": "cec"} if path != "week" else {}
    text = reading(replayed(monkeypatch, path, "en", **query))
    assert "33 points" not in text  # 548 - 515
    assert "4 points" in text  # 552 - 548
