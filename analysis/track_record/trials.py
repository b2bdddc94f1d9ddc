"""The forecasts that would have been made on earlier days, beside what then happened.

Every forecast sees the rounds up to the day before it only (a rolling origin; Tashman 2000): each
origin gets its own prefix of the timeline, and what came later is read off to judge, not to say.
Categories with fewer than four rounds, or none in the year before, are left out, as they are from
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

    `day` is the day of the forecast (of the round, for cut-offs), `actual` a value, or 1 and 0 for
    came and did not; `said` and `scale` by model, `low` and `high` the outlook's 80 %. `chance`:
    what is said are probabilities. Scales and intervals may be left out.
    """

    target: str
    day: Whole
    category: tuple[str, ...]
    actual: Values
    said: dict[str, Values]
    scale: dict[str, Values]
    low: Values
    high: Values
    chance: bool


class Sheet:
    """Collects forecasts of one target row by row."""

    def __init__(self, target: str, chance: bool = False) -> None:
        self._target, self._chance = target, chance
        self._rows: list[tuple[int, str, float]] = []
        self._edges: list[tuple[float, float]] = []
        self._said: dict[str, list[float]] = {}
        self._scale: dict[str, list[float]] = {}

    def add(self, day: int, category: str, actual: float, said: dict[str, float]) -> None:
        """Add one forecast of each model."""
        self._rows.append((day, category, actual))
        for model, value in said.items():
            self._said.setdefault(model, []).append(value)

    def spread(self, scale: dict[str, float]) -> None:
        """Add the scales of the forecast added last."""
        for model, value in scale.items():
            self._scale.setdefault(model, []).append(value)

    def interval(self, low: float, high: float) -> None:
        """Add the outlook's interval of the forecast added last."""
        self._edges.append((low, high))

    def trials(self) -> Trials:
        """Return all that was added."""
        edges = np.array(self._edges, dtype="float64").reshape(-1, 2)
        return Trials(
            self._target,
            np.array([row[0] for row in self._rows], dtype="int64"),
            tuple(row[1] for row in self._rows),
            np.array([row[2] for row in self._rows], dtype="float64"),
            {model: np.array(values) for model, values in self._said.items()},
            {model: np.array(values) for model, values in self._scale.items()},
            edges[:, 0],
            edges[:, 1],
            self._chance,
        )


def cutoff_trials(line: Timeline, first: int) -> list[Trials]:
    """Return the trials of the next cut-off and of the what-if, at every round from a day on."""
    plain, given = Sheet("cut-off"), Sheet("what-if")
    methods = {OUTLOOK: pull_to_mean, **baselines.CUTOFFS}
    for day in np.unique(line.days[line.days >= first]):
        past = line.until(int(day) - 1)
        made = {model: cutoff_forecasts(past, method) for model, method in methods.items()}
        current = past.current(int(day) - 1)
        for place in np.flatnonzero(line.days == day):
            code, actual = int(line.codes[place]), float(line.cutoffs[place])
            if code not in current or made[OUTLOOK][code].rounds < MIN_ROUNDS:
                continue
            said = {model: found[code] for model, found in made.items()}
            name = line.categories[code]
            _add(plain, (int(day), name, actual), said)
            middle, scale = expected_at_size(past, code, float(line.sizes[place]), int(day))
            with_pace = Forecast(said["last"].last, middle, scale, said["last"].rounds)
            _add(given, (int(day), name, actual), {**said, OUTLOOK: with_pace})
    return [plain.trials(), given.trials()]


def _add(sheet: Sheet, row: tuple[int, str, float], said: dict[str, Forecast]) -> None:
    sheet.add(*row, {model: each.expected for model, each in said.items()})
    sheet.spread({model: each.scale for model, each in said.items()})
    middle, half_width = said[OUTLOOK].expected, EIGHTY_PERCENT * said[OUTLOOK].scale
    sheet.interval(middle - half_width, middle + half_width)


def _open(past: Timeline, today: int) -> Iterator[tuple[str, int, Timeline]]:
    """Yield name, place and rounds of "any" (place -1), then of each category to be forecast."""
    yield ANY, -1, past
    for code in past.current(today):
        own = past.of_category(int(code))
        if len(own) >= MIN_ROUNDS:
            yield past.categories[code], int(code), own


def when_trials(line: Timeline, first: int, end: int) -> list[Trials]:
    """Return the trials of a round within so many days, and of its date, on every day."""
    chances = {within: Sheet(f"when-{within}", chance=True) for within in WITHIN_DAYS}
    dates = Sheet("date")
    ahead = {name: np.unique(own.days) for name, _, own in _everything(line)}
    for today in range(first, end):
        past = line.until(today)
        practice = estimate_rhythm(past, today)
        if practice is None:
            continue
        left = survival(practice)
        rows = {name: row for row, name in enumerate(row_names(practice, past))}
        edges = quantile_days(left)
        for name, _, own in _open(past, today):
            days = np.unique(own.days)
            wait = _wait(ahead[name], today)
            gaps = np.clip(baselines.gap_chances(days, today, WITHIN_DAYS), UNLIKELY, SURE)
            random = np.clip(baselines.poisson_chances(days, today, WITHIN_DAYS), UNLIKELY, SURE)
            for place, within in enumerate(WITHIN_DAYS):
                if today + within <= end:
                    chance = np.clip(1 - left[rows[name], within - 1], UNLIKELY, SURE)
                    said = {OUTLOOK: chance, "gaps": gaps[place], "poisson": random[place]}
                    chances[within].add(today, name, float(wait <= within), said)
            _add_date(dates, (today, name, wait), (days, end), edges[rows[name]])
    return [*(sheet.trials() for sheet in chances.values()), dates.trials()]


def _everything(line: Timeline) -> Iterator[tuple[str, int, Timeline]]:
    yield ANY, -1, line
    for code in np.unique(line.codes):
        yield line.categories[code], int(code), line.of_category(int(code))


def _wait(days: Whole, today: int) -> float:
    """Return the days from a day to the next of some days; infinite if none is known."""
    place = int(np.searchsorted(days, today, side="right"))
    return float(days[place] - today) if place < len(days) else float("inf")


def _add_date(
    sheet: Sheet, row: tuple[int, str, float], known: tuple[Whole, int], edges: Values
) -> None:
    """Add the forecast date of one day; beyond half a year all later dates count as the same."""
    today, name, wait = row
    days, end = known
    if np.isinf(wait) and today + HALF_YEAR > end:
        return
    if name != ANY and today + HALF_YEAR > end:
        # Otherwise only the rounds that came soon would be judged.
        return
    low, middle, high = np.where(np.isnan(edges), HALF_YEAR, np.minimum(edges, HALF_YEAR))
    said = {
        OUTLOOK: float(middle),
        "gaps": min(baselines.gap_days(days, today), HALF_YEAR),
        "median-gap": min(baselines.median_gap_days(days, today), HALF_YEAR),
    }
    sheet.add(today, name, min(wait, HALF_YEAR), said)
    sheet.interval(float(low), float(high))


def volume_trials(line: Timeline, first: int, end: int) -> list[Trials]:
    """Return the trials of the invitations within 30 and 90 days, every fortnight."""
    sheets = {horizon: Sheet(f"volume-{horizon}") for horizon in (30, 90)}
    whole = tallies(line)
    for today in range(first, end, FORTNIGHT):
        past = line.until(today)
        counted = tallies(past)
        for name, _, _ in _open(past, today):
            for horizon, sheet in sheets.items():
                if today + horizon > end:
                    continue
                now = np.array([today])
                said = expected_volume(counted, name, today, horizon)
                before = float(whole[name].between(now - horizon, now)[0])
                came = float(whole[name].between(now, now + horizon)[0])
                sheet.add(today, name, came, {OUTLOOK: said.expected, "as-before": before})
                sheet.interval(said.low, said.high)
    return [sheet.trials() for sheet in sheets.values()]


def invited_trials(line: Timeline, first: int, end: int, seed: int) -> list[Trials]:
    """Return the trials of an invitation within three and six months, every fortnight.

    One for each category and each of the scores that people have in it.
    """
    sheets = {months: Sheet(f"invited-{months}", chance=True) for months in HORIZONS}
    both = Sheet("invited", chance=True)
    for today in range(first, end, FORTNIGHT):
        past = line.until(today)
        practice = estimate_rhythm(past, today)
        begin = starting_points(past, practice, past.current(today)) if practice is not None else {}
        if practice is None or not begin:
            continue
        simulated = lowest_by_months(practice, begin, seed)
        for place, code in enumerate(begin):
            own, name = line.of_category(code), line.categories[code]
            for months, days in HORIZONS.items():
                if today + days > end:
                    continue
                came = baselines.lowest_cutoff(own.days, own.cutoffs, today, today + days)
                before = baselines.lowest_cutoff(own.days, own.cutoffs, today - days, today)
                for score in SCORES.get(name, USUAL_SCORES):
                    chance = float(
                        np.clip((simulated[months][:, place] <= score).mean(), LOW, HIGH)
                    )
                    said = {OUTLOOK: chance, "look-back": float(before <= score)}
                    for sheet in (sheets[months], both):
                        sheet.add(today, name, float(came <= score), said)
    return [*(sheet.trials() for sheet in sheets.values()), both.trials()]
