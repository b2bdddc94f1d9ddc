"""The published snapshots of the pool: candidates by CRS band, and how they changed.

A snapshot counts the candidates with a profile on its date (`as_of`), which is not the date of a
round. Its bands have different widths: ten points in the middle, 50 or 100 around it, and both ends
are open (0-300, 601-1200), where a density per point means nothing. Snapshots have been published
since 2022-01-17, about every two weeks, and not before every round.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.periods import midnight

BAND = ["band_low", "band_high"]
STEPS = (0, 401, 451, 501)  # points: the first of each step of score; no band lies across one
# Snapshots are fortnightly: a gap of more than 40 days means that at least two are missing.
GAP_DAYS = 40
_YEAR = pd.Timedelta(days=365)
# A snapshot may be this much older than a year and still count as the one of a year ago.
_YEAR_SLACK = pd.Timedelta(days=60)


def snapshot_dates(pool: pd.DataFrame) -> pd.DatetimeIndex:
    """Return the date of every published snapshot once, oldest first."""
    return pd.DatetimeIndex(pool["as_of"].drop_duplicates().sort_values())


def snapshot_date(pool: pd.DataFrame, on: date) -> pd.Timestamp | None:
    """Return the date of the newest snapshot at or before a day, or None if none was published.

    >>> pool = pd.DataFrame({"as_of": pd.to_datetime(["2022-01-17", "2022-01-31"])})
    >>> snapshot_date(pool, date(2022, 1, 30))
    Timestamp('2022-01-17 00:00:00')
    >>> snapshot_date(pool, date(2021, 2, 13)) is None
    True
    """
    published = pool.loc[pool["as_of"] <= midnight(on), "as_of"]
    return None if published.empty else published.max()


def is_open(bands: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return for each band whether it is an open end of the scale: 0-300 or 601-1200."""
    ends = (bands["band_low"] == 0) | (bands["band_high"] == 1200)
    return ends.to_numpy(dtype=bool)


def latest_snapshot(pool: pd.DataFrame, at: date | None = None) -> pd.DataFrame:
    """Return the newest snapshot, or the newest at or before `at`, by band.

    One row per band, lowest first: as_of; band_low, band_high (points, both inclusive); width
    (points); open (bool: an open end of the scale); candidates; share (0..1 of all candidates);
    per_point (candidates per point of width, NaN in open ends); previous_as_of, previous, change
    (candidates, Int64) compared with the snapshot before; year_ago_as_of, year_ago, change_year
    compared with the newest snapshot that is 365 to 425 days older, missing if there is none. Empty
    if nothing was published at or before `at`.

    >>> pool = pd.DataFrame({
    ...     "as_of": pd.to_datetime(["2026-08-03"] * 2 + ["2026-08-16"] * 2),
    ...     "band_low": [491, 601] * 2, "band_high": [500, 1200] * 2,
    ...     "candidates": [12939, 500, 12915, 439]})
    >>> latest_snapshot(pool)[["band_low", "open", "candidates", "per_point", "previous", "change"]]
       band_low   open  candidates  per_point  previous  change
    0       491  False       12915     1291.5     12939     -24
    1       601   True         439        NaN       500     -61
    """
    published = pool["as_of"]
    # Without snapshots this is NaT, which no snapshot equals or precedes.
    day = (published if at is None else published[published <= midnight(at)]).max()
    before = published[published < day].max()
    year_ago = published[published.between(day - _YEAR - _YEAR_SLACK, day - _YEAR)].max()
    frame = pool[published == day].sort_values("band_low")
    width = frame["band_high"] - frame["band_low"] + 1
    opens = is_open(frame)
    frame = frame[["as_of", *BAND]].assign(
        width=width,
        open=opens,
        candidates=frame["candidates"],
        share=frame["candidates"] / frame["candidates"].sum(),
        per_point=(frame["candidates"] / width).where(~opens),
    )
    frame = _with_other_day(frame, pool, before, "previous", "change")
    return _with_other_day(frame, pool, year_ago, "year_ago", "change_year")


def _with_other_day(
    frame: pd.DataFrame, pool: pd.DataFrame, day: pd.Timestamp, name: str, change: str
) -> pd.DataFrame:
    other = pool.loc[pool["as_of"] == day, [*BAND, "candidates"]]
    other = other.rename(columns={"candidates": name}).astype({name: "Int64"})
    joined = frame.merge(other, on=BAND, how="left")
    as_of = pd.Series(day, index=joined.index, dtype="datetime64[ms]")
    joined.insert(len(frame.columns), f"{name}_as_of", as_of)
    joined[change] = joined["candidates"] - joined[name]
    return joined


def totals(pool: pd.DataFrame) -> pd.DataFrame:
    """Return the size of the whole pool at every snapshot.

    One row per snapshot, oldest first: as_of; candidates; change (candidates, Int64) and days
    (Int64) since the snapshot before, missing for the first.

    >>> pool = pd.DataFrame({
    ...     "as_of": pd.to_datetime(["2026-08-03"] * 2 + ["2026-08-16"] * 2),
    ...     "band_low": [491, 601] * 2, "candidates": [12939, 500, 12915, 439]})
    >>> totals(pool)
           as_of  candidates  change  days
    0 2026-08-03       13439    <NA>  <NA>
    1 2026-08-16       13354     -85    13
    """
    frame = pool.groupby("as_of")["candidates"].sum().reset_index()
    return frame.assign(
        change=frame["candidates"].astype("Int64").diff(),
        days=frame["as_of"].diff().dt.days.astype("Int64"),
    )


def band_history(pool: pd.DataFrame, gap_days: int = GAP_DAYS) -> pd.DataFrame:
    """Return every band at every snapshot, with gap rows where nothing was published.

    One row per date and band, by date, then lowest band first: as_of; band_low, band_high
    (points); candidates (float); share (0..1 of the snapshot's candidates); gap (bool). Between
    two snapshots more than `gap_days` days apart there are gap rows for two dates, the day after
    the first and the day before the second, with NaN for candidates and share, so that no line or
    area spans an unpublished period.

    >>> pool = pd.DataFrame({"as_of": pd.to_datetime(["2022-11-22", "2023-01-11"]),
    ...                      "band_low": 601, "band_high": 1200, "candidates": [500, 2995]})
    >>> band_history(pool)[["as_of", "candidates", "gap"]]
           as_of  candidates    gap
    0 2022-11-22       500.0  False
    1 2022-11-23         NaN   True
    2 2023-01-10         NaN   True
    3 2023-01-11      2995.0  False
    """
    dates = snapshot_dates(pool)
    wide = np.flatnonzero(np.diff(dates) > np.timedelta64(gap_days, "D"))
    day = pd.Timedelta(days=1)
    gap_edges = (dates[wide] + day).append(dates[wide + 1] - day)
    bands = pool[BAND].drop_duplicates()
    empty = pd.DataFrame({"as_of": gap_edges.astype("datetime64[ms]")}).merge(bands, how="cross")
    counted = pool[["as_of", *BAND]].assign(
        candidates=pool["candidates"].astype("float64"),
        share=pool["candidates"] / pool.groupby("as_of")["candidates"].transform("sum"),
        gap=False,
    )
    gaps = empty.assign(candidates=np.nan, share=np.nan, gap=True)
    both = pd.concat([counted, gaps], ignore_index=True)
    return both.sort_values(["as_of", "band_low"], ignore_index=True)


def in_steps(bands: pd.DataFrame) -> pd.DataFrame:
    """Return bands added up to four steps of score, which begin at `STEPS`.

    `bands` is what `band_history` returns. One row per date and step, by date, then lowest step
    first: as_of; gap (bool); low (points, the first of the step); candidates; share (0..1). In gaps
    candidates and share are NaN.

    >>> bands = pd.DataFrame({"as_of": pd.Timestamp("2026-08-16"), "gap": False,
    ...     "band_low": [0, 391, 501, 601], "candidates": [5.0, 4.0, 3.0, 2.0],
    ...     "share": [0.36, 0.29, 0.21, 0.14]})
    >>> in_steps(bands)[["low", "candidates", "share"]]
       low  candidates  share
    0    0         9.0   0.65
    1  501         5.0   0.35
    """
    step = np.searchsorted(STEPS, bands["band_low"], side="right") - 1
    added = bands.assign(low=np.asarray(STEPS)[step]).groupby(["as_of", "gap", "low"])
    return added[["candidates", "share"]].sum(min_count=1).reset_index()
