"""Where every category stands: its rounds of the last 12 months beside its latest."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.crs.scale import Changes
from analysis.periods import as_known_on, midnight
from analysis.rounds.cutoffs import series


def last_year(draws: pd.DataFrame, as_of: date, changes: Changes = ()) -> pd.DataFrame:
    """Return the rounds of the 12 months to a day and, if it has none there, each category's last.

    Columns of `cutoffs.series`, by date, and: recent (in the 12 months), latest (the category's
    last) and comparable (on the CRS scale of the category's last; `changes` are the days on which
    the scale changed).

    >>> draws = pd.DataFrame({"round_id": ["293", "300", "310"], "category": ["stem", "cec", "cec"],
    ...     "date": pd.to_datetime(["2024-04-11", "2024-11-13", "2025-05-13"]),
    ...     "invitations": [4500, 400, 500], "cutoff": [491, 547, 547], "kind": "category"})
    >>> last_year(draws, date(2025, 8, 20), [date(2025, 3, 25)])[
    ...     ["round_id", "recent", "latest", "comparable"]]
      round_id  recent  latest  comparable
    0      293   False    True        True
    1      300    True   False       False
    2      310    True    True        True
    """
    rounds = series(as_known_on(draws, as_of), changes)
    latest = ~rounds.duplicated("category", keep="last")
    recent = rounds["date"] > midnight(as_of) - pd.DateOffset(years=1)
    scale = rounds[latest].set_index("category")["scale"].reindex(rounds["category"]).array
    marked = rounds.assign(recent=recent, latest=latest, comparable=rounds["scale"] == scale)
    return marked[recent | latest].reset_index(drop=True)
