"""Which categories a chart brings forward, and which are inactive."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from analysis.periods import as_known_on, midnight
from analysis.rounds.frequency import DORMANT_DAYS

MOST = 4  # categories that can be told apart by colour
FREQUENT = 4  # rounds in 12 months


def focus(draws: pd.DataFrame, on: date, chosen: Collection[str] = ()) -> tuple[str, ...]:
    """Return the categories to bring forward on a day, at most `MOST`, the most frequent first.

    These are the `chosen` ones; without a choice, those with at least `FREQUENT` rounds in the 12
    months to that day or, if there are none, that of the latest round. Of equally frequent ones,
    that with the later round comes first. `draws` needs date and category.

    >>> draws = pd.DataFrame({"date": pd.to_datetime(["2024-04-11"] + ["2026-05-01"] * 4),
    ...                       "category": ["stem"] + ["cec"] * 4})
    >>> focus(draws, date(2026, 8, 20)), focus(draws, date(2026, 8, 20), ["stem", "cec"])
    (('cec',), ('cec', 'stem'))
    """
    known = as_known_on(draws, on)
    recent = known[known["date"] > midnight(on) - pd.DateOffset(years=1)]
    counts = recent["category"].value_counts()
    newest_first = list(dict.fromkeys(known["category"].iloc[::-1]))
    newest_first += [code for code in chosen if code not in newest_first]
    by_count = sorted(newest_first, key=lambda code: -counts.get(code, 0))
    if chosen:
        return tuple(code for code in by_count if code in chosen)[:MOST]
    frequent = [code for code in by_count if counts.get(code, 0) >= FREQUENT]
    return tuple(frequent or newest_first[:1])[:MOST]


def inactive(draws: pd.DataFrame, on: date) -> dict[str, pd.Timestamp]:
    """Return the date of the last round of each category that had none for over a year.

    >>> draws = pd.DataFrame({"date": pd.to_datetime(["2024-04-11", "2026-05-01"]),
    ...                       "category": ["stem", "cec"]})
    >>> inactive(draws, date(2026, 8, 20))
    {'stem': Timestamp('2024-04-11 00:00:00')}
    """
    last = as_known_on(draws, on).groupby("category", sort=False)["date"].max()
    is_inactive = (midnight(on) - last).dt.days > DORMANT_DAYS
    return {str(code): day for code, day in last[is_inactive].items()}
