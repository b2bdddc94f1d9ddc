"""The outlook: cut-offs, what-ifs, volumes and invitations, worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp, isnan, log

import numpy as np
import pandas as pd
import pytest

from analysis import outlook
from analysis.outlook import spread
from analysis.outlook.chance import lowest_cutoffs, starting_points
from analysis.outlook.futures import (
    FAR_PATH,
    NEAR_PATH,
    SimulatedFutures,
    Start,
    along,
    simulate,
)
from analysis.outlook.rhythm import estimate_rhythm, survival
from analysis.outlook.timeline import Timeline, day_number
from tests.conftest import Build, Round

CEC, PNP, FRENCH = (
    "Canadian Experience Class",
    "Provincial Nominee Program",
    "French language proficiency (Version 1)",
)
AS_OF = date(2026, 2, 20)


def fortnightly_rounds(name: str, cutoffs: list[int], sizes: list[int], first: str) -> list[Round]:
    start = date.fromisoformat(first)
    return [
        (f"{name[0]}{n}", (start + timedelta(days=14 * n)).isoformat(), name, size, cutoff)
        for n, (cutoff, size) in enumerate(zip(cutoffs, sizes, strict=True))
    ]


@pytest.fixture
def cec(build: Build) -> pd.DataFrame:
    """Four CEC rounds, 5 January to 16 February 2026; 100, 100 and 200 a day after the first."""
    rounds = fortnightly_rounds(CEC, [500, 500, 500, 520], [1000, 1400, 1400, 2800], "2026-01-05")
    return build(*rounds)


def row(table: pd.DataFrame, category: str) -> pd.Series:
    return table.set_index("category").loc[category]


def test_next_cut_off_is_pulled_four_tenths_towards_the_mean(build: Build) -> None:
    draws = build(*fortnightly_rounds(FRENCH, [500, 500, 500, 520], [1000] * 4, "2026-01-05"))
    result = row(outlook.next_cutoffs(draws, AS_OF), "french")
    # The mean of the four is 505.
    assert result["expected"] == pytest.approx(520 + 0.4 * (505 - 520))
    assert (result["last"], result["last_id"], result["rounds"]) == (520, "F3", 4)
    # Errors so far: 0, 0 and 20, with half-life ten; one category alone keeps its own scale.
    scale = 20 / (1 + 0.5**0.1 + 0.5**0.2)
    assert result["scale"] == pytest.approx(scale)
    assert result["low"] == pytest.approx(514 - scale * log(5))
    assert result["high"] == pytest.approx(514 + scale * log(5))


def test_next_cec_cut_off_is_the_mean_with_its_what_if_at_the_median_date(
    cec: pd.DataFrame,
) -> None:
    dates = row(outlook.next_dates(cec, AS_OF), "cec")
    assert dates["next_median"] == pd.Timestamp("2026-03-02")  # after 14 days, as always
    # As large as the last round, 200 a day, where 400/3 are usual. Moves: 0, 0, 20, 15, 15.
    what_if = 520 - 10 * 0.25 * log(200 / (400 / 3))
    result = row(outlook.next_cutoffs(cec, AS_OF), "cec")
    assert result["expected"] == pytest.approx((514 + what_if) / 2)
    assert what_if == pytest.approx(
        outlook.what_if(cec, "cec", 2800, date(2026, 3, 2), AS_OF).expected
    )
    # Its past forecasts were the last value, as there were too few rounds: off by 0, 0 and 20.
    scale = 20 / (1 + 0.5**0.1 + 0.5**0.2)
    assert result["high"] - result["expected"] == pytest.approx(scale * log(5))
    # The later the next round is expected, the slower the pace, and the higher the cut-off.
    later = row(outlook.next_cutoffs(cec, AS_OF + timedelta(days=30)), "cec")
    assert later["expected"] > result["expected"]


def test_scale_is_pulled_towards_the_median_category_by_one_error() -> None:
    errors = {0: np.array([10.0]), 1: np.array([2.0]), 2: np.array([4.0])}
    # Each category has one error; their median, 4, counts as one more error of each.
    assert spread.scales(errors) == pytest.approx({0: 7.0, 1: 3.0, 2: 4.0})


def test_interval_covers_80_percent_of_a_laplace_distribution() -> None:
    low, high = spread.laplace_quantiles(0.0, 1.0, (0.1, 0.9))
    assert 1 - exp(low) / 2 - exp(-high) / 2 == pytest.approx(0.8)
    assert high == pytest.approx(spread.EIGHTY_PERCENT)


def test_fewer_than_four_rounds_give_the_last_value_and_no_interval(cec: pd.DataFrame) -> None:
    result = row(outlook.next_cutoffs(cec.iloc[:3], AS_OF), "cec")
    assert (result["expected"], result["status"]) == (500, "too-few")
    assert result[["low", "high", "scale"]].isna().all()


def test_category_without_a_round_for_a_year_has_no_forecast(cec: pd.DataFrame) -> None:
    day = date(2027, 2, 17)
    assert row(outlook.next_cutoffs(cec, day - timedelta(days=1)), "cec")["status"] == "ok"
    result = row(outlook.next_cutoffs(cec, day), "cec")
    assert result["status"] == "retired"
    assert result[["expected", "low", "high", "scale"]].isna().all()
    assert row(outlook.next_dates(cec, day), "cec")[["within_7", "next_median"]].isna().all()
    assert outlook.what_if(cec, "cec", 1000, day + timedelta(days=1), day).expected is None
    assert outlook.fan(cec, "cec", day).empty
    assert outlook.invitation_chances(cec, 600, ["cec"], day)["probability"].isna().all()


def test_rounds_before_october_2021_do_not_count(build: Build) -> None:
    draws = build(
        *fortnightly_rounds(FRENCH, [300, 300], [10, 10], "2021-08-30"),
        *fortnightly_rounds(FRENCH, [500, 500, 500, 500], [10, 10, 10, 10], "2021-10-04"),
    )
    result = row(outlook.next_cutoffs(draws, date(2021, 12, 1)), "french")
    assert (result["expected"], result["rounds"]) == (500, 4)


def test_what_if_compares_the_pace_with_the_last_and_the_usual_pace(cec: pd.DataFrame) -> None:
    result = outlook.what_if(cec, "cec", 5600, date(2026, 3, 2), AS_OF)
    # 5,600 in 14 days is 400 a day: the last was 200, the usual 400/3. Moves: 0, 0, 20, 15, 15.
    assert (result.pace, result.last_pace) == (400, 200)
    assert result.usual_pace == pytest.approx(400 / 3)
    assert result.expected == pytest.approx(520 - 10 * (0.6 * log(2) + 0.25 * log(3)))
    assert not result.nominees
    # Errors so far are those of forecasting the last value: 0, 0 and 20.
    scale = 20 / (1 + 0.5**0.1 + 0.5**0.2)
    assert result.high is not None
    assert result.high - result.expected == pytest.approx(scale * log(5))


def test_what_if_for_pnp_is_pulled_eight_tenths_towards_the_mean(build: Build) -> None:
    draws = build(
        *fortnightly_rounds(PNP, [700, 700, 700, 720], [1000, 1400, 1400, 2800], "2026-01-05")
    )
    result = outlook.what_if(draws, "pnp", 5600, date(2026, 3, 2), AS_OF)
    assert result.expected == pytest.approx(720 + 0.8 * (705 - 720) - 10 * log(3))
    assert result.nominees


def test_larger_or_sooner_round_has_a_lower_expected_cut_off(real: pd.DataFrame) -> None:
    day = date(2026, 8, 20)
    for category in ("cec", "pnp", "french", "healthcare"):
        ways = [(500, 30), (500, 14), (2000, 14), (8000, 14), (8000, 2)]
        result = [
            outlook.what_if(real, category, size, day + timedelta(days=ahead), day).expected
            for size, ahead in ways
        ]
        assert result == sorted(result, reverse=True)


@pytest.mark.parametrize(("size", "on"), [(0, date(2026, 3, 2)), (10, AS_OF)])
def test_what_if_rejects_zero_invitations_or_a_date_not_ahead(
    cec: pd.DataFrame, size: int, on: date
) -> None:
    with pytest.raises(ValueError, match="not a next round"):
        outlook.what_if(cec, "cec", size, on, AS_OF)


def test_category_that_never_had_a_round_is_rejected(cec: pd.DataFrame) -> None:
    with pytest.raises(KeyError, match="stem"):
        outlook.what_if(cec, "stem", 10, date(2026, 3, 2), AS_OF)
    with pytest.raises(KeyError, match="stem"):
        outlook.fan(cec, "stem", AS_OF)


def test_fan_starts_with_the_last_round_and_the_forecast_interval(real: pd.DataFrame) -> None:
    day = date(2026, 8, 20)
    forecast = row(outlook.next_cutoffs(real, day), "pnp")
    fan = outlook.fan(real, "pnp", day)
    assert fan["step"].to_list() == [0, 1, 2, 3]
    assert fan.loc[0, ["q10", "q50", "q90"]].to_list() == [760, 760, 760]
    assert fan.loc[0, "date"] == pd.Timestamp("2026-08-17")
    edges = fan.loc[1, ["q10", "q50", "q90"]].to_list()
    assert edges == pytest.approx([forecast["low"], forecast["expected"], forecast["high"]])
    assert fan["date"].is_monotonic_increasing
    quantiles = fan[["q10", "q25", "q50", "q75", "q90"]].to_numpy()
    assert (np.diff(quantiles, axis=1) >= 0).all()
    assert (quantiles[2:, -1] - quantiles[2:, 0] > 0.9 * (quantiles[1, -1] - quantiles[1, 0])).all()


def test_volume_extrapolates_the_last_365_days(build: Build) -> None:
    draws = build(*fortnightly_rounds(CEC, [500] * 5, [730] * 5, "2026-01-05"))
    table = outlook.volume(draws, date(2026, 3, 5))
    # 3,650 invitations and five rounds in the last 365 days.
    result = table[table["category"] == "cec"].set_index("horizon")
    assert result["expected"].to_dict() == pytest.approx({"30": 300.0, "90": 900.0, "year": 3010.0})
    assert result["days"].to_dict() == {"30": 30, "90": 90, "year": 301}
    assert result.loc["30", "rounds"] == pytest.approx(5 * 30 / 365)


def test_range_of_all_invitations_in_90_days_is_log_normal_around_the_rate(
    real: pd.DataFrame,
) -> None:
    """Plain sums over the rounds, against the arrays of the product."""
    rounds = [
        (day.date(), size)
        for day, size in zip(real["date"], real["invitations"], strict=True)
        if day.date() >= date(2021, 10, 1)
    ]

    def invited(after: date, until: date) -> int:
        return sum(size for day, size in rounds if after < day <= until)

    today, logs = date(2026, 8, 20), []
    for step in range(78):
        origin = today - timedelta(days=90 + 14 * step)
        rate = invited(origin - timedelta(days=365), origin) / 365
        if origin >= rounds[0][0] + timedelta(days=180) and rate:
            logs.append(log(invited(origin, origin + timedelta(days=90)) / (90 * rate)))
    stretches = (14 * (len(logs) - 1) + 90) / 90
    deviation = (sum(each**2 for each in logs) / len(logs) * (1 + 1 / stretches)) ** 0.5
    expected = invited(today - timedelta(days=365), today) * 90 / 365
    table = outlook.volume(real, today).set_index(["category", "horizon"])
    result = table.loc["any", "90"]
    assert result["expected"] == pytest.approx(expected)
    assert result["high"] == pytest.approx(expected * exp(1.2815516 * deviation))
    assert result["low"] == pytest.approx(expected / exp(1.2815516 * deviation))
    # A category may have no round at all in 90 days, so its range still comes from past ratios.
    assert table.loc["pnp", "90"]["low"] == 0


def test_volume_is_zero_after_180_days_without_a_round(build: Build) -> None:
    draws = build(*fortnightly_rounds(CEC, [500] * 5, [730] * 5, "2026-01-05"))
    too_late = date(2026, 3, 2) + timedelta(days=180)
    before = outlook.volume(draws, too_late - timedelta(days=1))
    after = outlook.volume(draws, too_late)
    assert (before.loc[before["horizon"] == "30", "expected"] > 0).all()
    assert (after["expected"] == 0).all()


def test_volume_intervals_contain_the_expected_volume(real: pd.DataFrame) -> None:
    table = outlook.volume(real, date(2026, 8, 20))
    forecast = table[table["status"] == "ok"]
    assert (forecast["low"] <= forecast["expected"]).all()
    assert (forecast["expected"] <= forecast["high"]).all()
    assert table[table["status"] != "ok"]["expected"].isna().all()


def test_chance_of_an_invitation_stays_between_2_and_95_percent(real: pd.DataFrame) -> None:
    day = date(2026, 8, 20)
    sure = outlook.invitation_chances(real, 1200, ["cec", "pnp"], day)
    hopeless = outlook.invitation_chances(real, 100, ["cec", "pnp"], day)
    assert (sure["probability"] == 0.95).all()
    assert (hopeless["probability"] == 0.02).all()


def test_chance_of_an_invitation_grows_with_score_time_and_categories(real: pd.DataFrame) -> None:
    chances = [
        outlook.invitation_chances(real, score, ["cec", "french"], date(2026, 8, 20)).set_index(
            ["horizon_months", "category"]
        )["probability"]
        for score in (380, 500, 510, 520)
    ]
    table = pd.concat(chances, axis=1)
    assert (table.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    assert (table.loc[6] >= table.loc[3]).all(axis=None)
    assert (table.xs("any", level=1) >= table.xs("cec", level=1)).all(axis=None)
    assert (table.xs("any", level=1) >= table.xs("french", level=1)).all(axis=None)


def test_within_six_months_cut_offs_are_pulled_further_and_spread_less() -> None:
    held = np.ones((2, 1, 1), dtype=bool)
    begin = Start(0, np.array([500.0, 500.0, 500.0, 520.0]), 10.0)
    still = np.zeros(held.shape)
    futures = SimulatedFutures(still, held[:, :, 0], held, still, (still, still), 0, still + 10.0)
    near, far = (along(futures, [begin], path).cutoffs[0, 0, 0] for path in (NEAR_PATH, FAR_PATH))
    # Missing earlier cut-offs are filled with the mean of the four, 505, so the mean stays 505.
    assert near == pytest.approx(520 + 0.4 * (505 - 520) + 10)
    assert far == pytest.approx(520 + 0.7 * (505 - 520) + 0.8 * 10)


def test_the_same_seed_gives_the_same_chance(real: pd.DataFrame) -> None:
    one, two, other = (
        outlook.invitation_chances(real, 512, ["cec"], date(2026, 8, 20), seed=seed)
        for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(one, two)
    assert (one["probability"] != other["probability"]).any()
    assert (one["probability"] - other["probability"]).abs().max() < 0.08


def test_categories_without_a_forecast_have_a_status_with_the_reason(real: pd.DataFrame) -> None:
    result = outlook.invitation_chances(
        real, 500, ["general", "physicians", "stem"], date(2026, 8, 20)
    )
    status = dict(zip(result["category"], result["status"], strict=True))
    assert status == {
        "any": "too-few",
        "general": "retired",
        "physicians": "too-few",
        "stem": "retired",
    }
    assert result["probability"].isna().all()


@pytest.mark.parametrize("today", ["2026-08-19", "2026-08-20", "2026-08-23", "2026-08-31"])
def test_simulated_rounds_are_as_frequent_as_their_chances(real: pd.DataFrame, today: str) -> None:
    day = day_number(date.fromisoformat(today))
    past = Timeline.of(real)
    rhythm = estimate_rhythm(past, day)
    assert rhythm is not None
    begin = starting_points(past, rhythm, rhythm.codes)
    simulated = simulate(rhythm, list(begin.values()), seed=7, count=4000)
    surviving = survival(rhythm)
    for within in (5, 7, 14, 28, 91):
        share_held = np.isfinite(lowest_cutoffs(simulated, within)).mean(axis=0)
        for place, start in enumerate(begin.values()):
            # Four standard errors of 4,000 paths.
            chance = 1 - surviving[start.row, within - 1]
            error = 4 * (chance * (1 - chance) / 4000) ** 0.5 + 1e-9
            assert share_held[place] == pytest.approx(chance, abs=error)


def test_tables_without_rounds_are_empty_with_all_columns(cec: pd.DataFrame) -> None:
    for table in (outlook.next_cutoffs, outlook.next_dates, outlook.calendar, outlook.volume):
        empty, full = table(cec.iloc[:0], AS_OF), table(cec, AS_OF)
        assert len(empty) == 0
        pd.testing.assert_series_equal(empty.dtypes, full.dtypes)


def test_later_rounds_do_not_change_any_forecast(real: pd.DataFrame, build: Build) -> None:
    day = date(2026, 3, 1)
    history = real[real["date"] <= "2026-03-01"]
    impossible = build(("x", "2026-03-02", CEC, 999_999, 1), ("y", "2026-03-03", "Bees", 9, 1199))
    seen = pd.concat([history, impossible, real[real["date"] > "2026-03-03"]], ignore_index=True)
    for table in (outlook.next_cutoffs, outlook.next_dates, outlook.calendar, outlook.volume):
        pd.testing.assert_frame_equal(table(seen, day), table(history, day))
    pd.testing.assert_frame_equal(outlook.fan(seen, "cec", day), outlook.fan(history, "cec", day))
    chances = [
        outlook.invitation_chances(draws, 510, ["cec", "bees"], day) for draws in (seen, history)
    ]
    pd.testing.assert_frame_equal(*chances)
    on = date(2026, 3, 9)
    assert outlook.what_if(seen, "cec", 10, on, day) == outlook.what_if(history, "cec", 10, on, day)


def test_input_frame_is_not_modified(real: pd.DataFrame) -> None:
    before = real.copy(deep=True)
    outlook.next_cutoffs(real, AS_OF)
    outlook.fan(real, "cec", AS_OF)
    outlook.volume(real, AS_OF)
    outlook.invitation_chances(real, 500, ["cec"], AS_OF)
    pd.testing.assert_frame_equal(real, before)


def test_next_cutoffs_report_the_skill_found_in_the_score_card(
    cec: pd.DataFrame, build: Build
) -> None:
    draws = pd.concat(
        [cec, build(("F", "2026-02-17", FRENCH, 10, 400), ("P", "2026-02-18", PNP, 10, 700))]
    )
    card = pd.DataFrame(
        {
            "model": "outlook",
            "target": "cut-off",
            "era": "2023-07-01",
            "group": ["cec", "french", "pnp"],
            "metric": "crps",
            "baseline": "last",
            "skill_low": [-0.1, 0.2, 0.02],
            "n": [30, 9, 50],
        }
    )
    table = outlook.next_cutoffs(draws, AS_OF, card).set_index("category")
    assert table["skill"].to_dict() == {
        "cec": "no better than the last value",
        "french": "too few",
        "pnp": "better",
    }
    without = outlook.next_cutoffs(draws, AS_OF)
    assert without["skill"].isna().all()
    assert not any(isnan(value) for value in without["last"])
