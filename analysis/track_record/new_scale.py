"""The first cut-offs after a change of the CRS scale, with and without allowing for it.

How much to allow is chosen only from the replays before: for the first of 2020 it is nothing.
The rounds that forecasts usually leave out count here, so that the change of 2020 can be replayed
as well as that of 2025. Earlier changes came when nearly all rounds were general.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from analysis.crs.scale import Changes
from analysis.outlook.pull import cutoff_forecasts
from analysis.outlook.timeline import MIN_ROUNDS, Timeline, day_number
from analysis.track_record.cutoff_trials import add_cutoff
from analysis.track_record.nested import ALLOWANCES
from analysis.track_record.sheet import Row, Sheet, Trials

TARGET, AS_IF_SAME = "new-scale", "as-if-same"
REPLAYED_SINCE = date(2020, 1, 1)
FIRST, WITHIN_DAYS = 6, 365  # rounds of a category on the new scale, and days after the change


def replayed(changes: Changes) -> tuple[date, ...]:
    """Return the changes that are replayed."""
    return tuple(day for day in changes if day >= REPLAYED_SINCE)


def scale_trials(draws: pd.DataFrame, changes: Changes) -> list[Trials]:
    """Return the trials of the first cut-offs after each change, a list of none without a change.

    The outlook allows for the change, "as-if-same" does not.
    """
    timeline = Timeline.of(draws, changes, since=None)
    sheet, is_empty = Sheet(TARGET, still_open=[""]), True
    for place in _places(timeline, changes):
        day, code = int(timeline.days[place]), int(timeline.codes[place])
        past = timeline.until(day - 1)
        if code not in past.current_categories(day - 1):
            continue
        candidates = [
            cutoff_forecasts(past, until=day, allowance=allowance)[code] for allowance in ALLOWANCES
        ]
        if candidates[0].rounds >= MIN_ROUNDS:
            name, actual = timeline.categories[code], float(timeline.cutoffs[place])
            row = Row(day, name, actual, day - 1, day)
            add_cutoff(sheet, row, candidates, {AS_IF_SAME: candidates[0]})
            is_empty = False
    return [] if is_empty else [sheet.trials()]


def _places(timeline: Timeline, changes: Changes) -> Iterator[int]:
    """Yield the places of the first rounds of each category after each change, in order."""
    scale = timeline.scale_on(timeline.days)
    places = []
    for change in replayed(changes):
        start = day_number(change)
        is_soon = (timeline.days >= start) & (timeline.days <= start + WITHIN_DAYS)
        is_soon &= scale == timeline.scale_on(np.array([start]))[0]
        for code in np.unique(timeline.codes[is_soon]):
            places += np.flatnonzero(is_soon & (timeline.codes == code))[:FIRST].tolist()
    yield from sorted(places)
