"""What the data covers: how many rounds have which values, corrections, and official names."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.periods import in_catalogue_order, text_column
from analysis.rounds.cutoffs import position


@dataclass(frozen=True)
class Coverage:
    """How much is known: `tie_breaks` and `with_pool` count rounds, `snapshots` counts dates."""

    rounds: int
    invitations: int
    tie_breaks: int
    first_tie_break: str | None
    with_pool: int
    first_with_pool: str | None
    snapshots: int
    first_snapshot: pd.Timestamp | None
    last_snapshot: pd.Timestamp | None


def coverage(draws: pd.DataFrame, pool: pd.DataFrame) -> Coverage:
    """Return how many rounds have a tie-break and a pool snapshot, and since which round.

    `draws` needs round_id, invitations, tie_break_at and pool_as_of; `pool` needs as_of. The first
    of something is a round id or a date, or None.

    >>> draws = pd.DataFrame({"round_id": ["76", "77"], "invitations": [500, 1750],
    ...     "tie_break_at": pd.to_datetime([None, "2017-11-01"]), "pool_as_of": [pd.NaT, pd.NaT]})
    >>> found = coverage(draws, pd.DataFrame({"as_of": pd.to_datetime([])}))
    >>> found.rounds, found.invitations, found.tie_breaks, found.first_tie_break, found.snapshots
    (2, 2250, 1, '77', 0)
    """
    with_tie_break = draws.loc[draws["tie_break_at"].notna(), "round_id"]
    with_snapshot = draws.loc[draws["pool_as_of"].notna(), "round_id"]
    dates = pool["as_of"]
    return Coverage(
        rounds=len(draws),
        invitations=int(draws["invitations"].sum()),
        tie_breaks=len(with_tie_break),
        first_tie_break=with_tie_break.iloc[0] if len(with_tie_break) else None,
        with_pool=len(with_snapshot),
        first_with_pool=with_snapshot.iloc[0] if len(with_snapshot) else None,
        snapshots=int(dates.nunique()),
        first_snapshot=dates.min() if len(dates) else None,
        last_snapshot=dates.max() if len(dates) else None,
    )


def ledger_counts(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return how often each kind of correction occurs for each field, most frequent first.

    Columns: what, field, entries, rounds (different ones).

    >>> ledger = pd.DataFrame({"round_id": ["1", "247", "247"], "field": ["pool"] * 3,
    ...                        "what": ["missing", "repaired", "repaired"]})
    >>> ledger_counts(ledger)
           what field  entries  rounds
    0  repaired  pool        2       1
    1   missing  pool        1       1
    """
    groups = ledger.groupby(["what", "field"])["round_id"]
    table = groups.agg(entries="size", rounds="nunique").reset_index()
    return table.sort_values("entries", ascending=False, kind="stable", ignore_index=True)


def wordings(draws: pd.DataFrame) -> pd.DataFrame:
    """Return the official names that each category has had, in catalogue order.

    Columns: category, rounds, wordings (number of names), names (tuple, oldest first), first_date
    and last_date (of its rounds).

    >>> draws = pd.DataFrame({"category": ["general", "general"],
    ...     "name": ["No Program Specified", "General"],
    ...     "date": pd.to_datetime(["2023-10-10", "2023-12-06"])})
    >>> wordings(draws)[["category", "rounds", "wordings", "names"]]
      category  rounds  wordings                            names
    0  general       2         2  (No Program Specified, General)
    """
    order = in_catalogue_order(draws["category"])
    by_category = draws.groupby("category")
    names = {code: tuple(dict.fromkeys(group)) for code, group in by_category["name"]}
    days = by_category["date"].agg(["size", "min", "max"]).loc[order]
    return pd.DataFrame(
        {
            "category": text_column(order),
            "rounds": days["size"].array,
            "wordings": [len(names[code]) for code in order],
            "names": pd.Series([names[code] for code in order], dtype=object),
            "first_date": days["min"].array,
            "last_date": days["max"].array,
        }
    )


def neighbours(draws: pd.DataFrame, round_id: str) -> tuple[str | None, str | None]:
    """Return the ids of the previous and the next round of the same category, or None.

    >>> stem = pd.DataFrame({"round_id": ["254", "272", "274"],
    ...                      "category": ["stem", "general", "stem"]})
    >>> neighbours(stem, "274"), neighbours(stem, "254")
    (('254', None), (None, '274'))

    Raises:
        KeyError: if there is no such round in `draws`.
    """
    place = position(draws, round_id)
    same = (draws["category"] == draws["category"].iloc[place]).to_numpy().nonzero()[0]
    before, after = same[same < place], same[same > place]
    ids = draws["round_id"]
    return (
        str(ids.iloc[before[-1]]) if len(before) else None,
        str(ids.iloc[after[0]]) if len(after) else None,
    )
