"""Every day lies in the right period, and categories are sorted in catalogue order."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from analysis.periods import (
    PERIODS,
    in_catalogue_order,
    mondays,
    period_numbers,
    period_range,
    period_starts,
    sum_by_position,
)
from tests.conftest import Build

DAYS = [date(2014, 12, 20) + timedelta(days=n) for n in range(5000)]


def start_dates(days: list[date], period: str) -> list[date]:
    dates = pd.Series(pd.to_datetime(days))
    numbers = period_numbers(dates, period)
    return [day.date() for day in pd.DatetimeIndex(period_starts(numbers, period))]


def test_every_day_belongs_to_the_monday_of_its_iso_week() -> None:
    expected = [date.fromisocalendar(*day.isocalendar()[:2], 1) for day in DAYS]
    assert start_dates(DAYS, "week") == expected
    result = pd.DatetimeIndex(mondays(pd.Series(pd.to_datetime(DAYS))))
    assert [day.date() for day in result] == expected


def test_every_day_belongs_to_its_month_quarter_and_year() -> None:
    assert start_dates(DAYS, "month") == [day.replace(day=1) for day in DAYS]
    quarters = [date(day.year, (day.month - 1) // 3 * 3 + 1, 1) for day in DAYS]
    assert start_dates(DAYS, "quarter") == quarters
    assert start_dates(DAYS, "year") == [date(day.year, 1, 1) for day in DAYS]


def test_the_53rd_week_of_2020_runs_into_2021() -> None:
    days = [date(2020, 12, 28), date(2021, 1, 3), date(2021, 1, 4)]
    assert start_dates(days, "week") == [date(2020, 12, 28), date(2020, 12, 28), date(2021, 1, 4)]


@pytest.mark.parametrize("period", PERIODS)
def test_period_numbers_are_consecutive(period: str) -> None:
    numbers = period_numbers(pd.Series(pd.to_datetime(DAYS)), period)
    assert set(numbers[1:] - numbers[:-1]) == {0, 1}


def test_unknown_period_is_rejected_by_name() -> None:
    with pytest.raises(ValueError, match="'decade' is none of week, month, quarter, year"):
        period_numbers(pd.Series(pd.to_datetime(DAYS)), "decade")


def test_unmapped_categories_come_last_in_alphabetical_order() -> None:
    codes = ["zoologists", "senior-managers", "pnp", "beekeepers", "cec", "pnp"]
    expected = ["pnp", "cec", "senior-managers", "beekeepers", "zoologists"]
    assert in_catalogue_order(codes) == expected
    assert in_catalogue_order([]) == []


def test_range_of_periods_that_ends_before_it_starts_is_empty(draws: pd.DataFrame) -> None:
    inside, positions, numbers = period_range(draws, "month", date(2024, 1, 1), date(2023, 1, 1))
    assert (len(inside), len(positions), len(numbers)) == (0, 0, 0)


def test_large_numbers_of_invitations_add_up_exactly(build: Build) -> None:
    draws = build(*[(str(n), "2021-02-13", "General", 27_332, 75) for n in range(9)])
    _, positions, numbers = period_range(draws, "week", None, None)
    assert sum_by_position(positions, draws["invitations"], len(numbers)).tolist() == [245_988]
