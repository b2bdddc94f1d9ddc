"""What can honestly be said about the next rounds, if current practice continues.

Every function takes `draws`, and `as_of`, the last day known: rounds after it do not count, and
the future begins on the day after. Rules before 2021-10 were others: those rounds are left out.
`status` is "ok", "too-few" (fewer than four rounds since then) or "retired" (none within 365
days): of a retired category nothing is said, and what is not said is missing. No probability is
0 or 1. A `card` of ``backtest.score_card`` fills the column `skill`; no forecast depends on it.

- :func:`next_cutoffs` one row per category: category, last_id, last_date, last, expected, low,
  high (80 %), scale (all in points), rounds, status, skill;
- :func:`fan` step 0 (the last round) to 3: step, date, q10, q25, q50, q75, q90 (points);
- :func:`what_if` -> :class:`WhatIf`: expected, low, high (points), pace, usual_pace, last_pace
  (invitations per day), nominees, status;
- :func:`when` "any", then each category: category, within_7, within_14, within_28 (chances),
  window_start, next_median, window_end (dates: 10, 50, 90 %), rounds, status, skill;
- :func:`calendar` per day, "any" first: date, category, probability;
- :func:`volume` "any", then each category, per horizon ("30", "90", "year"): category, horizon,
  days, expected, low, high (80 %), rounds (invitations and rounds to be expected), status;
- :func:`invited` per horizon, "any" first: horizon_months (3, 6), category, probability, status.
"""

from analysis.outlook.chance import invited
from analysis.outlook.fan import fan
from analysis.outlook.next_cutoff import next_cutoffs
from analysis.outlook.next_date import calendar, when
from analysis.outlook.volume import volume
from analysis.outlook.what_if import WhatIf, what_if

__all__ = [
    "WhatIf",
    "calendar",
    "fan",
    "invited",
    "next_cutoffs",
    "volume",
    "what_if",
    "when",
]
