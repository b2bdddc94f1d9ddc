"""Forecasts repeated for earlier days, each from what was known then: dates, volumes, invitations.

``cutoff_trials.py`` has those of cut-offs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from analysis.outlook.chance import HIGH, HORIZONS, LOW, PATHS, lowest_cutoffs, starting_points
from analysis.outlook.futures import Start, along, simulate
from analysis.outlook.next_date import (
    HALF_YEAR,
    WITHIN_DAYS,
    chances_within,
    quantile_days,
    row_names,
)
from analysis.outlook.next_date import HIGH as SURE
from analysis.outlook.next_date import LOW as UNLIKELY
from analysis.outlook.rhythm import Rhythm, estimate_rhythm, survival
from analysis.outlook.timeline import MIN_ROUNDS, Timeline, Values, Whole
from analysis.outlook.volume import expected_volume, tallies
from analysis.rounds.frequency import ANY
from analysis.track_record import baselines
from analysis.track_record.nested import FAR_PATHS, RHYTHMS
from analysis.track_record.sheet import BEFORE, Candidate, Row, Sheet, Trials

FORTNIGHT = 14
# The scores that people have, by category: with a nomination, and without.
SCORES = {"pnp": np.arange(650.0, 851.0, 10.0)}
USUAL_SCORES = np.arange(350.0, 561.0, 10.0)


def _forecastable(past: Timeline, today: int) -> Iterator[tuple[str, Timeline]]:
    """Yield name and rounds of "any", then of each category with a forecast."""
    yield ANY, past
    for code in past.current_categories(today):
        rounds = past.of_category(int(code))
        if len(rounds) >= MIN_ROUNDS:
            yield past.categories[code], rounds


def when_trials(timeline: Timeline, first: int, end: int) -> list[Trials]:
    """Return the trials of a round within 7, 14 and 28 days, and of its date, on every day."""
    chances = {within: Sheet(f"when-{within}", is_chance=True) for within in WITHIN_DAYS}
    dates = Sheet("date")
    ahead = {name: np.unique(rounds.days) for name, rounds in timeline.by_category().items()}
    for today in range(first, end):
        past = timeline.until(today)
        rhythm = estimate_rhythm(past, today)
        if rhythm is None:
            continue
        rows = {name: row for row, name in enumerate(row_names(rhythm, past))}
        surviving = _survivals(past, today)
        chance = np.array([chances_within(each, past.days, today) for each in surviving])
        before = np.clip(1 - surviving[0][:, np.array(WITHIN_DAYS) - 1], UNLIKELY, SURE)
        edges = np.array([quantile_days(each) for each in surviving])
        for name, rounds in _forecastable(past, today):
            days, row = np.unique(rounds.days), rows[name]
            wait, guesses = _wait(ahead[name], today), _guesses(days, today)
            for place, within in enumerate(WITHIN_DAYS):
                if today + within <= end:
                    chances[within].add(
                        _row(today, name, float(wait <= within), today + within),
                        [Candidate(value) for value in chance[:, row, place].tolist()],
                        {
                            BEFORE: float(before[row, place]),
                            **{model: float(values[place]) for model, values in guesses.items()},
                        },
                    )
            _add_date(dates, (today, name, wait), (days, end), edges[:, row])
    return [*(sheet.trials() for sheet in chances.values()), dates.trials()]


def _row(today: int, name: str, actual: float, known_on: int) -> Row:
    """Return the row of a forecast; all categories together are a pool of their own."""
    return Row(today, name, actual, today, known_on, ANY if name == ANY else "")


def _survivals(past: Timeline, today: int) -> Values:
    """Return the chances of no round so far by candidate, category and day."""
    rhythms = (estimate_rhythm(past, today, half_lives) for half_lives in RHYTHMS)
    return np.array([survival(rhythm) for rhythm in rhythms if rhythm is not None])


def _guesses(days: Whole, today: int) -> dict[str, Values]:
    return {
        "gaps": np.clip(baselines.gap_chances(days, today, WITHIN_DAYS), UNLIKELY, SURE),
        "poisson": np.clip(baselines.poisson_chances(days, today, WITHIN_DAYS), UNLIKELY, SURE),
    }


def _wait(days: Whole, today: int) -> float:
    """Return the days from a day to the next round day; infinite if none is known."""
    place = int(np.searchsorted(days, today, side="right"))
    return float(days[place] - today) if place < len(days) else float("inf")


def _add_date(
    sheet: Sheet, row: tuple[int, str, float], days_and_end: tuple[Whole, int], edges: Values
) -> None:
    """Add the forecast date of one day; all dates beyond half a year count as the same."""
    today, name, wait = row
    days, end = days_and_end
    if np.isinf(wait) and today + HALF_YEAR > end:
        return
    if name != ANY and today + HALF_YEAR > end:
        # Otherwise only rounds that were held soon would be checked.
        return
    ends = np.where(np.isnan(edges), HALF_YEAR, np.minimum(edges, HALF_YEAR)).tolist()
    waited = min(wait, HALF_YEAR)
    sheet.add(
        _row(today, name, waited, today + int(waited)),
        [Candidate(middle, low=low, high=high) for low, middle, high in ends],
        {
            "gaps": min(baselines.gap_days(days, today), HALF_YEAR),
            "median-gap": min(baselines.median_gap_days(days, today), HALF_YEAR),
        },
    )


def volume_trials(timeline: Timeline, first: int, end: int) -> list[Trials]:
    """Return the trials of the invitations within 30 and 90 days, every fortnight."""
    sheets = {horizon: Sheet(f"volume-{horizon}") for horizon in (30, 90)}
    all_tallies = tallies(timeline)
    for today in range(first, end, FORTNIGHT):
        past = timeline.until(today)
        past_tallies = tallies(past)
        for name, _ in _forecastable(past, today):
            for horizon, sheet in sheets.items():
                if today + horizon > end:
                    continue
                now = np.array([today])
                forecast = expected_volume(past_tallies, name, today, horizon)
                before = expected_volume(past_tallies, name, today, horizon, log_normal=None)
                actual = float(all_tallies[name].between(now, now + horizon)[0])
                sheet.add(
                    _row(today, name, actual, today + horizon),
                    [Candidate(forecast.expected, low=forecast.low, high=forecast.high)],
                    {
                        BEFORE: before.expected,
                        "as-before": float(all_tallies[name].between(now - horizon, now)[0]),
                    },
                )
                sheet.interval(BEFORE, before.low, before.high)
    return [sheet.trials() for sheet in sheets.values()]


def invited_trials(timeline: Timeline, first: int, end: int, seed: int) -> list[Trials]:
    """Return the trials of an invitation within three and six months, every fortnight.

    There is one for each category and each score that people in it usually have.
    """
    far = [str(max(HORIZONS))]
    sheets = {
        months: Sheet(f"invited-{months}", is_chance=True, still_open=far) for months in HORIZONS
    }
    both = Sheet("invited", is_chance=True, still_open=far)
    for today in range(first, end, FORTNIGHT):
        past = timeline.until(today)
        rhythm = estimate_rhythm(past, today)
        # A change of the CRS scale in the months ahead was not always known.
        starts = starting_points(past, rhythm, past.current_categories(today), today)
        if rhythm is None or not starts:
            continue
        lowest = _lowest(rhythm, list(starts.values()), seed)
        for place, code in enumerate(starts):
            rounds, name = timeline.of_category(code), timeline.categories[code]
            scores = SCORES.get(name, USUAL_SCORES)
            chance = _chances(
                {months: values[:, :, place] for months, values in lowest.items()}, scores
            )
            for months, days in HORIZONS.items():
                if today + days > end:
                    continue
                actual = baselines.lowest_cutoff(rounds.days, rounds.cutoffs, today, today + days)
                before = baselines.lowest_cutoff(rounds.days, rounds.cutoffs, today - days, today)
                for score, shares in zip(scores, chance[months].T.tolist(), strict=True):
                    row = Row(today, name, float(actual <= score), today, today + days, str(months))
                    candidates = [Candidate(share) for share in shares]
                    others = {BEFORE: shares[0], "look-back": float(before <= score)}
                    for sheet in (sheets[months], both):
                        sheet.add(row, candidates, others)
    return [*(sheet.trials() for sheet in sheets.values()), both.trials()]


def _lowest(rhythm: Rhythm, starts: list[Start], seed: int) -> dict[int, Values]:
    """Return the lowest cut-offs by months ahead, as (candidate, future, start)."""
    futures = simulate(rhythm, starts, seed)
    near, far = PATHS
    return {
        near: np.array([lowest_cutoffs(along(futures, starts, PATHS[near]), HORIZONS[near])]),
        far: np.array(
            [lowest_cutoffs(along(futures, starts, path), HORIZONS[far]) for path in FAR_PATHS]
        ),
    }


def _chances(lowest: Mapping[int, Values], scores: Sequence[float] | Values) -> dict[int, Values]:
    """Return the chance of each score by months ahead, as (candidate, score).

    `lowest` are the lowest cut-offs of one category, as (candidate, future). The chance within six
    months is not below that within three.
    """
    chance = {
        months: np.clip((values[:, :, None] <= np.asarray(scores)).mean(axis=1), LOW, HIGH)
        for months, values in lowest.items()
    }
    near, far = chance
    return {near: chance[near], far: np.maximum(chance[far], chance[near])}


def statement_trials(date: Trials, cutoff: Trials) -> Trials:
    """Return whether both the dates and the range of cut-offs said on a day were right.

    Statements whose dates are open-ended are left out, and so are those of any category.
    """
    of_cutoff = {
        key: bool(low <= actual <= high)
        for *key_, actual, low, high in zip(
            cutoff.day.tolist(),
            cutoff.category,
            cutoff.actual,
            cutoff.low,
            cutoff.high,
            strict=True,
        )
        for key in [tuple(key_)]
    }
    is_said = (date.high < HALF_YEAR) & np.array(
        [name != ANY for name in date.category], dtype=bool
    )
    days, names = date.day[is_said], tuple(np.array(date.category, dtype="object")[is_said])
    right = ((date.low <= date.actual) & (date.actual <= date.high))[is_said]
    right &= np.array(
        [of_cutoff.get(key, False) for key in zip(days.tolist(), names, strict=True)], dtype=bool
    )
    nothing = np.empty(0)
    return Trials(
        "statement", days, names, right.astype("float64"), {}, {}, nothing, nothing, False
    )
