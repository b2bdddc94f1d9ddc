"""Places in a week and records are read from a sentence and compared with the rounds before."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analysis.claims.claim import check, parse
from analysis.claims.statements import Mark, Statement, compare
from analysis.claims.text import PartialDate
from analysis.rounds.facts import facts
from tests.conftest import Build


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("the third in a week", 3),
        ("third that week", 3),
        ("3rd of the week", 3),
        ("the third draw of the week", 3),
        ("the second round this week", 2),
        ("la troisième de la semaine", 3),
        ("2e ronde de la semaine", 2),
        ("la première de cette semaine", 1),
    ],
)
def test_place_in_a_week_is_read(text: str, n: int) -> None:
    claim = parse(f"5,900 invitations, {text}", {})
    assert [(one.kind, one.n) for one in claim.statements] == [("week", n)]
    assert (claim.parts, claim.unread) == ({"invitations": 5900}, ())


@pytest.mark.parametrize(
    ("text", "kind", "since"),
    [
        ("the largest STEM draw so far", "largest", None),
        ("biggest draw ever", "largest", None),
        ("la plus petite ronde STIM jusqu’ici", "smallest", None),
        ("lowest cut-off since July 2023", "lowest", PartialDate(2023, 7)),
        ("the highest CRS score for STEM since 2021", "highest", PartialDate(2021)),
        ("le plus bas depuis le 5 juillet 2023", "lowest", PartialDate(2023, 7, 5)),
        ("the lowest since July 5, 2023", "lowest", PartialDate(2023, 7, 5)),
    ],
)
def test_record_is_read_and_its_date_is_not_that_of_the_round(
    text: str, kind: str, since: PartialDate | None
) -> None:
    claim = parse(f"CRS 481, {text}", {})
    assert [(one.kind, one.since) for one in claim.statements] == [(kind, since)]
    assert (claim.when, claim.unread) == (None, ())


@pytest.mark.parametrize(
    "text", ["largest draw ever this year", "third STEM draw of the week", "largest draw", "weekly"]
)
def test_what_cannot_be_compared_stays_unread(text: str) -> None:
    claim = parse(f"CRS 481, {text}", {})
    assert claim.statements == ()
    assert claim.unread


def test_record_is_compared_with_earlier_rounds_only(build: Build) -> None:
    draws = build(
        ("1", "2023-01-04", "General", 500, 500),
        ("2", "2023-02-01", "General", 400, 490),
        ("3", "2023-03-01", "General", 450, 495),
        ("4", "2023-03-02", "General", 900, 480),
    )
    by, marks = compare(draws, Statement("largest", ""), by_category=True)
    assert by.tolist() == [0, 1, 1, 0]
    assert marks == [
        None,
        Mark("1", date(2023, 1, 4), 500),
        Mark("1", date(2023, 1, 4), 500),
        None,
    ]
    january = Statement("highest", "", since=PartialDate(2023, 1))
    assert compare(draws, january, by_category=True)[0].tolist() == [0, 0, 0, 1]
    assert compare(draws, Statement("week", "", n=2), by_category=True)[0].tolist() == [
        -1,
        -1,
        -1,
        0,
    ]


def test_comparison_agrees_with_the_facts_of_every_round(real: pd.DataFrame) -> None:
    nth = compare(real, Statement("week", "", n=0), by_category=True)[1]
    marks = {
        kind: compare(real, Statement(kind, ""), by_category=True)[1]
        for kind in ("largest", "highest", "lowest")
    }
    for place, round_id in enumerate(real["round_id"]):
        known = {vars(fact)["kind"]: vars(fact)["values"] for fact in facts(real, round_id)}
        assert nth[place] == known["place_in_week"]["n"]
        if "first_of_category" in known:
            continue
        for kind in ("highest", "lowest"):
            mark = marks[kind][place]
            assert (mark is None) == (f"{kind}_cutoff" in known)
            if f"{kind}_since" in known:
                assert mark.round_id == known[f"{kind}_since"]["since_id"]
        if "larger_since" in known:
            assert marks["largest"][place].round_id == known["larger_since"]["since_id"]


def test_wrong_statement_leaves_the_round_that_fits_otherwise(real: pd.DataFrame) -> None:
    (only,) = check(real, parse("5,900 invitations, CRS 481, the second of the week", {}))
    assert (only.row["round_id"], only.fits, only.distance) == ("274", True, 1)
    assert [(one.part, one.actual, one.by) for one in only.differences if one.by] == [
        ("week", 3, 1)
    ]


def test_statement_decides_between_rounds_that_fit_otherwise(real: pd.DataFrame) -> None:
    (only,) = check(real, parse("STEM, the smallest STEM draw so far, 500 invitations", {}))
    assert only.row["round_id"] == "254"
    found = check(real, parse("STEM, highest cut-off so far", {}))
    # 486, 481, 491: only the first and the last were the highest until then.
    assert [one.row["round_id"] for one in found] == ["293", "254"]
