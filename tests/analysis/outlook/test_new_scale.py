"""Forecasts allow for a change of the CRS scale: a wider first range, and old errors count half."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from analysis.crs.scale import Changes
from analysis.outlook import fan, invitation_chances, next_cutoffs, what_if
from analysis.outlook.pull import cutoff_forecasts
from analysis.outlook.spread import (
    ALLOWANCE,
    EIGHTY_PERCENT,
    NO_ALLOWANCE,
    error_weights,
    scales,
)
from analysis.outlook.timeline import Timeline, day_number
from analysis.track_record.new_scale import AS_IF_SAME, scale_trials
from analysis.track_record.sheet import OUTLOOK
from tests.conftest import Build

AS_OF = date(2026, 2, 20)
REAL_CHANGES = (date(2016, 11, 19), date(2017, 6, 6), date(2020, 10, 20), date(2025, 3, 25))


@pytest.fixture
def cec(build: Build) -> pd.DataFrame:
    """Six rounds, one every fortnight, the last on 16 February 2026."""
    name, first = "Canadian Experience Class", date(2025, 12, 8)
    cutoffs = (500, 510, 500, 510, 500, 520)
    days = [first + timedelta(days=14 * n) for n in range(6)]
    return build(
        *(
            (str(n + 1), day.isoformat(), name, 1000, cutoff)
            for n, (day, cutoff) in enumerate(zip(days, cutoffs, strict=True))
        )
    )


def width(draws: pd.DataFrame, changes: Changes) -> float:
    row = next_cutoffs(draws, AS_OF, changes=changes).iloc[0]
    return float(row["high"] - row["low"])


def test_the_first_range_on_a_new_scale_is_twice_as_wide(cec: pd.DataFrame) -> None:
    usual = width(cec, ())
    assert width(cec, [date(2026, 2, 18)]) == pytest.approx(2 * usual)  # since the last round
    assert width(cec, [date(2026, 2, 25)]) == pytest.approx(2 * usual)  # before the next one
    assert width(cec, [date(2027, 2, 25)]) == pytest.approx(usual)  # long after it
    assert width(cec, [date(2025, 12, 1)]) == pytest.approx(usual)  # before all rounds
    middle = [next_cutoffs(cec, AS_OF, changes=c)["expected"].iloc[0] for c in ((), [AS_OF])]
    assert middle[0] == middle[1]


def test_errors_from_before_the_change_count_half() -> None:
    assert error_weights(np.array([0, 0, 1, 1, 1])).tolist() == [0.5, 0.5, 1, 1]
    # With a half-life of 10 rounds: (4 * 0.933 * 0.5 + 8) / (0.933 * 0.5 + 1).
    found = scales({0: np.array([4.0, 8.0])}, {0: np.array([0.5, 1.0])})[0]
    assert found == pytest.approx((4 * 0.9330 * 0.5 + 8) / (0.9330 * 0.5 + 1), abs=1e-3)


def test_fan_what_if_and_chances_allow_for_the_change_too(cec: pd.DataFrame) -> None:
    change, on = [date(2026, 2, 25)], date(2026, 3, 2)
    spread = [fan(cec, "cec", AS_OF, changes=c).iloc[1] for c in ((), change)]
    wide = [row["q90"] - row["q10"] for row in spread]
    assert wide[1] == pytest.approx(2 * wide[0])
    ranges = [what_if(cec, "cec", 1000, on, AS_OF, changes=c) for c in ((), change)]
    lows = [(found.expected or 0) - (found.low or 0) for found in ranges]
    assert lows[1] == pytest.approx(2 * lows[0])
    # Far below the usual cut-offs a wider spread makes an invitation likelier.
    chance = [
        invitation_chances(cec, 480, ["cec"], AS_OF, changes=c)["probability"].iloc[0]
        for c in ((), change)
    ]
    assert chance[1] > chance[0]


def test_replays_are_the_first_six_rounds_of_each_category_in_the_year_after_a_change(
    real: pd.DataFrame,
) -> None:
    (trials,) = scale_trials(real, REAL_CHANGES)
    days = pd.to_datetime(trials.day.astype("datetime64[D]"))
    names = pd.Series(trials.category)
    # Counted by hand in the list of rounds: at most six of each category within a year.
    before = names[days < "2025-03-25"].value_counts().to_dict()
    assert before == {"general": 5, "cec": 6, "pnp": 6}
    after = names[days >= "2025-03-25"].value_counts().to_dict()
    assert after == {"cec": 6, "pnp": 6, "french": 6, "healthcare": 6, "trades": 1}
    # How much to allow is not known at the first replays, so nothing is allowed.
    assert trials.scale[OUTLOOK][0] == trials.scale[AS_IF_SAME][0]
    assert (trials.scale[OUTLOOK] != trials.scale[AS_IF_SAME]).any()
    assert scale_trials(real, ()) == []


def test_first_healthcare_cut_off_of_2025_is_within_the_range_that_allows_for_the_change(
    real: pd.DataFrame,
) -> None:
    timeline = Timeline.of(real, REAL_CHANGES)
    healthcare = timeline.of_category(timeline.categories.index("healthcare"))
    place = int(np.searchsorted(healthcare.days, day_number(date(2025, 3, 25))))
    day, actual = int(healthcare.days[place]), healthcare.cutoffs[place]
    assert actual == 510  # 457.8 was expected
    wide, narrow = (
        cutoff_forecasts(timeline.until(day - 1), until=day, allowance=allowance)[
            timeline.categories.index("healthcare")
        ]
        for allowance in (ALLOWANCE, NO_ALLOWANCE)
    )
    assert wide.scale == pytest.approx(2 * narrow.scale, rel=0.05)
    assert abs(actual - wide.expected) <= EIGHTY_PERCENT * wide.scale
    assert abs(actual - narrow.expected) > EIGHTY_PERCENT * narrow.scale
