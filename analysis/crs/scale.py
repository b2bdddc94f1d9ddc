"""The scale of CRS scores: when it changed, and which rounds are on the same one.

A change of how points are counted makes scores before and after it incomparable. A change counts
from its first day: a round on that day is on the new scale. Changes come as an argument, oldest
first, so that every function can be replayed without them or as if they had not been known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.vocabulary.columns import REPORTED, SCALE

Changes = Sequence[date]


def scale_changes(events: pd.DataFrame) -> tuple[date, ...]:
    """Return the days on which the scale changed, oldest first, without those only reported.

    `events` needs date, kind and certainty.

    >>> events = pd.DataFrame({"date": pd.to_datetime(["2025-03-25", "2025-11-04", "2026-11-03"]),
    ...     "kind": ["scale", "plans", "scale"], "certainty": ["official", "official", "reported"]})
    >>> scale_changes(events)
    (datetime.date(2025, 3, 25),)
    """
    is_change = (events["kind"] == SCALE) & (events["certainty"] != REPORTED)
    return tuple(sorted(events.loc[is_change, "date"].dt.date))


def scale_numbers(dates: pd.Series[pd.Timestamp], changes: Changes) -> npt.NDArray[np.int64]:
    """Return the number of the scale of each date: how many changes there had been by then.

    >>> days = pd.Series(pd.to_datetime(["2025-03-24", "2025-03-25"]))
    >>> scale_numbers(days, [date(2025, 3, 25)]).tolist()
    [0, 1]
    """
    edges = np.array([np.datetime64(day) for day in changes], dtype="datetime64[ms]")
    days = dates.to_numpy().astype("datetime64[ms]")
    return np.asarray(np.searchsorted(edges, days, side="right"), dtype="int64")


def scale_since(changes: Changes, day: date) -> date | None:
    """Return the day on which the scale of a day began, or None if it is the first.

    >>> scale_since([date(2020, 10, 20), date(2025, 3, 25)], date(2024, 1, 1))
    datetime.date(2020, 10, 20)
    >>> scale_since([date(2025, 3, 25)], date(2024, 1, 1)) is None
    True
    """
    place = bisect_right(changes, day)
    return changes[place - 1] if place else None


def changes_between(changes: Changes, first: date, last: date) -> tuple[date, ...]:
    """Return the changes after a day up to and including another, which part what lies there.

    >>> changes_between([date(2025, 3, 25)], date(2025, 3, 24), date(2025, 3, 25))
    (datetime.date(2025, 3, 25),)
    >>> changes_between([date(2025, 3, 25)], date(2025, 3, 25), date(2026, 1, 1))
    ()
    """
    return tuple(changes[bisect_right(changes, first) : bisect_right(changes, last)])


def next_change(changes: Changes, day: date) -> date | None:
    """Return the first change after a day, or None if none is known.

    >>> next_change([date(2025, 3, 25)], date(2025, 3, 24))
    datetime.date(2025, 3, 25)
    """
    place = bisect_right(changes, day)
    return changes[place] if place < len(changes) else None


def is_on_scale(
    dates: pd.Series[pd.Timestamp], changes: Changes, day: date
) -> npt.NDArray[np.bool_]:
    """Return whether each date is on the same scale as a day."""
    return np.equal(scale_numbers(dates, changes), bisect_right(changes, day))


def on_scale_of(draws: pd.DataFrame, changes: Changes, day: date) -> pd.DataFrame:
    """Return the rounds on the same scale as a day, with their index.

    >>> draws = pd.DataFrame({"round_id": ["340", "341", "342"],
    ...     "date": pd.to_datetime(["2025-03-21", "2025-03-25", "2025-04-14"])})
    >>> on_scale_of(draws, [date(2025, 3, 25)], date(2025, 4, 1))["round_id"].tolist()
    ['341', '342']
    """
    same: pd.DataFrame = draws[is_on_scale(draws["date"], changes, day)]
    return same
