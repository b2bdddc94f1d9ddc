"""Dates of the next rounds: worked out by hand, and properties that hold for any rounds."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import outlook
from analysis.outlook.next_date import daily_chances
from analysis.outlook.rhythm import estimate_rhythm, survival
from analysis.outlook.timeline import Timeline, day_number
from tests.conftest import Build, frame

CEC, PNP = "Canadian Experience Class", "Provincial Nominee Program"
SUNDAY = date(2026, 2, 22)
# The total weight of three gaps: the last weighs 1, and weights halve every ten gaps.
WEIGHT = 1 + 0.5**0.1 + 0.5**0.2
ONE, TWO, LATER = 0.5 / (WEIGHT + 1), (WEIGHT + 0.5) / (WEIGHT + 1), 0.5


@pytest.fixture
def fortnightly_cec(build: Build) -> pd.DataFrame:
    """CEC on four Wednesdays, two weeks apart, the last in the week that ends on SUNDAY."""
    first = date(2026, 1, 7)
    days = [(first + timedelta(days=14 * n)).isoformat() for n in range(4)]
    return build(*((str(n), day, CEC, 1000, 500) for n, day in enumerate(days)))


def chances_by_category(table: pd.DataFrame) -> pd.DataFrame:
    return table.pivot_table(index="date", columns="category", values="probability")


def test_hazards_come_from_recent_gaps_and_one_pseudo_gap(fortnightly_cec: pd.DataFrame) -> None:
    rhythm = estimate_rhythm(Timeline.of(fortnightly_cec), day_number(SUNDAY))
    assert rhythm is not None
    # All three gaps are two weeks, so half of the weeks are active.
    assert rhythm.hazard[1:5] == pytest.approx([ONE, TWO, LATER, LATER])
    assert (rhythm.idle_weeks, rhythm.weekday) == (0, 6)


def test_chances_within_days_follow_from_the_hazards(fortnightly_cec: pd.DataFrame) -> None:
    table = outlook.next_dates(fortnightly_cec, SUNDAY).set_index("category")
    # Counted from a Sunday, 7, 14 and 28 days are 1, 2 and 4 whole weeks.
    week, weeks = ONE, 1 - (1 - ONE) * (1 - TWO)
    month = 1 - (1 - ONE) * (1 - TWO) * (1 - LATER) ** 2
    for category in ("any", "cec"):
        assert table.loc[category, ["within_7", "within_14", "within_28"]].to_list() == (
            pytest.approx([week, weeks, month])
        )
    # The chance is 13 % after a week, and 89 % after two: it passes 50 % on the second Wednesday.
    assert table.loc["cec", "next_median"] == pd.Timestamp("2026-03-04")
    assert table["rounds"].to_list() == [4, 4]


def test_share_of_a_category_weighs_recent_active_weeks_more(build: Build) -> None:
    rounds = [("1", "2026-01-07", CEC, 1, 500), ("2", "2026-01-21", PNP, 1, 700)]
    rounds += [("3", "2026-02-04", CEC, 1, 500), ("4", "2026-02-18", CEC, 1, 500)]
    rhythm = estimate_rhythm(Timeline.of(build(*rounds)), day_number(date(2026, 3, 1)))
    assert rhythm is not None
    weights = [0.5 ** (weeks / 5) for weeks in (3, 2, 1, 0)]
    total, pnp = sum(weights), weights[1]
    # The prior adds half a week, and each category is in half of the weeks.
    assert rhythm.share.tolist() == pytest.approx(
        [1.0, (pnp + 0.25) / (total + 0.5), (total - pnp + 0.25) / (total + 0.5)]
    )


def test_past_days_without_a_round_lower_the_chance_of_the_week(
    fortnightly_cec: pd.DataFrame,
) -> None:
    past = Timeline.of(fortnightly_cec)
    before = estimate_rhythm(past, day_number(date(2026, 3, 1)))
    now = estimate_rhythm(past, day_number(date(2026, 3, 4)))
    assert before is not None
    assert now is not None
    # Wednesday of the second week is over: only the chance from Thursday on is left.
    elapsed = before.by_day[0, 2]
    assert now.active == pytest.approx(TWO * (1 - elapsed) / (1 - TWO * elapsed))
    thursday = (before.by_day[0, 3] - elapsed) / (1 - elapsed)
    assert 1 - survival(now)[0, 0] == pytest.approx(now.active * thursday)


def test_category_already_held_this_week_is_not_expected_again(real: pd.DataFrame) -> None:
    table = outlook.calendar(real, date(2026, 8, 18), days=5)
    chance = chances_by_category(table)
    assert (chance[["pnp", "cec"]] == 0.01).all(axis=None)
    assert chance.iloc[0].drop("any").idxmax() == "french"


def test_any_round_within_14_and_28_days_is_as_likely_as_the_rate_of_a_year_says(
    real: pd.DataFrame,
) -> None:
    days = {day.date() for day in real["date"]}
    for today in (date(2026, 8, 20), date(2024, 2, 1), date(2025, 6, 3)):
        rate = len({day for day in days if 0 <= (today - day).days < 365}) / 365
        table = outlook.next_dates(real, today).set_index("category")
        for within in (14, 28):
            by_rate = min(1 - exp(-rate * within), 0.99)
            sooner = table.loc["any", "within_7"] if within == 14 else table.loc["any", "within_14"]
            least = max(by_rate, sooner, table[f"within_{within}"].drop("any").max())
            assert table.loc["any", f"within_{within}"] == pytest.approx(least)
    assert table.loc["any", "within_14"] == pytest.approx(1 - exp(-rate * 14))


def test_today_has_its_chance_until_it_is_over(real: pd.DataFrame) -> None:
    # On 19 August 2026 a French round is known, and others may still come that day.
    today = date(2026, 8, 19)
    table = outlook.calendar(real, today, 5, today=today)
    assert sorted(table["date"].dt.date.unique()) == [today + timedelta(days=n) for n in range(5)]
    eve = outlook.calendar(real, today - timedelta(days=1), 1)
    later = outlook.calendar(real, today, 4)
    pd.testing.assert_frame_equal(table, pd.concat([eve, later], ignore_index=True))
    alone = outlook.calendar(real, today, 1, today=today)
    pd.testing.assert_frame_equal(alone, eve)


def test_calendar_has_every_day_and_every_active_category(real: pd.DataFrame) -> None:
    table = outlook.calendar(real, date(2026, 8, 20))
    assert table["date"].iloc[[0, -1]].to_list() == [
        pd.Timestamp("2026-08-21"),
        pd.Timestamp("2026-09-17"),
    ]
    chance = chances_by_category(table)
    assert chance.shape == (28, table["category"].nunique())
    assert not {"general", "stem", "fsw"} & set(chance)
    assert chance.notna().all(axis=None)
    assert (chance.max(axis=1) == chance["any"]).all()


@pytest.mark.parametrize("days", [0, 183])
def test_calendar_of_zero_or_183_days_is_rejected(real: pd.DataFrame, days: int) -> None:
    with pytest.raises(ValueError, match="a calendar has"):
        outlook.calendar(real, date(2026, 8, 20), days)


def test_one_active_week_is_too_little_for_a_forecast(build: Build) -> None:
    draws = build(("1", "2026-01-07", CEC, 1, 500), ("2", "2026-01-08", PNP, 1, 700))
    assert estimate_rhythm(Timeline.of(draws), day_number(SUNDAY)) is None
    assert outlook.next_dates(draws, SUNDAY)["within_28"].isna().all()
    assert outlook.calendar(draws, SUNDAY).empty


dated_rounds = st.lists(
    st.tuples(st.integers(0, 500), st.sampled_from([CEC, PNP, "STEM occupations"])),
    min_size=2,
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(rounds=dated_rounds, wait=st.integers(0, 400))
def test_chances_and_date_windows_are_coherent_for_any_rounds(
    rounds: list[tuple[int, str]], wait: int
) -> None:
    first = date(2024, 1, 1)
    dated = sorted((first + timedelta(days=day), name) for day, name in rounds)
    draws = frame(
        *((str(n), day.isoformat(), name, 10, 500) for n, (day, name) in enumerate(dated))
    )
    today = dated[-1][0] + timedelta(days=wait)
    table = outlook.next_dates(draws, today).dropna(subset=["within_7"])
    chances = table[["within_7", "within_14", "within_28"]].to_numpy()
    assert (np.diff(chances, axis=1) >= 0).all()
    assert ((chances >= 0.01) & (chances <= 0.99)).all()
    assert (chances <= chances[:1]).all()
    edges = table[["window_start", "next_median", "window_end"]]
    assert (edges["window_start"].isna() | (edges["window_start"] > pd.Timestamp(today))).all()
    complete = edges.dropna()
    assert (complete["window_start"] <= complete["next_median"]).all()
    assert (complete["next_median"] <= complete["window_end"]).all()


@settings(max_examples=25, deadline=None)
@given(rounds=dated_rounds, wait=st.integers(0, 60))
def test_daily_chances_add_up_to_at_least_the_chance_of_a_round(
    rounds: list[tuple[int, str]], wait: int
) -> None:
    first = date(2024, 1, 1)
    dated = sorted((first + timedelta(days=day), name) for day, name in rounds)
    draws = frame(
        *((str(n), day.isoformat(), name, 10, 500) for n, (day, name) in enumerate(dated))
    )
    rhythm = estimate_rhythm(Timeline.of(draws), day_number(dated[-1][0] + timedelta(days=wait)))
    if rhythm is None:
        return
    surviving = survival(rhythm)
    assert ((surviving >= -1e-12) & (surviving <= 1 + 1e-12)).all()
    assert (np.diff(surviving, axis=1) <= 1e-12).all()
    chance = daily_chances(rhythm)
    assert ((chance >= -1e-12) & (chance <= 1 + 1e-12)).all()
    added = np.cumsum(chance[1:], axis=1)
    # Several rounds may come, so their expected number is never below the chance of one.
    assert (added >= 1 - surviving[1:, : added.shape[1]] - 1e-9).all()
    assert (chance[0] >= chance[1:].max(axis=0) - 1e-9).all()
