"""The log of forecasts as they were made, and how they did once later rounds were held.

A later change of a method cannot improve logged forecasts.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.crs.scale import Changes
from analysis.outlook.next_cutoff import next_cutoffs
from analysis.outlook.next_date import HIGH, LOW, WITHIN_DAYS, next_dates
from analysis.outlook.timeline import Timeline, day_number
from analysis.outlook.volume import Tally, volume
from analysis.periods import as_known_on, midnight
from analysis.track_record.baselines import gap_chances

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
WHEN = tuple(f"when-{days}" for days in WITHIN_DAYS)
_NO_VALUE = (np.nan, np.nan, np.nan)  # expected, low, high
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


def check_log(log: pd.DataFrame, draws: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the logged forecasts that can be checked by now, and what came of each, newest first.

    A chance or a volume can be checked when its days are over, a cut-off when the category's next
    round was held. Of several forecasts for one round the last counts, and of several on one day
    the last logged. Columns: those of ``log_entries``, then checked_on (the day of the round, or
    the last of the days) and actual (points, invitations, or for a chance 1 if a round was held).
    """
    rounds, today = _rounds(draws, as_of), day_number(as_of)
    rows = log.drop_duplicates(["made_on", "target", "category", "horizon"], keep="last")
    rows = rows.sort_values("made_on", kind="stable")[list(LOG)]
    found = [_outcome(row, rounds, today) for row in rows.to_dict("records")]
    outcomes = pd.DataFrame(found, columns=["checked_on", "actual"], index=rows.index)
    outcomes = outcomes.astype({"checked_on": "datetime64[ms]", "actual": "float64"})
    checked = rows.join(outcomes).dropna(subset=["checked_on"])
    checked = checked.drop_duplicates(["target", "category", "checked_on"], keep="last")
    newest = checked["checked_on"].sort_values(ascending=False, kind="stable").index
    return checked.loc[newest].reset_index(drop=True)


def score_checked(checked: pd.DataFrame) -> pd.DataFrame:
    """Return how the forecasts of ``check_log`` did, a row per kind, beside the simple guesses.

    Columns: kind ("cut-off", "when" for all chances, "volume-30", "volume-90"), n, right (how many
    ranges held the outcome), error and baseline_error: the mean absolute error in points or
    invitations, for chances the mean squared one.

    >>> checked = pd.DataFrame({"target": "cut-off", "probability": np.nan,
    ...     "expected": [520.0, 760.0], "low": [510.0, 720.0], "high": [530.0, 800.0],
    ...     "baseline": [523.0, 750.0], "actual": [521.0, 700.0]})
    >>> score_checked(checked)
          kind  n  right  error  baseline_error
    0  cut-off  2      1   30.5            26.0
    """
    kind = checked["target"].replace(dict.fromkeys(WHEN, "when"))
    power = np.where(kind == "when", 2, 1)
    said = checked["expected"].fillna(checked["probability"])
    scored = pd.DataFrame(
        {
            "kind": kind,
            "n": 1,
            "right": checked["actual"].between(checked["low"], checked["high"]),
            "error": (said - checked["actual"]).abs() ** power,
            "baseline_error": (checked["baseline"] - checked["actual"]).abs() ** power,
        }
    )
    ways = {"n": "sum", "right": "sum", "error": "mean", "baseline_error": "mean"}
    return scored.groupby("kind").agg(ways).reset_index()


def count_held(checked: pd.DataFrame) -> pd.DataFrame:
    """Return how often a round was held when its chance was at least 50%, and when it was less.

    Columns: is_likely (at least 50%, True first), n (chances), held, and expected: how many should
    have been held if the chances are right.

    >>> count_held(pd.DataFrame({"target": "when-7", "probability": [0.9, 0.6, 0.2],
    ...                          "actual": [1.0, 0.0, 0.0]}))
       is_likely  n  held  expected
    0       True  2     1       1.5
    1      False  1     0       0.2
    """
    chances = checked[checked["target"].isin(WHEN)]
    is_likely = (chances["probability"] >= 0.5).rename("is_likely")
    groups = chances.groupby(is_likely)
    table = groups.agg(
        n=("actual", "size"), held=("actual", "sum"), expected=("probability", "sum")
    )
    return table.astype({"held": "int64"}).sort_index(ascending=False).reset_index()


def _outcome(
    row: dict[Hashable, Any], rounds: dict[str, Timeline], today: int
) -> tuple[pd.Timestamp | None, float]:
    """Return the day on which a logged forecast was decided and how; None while it is open."""
    timeline, made_on = rounds[row["category"]], day_number(row["made_on"].date())
    if row["target"] == "cut-off":
        place = int(np.searchsorted(timeline.days, made_on, side="right"))
        if place == len(timeline):
            return None, np.nan
        later = int(timeline.days[place]) - made_on
        return row["made_on"] + pd.Timedelta(days=later), float(timeline.cutoffs[place])
    until = made_on + int(row["horizon"])
    if until > today:
        return None, np.nan
    actual = _invitations(timeline, made_on, until)
    is_chance = row["target"] in WHEN
    end = row["made_on"] + pd.Timedelta(days=int(row["horizon"]))
    return end, float(actual > 0) if is_chance else actual
