"""How many candidates of a snapshot are at or above a score, and how far rounds reached.

A snapshot counts whole bands, so a score inside a band gives a range: anybody in that band may be
below the score, or at or above it. Spreading the candidates evenly over the band's points gives a
single number, which is an estimate. The counts include everybody in the pool, whatever they are
eligible for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.crs.points import whole_score
from analysis.periods import midnight
from analysis.pool.snapshots import is_open, snapshot_date


@dataclass(frozen=True)
class CandidatesAbove:
    """How many candidates were at or above a score in one snapshot.

    `low` counts the bands entirely at or above the score, `high` also the whole band (`band_low`
    to `band_high`) that contains the score. `exact` says that both are equal because the score is
    the lower edge of a band. `estimate` is then that number, otherwise it assumes an even spread,
    and it is None inside an open band, where that would be arbitrary. `total` is the whole pool;
    `age` is the number of days from the snapshot to the requested day.
    """

    score: int
    as_of: pd.Timestamp
    age: int
    low: int
    high: int
    estimate: int | None
    exact: bool
    band_low: int
    band_high: int
    open: bool
    total: int


@dataclass(frozen=True)
class RoundsSince:
    """The rounds held after a snapshot, and their invitations.

    Rounds on the date of the snapshot may have been before or after it, so they are kept apart.
    """

    as_of: pd.Timestamp
    on: pd.Timestamp
    round_ids: tuple[str, ...]
    invitations: int
    same_day_ids: tuple[str, ...]
    same_day_invitations: int


def counts_above(snapshot: pd.DataFrame, scores: Sequence[int]) -> pd.DataFrame:
    """Return how many candidates of one snapshot are at or above each score.

    `snapshot` has band_low, band_high (points) and candidates, one row per band. One row per
    score: score; band_low, band_high (points: the band that contains the score); above_low,
    above_high (candidates); above_estimate (candidates, Int64, rounded, assuming an even spread;
    missing inside an open band); exact (bool: low and high are equal because the score is the lower
    edge of its band).

    >>> snapshot = pd.DataFrame({"band_low": [491, 501, 601], "band_high": [500, 600, 1200],
    ...                          "candidates": [12915, 18657, 439]})
    >>> counts_above(snapshot, [501, 519, 700]).drop(columns=["band_low", "band_high"])
       score  above_low  above_high  above_estimate  exact
    0    501      19096       19096           19096   True
    1    519        439       19096           15738  False
    2    700          0         439            <NA>  False
    """
    rows = pd.DataFrame({"row": np.arange(len(scores)), "score": np.asarray(scores, "int64")})
    return rows.join(_count_pairs(rows.merge(snapshot, how="cross"))).drop(columns="row")


def _count_pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the counts for each `row`, from pairs of its score with every band of its snapshot.

    `pairs` has row, score, band_low, band_high and candidates.
    """
    score, low, high, candidates = (
        pairs[name] for name in ("score", "band_low", "band_high", "candidates")
    )
    above = low >= score
    inside = (low < score) & (score <= high)
    contains = (low <= score) & (score <= high)
    reached = above + inside * (high - score + 1) / (high - low + 1)
    sums = (
        pd.DataFrame(
            {
                "row": pairs["row"],
                "band_low": low * contains,
                "band_high": high * contains,
                "above_low": candidates * above,
                "above_high": candidates * (above | inside),
                "even": candidates * reached,
                "cut": inside.astype("int64"),
                "unsure": (inside & is_open(pairs)).astype("int64"),
            }
        )
        .groupby("row")
        .sum()
    )
    estimate = sums["even"].round().astype("Int64").mask(sums["unsure"] > 0)
    sums = sums.assign(above_estimate=estimate, exact=sums["cut"] == 0)
    return sums.drop(columns=["even", "cut", "unsure"])


def candidates_above(pool: pd.DataFrame, score: int, on: date) -> CandidatesAbove | None:
    """Return how many candidates were at or above a score in the newest snapshot up to a day.

    None if no pool had been published by then. `rounds_since` gives the rounds held between the
    snapshot and that day. `pool` is the table of snapshots, `score` in CRS points, `on` a date.

    Raises:
        CandidateError: if the score is not a whole number of 0 to 1200 points.

    >>> pool = pd.DataFrame({"as_of": pd.to_datetime(["2026-08-16"] * 2), "band_low": [491, 501],
    ...                      "band_high": [500, 600], "candidates": [12915, 18657]})
    >>> found = candidates_above(pool, 496, date(2026, 8, 20))
    >>> found.low, found.high, found.estimate, found.exact, found.age
    (18657, 31572, 25114, False, 4)
    >>> candidates_above(pool, 496, date(2021, 2, 13)) is None
    True
    """
    points = whole_score(score)
    day = snapshot_date(pool, on)
    if day is None:
        return None
    snapshot = pool[pool["as_of"] == day]
    row = counts_above(snapshot, [points]).iloc[0]
    return CandidatesAbove(
        score=points,
        as_of=day,
        age=(midnight(on) - day).days,
        low=int(row["above_low"]),
        high=int(row["above_high"]),
        estimate=None if pd.isna(row["above_estimate"]) else int(row["above_estimate"]),
        exact=bool(row["exact"]),
        band_low=int(row["band_low"]),
        band_high=int(row["band_high"]),
        open=bool(row["band_low"] == 0 or row["band_high"] == 1200),
        total=int(snapshot["candidates"].sum()),
    )


def rounds_since(draws: pd.DataFrame, as_of: date, on: date) -> RoundsSince:
    """Return the rounds held after a snapshot up to and including a day, and their invitations.

    `draws` needs round_id, date and invitations.

    >>> draws = pd.DataFrame({"round_id": ["434", "435", "436"], "invitations": [300, 442, 1000],
    ...                       "date": pd.to_datetime(["2026-08-07", "2026-08-17", "2026-08-18"])})
    >>> found = rounds_since(draws, date(2026, 8, 16), date(2026, 8, 20))
    >>> found.round_ids, found.invitations, found.same_day_ids
    (('435', '436'), 1442, ())
    """
    start, end = midnight(as_of), midnight(on)
    later = draws[(draws["date"] > start) & (draws["date"] <= end)]
    same_day = draws[(draws["date"] == start) & (draws["date"] <= end)]
    return RoundsSince(
        as_of=start,
        on=end,
        round_ids=tuple(later["round_id"]),
        invitations=int(later["invitations"].sum()),
        same_day_ids=tuple(same_day["round_id"]),
        same_day_invitations=int(same_day["invitations"].sum()),
    )


def reach(draws: pd.DataFrame, pool: pd.DataFrame) -> pd.DataFrame:
    """Return how far each round reached into the snapshots that belong to it.

    A snapshot belongs to a round if it was published with it (`pool_as_of`) or has the round's
    date. One row per snapshot and round, by as_of, then in the order of `draws`: as_of; round_id,
    date, category, kind, invitations, cutoff (points); published_with (bool); band_low, band_high
    (points: the band of the cut-off); above_low, above_high, above_estimate (Int64), exact: the
    candidates of the snapshot at or above the cut-off, as in `counts_above`. A round limited to a
    program or a category issues far fewer invitations than that.
    """
    rounds = draws[["round_id", "date", "category", "kind", "invitations", "cutoff"]]
    published = rounds.assign(as_of=draws["pool_as_of"], published_with=True)
    other_day = rounds[draws["pool_as_of"] != draws["date"]]
    same_day = other_day.assign(as_of=other_day["date"], published_with=False)
    matches = pd.concat([published, same_day])
    matches = matches[matches["as_of"].isin(pool["as_of"])].rename_axis("place").reset_index()
    matches = matches.sort_values(["as_of", "place"], ignore_index=True).drop(columns="place")
    scores = matches[["as_of", "cutoff"]].rename(columns={"cutoff": "score"})
    pairs = scores.rename_axis("row").reset_index().merge(pool, on="as_of")
    return matches[["as_of", *rounds.columns, "published_with"]].join(_count_pairs(pairs))
