"""How accurate past forecasts were, as stored with the data."""

from __future__ import annotations

import logging
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.outlook.forecastable import ERA
from analysis.track_record.forecast_log import check_log
from analysis.track_record.sheet import OUTLOOK
from data import forecasts
from data.forecasts import Forecasts, ForecastsError
from data.vocabulary.places import FOLDER
from pages import served
from pages.plot.style import rows
from pages.ui.view import View, kept, key_of

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Scores:
    """How accurate past forecasts were; None for what is not stored.

    `card` and `reliability` are those of ``backtest.run``, `log` has the logged forecasts,
    and `checked` what came of them (``check_log``). `stamp` identifies the files they are from, and
    `as_of` is the last day on which the card judges forecasts.
    """

    card: pd.DataFrame | None = None
    reliability: pd.DataFrame | None = None
    log: pd.DataFrame | None = None
    checked: pd.DataFrame | None = None
    stamp: Hashable = None
    as_of: date | None = None

    @cached_property
    def _rows(self) -> dict[tuple[str, ...], Any]:
        """The rows of the card for the outlook."""
        if self.card is None:
            return {}
        subset = self.card[self.card["model"] == OUTLOOK]
        return {
            (row.era, row.target, row.group, row.metric, row.baseline): row for row in rows(subset)
        }

    def find(
        self, target: str, group: str, metric: str, baseline: str = "", era: str = ERA
    ) -> Any | None:
        """Return the row of the card for a forecast, compared with a baseline if one is given."""
        return self._rows.get((era, target, group, metric, baseline))


def _stamp(folder: Path) -> Hashable:
    return str(folder), forecasts.stamp(folder)


def _key_of(value: Any) -> Hashable:
    if isinstance(value, Scores):
        return value.stamp or value
    return _stamp(value) if isinstance(value, Path) else key_of(value)


# Like `per_view`, also for functions that take scores, or the folder with their files.
per_scores = kept(_key_of)


def load_scores(view: View) -> Scores:
    """Return the scores stored with the data of a view; of other or later data only the log."""
    folders = dict.fromkeys((served.current().folder, FOLDER))
    found = [scores for folder in folders if (scores := _load_scores(view, folder))]
    return next((scores for scores in found if scores.card is not None), (*found, Scores())[0])


@per_scores
def _load_scores(view: View, folder: Path) -> Scores | None:
    stored = _load(folder)
    if not stored:
        return None
    log = stored.log[stored.log["made_on"] <= pd.Timestamp(view.as_of)]
    checked = check_log(log, view.history, view.as_of)
    if stored.sha256 != view.record.source.sha256 or stored.as_of > view.as_of:
        return Scores(log=log, checked=checked, stamp=_stamp(folder))
    return Scores(stored.card, stored.reliability, log, checked, _stamp(folder), stored.as_of)


@per_scores
def _load(folder: Path) -> Forecasts | None:
    try:
        return forecasts.load(folder)
    except ForecastsError:
        _log.exception("The score card is not shown")
        return None
