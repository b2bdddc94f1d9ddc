"""When rounds come: in active weeks, each holding some of the categories on their usual weekdays.

The chance that a week is active depends on the weeks since the last active one, as in recent gaps
(a discrete-time hazard); an active week holds each category as often as recent ones did, on its
recent weekdays. Recent weeks count more, light priors keep the chances off 0 and 1, and days
that have passed without the round are removed by Bayes' rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.outlook.timeline import Flags, Timeline, Values, Whole, fading_weights, week, weekday

GAP_HALF_LIFE = 10
SHARE_HALF_LIFE = 5
DAY_HALF_LIFE = 10
GAP_PRIOR = 1.0
SHARE_PRIOR = 0.5
FIRST_DAY_PRIOR = 1.0
DAY_PRIOR = 1.0
SUREST = 0.98
ACTIVE_WEEKS = 60
LONGEST = 26
WEEK = 7
# Before anything is known of a weekday: Monday to Friday alike, hardly ever at a weekend.
_WEEKDAYS = np.array([1, 1, 1, 1, 1, 0.02, 0.02]) / 5.04
_SURE = 1e-9


@dataclass(frozen=True)
class Rhythm:
    """The practice of a moment; rows are "any" (all categories together), then each of `codes`.

    `hazard[g]`: chance that the next active week is g weeks after the last, if it was not earlier;
    `share`: chance that an active week holds the category; `by_day`: chance that it has come by
    the end of each weekday if it comes in that week. Of the current week: `weekday` today, `left`
    the chance that it still comes, `left_by` by the end of each later weekday (columns 0 to
    today's are 0), `active` the chance that the week is or becomes active, `waited` the whole weeks
    since the last active one (0: this one is).
    """

    codes: Whole
    hazard: Values
    share: Values
    by_day: Values
    weekday: int
    left: Values
    left_by: Values
    active: float
    waited: int


def estimate_rhythm(past: Timeline, today: int) -> Rhythm | None:
    """Return the practice as known at the end of a day; None before two active weeks are known."""
    weeks = week_numbers(past)
    active = np.unique(weeks)[-ACTIVE_WEEKS:]
    this = week(today)
    done = active[active < this]
    if len(active) < 2 or not len(done):
        return None
    codes = past.current(today)
    hazard = _hazard(np.diff(active))
    share = np.append(1.0, _shares(past.codes, weeks, done, codes))
    by_day = np.cumsum(_weekday_mixes(past, weeks, done, codes), axis=1)
    held = np.append(False, np.isin(codes, past.codes[weeks == this]))
    waited = int(this - active[-1])
    left, left_by, chance = _this_week(hazard, share, by_day, held, (waited, weekday(today)))
    return Rhythm(codes, hazard, share, by_day, weekday(today), left, left_by, chance, waited)


def week_numbers(past: Timeline) -> Whole:
    """Return the number of the ISO week of each round."""
    return np.asarray((past.days + 3) // WEEK, dtype="int64")


def _hazard(gaps: Whole) -> Values:
    """Return the chance of an active week after each wait in weeks; element 0 is never used."""
    weights = fading_weights(len(gaps), GAP_HALF_LIFE)
    waits = np.arange(LONGEST + 1)[:, None]
    came, open_still = (gaps == waits) @ weights, (gaps >= waits) @ weights
    usual = weights.sum() / (weights @ gaps)
    hazard = (came + GAP_PRIOR * usual) / (open_still + GAP_PRIOR)
    # Were every week active so far, the next might still not be.
    return np.asarray(np.minimum(hazard, SUREST), dtype="float64")


def _shares(rounds: Whole, weeks: Whole, done: Whole, codes: Whole) -> Values:
    weights = fading_weights(len(done), SHARE_HALF_LIFE)
    held = np.zeros((len(codes), len(done)))
    inside = (weeks >= done[0]) & (weeks <= done[-1]) & np.isin(rounds, codes)
    held[np.searchsorted(codes, rounds[inside]), np.searchsorted(done, weeks[inside])] = 1
    seen = held @ weights
    usual = seen.mean() / weights.sum() if len(codes) else 0.0
    return np.asarray((seen + SHARE_PRIOR * usual) / (weights.sum() + SHARE_PRIOR))


def _weekday_mixes(past: Timeline, weeks: Whole, done: Whole, codes: Whole) -> Values:
    """Return the chance of each weekday: of the first round of an active week, of each category."""
    whole = weeks <= done[-1]
    days = ((past.days + 3) % WEEK)[whole]
    rounds = past.codes[whole]
    firsts = days[np.searchsorted(weeks[whole], done)]
    every = _mix(days, 3 * DAY_HALF_LIFE, 1.0, _WEEKDAYS)
    mixes = [_mix(firsts, DAY_HALF_LIFE, FIRST_DAY_PRIOR, _WEEKDAYS)]
    mixes += [_mix(days[rounds == code], DAY_HALF_LIFE, DAY_PRIOR, every) for code in codes]
    return np.array(mixes)


def _mix(days: Whole, half_life: float, prior: float, usual: Values) -> Values:
    weights = fading_weights(len(days), half_life)
    seen = np.bincount(days, weights=weights, minlength=WEEK)
    return np.asarray((seen + prior * usual) / (weights.sum() + prior), dtype="float64")


def _this_week(
    hazard: Values, share: Values, by_day: Values, held: Flags, now: tuple[int, int]
) -> tuple[Values, Values, float]:
    """Return left, left_by and active: what may still come this week, see :class:`Rhythm`."""
    waited, today = now
    gone = by_day[:, today]
    ahead = np.clip(by_day - gone[:, None], 0, None) / np.maximum(1 - gone, _SURE)[:, None]
    if waited:
        chance = float(hazard[min(waited, LONGEST)])
        active = chance * (1 - gone[0]) / (1 - chance * gone[0])
        left = active * share
    else:
        active = 1.0
        left = np.where(held, 0.0, share * (1 - gone) / np.maximum(1 - share * gone, _SURE))
    if today == WEEK - 1:
        return np.zeros_like(share), np.zeros_like(by_day), 0.0 if waited else 1.0
    left_by = left[:, None] * ahead
    if not waited:
        # Another round this week: unless every category that may still come stays away.
        left_by[0] = 1 - np.prod(1 - left_by[1:], axis=0)
        left[0] = left_by[0, -1]
    return left, left_by, active


def survival(practice: Rhythm, weeks: int = LONGEST + 1) -> Values:
    """Return the chance that a round has not come by the end of each coming day, row by row.

    Column 0 is tomorrow; the last is the last Sunday of so many weeks after the current one.
    """
    rows = len(practice.share)
    missed = 1 - practice.left
    state = np.zeros((rows, LONGEST + 1))
    if practice.waited:
        idle = 1 - practice.active
        state[:, 1] = missed - idle
        state[:, min(practice.waited + 1, LONGEST)] += idle
    else:
        state[:, 1] = missed
    parts = [1 - practice.left_by[:, practice.weekday + 1 :]]
    for _ in range(weeks):
        coming = state @ practice.hazard
        parts.append(
            state.sum(axis=1)[:, None] - (coming * practice.share)[:, None] * practice.by_day
        )
        state = _next_week(state, practice.hazard, coming * (1 - practice.share))
    left = np.concatenate(parts, axis=1)
    # The first round of any category is never later than that of one.
    left[0] = left.min(axis=0)
    return left


def activity(practice: Rhythm, weeks: int) -> Values:
    """Return the chance that each of the coming weeks, after the current one, is active."""
    state = np.zeros((1, LONGEST + 1))
    state[0, 1] = practice.active
    if practice.waited:
        state[0, min(practice.waited + 1, LONGEST)] += 1 - practice.active
    chances = []
    for _ in range(weeks):
        coming = state @ practice.hazard
        chances.append(float(coming[0]))
        state = _next_week(state, practice.hazard, coming)
    return np.array(chances)


def _next_week(state: Values, hazard: Values, renewed: Values) -> Values:
    """Return the chances of each wait one week later: one more, or 1 after an active week."""
    idle = state * (1 - hazard)
    moved = np.zeros_like(state)
    moved[:, 2:] = idle[:, 1:-1]
    moved[:, -1] += idle[:, -1]
    moved[:, 1] = renewed
    return moved
