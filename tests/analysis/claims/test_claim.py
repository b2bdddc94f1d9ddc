"""Claims in free text are parsed as a person would read them, and compared with every round."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.claims.claim import LONGEST, Claim, check, parse
from analysis.claims.text import PartialDate
from data.vocabulary.categories import CATEGORIES
from tests.conftest import Build

DECEMBER_8 = PartialDate(2023, 12, 8)


def parsed_parts(text: str, **options: Any) -> dict[str, Any]:
    return parse(text, options.pop("names", {}), **options).parts


def doubts(text: str, **options: Any) -> dict[str, dict[str, Any]]:
    return {vars(one)["kind"]: vars(one)["values"] for one in parse(text, {}, **options).doubts}


def test_wrong_claim_from_an_article_is_matched_to_round_274(real: pd.DataFrame) -> None:
    claim = parse("STEM draw, 6,000 invitations, CRS 485", {})
    assert claim.parts == {"category": "stem", "invitations": 6000, "cutoff": 485}
    assert claim.doubts == ()
    nearest = check(real, claim)
    first = nearest[0]
    assert (first.row["round_id"], first.row["date"]) == ("274", pd.Timestamp(2023, 12, 8))
    assert [(one.part, one.claimed, one.actual, one.by) for one in first.differences] == [
        ("category", "stem", "stem", 0),
        ("invitations", 6000, 5900, -100),
        ("cutoff", 485, 481, -4),
    ]
    # Off by 100 of 3,000 invitations (half of 6,000), and by 4 of 50 points.
    assert first.distance == pytest.approx(100 / 3000 + 4 / 50)
    assert [one.row["round_id"] for one in nearest] == ["274", "293", "254"]


@pytest.mark.parametrize(
    "text",
    [
        "On December 8, 2023 STEM draw #274: 5,900 invitations, CRS 481",
        "Round 274 (STEM) of 8 December 2023 invited 5,900 candidates with a score of 481",
        "IRCC a invité 5 900 candidats en STIM le 8 décembre 2023 (ronde 274), seuil de 481",
        "draw no. 274, 2023-12-08, STEM occupations (Version 1), 5900 ITAs, cut-off 481",
        "Draw #274 on Dec. 8th 2023: 5.9k ITAs for STEM, minimum CRS score of 481 points",
        "#274, 8-Dec-2023, STIM, 5\u202f900 invitations, SCG 481",
        "#274 stem 8 déc. 2023 5900 481",
    ],
)
def test_different_wordings_of_one_round_are_read_alike(text: str, real: pd.DataFrame) -> None:
    claim = parse(text, {})
    assert claim.parts == {
        "round_id": "274",
        "category": "stem",
        "date": DECEMBER_8,
        "invitations": 5900,
        "cutoff": 481,
    }
    (only,) = check(real, claim)
    assert (only.row["round_id"], only.distance) == ("274", 0)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2023-12-08", DECEMBER_8),
        ("8 December 2023", DECEMBER_8),
        ("8th of December 2023", DECEMBER_8),
        ("December 8, 2023", DECEMBER_8),
        ("DEC 8 2023", DECEMBER_8),
        ("8 déc. 2023", DECEMBER_8),
        ("13/12/2023", PartialDate(2023, 12, 13)),
        ("12/13/2023", PartialDate(2023, 12, 13)),
        ("12.12.2023", PartialDate(2023, 12, 12)),
        ("1er février 2024", PartialDate(2024, 2, 1)),
        ("29 août", PartialDate(None, 8, 29)),
        ("May 4", PartialDate(None, 5, 4)),
        ("in December 2023", PartialDate(2023, 12)),
        ("2023-12", PartialDate(2023, 12)),
        ("juillet 2019", PartialDate(2019, 7)),
        ("in 2023", PartialDate(2023)),
        ("29 February", PartialDate(None, 2, 29)),
    ],
)
def test_dates_are_read_in_their_usual_formats(text: str, when: PartialDate) -> None:
    assert parsed_parts(text) == {"date": when}


def test_ambiguous_date_prefers_a_day_with_a_round_and_adds_a_doubt() -> None:
    round_days = {date(2023, 12, 8)}
    assert parsed_parts("08/12/2023", round_days=round_days) == {"date": DECEMBER_8}
    assert parsed_parts("08/12/2023") == {"date": PartialDate(2023, 8, 12)}
    result = doubts("08/12/2023", round_days=round_days)["day_or_month"]
    assert result == {"read": date(2023, 12, 8), "other": date(2023, 8, 12)}


def test_impossible_date_is_left_out_and_adds_a_doubt() -> None:
    assert parsed_parts("STEM on 31 February 2023") == {"category": "stem"}
    assert "no_such_day" in doubts("STEM on 31 February 2023")


@pytest.mark.parametrize(
    ("text", "part", "value"),
    [
        ("6,000 invitations", "invitations", 6000),
        ("6 000 invitations", "invitations", 6000),
        ("6\u00a0000 invitations", "invitations", 6000),
        ("6.000 invitations", "invitations", 6000),
        ("27332 ITAs", "invitations", 27332),
        ("6k invitations", "invitations", 6000),
        ("invited 4 people", "invitations", 4),
        ("4 invitations", "invitations", 4),
        ("2023 invitations", "invitations", 2023),
        ("issued 4,500", "invitations", 4500),
        ("1,000 invitations to apply", "invitations", 1000),
        ("CRS 485", "cutoff", 485),
        ("CRS score: 485", "cutoff", 485),
        ("cut-off 485", "cutoff", 485),
        ("cutoff was 485", "cutoff", 485),
        ("cut\u2011off of 75", "cutoff", 75),
        ("score of 1200", "cutoff", 1200),
        ("485 points", "cutoff", 485),
        ("note minimale de 485", "cutoff", 485),
        ("SCG 485", "cutoff", 485),
        ("#274", "round_id", "274"),
        ("# 274", "round_id", "274"),
        ("round 274", "round_id", "274"),
        ("Draw No. 274", "round_id", "274"),
        ("draw number 274", "round_id", "274"),
        ("round 91A", "round_id", "91a"),
        ("91b", "round_id", "91b"),
    ],
)
def test_labelled_numbers_are_read_by_their_label(text: str, part: str, value: object) -> None:
    assert parsed_parts(text) == {part: value}
    assert not doubts(text)


def test_unlabelled_numbers_are_guessed_and_add_doubts() -> None:
    claim = parse("STEM 5900 481", {})
    assert (claim.invitations, claim.cutoff) == (5900, 481)
    assert [vars(one)["kind"] for one in claim.doubts] == ["guessed", "guessed"]
    assert parsed_parts("pnp 250 813") == {"category": "pnp", "invitations": 250, "cutoff": 813}
    assert parsed_parts("draw of 6,000") == {"invitations": 6000}
    assert parsed_parts("French, 470") == {"category": "french", "cutoff": 470}
    assert parse("CRS 481, 5 rounds, 3", {}).unread == ("5", "3")


@pytest.mark.parametrize("category", CATEGORIES, ids=lambda category: category.code)
def test_every_category_is_recognised_by_all_its_names(category: Any) -> None:
    names = {name: c.code for c in CATEGORIES for name in c.names.values()}
    for name in (*category.names.values(), *category.wordings):
        assert parsed_parts(f"the {name.upper()} draw", names=names) == {"category": category.code}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CEC", "cec"),
        ("PNP-only draw", "pnp"),
        ("all-program round", "general"),
        ("Federal Skilled Trades", "fst"),
        ("métiers spécialisés (fédéral)", "fst"),
        ("Trade occupations (Version 2)", "trades"),
        ("Physicians with Canadian Work Experience, 2026-Version 1", "physicians"),
        ("health care", "healthcare"),
        ("Francophone draw", "french"),
        ("PCP", "pnp"),
    ],
)
def test_common_words_for_categories_are_recognised(text: str, code: str) -> None:
    assert parsed_parts(text)["category"] == code


def test_phrase_in_general_names_no_category() -> None:
    assert parsed_parts("in general, en général") == {}


def test_only_the_first_category_is_used_and_others_add_a_doubt() -> None:
    claim = parse("a STEM draw after general and French ones", {})
    assert claim.category == "stem"
    assert doubts("a STEM draw after general and French ones") == {
        "categories": {"others": ("general", "french")}
    }


def test_new_category_is_recognised_by_its_name(draws: pd.DataFrame) -> None:
    claim = parse("Beekeepers: 12 invitations", {"Beekeepers": "beekeepers"})
    (only,) = check(draws, claim)
    assert only.row["round_id"] == "901"


@given(st.text(max_size=2 * LONGEST))
def test_any_text_can_be_parsed(text: str) -> None:
    claim = parse(text, {})
    assert claim.cutoff is None or 0 <= claim.cutoff <= 1200
    assert claim.invitations is None or claim.invitations < 10**9


@settings(deadline=None)
@given(st.text(alphabet="0123456789 ,.-/#kabcrsdecmay", max_size=LONGEST))
def test_any_text_of_numbers_can_be_parsed_and_checked(text: str) -> None:
    draws = pd.DataFrame(
        {
            "round_id": ["274"],
            "category": ["stem"],
            "date": pd.to_datetime(["2023-12-08"]).astype("datetime64[ms]"),
            "invitations": [5900],
            "cutoff": [481],
        }
    )
    claim = parse(text, {})
    assert bool(check(draws, claim)) == bool(claim.parts)


def test_text_beyond_the_longest_length_is_ignored() -> None:
    assert parsed_parts("x" * (LONGEST - 5) + " STEM") == {"category": "stem"}
    assert parsed_parts("x" * LONGEST + " STEM") == {}


def test_claim_of_one_part_gives_the_matching_rounds_newest_first(real: pd.DataFrame) -> None:
    result = check(real, Claim(category="stem"))
    assert [one.row["round_id"] for one in result] == ["293", "274", "254"]
    by_year = check(real, Claim(category="cec", when=PartialDate(2025)))
    rows = [r for r in real.itertuples() if r.category == "cec" and r.date.year == 2025]
    assert [one.row["round_id"] for one in by_year] == [row.round_id for row in rows][::-1]


def test_round_named_by_number_comes_first_whatever_else_is_claimed(real: pd.DataFrame) -> None:
    claim = Claim("274", "general", PartialDate(2015), 100, 1200)
    first = check(real, claim)[0]
    assert first.row["round_id"] == "274"
    by = {one.part: one.by for one in first.differences}
    # 8 December 2023 lies 8 years, two of them leap years, less 23 days after the end of 2015.
    assert by["date"] == 8 * 365 + 2 - 23
    assert first.distance == 4  # four parts, each at its maximum of 1


def test_date_without_a_year_takes_the_nearest_year(build: Build) -> None:
    draws = build(("1", "2023-12-30", "General", 1, 500), ("2", "2024-07-01", "General", 1, 500))
    near = {
        one.row["round_id"]: one.differences[0].by
        for one in check(draws, Claim(when=PartialDate(None, 1, 2)))
    }
    assert near["1"] == -3  # 2 January 2024 lies three days later
    assert near["2"] == (date(2024, 7, 1) - date(2024, 1, 2)).days


def test_equally_distant_rounds_rank_by_difference_then_newest_first(build: Build) -> None:
    draws = build(
        ("1", "2020-01-01", "General", 100, 500),
        ("2", "2020-02-01", "General", 5000, 500),
        ("3", "2020-03-01", "General", 5000, 500),
        ("4", "2020-04-01", "General", 9000, 500),
    )
    # All sizes are off by more than half of 1,500, which counts in full.
    near = check(draws, Claim(invitations=1500, cutoff=400))
    assert [one.row["round_id"] for one in near] == ["1", "3", "2"]


def test_empty_claim_or_no_rounds_find_nothing(real: pd.DataFrame) -> None:
    assert check(real, Claim()) == []
    assert check(real.iloc[:0], Claim(category="stem")) == []


def test_29_february_fits_only_leap_years() -> None:
    assert PartialDate(2023, 2, 29).exact_day is None
    assert PartialDate(None, 2, 29).spans([2023, 2024]) == [(date(2024, 2, 29), date(2024, 2, 29))]
    assert PartialDate(2023, 2).spans([]) == [(date(2023, 2, 1), date(2023, 2, 28))]


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("STEM draw, 6,000 invitations, CRS 485", ()),
        ("IRCC invited 5,900 candidates with a cut-off of 481 points", ()),
        ("IRCC a invité 5 900 candidats en STIM, seuil de 481 points", ()),
        ("5,900 invitations, CRS 481, for a Record total", ("Record total",)),
        ("5 900 invitations, du jamais vu", ("jamais vu",)),
        ("5,900 surprising invitations", ("surprising",)),
        ("CRS 481, first draw since July 2023", ("first draw since July 2023",)),
        ("On August 19 IRCC invited 5,000, 119,865 this year", ("119,865 this year",)),
        ("wasn’t it CRS 481?", ("wasn’t",)),
    ],
)
def test_what_was_not_read_is_quoted_without_filler_words(
    text: str, unread: tuple[str, ...]
) -> None:
    assert parse(text, {}).unread == unread


@given(st.text(max_size=LONGEST))
def test_what_was_not_read_stands_in_the_text(text: str) -> None:
    assert all(phrase in text for phrase in parse(text, {}).unread)
