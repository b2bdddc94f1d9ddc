"""The rhythm of rounds: active weeks, and the categories and weekdays of their rounds.

The chance that a week is active depends on the weeks since the last active one, as in recent gaps
(a discrete-time hazard). In an active week each category has a round as often as in recent active
weeks, on its recent weekdays. Recent weeks count more, weak priors keep the chances off 0 and 1,
and days that have passed without the round are removed by Bayes' rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analysis.outlook.timeline import Flags, Timeline, Values, Whole, fading_weights, week, weekday

GAP_PRIOR = 1.0
SHARE_PRIOR = 0.5
FIRST_DAY_PRIOR = 1.0
DAY_PRIOR = 1.0
SUREST = 0.98
ACTIVE_WEEKS = 60
LONGEST = 26
WEEK = 7
# The prior of a weekday: Monday to Friday alike, hardly ever at the weekend.
_WEEKDAYS = np.array([1, 1, 1, 1, 1, 0.02, 0.02]) / 5.04
_SURE = 1e-9


class HalfLives(NamedTuple):
    """After how many gaps, active weeks and rounds an older one counts half."""

    gap: float = 10
    share: float = 5
    day: float = 10


HALF_LIVES = HalfLives()


@dataclass(frozen=True)
class Rhythm:
    """The rhythm at the end of a day; rows are "any" (all categories together), then `codes`.

    `hazard[g]`: chance that the next active week is g weeks after the last, if it was not earlier;
    `share`: chance of a round of the category in an active week; `by_day`: chance that it is held
    by the end of each weekday, given that it is held in that week. For the current week: `weekday`
    is today; `remaining` the chance that the round is still to come; `remaining_by` that by the end
    of each later weekday (0 up to today); `active` the chance that the week is or becomes active;
    `idle_weeks` the full weeks since the last active one (0 if this week is active).
    """

    codes: Whole
    hazard: Values
    share: Values
    by_day: Values
    weekday: int
    remaining: Values
    remaining_by: Values
    active: float
    idle_weeks: int


def estimate_rhythm(
    past: Timeline, today: int, half_lives: HalfLives = HALF_LIVES
) -> Rhythm | None:
    """Return the rhythm as of the end of a day, or None before two active weeks are known."""
    weeks = week(past.days)
    active = np.unique(weeks)[-ACTIVE_WEEKS:]
    this_week = week(today)
    full_weeks = active[active < this_week]
    if len(active) < 2 or not len(full_weeks):
        return None
    codes = past.current_categories(today)
    hazard = _hazard(np.diff(active), half_lives.gap)
    held = _held(past.codes, weeks, full_weeks, codes)
    share = np.append(1.0, _shares(held, half_lives.share))
    mixes = _weekday_mixes(past, weeks, full_weeks, codes, half_lives.day)
    by_day = np.cumsum(mixes, axis=1)
    already_held = np.append(False, np.isin(codes, past.codes[weeks == this_week]))
    idle_weeks = int(this_week - active[-1])
    current = _this_week(hazard, share, by_day, already_held, (idle_weeks, weekday(today)))
    return Rhythm(codes, hazard, share, by_day, weekday(today), *current, idle_weeks)


def _hazard(gaps: Whole, half_life: float) -> Values:
    """Return the chance of an active week by weeks since the last one; element 0 is not used."""
    weights = fading_weights(len(gaps), half_life)
    waits = np.arange(LONGEST + 1)[:, None]
    ended, still_open = (gaps == waits) @ weights, (gaps >= waits) @ weights
    usual = weights.sum() / (weights @ gaps)
    hazard = (ended + GAP_PRIOR * usual) / (still_open + GAP_PRIOR)
    # Even if every week so far was active, the next one might not be.
    return np.asarray(np.minimum(hazard, SUREST), dtype="float64")


def _held(rounds: Whole, weeks: Whole, active_weeks: Whole, codes: Whole) -> Values:
    """Return 1 where a category (row) had a round in an active week (column), else 0."""
    held = np.zeros((len(codes), len(active_weeks)))
    inside = (weeks >= active_weeks[0]) & (weeks <= active_weeks[-1]) & np.isin(rounds, codes)
    held[np.searchsorted(codes, rounds[inside]), np.searchsorted(active_weeks, weeks[inside])] = 1
    return held


def _shares(held: Values, half_life: float) -> Values:
    weights = fading_weights(held.shape[1], half_life)
    weighted = held @ weights
    usual = weighted.mean() / weights.sum() if len(held) else 0.0
    return np.asarray((weighted + SHARE_PRIOR * usual) / (weights.sum() + SHARE_PRIOR))


def _weekday_mixes(
    past: Timeline, weeks: Whole, active_weeks: Whole, codes: Whole, half_life: float
) -> Values:
    """Return the chance of each weekday for the first round of a week, then for each category."""
    is_full = weeks <= active_weeks[-1]
    days = weekday(past.days)[is_full]
    rounds = past.codes[is_full]
    firsts = days[np.searchsorted(weeks[is_full], active_weeks)]
    usual = _mix(days, 3 * half_life, 1.0, _WEEKDAYS)
    mixes = [_mix(firsts, half_life, FIRST_DAY_PRIOR, _WEEKDAYS)]
    mixes += [_mix(days[rounds == code], half_life, DAY_PRIOR, usual) for code in codes]
    return np.array(mixes)


def _mix(days: Whole, half_life: float, prior: float, usual: Values) -> Values:
    weights = fading_weights(len(days), half_life)
    weighted = np.bincount(days, weights=weights, minlength=WEEK)
    return np.asarray((weighted + prior * usual) / (weights.sum() + prior), dtype="float64")


def _this_week(
    hazard: Values, share: Values, by_day: Values, already_held: Flags, now: tuple[int, int]
) -> tuple[Values, Values, float]:
    """Return `remaining`, `remaining_by` and `active` of this week, see :class:`Rhythm`."""
    idle_weeks, today = now
    elapsed = by_day[:, today]
    ahead = np.clip(by_day - elapsed[:, None], 0, None) / np.maximum(1 - elapsed, _SURE)[:, None]
    if idle_weeks:
        chance = float(hazard[min(idle_weeks, LONGEST)])
        active = chance * (1 - elapsed[0]) / (1 - chance * elapsed[0])
        remaining = active * share
    else:
        active = 1.0
        remaining = np.where(
            already_held, 0.0, share * (1 - elapsed) / np.maximum(1 - share * elapsed, _SURE)
        )
    if today == WEEK - 1:
        return np.zeros_like(share), np.zeros_like(by_day), 0.0 if idle_weeks else 1.0
    remaining_by = remaining[:, None] * ahead
    if not idle_weeks:
        # There is another round this week unless none of the remaining categories has one.
        remaining_by[0] = 1 - np.prod(1 - remaining_by[1:], axis=0)
        remaining[0] = remaining_by[0, -1]
    return remaining, remaining_by, active


def survival(rhythm: Rhythm) -> Values:
    """Return the chance that no round is held by the end of each coming day, row by row.

    Column 0 is tomorrow; the last column is the Sunday `LONGEST` + 1 weeks after the current week.
    """
    rows = len(rhythm.share)
    missed = 1 - rhythm.remaining
    state = np.zeros((rows, LONGEST + 1))
    if rhythm.idle_weeks:
        idle = 1 - rhythm.active
        state[:, 1] = missed - idle
        state[:, min(rhythm.idle_weeks + 1, LONGEST)] += idle
    else:
        state[:, 1] = missed
    parts = [1 - rhythm.remaining_by[:, rhythm.weekday + 1 :]]
    for _ in range(LONGEST + 1):
        coming = state @ rhythm.hazard
        parts.append(state.sum(axis=1)[:, None] - (coming * rhythm.share)[:, None] * rhythm.by_day)
        state = _next_week(state, rhythm.hazard, coming * (1 - rhythm.share))
    surviving = np.concatenate(parts, axis=1)
    # The first round of any category is never later than that of a single one.
    surviving[0] = surviving.min(axis=0)
    return surviving


def activity(rhythm: Rhythm) -> Values:
    """Return the chance that each of the `LONGEST` weeks after the current one is active."""
    state = np.zeros((1, LONGEST + 1))
    state[0, 1] = rhythm.active
    if rhythm.idle_weeks:
        state[0, min(rhythm.idle_weeks + 1, LONGEST)] += 1 - rhythm.active
    chances = []
    for _ in range(LONGEST):
        coming = state @ rhythm.hazard
        chances.append(float(coming[0]))
        state = _next_week(state, rhythm.hazard, coming)
    return np.array(chances)


def _next_week(state: Values, hazard: Values, renewed: Values) -> Values:
    """Return the chances of each number of idle weeks one week later, 1 after an active week."""
    idle = state * (1 - hazard)
    moved = np.zeros_like(state)
    moved[:, 2:] = idle[:, 1:-1]
    moved[:, -1] += idle[:, -1]
    moved[:, 1] = renewed
    return moved
