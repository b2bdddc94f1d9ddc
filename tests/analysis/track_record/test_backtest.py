"""The backtest on real rounds: its targets are met, plain Python agrees, no future is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, exp, log
from pathlib import Path
from statistics import fmean, median
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from analysis import outlook
from analysis.outlook.chance import starting_points
from analysis.outlook.futures import SimulatedFutures, simulate
from analysis.outlook.next_cutoff import at_own_pace
from analysis.outlook.rhythm import estimate_rhythm
from analysis.outlook.timeline import Timeline, day_number
from analysis.track_record import backtest, baselines, cutoff_trials, nested, sheet, trials
from analysis.track_record.conformal import past_misses
from tests.analysis.track_record.conftest import END
from tests.conftest import Build

pytestmark = pytest.mark.slow

ERA, RECENT = "2023-07-01", "2025-01-01"


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


class Plain(NamedTuple):
    """A cut-off's forecast on its eve: day, category, error, scale and CRPS."""

    day: date
    category: str
    miss: float
    scale: float
    crps: float


def plain_forecasts(
    real: pd.DataFrame, pull: float, window: int = 10, own: dict[date, float] | None = None
) -> list[Plain]:
    """Return the forecasts since July 2022, with nothing but lists and loops.

    `own` has the forecasts of CEC's rounds by day where they come from another method.
    """
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
                forecast += pull * (fmean(seen[-window:]) - forecast)
                if row.category == "cec" and own:
                    forecast = own[day]
            total, weight = weighted_total(errors[row.category])
            miss, scale = abs(row.cutoff - forecast), (total + middle) / (weight + 1)
            quiet = (day - past[row.category][-1][0]).days > 366
            if len(seen) >= 4 and not quiet and day >= date(2022, 7, 1):
                crps = miss + scale * exp(-miss / scale) - 0.75 * scale
                forecasts.append(Plain(day, row.category, miss, scale, crps))
            errors[row.category].append(miss)
        for row in today:
            past[row.category].append((day, float(row.cutoff)))
    return forecasts


def plain_choice(candidates: Sequence[Sequence[Plain]]) -> list[Plain]:
    """Return each forecast from the candidate with the least CRPS on the days before it."""
    return [
        min(
            candidates,
            key=lambda rows, day=each.day: sum(row.crps for row in rows if row.day < day),
        )[place]
        for place, each in enumerate(candidates[0])
    ]


def weighted_total(errors: list[float]) -> tuple[float, float]:
    weights = [0.5 ** (age / 10) for age in range(len(errors))]
    pairs = zip(weights, reversed(errors), strict=True)
    return sum(weight * error for weight, error in pairs), sum(weights)


@pytest.mark.parametrize("era", [ERA, RECENT])
def test_error_skill_and_coverage_agree_with_a_second_computation(
    real: pd.DataFrame, card: pd.DataFrame, era: str
) -> None:
    start = date.fromisoformat(era)
    before = [each for each in plain_forecasts(real, 0.4) if each.day >= start]
    last = [each for each in plain_forecasts(real, 0.0) if each.day >= start]
    result = card_row(card, "cut-off", "mae", "last", era)
    assert result["n"] == len(before) == len(last)
    assert result["baseline_value"] == pytest.approx(fmean(each.miss for each in last))
    result = card_row(card, "cut-off", "mae", "before", era)
    assert result["baseline_value"] == pytest.approx(fmean(each.miss for each in before))
    result = card_row(card, "cut-off", "winkler", "before", era)
    assert result["baseline_value"] == pytest.approx(
        fmean(plain_winkler(each.miss, log(5) * each.scale) for each in before)
    )


def plain_winkler(miss: float, half_width: float) -> float:
    return 2 * half_width + 10 * max(miss - half_width, 0)


def others_than_cec(rows: Sequence[Plain]) -> list[Plain]:
    return [row for row in rows if row.category != "cec"]


@pytest.mark.parametrize("era", [ERA, RECENT])
def test_constants_of_cut_offs_chosen_by_loops_give_the_same_errors(
    real: pd.DataFrame, card: pd.DataFrame, era: str
) -> None:
    constants = [(0.4, 10), *product((0.2, 0.4, 0.6), (5, 10, 20))]
    tried = [others_than_cec(plain_forecasts(real, *each)) for each in constants]
    chosen = [each for each in plain_choice(tried) if each.day.isoformat() >= era]
    pnp = [each for each in chosen if each.category == "pnp"]
    result = card_row(card, "cut-off", "crps", "before", era, "pnp")
    assert result["n"] == len(pnp)
    assert result["value"] == pytest.approx(fmean(each.crps for each in pnp))
    inside = fmean(each.miss <= log(5) * each.scale for each in pnp)
    assert card_row(card, "cut-off", "coverage", "", era, "pnp")["value"] == pytest.approx(inside)


def plain_own_forecasts(real: pd.DataFrame, days: Sequence[date]) -> dict[date, float]:
    """Return CEC's mean with its own what-if on the eves of some days, by plain formulas."""
    history = [row for row in real.itertuples() if row.category == "cec"]
    forecasts = {}
    for day in days:
        eve = day - timedelta(days=1)
        seen = [row for row in history if date(2021, 10, 1) <= row.date.date() <= eve]
        if len(seen) < 4:
            continue
        cutoffs = [float(row.cutoff) for row in seen]
        median_day = outlook.next_dates(real, eve).set_index("category").loc["cec", "next_median"]
        latest = eve + timedelta(days=182) if pd.isna(median_day) else median_day.date()
        moves = [abs(b - a) for a, b in pairwise(cutoffs)]
        move = (sum(moves) + 30) / (len(moves) + 2)
        paces = [b.invitations / max((b.date - a.date).days, 1) for a, b in pairwise(seen)]
        pace = seen[-1].invitations / max((latest - seen[-1].date.date()).days, 1)
        change = 0.6 * log(pace / paces[-1]) + 0.25 * log(pace / fmean(paces[-8:]))
        usual = cutoffs[-1] + 0.4 * (fmean(cutoffs[-10:]) - cutoffs[-1])
        forecasts[day] = (usual + cutoffs[-1] - move * change) / 2
    return forecasts


def test_cec_cut_offs_agree_with_plain_formulas_and_a_choice_by_loops(
    real: pd.DataFrame, card: pd.DataFrame
) -> None:
    days = [day.date() for day in real.loc[real["category"] == "cec", "date"]]
    own = plain_own_forecasts(real, [day for day in days if day >= date(2021, 10, 1)])
    tried = [
        [each for each in plain_forecasts(real, 0.4, own=forecasts) if each.category == "cec"]
        for forecasts in (None, own)
    ]
    for era in (ERA, RECENT):
        chosen = [each for each in plain_choice(tried) if each.day.isoformat() >= era]
        before = [each for each in tried[0] if each.day.isoformat() >= era]
        result = card_row(card, "cut-off", "crps", "before", era, "cec")
        assert result["n"] == len(chosen)
        assert result["baseline_value"] == pytest.approx(fmean(each.crps for each in before))
        assert result["value"] == pytest.approx(fmean(each.crps for each in chosen))
    # On any day, since the mean has been the better of the two for good.
    start = max(day for day in days if day < date(2026, 1, 1))
    every = [start + timedelta(days=n) for n in range((days[-1] - start).days)]
    forecasts = plain_own_forecasts(real, [day + timedelta(days=1) for day in every])
    cutoffs = real[real["category"] == "cec"].set_index("date")["cutoff"]
    misses = {
        day: abs(float(cutoffs[cutoffs.index > pd.Timestamp(day)].iloc[0]) - forecast)
        for day, forecast in zip(every, forecasts.values(), strict=True)
    }
    timeline = Timeline.of(real)
    *_, any_day = cutoff_trials.cutoff_trials(
        timeline, day_number(date(2022, 7, 1)), day_number(END)
    )
    found = {
        date(1970, 1, 1) + timedelta(days=int(day)): abs(forecast - actual)
        for day, name, forecast, actual in zip(
            any_day.day, any_day.category, any_day.forecasts["outlook"], any_day.actual, strict=True
        )
        if name == "cec"
    }
    assert {day: found[day] for day in misses} == pytest.approx(misses)


def test_ranges_that_were_tried_agree_with_sorted_lists(
    real: pd.DataFrame, card: pd.DataFrame
) -> None:
    days = [day.date() for day in real.loc[real["category"] == "cec", "date"]]
    own = plain_own_forecasts(real, [day for day in days if day >= date(2021, 10, 1)])
    rows = plain_forecasts(real, 0.4, own=own)
    misses = past_misses(Timeline.of(real), at_own_pace(Timeline.of(real), day_number(END)))
    ratios = dict(zip(zip(misses.days, misses.nominees, strict=True), misses.ratios, strict=True))
    for each in rows:
        found = ratios[day_number(each.day), each.category == "pnp"]
        if len([row for row in rows if row.day == each.day]) == 1:
            assert found == pytest.approx(each.miss / each.scale)
    past = sorted(misses.ratios[~misses.nominees])
    by_hand = past[ceil(0.8 * (len(past) + 1)) - 1]
    assert misses.reach("french", day_number(END)) == by_hand
    before = card_row(card, "cut-off", "winkler", "before", ERA)["baseline_value"]
    tried = card_row(card, "cut-off", "winkler", "conformal", ERA)["baseline_value"]
    assert before != tried


def test_chance_of_any_round_by_the_rate_agrees_with_a_loop(
    real: pd.DataFrame, card: pd.DataFrame
) -> None:
    round_days = {day.date() for day in real["date"]}
    for within in (14, 28):
        losses, today = [], date(2023, 7, 1)
        while today + timedelta(days=within) <= END:
            count = len({day for day in round_days if 0 <= (today - day).days < 365})
            chance = min(1 - exp(-within * count / 365), 0.99)
            is_held = any(0 < (day - today).days <= within for day in round_days)
            losses.append((chance - is_held) ** 2)
            today += timedelta(days=1)
        result = card_row(card, f"when-{within}", "brier", "before", ERA, "any")
        assert result["n"] == len(losses)
        # On a few days a week with a round for sure, or a category, is likelier than the rate.
        assert result["value"] == pytest.approx(fmean(losses), rel=0.01)


def test_log_normal_range_agrees_with_plain_sums(real: pd.DataFrame, card: pd.DataFrame) -> None:
    rounds = [
        (row.date.date(), row.invitations)
        for row in real.itertuples()
        if row.date.date() >= date(2021, 10, 1)
    ]

    def invited(after: date, days: int) -> int:
        return sum(size for day, size in rounds if 0 < (day - after).days <= days)

    def rate(day: date) -> float:
        return invited(day - timedelta(days=365), 365) / 365

    losses, today = [], date(2022, 7, 1)
    while today + timedelta(days=90) <= END:
        origins = [today - timedelta(days=90 + 14 * step) for step in range(78)]
        origins = [day for day in origins if day >= rounds[0][0] + timedelta(days=180)]
        logs = [log(invited(day, 90) / (90 * rate(day))) for day in origins]
        if today >= date(2023, 7, 1):
            windows = (14 * (len(logs) - 1) + 90) / 90
            deviation = (fmean(each**2 for each in logs) * (1 + 1 / windows)) ** 0.5
            factor, middle = exp(1.2815515655446 * deviation), 90 * rate(today)
            actual = invited(today, 90)
            beyond = max(middle / factor - actual, 0) + max(actual - middle * factor, 0)
            losses.append(middle * factor - middle / factor + 10 * beyond)
        today += timedelta(days=14)
    result = card_row(card, "volume-90", "winkler", "before", ERA, "any")
    assert result["n"] == len(losses)
    assert result["value"] == pytest.approx(fmean(losses))


def test_chances_within_six_months_agree_with_counts_and_a_choice_by_loops(
    real: pd.DataFrame,
) -> None:
    timeline, first, end = Timeline.of(real), date(2024, 1, 5), date(2025, 6, 1)
    edges = day_number(first), day_number(end)
    three, six, _ = trials.invited_trials(timeline, *edges, seed=3)
    rows: list[tuple[int, str, float, list[float]]] = []
    for today in range(*edges, 14):
        past = timeline.until(today)
        rhythm = estimate_rhythm(past, today)
        assert rhythm is not None
        starts = starting_points(past, rhythm, past.current_categories(today), today)
        near = simulate(rhythm, list(starts.values()), 3)
        tried = [simulate(rhythm, list(starts.values()), 3, path=path) for path in nested.FAR_PATHS]
        for place, code in enumerate(starts):
            name, rounds = timeline.categories[code], timeline.of_category(code)
            soon = plain_lowest(near, place, 91)
            lowest = [plain_lowest(each, place, 182) for each in tried]
            for score in trials.SCORES.get(name, trials.USUAL_SCORES):
                least = clip(fmean(value <= score for value in soon))
                shares = [max(least, clip(fmean(v <= score for v in each))) for each in lowest]
                held = [
                    cutoff
                    for day, cutoff in zip(rounds.days, rounds.cutoffs, strict=True)
                    if today < day <= today + 182
                ]
                if today + 182 <= day_number(end):
                    rows.append((today, name, float(any(c <= score for c in held)), shares))
    assert len(rows) == len(six.day)
    for place, (today, _name, _actual, shares) in enumerate(rows):
        known = [row for row in rows if row[0] + 182 <= today]
        losses = [
            sum((row[3][choice] - row[2]) ** 2 for row in known) for choice in range(len(shares))
        ]
        best = losses.index(min(losses))
        assert six.forecasts["outlook"][place] == pytest.approx(shares[best])
        assert six.forecasts["before"][place] == pytest.approx(shares[0])
    assert [row[2] for row in rows] == six.actual.tolist()
    np.testing.assert_array_equal(three.forecasts["outlook"], three.forecasts["before"])


def clip(share: float) -> float:
    return min(max(share, 0.02), 0.95)


def plain_lowest(futures: SimulatedFutures, place: int, days: int) -> list[float]:
    """Return the lowest rounded cut-off within some days in each future, by loops over weeks."""
    is_in, on = futures.held[:, :, place], futures.days()[:, :, place]
    weeks, count = is_in.shape
    return [
        min(
            (
                float(np.round(futures.cutoffs[week, future, place]))
                for week in range(weeks)
                if is_in[week, future] and on[week, future] <= days
            ),
            default=float("inf"),
        )
        for future in range(count)
    ]


def test_statements_are_right_if_both_the_dates_and_the_cut_off_are(real: pd.DataFrame) -> None:
    timeline, first, end = Timeline.of(real), day_number(date(2025, 6, 1)), day_number(END)
    *_, any_day = cutoff_trials.cutoff_trials(timeline, first, end)
    *_, dates = trials.when_trials(timeline, first, end)
    found = trials.statement_trials(dates, any_day)
    assert len(found.day) > 1000
    cec = timeline.of_category(timeline.categories.index("cec"))
    right = dict(
        zip(zip(found.day.tolist(), found.category, strict=True), found.actual, strict=True)
    )
    for today in range(first, first + 230, 10):
        place = int(np.searchsorted(cec.days, today, side="right"))
        said = [
            next(
                (each.low[n], each.high[n])
                for n, key in enumerate(zip(each.day.tolist(), each.category, strict=True))
                if key == (today, "cec")
            )
            for each in (dates, any_day)
        ]
        (early, late), (low, high) = said
        wait, cutoff = cec.days[place] - today, cec.cutoffs[place]
        assert right[today, "cec"] == (early <= wait <= late and low <= cutoff <= high)


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
            seven.day, seven.category, seven.forecasts["before"], strict=True
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


def test_trials_use_the_same_forecasts_as_the_outlook(
    real: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As after that day, when the constants in use count.
    monkeypatch.setattr(sheet, "FIXED_ON", date(2022, 1, 1))
    timeline, first, end = Timeline.of(real), day_number(date(2026, 8, 1)), day_number(END)
    since = day_number(date(2024, 1, 1))  # until then, CEC had too few rounds to choose from
    plain, with_size, _ = cutoff_trials.cutoff_trials(timeline, since, end)
    for place, (day, name) in enumerate(zip(plain.day, plain.category, strict=True)):
        if day < first:
            continue
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
        *cutoff_trials.cutoff_trials(timeline, first, end),
        *trials.when_trials(timeline, first, first + 70),
        *trials.volume_trials(timeline, first, end),
        *trials.invited_trials(timeline, first, end, seed=1),
    ]


def test_numbers_of_forecasts_add_up_over_the_groups(card: pd.DataFrame) -> None:
    groups = {"any", "overall", "without-pnp"}
    for target in set(card["target"]) - {"statement"}:  # which has no error
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
