"""My score sentences: correct singular and plural, and no more certain than the data."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from pages.language import Words
from pages.menu import MENU
from pages.score.text import Known, nomination_hint, parts_of_days, sentences
from tests.pages.support.app_views import opened, plain

SINCE = date(2023, 6, 28)
KNOWN = Known(date(2026, 8, 20))


def summary_row(**differs: Any) -> SimpleNamespace:
    """Return a summary of 20 invitations in 39 rounds, the latest missed by 4 points."""
    usual: dict[str, Any] = {
        "rounds": 39,
        "invited": 20,
        "by_tie_break": 0,
        "unknown": 0,
        "last_invited_id": "432",
        "last_invited_date": pd.Timestamp("2026-08-05"),
        "last_invited_cutoff": 516,
        "latest_id": "436",
        "latest_date": pd.Timestamp("2026-08-18"),
        "latest_cutoff": 523,
        "latest_outcome": "not_invited",
        "margin": -4,
        "days_since": 2,
        "dormant": False,
        "other_scale": 0,
        "other_scale_invited": 0,
        "latest_other_scale": False,
    }
    return SimpleNamespace(**{**usual, **differs})


def answer(**differs: Any) -> str:
    return " ".join(
        sentences(summary_row(**differs), "CEC", SINCE, Words(), KNOWN, date(2025, 3, 25))
    )


def test_last_of_several_invitations_is_named() -> None:
    assert answer() == (
        "Since 28 June 2023, 20 of 39 CEC rounds would have invited you, most recently "
        "#432 on 5 August 2026 (cut-off 516). Your score is 4 points below the latest "
        "cut-off (523, round #436 on 18 August 2026)."
    )


def test_single_invitation_among_several_rounds_is_not_called_the_last() -> None:
    assert "1 of 39 CEC rounds would have invited you (#432 on" in answer(invited=1)


def test_only_round_of_a_category_is_called_the_only_one() -> None:
    only = "The only CEC round since 28 June 2023 would"
    assert answer(invited=1, rounds=1).startswith(f"{only} have invited you (#432 on 5 August")
    assert answer(invited=0, rounds=1).startswith(f"{only} not have invited you. Your score")


def test_sentence_without_any_invitation_gives_no_invitation_date() -> None:
    assert answer(invited=0).startswith(
        "None of the 39 CEC rounds since 28 June 2023 would have invited you. Your score is"
    )


@pytest.mark.parametrize(
    ("rounds", "unknown", "text"),
    [
        (
            39,
            2,
            "Of the 39 CEC rounds since 28 June 2023, 37 would not have invited you. For 2 rounds "
            "we can’t tell: your score equals the cut-off, so the tie-break decides. Your score is",
        ),
        (
            1,
            1,
            "We can’t tell whether the only CEC round since 28 June 2023 would have invited you. "
            "Your score is",
        ),
        (
            2,
            2,
            "We can’t tell whether any of the 2 CEC rounds since 28 June 2023 would have invited "
            "you: your score equals each cut-off. Your score is",
        ),
    ],
)
def test_undecided_ties_are_not_counted_as_misses(rounds: int, unknown: int, text: str) -> None:
    assert answer(invited=0, rounds=rounds, unknown=unknown).startswith(text)


@pytest.mark.parametrize(
    ("invited", "by_tie_break", "text"),
    [
        (20, 1, "This count includes 1 round decided by the tie-break."),
        (20, 3, "This count includes 3 rounds decided by the tie-break."),
        (1, 1, "The tie-break would have decided that round in your favour."),
    ],
)
def test_invitations_on_the_tie_break_are_named(invited: int, by_tie_break: int, text: str) -> None:
    assert f"). {text} Your score is" in answer(invited=invited, by_tie_break=by_tie_break)


def test_margin_of_one_point_is_singular() -> None:
    text = answer(margin=1, latest_outcome="invited")
    assert "Your score is 1 point above the latest cut-off" in text


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ("tie_break_invited", "your profile was submitted before the tie-break."),
        ("tie_break_not_invited", "your profile was not submitted before the tie-break."),
        ("unknown_profile", "we can’t tell without your profile’s date and time."),
        ("unknown_tie_break", "the tie-break is not known for certain."),
    ],
)
def test_score_equal_to_the_latest_cut_off_explains_the_tie_break(
    outcome: str, reason: str
) -> None:
    text = answer(margin=0, latest_outcome=outcome)
    assert text.endswith(
        f"Your score equals the latest cut-off (523, round #436 on 18 August 2026): {reason}"
    )


def test_inactive_category_is_described_as_past_with_the_last_round() -> None:
    text = answer(dormant=True, days_since=861, margin=28)
    assert text.endswith(
        "This category is inactive: its latest round was #436 on 18 August 2026 (cut-off 523), "
        "861 days before 20 August 2026. Your score is 28 points above that cut-off, but that says "
        "little about the next round."
    )


def test_category_without_any_round_has_no_cut_off() -> None:
    assert answer(rounds=0, invited=0, latest_id=None) == "There has been no CEC round so far."


def test_french_sentences_do_not_repeat_the_word_of_a_name() -> None:
    app = opened("my-score", link="true", score="519", eligible="cec", lang="fr")
    said = " ".join(plain(element.value) for element in app.main.markdown)
    assert (
        "Depuis le 28 juin 2023, 20 rondes « Catégorie de l’expérience canadienne » sur 39 vous "
        "auraient valu une invitation, la dernière étant la ronde n° 432 le 5 août 2026 (seuil "
        "516)."
    ) in said.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("path", [entry.path for entry in MENU])
def test_no_french_page_says_category_twice(path: str) -> None:
    # The score equals the cut-off of #436.
    query = {"link": "true", "score": "523", "eligible": "cec"} if path == "my-score" else {}
    app = opened(path, lang="fr", category="cec", **query)
    kinds = ("markdown", "caption", "header", "subheader", "info", "title")
    said = " ".join(str(element.value) for kind in kinds for element in app.get(kind))
    assert "catégorie catégorie" not in said.casefold()


def test_category_without_a_recent_round_still_names_the_latest() -> None:
    text = answer(rounds=0, invited=0)
    assert text.startswith(
        "There has been no CEC round since 28 June 2023. Your score is 4 points below the latest"
    )


def test_nomination_hint_is_given_only_where_needed() -> None:
    assert nomination_hint(519, False, Words()) == ""
    assert "At 744, your score most likely includes them" in nomination_hint(744, True, Words())
    assert "your score most likely does not include them" in nomination_hint(519, True, Words())
    assert "Scores above 600 almost always include" in nomination_hint(601, False, Words())


@pytest.mark.parametrize(
    ("value", "text"), [(0.5, "0.5 days"), (1.0, "1 day"), (0.96, "1 day"), (170.81, "170.8 days")]
)
def test_days_are_rounded_to_a_tenth(value: float, text: str) -> None:
    assert parts_of_days(value, Words()) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.5, "0,5 jour"), (1.0, "1 jour"), (1.9, "1,9 jour"), (2.0, "2 jours")]
)
def test_less_than_two_days_are_singular_in_french(value: float, text: str) -> None:
    assert parts_of_days(value, Words("fr")).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("differs", "text"),
    [
        (
            {"other_scale": 13, "other_scale_invited": 5},
            "13 of these rounds, 5 with an invitation, were before the CRS scale changed.",
        ),
        (
            {"other_scale": 1},
            "1 of these rounds was before the CRS scale changed.",
        ),
        (
            {"other_scale": 39, "other_scale_invited": 20},
            "That was before the CRS scale changed on 25 March 2025",
        ),
        (
            {"rounds": 0, "latest_other_scale": True},
            "The CRS scale has changed since that round, on 25 March 2025.",
        ),
    ],
)
def test_rounds_on_an_earlier_scale_are_named(differs: dict[str, Any], text: str) -> None:
    assert text in answer(**differs)
    assert "CRS scale" not in answer()
