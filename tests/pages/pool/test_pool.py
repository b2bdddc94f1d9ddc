"""The pool page: numbers match the published snapshots, and unknown ones stay unknown."""

from __future__ import annotations

import pandas as pd
import pytest

from pages.language import Words
from pages.pool.text import longest_bar
from tests.pages.support.app_views import captions, headings, opened, plain
from tests.support.august import load

LATEST = "2026-08-16"


def pool_bands(day: str = LATEST) -> list[tuple[int, int, int]]:
    """Return the bands of a snapshot in the data: low, high, candidates."""
    pool = load().pool
    rows = pool[pool["as_of"] == day]
    return list(
        zip(
            rows["band_low"].tolist(),
            rows["band_high"].tolist(),
            rows["candidates"].tolist(),
            strict=True,
        )
    )


def test_heading_gives_the_total_of_the_published_pool() -> None:
    app = opened("pool", to="2026-08-20")
    assert not app.exception
    total = sum(count for _low, _high, count in pool_bands())
    assert headings(app)[0] == f"{total:,} candidates on 16 August 2026"
    assert total == 226_859


def test_change_since_the_previous_snapshot_matches_a_recount() -> None:
    app = opened("pool", to="2026-08-20")
    days = sorted(set(load().pool["as_of"].dt.strftime("%Y-%m-%d")))
    before = days[days.index(LATEST) - 1]
    change = sum(n for *_band, n in pool_bands()) - sum(n for *_band, n in pool_bands(before))
    titles = headings(app, 2)
    assert any(title.startswith(f"−{-change:,} since") for title in titles)


# On 16 August 2026: 351 to 400 has 48,600 candidates, 972 per point; 471 to 480 has 16,626, 1,663
# per point, the most.
WIDE = (
    "The bar of 351–400 is the longest only because this band covers 50 points: per point, most "
    "candidates are at 471–480."
)
LARGE = (
    "La barre de 351–400 est la plus longue seulement parce que cette tranche couvre 50 points : "
    "par point, c’est à 471–480 qu’il y a le plus de candidats."
)


@pytest.mark.parametrize(("language", "expected"), [("en", WIDE), ("fr", LARGE)])
@pytest.mark.parametrize("page", ["pool", "rounds"])
def test_note_says_that_the_longest_bar_is_not_the_peak(
    page: str, language: str, expected: str
) -> None:
    app = opened(page, to="2026-08-20", lang=language)
    notes = [caption.replace("\N{NO-BREAK SPACE}", " ") for caption in captions(app)]
    assert sum(expected in caption for caption in notes) == 1


def test_bands_of_equal_width_and_open_ends_need_no_note() -> None:
    snapshot = pd.DataFrame(
        {
            "band_low": [0, 471, 481],
            "band_high": [470, 480, 490],
            "open": [True, False, False],
            "width": [471, 10, 10],
            "candidates": [10, 20, 30],
            "per_point": [float("nan"), 2.0, 3.0],
        }
    )
    assert longest_bar(snapshot, Words()) == ""
    assert longest_bar(snapshot.head(1), Words()) == ""


@pytest.mark.parametrize("day", ["abc", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_invalid_date_in_the_address_does_not_break_the_page(day: str) -> None:
    app = opened("pool", on=day)
    assert not app.exception
    assert headings(app)


@pytest.mark.parametrize("to", ["2015-02-01", "2021-12-31"])
def test_pool_before_the_first_snapshot_is_unknown_not_empty(to: str) -> None:
    app = opened("pool", to=to)
    assert not app.exception
    assert not any("0 candidates" in heading for heading in headings(app, 2))
    (notice,) = (info.value for info in app.info if "snapshot" in info.value)
    assert "Before that, the size of the pool is unknown, not zero." in plain(notice)


def test_date_between_two_snapshots_shows_the_earlier_one() -> None:
    app = opened("pool", to="2022-01-20")
    assert not app.exception
    total = sum(count for *_band, count in pool_bands("2022-01-17"))
    assert headings(app)[0] == f"{total:,} candidates on 17 January 2022"
    assert pd.Timestamp("2022-01-17") == load().pool["as_of"].min()


@pytest.mark.parametrize(("to", "changed"), [("2025-08-20", True), ("2026-08-20", False)])
def test_change_over_a_year_says_whether_the_scale_changed_in_between(
    to: str, changed: bool
) -> None:
    # The snapshot a year before is of August 2024 or of August 2025; the scale changed in between.
    note = next(text for text in captions(opened("pool", to=to)) if "Over one year" in text)
    assert ("CRS scale changed on 25 March 2025" in note) == changed
