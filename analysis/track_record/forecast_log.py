"""The log of forecasts as they were made, and how they did once later rounds were held.

A later change of a method cannot improve logged forecasts. They are scored like the backtest.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.crs.scale import Changes
from analysis.outlook.futures import SEED
from analysis.outlook.next_cutoff import next_cutoffs
from analysis.outlook.next_date import HIGH, LOW, WITHIN_DAYS, next_dates
from analysis.outlook.timeline import Timeline, day_number
from analysis.outlook.volume import Tally, volume
from analysis.periods import as_known_on, midnight
from analysis.track_record.baselines import gap_chances
from analysis.track_record.score_card import score_trials
from analysis.track_record.trials import OUTLOOK, Sheet

LOG = {
    "made_on": "datetime64[ms]",
    "target": "str",
    "category": "str",
    "horizon": "Int64",
    "probability": "float64",
    "expected": "float64",
    "low": "float64",
    "high": "float64",
    "baseline": "float64",
}
BASELINES = {"cut": "last", "when": "gaps", "volume": "as-before"}
_NO_VALUE = (np.nan, np.nan, np.nan)  # expected, low, high
_Row = dict[Hashable, Any]
_Entry = tuple[str, str, int | None, float, float, float, float, float]


def log_entries(draws: pd.DataFrame, as_of: date, changes: Changes = ()) -> pd.DataFrame:
    """Return the forecasts made on a day for the log, one per row.

    Categories without enough rounds have none. Columns: made_on (the day), target ("cut-off",
    "when-7", "when-14", "when-28", "volume-30", "volume-90"), category ("any" too, except for
    cut-offs), horizon (days; missing for cut-offs), probability (of a round), expected, low, high
    (points or invitations), and baseline: the forecast of the last value, of the gaps so far, or of
    the invitations in as many days before.
    """
    rows = [*_cutoffs(draws, as_of, changes), *_dates(draws, as_of), *_volumes(draws, as_of)]
    table = pd.DataFrame(rows, columns=list(LOG)[1:])
    table.insert(0, "made_on", midnight(as_of))
    return table.astype(LOG)


def _cutoffs(draws: pd.DataFrame, as_of: date, changes: Changes) -> Iterator[_Entry]:
    table = next_cutoffs(draws, as_of, changes=changes)
    for row in table[table["status"] == "ok"].to_dict("records"):
        yield (
            *("cut-off", row["category"], None, np.nan),
            *(row["expected"], row["low"], row["high"], float(row["last"])),
        )


def _dates(draws: pd.DataFrame, as_of: date) -> Iterator[_Entry]:
    table = next_dates(draws, as_of)
    rounds = _rounds(draws, as_of)
    for row in table[(table["status"] == "ok") & table["within_7"].notna()].to_dict("records"):
        name = row["category"]
        gaps = gap_chances(np.unique(rounds[name].days), day_number(as_of), WITHIN_DAYS)
        for within, chance in zip(WITHIN_DAYS, np.clip(gaps, LOW, HIGH), strict=True):
            probability = row[f"within_{within}"]
            yield (f"when-{within}", name, within, probability, *_NO_VALUE, float(chance))


def _volumes(draws: pd.DataFrame, as_of: date) -> Iterator[_Entry]:
    table = volume(draws, as_of)
    rounds, today = _rounds(draws, as_of), day_number(as_of)
    is_logged = (table["status"] == "ok") & (table["horizon"] != "year")
    for row in table[is_logged].to_dict("records"):
        days, name = row["days"], row["category"]
        before = _invitations(rounds[name], today - days, today)
        edges = (row["expected"], row["low"], row["high"])
        yield (f"volume-{days}", name, days, np.nan, *edges, before)


def _rounds(draws: pd.DataFrame, as_of: date) -> dict[str, Timeline]:
    return Timeline.of(as_known_on(draws, as_of)).by_category()


def _invitations(rounds: Timeline, after: int, until: int) -> float:
    return float(Tally.of(rounds).between(np.array([after]), np.array([until]))[0])


def score_log(
    log: pd.DataFrame, draws: pd.DataFrame, as_of: date, seed: int = SEED
) -> pd.DataFrame:
    """Return the scores of the logged forecasts that can be checked by now, as a score card.

    A chance or a volume can be checked when its days are over, a cut-off when the category's next
    round was held. Of several forecasts for one round the last counts, and of several on one day
    the last logged. The columns are those of ``backtest.run``; the era begins with the first
    forecast in the log. Empty before any can be checked.
    """
    rounds, today = _rounds(draws, as_of), day_number(as_of)
    rows = log.drop_duplicates(["made_on", "target", "category", "horizon"], keep="last")
    rows = rows.sort_values("made_on", kind="stable")
    outcomes: dict[tuple[str, str, int], tuple[_Row, float]] = {}
    for row in rows.to_dict("records"):
        outcome = _actual(row, rounds, today)
        if outcome is not None:
            outcomes[row["target"], row["category"], outcome[0]] = (row, outcome[1])
    sheets: dict[str, Sheet] = {}
    for (target, category, _), (row, actual) in outcomes.items():
        chance = target.startswith("when")
        sheet = sheets.setdefault(target, Sheet(target, chance))
        forecast = row["probability"] if chance else row["expected"]
        name = BASELINES[target.split("-")[0]]
        made_on = day_number(row["made_on"].date())
        sheet.add(made_on, category, actual, {OUTLOOK: forecast, name: row["baseline"]})
        sheet.interval(row["low"], row["high"])
    eras = [log["made_on"].min().date()] if outcomes else []
    return score_trials([sheet.trials() for sheet in sheets.values()], eras, seed)


def _actual(row: _Row, rounds: dict[str, Timeline], today: int) -> tuple[int, float] | None:
    """Return which event a logged forecast was about and its outcome; None while it is open."""
    made_on = day_number(row["made_on"].date())
    if row["target"] == "cut-off":
        timeline = rounds[row["category"]]
        place = int(np.searchsorted(timeline.days, made_on, side="right"))
        return (place, float(timeline.cutoffs[place])) if place < len(timeline) else None
    until = made_on + int(row["horizon"])
    if until > today:
        return None
    actual = _invitations(rounds[row["category"]], made_on, until)
    return made_on, float(actual > 0) if row["target"].startswith("when") else actual
