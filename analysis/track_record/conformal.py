"""A range of cut-offs that was tried and not adopted: from past misses, PNP apart from the others.

It reaches as many scales to each side as would have held past forecasts on the eve of their rounds
80 % of the time (a conformal interval, Vovk, Gammerman and Shafer 2005). On the eve it holds closer
to 80 % than the range in use, but on any day, which is when people look, too seldom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import numpy as np

from analysis.outlook.pull import cutoff_forecasts
from analysis.outlook.spread import EIGHTY_PERCENT
from analysis.outlook.timeline import MIN_ROUNDS, Flags, Timeline, Values, Whole
from analysis.outlook.what_if import NOMINEES
from analysis.track_record.scores import AIM

TRIED = "conformal"
MIN_MISSES = 10


@dataclass(frozen=True)
class Misses:
    """How far off forecasts were on the eve of each round, as multiples of their scales.

    One element per round of a category with enough rounds, by day; `nominees` says that it is PNP.
    """

    days: Whole
    nominees: Flags
    ratios: Values

    def reach(self, category: str, today: int) -> float:
        """Return how many scales a range of `AIM` reaches to each side, from what is known then.

        That is the smallest multiple that holds the next miss `AIM` of the time if all misses are
        alike; that of a Laplace distribution while there are few.
        """
        is_alike = self.nominees == (category == NOMINEES)
        ratios = np.sort(self.ratios[(self.days <= today) & is_alike])
        if len(ratios) < MIN_MISSES:
            return EIGHTY_PERCENT
        return float(ratios[min(ceil(AIM * (len(ratios) + 1)), len(ratios)) - 1])


def past_misses(past: Timeline, own: Mapping[int, Values]) -> Misses:
    """Return the misses of all forecasts so far; `own` is that of ``next_cutoff.at_own_pace``."""
    rows: list[tuple[int, bool, float]] = []
    for day in np.unique(past.days).tolist():
        known = past.until(day - 1)
        part = {
            code: values[: np.count_nonzero(known.codes == code)] for code, values in own.items()
        }
        part = {code: values for code, values in part.items() if len(values)}
        forecasts = cutoff_forecasts(known, until=day, other=part)
        for place in np.flatnonzero(past.days == day).tolist():
            code = int(past.codes[place])
            if code in forecasts and forecasts[code].rounds >= MIN_ROUNDS and forecasts[code].scale:
                miss = abs(past.cutoffs[place] - forecasts[code].expected)
                is_pnp = past.categories[code] == NOMINEES
                rows.append((day, is_pnp, miss / forecasts[code].scale))
    days, nominees, ratios = zip(*rows, strict=True) if rows else ((), (), ())
    return Misses(
        np.array(days, dtype="int64"), np.array(nominees, dtype=bool), np.array(ratios, dtype=float)
    )
