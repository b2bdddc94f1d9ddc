"""Figure style: layouts by width, escaped text, and where a line breaks."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.rounds.cutoffs import series
from pages.plot import style
from tests.conftest import Build


def test_figure_stores_overrides_for_narrow_and_slim_layouts() -> None:
    both = style.figure(height=400, narrow={"height": 440}, slim={"height": 500})
    assert both.layout.meta == {"narrow": {"height": 440}, "slim": {"height": 500}}
    assert style.figure(height=400, slim={"height": 500}).layout.meta == {"slim": {"height": 500}}
    assert style.figure().layout.meta is None


def test_figure_text_is_html_escaped() -> None:
    assert style.escape("<a href='x'>&") == "&lt;a href='x'&gt;&amp;"


@pytest.mark.parametrize(("changes", "places"), [((), [2]), ([date(2024, 6, 1)], [1, 2])])
def test_line_breaks_after_a_year_without_a_round_and_on_a_new_scale(
    build: Build, changes: list[date], places: list[int]
) -> None:
    draws = build(
        ("1", "2024-01-01", "General", 1, 500),
        ("2", "2024-12-31", "General", 1, 510),  # 365 days later
        ("3", "2026-01-01", "General", 1, 520),  # 366 days later
    )
    assert style.breaks(series(draws, changes)) == places
