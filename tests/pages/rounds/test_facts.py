"""Sentences about a round: correct wording, singular and plural, most newsworthy first."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.rounds.facts import Fact, facts
from data.vocabulary.categories import BY_CODE
from data.vocabulary.filter import categories
from pages.language import Words
from pages.rounds.facts import headline, ordinal, sentences
from tests.conftest import Build


def short(code: str) -> str:
    return Words().short(BY_CODE[code])


def fact_sentences(draws: pd.DataFrame, round_id: str) -> list[str]:
    return sentences(facts(draws, round_id), Words(), short)


def sentence(kind: str, **values: Any) -> str:
    common = {"category": "stem", "since_id": "2", "previous_id": "1", "of": 3, "rounds": 4}
    day = pd.Timestamp("2026-01-05")
    common |= {"previous_date": day, "since_date": day, "previous_cutoff": 470, "gaps": 3}
    return sentences([Fact(kind, common | values)], Words(), short)[0]


def test_facts_about_the_stem_round_of_8_december_2023(real: pd.DataFrame) -> None:
    here = real[real["round_id"] == "274"].iloc[0]
    assert (here["invitations"], here["cutoff"]) == (5_900, 481)
    # 5 July to 8 December are 26 + 31 + 30 + 31 + 30 + 8 days.
    assert fact_sentences(real, "274") == [
        "Third round that week, after #272 and #273.",
        "Largest STEM round up to then, out of 2 rounds.",
        "Lowest STEM cut-off up to then, out of 2 rounds.",
        "Cut-off 5 points lower than in the previous STEM round (486, #254 on 5 July 2023).",
        "156 days after the previous STEM round.",
        "Round 38 of 2023, bringing the year’s total to 106,871 invitations.",
    ]


def test_facts_about_the_french_round_of_19_august_2026(real: pd.DataFrame) -> None:
    found = fact_sentences(real, "437")
    assert found[0] == "Lowest French cut-off since 21 March 2025 (379, #341)."
    assert found[1] == "Third round that week, after #435 and #436."
    assert (
        "Cut-off 9 points lower than in the previous French round (391, #433 on 6 August "
        "2026)." in found
    )


def test_headline_is_the_three_most_newsworthy_facts(real: pd.DataFrame) -> None:
    found = facts(real, "437")
    assert headline(found, Words(), short) == sentences(found, Words(), short)[:3]


def test_every_round_has_complete_sentences(real: pd.DataFrame) -> None:
    names = {category.code: category.names["en"] for category in categories(real)}
    for round_id in real["round_id"]:
        found = facts(real, round_id)
        texts = sentences(found, Words(), names.__getitem__)
        assert len(texts) == len(found)
        for text in texts:
            assert text[0].isupper() or text[0].isdigit()
            assert text.endswith(".")
            assert not any(word in text for word in ("None", "nan", "NaT", "{", "}"))


@pytest.mark.parametrize(
    ("n", "earlier", "later", "text"),
    [
        (1, (), (), "First round that week."),
        (1, (), ("5",), "First round that week, before #5."),
        (2, ("3",), ("5", "6"), "Second round that week, after #3 and before #5 and #6."),
        (2, ("91a",), (), "Second round that week, after #91a."),
        (11, ("3",), (), "Round 11 that week, after #3."),
    ],
)
def test_place_in_the_week_names_the_rounds_before_and_after(
    n: int, earlier: tuple[str, ...], later: tuple[str, ...], text: str
) -> None:
    assert sentence("place_in_week", n=n, earlier=earlier, later=later) == text


@pytest.mark.parametrize(
    ("points", "start"),
    [(1, "Cut-off 1 point higher than in"), (-1, "Cut-off 1 point lower than in")],
)
def test_cut_off_change_of_one_point_is_singular(points: int, start: str) -> None:
    text = f"{start} the previous STEM round (470, #1 on 5 January 2026)."
    assert sentence("change", points=points) == text


def test_unchanged_cut_off_is_not_called_a_change_of_0_points() -> None:
    text = "Same cut-off as the previous STEM round (470, #1 on 5 January 2026)."
    assert sentence("change", points=0) == text


@pytest.mark.parametrize(
    ("days", "median", "text"),
    [
        (1, 1.0, "1 day after the previous STEM round; until then the median gap was 1 day."),
        (2, 0.5, "2 days after the previous STEM round; until then the median gap was 0.5 days."),
        (9, 14.0, "9 days after the previous STEM round; until then the median gap was 14 days."),
        (9, None, "9 days after the previous STEM round."),
    ],
)
def test_gap_sentence_adds_the_median_gap_if_known(
    days: int, median: float | None, text: str
) -> None:
    assert sentence("gap", days=days, median=median, gaps=3 if median else 0) == text


def test_largest_or_smallest_round_names_an_earlier_equal_one() -> None:
    assert sentence("largest", tied_with=("1",), invitations=500) == (
        "Tied for the largest STEM round up to then, most recently with #1 on 5 January 2026."
    )
    assert sentence("smallest", tied_with=("1",), invitations=5) == (
        "Tied for the smallest STEM round up to then, most recently with #1 on 5 January 2026."
    )
    assert sentence("smallest", tied_with=()) == "Smallest STEM round up to then, out of 3 rounds."


def test_extremes_name_the_last_round_as_large_low_or_high() -> None:
    since = "since 5 January 2026"
    assert sentence("larger_since", since_invitations=5_000) == (
        f"Largest STEM round {since} (5,000, #2)."
    )
    assert sentence("lowest_since", since_cutoff=379) == f"Lowest STEM cut-off {since} (379, #2)."
    assert sentence("highest_since", since_cutoff=505) == f"Highest STEM cut-off {since} (505, #2)."
    assert sentence("highest_cutoff") == "Highest STEM cut-off up to then, out of 3 rounds."


def test_first_and_same_day_rounds_and_yearly_total_have_sentences() -> None:
    assert sentence("first_of_category") == "First STEM round."
    assert sentence("same_day", others=("91b",)) == "Held on the same day as #91b."
    text = "First round of 2015, bringing the year’s total to 1 invitation."
    assert sentence("cumulative_year", n=1, year=2015, invitations=1) == text


def test_extreme_among_many_rounds_comes_first(build: Build) -> None:
    draws = build(
        *[(str(n), f"2026-01-{n:02}", "Education", 100, 480 - n) for n in range(1, 5)],
    )
    assert fact_sentences(draws, "4")[:2] == [
        "Lowest Education cut-off up to then, out of 4 rounds.",
        "Fourth round that week, after #1, #2 and #3.",
    ]


def test_unusually_long_gap_comes_before_the_cut_off_change(build: Build) -> None:
    days = ("2026-01-01", "2026-01-08", "2026-01-15", "2026-01-22", "2026-02-22")
    draws = build(*[(str(n), day, "Education", 100, 470 + n % 2) for n, day in enumerate(days, 1)])
    found = fact_sentences(draws, "5")
    gap = "31 days after the previous Education round; until then the median gap was 7 days."
    assert found.index(gap) < next(n for n, text in enumerate(found) if text.startswith("Cut-off"))


def test_ordinals_are_words_up_to_the_tenth() -> None:
    assert [ordinal(n, Words()) for n in (1, 2, 10, 11)] == ["First", "Second", "Tenth", ""]
