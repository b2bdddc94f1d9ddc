"""Forecasts of cut-offs repeated for earlier days: on the eve of a round, and on any day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from analysis.outlook.next_cutoff import (
    STEADY,
    at_own_pace,
    expected_wait,
    with_own_what_if,
)
from analysis.outlook.pull import Forecast, cutoff_forecasts, pull_to_mean
from analysis.outlook.spread import EIGHTY_PERCENT
from analysis.outlook.timeline import MIN_ROUNDS, Timeline, Values
from analysis.outlook.what_if import expected_at_size
from analysis.track_record import baselines
from analysis.track_record.conformal import TRIED, Misses, past_misses
from analysis.track_record.nested import OWN_WEIGHTS, PULLS, WHAT_IFS
from analysis.track_record.sheet import BEFORE, Candidate, Row, Sheet, Trials

ON_ANY_DAY = "cut-off-any-day"
# The forecasts of a category's next cut-off, one for each choice of constants.
Candidates = dict[int, list[Forecast]]


def cutoff_trials(timeline: Timeline, first: int, end: int) -> list[Trials]:
    """Return the trials of the next cut-off on its eve and on any day, and of what-ifs.

    They begin with a numbered day; those on any day are made before another one.
    """
    own = at_own_pace(timeline, end)
    misses = past_misses(timeline, own)
    on_eve, with_size = Sheet("cut-off", still_open=[STEADY]), Sheet("what-if")
    for past, day, place in _rounds(timeline, first):
        code = int(timeline.codes[place])
        row = Row(
            *(day, timeline.categories[code], float(timeline.cutoffs[place])),
            *(day - 1, day, _pool(timeline, code)),
        )
        guesses = {
            name: cutoff_forecasts(past, method, day)[code]
            for name, method in baselines.CUTOFFS.items()
        }
        others = {BEFORE: cutoff_forecasts(past, until=day)[code], **guesses}
        candidates = _candidates(past, own, day)[code]
        add_cutoff(on_eve, row, candidates, others)
        _add_tried(on_eve, candidates, misses, row)
        _add_what_if(with_size, row._replace(pool=""), (past, code), guesses, timeline.sizes[place])
    on_any_day = _any_day(timeline, (first, end), (own, misses), on_eve)
    return [on_eve.trials(), with_size.trials(), on_any_day.trials()]


def _rounds(timeline: Timeline, first: int) -> Iterator[tuple[Timeline, int, int]]:
    """Yield what was known on the eve of each round with a forecast, its day and its place."""
    for day in np.unique(timeline.days[timeline.days >= first]).tolist():
        past = timeline.until(day - 1)
        current = past.current_categories(day - 1)
        for place in np.flatnonzero(timeline.days == day).tolist():
            code = timeline.codes[place]
            if code in current and np.count_nonzero(past.codes == code) >= MIN_ROUNDS:
                yield past, day, place


def _pool(timeline: Timeline, code: int) -> str:
    return STEADY if timeline.categories[code] == STEADY else ""


def _candidates(past: Timeline, own: Mapping[int, Values], until: int) -> Candidates:
    """Return the forecasts of each category for each choice of constants, the usual one first."""
    pulled = [cutoff_forecasts(past, method, until) for method in PULLS.values()]
    candidates = {code: [forecasts[code] for forecasts in pulled] for code in pulled[0]}
    for code, forecasts in own.items():
        rounds = past.of_category(code)
        if len(rounds):
            usual, half = pull_to_mean(rounds.cutoffs), forecasts[: len(rounds)]
            candidates[code] = [
                cutoff_forecasts(past, until=until, other={code: mixed})[code]
                for mixed in (usual + 2 * weight * (half - usual) for weight in OWN_WEIGHTS)
            ]
    return candidates


def add_cutoff(
    sheet: Sheet,
    row: Row,
    candidates: Sequence[Forecast],
    others: Mapping[str, Forecast],
) -> None:
    """Add the forecasts of one cut-off, with their scales and the range."""
    sheet.add(
        row,
        [Candidate(each.expected, each.scale, *_range(each)) for each in candidates],
        {model: forecast.expected for model, forecast in others.items()},
    )
    sheet.spread({model: forecast.scale for model, forecast in others.items()})
    if BEFORE in others:
        sheet.interval(BEFORE, *_range(others[BEFORE]))


def _add_tried(sheet: Sheet, candidates: Sequence[Forecast], misses: Misses, row: Row) -> None:
    """Add the range that was tried, around the forecast in use."""
    forecast = candidates[-1] if row.pool == STEADY else candidates[0]
    reach = misses.reach(row.category, row.origin)
    sheet.interval(TRIED, *_range(forecast, reach))


def _range(forecast: Forecast, reach: float = EIGHTY_PERCENT) -> tuple[float, float]:
    half_width = reach * forecast.scale
    return forecast.expected - half_width, forecast.expected + half_width


def _add_what_if(
    sheet: Sheet,
    row: Row,
    known: tuple[Timeline, int],
    guesses: Mapping[str, Forecast],
    size: float,
) -> None:
    (past, code), last = known, guesses["last"]
    given = [expected_at_size(past, code, size, row.day, weights) for weights in WHAT_IFS]
    forecasts = [Forecast(last.last, *middle_and_scale, last.rounds) for middle_and_scale in given]
    add_cutoff(sheet, row, forecasts, guesses)


def _any_day(
    timeline: Timeline,
    days: tuple[int, int],
    known: tuple[Mapping[int, Values], Misses],
    on_eve: Sheet,
) -> Sheet:
    """Return the forecasts made on every day whose round was held; those on an eve choose."""
    (first, end), (own, misses) = days, known
    sheet = Sheet(ON_ANY_DAY, chosen_by=on_eve, still_open=[STEADY])
    candidates: Candidates = {}
    past, rounds = timeline.until(-1), timeline.by_code()
    for today in range(first, end):
        now = timeline.until(today)
        if not candidates or len(now) > len(past) or today in timeline.changes:
            past = now
            candidates = _candidates(past, own, today)
            before = cutoff_forecasts(past, until=today)
            last = cutoff_forecasts(past, baselines.CUTOFFS["last"], today)
        for code in past.current_categories(today).tolist():
            place = int(np.searchsorted(rounds[code].days, today, side="right"))
            if place < MIN_ROUNDS or place == len(rounds[code]):
                continue
            forecasts = candidates[code]
            if code in own:
                wait = expected_wait(past, code, today)
                half = with_own_what_if(rounds[code].until(today), today + wait)
                forecasts = _on_day(forecasts, before[code].expected, half)
            actual, known_on = rounds[code].cutoffs[place], int(rounds[code].days[place])
            row = Row(
                *(today, timeline.categories[code], float(actual)),
                *(today, known_on, _pool(timeline, code)),
            )
            others = {BEFORE: before[code], "last": last[code]}
            add_cutoff(sheet, row, forecasts, others)
            _add_tried(sheet, forecasts, misses, row)
    return sheet


def _on_day(forecasts: Sequence[Forecast], usual: float, half: float) -> list[Forecast]:
    """Return CEC's candidates with the middles of a day; their scales are those after its round."""
    return [
        replace(forecast, expected=usual + 2 * weight * (half - usual))
        for forecast, weight in zip(forecasts, OWN_WEIGHTS, strict=True)
    ]
