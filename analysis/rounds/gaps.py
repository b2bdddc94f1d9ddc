"""The distribution of the gaps between rounds, compared with the current wait."""

from __future__ import annotations

import pandas as pd

from analysis.rounds.frequency import ANY


def gap_distribution(gaps: pd.DataFrame, waits: pd.DataFrame) -> pd.DataFrame:
    """Return how often each gap length occurred, with the category's current wait.

    `gaps` and `waits` are those of :mod:`analysis.rounds.frequency`. Columns: category, days
    (length of the gap), gaps (how many had that length), of (gaps of the category), then wait,
    median_gap, usual_low, usual_high (days) and longer_than (0 to 1) as in `waits`; by category
    in the order of `waits`, then by days. Categories without a gap or not in `waits` have no row.

    >>> from analysis.rounds.frequency import gaps, waits
    >>> from datetime import date
    >>> draws = pd.DataFrame({"round_id": ["272", "274", "276", "279"], "category": "stem",
    ...     "date": pd.to_datetime(["2023-12-06", "2023-12-08", "2023-12-19", "2023-12-21"])})
    >>> gap_distribution(gaps(draws), waits(draws, date(2023, 12, 29)).tail(1))[
    ...     ["category", "days", "gaps", "of", "wait"]]
      category  days  gaps  of  wait
    0     stem     2     2   3     8
    1     stem    11     1   3     8
    """
    counted = gaps.groupby(["category", "days"], as_index=False).agg(gaps=("round_id", "size"))
    counted["of"] = counted.groupby("category")["gaps"].transform("sum")
    columns = ["category", "wait", "median_gap", "usual_low", "usual_high", "longer_than"]
    return waits[columns].merge(counted, on="category", how="inner")[
        ["category", "days", "gaps", "of", *columns[1:]]
    ]


def comparable_waits(waits: pd.DataFrame) -> pd.DataFrame:
    """Return the waits that can be compared with gaps: active categories with at least two rounds.

    The row for any category is left out if it only repeats that of a single category.

    >>> frame = pd.DataFrame({"category": ["any", "stem", "cec"], "dormant": [False, True, False],
    ...                       "median_gap": [7.0, 140.5, 14.0]})
    >>> comparable_waits(frame)["category"].tolist()
    ['any', 'cec']
    >>> comparable_waits(frame.iloc[:2])["category"].tolist()
    []
    """
    comparable = waits[~waits["dormant"] & waits["median_gap"].notna()]
    return comparable if len(waits) > 2 else comparable[comparable["category"] != ANY]
