"""Forecasts of the next rounds, if current practice continues.

Every function takes `draws` and `as_of`, the last known day: rounds after it do not count, and
the future begins the day after. Rounds before 2021-10 are left out: there were mostly rounds of
all programs, and then a long pause. `changes` are the days on which the CRS scale changed, known or
announced: ranges allow for them (``spread.py``).
`status` is "ok", "too-few" (fewer than four rounds since then) or "retired" (none within 365
days). Retired categories have no forecast, and a value that cannot be forecast is missing. No
probability is 0 or 1. A `card` of ``backtest.run`` fills the column `skill`; no forecast
depends on it.
"""

from analysis.outlook.chance import invitation_chances
from analysis.outlook.fan import fan
from analysis.outlook.next_cutoff import next_cutoffs
from analysis.outlook.next_date import calendar, next_dates
from analysis.outlook.volume import volume
from analysis.outlook.what_if import WhatIf, what_if

__all__ = [
    "WhatIf",
    "calendar",
    "fan",
    "invitation_chances",
    "next_cutoffs",
    "next_dates",
    "volume",
    "what_if",
]
