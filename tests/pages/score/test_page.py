"""My score: the answer in words, ties and doubts told apart, and nothing in the address."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from data.rounds import record as history
from tests.pages.support.app_views import opened, plain

ANSWER = (
    "Since 28 June 2023, 20 of 39 Canadian Experience Class rounds would have invited you, "
    "the last one #432 on 5 August 2026 (516)."
)


def shown(**query: str | list[str]) -> AppTest:
    """Return the page as a link opens it."""
    app = opened("my-score", **query)
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """Return all that the page says in words."""
    kinds = ("markdown", "caption", "header", "info", "warning", "error")
    return " ".join(plain(str(element.value)) for kind in kinds for element in app.get(kind))


def outcomes(app: AppTest) -> dict[str, str]:
    """Return the outcome of each round as the table below the strip has it."""
    app.session_state["numbers-my-rounds"] = True
    app.run()
    table = next(t.value for t in app.dataframe if "outcome" in t.value)
    return dict(zip(table["round_id"], table["outcome"], strict=True))


def test_519_and_cec_is_answered_with_counts_last_invitation_and_distance() -> None:
    # The record as published on 2026-08-20; counted once more below, one by one.
    text = said(shown(link="true", score="519", eligible="cec"))
    own = [
        row
        for row in history.load().draws.to_dict("records")
        if row["category"] == "cec" and "2023-06-28" <= str(row["date"])[:10] <= "2026-08-20"
    ]
    assert (sum(row["cutoff"] < 519 for row in own), len(own)) == (20, 39)
    assert ANSWER in text
    assert "You are 4 points below the latest, #436 of 18 August 2026 (523)." in text


def test_the_lowest_cut_off_of_all_invites_everybody_and_a_point_less_does_not() -> None:
    text = said(shown(link="true", score="76", eligible="cec", since="2021-02-13"))
    assert "#176 on 13 February 2021 (75)" in text
    text = said(shown(link="true", score="74", eligible="cec", since="2021-02-13"))
    assert "#176" not in text


@pytest.mark.parametrize(
    ("instant", "outcome"),
    [
        ("2026-08-17 22:08:59", "invited by the tie-break"),
        ("2026-08-17 22:09:00", "not invited by the tie-break"),
        ("2026-08-17 22:09:01", "not invited by the tie-break"),
        ("", "unknown without your profile's date"),
    ],
)
def test_at_the_cut_off_only_a_profile_before_the_tie_break_is_invited(
    instant: str, outcome: str
) -> None:
    # #436: cut-off 523, tie-break 2026-08-17 22:09:00 UTC.
    query = {"link": "true", "score": "523", "eligible": "cec", "since": "2026-08-18"}
    app = shown(**query, **({"profile": instant} if instant else {}))
    assert outcomes(app)["436"] == outcome


@pytest.mark.parametrize(
    ("round_id", "day", "score", "category"),
    [("208", "2021-10-27", "744", "pnp"), ("139", "2020-03-18", "720", "pnp")],
)
def test_a_missing_or_doubtful_tie_break_stays_unknown(
    round_id: str, day: str, score: str, category: str
) -> None:
    draws = history.load().draws.set_index("round_id")
    assert (str(draws.loc[round_id, "cutoff"]), draws.loc[round_id, "category"]) == (
        score,
        category,
    )
    app = shown(
        link="true", score=score, nomination="true", since=day, profile="2015-02-01 00:00:00"
    )
    assert outcomes(app)[round_id] == "unknown: tie-break missing or doubtful"


def test_a_candidate_is_measured_only_against_rounds_of_their_categories() -> None:
    app = shown(link="true", score="600", eligible=["fst"], since="2018-05-30")
    found = outcomes(app)
    assert found["91a"] == "invited"
    assert "91b" not in found


def test_without_a_category_the_page_asks_for_one() -> None:
    app = shown(link="true", score="519")
    assert any("at least one category" in info.value for info in app.info)


@pytest.mark.parametrize("score", ["-1", "1201", "1000000000", "abc"])
def test_an_impossible_score_in_a_link_is_told_and_ignored(score: str) -> None:
    app = shown(link="true", score=score, eligible="cec")
    assert any(score in plain(warning.value) for warning in app.warning)
    assert app.number_input(key="score").value is None


@pytest.mark.parametrize("since", ["0001-01-01", "9999-12-31", "yesterday"])
def test_an_impossible_day_in_a_link_is_told_and_ignored(since: str) -> None:
    app = shown(link="true", score="519", eligible="cec", since=since)
    assert any(since in plain(warning.value) for warning in app.warning)
    assert "Since 28 June 2023" in said(app)


@pytest.mark.parametrize("profile", ["abc", "0001-01-01", "9999-12-31"])
def test_an_impossible_profile_date_is_told_and_breaks_nothing(profile: str) -> None:
    app = shown(link="true", score="523", eligible="cec", profile=profile)
    assert any(profile in plain(error.value) for error in app.error)


def test_what_is_entered_is_not_in_the_address_unless_it_is_asked_for() -> None:
    app = shown()
    app.number_input(key="score").set_value(519).run()
    assert ANSWER in said(app)
    assert "score" not in app.query_params
    assert any("stays in this session" in plain(caption.value) for caption in app.caption)


def test_a_dormant_category_is_named_as_such_with_its_date() -> None:
    text = said(shown(link="true", score="500", eligible="stem"))
    assert "11 April 2024" in text
    assert "dormant" in text.lower() or "over a year" in text


def test_the_page_to_print_holds_the_answer_and_a_table() -> None:
    app = shown(link="true", score="519", eligible="cec", print="true")
    assert ANSWER in said(app)
    assert len(app.table) == 1
