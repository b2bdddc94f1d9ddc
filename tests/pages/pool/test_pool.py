"""The pool page: numbers match the published snapshots, and unknown ones stay unknown."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.pages.support.app_views import captions, folds, headings, opened, plain
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


def finding(**query: str) -> str:
    """Return the sentence above the first chart."""
    app = opened("pool", **query)
    assert not app.exception
    return next(plain(m.value) for m in app.markdown if m.value.startswith("**"))


def test_finding_gives_the_total_of_the_published_pool_and_its_changes() -> None:
    assert sum(count for _low, _high, count in pool_bands()) == 226_859
    days = sorted(set(load().pool["as_of"].dt.strftime("%Y-%m-%d")))
    before = days[days.index(LATEST) - 1]
    change, year = (
        226_859 - sum(n for *_band, n in pool_bands(day)) for day in (before, "2025-08-05")
    )
    assert (before, change, year) == ("2026-08-03", -2_241, -29_726)
    assert finding(to="2026-08-20") == (
        "**226,859 candidates** on 16 August 2026, −2,241 since 3 August 2026, "
        "−29,726 since 5 August 2025."
    )


# On 16 August 2026, 16,626 candidates at 471 to 480 are 1,663 per point, the most. The last
# cut-offs in focus are PNP 760, beyond the bands, CEC 523, French 382 and Healthcare 475.
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "Most candidates per point stand at 471–480, below the CEC cut-off of 523"),
        (
            {"category": "healthcare"},
            "Most candidates per point stand at 471–480, around the Healthcare cut-off of 475",
        ),
        (
            {"category": ["french", "healthcare"]},
            "Most candidates per point stand at 471–480, around the Healthcare cut-off of 475",
        ),
        (
            {"category": "french"},
            "Most candidates per point stand at 471–480, above the French cut-off of 382",
        ),
        (
            {"category": "pnp"},
            "Most candidates per point stand at 471–480, below the PNP cut-off of 760",
        ),
    ],
)
def test_most_crowded_band_is_compared_with_the_highest_cut_off_in_focus(
    query: dict[str, str | list[str]], expected: str
) -> None:
    app = opened("pool", to="2026-08-20", **query)
    assert headings(app, 2)[0] == expected


def test_score_of_the_reader_takes_the_place_of_a_cut_off() -> None:
    app = opened("pool", to="2026-08-20")
    app.number_input(key="pool-score").set_value(470).run()
    titles = headings(app, 2)
    assert titles[0] == "Most candidates per point stand at 471–480, above 470"
    # 471 to 1200 have 16,626 + 13,066 + 12,915 + 18,657 + 439 = 61,703, and 461 to 470 16,133.
    assert titles[1] == "61,703 to 77,836 candidates had a score of 470 or more on 16 August 2026"


def test_inflow_by_band_is_folded_into_a_table() -> None:
    app = opened("pool", to="2026-08-20")
    title = "Net inflow from 3 Aug to 16 August 2026: known for 2 of 15 bands"
    assert folds(app)["inflow-by-band"] == title
    table = app.get_by_key("within-inflow-by-band").dataframe[0].value
    assert len(table) == 15


def test_size_is_compared_with_the_peak_of_the_chosen_dates() -> None:
    # 257,557 on 11 June 2025; 226,859 / 257,557 is 0.881. In 2026 the peak is at the beginning.
    app = opened("pool", to="2026-08-20")
    titles = headings(app, 2)
    assert "226,859 candidates on 16 August 2026, 12% below the peak of June 2025" in titles
    # 226,859 - 229,100 is -2,241, and three rounds in between had 8,807 invitations.
    assert "Net inflow +6,566 in the 13 days to 16 August 2026, +505 a day" in titles


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
    total = sum(count for *_band, count in pool_bands("2022-01-17"))
    assert finding(to="2022-01-20") == f"**{total:,} candidates** on 17 January 2022."
    assert pd.Timestamp("2022-01-17") == load().pool["as_of"].min()


@pytest.mark.parametrize(("to", "changed"), [("2025-08-20", True), ("2026-08-20", False)])
def test_change_over_a_year_says_whether_the_scale_changed_in_between(
    to: str, changed: bool
) -> None:
    # The snapshot a year before is of August 2024 or of August 2025; the scale changed in between.
    note = next(text for text in captions(opened("pool", to=to)) if "hollow dot" in text)
    assert ("CRS scale changed on 25 March 2025" in note) == changed
