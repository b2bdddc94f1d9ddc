"""The rows of rounds within 7, 14 and 28 days, made again from the rounds by plain loops."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import exp
from statistics import fmean
from typing import NamedTuple

import pandas as pd
import pytest

from tests.analysis.support.plain_forecasts import ANY, RHYTHMS, YEAR, Plain, rounds_of
from tests.analysis.track_record.test_second_method import ERAS, FIRST, LAST

pytestmark = pytest.mark.slow

WITHIN = (7, 14, 28)


class Chance(NamedTuple):
    """What was said on a day of a round within some days, by model, and whether there was one."""

    day: int
    category: str
    is_held: bool
    said: dict[str, float]


def clip(chance: float) -> float:
    return min(max(chance, 0.01), 0.99)


@pytest.fixture(scope="module")
def chances(real: pd.DataFrame) -> dict[int, list[Chance]]:
    """The forecasts by how many days they are for, with the rhythm that was best by then."""
    plain = Plain(rounds_of(real, date(2021, 10, 1).toordinal()), LAST)
    found: dict[int, list[Chance]] = {within: [] for within in WITHIN}
    # The losses by days ahead, whether of any category, and when they were known.
    known: dict[tuple[int, bool, int], list[list[float]]] = defaultdict(list)
    totals = {(within, is_any): [0.0] * 7 for within in WITHIN for is_any in (True, False)}
    for today in range(FIRST, LAST):
        left = [plain.chances(today, half_lives) for half_lives in RHYTHMS]
        tried = [said_on(plain, today, each) for each in left]
        for (within, is_any), sums in totals.items():
            losses = known.pop((within, is_any, today), [])
            totals[within, is_any] = [sum(each) for each in zip(sums, *losses, strict=True)]
        for name, days in forecastable(plain, today).items():
            for place, within in enumerate(WITHIN):
                if today + within > LAST:
                    continue
                is_held = any(today < day <= today + within for day in days)
                own = [each[name][place] for each in tried]
                sums = totals[within, name == ANY]
                past = sorted({day for day in days if day <= today})
                said = {
                    "outlook": own[sums.index(min(sums))],
                    "before": clip(1 - left[0][name][within - 1]),
                    "gaps": clip(by_gaps(past, today, within)),
                    "poisson": clip(by_rate(past, today, within)),
                }
                found[within].append(Chance(today, name, is_held, said))
                losses_of = [(chance - is_held) ** 2 for chance in own]
                known[within, name == ANY, today + within].append(losses_of)
    return found


def forecastable(plain: Plain, today: int) -> dict[str, list[int]]:
    """Return the round days of any category and of each that has a forecast."""
    days = {name: [each.day for each in plain.of[name]] for name in plain.current(today)}
    enough = {name: each for name, each in days.items() if sum(day <= today for day in each) >= 4}
    return {ANY: plain.days, **enough}


def said_on(plain: Plain, today: int, left: dict[str, list[float]]) -> dict[str, list[float]]:
    """Return the chances within 7, 14 and 28 days by category, from those of no round so far."""
    chances = {name: [1 - each[within - 1] for within in WITHIN] for name, each in left.items()}
    rates = [by_rate(plain.days[: plain.known(today)], today, within) for within in WITHIN]
    chances[ANY][1:] = rates[1:]
    likeliest = 0.0
    for place in range(3):
        likeliest = max(likeliest, *(each[place] for each in chances.values()))
        chances[ANY][place] = likeliest
    return {name: [clip(chance) for chance in each] for name, each in chances.items()}


def by_rate(days: Sequence[int], today: int, within: int) -> float:
    count = len({day for day in days if today - YEAR < day <= today})
    return 1 - exp(-within * count / YEAR)


def by_gaps(days: Sequence[int], today: int, within: int) -> float:
    gaps, wait = [b - a for a, b in pairwise(days)], today - days[-1]
    longer = [gap for gap in gaps if gap > wait]
    if not longer:
        return 1 - exp(-within / fmean(gaps))
    return sum(gap <= wait + within for gap in longer) / len(longer)


def members(rows: Sequence[Chance], era: str, group: str) -> list[Chance]:
    start = date.fromisoformat(era).toordinal()
    recent = [row for row in rows if row.day >= start]
    if group in ("overall", "without-pnp"):
        left_out = (ANY, "pnp") if group == "without-pnp" else (ANY,)
        return [row for row in recent if row.category not in left_out]
    return [row for row in recent if row.category == group]


def brier(rows: Sequence[Chance], model: str) -> float:
    return fmean((row.said[model] - row.is_held) ** 2 for row in rows)


def calibration(rows: Sequence[Chance]) -> float:
    tenths: dict[int, list[Chance]] = defaultdict(list)
    for row in rows:
        tenths[min(int(row.said["outlook"] * 10 + 1e-9), 9)].append(row)
    return sum(
        abs(sum(row.said["outlook"] for row in each) - sum(row.is_held for row in each))
        for each in tenths.values()
    ) / len(rows)


@pytest.mark.parametrize("within", WITHIN)
def test_every_row_of_rounds_within_some_days_agrees(
    card: pd.DataFrame, chances: dict[int, list[Chance]], within: int
) -> None:
    wanted = card[(card["target"] == f"when-{within}") & card["era"].isin(ERAS)]
    assert {ANY, "overall", "without-pnp", "pnp", "cec"} < set(wanted["group"])
    for row in wanted.itertuples():
        those = members(chances[within], row.era, row.group)
        assert row.n == len(those)
        is_loss = row.metric == "brier"
        value = brier(those, row.model) if is_loss else calibration(those)
        assert row.value == pytest.approx(value), row
        if row.baseline:
            other = brier(those, row.baseline)
            assert row.baseline_value == pytest.approx(other), row
            assert row.skill == pytest.approx(1 - value / other, abs=1e-9), row
