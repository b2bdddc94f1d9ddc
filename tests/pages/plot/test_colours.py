"""Colours of figures: readable in both themes, told apart by all eyes, resolved where drawn."""

from __future__ import annotations

import itertools
import json
import re
import tomllib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from data.vocabulary.categories import CATEGORIES
from pages.plot import colours
from pages.plot.colours import HUES, PALETTE, SPARE, Theme

ROOT = Path(__file__).parents[3]
THEMES: tuple[Theme, ...] = ("light", "dark")
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
}
# Of linear sRGB to CIE XYZ, and its white.
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = TO_XYZ @ np.ones(3)
FOUR = ("cec", "french", "healthcare", "pnp")  # with four rounds or more in the year to August 2026


def linear(colour: str) -> npt.NDArray[np.float64]:
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.asarray(np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4))


def lab(colour: str, eyes: str) -> npt.NDArray[np.float64]:
    """Return a colour in CIE L*a*b*, as seen with this colour vision."""
    share = TO_XYZ @ np.clip(EYES[eyes] @ linear(colour), 0, 1) / WHITE
    x, y, z = np.where(share > (6 / 29) ** 3, np.cbrt(share), share * 841 / 108 + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one: str, other: str, eyes: str) -> float:
    return float(np.linalg.norm(lab(one, eyes) - lab(other, eyes)))


def nearest(names: tuple[str, ...], theme: Theme) -> tuple[float, str, str]:
    """Return the two of these colours that are the most alike to some eyes."""
    of = {name: getattr(PALETTE[name], theme) for name in names}
    return min(
        (distance(of[one], of[other], eyes), one, other)
        for one, other in itertools.combinations(names, 2)
        for eyes in EYES
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG 2.2 defines it."""
    lights = [float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour)) for colour in (one, other)]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_black_on_white_has_a_contrast_of_21_and_a_distance_of_100() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert distance("#000000", "#ffffff", "any") == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_text_in_every_hue_can_be_read(theme: Theme) -> None:
    names = (*HUES, *colours.PAST, "spare0", "spare1", "accent", "ink", "soft")
    paper = getattr(PALETTE["bg"], theme)
    found = {name: contrast(getattr(PALETTE[name], theme), paper) for name in names}
    assert {name: ratio for name, ratio in found.items() if ratio < 4.55} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_grey_marks_and_axes_can_be_seen(theme: Theme) -> None:
    paper = getattr(PALETTE["bg"], theme)
    found = {name: contrast(getattr(PALETTE[name], theme), paper) for name in ("mid", "axis")}
    assert min(found.values()) >= 3
    assert all(contrast(colours.RING, pair) >= 3 for pair in PALETTE["bg"])


@pytest.mark.parametrize("theme", THEMES)
def test_hues_differ_for_colour_blind_readers(theme: Theme) -> None:
    assert nearest((*HUES, "spare0", "spare1"), theme)[0] >= 9
    assert nearest(FOUR, theme)[0] >= 20


def test_colour_vision_simulation_reproduces_a_known_confusion() -> None:
    red, green = "#c03c3c", "#6b6b1e"
    for eyes in ("deuteranopia", "protanopia"):
        assert distance(red, green, eyes) < distance(red, green, "any") / 2


def test_every_category_has_a_colour_and_a_new_one_gets_a_spare_one() -> None:
    assert {category.code for category in CATEGORIES} == {*HUES, *colours.PAST}
    assert len(set(HUES.values()) | set(SPARE)) == len(HUES) + len(SPARE)
    assert colours.hue("beekeepers") == colours.hue("beekeepers")
    assert colours.hue("beekeepers") in {"var(--spare0)", "var(--spare1)"}
    assert colours.hue("grid").startswith("var(--spare")  # a category is none of the other colours
    with pytest.raises(KeyError):
        colours.token("beekeepers")


def test_sequence_goes_from_little_to_much_in_both_themes() -> None:
    for theme in THEMES:
        paper = getattr(PALETTE["bg"], theme)
        steps = [contrast(getattr(PALETTE[f"seq{step}"], theme), paper) for step in range(5)]
        assert steps == sorted(steps)


def test_tokens_become_the_colours_of_a_theme_and_nothing_else_changes() -> None:
    figure = {"text": "<b style='color:var(--cec)'>CEC</b> var(--unknown)", "y": [1, None]}
    figure |= {"color": colours.hue("cec", 0.28)}
    light, dark = (json.loads(colours.resolve(json.dumps(figure), theme)) for theme in THEMES)
    assert light["text"] == "<b style='color:#1b6ab3'>CEC</b> var(--unknown)"
    assert (light["color"], dark["color"]) == ("rgba(27,106,179,0.28)", "rgba(123,168,227,0.28)")
    assert light["y"] == [1, None]


def test_backgrounds_and_ink_match_the_streamlit_theme() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
    for name in THEMES:
        assert theme[name]["backgroundColor"] == getattr(PALETTE["bg"], name)
        assert theme[name]["textColor"] == getattr(PALETTE["ink"], name)
        assert theme[name]["primaryColor"] == getattr(PALETTE["accent"], name)


def test_no_other_module_of_the_pages_writes_a_colour() -> None:
    """A colour outside the palette would be the same in light and dark."""
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "pages").rglob("*.py")
        if re.search(r"[\"']#[0-9a-f]{6}|rgba?\(", path.read_text("utf-8"))
    }
    assert found == {"pages/plot/colours.py"}
