"""Figure style: colours for both themes and colour-blind readers, labels that do not overlap."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import numpy as np
import pytest

from data.vocabulary.categories import CATEGORIES
from pages.plot import style

ROOT = Path(__file__).parents[3]
# Machado, Oliveira and Fernandes (2009), severity 1.0: matrices for linear sRGB.
EYES = {
    "any": np.eye(3),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# Oklab: Ottosson (2020).
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
ALIKE = 0.06  # in Oklab: below it, small marks are hard to tell apart by colour alone


def linear_rgb(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def distance(one: str, other: str, eyes: str) -> float:
    """Return the distance of two colours in Oklab, as seen with this colour vision."""
    seen = [np.clip(EYES[eyes] @ linear_rgb(colour), 0, 1) for colour in (one, other)]
    a, b = (TO_OKLAB @ np.cbrt(TO_CONES @ light) for light in seen)
    return float(np.linalg.norm(a - b))


def alike(one: style.Mark, other: style.Mark) -> bool:
    return any(distance(one.colour, other.colour, eyes) < ALIKE for eyes in EYES)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2.2 defines it."""
    linear = linear_rgb(colour)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_a_contrast_of_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("background", [style.LIGHT, style.DARK])
def test_marker_colours_have_a_contrast_of_3_on_both_backgrounds(background: str) -> None:
    colours = {code: mark.colour for code, mark in style.MARKS.items()}
    colours |= {f"spare {at}": mark.colour for at, mark in enumerate(style.SPARE)}
    colours |= {"quiet": style.QUIET, "accent": style.ACCENT}
    weak = {name: c for name, c in colours.items() if contrast(c, background) < 3}
    assert weak == {}


def test_text_on_category_colours_has_a_contrast_of_4_5() -> None:
    marks = [*style.MARKS.values(), *style.SPARE]
    assert [mark for mark in marks if contrast(style.INK, mark.colour) < 4.5] == []


def test_figure_stores_overrides_for_narrow_and_slim_layouts() -> None:
    both = style.figure(height=400, narrow={"height": 440}, slim={"height": 500})
    assert both.layout.meta == {"narrow": {"height": 440}, "slim": {"height": 500}}
    assert style.figure(height=400, slim={"height": 500}).layout.meta["narrow"] == {}
    assert style.figure().layout.meta is None


def test_backgrounds_match_the_streamlit_theme() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
    assert theme["light"]["backgroundColor"] == style.LIGHT
    assert theme["dark"]["backgroundColor"] == style.DARK


def test_no_two_categories_share_colour_and_marker() -> None:
    assert set(style.MARKS) == {category.code for category in CATEGORIES}
    assert len(set(style.MARKS.values())) == len(CATEGORIES)


def test_colour_vision_simulation_reproduces_known_confusions() -> None:
    assert distance("#000000", "#ffffff", "any") == pytest.approx(1, abs=0.001)
    red, green, blue, teal = "#c03c3c", "#6b6b1e", "#4080c0", "#2a9d9d"
    assert distance(red, green, "deuteranopia") < distance(red, green, "any") / 2
    assert distance(red, green, "protanopia") < distance(red, green, "any") / 2
    assert distance(blue, teal, "tritanopia") < distance(blue, teal, "any")


@pytest.mark.parametrize("what", ["symbol", "pattern"])
def test_categories_with_similar_colours_differ_in_shape_and_pattern(
    what: str,
) -> None:
    marks = {**style.MARKS, **{f"spare {at}": mark for at, mark in enumerate(style.SPARE)}}
    pairs = [(a, b) for a, b in itertools.combinations(marks, 2) if alike(marks[a], marks[b])]
    assert pairs  # no sixteen colours differ in every colour vision: hence the shapes
    same = [(a, b) for a, b in pairs if getattr(marks[a], what) == getattr(marks[b], what)]
    assert same == []


def test_unknown_category_always_gets_the_same_spare_marker() -> None:
    assert style.mark("beekeepers") == style.mark("beekeepers")
    assert style.mark("beekeepers") in style.SPARE


def test_overlapping_labels_are_spread_around_their_middle() -> None:
    assert style.spread([100, 101, 102, 200], 10) == [91, 101, 111, 200]


def test_spread_labels_keep_their_order_and_a_minimum_distance() -> None:
    moved = style.spread([5, 3, 4, 4, 100], 2)
    assert moved[1] < moved[2] < moved[3] < moved[0] < moved[4]
    ordered = sorted(moved)
    assert min(b - a for a, b in itertools.pairwise(ordered)) >= 2


def test_figure_text_is_html_escaped() -> None:
    assert style.escape("<a href='x'>&") == "&lt;a href='x'&gt;&amp;"
