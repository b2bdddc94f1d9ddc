"""How full each band of the pool was, compared with its own highest count.

Bands of different widths cannot share a scale of counts, and open ends have no density. As shares
of their own peaks, all bands can be compared over time.
"""

from __future__ import annotations

import pandas as pd

from analysis.pool.snapshots import BAND


def with_peak_share(bands: pd.DataFrame) -> pd.DataFrame:
    """Return the bands with each count as a share of the band's highest count.

    `bands` is what `snapshots.band_history` returns, or a part of it. Adds peak (candidates, float:
    the band's highest count in these rows) and of_peak (0..1), NaN in gaps and for a band that was
    always empty.

    >>> bands = pd.DataFrame({"band_low": [501, 501, 601, 601], "band_high": [600, 600, 1200, 1200],
    ...                       "candidates": [50.0, 200.0, 0.0, float("nan")]})
    >>> with_peak_share(bands)[["band_low", "peak", "of_peak"]]
       band_low   peak  of_peak
    0       501  200.0     0.25
    1       501  200.0     1.00
    2       601    0.0      NaN
    3       601    0.0      NaN
    """
    peak = bands.groupby(BAND)["candidates"].transform("max")
    return bands.assign(peak=peak, of_peak=bands["candidates"] / peak.where(peak > 0))
