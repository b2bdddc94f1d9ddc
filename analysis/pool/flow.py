"""The net inflow of the pool between two snapshots, apart from the invitations.

The change of a band is the candidates who entered it, minus those who left without an invitation
(expired, withdrawn, or moved to another band by a new score), minus those invited from it. The
first two are never published and are combined as the *net inflow*: change + invitations. How many
invitations went to which band is not published either, so it is bounded by what a round can do:

- It invites nobody from a band that is entirely below its cut-off.
- If only one band reaches its cut-off, all its invitations go to that band. This is so for every
  PNP round with a cut-off above 600.
- Otherwise any of the bands it reaches may have had none to all of its invitations. Not even the
  number of candidates in the snapshot is a limit, as some of those invited entered after it (#248
  invited 589, while the snapshot of that day counted 535). A general round invited everybody above
  its cut-off, but how many there were by then was not published.
- A round on the date of a snapshot may have been before or after it, so it may belong to the
  interval on either side, and the bounds range from none to all of its invitations.

For all bands together the invitations are known, so the net inflow of the whole pool is exact
unless a round was held on the date of a snapshot.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.pool.snapshots import BAND, snapshot_dates, totals

Flags = npt.NDArray[np.bool_]


class _Between(NamedTuple):
    """Pairs of consecutive snapshots (rows), and which rounds (columns) were held between them."""

    start: pd.DatetimeIndex
    end: pd.DatetimeIndex
    surely: Flags
    perhaps: Flags


def _between(pool: pd.DataFrame, draws: pd.DataFrame) -> _Between:
    """Return the intervals between snapshots; a round on a snapshot's date is `perhaps` in both."""
    dates = snapshot_dates(pool)
    start, end = dates[:-1], dates[1:]
    dates_held = draws["date"].to_numpy()[None, :]
    first, last = start.to_numpy()[:, None], end.to_numpy()[:, None]
    surely = (dates_held > first) & (dates_held < last)
    return _Between(start, end, surely, (dates_held >= first) & (dates_held <= last) & ~surely)


def flow(pool: pd.DataFrame, draws: pd.DataFrame) -> pd.DataFrame:
    """Return each band's change between consecutive snapshots, and the net inflow it implies.

    One row per interval and band, by start, then lowest band first: start, end (the snapshots'
    dates), days; band_low, band_high (points); before, after, change (candidates); taken_low,
    taken_high (least and most invitations from the band); inflow_low, inflow_high (candidates:
    change plus those); exact (bool: both bounds are equal); why: "untouched" (no round reached the
    band), "alone" (rounds that reached it reached no other), "same_day" (exact except for rounds on
    a snapshot's date), "shared" (rounds reached several bands).

    Every round of `draws` counts, so pass all rounds, not a filtered part. A pool of two snapshots
    gives the flow from the first to the second. A band that is missing in one of two consecutive
    snapshots has no row.

    >>> pool = pd.DataFrame({
    ...     "as_of": pd.to_datetime(["2026-08-03"] * 3 + ["2026-08-16"] * 3),
    ...     "band_low": [491, 501, 601] * 2, "band_high": [500, 600, 1200] * 2,
    ...     "candidates": [12939, 19705, 500, 12915, 18657, 439]})
    >>> draws = pd.DataFrame({"round_id": ["431", "432"], "invitations": [507, 3000],
    ...     "date": pd.to_datetime(["2026-08-04", "2026-08-05"]), "cutoff": [768, 516]})
    >>> columns = ["band_low", "change", "taken_low", "taken_high", "inflow_low", "inflow_high"]
    >>> flow(pool, draws)[[*columns, "why"]]
       band_low  change  taken_low  taken_high  inflow_low  inflow_high        why
    0       491     -24          0           0         -24          -24  untouched
    1       501   -1048          0        3000       -1048         1952     shared
    2       601     -61        507        3507         446         3446     shared
    """
    between = _between(pool, draws)
    taken = _taken(pool[BAND].drop_duplicates(), draws, between)
    counts = pool[["as_of", *BAND, "candidates"]]
    before = counts.rename(columns={"as_of": "start", "candidates": "before"})
    after = counts.rename(columns={"as_of": "end", "candidates": "after"})
    frame = taken.merge(before, on=["start", *BAND]).merge(after, on=["end", *BAND])
    frame = frame.sort_values(["start", "band_low"], ignore_index=True)
    change = frame["after"] - frame["before"]
    low, high = frame["taken_low"], frame["taken_high"]
    same_day = frame["surely_high"] == low  # exact without the rounds on a snapshot's date
    why = np.select(
        [high == 0, low == high, same_day], ["untouched", "alone", "same_day"], "shared"
    )
    frame = frame.assign(
        days=(frame["end"] - frame["start"]).dt.days,
        change=change,
        inflow_low=change + low,
        inflow_high=change + high,
        exact=low == high,
        why=pd.Series(why, index=frame.index, dtype="str"),
    )
    counted = ["before", "after", "change", "taken_low", "taken_high", "inflow_low", "inflow_high"]
    return frame[["start", "end", "days", *BAND, *counted, "exact", "why"]]


def _taken(bands: pd.DataFrame, draws: pd.DataFrame, between: _Between) -> pd.DataFrame:
    """Return the bounds of the invitations from every band in every interval.

    Columns: start, end, band_low, band_high, taken_low, taken_high, and surely_high: the upper
    bound without the rounds on a snapshot's date.
    """
    cutoff = draws["cutoff"].to_numpy()[:, None]
    size = draws["invitations"].to_numpy()[:, None]
    reached = cutoff <= bands["band_high"].to_numpy()[None, :]
    only = reached & (reached.sum(axis=1, keepdims=True) == 1)
    surely = between.surely.astype("int64")
    surely_high = surely @ (size * reached)
    intervals = pd.DataFrame({"start": between.start, "end": between.end})
    return intervals.merge(bands, how="cross").assign(
        taken_low=(surely @ (size * only)).ravel(),
        taken_high=(surely_high + between.perhaps.astype("int64") @ (size * reached)).ravel(),
        surely_high=surely_high.ravel(),
    )


def flow_totals(pool: pd.DataFrame, draws: pd.DataFrame) -> pd.DataFrame:
    """Return the change of the whole pool between consecutive snapshots, and its net inflow.

    One row per interval, oldest first: start, end, days; before, after, change (candidates);
    round_ids (tuple: rounds in between), same_day_ids (tuple: rounds on either snapshot's date);
    taken_low, taken_high (invitations without and with those same-day rounds); inflow_low,
    inflow_high (candidates: change plus those); exact (bool: no round on a snapshot's date).

    >>> pool = pd.DataFrame({"as_of": pd.to_datetime(["2026-08-03", "2026-08-16"]),
    ...     "band_low": 0, "band_high": 1200, "candidates": [229100, 226913]})
    >>> draws = pd.DataFrame({"round_id": ["431", "432"], "invitations": [507, 3000],
    ...     "date": pd.to_datetime(["2026-08-04", "2026-08-05"]), "cutoff": [768, 516]})
    >>> flow_totals(pool, draws)[["change", "round_ids", "taken_low", "inflow_low", "exact"]]
       change   round_ids  taken_low  inflow_low  exact
    0   -2187  (431, 432)       3507        1320   True
    """
    between = _between(pool, draws)
    size = draws["invitations"].to_numpy()
    low = between.surely.astype("int64") @ size
    high = low + between.perhaps.astype("int64") @ size
    candidates = totals(pool)["candidates"].to_numpy()
    change = np.diff(candidates)
    ids = draws["round_id"].to_numpy(dtype="object")
    return pd.DataFrame(
        {
            "start": between.start,
            "end": between.end,
            "days": (between.end - between.start).days,
            "before": candidates[:-1],
            "after": candidates[1:],
            "change": change,
            "round_ids": [tuple(ids[row]) for row in between.surely],
            "same_day_ids": [tuple(ids[row]) for row in between.perhaps],
            "taken_low": low,
            "taken_high": high,
            "inflow_low": change + low,
            "inflow_high": change + high,
            "exact": ~between.perhaps.any(axis=1),
        }
    )
