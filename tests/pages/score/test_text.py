"""What My score says: right in number, and never surer than the record."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from pages.language import Words
from pages.score.text import nomination, parts_of_days, sentences

SINCE = date(2023, 6, 28)


def row(**differs: Any) -> SimpleNamespace:
    """Return a line of the summary: 20 of 39 rounds, the latest missed by 4 points."""
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
    }
    return SimpleNamespace(**{**usual, **differs})


def said(**differs: Any) -> str:
    return " ".join(sentences(row(**differs), "CEC", SINCE, Words()))


def test_several_rounds_name_the_last_one() -> None:
    assert said() == (
        "Since 28 June 2023, 20 of 39 CEC rounds would have invited you, the last one #432 on "
        "5 August 2026 (516). You are 4 points below the latest, #436 of 18 August 2026 (523)."
    )


def test_one_of_several_is_not_the_last_of_many() -> None:
    assert "1 of 39 CEC rounds would have invited you, #432 on" in said(invited=1)


def test_an_only_round_is_called_so() -> None:
    assert "the only CEC round would have invited you, #432" in said(invited=1, rounds=1)
    assert "the only CEC round would not have invited you." in said(invited=0, rounds=1)


def test_none_of_several_is_said_without_a_date_of_an_invitation() -> None:
    assert "none of 39 CEC rounds would have invited you. You" in said(invited=0)


@pytest.mark.parametrize(
    ("rounds", "unknown", "told"),
    [
        (39, 2, "none would have invited you for certain. 2 cannot be told: your score equals"),
        (1, 1, "1 CEC round, and it would not have invited you for certain. 1 cannot be told"),
    ],
)
def test_where_ties_are_open_none_is_not_claimed(rounds: int, unknown: int, told: str) -> None:
    assert told in said(invited=0, rounds=rounds, unknown=unknown)


def test_a_point_is_a_point() -> None:
    assert "You are 1 point above the latest" in said(margin=1, latest_outcome="invited")


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        ("tie_break_invited", "your profile was submitted before its tie-break."),
        ("tie_break_not_invited", "your profile was not submitted before its tie-break."),
        ("unknown_profile", "only your profile's date would tell."),
        ("unknown_tie_break", "its tie-break is not known for certain."),
    ],
)
def test_level_with_the_latest_the_tie_break_is_told(outcome: str, told: str) -> None:
    text = said(margin=0, latest_outcome=outcome)
    assert text.endswith(f"Your score equals the latest, #436 of 18 August 2026 (523): {told}")


def test_a_dormant_category_is_history_with_its_date() -> None:
    text = said(dormant=True, days_since=861, margin=28)
    assert "dormant: its latest round, #436 of 18 August 2026 (523), lies 861 days back" in text
    assert "28 points above it, which is history, not news." in text


def test_a_category_that_never_had_a_round_has_no_cut_off() -> None:
    assert said(rounds=0, invited=0, latest_id=None) == "There has been no CEC round so far."


def test_a_category_without_a_round_since_then_still_names_its_latest() -> None:
    text = said(rounds=0, invited=0)
    assert text.startswith("Since 28 June 2023 there was no CEC round. You are 4 points below")


def test_nothing_is_said_of_a_nomination_where_it_is_plain() -> None:
    assert nomination(519, False, Words()) == ""
    assert "most likely in your score" in nomination(744, True, Words())
    assert "most likely not in your score" in nomination(519, True, Words())
    assert "Hardly anybody" in nomination(601, False, Words())


@pytest.mark.parametrize(
    ("value", "told"), [(0.5, "0.5 days"), (1.0, "1 day"), (0.96, "1 day"), (170.81, "170.8 days")]
)
def test_days_are_said_to_a_tenth(value: float, told: str) -> None:
    assert parts_of_days(value, Words()) == told


@pytest.mark.parametrize(
    ("value", "told"), [(0.5, "0,5 jour"), (1.0, "1 jour"), (1.9, "1,9 jour"), (2.0, "2 jours")]
)
def test_in_french_less_than_two_days_are_singular(value: float, told: str) -> None:
    assert parts_of_days(value, Words("fr")).replace("\u00a0", " ") == told
