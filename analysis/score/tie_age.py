"""How old a profile had to be to be invited with a score equal to the cut-off.

Of the candidates at the cut-off, a round invites those whose profile was submitted before the
tie-break. The age of the tie-break when the round was held is how long the last of them had been in
the pool. At a low age almost everybody at the cut-off was invited, at a high one few were.
"""

from __future__ import annotations

import pandas as pd

from analysis.periods import in_catalogue_order
from analysis.score.standing import doubtful_tie_breaks

_DAY_SECONDS = 86_400


def tie_age(draws: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Return how old the tie-break of each round was when the round was held.

    One row per round, in the order of `draws`: round_id, date, category, invitations, cutoff
    (points), drawn_at, tie_break_at; days (float: drawn_at minus tie_break_at), NaN if either time
    is missing or the tie-break is suspect in the ledger.

    >>> draws = pd.DataFrame({"round_id": ["436"], "date": pd.to_datetime(["2026-08-18"]),
    ...     "category": "cec", "invitations": 1000, "cutoff": 523,
    ...     "drawn_at": pd.to_datetime(["2026-08-18T10:09:00Z"]),
    ...     "tie_break_at": pd.to_datetime(["2026-08-17T22:09:00Z"])})
    >>> ledger = pd.DataFrame({"round_id": [], "field": [], "used": []})
    >>> tie_age(draws, ledger)["days"].to_list()
    [0.5]
    """
    frame = draws[
        ["round_id", "date", "category", "invitations", "cutoff", "drawn_at", "tie_break_at"]
    ]
    days = (frame["drawn_at"] - frame["tie_break_at"]).dt.total_seconds() / _DAY_SECONDS
    doubtful = frame["round_id"].isin(doubtful_tie_breaks(ledger))
    return frame.assign(days=days.mask(doubtful)).reset_index(drop=True)


def tie_age_by_category(ages: pd.DataFrame) -> pd.DataFrame:
    """Return the usual age of the tie-break by category.

    `ages` is what `tie_age` returns. One row per category with a known age, in catalogue order:
    category; rounds (with a known age); shortest, lower_quartile, median, upper_quartile, longest
    (days, float); latest (days, float), latest_id, latest_date: of the last round with a known age.

    >>> ages = pd.DataFrame({"category": "cec", "days": [10.0, 40.0, 20.0, float("nan")],
    ...     "round_id": ["1", "2", "3", "4"], "date": pd.to_datetime(["2026-08-18"] * 4)})
    >>> tie_age_by_category(ages)[["rounds", "shortest", "median", "latest", "latest_id"]]
       rounds  shortest  median  latest latest_id
    0       3      10.0    20.0    20.0         3
    """
    groups = ages[ages["days"].notna()].groupby("category")
    days = groups["days"]
    frame = pd.DataFrame(
        {
            "rounds": days.size(),
            "shortest": days.min(),
            "lower_quartile": days.quantile(0.25),
            "median": days.median(),
            "upper_quartile": days.quantile(0.75),
            "longest": days.max(),
            "latest": days.last(),
            "latest_id": groups["round_id"].last(),
            "latest_date": groups["date"].last(),
        }
    )
    order = pd.Index(in_catalogue_order(frame.index), dtype="str", name="category")
    return frame.reindex(order).reset_index()
