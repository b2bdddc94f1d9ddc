"""The order of categories, and weeks, months, quarters and years as numbered periods.

Because periods are numbered, rounds per period are sums by index, and a period without a round is
zero rather than missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.vocabulary.categories import CATEGORIES

Numbers = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]

# For each period: NumPy's unit, how many units it has, and the offset of the first period.
# NumPy counts days from a Thursday (1970-01-01); three days earlier is the Monday of that week.
_STEPS = {"week": ("D", 7, 3), "month": ("M", 1, 0), "quarter": ("M", 3, 0), "year": ("Y", 1, 0)}
PERIODS = tuple(_STEPS)
_PLACE = {category.code: place for place, category in enumerate(CATEGORIES)}


def in_catalogue_order(codes: Iterable[str]) -> list[str]:
    """Return each category code once, in catalogue order, then unmapped ones alphabetically.

    >>> in_catalogue_order(["zoologists", "stem", "beekeepers", "general", "stem"])
    ['general', 'stem', 'beekeepers', 'zoologists']
    """
    return sorted(set(codes), key=lambda code: (_PLACE.get(code, len(_PLACE)), code))


def text_column(values: Iterable[str]) -> pd.Series[str]:
    """Return a column of type str, even if it is empty."""
    return pd.Series(list(values), dtype="str")


def midnight(day: date) -> pd.Timestamp:
    """Return a day as a naive midnight in ms, the type of all dates in the data.

    >>> from datetime import date
    >>> midnight(date(2026, 8, 20))
    Timestamp('2026-08-20 00:00:00')
    """
    return pd.Timestamp(day).normalize().as_unit("ms")


def as_known_on(draws: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the rounds up to and including a day: the data as of its end."""
    return draws[draws["date"] <= midnight(as_of)]


def period_numbers(dates: pd.Series[pd.Timestamp], period: str) -> Numbers:
    """Return the number of each date's period; consecutive periods have consecutive numbers.

    Raises:
        ValueError: if `period` is not one of `PERIODS`.
    """
    if period not in _STEPS:
        raise ValueError(f"the period {period!r} is none of {', '.join(PERIODS)}")
    unit, size, offset = _STEPS[period]
    count = dates.to_numpy().astype(f"datetime64[{unit}]").astype("int64")
    return np.asarray((count + offset) // size, dtype="int64")


def period_starts(numbers: Numbers, period: str) -> Days:
    """Return the first day of each numbered period, as datetime64[ms]."""
    unit, size, offset = _STEPS[period]
    return (numbers * size - offset).astype(f"datetime64[{unit}]").astype("datetime64[ms]")


def mondays(dates: pd.Series[pd.Timestamp]) -> Days:
    """Return the Monday of the ISO week of each date, as datetime64[ms].

    >>> mondays(pd.Series(pd.to_datetime(["2021-01-03", "2021-01-04"]))).astype("datetime64[D]")
    array(['2020-12-28', '2021-01-04'], dtype='datetime64[D]')
    """
    return period_starts(period_numbers(dates, "week"), "week")


def period_range(
    draws: pd.DataFrame, period: str, start: date | None, end: date | None
) -> tuple[pd.DataFrame, Numbers, Numbers]:
    """Return the rounds from `start` to `end`, their positions, and the numbers of all periods.

    Without `start` or `end` the range begins with the first round or ends with the last. The
    position of a round is that of its period among all periods of the range.
    """
    first = draws["date"].min() if start is None else midnight(start)
    last = draws["date"].max() if end is None else midnight(end)
    inside = draws[draws["date"].between(first, last)]
    if pd.isna(first) or pd.isna(last) or first > last:
        empty = np.empty(0, dtype="int64")
        return inside, empty, empty
    low, high = period_numbers(pd.Series([first, last]), period)
    return inside, period_numbers(inside["date"], period) - low, np.arange(low, high + 1)


def sum_by_position(positions: Numbers, amounts: pd.Series[int], length: int) -> Numbers:
    """Return the sum of the amounts at each of `length` positions, zero where there is none."""
    # bincount sums in float64, which is exact for any number of invitations.
    return np.bincount(positions, weights=amounts.to_numpy(), minlength=length).astype("int64")
