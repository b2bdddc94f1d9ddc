"""Collecting the forecasts of one target, and choosing the outlook's constants for each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from analysis.outlook.timeline import Values, Whole, day_number
from analysis.track_record.nested import FIXED_ON, choose
from analysis.track_record.scores import laplace_crps

OUTLOOK, BEFORE = "outlook", "before"


@dataclass(frozen=True)
class Trials:
    """Forecasts of one target by several models, and what happened; one element per forecast.

    `day` is the day of the forecast (of the round, for cut-offs on its eve); `actual` the value, or
    1 if a round was held and 0 if not; `forecasts` and `scale` are by model; `low` and `high` are
    the outlook's 80 % interval, `intervals` those of other models. `is_chance` says that the
    forecasts are probabilities. Scales and intervals may be left out.
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
    intervals: dict[str, tuple[Values, Values]] = field(default_factory=dict)


class Candidate(NamedTuple):
    """A forecast with one choice of constants: middle or chance, scale, and the 80 % interval."""

    middle: float
    scale: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")


class Row(NamedTuple):
    """A forecast of a category, made at the end of `origin`, and its outcome, known on `known_on`.

    `pool` names the rows whose outcomes choose the constants of this one.
    """

    day: int
    category: str
    actual: float
    origin: int
    known_on: int
    pool: str = ""


class Sheet:
    """Collects the forecasts of one target row by row.

    The outlook's are chosen from candidates by the outcomes of the sheet itself or, with
    `chosen_by`, of another one. The first candidate counts before any outcome is known, and again
    after `FIXED_ON`, as no outcome since has chosen it; in the pools `still_open` then, one is
    still chosen.
    """

    def __init__(
        self,
        target: str,
        *,
        is_chance: bool = False,
        chosen_by: Sheet | None = None,
        still_open: Collection[str] = (),
    ) -> None:
        self._target, self._is_chance = target, is_chance
        self._chosen_by = self if chosen_by is None else chosen_by
        self._rows: list[Row] = []
        self._candidates: list[Sequence[Candidate]] = []
        self._still_open = still_open
        self._intervals: dict[str, list[tuple[float, float]]] = {}
        self._forecasts: dict[str, list[float]] = {}
        self._scale: dict[str, list[float]] = {}

    def add(self, row: Row, candidates: Sequence[Candidate], forecasts: dict[str, float]) -> None:
        """Add one forecast: the outlook's candidates, and those of the other models."""
        self._rows.append(row)
        self._candidates.append(candidates)
        for model, value in forecasts.items():
            self._forecasts.setdefault(model, []).append(value)

    def spread(self, scale: dict[str, float]) -> None:
        """Add the scales of the other models for the last forecast."""
        for model, value in scale.items():
            self._scale.setdefault(model, []).append(value)

    def interval(self, model: str, low: float, high: float) -> None:
        """Add the interval of another model for the last forecast."""
        self._intervals.setdefault(model, []).append((low, high))

    def trials(self) -> Trials:
        """Return all the forecasts."""
        chosen = np.empty((len(self._rows), len(Candidate._fields)))
        for pool, places in self._pools().items():
            values = self._values(places)
            origins = np.array([self._rows[place].origin for place in places], dtype="int64")
            picked = self._chosen_by.choices(pool, origins)
            if pool not in self._still_open:
                picked[origins >= day_number(FIXED_ON)] = 0
            chosen[places] = values[np.arange(len(places)), picked]
        middle, scale, low, high = chosen.T
        scales = {model: np.array(values) for model, values in self._scale.items()}
        forecasts = {model: np.array(values) for model, values in self._forecasts.items()}
        return Trials(
            self._target,
            np.array([row.day for row in self._rows], dtype="int64"),
            tuple(row.category for row in self._rows),
            np.array([row.actual for row in self._rows], dtype="float64"),
            {OUTLOOK: middle, **forecasts},
            {OUTLOOK: scale, **scales} if scales else {},
            low,
            high,
            self._is_chance,
            {
                model: (
                    np.array([edge[0] for edge in edges]),
                    np.array([edge[1] for edge in edges]),
                )
                for model, edges in self._intervals.items()
            },
        )

    def choices(self, pool: str, origins: Whole) -> Whole:
        """Return the place of the candidate to use in a pool on each day."""
        places = self._pools().get(pool, [])
        rows = [self._rows[place] for place in places]
        known_on = np.array([row.known_on for row in rows], dtype="int64")
        if not rows:
            return np.zeros(len(origins), dtype="int64")
        return choose(known_on, self._losses(places), origins)

    def _pools(self) -> dict[str, list[int]]:
        pools: dict[str, list[int]] = {}
        for place, row in enumerate(self._rows):
            pools.setdefault(row.pool, []).append(place)
        return pools

    def _values(self, places: Sequence[int]) -> Values:
        """Return the candidates of some rows as an array of (rows, candidates, fields)."""
        return np.array([self._candidates[place] for place in places], dtype="float64")

    def _losses(self, places: Sequence[int]) -> Values:
        values = self._values(places)
        middle, scale = values[:, :, 0], values[:, :, 1]
        actual = np.array([[self._rows[place].actual] for place in places])
        if self._is_chance:
            return np.asarray((middle - actual) ** 2, dtype="float64")
        if np.isnan(scale).any():
            return np.asarray(np.abs(middle - actual), dtype="float64")
        return laplace_crps(actual, middle, scale)
