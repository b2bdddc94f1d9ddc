"""The score card: the scores of all trials as one tidy table, by era and category.

Each number is a mean over the forecasts of one target, era and group; ``scores.py`` has the scores
and the intervals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.outlook.timeline import Flags, Values, day_number
from analysis.periods import in_catalogue_order
from analysis.rounds.frequency import ANY
from analysis.track_record import scores
from analysis.track_record.sheet import OUTLOOK, Trials

OVERALL, WITHOUT_PNP = "overall", "without-pnp"
# Months that are resampled together, where forecasts span more than one.
BLOCKS = {"volume-90": 3, "invited-3": 3, "invited-6": 6, "invited": 6}
_TYPES = {
    "model": "str",
    "target": "str",
    "era": "str",
    "group": "str",
    "metric": "str",
    "value": "float64",
    "baseline": "str",
    "baseline_value": "float64",
    "skill": "float64",
    "skill_low": "float64",
    "skill_high": "float64",
    "n": "int64",
}
_RELIABILITY = {
    "target": "str",
    "era": "str",
    "group": "str",
    "bin": "float64",
    "said": "float64",
    "came": "float64",
    "n": "int64",
}


def score_trials(all_trials: Sequence[Trials], eras: Sequence[date], seed: int) -> pd.DataFrame:
    """Return the scores of all models by target, era, group and metric.

    The columns are those of ``backtest.run``. Losses (mae, crps, brier) have a row for each model,
    and one for the outlook against each baseline; the other metrics are those of the outlook.
    """
    rows = [row for view in _views(all_trials, eras) for row in view.rows(seed)]
    return pd.DataFrame(rows, columns=list(_TYPES)).astype(_TYPES)


def reliability_table(all_trials: Sequence[Trials], eras: Sequence[date]) -> pd.DataFrame:
    """Return mean forecast and actual frequency by target, era, group and tenth of probability.

    Columns: target, era, group, bin (its lower edge), said, came (both 0 to 1), n.
    """
    rows = [
        (view.trials.target, view.era.isoformat(), view.group, *row)
        for view in _views(all_trials, eras)
        if view.trials.is_chance
        for row in view.reliability().itertuples(index=False)
    ]
    return pd.DataFrame(rows, columns=list(_RELIABILITY)).astype(_RELIABILITY)


@dataclass(frozen=True)
class _View:
    """The trials of one target in one era and group."""

    trials: Trials
    era: date
    group: str
    inside: Flags

    def rows(self, seed: int) -> Iterator[tuple[object, ...]]:
        """Yield the rows of the score card."""
        count = int(self.inside.sum())
        days = self.trials.day[self.inside].astype("datetime64[D]")
        months = days.astype("datetime64[M]").astype("int64")
        key = (self.trials.target, self.era.isoformat(), self.group)
        nothing = (float("nan"),) * 4
        for metric, losses in self._losses().items():
            for model, values in losses.items():
                yield (model, *key, metric, values.mean(), "", *nothing, count)
            outlook = losses[OUTLOOK]
            block = BLOCKS.get(self.trials.target, 1)
            for baseline, values in losses.items():
                if baseline != OUTLOOK:
                    skill = scores.skill(outlook, values, months, seed, block)
                    comparison = (outlook.mean(), baseline, values.mean(), *skill, count)
                    yield (OUTLOOK, *key, metric, *comparison)
        for model, metric, value in self._properties():
            yield (model, *key, metric, value, "", *nothing, count)

    def _losses(self) -> dict[str, dict[str, Values]]:
        if not self.trials.forecasts:
            return {}
        actual = self.trials.actual[self.inside]
        forecasts = {model: values[self.inside] for model, values in self.trials.forecasts.items()}
        errors = {model: forecast - actual for model, forecast in forecasts.items()}
        if self.trials.is_chance:
            return {"brier": {model: error**2 for model, error in errors.items()}}
        losses = {"mae": {model: np.abs(error) for model, error in errors.items()}}
        if self.trials.scale:
            losses["crps"] = {
                model: scores.laplace_crps(actual, forecast, self.trials.scale[model][self.inside])
                for model, forecast in forecasts.items()
            }
        if self.trials.intervals:
            losses["winkler"] = {
                model: scores.winkler(actual, low, high)
                for model, (low, high) in self._edges().items()
            }
        return losses

    def _properties(self) -> Iterator[tuple[str, str, float]]:
        """Yield model, name and value of what is no loss: calibration, or coverage and width."""
        actual = self.trials.actual[self.inside]
        if not self.trials.forecasts:
            yield OUTLOOK, "coverage", float(actual.mean())
        elif self.trials.is_chance:
            chance = self.trials.forecasts[OUTLOOK][self.inside]
            yield OUTLOOK, "calibration", scores.calibration_error(chance, actual)
        else:
            for model, (low, high) in self._edges().items():
                covered = (actual >= low) & (actual <= high)
                yield model, "coverage", float(covered.mean())
                yield model, "width", float((high - low).mean())

    def _edges(self) -> dict[str, tuple[Values, Values]]:
        """Return the ends of each model's intervals, those of the outlook first."""
        trials = self.trials
        edges = {OUTLOOK: (trials.low, trials.high), **trials.intervals}
        return {
            model: (low[self.inside], high[self.inside]) for model, (low, high) in edges.items()
        }

    def reliability(self) -> pd.DataFrame:
        """Return the reliability table of the outlook's chances."""
        chance = self.trials.forecasts[OUTLOOK][self.inside]
        return scores.reliability(chance, self.trials.actual[self.inside])


def _views(all_trials: Sequence[Trials], eras: Sequence[date]) -> Iterator[_View]:
    """Yield the trials by target, era and group, without empty ones."""
    for trials in all_trials:
        category = np.array(trials.category, dtype="object")
        single = category != ANY
        groups = {ANY: ~single, OVERALL: single, WITHOUT_PNP: single & (category != "pnp")}
        groups |= {
            code: category == code for code in in_catalogue_order(set(trials.category) - {ANY})
        }
        for era in eras:
            recent = trials.day >= day_number(era)
            for group, members in groups.items():
                if (members & recent).any():
                    yield _View(trials, era, group, members & recent)
