"""The pool page: what it shows is what was published, and what nobody knows stays open."""

from __future__ import annotations

import pandas as pd
import pytest

from data.rounds import record as history
from tests.pages.support.app_views import opened, plain

LATEST = "2026-08-16"


def known(day: str = LATEST) -> list[tuple[int, int, int]]:
    """Return the bands of a snapshot as the record has them: low, high, candidates."""
    pool = history.load().pool
    rows = pool[pool["as_of"] == day]
    return list(
        zip(
            rows["band_low"].tolist(),
            rows["band_high"].tolist(),
            rows["candidates"].tolist(),
            strict=True,
        )
    )


def test_the_first_chart_adds_up_to_the_published_pool() -> None:
    app = opened("pool", to="2026-08-20")
    assert not app.exception
    total = sum(count for _low, _high, count in known())
    assert plain(app.header[0].value) == f"{total:,} candidates on 16 August 2026"
    assert total == 226_859


def test_the_change_since_the_snapshot_before_agrees_with_the_record() -> None:
    app = opened("pool", to="2026-08-20")
    days = sorted(set(history.load().pool["as_of"].dt.strftime("%Y-%m-%d")))
    before = days[days.index(LATEST) - 1]
    change = sum(n for *_band, n in known()) - sum(n for *_band, n in known(before))
    titles = [plain(heading.value) for heading in app.header]
    assert any(title.startswith(f"−{-change:,} since") for title in titles)


@pytest.mark.parametrize("day", ["abc", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_a_day_in_the_address_that_cannot_be_breaks_nothing(day: str) -> None:
    app = opened("pool", on=day)
    assert not app.exception
    assert app.header


@pytest.mark.parametrize("to", ["2015-02-01", "2021-12-31"])
def test_before_the_first_snapshot_there_is_no_pool_rather_than_an_empty_one(to: str) -> None:
    app = opened("pool", to=to)
    assert not app.exception
    assert not any("0 candidates" in plain(heading.value) for heading in app.header)
    assert any("snapshot" in plain(info.value).lower() for info in app.info)


def test_a_day_between_two_snapshots_shows_the_one_before_it() -> None:
    app = opened("pool", to="2022-01-20")
    assert not app.exception
    total = sum(count for *_band, count in known("2022-01-17"))
    assert plain(app.header[0].value) == f"{total:,} candidates on 17 January 2022"
    assert pd.Timestamp("2022-01-17") == history.load().pool["as_of"].min()
