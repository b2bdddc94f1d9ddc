"""Pool figures: hatched open-ended bands, gaps where nothing was published, exact bounds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from analysis.pool.flow import flow_totals
from analysis.pool.reach import counts_above
from analysis.pool.snapshots import STEPS, band_history, in_steps, latest_snapshot
from pages.language import Words
from pages.plot import colours
from pages.pool import flow_figures, history_figures
from pages.pool.change_figure import changes
from pages.pool.density_figure import Mark, density
from tests.support.august import load

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


def drawn(fig: object, only: str, kind: str) -> list[object]:
    """Return the traces of a kind for a wide or a narrow plot, those for both among them."""
    return [
        trace
        for trace in fig.data
        if trace.type == kind and (trace.meta or {"only": only})["only"] == only
    ]


def test_density_bar_area_is_candidates_and_open_ends_are_stubs() -> None:
    for only, pixels in (("wide", 900), ("narrow", 300)):
        fig = density(latest_snapshot(POOL), None, [], WORDS)
        bars, *stubs = drawn(fig, only, "bar")
        areas = [width * height for width, height in zip(bars.width, bars.y, strict=True)]
        assert areas == [12915, 18657]
        assert bars.x == (495.5, 550.5)  # the middles of 490.5 to 500.5 and of 500.5 to 600.5
        # 24 of the plot's pixels wide and high, where 300 pixels are 1,291.5 per point.
        axis = fig.layout.xaxis if only == "wide" else fig.layout.meta["narrow"]["xaxis"]
        span = axis["range"][1] - axis["range"][0]
        assert [stub.width[0] / span * pixels for stub in stubs] == pytest.approx([24, 24])
        assert [stub.y[0] for stub in stubs] == pytest.approx([1291.5 * 24 / 300] * 2)
        assert all(stub.marker.pattern.shape == "/" for stub in stubs)
        assert axis["ticktext"][-2:] == ("300 or less", "601 or more") or axis["ticktext"][-2:] == [
            "300 or less",
            "601 or more",
        ]
    assert [note.text for note in fig.layout.annotations] == ["7,709", "439"]


def test_candidates_above_a_score_are_in_colour_and_a_divided_band_is_hatched() -> None:
    fig = density(latest_snapshot(POOL), 523, [], WORDS)
    below, perhaps, low, high = drawn(fig, "wide", "bar")
    # 491 to 500 and 501 to 522 lie below; 523 to 600 are 78 points.
    assert (below.x, below.width) == ((495.5, 511.5), (10, 22))
    assert (perhaps.x, perhaps.width) == ((561.5,), (78,))
    assert perhaps.marker.pattern.shape == "/"
    assert (low.marker.line.color, high.marker.line.color) == (colours.MID, colours.ACCENT)
    _below, above, *_stubs = drawn(density(latest_snapshot(POOL), 501, [], WORDS), "wide", "bar")
    assert (above.x, above.marker.color) == ((550.5,), colours.ACCENT)


YEAR = snapshots(d20250805=[8225, 12975, 24165, 228], d20260816=[7709, 12915, 18657, 439])


def test_year_before_is_a_line_of_steps_with_its_day() -> None:
    (line,) = drawn(density(latest_snapshot(YEAR), None, [], WORDS), "wide", "scatter")
    assert line.x == (490.5, 500.5, 500.5, 600.5)
    assert line.y == (1297.5, 1297.5, 241.65, 241.65)
    fig = density(latest_snapshot(POOL), None, [], WORDS)
    assert drawn(fig, "wide", "scatter") == []


def test_day_of_the_steps_is_on_no_line_of_a_cut_off() -> None:
    pool = load().pool
    # The line at 382 crosses the step to 400, and a phone has no room on another.
    for scores, wide, narrow in (((), [400.5], [400.5]), ((382, 523), [350.5], [])):
        marks = [Mark(score, "", "red") for score in scores]
        fig = density(latest_snapshot(pool), None, marks, WORDS)
        ends = [
            [note["x"] for note in layout["annotations"] if note["text"] == "5 Aug 2025"]
            for layout in (fig.layout, fig.layout.meta["narrow"])
        ]
        assert ends == [wide, narrow]


def test_cut_offs_beyond_the_scale_are_drawn_in_the_open_end() -> None:
    marks = [Mark(768, "PNP", "red"), Mark(516, "CEC", "blue", "3,000 invitations")]
    for only in ("wide", "narrow"):
        fig = density(latest_snapshot(POOL), 516, marks, WORDS)
        pnp, cec = drawn(fig, only, "scatter")
        assert cec.x == (516, 516)
        assert cec.customdata == ("3,000 invitations",) * 2
        assert (min(pnp.x) > 601, pnp.line.dash) == (True, "dot")


def test_dumbbells_lead_from_before_to_now_and_open_ends_are_words() -> None:
    snapshot = latest_snapshot(YEAR)
    bands = snapshot.assign(before=snapshot["year_ago"], before_as_of=snapshot["year_ago_as_of"])
    lines, hollow, full = changes(bands, WORDS).data
    assert (hollow.x, full.x) == ((1297.5, 241.65), (1291.5, 186.57))
    assert hollow.y == full.y == (1, 2)
    assert lines.x == (1297.5, 1291.5, None, 241.65, 186.57, None)
    texts = [note.text for note in changes(bands, WORDS).layout.annotations]
    # The changes -516, -60, -5,508 and +211: the three largest in bold.
    assert [t for t in texts if t[:1] in "+−<"] == [
        "<b>−516</b>",
        "−60",
        "<b>−5,508</b>",
        "<b>+211</b>",
    ]
    assert "8,225 → 7,709 candidates" in texts
    assert "228 → 439 candidates" in texts


HISTORY = snapshots(
    d20220401=[1, 1, 1, 1],
    d20220415=[2, 2, 2, 2],
    d20220901=[4, 4, 4, 4],
    d20220915=[3, 3, 3, 3],
    d20221201=[5, 5, 5, 5],
)
NAMES = dict(zip(STEPS, ("a", "b", "c", "d"), strict=True))


def test_areas_add_bands_up_to_steps_and_leave_unpublished_periods_empty() -> None:
    steps = in_steps(band_history(HISTORY))
    span = (date(2022, 4, 1), date(2022, 12, 31))
    *layers, total = history_figures.areas(steps, NAMES, span, WORDS).data
    # The bands 501–600 and 601 or more are one step; the two pieces have a stack each.
    assert [(layer.stackgroup, layer.x, layer.y) for layer in layers] == [
        ("piece-0", ("2022-04-01", "2022-04-15"), (1, 2)),
        ("piece-2", ("2022-09-01", "2022-09-15"), (4, 3)),
        ("piece-0", ("2022-04-01", "2022-04-15"), (1, 2)),
        ("piece-2", ("2022-09-01", "2022-09-15"), (4, 3)),
        ("piece-0", ("2022-04-01", "2022-04-15"), (2, 4)),
        ("piece-2", ("2022-09-01", "2022-09-15"), (8, 6)),
    ]
    assert total.y == (4, 8, None, 16, 12, None, 20)
    # A snapshot alone is a dot, and so is the last one.
    assert total.marker.size == (0, 0, 0, 0, 0, 0, 8)
    assert total.cliponaxis is False  # it lies on the edge


def test_no_band_lies_across_two_steps() -> None:
    bands = load().pool[["band_low", "band_high"]].drop_duplicates()
    for low in STEPS[1:]:
        assert not ((bands["band_low"] < low) & (bands["band_high"] >= low)).any()


SPAN = (date(2026, 8, 3), date(2026, 8, 20))


def test_inflow_is_per_day_and_hatched_where_a_round_fell_on_a_snapshot() -> None:
    (sure,) = flow_figures.inflow(flow_totals(POOL, ROUNDS), SPAN, WORDS).data
    # 40,827 became 39,720 while 3,507 were invited, in 13 days.
    assert sure.y == ((39720 - 40827 + 3507) / 13,)
    same_day = ROUNDS.assign(date=pd.to_datetime(["2026-08-04", "2026-08-16"]))
    sure, perhaps, beyond = flow_figures.inflow(flow_totals(POOL, same_day), SPAN, WORDS).data
    # Without the 3,000 of the last day the pool lost 600; with them 2,400 came in.
    assert sure.y == (0,)
    assert (perhaps.base, perhaps.y) == ((-600 / 13,), (3000 / 13,))
    assert beyond.x == ()  # both ends, -46 and 185, are on the scale


def test_inflow_beyond_the_scale_is_a_triangle_at_its_edge() -> None:
    totals = pd.concat([flow_totals(POOL, ROUNDS)] * 40, ignore_index=True)
    # 184.6 a day is known 39 times; one interval of a day may have had 0 to 6,000.
    odd = {"exact": False, "days": 1, "inflow_low": 0, "inflow_high": 6000}
    totals.loc[39, list(odd)] = list(odd.values())
    figure = flow_figures.inflow(totals, SPAN, WORDS)
    # 0 to 184.6 and 6% of it more on both sides, to multiples of 100.
    low, high = figure.layout.yaxis.range
    # Above it are 16 pixels of an event's label, 16 of the triangle's number, and 12 of the
    # triangle and the space around it, of 320 - 12 - 32 in all.
    assert (low, high) == (-100, pytest.approx(200 + 300 * 44 / (276 - 44)))
    assert figure.layout.yaxis.ticktext == ("−100", "0", "100", "200")
    _sure, perhaps, beyond = figure.data
    assert perhaps.base[-1] + perhaps.y[-1] == 200
    assert (beyond.y, beyond.marker.symbol) == ((200,), ("triangle-up",))


def test_triangles_of_the_inflow_have_their_numbers_together_where_they_have_no_room() -> None:
    totals = flow_totals(load().pool, load().draws)
    figure = flow_figures.inflow(totals, (date(2022, 1, 1), date(2026, 8, 20)), WORDS)
    # The highest a day: 4,800 to 28 June 2023; 3,521 to 30 May 2024, 6,969 and three more in the
    # summer; 5,794 to 5 February 2025. The lowest: 912.3 to 4 July 2023.
    told = ["−912", "4,800", "3,521 to 6,969", "5,794"]
    assert [note.text for note in figure.layout.annotations] == told
    # Over the triangles at the top, and right of the one at the bottom.
    assert [note.xanchor for note in figure.layout.annotations] == ["left", *["center"] * 3]
    # The five since May 2024 are within 251 days: 33 of the 220 pixels that a phone has at least,
    # and a label needs 80. The one before is 337 days away, 44 pixels.
    narrow = figure.layout.meta["narrow"]["annotations"]
    assert [note["text"] for note in narrow] == ["−912", "4,800", "3,521 to 6,969"]


def test_label_of_a_cutoff_is_on_the_side_without_another_line() -> None:
    latest = latest_snapshot(POOL)
    # The line of the first is lowest. At 1.25 points a pixel, "CEC 518" to the left reaches 476.
    marks = [Mark(518, "CEC <b>518</b>", colours.MID), Mark(476, "Trades <b>476</b>", colours.INK)]
    fig = density(latest, None, marks, WORDS)

    def sides(annotations: Iterable[Any]) -> list[str]:
        return [note["xanchor"] for note in annotations if "<b>" in note["text"]]

    assert sides(fig.layout.annotations) == ["right", "right"]
    # No tick among the labels, where a number would be cut or touch one: the bars reach 1,291.5.
    assert fig.layout.yaxis.ticktext == ("500", "1,000")
    assert sides(fig.layout.meta["narrow"]["annotations"]) == ["left", "right"]


def test_curve_labels_estimates_and_has_none_in_an_open_ended_band() -> None:
    snapshot = POOL[POOL["as_of"] == "2026-08-16"]
    fig = flow_figures.above(counts_above(snapshot, [501, 519, 700]), 519, WORDS)
    low, high, estimate, bracket = fig.data
    assert low.y == (19096, 439, 439 - 439)
    assert high.y == (19096, 19096, 439)
    # Of 501 to 600, 82 of 100 points lie at or above 519.
    assert estimate.y == (19096, round(439 + 18657 * 0.82), None)
    assert "estimate" in estimate.customdata[1]
    assert "estimate" not in estimate.customdata[2]
    assert (bracket.x, bracket.y) == ((519, 519), (439, 19096))
    assert fig.layout.annotations[0].text == "<b>439 to 19,096</b>"


def test_exact_number_is_a_dot_with_one_number() -> None:
    snapshot = POOL[POOL["as_of"] == "2026-08-16"]
    fig = flow_figures.above(counts_above(snapshot, [500, 501, 502]), 501, WORDS)
    assert (fig.data[3].y, fig.data[3].mode) == ((19096,), "markers")
    assert fig.layout.annotations[0].text == "<b>19,096</b>"
