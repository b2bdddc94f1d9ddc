"""The score card as it is stored beside the record: it is never computed for a visitor."""

from __future__ import annotations

import logging
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st

from analysis.track_record.forecast_log import score_log
from data import forecasts
from data.forecasts import Forecasts, ForecastsError
from data.rounds.record import FOLDER
from pages import served
from pages.ui.view import View, per_view

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Scores:
    """How well forecasts have done, as it was stored; what was not stored is None.

    `card` and `reliability` are those of ``backtest.run``; `log` has the logged forecasts, and
    `live` is the score card of those.
    """

    card: pd.DataFrame | None = None
    reliability: pd.DataFrame | None = None
    log: pd.DataFrame | None = None
    live: pd.DataFrame | None = None


def stored(view: View) -> Scores:
    """Return the scores stored with the record of a view: none of another copy, none from later."""
    for folder in dict.fromkeys((served.current().folder, FOLDER)):
        found = _read(folder, forecasts.stamp(folder))
        if found and found.sha256 == view.record.source.sha256 and found.as_of <= view.as_of:
            live_card = _live(view, len(found.log), found.log)
            return Scores(found.card, found.reliability, found.log, live_card)
    return Scores()


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(folder: Path, stamp: Hashable) -> Forecasts | None:
    del stamp  # a new one means that the files have changed
    try:
        return forecasts.load(folder)
    except ForecastsError:
        _log.exception("The score card is not shown")
        return None


@per_view
def _live(view: View, count: int, _lines: pd.DataFrame) -> pd.DataFrame:
    """Return the scores of what was said, which change with the record and with each line."""
    del count  # tells one log from a longer one
    return score_log(_lines, view.history, view.as_of)
