"""Simulated futures: when rounds of some categories are held, and with what cut-offs.

Weeks and rounds are drawn with the chances of ``rhythm.py``. Each cut-off is the forecast of
``pull.py`` from the simulated cut-offs before it, plus a Laplace error of its scale. The
same seed gives the same futures (Monte Carlo, Metropolis and Ulam 1949).

For six months, cut-offs are pulled further towards the mean and spread less (`FAR_PATH`): then an
unusual cut-off is long gone. For three months that brought nothing, so there the paths are those
of the next cut-off.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from analysis.outlook.pull import MEAN_WINDOW, PULL
from analysis.outlook.rhythm import LONGEST, WEEK, Rhythm
from analysis.outlook.timeline import Flags, Values

FUTURES = 1000
SEED = 20150131


class Path(NamedTuple):
    """How far each simulated cut-off is pulled to the mean, and how wide its error is drawn."""

    pull: float
    spread: float


NEAR_PATH, FAR_PATH = Path(PULL, 1.0), Path(0.7, 0.8)


@dataclass(frozen=True)
class Start:
    """Where the futures of one category begin: its row in the rhythm, its cut-offs, its scale."""

    row: int
    cutoffs: Values
    scale: float


@dataclass(frozen=True)
class SimulatedFutures:
    """Simulated rounds, as arrays of (weeks, futures, starts); week 0 is the rest of this week.

    `uniform` is a random number from 0 to 1: a round is held by the end of a weekday if it is below
    the chance of that. `held` says whether the round is held in that week at all; `cutoffs` are in
    points, held or not. `by_day` are the chances in an active week by (starts, weekdays), for this
    week and for later ones. `errors` are the errors of the cut-offs before a path narrows them.
    """

    uniform: Values
    active: Flags
    held: Flags
    cutoffs: Values
    by_day: tuple[Values, Values]
    weekday: int
    errors: Values

    def held_within(self, horizon: int) -> Flags:
        """Return whether each round is held within some days after the day of the forecast."""
        last = self.weekday + horizon
        whole, rest = divmod(last, WEEK)
        inside = self.held.copy()
        inside[whole + 1 :] = False
        if whole < len(inside):
            chances = self.by_day[min(whole, 1)][:, rest]
            inside[whole] = self.active[whole][:, None] & (self.uniform[whole] < chances)
        return inside

    def days(self) -> Values:
        """Return the days from the forecast to each round; meaningless where it is not held."""
        ahead = np.arange(len(self.uniform))[:, None, None] * WEEK - self.weekday
        weekday = np.empty(self.uniform.shape)
        for now, part in enumerate((slice(0, 1), slice(1, None))):
            weekday[part] = (self.uniform[part][..., None] >= self.by_day[now]).sum(axis=-1)
        return np.asarray(ahead + weekday, dtype="float64")


def simulate(
    rhythm: Rhythm,
    starts: list[Start],
    seed: int,
    count: int = FUTURES,
    path: Path = NEAR_PATH,
) -> SimulatedFutures:
    """Return simulated rounds of some categories in this week and the next `LONGEST` weeks."""
    random = np.random.default_rng(seed)
    shape = (LONGEST + 1, count, len(starts))
    rows = [start.row for start in starts]
    active = _active_weeks(rhythm, random, count)
    uniform = random.random(shape)
    later = rhythm.share[rows][:, None] * rhythm.by_day[rows]
    current = rhythm.remaining_by[rows] / max(rhythm.active, 1e-9)
    chances = np.broadcast_to(later[:, -1], shape).copy()
    chances[0] = current[:, -1]
    held = active[:, :, None] & (uniform < chances)
    scale = np.array([start.scale for start in starts])
    errors = random.laplace(0.0, 1.0, shape) * scale
    cutoffs = _cutoffs(held, starts, errors, path)
    by_day = (current, later)
    return SimulatedFutures(uniform, active, held, cutoffs, by_day, rhythm.weekday, errors)


def along(futures: SimulatedFutures, starts: list[Start], path: Path) -> SimulatedFutures:
    """Return the same rounds with cut-offs along another path."""
    return replace(futures, cutoffs=_cutoffs(futures.held, starts, futures.errors, path))


def _active_weeks(rhythm: Rhythm, random: np.random.Generator, count: int) -> Flags:
    """Return which weeks are active in each future; an active current week stays active."""
    uniform = random.random((LONGEST + 1, count))
    active = np.zeros(uniform.shape, dtype=bool)
    active[0] = uniform[0] < rhythm.active
    idle_weeks = np.where(active[0], 0, rhythm.idle_weeks)
    for week in range(1, LONGEST + 1):
        idle_weeks = np.minimum(idle_weeks + 1, LONGEST)
        active[week] = uniform[week] < rhythm.hazard[idle_weeks]
        idle_weeks = np.where(active[week], 0, idle_weeks)
    return active


def _cutoffs(held: Flags, starts: list[Start], errors: Values, path: Path) -> Values:
    """Return the cut-off of a round in each week: its forecast from those before, plus an error."""
    recent = np.stack([_recent(start.cutoffs) for start in starts], axis=1)
    recent = np.broadcast_to(recent[:, None, :], (MEAN_WINDOW, *held.shape[1:])).copy()
    cutoffs = np.empty(held.shape)
    for week, held_now in enumerate(held):
        last = recent[-1]
        middle = last + path.pull * (recent.mean(axis=0) - last)
        cutoffs[week] = middle + path.spread * errors[week]
        recent[:-1] = np.where(held_now, recent[1:], recent[:-1])
        recent[-1] = np.where(held_now, cutoffs[week], last)
    return cutoffs


def _recent(cutoffs: Values) -> Values:
    """Return the last ten cut-offs; missing earlier ones are filled with their mean."""
    last = cutoffs[-MEAN_WINDOW:]
    return np.append(np.full(MEAN_WINDOW - len(last), last.mean()), last)
