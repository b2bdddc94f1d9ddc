"""The score, categories and profile time of a candidate: valid values and rejected ones."""

from datetime import UTC, datetime, timedelta, timezone

import pandas as pd
import pytest

from analysis.crs.points import CandidateError, nomination_likely_included, parse_score
from analysis.score.candidate import Candidate, parse_instant, parse_profile

CEC = frozenset({"cec"})


@pytest.mark.parametrize("score", [0, 75, 519, 1200])
def test_every_score_on_the_scale_is_accepted(score: int) -> None:
    assert Candidate(score, CEC).score == score


@pytest.mark.parametrize(
    ("score", "problem"),
    [
        (-1, "out_of_range"),
        (1201, "out_of_range"),
        (10**9, "out_of_range"),
        (519.0, "not_a_whole_number"),
        (True, "not_a_whole_number"),
        ("519", "not_a_whole_number"),
        (None, "not_a_whole_number"),
    ],
)
def test_invalid_score_is_rejected_with_its_problem(score: object, problem: str) -> None:
    with pytest.raises(CandidateError) as caught:
        Candidate(score, CEC)  # type: ignore[arg-type]
    assert (caught.value.field, caught.value.value, caught.value.problem) == (
        "score",
        score,
        problem,
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("-1", "out_of_range"),
        ("1201", "out_of_range"),
        ("1000000000", "out_of_range"),
        ("10^9", "not_a_whole_number"),
        ("abc", "not_a_whole_number"),
        ("519.5", "not_a_whole_number"),
        ("", "not_a_whole_number"),
        ("٥١٩", "not_a_whole_number"),
        ("9" * 5000, "not_a_whole_number"),
    ],
)
def test_invalid_score_in_a_link_is_rejected_with_its_problem(text: str, problem: str) -> None:
    with pytest.raises(CandidateError) as caught:
        parse_score(text)
    assert caught.value.problem == problem


def test_score_in_a_link_may_have_surrounding_spaces() -> None:
    assert parse_score(" 0519\n") == 519


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-07-03T21:35:13", "2026-07-03 21:35:13"),
        ("2026-07-03 21:35", "2026-07-03 21:35:00"),
        ("2026-07-03T21:35:13Z", "2026-07-03 21:35:13"),
        ("2026-07-03T17:35:13-04:00", "2026-07-03 21:35:13"),
        ("2026-07-03", "2026-07-03 00:00:00"),
    ],
)
def test_time_in_a_link_is_utc_unless_it_has_an_offset(text: str, utc: str) -> None:
    assert parse_instant(text) == pd.Timestamp(utc, tz="UTC")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("0001-01-01T00:00+05:00", "out_of_range"),
        ("9999-12-31T23:59-12:00", "out_of_range"),
        ("2014-12-31T23:59:59", "out_of_range"),
        ("10000-01-01", "not_an_instant"),
        ("2026-02-30", "not_an_instant"),
        ("now", "not_an_instant"),
        ("", "not_an_instant"),
    ],
)
def test_invalid_time_in_a_link_is_rejected_with_its_problem(text: str, problem: str) -> None:
    with pytest.raises(CandidateError) as caught:
        parse_instant(text)
    assert (caught.value.field, caught.value.problem) == ("profile_at", problem)


@pytest.mark.parametrize(
    "text",
    [
        "3 May 2026",
        "May 3, 2026",
        "may 3rd 2026",
        "3 mai 2026",
        "2026-05-03",
        " 3 MAI 2026 ",
        "3 May 2026.",
    ],
)
def test_date_of_a_profile_alone_covers_its_day_in_utc(text: str) -> None:
    start, until = parse_profile(text)
    assert (str(start), str(until)) == ("2026-05-03 00:00:00+00:00", "2026-05-03 23:59:59+00:00")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-07-03T21:35:13", "2026-07-03 21:35:13"),
        ("2026-07-03T17:35:13-04:00", "2026-07-03 21:35:13"),
        ("3 July 2026, 21:35:13 UTC", "2026-07-03 21:35:13"),
        ("July 3, 2026 at 9:35", "2026-07-03 09:35:00"),
        ("3 juillet 2026 à 21 h 35", "2026-07-03 21:35:00"),
        ("3 juillet 2026, 21:35:13 UTC", "2026-07-03 21:35:13"),
    ],
)
def test_profile_with_a_time_is_known_to_the_second(text: str, utc: str) -> None:
    assert parse_profile(text) == (pd.Timestamp(utc, tz="UTC"), pd.Timestamp(utc, tz="UTC"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("03/05/2026", "not_an_instant"),  # 3 May or 5 March
        ("May 2026", "not_an_instant"),
        ("3 May", "not_an_instant"),
        ("30 February 2026", "not_an_instant"),
        ("3 May 2026, 25:00", "not_an_instant"),
        ("3 May 2026 or later", "not_an_instant"),
        ("2014-12-31", "out_of_range"),
        ("9999-12-31", "out_of_range"),
    ],
)
def test_profile_date_that_is_unclear_or_impossible_is_rejected(text: str, problem: str) -> None:
    with pytest.raises(CandidateError) as caught:
        parse_profile(text)
    assert (caught.value.field, caught.value.problem) == ("profile_at", problem)


def test_profile_time_is_stored_in_utc() -> None:
    local = datetime(2026, 7, 3, 17, 35, 13, tzinfo=timezone(timedelta(hours=-4)))
    instant = Candidate(519, CEC, pd.Timestamp(local)).profile_at
    assert instant == datetime(2026, 7, 3, 21, 35, 13, tzinfo=UTC)
    assert str(instant) == "2026-07-03 21:35:13+00:00"


@pytest.mark.parametrize(
    ("profile", "problem"),
    [
        (pd.Timestamp("2026-07-03 21:35:13"), "no_time_zone"),
        (pd.NaT, "not_an_instant"),
        ("2026-07-03", "not_an_instant"),
    ],
)
def test_profile_time_without_a_zone_or_of_another_type_is_rejected(
    profile: object, problem: str
) -> None:
    with pytest.raises(CandidateError) as caught:
        Candidate(519, CEC, profile)  # type: ignore[arg-type]
    assert caught.value.problem == problem


@pytest.mark.parametrize("categories", [{"cec"}, ["cec"], frozenset({""}), frozenset({1})])
def test_categories_must_be_a_frozenset_of_codes(categories: object) -> None:
    with pytest.raises(CandidateError) as caught:
        Candidate(519, categories)  # type: ignore[arg-type]
    assert caught.value.field == "categories"


def test_categories_may_be_empty_or_unmapped() -> None:
    assert Candidate(519, frozenset()).categories == frozenset()
    assert Candidate(519, frozenset({"beekeepers"})).categories == {"beekeepers"}


def test_only_scores_above_600_likely_include_a_nomination() -> None:
    assert [nomination_likely_included(score) for score in (0, 600, 601, 1200)] == [
        False,
        False,
        True,
        True,
    ]
