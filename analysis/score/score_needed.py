"""The score that would have been enough in a category's recent rounds.

*Enough* is the cut-off itself, at which the tie-break may still decide; one point more (`certain`)
is invited regardless of the tie-break. The number of candidates at or above a score counts the
whole pool, whatever they are eligible for. It is not a place in a queue, because a round for a
program or category skips everybody else.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analysis.periods import as_known_on, in_catalogue_order, midnight, text_column
from analysis.pool.reach import counts_above
from analysis.pool.snapshots import snapshot_date
from data.vocabulary.columns import LAUNCH

# For each target: the tenths of the last 12 months' rounds for which the score is enough.
_TENTHS = {"half": 5, "nine_in_ten": 9}
TARGETS = ("last", *_TENTHS)
MONTHS = 12


def score_needed(
    draws: pd.DataFrame,
    pool: pd.DataFrame,
    as_of: date,
    scale_from: date | None = None,
) -> pd.DataFrame:
    """Return the score that would have been enough in each category's recent rounds.

    Three rows per category with a round up to `as_of`, in catalogue order and that of `TARGETS`:
    category; target: "last" (the latest round of all, however old), "half" and "nine_in_ten" (at
    least half, or nine in ten, of the last 12 months' rounds: those after the same day of last
    year, up to `as_of`, but not before `scale_from`, the first day of the CRS scale that scores are
    on); score (points,
    Int64: the lowest that is enough) and certain (score + 1: enough without the tie-break), missing
    without such a round; reached (Int64: the number of those rounds for which it is enough); rounds
    (those 12 months'); last_id, last_date (of the latest round); as_of (the newest snapshot's date,
    NaT without one); above_low, above_high, above_estimate (candidates in it at or above the score,
    Int64), exact (boolean), as in `reach.counts_above`.

    >>> draws = pd.DataFrame({"round_id": ["428", "432", "436"], "category": "cec",
    ...     "date": pd.to_datetime(["2026-07-21", "2026-08-05", "2026-08-18"]),
    ...     "cutoff": [516, 516, 523]})
    >>> pool = pd.DataFrame({"as_of": pd.to_datetime(["2026-08-16"] * 2), "band_low": [501, 601],
    ...                      "band_high": [600, 1200], "candidates": [18657, 439]})
    >>> columns = ["target", "score", "certain", "reached", "rounds", "above_low", "above_high"]
    >>> score_needed(draws, pool, date(2026, 8, 20))[columns]
            target  score  certain  reached  rounds  above_low  above_high
    0         last    523      524        3       3        439       19096
    1         half    516      517        2       3        439       19096
    2  nine_in_ten    523      524        3       3        439       19096
    """
    history = as_known_on(draws, as_of)
    window = history[history["date"] > midnight(as_of) - pd.DateOffset(months=MONTHS)]
    window = window[window["date"] >= midnight(scale_from or LAUNCH)]
    codes = in_catalogue_order(history["category"])
    recent = {code: sorted(group) for code, group in window.groupby("category")["cutoff"]}
    latest = history.drop_duplicates("category", keep="last").set_index("category")
    last = dict(zip(latest.index, latest["cutoff"].to_list(), strict=True))
    rows = [
        (code, target, _score(recent.get(code, []), target, last[code]))
        for code in codes
        for target in TARGETS
    ]
    frame = pd.DataFrame(rows, columns=["category", "target", "score"])
    score = frame["score"].astype("Int64")
    reached = [
        sum(cutoff <= score for cutoff in recent.get(code, [])) if score is not None else None
        for code, _, score in rows
    ]
    frame = frame.assign(
        category=text_column(frame["category"]),
        target=text_column(frame["target"]),
        score=score,
        certain=score + 1,
        reached=pd.array(reached, dtype="Int64"),
        rounds=np.array([len(recent.get(code, [])) for code in frame["category"]], dtype="int64"),
        last_id=text_column(latest["round_id"].reindex(frame["category"])),
        last_date=latest["date"].reindex(frame["category"]).to_numpy(),
    )
    return _with_counts(frame, pool, as_of)


def _score(cutoffs: list[int], target: str, last: int) -> int | None:
    """Return the lowest score that reaches a target among cut-offs in ascending order."""
    if target == "last":
        return last
    # Rounded up in whole numbers: 0.9 * 10 rounds must be 9, whatever floats make of it.
    needed = -(-_TENTHS[target] * len(cutoffs) // 10)
    return cutoffs[needed - 1] if cutoffs else None


def _with_counts(frame: pd.DataFrame, pool: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the frame with the candidates at or above each score in the newest snapshot."""
    day = snapshot_date(pool, as_of)
    scores = frame["score"].dropna().unique()
    counted = counts_above(pool[pool["as_of"] == day], [int(score) for score in scores])
    counted = counted.drop(columns=["band_low", "band_high"]).astype({"exact": "boolean"})
    counted = counted.astype(dict.fromkeys(["score", "above_low", "above_high"], "Int64"))
    frame = frame.assign(as_of=pd.Series(day, index=frame.index, dtype="datetime64[ms]"))
    return frame.merge(counted, on="score", how="left")
