"""My score figures: where each round lies beside a score, two scores compared, and tie ages."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.score.candidate import Candidate
from analysis.score.comparison import compare, comparison_counts
from analysis.score.score_needed import score_needed
from analysis.score.tie_age import tie_age
from data.rounds.record import Record
from data.vocabulary.categories import classify
from pages.language import Words
from pages.plot import colours, style
from pages.score.answer import filter_by_inputs
from pages.score.answers import Answers
from pages.score.figures.comparison import comparison
from pages.score.figures.panels import HEAD, LOW, PAPER, TALL, Time
from pages.score.figures.rounds import DOT, LAST
from pages.score.figures.tie_ages import tie_ages
from pages.score.inputs import Inputs, inputs_of
from pages.score.link import selectable_categories
from pages.score.rounds import rounds_chart
from pages.score.score_needed import candidates_above
from pages.ui.chart import Chart
from pages.ui.view import View
from tests.pages.support.app_views import view

WORDS = Words()
TIME = Time((date(2023, 6, 28), date(2026, 8, 20)), 1, WORDS)


def prepared(**answers: Any) -> tuple[View, Inputs]:
    """Return the view and the inputs of somebody who gave these answers."""
    record, language = answers.pop("record", None), answers.pop("language", "en")
    inputs = inputs_of(Answers(**answers))
    return filter_by_inputs(view(record=record, language=language), inputs), inputs


def chart(**answers: Any) -> Chart:
    found = rounds_chart(*prepared(**answers))
    assert found is not None
    return found


def dots(figure: go.Figure, place: int = 0) -> go.Scatter:
    """Return the dots of one of the panels."""
    axes = "y" if place == 0 else f"y{place + 1}"
    return next(t for t in figure.data if t.yaxis == axes and t.mode == "markers")


def labels(figure: go.Figure, axes: str = "y", level: str = "") -> dict[str, float]:
    """Return the texts on an axis and where they are."""
    layout = figure.layout.meta[level] if level else figure.layout.to_plotly_json()
    notes = [note for note in layout["annotations"] if note.get("yref", "y") == axes]
    return {note["text"]: note["y"] for note in notes}


def rules(figure: go.Figure, axes: str = "y") -> list[tuple[Any, Any, float, str | None]]:
    """Return the horizontal lines of a panel: from, to, at, and their dash."""
    return [
        (line.x0, line.x1, line.y0, line.line.dash)
        for line in figure.layout.shapes
        if line.type == "line" and line.yref == axes and line.y0 == line.y1
    ]


def test_rounds_lie_at_their_cut_off_minus_the_score() -> None:
    drawn = dots(chart(score=519, eligible=("cec",)).figure)
    at = dict(zip(drawn.ids, drawn.y, strict=True))
    # #428 of 21 July, #432 of 5 August and #436 of 18 August 2026: 516, 516 and 523.
    assert [at[round_id] for round_id in ("428", "432", "436")] == [-3, -3, 4]
    assert len(drawn.y) == 39
    assert sum(value < 0 for value in drawn.y) == 20


def test_dots_are_full_below_the_score_and_hollow_above_it() -> None:
    drawn = dots(chart(score=519, eligible=("cec",)).figure)
    looks = {(y > 0, fill) for y, fill in zip(drawn.y, drawn.marker.color, strict=True)}
    assert looks == {(False, colours.hue("cec")), (True, colours.BG)}
    assert set(drawn.marker.symbol) == {"circle"}
    assert drawn.marker.size[-1] == LAST
    assert set(drawn.marker.size[:-1]) == {DOT}


@pytest.mark.parametrize(
    ("profile", "fill", "symbol"),
    [
        ("2026-08-17 22:08:59", colours.hue("cec"), "circle"),  # before the tie-break
        ("2026-08-17 22:09:00", colours.BG, "circle"),
        ("", colours.hue("cec"), "circle-open-dot"),
    ],
)
def test_equal_score_is_full_hollow_or_a_ring_with_a_dot(
    profile: str, fill: str, symbol: str
) -> None:
    # #436: cut-off 523, tie-break 2026-08-17 22:09:00 UTC.
    found = chart(score=523, eligible=("cec",), profile=profile, since=date(2026, 8, 1))
    drawn = dots(found.figure)
    place = drawn.ids.index("436")
    assert (drawn.y[place], drawn.marker.color[place]) == (0, fill)
    assert drawn.marker.symbol[place] == symbol
    assert ("A ring with a dot" in found.note) == (not profile)


def test_gutter_has_the_last_cut_off_and_the_scores_enough_for_shares_of_a_year() -> None:
    figure = chart(score=519, eligible=("cec",)).figure
    # Of the 21 rounds since 21 August 2025, 516 was enough for 12 (half: 11), 533 for 19.
    assert list(labels(figure)) == [
        "<b>last 523</b>, +4",
        "half of 12 months: 516",
        "nine in ten: 533",
    ]
    assert list(labels(figure, level="narrow")) == ["<b>523</b>, +4", "half: 516", "9 in 10: 533"]
    start, end = "2025-08-21", "2026-08-20"
    assert rules(figure) == [
        (0, 1, 0, "dash"),
        (start, end, -3, None),
        (start, end, 14, None),
        ("2026-08-18", end, 4, None),
    ]


def test_score_is_named_at_its_line() -> None:
    for language, you in (("en", "you 519"), ("fr", "vous 519")):
        figure = chart(score=519, eligible=("cec",), language=language).figure
        names = dict(zip(figure.layout.yaxis.tickvals, figure.layout.yaxis.ticktext, strict=True))
        assert names.pop(0) == f"<b style='color:{colours.INK}'>{you}</b>"
        # From 507 to 547: -12 to +28, with room to multiples of 20.
        assert names == {-20: "−20", -10: "−10", 10: "+10", 20: "+20", 30: "+30", 40: "+40"}
        assert figure.layout.yaxis.range == (-20, 40)


def test_without_a_score_the_cut_offs_themselves_are_drawn() -> None:
    found = chart(eligible=("cec",))
    drawn = dots(found.figure)
    assert dict(zip(drawn.ids, drawn.y, strict=True))["436"] == 523
    assert set(drawn.marker.color) == {colours.hue("cec")}
    assert "<b>last 523</b>" in labels(found.figure)
    assert (0, 1, 0, "dash") not in rules(found.figure)
    assert not {"difference", "outcome", "profile_at"} & set(found.columns)


def test_each_category_has_its_own_scale_on_one_axis_of_time() -> None:
    figure = chart(score=519, eligible=("cec", "french"), nomination=True).figure
    layout = figure.layout
    # PNP first, as in the order of the categories: its cut-offs are about 200 points away.
    assert layout.yaxis.range[1] > 180
    assert layout.yaxis2.range == (-20, 40)
    assert layout.yaxis3.range == (-200, 20)
    assert {trace.xaxis for trace in figure.data} == {"x"}
    assert layout.xaxis.range == ("2023-06-28", "2026-08-20")
    (head,) = labels(figure, "y2 domain")
    assert ">CEC<" in head.replace("<b>", "").replace("</b>", "")
    assert head.endswith("</span>  enough in 20 of 39 rounds")


def test_line_of_an_event_is_clear_of_the_heads_of_plots() -> None:
    figure = chart(score=519, eligible=("cec", "healthcare")).figure
    heads = [note for note in figure.layout.annotations if "domain" in note.yref]
    assert [head.yref for head in heads] == ["y domain", "y2 domain"]
    assert {(head.bgcolor, head.borderpad) for head in heads} == {(colours.BG, 4)}
    assert {head.xshift + head.borderpad for head in heads} == {1}  # still above the plot's edge


def test_one_category_has_a_taller_plot_and_no_head() -> None:
    one, two = (chart(score=519, eligible=codes).figure for codes in (("cec",), ("cec", "french")))
    assert not labels(one, "y domain")
    assert two.layout.height - one.layout.height == 2 * (LOW + HEAD) - TALL


def test_silence_of_an_inactive_category_is_dotted_to_the_end_of_the_data() -> None:
    figure = chart(score=519, eligible=("stem",)).figure
    # The last STEM round was on 11 April 2024, at 491, on an earlier scale of the CRS.
    assert ("2024-04-11", "2026-08-20", -28, "dot") in rules(figure)
    assert labels(figure) == {"<b>last 491</b>": -28, "no round for 861 days": -28}
    assert (
        labels(chart(score=519, eligible=("cec",)).figure)
        .keys()
        .isdisjoint({"no round for 861 days"})
    )


def test_few_rounds_in_12_months_have_no_shares() -> None:
    # Physicians: 19 February and 24 June 2026.
    figure = chart(score=519, eligible=("physicians",)).figure
    assert list(labels(figure)) == ["<b>last 223</b>, −296"]


def test_early_rounds_beyond_the_scale_are_triangles_with_their_number() -> None:
    figure = chart(score=519, eligible=("cec",), since=date(2015, 1, 1)).figure
    far = next(trace for trace in figure.data if "triangle-down" in (trace.marker.symbol or ()))
    # #176 of 13 February 2021: 75.
    assert far.marker.symbol[far.ids.index("176")] == "triangle-down"
    assert "75" in labels(figure)


def test_hover_of_a_tie_gives_tie_break_and_profile_times() -> None:
    found = chart(
        score=523, eligible=("cec",), profile="2026-08-17 22:08:59", since=date(2026, 8, 1)
    )
    text = dots(found.figure).customdata[-1]
    # The tie-break was half a day before the round.
    assert text.split("<br>") == [
        "<b>CEC 523</b> +7",
        "#436, 18 Aug 2026",
        "1,000 invitations",
        "equal to your score: invited on the tie-break",
        "tie-break 17 August 2026, 22:09:00 UTC",
        "at the cut-off: profiles over 0.5 days old were invited",
        "your profile 17 August 2026, 22:08:59 UTC",
    ]


def test_line_breaks_where_the_scale_of_the_crs_changed() -> None:
    figure = chart(score=519, eligible=("cec",)).figure
    line = next(trace for trace in figure.data if trace.mode == "lines")
    gap = line.x.index(None)
    assert line.x[gap - 1] < "2025-03-25" <= line.x[gap + 1]
    assert line.x.count(None) == 1


def test_markup_in_a_category_name_is_escaped(draws: pd.DataFrame, record: Record) -> None:
    code = classify("<b>x").code
    new = replace(record, draws=draws.assign(category=code, name="<b>x"))
    figure = chart(score=301, eligible=(code,), record=new).figure
    assert "<b>x" not in str(figure.to_dict()["data"])
    assert "&lt;b&gt;x" in dots(figure).customdata[0]


def test_printed_plots_are_low() -> None:
    about, inputs = prepared(score=519, eligible=("cec", "french"))
    screen, paper = rounds_chart(about, inputs), rounds_chart(about, inputs, PAPER)
    assert screen is not None
    assert paper is not None
    assert screen.figure.layout.height - paper.figure.layout.height == 2 * (LOW - PAPER)


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
    assert candidates_above(row, WORDS) == text


def test_candidates_before_the_first_snapshot_are_unknown_not_zero(record: Record) -> None:
    old = record.draws[record.draws["date"] <= "2021-02-13"]
    row = next(style.rows(score_needed(old, record.pool, date(2021, 2, 13))))
    assert candidates_above(row, WORDS) == "no pool snapshot"


def test_comparison_joins_both_scores_and_hatches_undecided_ties(record: Record) -> None:
    since = record.draws[record.draws["round_id"].isin(["432", "436"])]
    now, then = Candidate(516, frozenset({"cec"})), Candidate(524, frozenset({"cec"}))
    counts = comparison_counts(compare(since, record.ledger, now, then))
    figure = comparison(counts, {"cec": ("CEC", "CEC")}, WORDS)
    line, now_bar, then_bar, now_dot, then_dot = figure.data
    # 516: #432 is a tie without a profile's date, #436 (523) is missed; 524: both invite.
    assert line.x == (0, 2, None)
    assert (now_dot.x, then_dot.x) == ((0,), (2,))
    assert (now_dot.marker.color, then_dot.marker.color) == (colours.BG, colours.ACCENT)
    assert (now_bar.base, now_bar.x, then_bar.base, then_bar.x) == ((0,), (1,), (2,), (0,))
    assert now_bar.marker.pattern.shape == "/"
    assert "<b>0 → 2</b> of 2" in labels(figure)


def test_a_plot_alone_has_both_lines_of_an_event_above_its_dots_on_a_phone(
    record: Record,
) -> None:
    ages = tie_age(record.draws, record.ledger).dropna(subset="days")
    meta = tie_ages(ages, {"cec": ("CEC", "CEC")}, {}, TIME).layout.meta
    # 4 pixels and two lines of 16 above the plot, and 32 of the time axis below it.
    assert [meta[level]["height"] for level in ("narrow", "slim")] == [TALL + 68] * 2
    two = tie_ages(ages, {code: (code, code) for code in ("cec", "pnp")}, {}, TIME).layout.meta
    # Of several, one line, and the other beside the name of a category.
    assert two["narrow"]["height"] == 2 * (HEAD + LOW) + 52


def test_tie_ages_have_their_median_and_the_last_in_colour(record: Record) -> None:
    rounds = record.draws[record.draws["round_id"].isin(["428", "432", "436"])]
    ages = tie_age(rounds, record.ledger)
    drawn = tie_ages(ages, {"cec": ("CEC", "CEC")}, {}, TIME)
    (trace,) = drawn.data
    assert trace.x == ("2026-07-21", "2026-08-05", "2026-08-18")
    # #436, of 18 August at 10:09 UTC: half a day after 17 August, 22:09.
    assert 10 ** trace.y[-1] == pytest.approx(0.5, abs=0.01)
    assert trace.marker.color == (colours.MID, colours.MID, colours.ACCENT)
    middle = sorted(ages["days"])[1]
    start, end, y, _dash = rules(drawn)[0]
    assert (start, end) == ("2023-06-28", "2026-08-20")
    assert y == pytest.approx(math.log10(middle))
    assert "<b>last 0.5 days</b>" in labels(drawn)
    assert drawn.layout.yaxis.ticktext == ("1", "7", "30", "90", "365")


def test_tie_age_of_an_inactive_category_goes_on_dotted(record: Record) -> None:
    ages = tie_age(record.draws[record.draws["category"] == "stem"], record.ledger)
    silences = {"stem": "no round for 861 days"}
    drawn = tie_ages(ages, {"stem": ("STEM", "STEM")}, silences, TIME)
    dotted = [(start, end) for start, end, _y, dash in rules(drawn) if dash == "dot"]
    assert dotted == [("2024-04-11", "2026-08-20")]
    assert "no round for 861 days" in labels(drawn)


def test_new_and_announced_categories_can_be_selected(draws: pd.DataFrame, record: Record) -> None:
    categories = selectable_categories(view(record=replace(record, draws=draws)))
    assert categories["beekeepers"].names["en"] == "Beekeepers"
    assert "researchers" in categories


def test_marks_of_rounds_open_them() -> None:
    found = chart(score=288, eligible=("fst",), nomination=True, since=date(2018, 5, 30))
    opened = {round_id for trace in found.figure.data for round_id in trace.ids or ()}
    assert opened == set(found.table["round_id"])
    assert {"91a", "91b"} <= opened
