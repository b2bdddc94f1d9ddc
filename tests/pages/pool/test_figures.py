"""Pool figures: hatched open-ended bands, gaps where nothing was published, exact bounds."""

from __future__ import annotations

import pandas as pd

from analysis.pool.flow import flow, flow_totals
from analysis.pool.reach import counts_above, reach
from analysis.pool.snapshots import band_history, latest_snapshot, with_peak_share
from pages.language import Words
from pages.pool import figures as charts
from pages.pool import flow_figures, history_figures

WORDS = Words()
BANDS = pd.DataFrame({"band_low": [0, 491, 501, 601], "band_high": [300, 500, 600, 1200]})


def snapshots(**candidates: list[int]) -> pd.DataFrame:
    """Return a pool of four bands; d20260803=[...] are the candidates on that day."""
    parts = [
        BANDS.assign(as_of=pd.Timestamp(day[1:]), candidates=numbers)
        for day, numbers in candidates.items()
    ]
    return pd.concat(parts, ignore_index=True).astype({"as_of": "datetime64[ms]"})


POOL = snapshots(d20260803=[7683, 12939, 19705, 500], d20260816=[7709, 12915, 18657, 439])


def test_bars_show_counts_with_open_ended_bands_hatched() -> None:
    (bar,) = charts.counts(latest_snapshot(POOL), WORDS).data
    assert bar.x == (7709, 12915, 18657, 439)
    assert bar.y == ("300 or less", "491–500", "501–600", "601 or more")
    assert bar.marker.pattern.shape == ("/", "", "", "/")


def test_changes_are_drawn_only_with_an_earlier_snapshot() -> None:
    year, before = charts.changes(latest_snapshot(POOL), WORDS).data
    assert before.x == (26, -24, -1048, -61)
    assert year.x == (None, None, None, None)


def test_density_bar_area_is_candidates_and_open_ends_are_strips() -> None:
    fig = charts.density(
        latest_snapshot(POOL), reach(ROUNDS, POOL[POOL["as_of"] == "2026-08-16"]), {}, WORDS
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


def test_cut_offs_beyond_the_scale_are_drawn_in_the_open_end() -> None:
    rounds = reach(ROUNDS, POOL[POOL["as_of"] == "2026-08-03"])
    fig = charts.density(
        latest_snapshot(POOL, pd.Timestamp("2026-08-03")),
        rounds,
        {"pnp": "PNP", "cec": "CEC"},
        WORDS,
    )
    pnp, cec = fig.data[-2:]
    assert cec.x == (516, 516)
    assert min(pnp.x) > 601
    assert "candidates at or above the cut-off: 500 to 20,205" in cec.customdata[0]
    assert "candidates at or above the cut-off: 0 to 500" in pnp.customdata[0]


def test_history_figures_leave_unpublished_periods_empty() -> None:
    pool = snapshots(
        d20220401=[1, 1, 1, 1],
        d20220415=[2, 2, 2, 2],
        d20220901=[4, 4, 4, 4],
        d20220915=[3, 3, 3, 3],
    )
    bands = with_peak_share(band_history(pool))
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


def test_band_reached_by_several_rounds_is_drawn_as_a_range() -> None:
    moved = flow(POOL, ROUNDS)
    points = {trace.y[0]: trace.x for trace in flow_figures.bounds(moved, WORDS).data}
    # By hand: 601 or more fell by 61 after #431 invited 507 and #432 between 0 and 3,000 of it.
    assert points == {
        "300 or less": (26,),
        "491–500": (-24,),
        "501–600": (-1048, 1952),
        "601 or more": (446, 3446),
    }


def test_inflow_to_the_whole_pool_is_exact() -> None:
    (bar,) = flow_figures.inflow(flow_totals(POOL, ROUNDS), WORDS).data
    # 40,827 became 39,720 while 3,507 were invited.
    assert bar.y == (39720 - 40827 + 3507,)
    assert bar.error_y.array == (0,)


def test_curve_labels_estimates_and_has_none_in_an_open_ended_band() -> None:
    snapshot = POOL[POOL["as_of"] == "2026-08-16"]
    fig = flow_figures.above(counts_above(snapshot, [501, 519, 700]), 519, WORDS)
    low, high, estimate = fig.data
    assert low.y == (19096, 439, 439 - 439)
    assert high.y == (19096, 19096, 439)
    # Of 501 to 600, 82 of 100 points lie at or above 519.
    assert estimate.y == (19096, round(439 + 18657 * 0.82), None)
    assert "estimate" in estimate.customdata[1]
    assert "estimate" not in estimate.customdata[2]
