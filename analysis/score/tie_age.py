"""How long equal scores waited: the age of the tie-break profile on the day of the round.

Of the candidates at the cut-off, a round invites those whose profile was submitted before the
tie-break. The age of that instant when the round was held says how long the last of them had been
in the pool: after a short lag almost everybody at the cut-off was invited, after a long one few.
"""

from __future__ import annotations

import pandas as pd

from analysis.periods import in_order
from analysis.score.standing import doubtful_tie_breaks

_DAY_SECONDS = 86_400


def lag(draws: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Return for each round how old the tie-break profile was when the round was held.

    One row per round, in the order of `draws`: round_id, date, category, invitations, cutoff
    (points), drawn_at, tie_break_at; days (float: drawn_at minus tie_break_at), NaN if either
    instant is missing or the tie-break is suspect in the ledger.

    >>> draws = pd.DataFrame({"round_id": ["436"], "date": pd.to_datetime(["2026-08-18"]),
    ...     "category": "cec", "invitations": 1000, "cutoff": 523,
    ...     "drawn_at": pd.to_datetime(["2026-08-18T10:09:00Z"]),
    ...     "tie_break_at": pd.to_datetime(["2026-08-17T22:09:00Z"])})
    >>> ledger = pd.DataFrame({"round_id": [], "field": [], "what": []})
    >>> lag(draws, ledger)["days"].to_list()
    [0.5]
    """
    frame = draws[
        ["round_id", "date", "category", "invitations", "cutoff", "drawn_at", "tie_break_at"]
    ]
    days = (frame["drawn_at"] - frame["tie_break_at"]).dt.total_seconds() / _DAY_SECONDS
    doubtful = frame["round_id"].isin(doubtful_tie_breaks(ledger))
    return frame.assign(days=days.mask(doubtful)).reset_index(drop=True)


def lag_by_category(lags: pd.DataFrame) -> pd.DataFrame:
    """Return how long equal scores usually waited, by category.

    `lags` is what `lag` returns. One row per category with a known lag, in the order of the
    categories: category; rounds (with a known lag); shortest, lower_quartile, median,
    upper_quartile, longest (days, float); latest (days, float), latest_id, latest_date: of the
    last round with a known lag.

    >>> lags = pd.DataFrame({"category": "cec", "days": [10.0, 40.0, 20.0, float("nan")],
    ...     "round_id": ["1", "2", "3", "4"], "date": pd.to_datetime(["2026-08-18"] * 4)})
    >>> lag_by_category(lags)[["rounds", "shortest", "median", "longest", "latest", "latest_id"]]
       rounds  shortest  median  longest  latest latest_id
    0       3      10.0    20.0     40.0    20.0         3
    """
    known = lags[lags["days"].notna()]
    groups = known.groupby("category")
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
    order = pd.Index(in_order(frame.index), dtype="str", name="category")
    return frame.reindex(order).reset_index()
