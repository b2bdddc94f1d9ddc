"""The figures of cut-offs: what is drawn where and in which colour, and labels with room."""

from __future__ import annotations

import itertools
import re
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.rounds.cutoffs import series
from data.vocabulary.filter import Filter
from pages.cutoffs import marks, page, titles
from pages.cutoffs.lines import lines
from pages.cutoffs.subject import Side, Subject
from pages.language import Words
from pages.plot import colours
from pages.plot.text import width_of
from pages.ui.chart import Chart
from tests.conftest import Build
from tests.pages.support.app_views import view

STEM, FRENCH = "STEM occupations (Version 1)", "French language proficiency (Version 1)"
NAMES = {"stem": "STEM", "pnp": "PNP", "french": "French", "general": "General"}
WIDTHS = {"": 720, "medium": 480, "narrow": 340, "slim": 288}  # the least of each layout
FILTERS = [(), ("cec",), ("stem",), ("french", "healthcare"), ("general",), ("fst",), ("pnp",)]


def subject(draws: pd.DataFrame, **more: Any) -> Subject:
    """Return a subject with all of these rounds, all in focus."""
    rounds = series(draws, more.pop("changes", ()))
    first, last = rounds["date"].iloc[0].date(), rounds["date"].iloc[-1].date()
    usual: dict[str, Any] = {
        "rounds": rounds,
        "others": rounds.iloc[:0],
        "names": NAMES,
        "briefs": NAMES,
        "focus": tuple(rounds["category"].unique()),
        "inactive": {},
        "span": (first, last),
        "words": Words(),
    }
    return Subject(**usual | more)


def charts(codes: tuple[str, ...], language: str = "en") -> list[Chart]:
    """Return the charts of the page for some categories, but that of the ranges."""
    own = view(Filter(codes), language=language)
    found = (page._chart(own, False, None), page._panels(own), page._pnp_chart(own, False))
    return [chart for chart in found if chart]


def drawn(figure: go.Figure, name: str) -> list[tuple[str, int]]:
    """Return the rounds drawn as the line of a category, by their days."""
    return [
        (day, value)
        for trace in figure.data
        if trace.name == name
        for day, value in zip(trace.x, trace.y, strict=True)
        if value is not None
    ]


def labels(layout: dict[str, Any]) -> list[str]:
    return [re.sub("<[^>]*>", "", label["text"]) for label in layout["annotations"]]


def test_every_round_is_drawn_at_its_day_and_cut_off(build: Build) -> None:
    draws = build(
        ("254", "2023-07-05", STEM, 500, 486),
        ("273", "2023-12-07", FRENCH, 1000, 470),
        ("274", "2023-12-08", STEM, 5900, 481),
    )
    figure = lines(subject(draws))
    assert drawn(figure, "STEM") == [("2023-07-05", 486), ("2023-12-08", 481)]
    assert drawn(figure, "French") == [("2023-12-07", 470)]
    assert figure.layout.yaxis.range == (440, 520)  # 469 to 487 with 6%, 60 at least


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "2015 to mid-2023, narrower"), ("fr", "2015 à mi-2023, axe serré")],
)
def test_years_before_say_that_their_axis_is_narrower(language: str, heading: str) -> None:
    assert heading in labels(charts((), language)[0].figure.layout.to_plotly_json())


def test_a_pause_of_over_a_year_breaks_the_line(build: Build) -> None:
    draws = build(
        ("1", "2023-07-01", "General", 1, 500),
        ("2", "2024-06-30", "General", 1, 510),  # 365 days
        ("3", "2025-07-01", "General", 1, 520),  # 366 days
    )
    line = lines(subject(draws)).data[0]
    assert line.y == (500, 510, None, 520)
    assert line.x == ("2023-07-01", "2024-06-30", None, "2025-07-01")
    assert line.ids == ("1", "2", None, "3")


def test_a_change_of_the_scale_breaks_the_line(build: Build) -> None:
    draws = build(
        ("1", "2025-03-03", "General", 1, 500),
        ("2", "2025-03-24", "General", 1, 510),
        ("3", "2025-03-25", "General", 1, 520),
    )
    changed = subject(draws, changes=[date(2025, 3, 25)])
    assert lines(changed).data[0].y == (500, 510, None, 520)


def test_hover_has_cut_off_change_round_day_and_invitations(draws: pd.DataFrame) -> None:
    stem = draws[draws["category"] == "stem"]
    assert lines(subject(stem)).data[0].customdata[1].split("<br>") == [
        "<b>STEM 481</b> −5",
        "#274, 8 Dec 2023",
        "5,900 invitations",
    ]


def test_markup_in_an_official_name_is_escaped(build: Build) -> None:
    draws = build(("1", "2024-01-01", "<b>Bold</b> claims", 1, 500))
    names = {draws["category"][0]: "<b>Bold</b> claims"}
    figure = lines(subject(draws, names=names, briefs=names))
    assert "<b>Bold</b> claims" not in str(figure.to_dict())
    assert "&lt;b&gt;Bold" in figure.data[0].customdata[0]


def test_my_score_is_a_named_dashed_line_on_the_scale(build: Build) -> None:
    draws = build(("1", "2024-01-01", "General", 1, 500), ("2", "2024-03-01", "General", 1, 510))
    figure = lines(subject(draws, score=300))
    assert [(s.y0, s.y1) for s in figure.layout.shapes if s.line.dash == "dash"] == [(300, 300)]
    low, high = figure.layout.yaxis.range
    assert low < 300
    assert high > 510
    assert "you 300" in labels(figure.layout.to_plotly_json())


def test_what_is_beyond_the_scale_is_a_triangle_at_its_edge_with_its_number() -> None:
    figure = charts(())[0].figure
    low, high = figure.layout.yaxis.range
    assert (low, high) == (320, 580)
    marks = [trace for trace in figure.data if isinstance(trace.marker.symbol, tuple)]
    main = next(trace for trace in marks if trace.xaxis == "x")
    # Physicians: 169 on 19 February and 223 on 24 June 2026.
    assert main.x == ("2026-02-19", "2026-06-24")
    assert set(main.marker.symbol) == {"triangle-down"}
    assert all(low < y < low + 10 for y in main.y)
    assert {"169", "Physicians 223", "75 in 2021"} <= set(labels(figure.layout.to_plotly_json()))
    assert all(
        low <= value <= high
        for trace in figure.data
        for value in trace.y
        if value is not None and trace.xaxis in {"x", "x2"}
    )


def test_four_categories_at_most_have_a_colour_and_inactive_ones_are_paler() -> None:
    figure = charts(())[0].figure
    colour = {trace.name: trace.line.color for trace in figure.data if trace.xaxis == "x"}
    hues = {name for name, own in colour.items() if own in map(colours.hue, colours.HUES)}
    assert hues == {"CEC", "French", "Healthcare"}  # PNP has its own chart
    assert colour["STEM"] == colour["General"] == colours.GHOST
    assert colour["Education"] == colours.MID  # 337 days before 20 August 2026


def test_with_a_filter_all_other_rounds_are_pale_dots() -> None:
    figure = charts(("cec",))[0].figure
    dots = [t for t in figure.data if t.mode == "markers" and t.marker.color == colours.GHOST]
    assert dots
    assert [t.name for t in figure.data if t.mode == "lines+markers"] == ["CEC", "CEC"]


def test_an_inactive_category_goes_on_dotted_to_the_day_the_data_is_complete() -> None:
    figure = charts(("stem",))[0].figure
    rules = [shape for shape in figure.layout.shapes if shape.line.dash == "dot"]
    assert [(r.x0, r.x1, r.y0) for r in rules] == [("2024-04-11", "2026-08-20", 491)]
    assert figure.layout.xaxis.range == ("2023-06-28", "2026-08-20")
    texts = labels(figure.layout.to_plotly_json())
    assert {"no round for 861 days", "STEM 491, Apr 2024", "486", "481"} <= set(texts)


def test_years_before_category_based_rounds_stand_aside_and_not_on_a_phone() -> None:
    figure = charts(())[0].figure
    assert figure.layout.xaxis2.range == ("2015-01-31", "2023-06-27")
    assert figure.layout.xaxis.range == ("2023-06-28", "2026-08-20")
    past = [trace for trace in figure.data if trace.xaxis == "x2"]
    assert {trace.meta["only"] for trace in past} == {"widest"}
    assert {"general", "fst", "cec"} <= {trace.meta.get("code") for trace in past}
    assert figure.layout.meta["narrow"]["xaxis2"] == {"visible": False}
    assert figure.layout.meta["narrow"]["xaxis"]["domain"] == [0, 1]
    # FST's last round was in 2020: nothing to set apart.
    assert "xaxis2" not in charts(("fst",))[0].figure.layout


def test_pnp_shows_the_middle_half_of_its_year_and_both_scores() -> None:
    chart = charts(("pnp",))[0]
    assert chart.title == (
        "PNP fell 8 points to 760; the middle half of its year lies between 731 and 786"
    )
    (band,) = [shape for shape in chart.figure.layout.shapes if shape.type == "rect"]
    assert (band.y0, band.y1, band.x0) == (731, 786, "2025-08-20")
    assert "800 (200)" in chart.figure.layout.yaxis.ticktext
    assert "middle half 731–786" in labels(chart.figure.layout.to_plotly_json())


@pytest.mark.parametrize(("code", "highest"), [("pnp", "855"), ("cec", "547")])
def test_the_number_of_an_extreme_stands_at_its_dot(code: str, highest: str) -> None:
    # Over, below or beside it: at most 12 pixels away.
    for layout in layouts(charts((code,))[0].figure).values():
        (label,) = [note for note in layout["annotations"] if note["text"] == highest]
        assert abs(label["xshift"]) <= 12
        assert abs(label["yshift"]) <= 12


@pytest.mark.parametrize(("language", "name"), [("en", "STEM"), ("fr", "STIM")])
def test_a_name_inside_the_plot_covers_no_dot_of_a_category_in_focus(
    language: str, name: str
) -> None:
    chart = charts((), language)[0]
    layout = chart.figure.layout.to_plotly_json()
    (stem,) = [note for note in layout["annotations"] if note["text"].startswith(name)]
    low, high = layout["yaxis"]["range"]
    per_pixel = (high - low) / (layout["height"] - layout["margin"]["t"] - layout["margin"]["b"])
    middle = stem["y"] + stem["yshift"] * per_pixel
    # The rounds of CEC in the year of the name; 8 pixels are half of a line, 2.75 half of a dot.
    near = [value for day, value in drawn(chart.figure, "CEC") if day[:4] == stem["x"][:4]]
    assert near
    assert all(abs(value - middle) / per_pixel > 8 + 2.75 for value in near)


def test_panels_come_newest_first_on_one_scale_with_their_last_values() -> None:
    chart = next(chart for chart in charts(()) if chart.key == "cut-offs-by-category")
    figure = chart.figure
    heads = labels(figure.layout.to_plotly_json())
    assert heads[0] == "French 382 −9"
    assert heads[1] == "1 day ago; 15 rounds in 12 months"
    assert [text.split(" ")[0] for text in heads if re.search(r" \d{3}( |$)", text)][:3] == [
        "French",
        "CEC",
        "Transport",
    ]
    axes = [figure.layout[name] for name in figure.layout if name.startswith("yaxis")]
    assert len(axes) == 9  # without the inactive ones and PNP
    assert {tuple(axis.range) for axis in axes} == {(320, 580)}
    # On the scale since March 2025, Transport, Military recruits have no round before.
    assert chart.title == "Cut-offs last rose in 3 categories and fell in 4, of 9 in use"


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ([-3, None, -1], "Cut-offs last fell in 2 of 3 categories in use, and rose in none"),
        ([0, None, 5], "Cut-offs last rose in 1 of 3 categories in use, and fell in none"),
        ([0, 0, None], "Latest cut-offs of categories in use: none rose or fell"),
    ],
)
def test_panels_do_not_say_in_how_many_of_zero_categories(
    changes: list[float | None], title: str
) -> None:
    assert titles.panels_title(view(), pd.DataFrame({"change": changes})) == title


@pytest.mark.parametrize(
    ("codes", "wide", "narrow"),
    [((), 50, 100), (("cec",), 20, 20), (("stem",), 20, 20), (("french", "healthcare"), 50, 50)],
)
def test_ranges_have_several_ticks(codes: tuple[str, ...], wide: int, narrow: int) -> None:
    # CEC lies between 507 and 547, on a scale from 500 to 560; steps of 100 would name only 500.
    axis = page._records_chart(view(Filter(codes))).figure.layout
    assert (axis.xaxis.dtick, axis.meta["narrow"]["xaxis"]["dtick"]) == (wide, narrow)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("codes", FILTERS)
def test_numbers_of_titles_are_drawn(codes: tuple[str, ...], language: str) -> None:
    for chart in charts(codes, language):
        if chart.key == "cut-offs-by-category":
            continue  # counts of what is drawn
        texts = " ".join(labels(chart.figure.layout.to_plotly_json()))
        for number in re.findall(r"\b\d{3}\b", chart.title):
            assert number in texts, chart.title


def boxes(layout: dict[str, Any], width: int) -> list[tuple[str, float, float, float, float]]:
    """Return text, left, right, top and bottom of each label in pixels, at a width of a layout."""
    margin, height = layout["margin"], layout["height"]
    wide, high = width - margin["l"] - margin["r"], height - margin["t"] - margin["b"]
    found = []
    for label in layout["annotations"]:
        x = position(label, "x", layout) * wide + label.get("xshift", 0)
        y = (1 - position(label, "y", layout)) * high - label.get("yshift", 0)
        size = label["font"]["size"]
        long = width_of(label["text"], size) * 0.93  # the estimate is on the safe side
        tall = size * 1.1 * (label["text"].count("<br>") + 1)
        left = x - {"left": 0, "center": long / 2, "right": long}[label.get("xanchor", "center")]
        top = y - {"top": 0, "middle": tall / 2, "bottom": tall}[label.get("yanchor", "middle")]
        found.append((label["text"], left, left + long, top, top + tall))
    return found


def position(label: dict[str, Any], name: str, layout: dict[str, Any]) -> float:
    """Return a place as a share of the plot."""
    on, value = label[f"{name}ref"], label[name]
    if on == "paper":
        return float(value)
    axis = layout[f"{name}axis{on.split(' ')[0][1:]}"]
    left, right = axis.get("domain", (0, 1))
    if on.endswith("domain"):
        return float(left + value * (right - left))
    low, high = axis["range"]
    if isinstance(value, str):
        low, high, value = map(pd.Timestamp, (low, high, value))
    return float(left + (value - low) / (high - low) * (right - left))


def layouts(figure: go.Figure) -> dict[str, dict[str, Any]]:
    """Return the layout of each range of widths."""
    merged, found = figure.layout.to_plotly_json(), {}
    meta = merged.get("meta") or {}
    for name in WIDTHS:
        override = meta.get(name) or {}
        parts = {
            key: {**merged.get(key, {}), **part} if isinstance(part, dict) else part
            for key, part in override.items()
        }
        merged = {**merged, **parts}
        found[name] = merged
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("codes", FILTERS)
def test_no_label_is_cut_or_on_another_at_the_least_width(
    codes: tuple[str, ...], language: str
) -> None:
    ranges = page._records_chart(view(Filter(codes), language=language))
    for chart in [*charts(codes, language), ranges]:
        for name, layout in layouts(chart.figure).items():
            width = WIDTHS[name]
            found = boxes(layout, width)
            edge = layout["margin"]["l"]
            for text, left, right, *_rest in found:
                assert left >= -edge, (chart.key, name, text)
                assert right <= width - edge, (chart.key, name, text)
            for one, other in itertools.combinations(found, 2):
                across = min(one[2], other[2]) - max(one[1], other[1])
                down = min(one[4], other[4]) - max(one[3], other[3])
                assert across <= 0 or down <= 2, (chart.key, name, one, other)


# The ground of a label would hide the axis below it.
@pytest.mark.parametrize("codes", [(), ("cec",), ("pnp",)])
def test_no_label_inside_lies_on_the_axis_below(codes: tuple[str, ...]) -> None:
    for chart in charts(codes, "fr"):
        layout = chart.figure.layout
        if chart.key == "cut-offs-by-category":
            continue
        low, high = layout.yaxis.range
        per_pixel = (high - low) / (layout.height - layout.margin.t - layout.margin.b)
        inside = [note for note in layout.annotations if note.xref != "paper"]
        assert inside
        bottoms = [note.y + (note.yshift or 0) * per_pixel - 9 * per_pixel for note in inside]
        assert min(bottoms) >= low


def test_rounds_on_the_same_pixel_are_drawn_once_and_a_line_goes_on_from_the_last(
    build: Build,
) -> None:
    cutoffs = [500, 500, 501, 500]
    first = [(str(at), "2024-01-01", FRENCH, 1, cutoff) for at, cutoff in enumerate(cutoffs, 1)]
    draws = build(*first, ("5", "2024-01-02", FRENCH, 1, 500))
    own = subject(draws)
    # A pixel a day and a pixel a point, so the second round lies on the first.
    side, on = Side("", (date(2024, 1, 1), date(2024, 1, 11))), ((400, 500), 100)
    found = marks.told_apart(own.rounds, own, side, on, width=10)
    assert found["round_id"].tolist() == ["1", "3", "4", "5"]
    coarser = marks.told_apart(own.rounds, own, side, on, width=5)
    assert coarser["round_id"].tolist() == ["1", "3", "5"]


@pytest.mark.parametrize("codes", FILTERS)
def test_every_round_of_today_is_drawn(codes: tuple[str, ...]) -> None:
    own = view(Filter(codes))
    rounds = own.draws if codes else own.draws[own.draws["category"] != "pnp"]
    ids = {id_ for trace in charts(codes)[0].figure.data for id_ in trace.ids or ()}
    assert set(rounds["round_id"]) <= ids
