"""My score figures: one marker per outcome, ranges drawn as ranges, unknowns left open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from analysis.score.candidate import Candidate
from analysis.score.comparison import compare, comparison_counts
from analysis.score.score_needed import score_needed
from analysis.score.standing import OUTCOMES, standing
from analysis.score.tie_age import tie_age
from data.rounds.record import Record
from pages.language import Words
from pages.plot import style
from pages.plot.colours import BG, resolve
from pages.score import figures as charts
from pages.score.link import selectable_categories
from tests.pages.support.app_views import view

WORDS = Words()
SPAN = (date(2018, 5, 30), date(2026, 8, 20))


def marks(fig: object) -> dict[str, list[tuple[str, str]]]:
    """Return the points of each legend entry as pairs of x and y."""
    return {trace.name: list(zip(trace.x, trace.y, strict=True)) for trace in fig.data}


def test_outcomes_differ_in_marker_shape_not_only_in_colour() -> None:
    markers = charts.OUTCOME_MARKS
    assert set(markers) == set(OUTCOMES) - {"not_eligible"}
    assert len({mark.symbol for mark in markers.values()}) == len(markers)
    invited = [markers[name].symbol for name in ("invited", "tie_break_invited")]
    missed = [markers[name].symbol for name in ("not_invited", "tie_break_not_invited")]
    assert not any(symbol.endswith("-open") for symbol in invited)
    assert all(symbol.endswith("-open") for symbol in missed)


def test_outcome_colours_have_a_contrast_of_3_on_both_backgrounds() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for mark in charts.OUTCOME_MARKS.values():
        for theme in ("light", "dark"):
            colour, background = (resolve(c, theme) for c in (mark.colour, BG))
            high, low = sorted([light(colour), light(background)], reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 3, mark


def test_two_rounds_on_one_day_are_drawn_in_their_category_rows(record: Record) -> None:
    day = record.draws[record.draws["date"] == "2018-05-30"]
    person = Candidate(288, frozenset({"fst", "pnp"}))
    fig = charts.strip(
        standing(day, record.ledger, person), {"pnp": "PNP", "fst": "FST"}, WORDS, SPAN
    )
    # 91a (FST): cut-off 288, a tie that only the profile's date would decide; 91b (PNP): 902.
    assert marks(fig) == {
        "unknown without your profile’s date and time": [("2018-05-30", "FST")],
        "not invited": [("2018-05-30", "PNP")],
    }


def test_hover_of_a_tie_gives_tie_break_and_profile_times(record: Record) -> None:
    day = record.draws[record.draws["round_id"] == "436"]
    person = Candidate(523, frozenset({"cec"}), pd.Timestamp("2026-08-17 22:08:59", tz="UTC"))
    fig = charts.strip(
        standing(day, record.ledger, person), {"cec": "CEC"}, WORDS, SPAN, person.profile_at
    )
    (text,) = fig.data[0].customdata
    assert fig.data[0].name == "invited on the tie-break"
    assert "tie-break 17 August 2026, 22:09:00 UTC" in text
    assert "your profile 17 August 2026, 22:08:59 UTC" in text
    assert "margin ±0" in text


def test_strip_shows_only_rounds_of_eligible_categories(record: Record) -> None:
    since = record.draws[record.draws["date"] >= "2023-06-28"]
    outcomes = standing(since, record.ledger, Candidate(519, frozenset({"cec"})))
    fig = charts.strip(outcomes, {"cec": "CEC"}, WORDS, SPAN)
    rows = [
        (str(row["date"])[:10], row["cutoff"])
        for row in since.to_dict("records")
        if row["category"] == "cec"
    ]
    points = marks(fig)
    assert [x for x, _y in points["invited"]] == [day for day, cutoff in rows if cutoff < 519]
    assert [x for x, _y in points["not invited"]] == [day for day, cutoff in rows if cutoff > 519]


def test_markup_in_a_category_name_is_escaped_in_the_strip(
    draws: pd.DataFrame, record: Record
) -> None:
    new = draws[draws["round_id"] == "901"].assign(category="<b>x")
    outcomes = standing(new, record.ledger, Candidate(301, frozenset({"<b>x"})))
    fig = charts.strip(outcomes, {"<b>x": "<b>x"}, WORDS, SPAN)
    assert fig.data[0].y == ("&lt;b&gt;x",)
    assert "<b>x" not in fig.data[0].customdata[0]


def test_inactive_category_has_a_last_round_but_no_12_month_targets(
    record: Record,
) -> None:
    needed = score_needed(record.draws, record.pool, date(2026, 8, 20))
    stem = needed[needed["category"] == "stem"]
    points = marks(charts.score_needed(stem, {"stem": "STEM"}, WORDS, 519))
    assert points["the latest round"] == [(491, "STEM")]
    assert points["half the rounds in one year"] == []
    assert points["9 in 10 rounds in one year"] == []


@pytest.mark.parametrize(
    ("score", "text"),
    [(501, "19,096"), (519, "439 to 19,096"), (700, "0 to 439"), (0, "226,859")],
)
def test_candidates_at_or_above_a_score_are_a_range_except_at_a_band_edge(
    score: int, text: str, record: Record
) -> None:
    draws = record.draws[record.draws["round_id"] == "436"].assign(cutoff=score)
    row = next(style.rows(score_needed(draws, record.pool, date(2026, 8, 20))))
    # 439 in 601 or more, 18,657 in 501 to 600, 226,859 in all: published on 2026-08-16.
    assert charts.candidates_above(row, WORDS) == text


def test_candidates_before_the_first_snapshot_are_unknown_not_zero(record: Record) -> None:
    old = record.draws[record.draws["date"] <= "2021-02-13"]
    row = next(style.rows(score_needed(old, record.pool, date(2021, 2, 13))))
    assert charts.candidates_above(row, WORDS) == "no pool snapshot"


def test_undecided_ties_are_stacked_on_certain_invitations(record: Record) -> None:
    since = record.draws[record.draws["round_id"].isin(["432", "436"])]
    now, then = Candidate(516, frozenset({"cec"})), Candidate(524, frozenset({"cec"}))
    counts = comparison_counts(compare(since, record.ledger, now, then))
    bars = {
        (bar.offsetgroup, bool(bar.marker.pattern.shape)): bar
        for bar in charts.comparison(counts, {"cec": "CEC"}, WORDS).data
    }
    # 516: #432 is a tie without a profile's date, #436 (523) is missed; 524: both invite.
    assert {key: bar.x for key, bar in bars.items()} == {
        ("a", False): (0,),
        ("a", True): (1,),
        ("b", False): (2,),
        ("b", True): (0,),
    }
    assert bars["a", True].base == (0,)
    assert bars["b", True].base == (2,)


def test_tie_age_is_drawn_at_the_day_of_the_round(record: Record) -> None:
    ages = tie_age(record.draws[record.draws["round_id"] == "432"], record.ledger)
    draw = record.draws.set_index("round_id").loc["432"]
    seconds = draw["drawn_at"].timestamp() - draw["tie_break_at"].timestamp()
    fig = charts.tie_ages(ages, {"cec": "CEC"}, WORDS)
    assert marks(fig) == {"CEC": [("2026-08-05", round(seconds / 86_400, 1))]}


def test_new_and_announced_categories_can_be_selected(draws: pd.DataFrame, record: Record) -> None:
    categories = selectable_categories(view(record=replace(record, draws=draws)))
    assert categories["beekeepers"].names["en"] == "Beekeepers"
    assert "researchers" in categories


def test_marks_of_rounds_open_them(record: Record) -> None:
    day = record.draws[record.draws["date"] == "2018-05-30"]
    person = Candidate(288, frozenset({"fst", "pnp"}))
    outcomes = standing(day, record.ledger, person)
    fig = charts.strip(outcomes, {"pnp": "PNP", "fst": "FST"}, WORDS, SPAN)
    drawn = sorted(round_id for trace in fig.data for round_id in trace.ids)
    assert drawn == sorted(day["round_id"])
