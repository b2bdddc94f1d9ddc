"""The look of figures: colours that can be seen in both themes, labels that do not touch."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import pytest

from data.categories import CATEGORIES
from pages.charts import style

ROOT = Path(__file__).parents[2]


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("background", [style.LIGHT, style.DARK])
def test_every_colour_of_a_mark_can_be_seen_on_both_backgrounds(background: str) -> None:
    colours = {code: mark.colour for code, mark in style.MARKS.items()}
    colours |= {f"spare {at}": mark.colour for at, mark in enumerate(style.SPARE)}
    colours |= {"quiet": style.QUIET, "accent": style.ACCENT}
    weak = {name: c for name, c in colours.items() if contrast(c, background) < 3}
    assert weak == {}


def test_the_backgrounds_are_those_of_the_theme() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
    assert theme["light"]["backgroundColor"] == style.LIGHT
    assert theme["dark"]["backgroundColor"] == style.DARK


def test_no_two_categories_share_colour_and_marker() -> None:
    assert set(style.MARKS) == {category.code for category in CATEGORIES}
    assert len(set(style.MARKS.values())) == len(CATEGORIES)


def test_an_unknown_category_is_always_drawn_the_same_way() -> None:
    assert style.mark("beekeepers") == style.mark("beekeepers")
    assert style.mark("beekeepers") in style.SPARE


def test_labels_that_would_touch_are_moved_apart_around_their_middle() -> None:
    assert style.spread([100, 101, 102, 200], 10) == [91, 101, 111, 200]


def test_labels_keep_their_order_and_a_distance() -> None:
    moved = style.spread([5, 3, 4, 4, 100], 2)
    assert moved[1] < moved[2] < moved[3] < moved[0] < moved[4]
    ordered = sorted(moved)
    assert min(b - a for a, b in itertools.pairwise(ordered)) >= 2


def test_text_from_outside_cannot_be_markup_in_a_figure() -> None:
    assert style.text("<a href='x'>&") == "&lt;a href='x'&gt;&amp;"
