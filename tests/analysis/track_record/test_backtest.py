"""The backtest on real rounds: its targets are met, plain Python agrees, no future is used."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import exp, log
from pathlib import Path
from statistics import fmean, median

import numpy as np
import pandas as pd
import pytest

from analysis import outlook
from analysis.outlook.timeline import Timeline, day_number
from analysis.track_record import backtest, baselines, trials
from tests.conftest import Build

pytestmark = pytest.mark.slow

END = date(2026, 8, 20)
ERA, RECENT = "2023-07-01", "2025-01-01"


@pytest.fixture(scope="module")
def full_backtest(real: pd.DataFrame) -> backtest.Backtest:
    """The full backtest, run once."""
    return backtest.run(real, END)


@pytest.fixture(scope="module")
def card(full_backtest: backtest.Backtest) -> pd.DataFrame:
    return full_backtest.card


def card_row(
    card: pd.DataFrame, target: str, metric: str, baseline: str, era: str, group: str = "overall"
) -> pd.Series:
    rows = card[
        (card["target"] == target)
        & (card["metric"] == metric)
        & (card["baseline"] == baseline)
        & (card["era"] == era)
        & (card["group"] == group)
        & (card["model"] == "outlook")
    ]
    assert len(rows) == 1
    return rows.iloc[0]


# The skill that a forecast must reach: target, metric, baseline, era, group, least skill.
REQUIRED_SKILLS = [
    ("cut-off", "crps", "last", ERA, "overall", 0.05),
    ("cut-off", "crps", "last", RECENT, "overall", 0.05),
    ("cut-off", "crps", "last", ERA, "pnp", 0.08),
    ("cut-off", "crps", "last", RECENT, "pnp", 0.08),
    ("what-if", "crps", "last", ERA, "overall", 0.20),
    ("what-if", "crps", "last", RECENT, "overall", 0.20),
    ("what-if", "crps", "last", ERA, "cec", 0.35),
    ("what-if", "crps", "last", RECENT, "cec", 0.35),
    ("when-7", "brier", "gaps", ERA, "overall", 0.07),
    ("when-7", "brier", "gaps", RECENT, "overall", 0.07),
    ("when-7", "brier", "poisson", ERA, "overall", 0.20),
    ("when-7", "brier", "poisson", RECENT, "overall", 0.20),
    ("date", "mae", "gaps", ERA, "any", 0.20),
    ("date", "mae", "gaps", RECENT, "any", 0.20),
    ("invited-3", "brier", "look-back", ERA, "overall", 0.35),
    ("invited-3", "brier", "look-back", RECENT, "overall", 0.35),
    ("invited", "brier", "look-back", ERA, "overall", 0.35),
    ("invited", "brier", "look-back", RECENT, "overall", 0.35),
    # Half a year ahead the past half year is harder to beat: 35 % is not reached.
    ("invited-6", "brier", "look-back", ERA, "overall", 0.28),
    ("invited-6", "brier", "look-back", RECENT, "overall", 0.28),
]
# Bounds that a metric must lie within: target, metric, era, group, low, high.
METRIC_BOUNDS = [
    ("cut-off", "coverage", ERA, "overall", 0.78, 0.90),
    ("cut-off", "coverage", RECENT, "overall", 0.78, 0.90),
    ("what-if", "coverage", ERA, "overall", 0.80, 0.92),
    ("what-if", "coverage", RECENT, "overall", 0.80, 0.92),
    ("date", "mae", RECENT, "any", 0, 2.7),
    ("date", "coverage", ERA, "any", 0.80, 0.96),
    ("when-7", "calibration", ERA, "overall", 0, 0.05),
    ("invited-3", "calibration", ERA, "overall", 0, 0.05),
    ("invited-3", "calibration", RECENT, "overall", 0, 0.05),
    ("invited-6", "calibration", ERA, "overall", 0, 0.05),
    ("invited", "calibration", ERA, "overall", 0, 0.05),
    ("invited", "calibration", RECENT, "overall", 0, 0.05),
]


@pytest.mark.parametrize("required", REQUIRED_SKILLS, ids=str)
def test_forecasts_reach_their_required_skill(
    card: pd.DataFrame, required: tuple[str, str, str, str, str, float]
) -> None:
    *row, least = required
    result = card_row(card, *row)
    assert result["skill"] >= least
    assert result["skill_low"] > 0
    assert result["skill_low"] <= result["skill"] <= result["skill_high"]


@pytest.mark.parametrize("required", METRIC_BOUNDS, ids=str)
def test_coverage_calibration_and_date_errors_are_within_bounds(
    card: pd.DataFrame, required: tuple[str, str, str, str, float, float]
) -> None:
    target, metric, era, group, low, high = required
    assert low <= card_row(card, target, metric, "", era, group)["value"] <= high


@pytest.mark.parametrize("target", ["cut-off", "what-if"])
@pytest.mark.parametrize("era", [ERA, RECENT])
@pytest.mark.parametrize("group", ["overall", "without-pnp", "pnp"])
@pytest.mark.parametrize("metric", ["mae", "crps"])
@pytest.mark.parametrize("baseline", ["last", "line-5", "line-10", "quadratic-10"])
def test_cutoff_forecasts_beat_the_last_value_and_fitted_curves(
    card: pd.DataFrame, target: str, era: str, group: str, metric: str, baseline: str
) -> None:
    assert card_row(card, target, metric, baseline, era, group)["skill"] > 0


def test_cec_forecast_is_reported_as_no_better_than_the_last_value(
    real: pd.DataFrame, card: pd.DataFrame
) -> None:
    table = outlook.next_cutoffs(real, END, card).set_index("category")["skill"]
    assert table["cec"] == "no better than the last value"
    assert table["pnp"] == "better"
    assert table["physicians"] == "too few"
    assert table["stem"] == "too few"


def test_a_line_is_worse_than_the_last_value_and_a_parabola_worse_still(
    real: pd.DataFrame,
) -> None:
    """Mean errors to #433, in exact fractions: 23.3, 28.9 and 33.0 points on rounds since 2025."""
    history = real[real["date"] <= "2026-08-06"]
    misses = plain_errors(history, date(2025, 1, 1))
    assert {name: round(float(fmean(each)), 1) for name, each in misses.items()} == {
        "last": 23.3,
        "line-5": 28.9,
        "quadratic-10": 33.0,
    }
    # The same from the vectorised baselines.
    for name, each in misses.items():
        method, errors = baselines.CUTOFFS[name], []
        for _, own in history.groupby("category"):
            values = own["cutoff"].to_numpy(dtype="float64")
            recent = (own["date"] >= "2025-01-01").to_numpy()[1:]
            errors += list(np.abs(values[1:] - method(values)[:-1])[recent])
        assert sum(errors) == pytest.approx(float(sum(each)))


def plain_errors(history: pd.DataFrame, since: date) -> dict[str, list[Fraction]]:
    misses: dict[str, list[Fraction]] = defaultdict(list)
    past: dict[str, list[Fraction]] = defaultdict(list)
    for row in history.itertuples():
        seen, actual = past[row.category], Fraction(row.cutoff)
        if seen and row.date.date() >= since:
            misses["last"].append(abs(actual - seen[-1]))
            misses["line-5"].append(abs(actual - extrapolate(seen[-5:], 1)))
            misses["quadratic-10"].append(abs(actual - extrapolate(seen[-10:], 2)))
        seen.append(actual)
    return misses


def extrapolate(values: list[Fraction], degree: int) -> Fraction:
    """Return the next value of the least-squares polynomial, by exact normal equations."""
    if len(values) <= degree:
        return values[-1]
    size = degree + 1
    rows = [
        [Fraction(sum(x ** (i + j) for x in range(len(values)))) for j in range(size)]
        + [sum((x**i * y for x, y in enumerate(values)), Fraction(0))]
        for i in range(size)
    ]
    for i in range(size):
        rows[i] = [cell / rows[i][i] for cell in rows[i]]
        for j in range(size):
            if j != i:
                rows[j] = [a - rows[j][i] * b for a, b in zip(rows[j], rows[i], strict=True)]
    return sum((rows[i][-1] * len(values) ** i for i in range(size)), Fraction(0))


def plain_forecasts(real: pd.DataFrame, pull: float) -> list[tuple[date, float, float, float]]:
    """Return day, error, scale and CRPS of each forecast, with nothing but lists and loops."""
    history = [row for row in real.itertuples() if row.date.date() >= date(2021, 10, 1)]
    past: dict[str, list[tuple[date, float]]] = defaultdict(list)
    errors: dict[str, list[float]] = defaultdict(list)
    forecasts = []
    for day in sorted({row.date.date() for row in history}):
        usual = [weighted_total(each) for each in errors.values() if each]
        middle = median(total / weight for total, weight in usual) if usual else float("nan")
        today = [row for row in history if row.date.date() == day]
        for row in today:
            seen = [cutoff for _, cutoff in past[row.category]]
            if not seen:
                continue
            forecast = seen[-1]
            if len(seen) >= 4:
                forecast += pull * (fmean(seen[-10:]) - forecast)
            total, weight = weighted_total(errors[row.category])
            miss, scale = abs(row.cutoff - forecast), (total + middle) / (weight + 1)
            quiet = (day - past[row.category][-1][0]).days > 366
            if len(seen) >= 4 and not quiet and day >= date(2023, 7, 1):
                crps = miss + scale * exp(-miss / scale) - 0.75 * scale
                forecasts.append((day, miss, scale, crps))
            errors[row.category].append(miss)
        for row in today:
            past[row.category].append((day, float(row.cutoff)))
    return forecasts


def weighted_total(errors: list[float]) -> tuple[float, float]:
    weights = [0.5 ** (age / 10) for age in range(len(errors))]
    pairs = zip(weights, reversed(errors), strict=True)
    return sum(weight * error for weight, error in pairs), sum(weights)


@pytest.mark.parametrize("era", [ERA, RECENT])
def test_error_skill_and_coverage_agree_with_a_second_computation(
    real: pd.DataFrame, card: pd.DataFrame, era: str
) -> None:
    start = date.fromisoformat(era)
    ours = [each for each in plain_forecasts(real, 0.4) if each[0] >= start]
    last = [each for each in plain_forecasts(real, 0.0) if each[0] >= start]
    result = card_row(card, "cut-off", "mae", "last", era)
    assert result["n"] == len(ours) == len(last)
    assert result["baseline_value"] == pytest.approx(fmean(each[1] for each in last))
    assert result["value"] == pytest.approx(fmean(each[1] for each in ours))
    skill = 1 - fmean(each[3] for each in ours) / fmean(each[3] for each in last)
    assert card_row(card, "cut-off", "crps", "last", era)["skill"] == pytest.approx(skill)
    inside = fmean(miss <= scale * log(5) for _, miss, scale, _ in ours)
    assert card_row(card, "cut-off", "coverage", "", era)["value"] == pytest.approx(inside)


def test_brier_score_of_the_gap_baseline_agrees_with_a_loop(
    real: pd.DataFrame, card: pd.DataFrame
) -> None:
    round_days = [day.date() for day in real.loc[real["category"] == "pnp", "date"]]
    round_days = [day for day in round_days if day >= date(2021, 10, 1)]
    losses = []
    today = date(2023, 7, 1)
    while today + timedelta(days=7) <= END:
        past = [day for day in round_days if day <= today]
        gaps = [(b - a).days for a, b in pairwise(past)]
        wait = (today - past[-1]).days
        longer = [gap for gap in gaps if gap > wait]
        chance = (
            sum(gap <= wait + 7 for gap in longer) / len(longer)
            if longer
            else 1 - exp(-7 / fmean(gaps))
        )
        is_held = any(today < day <= today + timedelta(days=7) for day in round_days)
        losses.append((min(max(chance, 0.01), 0.99) - is_held) ** 2)
        today += timedelta(days=1)
    result = card_row(card, "when-7", "brier", "gaps", ERA, "pnp")
    assert result["n"] == len(losses)
    assert result["baseline_value"] == pytest.approx(fmean(losses))


def test_chances_of_a_whole_week_agree_with_a_second_computation(real: pd.DataFrame) -> None:
    """On a Sunday the chance of any round in 7 days is the hazard of the next week."""
    timeline = Timeline.of(real)
    seven = trials.when_trials(timeline, day_number(date(2025, 1, 1)), day_number(END))[0]
    forecast = {
        (int(day), name): chance
        for day, name, chance in zip(
            seven.day, seven.category, seven.forecasts["outlook"], strict=True
        )
    }
    dates = [day.date() for day in real["date"] if day.date() >= date(2021, 10, 1)]
    sunday, checked = date(2025, 1, 5), 0
    while sunday + timedelta(days=7) <= END:
        mondays = sorted({day - timedelta(days=day.weekday()) for day in dates if day <= sunday})
        gaps = [(b - a).days // 7 for a, b in pairwise(mondays)][-59:]
        ahead = (sunday + timedelta(days=1) - mondays[-1]).days // 7
        weights = [0.5 ** (age / 10) for age in range(len(gaps) - 1, -1, -1)]
        is_held = sum(w for w, gap in zip(weights, gaps, strict=True) if gap == ahead)
        still = sum(w for w, gap in zip(weights, gaps, strict=True) if gap >= ahead)
        usual = sum(weights) / sum(w * gap for w, gap in zip(weights, gaps, strict=True))
        assert forecast[day_number(sunday), "any"] == pytest.approx((is_held + usual) / (still + 1))
        sunday += timedelta(days=7)
        checked += 1
    assert checked == 84


def test_trials_use_the_same_forecasts_as_the_outlook(real: pd.DataFrame) -> None:
    timeline, first, end = Timeline.of(real), day_number(date(2026, 8, 1)), day_number(END)
    plain, with_size = trials.cutoff_trials(timeline, first)
    for place, (day, name) in enumerate(zip(plain.day, plain.category, strict=True)):
        eve = date(1970, 1, 1) + timedelta(days=int(day) - 1)
        forecast = outlook.next_cutoffs(real, eve).set_index("category").loc[name]
        assert plain.forecasts["outlook"][place] == pytest.approx(forecast["expected"])
        assert (plain.low[place], plain.high[place]) == pytest.approx(
            (forecast["low"], forecast["high"])
        )
        on_day = real[(real["date"] == pd.Timestamp(eve) + pd.Timedelta(days=1))]
        size = int(on_day.loc[on_day["category"] == name, "invitations"].iloc[0])
        what = outlook.what_if(real, name, size, eve + timedelta(days=1), eve)
        assert with_size.forecasts["outlook"][place] == pytest.approx(what.expected)
        assert with_size.low[place] == pytest.approx(what.low)
    week = trials.when_trials(timeline, first, end)[0]
    for day, name, chance in zip(week.day, week.category, week.forecasts["outlook"], strict=True):
        forecast = outlook.next_dates(real, date(1970, 1, 1) + timedelta(days=int(day)))
        assert chance == pytest.approx(forecast.set_index("category").loc[name, "within_7"])


def test_backtest_forecasts_never_use_later_rounds(real: pd.DataFrame, build: Build) -> None:
    """An impossible round and one of an unknown category change no earlier forecast."""
    day = "2026-03-10"
    planted = build(
        ("x", day, "Canadian Experience Class", 999_999, 1), ("y", day, "Bees", 7, 1199)
    )
    earlier, later = real[real["date"] < day], real[real["date"] >= day]
    with_it = pd.concat([earlier, planted, later], ignore_index=True)
    result = [all_trials(draws) for draws in (real, with_it)]
    for one, other in zip(*result, strict=True):
        before = [each.day < day_number(date.fromisoformat(day)) for each in (one, other)]
        assert before[0].sum() > 0
        for model in one.forecasts:
            forecast = [
                each.forecasts[model][part] for each, part in zip((one, other), before, strict=True)
            ]
            np.testing.assert_array_equal(*forecast)
        if len(one.low):
            np.testing.assert_array_equal(one.low[before[0]], other.low[before[1]])
    # The planted round was in the data, as it is one more trial itself.
    assert len(result[1][0].day) == len(result[0][0].day) + 1


def all_trials(draws: pd.DataFrame) -> list[trials.Trials]:
    timeline, first, end = Timeline.of(draws), day_number(date(2026, 1, 20)), day_number(END)
    return [
        *trials.cutoff_trials(timeline, first),
        *trials.when_trials(timeline, first, first + 70),
        *trials.volume_trials(timeline, first, end),
        *trials.invited_trials(timeline, first, end, seed=1),
    ]


def test_numbers_of_forecasts_add_up_over_the_groups(card: pd.DataFrame) -> None:
    groups = {"any", "overall", "without-pnp"}
    for target in card["target"].unique():
        rows = card[(card["target"] == target) & (card["era"] == ERA) & (card["baseline"] == "")]
        rows = rows[(rows["model"] == "outlook") & rows["metric"].isin(["mae", "brier"])]
        count = rows.set_index("group")["n"]
        assert count["overall"] == count[[name for name in count.index if name not in groups]].sum()
        assert count["overall"] == count["without-pnp"] + count["pnp"]


def test_reliability_table_gives_the_calibration_of_the_card(
    full_backtest: backtest.Backtest,
) -> None:
    table = full_backtest.reliability.groupby(["target", "era", "group"])
    errors = table[["said", "came", "n"]].apply(
        lambda rows: np.average((rows["said"] - rows["came"]).abs(), weights=rows["n"])
    )
    rows = full_backtest.card[full_backtest.card["metric"] == "calibration"]
    expected = rows.set_index(["target", "era", "group"])["value"]
    pd.testing.assert_series_equal(
        errors.sort_index(), expected.sort_index(), check_names=False, atol=1e-12
    )


def test_card_round_trips_through_a_small_parquet_file(card: pd.DataFrame, tmp_path: Path) -> None:
    file = tmp_path / "card.parquet"
    card.to_parquet(file, index=False)
    assert file.stat().st_size < 100_000
    pd.testing.assert_frame_equal(pd.read_parquet(file), card)


def test_the_same_seed_gives_the_same_card(real: pd.DataFrame) -> None:
    end = date(2023, 11, 1)
    one, two = (backtest.run(real, end, seed=3).card for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_backtest_before_category_based_rounds_is_empty(real: pd.DataFrame) -> None:
    early = backtest.run(real, date(2023, 6, 1))
    assert early.card.empty
    assert early.reliability.empty
    later = backtest.run(real, date(2023, 7, 20))
    pd.testing.assert_series_equal(early.card.dtypes, later.card.dtypes)
    pd.testing.assert_series_equal(early.reliability.dtypes, later.reliability.dtypes)
