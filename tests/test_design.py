"""docs/design.md says what the code draws, and shows each type of chart."""

from __future__ import annotations

import re

import pytest
from PIL import Image

from pages.menu import MENU
from tests import design


def test_design_document_is_up_to_date() -> None:
    assert design.FILE.read_text("utf-8") == design.document(), "run `python -m tests.design`"


def test_every_chart_of_every_page_is_of_one_type_and_each_type_has_an_example() -> None:
    charts = {entry.path: list(entry.charts.makers) for entry in MENU if entry.charts}
    listed = [key for example in design.EXAMPLES for key in (example.chart, *example.others)]
    assert sorted(listed) == sorted({key for keys in charts.values() for key in keys})
    for example in design.EXAMPLES:
        assert example.chart in charts[example.page]


def test_every_type_has_its_picture_in_both_themes_and_there_are_no_others() -> None:
    wanted = {design.picture(each, theme) for each in design.EXAMPLES for theme in design.THEMES}
    assert set(design.PICTURES.iterdir()) == wanted
    assert sum(path.stat().st_size for path in wanted) < 1_000_000
    text = design.FILE.read_text("utf-8")
    for path in wanted:
        assert f"design/{path.name}" in text
        with Image.open(path) as image:
            assert image.width == design.WIDTH


@pytest.mark.parametrize("theme", design.THEMES)
def test_pictures_are_of_the_theme_that_they_are_named_after(theme: design.Theme) -> None:
    paper = getattr(design.PALETTE["bg"], theme)
    for example in design.EXAMPLES:
        with Image.open(design.picture(example, theme)) as image:
            corner = image.convert("RGB").getpixel((0, 0))
        parts = [int(paper[at : at + 2], 16) for at in (1, 3, 5)]
        assert isinstance(corner, tuple)
        assert max(abs(a - b) for a, b in zip(corner, parts, strict=True)) < 4, example.chart


def test_contrast_in_the_document_is_that_of_the_colours() -> None:
    text = design.FILE.read_text("utf-8")
    # Worked out by hand: of #1b6ab3, red, green and blue are .0110, .1441 and .4508 linear.
    row = re.search(r"\| `cec` \| `#1b6ab3` \| ([\d.]+) \|", text)
    assert row
    light = 0.2126 * 0.0110 + 0.7152 * 0.1441 + 0.0722 * 0.4508
    assert float(row[1]) == pytest.approx(1.05 / (light + 0.05), abs=0.02)
