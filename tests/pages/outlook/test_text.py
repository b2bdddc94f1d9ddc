"""Outlook sentences: dates, chances, calibration and what-if answers in words."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
import pytest

from analysis.outlook.what_if import WhatIf
from pages.outlook import chance, what_if
from pages.outlook import text as outlook
from pages.outlook.track_record import accuracy
from pages.outlook.track_record.scores import Scores
from tests.pages.support import score_cards
from tests.pages.support.app_views import plain, view


class Window(NamedTuple):
    """The dates in which the next round of a category is expected."""

    window_start: Any
    window_end: Any


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-09-01", "2026-09-16", "1 to 16 Sep 2026"),
        ("2026-08-31", "2026-09-14", "31 Aug to 14 Sep 2026"),
        ("2026-12-28", "2027-01-10", "28 Dec 2026 to 10 Jan 2027"),
        ("2026-09-17", None, "17 Sep 2026 or later"),
        (None, None, "unlikely within six months"),
    ],
)
def test_dates_of_a_window_do_not_repeat_month_or_year(
    start: str | None, end: str | None, words: str
) -> None:
    row = Window(*(pd.NaT if day is None else pd.Timestamp(day) for day in (start, end)))
    assert outlook.window(view(), row) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.01, "1% or less"), (0.5, "50%"), (0.984, "98%"), (0.99, "99% or more")],
)
def test_extreme_chances_are_worded_as_or_less_and_or_more(share: float, words: str) -> None:
    assert outlook.chance(view(), share) == words


def test_invitation_chance_is_capped_at_2_and_95_percent() -> None:
    assert chance.chance(view(), 0.02) == "2% or less"
    assert chance.chance(view(), 0.95) == "95% or more"
    assert chance.horizon(view(), 3) == "Within 3 months, by 19 November 2026"


def test_calibration_sentence_is_about_forecasts_of_the_same_chance() -> None:
    reliability = score_cards.reliability()
    sentence = accuracy.calibration(view(), reliability, 6, 0.264)
    assert sentence == "When we said 20–30%, it came true 22% of the time (60 cases)."
    french = accuracy.calibration(view(language="fr"), reliability, 6, 0.264)
    assert french.replace("\N{NO-BREAK SPACE}", " ") == (
        "Quand nous avons annoncé 20–30 %, c’est arrivé 22 % du temps (60 cas)."
    )
    assert accuracy.calibration(view(), None, 6, 0.264) == ""


@pytest.mark.parametrize("chance_", [0.19, 0.31, 0.89])
def test_no_calibration_is_given_from_forecasts_of_another_chance(chance_: float) -> None:
    assert accuracy.calibration(view(), score_cards.reliability(), 6, chance_) == ""


def test_example_bin_is_70_to_80_percent_or_the_fullest_likely_one() -> None:
    reliability = score_cards.reliability()
    assert accuracy.example(reliability, "when-14").said == 0.7
    assert accuracy.example(reliability, "invited-6").said == 0.95
    assert accuracy.example(reliability, "date") is None
    assert accuracy.example(None, "when-14") is None


@pytest.mark.parametrize(
    ("pace", "words"),
    [
        (150.0, "more than the usual 100, so the round goes deeper into the pool"),
        (105.0, "about as usual (100)"),
        (60.0, "fewer than the usual 100, so more candidates stay in the pool"),
    ],
)
def test_what_if_pace_is_compared_with_the_usual_pace(pace: float, words: str) -> None:
    result = WhatIf("cec", 515.2, 508.0, 522.4, pace, 100.0, 90.0, False, "ok")
    first, second = what_if.answer(view(), result, 3000, view().as_of)
    assert "**515**, 8 times out of 10 between 508 and 522." in plain(first)
    assert plain(second).endswith(f"since the category’s last round, {words}.")


def test_no_accuracy_is_given_for_too_few_judged_what_ifs() -> None:
    sentence = what_if.accuracy(view(), "trades", Scores(score_cards.card()))
    assert "Too few results like this have been checked to say how far off they are." in sentence


def test_size_slider_starts_at_the_median_and_ends_at_twice_the_maximum() -> None:
    assert what_if.bounds(pd.Series([300, 500, 450])) == (450, 25, 1000, 25)
    assert what_if.bounds(pd.Series([4])) == (4, 1, 8, 1)
