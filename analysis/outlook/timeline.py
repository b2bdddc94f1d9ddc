"""The rounds as NumPy arrays that can be truncated at any day in O(1).

Forecasts are tried on more than a thousand past days. Each of these days sees the same arrays up to
its own end, so that nothing is copied and no later round can slip in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.crs.scale import Changes
from analysis.periods import in_catalogue_order
from analysis.rounds.frequency import ANY

Values = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Days = TypeVar("Days", int, Whole)

# 1970-01-01, from which days are counted, was a Thursday: day -3 is the Monday of its week.
_MONDAY = 3
# Forecasts count rounds from here on: before, there were mostly rounds of all programs, then none.
COUNTED_SINCE = date(2021, 10, 1)
RETIRED_DAYS = 365
MIN_ROUNDS = 4


def day_number(day: date) -> int:
    """Return the number of days from 1970-01-01 to a day.

    >>> day_number(date(1970, 1, 4)), weekday(3)
    (3, 6)
    """
    return (day - date(1970, 1, 1)).days


def as_dates(days: Whole) -> npt.NDArray[np.datetime64]:
    """Return numbered days as datetime64[ms], the type of all dates in the data."""
    return days.astype("datetime64[D]").astype("datetime64[ms]")


def week(day: Days) -> Days:
    """Return the number of the ISO week of a numbered day, or of each."""
    return (day + _MONDAY) // 7


def weekday(day: Days) -> Days:
    """Return the weekday of a numbered day, or of each: 0 Monday to 6 Sunday."""
    return (day + _MONDAY) % 7


def fading_weights(length: int, half_life: float) -> Values:
    """Return weights for values from the oldest to the newest, whose weight is 1.

    >>> fading_weights(3, half_life=1).tolist()
    [0.25, 0.5, 1.0]
    """
    return np.asarray(0.5 ** (np.arange(length - 1, -1, -1) / half_life), dtype="float64")


@dataclass(frozen=True)
class Timeline:
    """The rounds from the oldest to the newest, one array of equal length per column.

    `days` counts from 1970-01-01; `codes` are places in `categories`, which may include categories
    without a round; `cutoffs` are points and `sizes` invitations. `changes` are the days on which
    the CRS scale changed, oldest first.
    """

    days: Whole
    codes: Whole
    cutoffs: Values
    sizes: Values
    categories: tuple[str, ...]
    changes: Whole

    @classmethod
    def of(
        cls, draws: pd.DataFrame, changes: Changes = (), since: date | None = COUNTED_SINCE
    ) -> Timeline:
        """Return the rounds of a frame from `since` on, by default those that forecasts count."""
        all_codes = draws["category"].tolist()
        names = in_catalogue_order(all_codes)
        place = {name: code for code, name in enumerate(names)}
        days = draws["date"].to_numpy().astype("datetime64[D]").astype("int64")
        first = 0 if since is None else int(np.searchsorted(days, day_number(since)))
        return cls(
            days[first:],
            np.array([place[name] for name in all_codes[first:]], dtype="int64"),
            draws["cutoff"].to_numpy(dtype="float64")[first:],
            draws["invitations"].to_numpy(dtype="float64")[first:],
            tuple(names),
            np.array([day_number(change) for change in changes], dtype="int64"),
        )

    def scale_on(self, days: Whole) -> Whole:
        """Return the number of the CRS scale on each day: how many changes there had been."""
        return np.asarray(np.searchsorted(self.changes, days, side="right"), dtype="int64")

    def until(self, day: int) -> Timeline:
        """Return the rounds up to and including a numbered day."""
        return self._part(slice(int(np.searchsorted(self.days, day, side="right"))))

    def of_category(self, code: int) -> Timeline:
        """Return the rounds of one category."""
        return self._part(self.codes == code)

    def by_code(self) -> dict[int, Timeline]:
        """Return the rounds of each category with a round, by its code."""
        return {int(code): self.of_category(int(code)) for code in np.unique(self.codes)}

    def by_category(self) -> dict[str, Timeline]:
        """Return all rounds together as "any", then those of each category with a round."""
        by_code = self.by_code()
        return {ANY: self, **{self.categories[code]: rounds for code, rounds in by_code.items()}}

    def _part(self, index: slice | Flags) -> Timeline:
        days, codes, cutoffs = self.days[index], self.codes[index], self.cutoffs[index]
        return Timeline(days, codes, cutoffs, self.sizes[index], self.categories, self.changes)

    def current_categories(self, day: int) -> Whole:
        """Return the codes of the categories that had a round in the year before a day."""
        return np.unique(self.codes[np.searchsorted(self.days, day - RETIRED_DAYS) :])

    def __len__(self) -> int:
        return len(self.days)
