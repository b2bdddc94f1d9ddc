"""Figures of the pool: open ends look open, gaps stay gaps, and bounds are no guesses."""

from __future__ import annotations

import pandas as pd

from analysis.pool.flow import flow, flow_totals
from analysis.pool.fullness import of_peak
from analysis.pool.reach import counts, reach
from analysis.pool.snapshots import latest, over_time
from pages.language import Words
from pages.pool import figures as charts
from pages.pool import flow_figures, history_figures

WORDS = Words()
BANDS = pd.DataFrame({"band_low": [0, 491, 501, 601], "band_high": [300, 500, 600, 1200]})


def snapshots(**candidates: list[int]) -> pd.DataFrame:
    """Return a pool of four bands at the days given as d20260803."""
    parts = [
        BANDS.assign(as_of=pd.Timestamp(day[1:]), candidates=numbers)
        for day, numbers in candidates.items()
    ]
    return pd.concat(parts, ignore_index=True).astype({"as_of": "datetime64[ms]"})


POOL = snapshots(d20260803=[7683, 12939, 19705, 500], d20260816=[7709, 12915, 18657, 439])


def test_bars_are_counts_with_the_open_ends_hatched() -> None:
    (bar,) = charts.counts(latest(POOL), WORDS).data
    assert bar.x == (7709, 12915, 18657, 439)
    assert bar.y == ("300 or less", "491–500", "501–600", "601 or more")
    assert bar.marker.pattern.shape == ("/", "", "", "/")


def test_changes_are_drawn_only_where_there_is_something_to_compare_with() -> None:
    year, before = charts.changes(latest(POOL), WORDS).data
    assert before.x == (26, -24, -1048, -61)
    assert year.x == (None, None, None, None)


def test_the_area_of_a_bar_is_its_candidates_and_an_open_end_has_no_height_of_its_own() -> None:
    fig = charts.density(
        latest(POOL), reach(ROUNDS, POOL[POOL["as_of"] == "2026-08-16"]), {}, WORDS
    )
    bars = fig.data[0]
    areas = [width * height for width, height in zip(bars.width, bars.y, strict=True)]
    assert areas == [12915, 18657]
    assert bars.x == (495.5, 550.5)  # the middles of 490.5 to 500.5 and of 500.5 to 600.5
    strips = fig.data[1:3]
    assert [strip.marker.pattern.shape for strip in strips] == ["/", "/"]
    texts = [note.text for note in fig.layout.annotations]
    assert texts == ["300 or less: 7,709", "601 or more: 439"]


ROUNDS = pd.DataFrame(
    {
        "round_id": ["431", "432"],
        "date": pd.to_datetime(["2026-08-04", "2026-08-05"]).astype("datetime64[ms]"),
        "category": ["pnp", "cec"],
        "kind": "program",
        "invitations": [507, 3000],
        "cutoff": [768, 516],
        "pool_as_of": pd.to_datetime(["2026-08-03"] * 2).astype("datetime64[ms]"),
    }
)


def test_cut_offs_stand_at_their_score_and_beyond_the_scale_in_the_open_end() -> None:
    rounds = reach(ROUNDS, POOL[POOL["as_of"] == "2026-08-03"])
    fig = charts.density(
        latest(POOL, pd.Timestamp("2026-08-03")), rounds, {"pnp": "PNP", "cec": "CEC"}, WORDS
    )
    pnp, cec = fig.data[-2:]
    assert cec.x == (516, 516)
    assert min(pnp.x) > 601
    assert "500 to 20,205 stood at or above it" in cec.customdata[0]
    assert "0 to 500 stood at or above it" in pnp.customdata[0]


def test_no_area_and_no_cell_crosses_what_was_not_published() -> None:
    pool = snapshots(
        d20220401=[1, 1, 1, 1],
        d20220415=[2, 2, 2, 2],
        d20220901=[4, 4, 4, 4],
        d20220915=[3, 3, 3, 3],
    )
    bands = of_peak(over_time(pool))
    stacks = {(area.stackgroup, area.x) for area in history_figures.areas(bands, WORDS).data}
    assert {days for _group, days in stacks} == {
        ("2022-04-01", "2022-04-15"),
        ("2022-09-01", "2022-09-15"),
    }
    assert len({group for group, _days in stacks}) == 2
    (heat,) = history_figures.heat(bands, WORDS).data
    cells = dict(zip(heat.x, zip(*heat.z, strict=True), strict=True))
    assert cells["2022-04-15"] == (0.5, 0.5, 0.5, 0.5)
    assert cells["2022-09-01"] == (1, 1, 1, 1)
    assert cells["2022-04-16"] == cells["2022-08-31"] == (None, None, None, None)


def test_a_band_that_several_rounds_reached_is_a_span_and_never_a_point() -> None:
    moved = flow(POOL, ROUNDS)
    drawn = {trace.y[0]: trace.x for trace in flow_figures.bounds(moved, WORDS).data}
    # By hand: 601 or more fell by 61 and gave #431's 507, and perhaps all of #432's 3,000 too.
    assert drawn == {
        "300 or less": (26,),
        "491–500": (-24,),
        "501–600": (-1048, 1952),
        "601 or more": (446, 3446),
    }


def test_the_whole_pool_is_exact_between_snapshots() -> None:
    (bar,) = flow_figures.inflow(flow_totals(POOL, ROUNDS), WORDS).data
    # 40,827 became 39,720 while 3,507 were invited.
    assert bar.y == (39720 - 40827 + 3507,)
    assert bar.error_y.array == (0,)


def test_the_curve_names_an_estimate_as_one_and_gives_none_in_an_open_end() -> None:
    snapshot = POOL[POOL["as_of"] == "2026-08-16"]
    fig = flow_figures.above(counts(snapshot, [501, 519, 700]), 519, WORDS)
    low, high, estimate = fig.data
    assert low.y == (19096, 439, 439 - 439)
    assert high.y == (19096, 19096, 439)
    # Of 501 to 600, 82 of 100 points lie at or above 519.
    assert estimate.y == (19096, round(439 + 18657 * 0.82), None)
    assert "estimate" in estimate.customdata[1]
    assert "estimate" not in estimate.customdata[2]
