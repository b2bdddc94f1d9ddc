"""Scales that fit what is in focus, and time axes that name years, quarters and days."""

from __future__ import annotations

from datetime import date

import pytest

from pages.language import Words
from pages.plot.axis import beyond, fit, thousands, time_axis

EN, FR = Words(), Words("fr")


@pytest.mark.parametrize(
    ("focus", "rest", "scale"),
    [
        ([507, 547], [], (500, 560)),  # 6% of 40 is 2.4
        ([481, 491], [], (460, 520)),  # 10 points would look like a cliff: 60 at least
        ([500], [], (460, 540)),  # 470 to 530, outward to multiples of 20
        ([336, 547], [169, 400, 561, 902], (320, 580)),  # 5% to 95%: 203.65 to 850.85
        ([336, 547], [590], (320, 620)),  # 590 alone is usual: 336 to 590, plus 15 on each side
        ([], [400, 500], (380, 520)),
        ([507, 547], [500, 505, 510, 515, 520, 525, 530, 565], (500, 580)),  # 565: 5 above 560
    ],
)
def test_scale_fits_the_focus_and_what_is_usual(
    focus: list[float], rest: list[float], scale: tuple[float, float]
) -> None:
    assert fit(focus, rest) == scale


def test_value_on_the_edge_of_a_scale_is_on_it() -> None:
    assert [beyond(value, (320, 580)) for value in (319.5, 320, 580, 581)] == [-1, 0, 0, 1]


def test_years_are_named_in_the_middle_of_what_is_shown_of_them() -> None:
    axis = time_axis((date(2023, 6, 28), date(2026, 8, 20)), EN, 700)
    assert axis["range"] == ["2023-06-28", "2026-08-20"]
    assert axis["ticktext"] == ["2023", "2024", "2025", "2026"]
    assert axis["minor"]["tickvals"] == ["2024-01-01", "2025-01-01", "2026-01-01"]
    # From 28 June to 1 January are 187 days; from 1 January to 20 August 231.
    assert axis["tickvals"][0] == "2023-09-29 12:00"
    assert axis["tickvals"][3] == "2026-04-26 12:00"


def test_many_years_on_a_phone_are_short_and_every_second_is_named() -> None:
    axis = time_axis((date(2015, 1, 31), date(2026, 8, 20)), EN, 250)
    assert axis["ticktext"] == ["’16", "’18", "’20", "’22", "’24", "’26"]  # up to the newest
    assert len(axis["minor"]["tickvals"]) == 11


@pytest.mark.parametrize(
    ("pixels", "names"),
    [
        # 227 of 1,669 days are of 2026: at 200 pixels 27, at 168 only 23, and "2026" takes 26.
        (200, ["2022", "2023", "2024", "2025", "2026"]),
        (168, ["’22", "’23", "’24", "’25", "’26"]),
        (100, ["’22", "’24", "’26"]),  # "’26" is 3 pixels wider than its part of the year
    ],
)
def test_the_year_that_is_not_over_is_named_on_a_phone(pixels: int, names: list[str]) -> None:
    for words in (EN, FR):
        axis = time_axis((date(2022, 1, 20), date(2026, 8, 16)), words, pixels)
        assert axis["ticktext"] == names


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (EN, ["Oct 2025", "Jan 2026", "Apr", "Jul"]),
        (FR, ["oct. 2025", "janv. 2026", "avr.", "juill."]),
    ],
)
def test_quarters_are_named_below_18_months(words: Words, names: list[str]) -> None:
    assert time_axis((date(2025, 8, 21), date(2026, 8, 20)), words, 700)["ticktext"] == names


def test_days_are_named_below_four_months() -> None:
    axis = time_axis((date(2026, 7, 20), date(2026, 8, 20)), EN, 700)
    assert axis["ticktext"] == ["20 Jul", "27 Jul", "3 Aug", "10 Aug", "17 Aug"]
    day = date(2026, 8, 19)
    assert time_axis((day, day), EN, 700)["ticktext"] == ["19 Aug"]


def test_thousands_are_short_in_english_and_full_in_french() -> None:
    assert thousands(EN) == "~s"  # 50k
    assert thousands(FR) == ",~r"  # 50 000, as “50k” is no French
