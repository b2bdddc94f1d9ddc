"""What to beware of in bars of candidates, in a sentence."""

from __future__ import annotations

import pandas as pd

from pages.language import Words
from pages.pool.figures import band


def longest_bar(snapshot: pd.DataFrame, words: Words) -> str:
    """Say if a band has the longest bar only because it is wide; empty if it is not so.

    `snapshot` is that of ``analysis.pool.snapshots.latest_snapshot``.
    """
    closed, fullest = snapshot[~snapshot["open"]], snapshot.iloc[snapshot["candidates"].argmax()]
    if fullest["open"]:
        return ""
    densest = closed.iloc[closed["per_point"].argmax()]
    if fullest["width"] == densest["width"]:
        return ""
    return words.gettext(
        "The bar of {wide} is the longest only because this band covers {points}: per point, most "
        "candidates are at {dense}."
    ).format(
        wide=band(fullest["band_low"], fullest["band_high"], words),
        points=words.points(fullest["width"]),
        dense=band(densest["band_low"], densest["band_high"], words),
    )
