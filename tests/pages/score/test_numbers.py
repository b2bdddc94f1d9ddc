"""The numbers on My score, recounted from the data in plain Python."""

from __future__ import annotations

import json
from statistics import median
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.plot.text import width_of
from tests.pages.support.app_views import headings, notice, opened, plain
from tests.pages.support.shelf import serve, with_rounds
from tests.support.august import load

NAMES = {
    "cec": "Canadian Experience Class",
    "french": "French-language proficiency",
    "general": "General (all programs)",
    "healthcare": "Healthcare and social services",
}


def open_page(**query: str | list[str]) -> AppTest:
    app = opened("my-score", link="true", **query)
    assert not app.exception
    return app


def rounds(code: str, since: str) -> list[dict[str, Any]]:
    """Return the rounds of a category from a day to 20 August 2026."""
    return [
        row
        for row in load().draws.to_dict("records")
        if row["category"] == code and since <= str(row["date"])[:10] <= "2026-08-20"
    ]


@pytest.mark.parametrize("score", [481, 519])
@pytest.mark.parametrize("code", list(NAMES))
@pytest.mark.parametrize("since", ["2015-01-01", "2023-06-28"])
def test_answer_counts_the_rounds_with_a_cut_off_below_the_score(
    score: int, code: str, since: str
) -> None:
    draws = rounds(code, since)
    below = [row for row in draws if row["cutoff"] < score]
    level = [row for row in draws if row["cutoff"] == score]
    app = open_page(score=str(score), eligible=code, since=since)
    (answer,) = app.get_by_key("answer").markdown
    text, total = plain(answer.value), f"{len(draws)} {NAMES[code]} rounds"
    if below:
        assert f"{len(below)} of {total} would have invited you" in text
        assert f"#{below[-1]['round_id']} on " in text
        assert f"cut-off {below[-1]['cutoff']})" in text
    elif level:
        assert f"Of the {total} since " in text
        assert f", {len(draws) - len(level)} would not have invited you." in text
    else:
        assert f"None of the {total} since " in text
    assert (f"For {len(level)} round" in text) == bool(level)
    assert ("we can’t tell: your score equals the cut-off" in text) == bool(level)
    earlier = [row for row in draws if str(row["date"])[:10] < "2025-03-25"]
    said = "before the CRS scale changed" in text
    assert said == bool(earlier)
    if 1 < len(earlier) < len(draws):
        assert f"{len(earlier)} of these rounds" in text
    distance = abs(score - draws[-1]["cutoff"])
    assert f"#{draws[-1]['round_id']} on " in text
    assert distance == 0 or f"{distance} point" in text


def test_needed_scores_match_a_recount_of_the_last_12_months() -> None:
    draws = [row["cutoff"] for row in rounds("cec", "2025-08-21")]
    table = next(t.value for t in open_page(eligible="cec").dataframe if "target" in t.value)
    needed = dict(
        zip(table["target"], zip(table["score"], table["reached"], strict=True), strict=True)
    )
    for target, share in (
        ("half the rounds in one year", 0.5),
        ("9 in 10 rounds in one year", 0.9),
    ):
        lowest = min(s for s in draws if sum(cutoff <= s for cutoff in draws) >= share * len(draws))
        reached = sum(cutoff <= lowest for cutoff in draws)
        assert needed[target] == (lowest, f"{reached} of {len(draws)}")
    assert needed["the latest round"][0] == draws[-1]


@pytest.mark.parametrize(
    ("language", "text"), [("en", "no round in 12 months"), ("fr", "aucune ronde en 12 mois")]
)
def test_column_of_rounds_has_room_to_say_that_there_was_none(language: str, text: str) -> None:
    tables = open_page(eligible=["cec", "stem"], lang=language).dataframe
    table = next(each for each in tables if "target" in each.value)
    assert text in set(table.value["reached"])
    assert json.loads(table.proto.columns)["reached"]["width"] >= width_of(text, 13) + 16


def test_usual_tie_age_is_the_median_of_the_rounds_shown() -> None:
    draws = rounds("cec", "2023-06-28")
    ages = [(row["drawn_at"] - row["tie_break_at"]).total_seconds() / 86_400 for row in draws]
    title = next(h for h in headings(open_page(eligible="cec"), 2) if "equal to the cut" in h)
    assert f"had to be more than {ages[-1]:.1f} days old last time" in title
    assert f"(usually {median(ages):.1f} days)" in title


def test_tie_age_names_its_round_if_the_last_one_has_no_known_tie_break(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = load()
    draws = record.draws.copy()
    draws.loc[draws["round_id"] == "436", "tie_break_at"] = pd.NaT
    serve(monkeypatch, with_rounds(record, draws), "no-tie-break")
    title = next(h for h in headings(open_page(eligible="cec")) if "equal to the cut" in h)
    # #432, of 5 August at 10:41:26 UTC: 32 days and 13:06:13 after 3 July at 21:35:13, 32.5 days.
    assert "had to be more than 32.5 days old in round #432 on 5 August 2026, the last" in title
    assert "with a known tie-break" in title
    assert "last time" not in title


def test_two_scores_are_compared_over_the_same_rounds() -> None:
    draws = rounds("cec", "2023-06-28")
    now, then = (sum(row["cutoff"] < score for row in draws) for score in (519, 560))
    app = open_page(score="519", then="560", eligible="cec")
    title = next(h for h in headings(app, 2) if "instead of" in h)
    assert title == (
        f"With a score of 560 instead of 519, {then} of {len(draws)} rounds would have invited you "
        f"instead of {now}"
    )


def test_title_of_scores_that_do_equally_well_says_so() -> None:
    assert max(row["cutoff"] for row in rounds("stem", "2023-06-28")) < 519
    app = open_page(score="519", then="560", eligible="stem")
    assert (
        "With a score of 560 instead of 519, as many rounds would have invited you: 3 of 3"
    ) in headings(app, 2)


def test_alternative_with_a_nomination_also_counts_pnp_rounds() -> None:
    app = open_page(
        **{"score": "519", "then": "1119", "then-nomination": "true", "eligible": "cec"}
    )
    cec, pnp = rounds("cec", "2023-06-28"), rounds("pnp", "2023-06-28")
    title = next(h for h in headings(app, 2) if "instead of" in h)
    both, now = len(cec) + len(pnp), sum(row["cutoff"] < 519 for row in cec)
    assert max(row["cutoff"] for row in cec + pnp) < 1119
    assert title == (
        f"With a score of 1,119 instead of 519, {both} of {both} rounds would have invited you "
        f"instead of {now}"
    )


@pytest.mark.parametrize("query", [{"eligible": "bogus"}, {"then-eligible": "<b>x"}])
def test_unknown_category_in_a_link_gets_a_warning(query: dict[str, str]) -> None:
    app = open_page(score="519", **query)
    assert any(next(iter(query.values())) in plain(w.value) for w in app.warning)


@pytest.mark.parametrize("score", ["1e999", "519.7", "10^9", ""])
def test_score_in_a_link_must_be_a_whole_number(score: str) -> None:
    app = open_page(score=score, eligible="cec")
    assert app.number_input(key="score").value is None
    assert f"“score={score}” in the address was ignored" in notice(app, "ignored")


def test_announced_category_without_a_round_gets_an_answer() -> None:
    app = open_page(score="519", eligible="researchers")
    assert any("There has been no Researchers" in plain(m.value) for m in app.markdown)


def test_pnp_in_a_link_ticks_the_nomination() -> None:
    app = open_page(score="750", eligible="pnp")
    assert app.checkbox(key="nomination").value is True
    assert not app.warning
