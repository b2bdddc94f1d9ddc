"""Scores, baselines, and what came of logged forecasts, checked by hand."""

from __future__ import annotations

from datetime import date
from math import exp

import numpy as np
import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.outlook.timeline import day_number
from analysis.track_record import baselines, scores
from analysis.track_record.forecast_log import (
    check_log,
    count_held,
    log_entries,
    score_checked,
)
from analysis.track_record.nested import FIXED_ON, choose
from analysis.track_record.sheet import Candidate, Row, Sheet
from tests.conftest import Build

NAN = float("nan")


def test_crps_is_the_mean_distance_less_half_the_mean_spread() -> None:
    # By the definition E|X - y| - E|X - X'| / 2, from the quantiles of a Laplace distribution.
    share = (np.arange(2000) + 0.5) / 2000
    quantiles = 500 - 12 * np.sign(share - 0.5) * np.log(1 - 2 * np.abs(share - 0.5))
    between = np.abs(quantiles[:, None] - quantiles[None, :]).mean()
    for actual in (500.0, 493.0, 560.0):
        by_definition = np.abs(quantiles - actual).mean() - between / 2
        result = scores.laplace_crps(np.array([actual]), np.array([500.0]), np.array([12.0]))
        assert result[0] == pytest.approx(by_definition, rel=1e-3)


def test_reliability_groups_chances_by_tenths() -> None:
    chance = np.array([0.05, 0.3, 0.39, 1.0])
    table = scores.reliability(chance, np.array([0.0, 0.0, 1.0, 1.0]))
    assert table["bin"].to_list() == [0.0, 0.3, 0.9]
    assert table["said"].to_list() == pytest.approx([0.05, 0.345, 1.0])
    assert table["came"].to_list() == [0.0, 0.5, 1.0]
    assert table["n"].to_list() == [1, 2, 1]
    error = (0.05 * 1 + 0.155 * 2 + 0 * 1) / 4
    assert scores.calibration_error(chance, np.array([0.0, 0.0, 1.0, 1.0])) == pytest.approx(error)


def test_skill_is_the_saved_share_of_the_loss_of_the_baseline() -> None:
    months = np.array([1, 1, 2, 2])
    own, other = np.array([1.0, 2.0, 3.0, 0.0]), np.array([2.0, 2.0, 2.0, 2.0])
    result, low, high = scores.skill(own, other, months, seed=1)
    # The loss is 3 against 4 in both months, so every resample gives the same skill.
    assert (result, low, high) == pytest.approx((0.25, 0.25, 0.25))


def test_skill_interval_resamples_months_not_forecasts() -> None:
    months = np.repeat([1, 2], 50)
    own, other = np.repeat([0.0, 2.0], 50), np.full(100, 1.0)
    # A quarter of the resamples has the first month twice, and a quarter the second.
    assert scores.skill(own, other, months, seed=1) == pytest.approx((0.0, -1.0, 1.0))
    assert scores.skill(own, other, np.full(100, 1), seed=1)[0] == 0
    assert np.isnan(scores.skill(own, other, np.full(100, 1), seed=1)[1:]).all()
    assert np.isnan(scores.skill(own, other * 0, months, seed=1)).all()


def test_skill_interval_resamples_blocks_of_months_in_a_circle() -> None:
    months, own = np.array([1, 2, 3, 4]), np.array([0.0, 2.0, 0.0, 2.0])
    # Any two months in a row have the same loss together, so no resample differs.
    assert scores.skill(own, np.ones(4), months, seed=1, block=2) == pytest.approx((0, 0, 0))
    single = scores.skill(own, np.ones(4), months, seed=1)
    assert single[1] < 0 < single[2]
    # Too few blocks tell nothing of how they differ.
    assert np.isnan(scores.skill(own, np.ones(4), months, seed=1, block=3)[1:]).all()


def test_constants_are_chosen_only_from_outcomes_known_by_then() -> None:
    random = np.random.default_rng(5)
    known_on, losses = random.integers(0, 60, 200), random.random((200, 4))
    origins = random.integers(-5, 70, 150)
    for origin, place in zip(origins, choose(known_on, losses, origins), strict=True):
        known = losses[known_on <= origin].sum(axis=0).tolist()
        assert place == known.index(min(known))
    later = np.where(known_on[:, None] > 30, 9 * losses, losses)
    early = origins[origins <= 30]
    assert (choose(known_on, later, early) == choose(known_on, losses, early)).all()


def test_sheet_uses_the_first_constants_at_first_and_after_they_were_fixed() -> None:
    fixed = day_number(FIXED_ON)
    sheet, open_one = Sheet("x"), Sheet("x", still_open=[""])
    for origin in (fixed - 20, fixed - 10, fixed):
        row = Row(origin, "cec", 510.0, origin, origin + 5)
        for each in (sheet, open_one):
            each.add(row, [Candidate(500.0), Candidate(510.0)], {"last": 505.0})
    assert sheet.trials().forecasts["outlook"].tolist() == [500, 510, 500]
    assert open_one.trials().forecasts["outlook"].tolist() == [500, 510, 510]


def test_cutoff_baselines_give_values_worked_out_by_hand() -> None:
    cutoffs = np.array([500.0, 510.0, 505.0, 520.0])
    result = {name: method(cutoffs)[-1] for name, method in baselines.CUTOFFS.items()}
    assert result["last"] == 520
    assert result["mean-of-3"] == pytest.approx((510 + 505 + 520) / 3)
    assert result["drift"] == pytest.approx(520 + 20 / 3)
    # Slope (-1.5 * 500 - 0.5 * 510 + 0.5 * 505 + 1.5 * 520) / 5 = 5.5; mean 508.75, 2.5 steps on.
    assert result["line-5"] == pytest.approx(508.75 + 2.5 * 5.5)
    assert result["line-10"] == result["line-5"]
    # The next value of a parabola fitted to all four.
    fitted = np.polynomial.Polynomial.fit([0, 1, 2, 3], cutoffs, 2)(4)
    assert result["quadratic-10"] == pytest.approx(fitted)


@pytest.mark.parametrize("name", baselines.CUTOFFS)
def test_cutoff_baseline_after_a_round_ignores_later_rounds(name: str) -> None:
    cutoffs = np.array([500.0, 510.0, 505.0, 520.0, 470.0, 481.0, 530.0])
    whole = baselines.CUTOFFS[name](cutoffs)
    for end in range(1, len(cutoffs)):
        part = baselines.CUTOFFS[name](cutoffs[:end])
        assert part[-1] == pytest.approx(whole[end - 1])


def test_date_baselines_give_values_worked_out_by_hand() -> None:
    days = np.array([0, 7, 21, 49])
    # The wait is 10: gaps of 14 and 28 are longer, and end in 4 and 18 days.
    assert baselines.gap_chances(days, 59, (3, 7, 28)).tolist() == [0.0, 0.5, 1.0]
    assert baselines.gap_days(days, 59) == 11
    assert baselines.median_gap_days(days, 59) == 4
    assert baselines.median_gap_days(days, 69) == 1
    # No gap is longer than 30 days: a Poisson process with the mean gap of 49 / 3.
    assert baselines.gap_chances(days, 79, (7,))[0] == pytest.approx(1 - exp(-7 * 3 / 49))
    assert baselines.poisson_chances(days, 370, (7,))[0] == pytest.approx(1 - exp(-7 * 3 / 365))


def test_lowest_cut_off_of_a_period_excludes_its_first_day() -> None:
    days, cutoffs = np.array([10, 20, 30]), np.array([480.0, 470.0, 490.0])
    assert baselines.lowest_cutoff(days, cutoffs, 10, 20) == 470
    assert baselines.lowest_cutoff(days, cutoffs, 20, 30) == 490
    assert baselines.lowest_cutoff(days, cutoffs, 30, 99) == float("inf")


def test_log_has_one_forecast_per_target_and_category_of_the_day(real: pd.DataFrame) -> None:
    log = log_entries(real, date(2026, 8, 10))
    assert (log["made_on"] == pd.Timestamp("2026-08-10")).all()
    assert set(log["target"]) == {
        *("cut-off", "when-7", "when-14", "when-28", "volume-30", "volume-90")
    }
    pnp = log[(log["target"] == "cut-off") & (log["category"] == "pnp")].iloc[0]
    assert pnp["baseline"] == 768
    assert pd.isna(pnp["horizon"])
    assert log.groupby(["target", "category"]).size().max() == 1


def test_only_forecasts_whose_outcome_is_known_are_checked(real: pd.DataFrame) -> None:
    days = [date(2026, 8, 9), date(2026, 8, 10), date(2026, 8, 19)]
    log = pd.concat([log_entries(real, day) for day in days], ignore_index=True)
    checked = check_log(log, real, date(2026, 8, 20))
    assert checked["checked_on"].is_monotonic_decreasing
    # Of the two forecasts for #435 (760 points on 17 August, after 768), the later one counts.
    said = log[(log["target"] == "cut-off") & (log["category"] == "pnp")]
    cutoffs = checked[(checked["target"] == "cut-off") & (checked["category"] == "pnp")]
    assert cutoffs["expected"].tolist() == [said["expected"].iloc[1]]
    assert cutoffs[["actual", "baseline"]].to_numpy().tolist() == [[760, 768]]
    assert cutoffs["checked_on"].tolist() == [pd.Timestamp("2026-08-17")]
    # Only the 7 days after the first two are over; the round of 17 August is in the second's only.
    sevens = checked[(checked["target"] == "when-7") & (checked["category"] == "pnp")]
    assert sevens["actual"].tolist() == [1, 0]
    assert sevens["checked_on"].dt.day.tolist() == [17, 16]
    assert "volume-30" not in set(checked["target"])


def test_day_logged_twice_is_checked_once(real: pd.DataFrame) -> None:
    log = log_entries(real, date(2026, 8, 10))
    twice = pd.concat([log, log], ignore_index=True)
    end = date(2026, 8, 20)
    pd.testing.assert_frame_equal(check_log(twice, real, end), check_log(log, real, end))


def test_nothing_is_checked_before_an_outcome_is_known(real: pd.DataFrame) -> None:
    result = check_log(log_entries(real, date(2026, 8, 20)), real, date(2026, 8, 20))
    assert result.empty
    later = check_log(log_entries(real, date(2026, 8, 1)), real, date(2026, 8, 20))
    pd.testing.assert_series_equal(result.dtypes, later.dtypes)
    assert score_checked(result).empty
    assert count_held(result).empty


def test_saved_forecasts_are_scored_by_hand() -> None:
    checked = pd.DataFrame(
        [
            ("cut-off", NAN, 764.0, 718.0, 810.0, 760.0, 697.0),
            ("cut-off", NAN, 520.0, 510.0, 529.0, 523.0, 521.0),
            ("when-7", 0.2, NAN, NAN, NAN, 0.3, 0.0),
            ("when-14", 0.5, NAN, NAN, NAN, 0.6, 1.0),
            ("volume-30", NAN, 1200.0, 0.0, 3000.0, 0.0, 3500.0),
        ],
        columns=["target", "probability", "expected", "low", "high", "baseline", "actual"],
    )
    scored = score_checked(checked).set_index("kind")
    assert scored.loc["cut-off"].tolist() == [2, 1, (67 + 1) / 2, (63 + 2) / 2]
    assert scored.loc["volume-30"].tolist() == [1, 0, 2300, 3500]
    chances = scored.loc["when"]
    assert chances["error"] == pytest.approx((0.2**2 + 0.5**2) / 2)
    assert chances["baseline_error"] == pytest.approx((0.3**2 + 0.4**2) / 2)
    assert count_held(checked).to_numpy().tolist() == [[True, 1, 1, 0.5], [False, 1, 0, 0.2]]


def test_log_without_rounds_is_empty_with_all_columns(build: Build) -> None:
    draws = build(("1", "2026-01-07", "General", 10, 500))
    full = log_entries(draws, date(2026, 1, 8))
    empty = log_entries(draws.iloc[:0], date(2026, 1, 8))
    assert empty.empty
    assert full.empty
    pd.testing.assert_series_equal(empty.dtypes, full.dtypes)


def test_backtest_command_prints_the_score_card(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backtest", "--as-of", "2023-08-20"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Rounds up to 2023-08-20")
    assert "cut-off" in printed
    assert "poisson" in printed


def test_backtest_command_reports_a_folder_without_data(
    capsys: pytest.CaptureFixture[str], tmp_path: object
) -> None:
    assert main(["backtest", str(tmp_path)]) == 1
    assert "backtest failed" in capsys.readouterr().err
