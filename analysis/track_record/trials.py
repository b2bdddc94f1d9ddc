"""The forecasts that would have been made on earlier days, and what happened then.

Every forecast sees only the rounds up to the day before it (a rolling origin; Tashman 2000): each
origin has its own prefix of the timeline, and later rounds are used only to check the forecast.
Categories with fewer than four rounds, or none in the year before, are left out, as they are in
the outlook.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.outlook.chance import HIGH, HORIZONS, LOW, lowest_by_months, starting_points
from analysis.outlook.next_cutoff import Forecast, cutoff_forecasts, pull_to_mean
from analysis.outlook.next_date import HIGH as SURE
from analysis.outlook.next_date import LOW as UNLIKELY
from analysis.outlook.next_date import WITHIN_DAYS, quantile_days, row_names
from analysis.outlook.rhythm import estimate_rhythm, survival
from analysis.outlook.spread import EIGHTY_PERCENT
from analysis.outlook.timeline import MIN_ROUNDS, Timeline, Values, Whole
from analysis.outlook.volume import expected_volume, tallies
from analysis.outlook.what_if import expected_at_size
from analysis.rounds.frequency import ANY
from analysis.track_record import baselines

OUTLOOK = "outlook"
FORTNIGHT = 14
HALF_YEAR = 182
# The scores that people have, by category: with a nomination, and without.
SCORES = {"pnp": np.arange(650.0, 851.0, 10.0)}
USUAL_SCORES = np.arange(350.0, 561.0, 10.0)


@dataclass(frozen=True)
class Trials:
    """Forecasts of one target by several models, and what happened; one element per forecast.

    `day` is the day of the forecast (of the round, for cut-offs); `actual` the value, or 1 if a
    round was held and 0 if not; `forecasts` and `scale` are by model; `low` and `high` are the
    outlook's 80 % interval. `is_chance` says that the forecasts are probabilities. Scales and
    intervals may be left out.
    """

    target: str
    day: Whole
    category: tuple[str, ...]
    actual: Values
    forecasts: dict[str, Values]
    scale: dict[str, Values]
    low: Values
    high: Values
    is_chance: bool


class Sheet:
    """Collects the forecasts of one target row by row."""

    def __init__(self, target: str, is_chance: bool = False) -> None:
        self._target, self._is_chance = target, is_chance
        self._rows: list[tuple[int, str, float]] = []
        self._edges: list[tuple[float, float]] = []
        self._forecasts: dict[str, list[float]] = {}
        self._scale: dict[str, list[float]] = {}

    def add(self, day: int, category: str, actual: float, forecasts: dict[str, float]) -> None:
        """Add one forecast of each model."""
        self._rows.append((day, category, actual))
        for model, value in forecasts.items():
            self._forecasts.setdefault(model, []).append(value)

    def spread(self, scale: dict[str, float]) -> None:
        """Add the scales of the last forecast."""
        for model, value in scale.items():
            self._scale.setdefault(model, []).append(value)

    def interval(self, low: float, high: float) -> None:
        """Add the outlook's interval of the last forecast."""
        self._edges.append((low, high))

    def trials(self) -> Trials:
        """Return all the forecasts."""
        edges = np.array(self._edges, dtype="float64").reshape(-1, 2)
        return Trials(
            self._target,
            np.array([row[0] for row in self._rows], dtype="int64"),
            tuple(row[1] for row in self._rows),
            np.array([row[2] for row in self._rows], dtype="float64"),
            {model: np.array(values) for model, values in self._forecasts.items()},
            {model: np.array(values) for model, values in self._scale.items()},
            edges[:, 0],
            edges[:, 1],
            self._is_chance,
        )


def cutoff_trials(timeline: Timeline, first: int) -> list[Trials]:
    """Return the trials of the next cut-off and of what-ifs, at every round from a day on."""
    plain, with_size = Sheet("cut-off"), Sheet("what-if")
    methods = {OUTLOOK: pull_to_mean, **baselines.CUTOFFS}
    for day in np.unique(timeline.days[timeline.days >= first]):
        past = timeline.until(int(day) - 1)
        all_forecasts = {
            model: cutoff_forecasts(past, method, int(day)) for model, method in methods.items()
        }
        current = past.current_categories(int(day) - 1)
        for place in np.flatnonzero(timeline.days == day):
            code, actual = int(timeline.codes[place]), float(timeline.cutoffs[place])
            if code not in current or all_forecasts[OUTLOOK][code].rounds < MIN_ROUNDS:
                continue
            forecasts = {model: by_category[code] for model, by_category in all_forecasts.items()}
            name = timeline.categories[code]
            add_cutoff(plain, (int(day), name, actual), forecasts)
            middle, scale = expected_at_size(past, code, float(timeline.sizes[place]), int(day))
            with_pace = Forecast(forecasts["last"].last, middle, scale, forecasts["last"].rounds)
            add_cutoff(with_size, (int(day), name, actual), {**forecasts, OUTLOOK: with_pace})
    return [plain.trials(), with_size.trials()]


def add_cutoff(sheet: Sheet, row: tuple[int, str, float], forecasts: dict[str, Forecast]) -> None:
    """Add the forecasts of one cut-off by each model, with their scales and the interval."""
    sheet.add(*row, {model: forecast.expected for model, forecast in forecasts.items()})
    sheet.spread({model: forecast.scale for model, forecast in forecasts.items()})
    middle, half_width = forecasts[OUTLOOK].expected, EIGHTY_PERCENT * forecasts[OUTLOOK].scale
    sheet.interval(middle - half_width, middle + half_width)


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
        surviving = survival(rhythm)
        rows = {name: row for row, name in enumerate(row_names(rhythm, past))}
        edges = quantile_days(surviving)
        for name, rounds in _forecastable(past, today):
            days = np.unique(rounds.days)
            wait = _wait(ahead[name], today)
            gaps = np.clip(baselines.gap_chances(days, today, WITHIN_DAYS), UNLIKELY, SURE)
            poisson = np.clip(baselines.poisson_chances(days, today, WITHIN_DAYS), UNLIKELY, SURE)
            for place, within in enumerate(WITHIN_DAYS):
                if today + within <= end:
                    chance = np.clip(1 - surviving[rows[name], within - 1], UNLIKELY, SURE)
                    forecasts = {OUTLOOK: chance, "gaps": gaps[place], "poisson": poisson[place]}
                    chances[within].add(today, name, float(wait <= within), forecasts)
            _add_date(dates, (today, name, wait), (days, end), edges[rows[name]])
    return [*(sheet.trials() for sheet in chances.values()), dates.trials()]


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
    low, middle, high = np.where(np.isnan(edges), HALF_YEAR, np.minimum(edges, HALF_YEAR))
    forecasts = {
        OUTLOOK: float(middle),
        "gaps": min(baselines.gap_days(days, today), HALF_YEAR),
        "median-gap": min(baselines.median_gap_days(days, today), HALF_YEAR),
    }
    sheet.add(today, name, min(wait, HALF_YEAR), forecasts)
    sheet.interval(float(low), float(high))


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
                before = float(all_tallies[name].between(now - horizon, now)[0])
                actual = float(all_tallies[name].between(now, now + horizon)[0])
                sheet.add(today, name, actual, {OUTLOOK: forecast.expected, "as-before": before})
                sheet.interval(forecast.low, forecast.high)
    return [sheet.trials() for sheet in sheets.values()]


def invited_trials(timeline: Timeline, first: int, end: int, seed: int) -> list[Trials]:
    """Return the trials of an invitation within three and six months, every fortnight.

    There is one for each category and each score that people in it usually have.
    """
    sheets = {months: Sheet(f"invited-{months}", is_chance=True) for months in HORIZONS}
    both = Sheet("invited", is_chance=True)
    for today in range(first, end, FORTNIGHT):
        past = timeline.until(today)
        rhythm = estimate_rhythm(past, today)
        # A change of the CRS scale in the months ahead was not always known.
        starts = starting_points(past, rhythm, past.current_categories(today), today)
        if rhythm is None or not starts:
            continue
        lowest = lowest_by_months(rhythm, starts, seed)
        for place, code in enumerate(starts):
            rounds, name = timeline.of_category(code), timeline.categories[code]
            for months, days in HORIZONS.items():
                if today + days > end:
                    continue
                actual = baselines.lowest_cutoff(rounds.days, rounds.cutoffs, today, today + days)
                before = baselines.lowest_cutoff(rounds.days, rounds.cutoffs, today - days, today)
                for score in SCORES.get(name, USUAL_SCORES):
                    chance = float(np.clip((lowest[months][:, place] <= score).mean(), LOW, HIGH))
                    forecasts = {OUTLOOK: chance, "look-back": float(before <= score)}
                    for sheet in (sheets[months], both):
                        sheet.add(today, name, float(actual <= score), forecasts)
    return [*(sheet.trials() for sheet in sheets.values()), both.trials()]
