"""The score card: how each kind of forecast would have done, compared with simple baselines.

Forecasts are repeated for earlier days from what was known then (``trials.py``) and scored
(``score_card.py``), in the category era and in recent years, for each category and for all.
Nothing here depends on the clock, and the seed is an argument.

No forecast sees its future, and its constants are chosen only from outcomes that were known when it
was made (``nested.py``): nothing is judged on what chose it. The candidates among which is chosen,
the form of the methods and the grid of scores that people are assumed to have did come from people
who knew the data. Rounds since `FIXED_ON` came after most of that, and have an era of their own;
what was said of them in advance is in the log of forecasts (``forecast_log.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from analysis.crs.scale import Changes
from analysis.outlook.futures import SEED
from analysis.outlook.timeline import Timeline, day_number
from analysis.periods import as_known_on, midnight
from analysis.track_record.cutoff_trials import cutoff_trials
from analysis.track_record.forecast_log import log_entries
from analysis.track_record.nested import FIXED_ON
from analysis.track_record.new_scale import replayed, scale_trials
from analysis.track_record.score_card import reliability_table, score_trials
from analysis.track_record.trials import (
    invited_trials,
    statement_trials,
    volume_trials,
    when_trials,
)
from data.forecasts import Forecasts

ERAS = (date(2023, 7, 1), date(2025, 1, 1), FIXED_ON)
# Outcomes of the year before the first era choose the first constants.
CHOOSING_SINCE = date(2022, 7, 1)


@dataclass(frozen=True)
class Backtest:
    """The score card and the reliability table."""

    card: pd.DataFrame
    reliability: pd.DataFrame


def run(draws: pd.DataFrame, as_of: date, seed: int = SEED, *, changes: Changes = ()) -> Backtest:
    """Return score card and reliability of the forecasts that would have been made up to `as_of`.

    The card has one row per target ("cut-off" on the eve of a round, "cut-off-any-day", "what-if",
    "when-7", "when-14", "when-28", "date", "statement": date and cut-off, "volume-30", "volume-90",
    "invited-3", "invited-6", and "invited": both), era (the day that it begins), group ("any",
    "overall": all categories, "without-pnp", each category), metric and model, and for the
    "outlook" also one per baseline: model, target, era, group, metric, value,
    baseline, baseline_value, skill (share of the baseline's value that is saved), skill_low,
    skill_high (90 % interval by blocks of months), n (forecasts). The baseline "before" is the
    method before its last change, and "conformal" a range that was tried (``conformal.py``).
    Metrics: mae, crps, width, winkler (points, days or invitations), coverage (share within the
    80 % interval), brier, calibration (mean distance of probabilities from frequencies, 0 to 1).
    Rows without a baseline have "" and no skill.

    A further target "new-scale" has the first cut-offs after each of the `changes` of the CRS scale
    (``new_scale.py``), with an era that begins with the change, against the same forecast without
    allowing for it ("as-if-same").

    The reliability has one row per target, era, group and tenth of probability: target, era, group,
    bin (its lower edge), said, came (mean forecast and frequency, 0 to 1), n.
    """
    timeline = Timeline.of(as_known_on(draws, as_of), changes)
    first, end = day_number(CHOOSING_SINCE), day_number(as_of)
    on_eve, with_size, on_any_day = cutoff_trials(timeline, first, end)
    *chances, dates = when_trials(timeline, first, end)
    trials = [
        *(on_eve, on_any_day, with_size),
        *(*chances, dates),
        statement_trials(dates, on_any_day),
        *volume_trials(timeline, first, end),
        *invited_trials(timeline, first, end, seed),
    ]
    replays = scale_trials(as_known_on(draws, as_of), changes)
    replayed_card = score_trials(replays, replayed(changes), seed)
    card = pd.concat([score_trials(trials, ERAS, seed), replayed_card], ignore_index=True)
    return Backtest(card, reliability_table(trials, ERAS))


def update(
    stored: Forecasts | None,
    draws: pd.DataFrame,
    as_of: date,
    sha256: str,
    *,
    changes: Changes = (),
    rescore: bool = False,
) -> Forecasts:
    """Return the scores and the log to store with a copy of the data, known up to `as_of`.

    The scores are computed if the `stored` ones are of another copy, or with `rescore`. The day's
    forecasts are added to the log once per day and copy; logged forecasts never change.
    """
    log = pd.DataFrame() if stored is None else stored.log
    if log.empty or not ((log["made_on"] == midnight(as_of)) & (log["sha256"] == sha256)).any():
        entries = log_entries(draws, as_of, changes).assign(sha256=sha256)
        log = pd.concat([log, entries], ignore_index=True)
    if stored is not None and stored.sha256 == sha256 and not rescore:
        return replace(stored, log=log)
    result = run(draws, as_of, changes=changes)
    return Forecasts(result.card, result.reliability, log, sha256, as_of)
