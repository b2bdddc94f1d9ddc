"""Labels at the ends of lines: apart, inside, and joined to their last point."""

from __future__ import annotations

import itertools

from pages.plot import colours, gutter
from pages.plot.gutter import EndLabel, end_labels

END = "2026-08-20"
SCALE = (320.0, 580.0)


def test_overlapping_labels_are_spread_around_their_middle() -> None:
    assert gutter.spread([100, 101, 102, 200], 10) == [91, 101, 111, 200]


def test_spread_labels_keep_their_order_and_a_minimum_distance() -> None:
    moved = gutter.spread([5, 3, 4, 4, 100], 2)
    assert moved[1] < moved[2] < moved[3] < moved[0] < moved[4]
    ordered = sorted(moved)
    assert min(b - a for a, b in itertools.pairwise(ordered)) >= 2


def test_labels_stay_17_pixels_apart_and_inside_the_plot() -> None:
    ends = [EndLabel("2026-08-01", y, f"Name {y}") for y in (579, 320, 321, 322, 470, 475)]
    placed = sorted(a["y"] for a in end_labels(ends, end=END, scale=SCALE, height=260).annotations)
    assert min(b - a for a, b in itertools.pairwise(placed)) >= 17 - 1e-9  # a point is a pixel
    assert placed[0] >= 320 + 8.5
    assert placed[-1] <= 580 - 8.5


def test_leader_goes_from_the_last_point_to_the_edge_and_from_there_to_the_label() -> None:
    found = end_labels(
        [EndLabel("2026-04-02", 477.0, "Trades 477, Apr")], end=END, scale=SCALE, height=260
    )
    flat, turn = found.shapes
    assert (flat["x0"], flat["x1"], flat["y0"], flat["y1"]) == ("2026-04-02", END, 477, 477)
    assert turn["path"].startswith("M0,477.0 L4,477.0")
    assert turn["path"].endswith(f",{found.annotations[0]['y']}")


def test_only_a_label_in_focus_has_its_line_s_colour() -> None:
    hue = colours.hue("cec")
    quiet, own = end_labels(
        [EndLabel(END, 400, "A", hue), EndLabel(END, 500, "B", hue, is_focus=True)],
        end=END,
        scale=SCALE,
        height=260,
    ).annotations
    assert (quiet["font"]["color"], own["font"]["color"]) == (colours.SOFT, hue)
    assert own["font"]["size"] == 14


def test_gutter_is_as_wide_as_its_longest_label() -> None:
    short = end_labels([EndLabel(END, 400, "A")], end=END, scale=SCALE, height=260)
    long = end_labels([EndLabel(END, 400, "Senior managers 392")], end=END, scale=SCALE, height=260)
    assert long.width - short.width > 100
    assert end_labels([], end=END, scale=SCALE, height=260).annotations == []


def test_silence_is_a_dotted_rule_to_the_end_of_the_axis() -> None:
    rule = gutter.silence("2024-04-11", END, 491, axes="2")
    assert (rule["x0"], rule["x1"], rule["line"]["dash"]) == ("2024-04-11", END, "dot")
    assert (rule["xref"], rule["y0"], rule["y1"]) == ("x2", 491, 491)
