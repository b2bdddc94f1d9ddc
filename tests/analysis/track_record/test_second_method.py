"""The rows of cut-offs, of any day and of statements, made again from the rounds by plain loops.

Nothing of analysis is used but the card that is checked, and not the bounds of its intervals, which
are drawn at random.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from math import log
from statistics import fmean
from typing import NamedTuple, TypeVar

import pandas as pd
import pytest

from tests.analysis.support.plain_forecasts import HALF_YEAR, RHYTHMS, Plain, Said, Trial, rounds_of
from tests.analysis.track_record.conftest import END

pytestmark = pytest.mark.slow

FIRST, LAST = date(2022, 7, 1).toordinal(), END.toordinal()
ERAS = ("2023-07-01", "2025-01-01")


class Outcome(NamedTuple):
    """A cut-off: by model what was said and the range, as middle and half its width."""

    day: int
    category: str
    actual: float
    said: dict[str, Said]
    ranges: dict[str, tuple[float, float]]

    def is_within(self, model: str) -> bool:
        middle, reach = self.ranges[model]
        return middle - reach <= self.actual <= middle + reach

    def winkler(self, model: str) -> float:
        middle, reach = self.ranges[model]
        return 2 * reach + 10 * max(abs(self.actual - middle) - reach, 0)


class Statement(NamedTuple):
    """Whether the dates and the cut-off said on a day were both right."""

    day: int
    category: str
    is_right: bool


@pytest.fixture(scope="module")
def plain(real: pd.DataFrame) -> Plain:
    return Plain(rounds_of(real, date(2021, 10, 1).toordinal()), LAST)


@pytest.fixture(scope="module")
def eves(plain: Plain) -> list[Trial]:
    return list(plain.eves(FIRST))


@pytest.fixture(scope="module")
def on_eve(eves: list[Trial]) -> list[Outcome]:
    choice = Choice(eves)
    return [outcome(each, choice, each.day - 1) for each in eves]


@pytest.fixture(scope="module")
def on_any_day(plain: Plain, eves: list[Trial]) -> list[Outcome]:
    choice = Choice(eves)
    return [outcome(each, choice, each.day) for each in plain.any_days(FIRST)]


class Choice:
    """The constants that were best on the eves whose rounds were known by a day, CEC apart."""

    def __init__(self, eves: Sequence[Trial]) -> None:
        self._days = [each.day for each in eves]
        self._best = {
            is_cec: [
                0,
                *best_so_far(
                    [each if is_cec == (each.category == "cec") else None for each in eves]
                ),
            ]
            for is_cec in (True, False)
        }

    def place(self, category: str, origin: int) -> int:
        return self._best[category == "cec"][bisect_right(self._days, origin)]


def best_so_far(eves: Sequence[Trial | None]) -> Iterator[int]:
    """Yield after each trial the place of the candidate with the least loss so far."""
    totals: list[float] = []
    for each in eves:
        if each:
            losses = [said.crps(each.actual) for said in each.candidates]
            totals = [a + b for a, b in zip(totals or [0.0] * len(losses), losses, strict=True)]
        yield totals.index(min(totals)) if totals else 0


def outcome(trial: Trial, choice: Choice, origin: int) -> Outcome:
    """Return a trial with the constants that were best by the end of a day."""
    chosen = trial.candidates[choice.place(trial.category, origin)]
    tried = trial.candidates[-1 if trial.category == "cec" else 0]
    said = {"outlook": chosen, "before": trial.before, "last": trial.last}
    ranges = {
        "outlook": (chosen.middle, log(5) * chosen.scale),
        "before": (trial.before.middle, log(5) * trial.before.scale),
        "conformal": (tried.middle, trial.reach * tried.scale),
    }
    return Outcome(trial.day, trial.category, trial.actual, said, ranges)


METRICS: dict[str, Callable[[Outcome, str], float]] = {
    "mae": lambda each, model: abs(each.actual - each.said[model].middle),
    "crps": lambda each, model: each.said[model].crps(each.actual),
    "winkler": lambda each, model: each.winkler(model),
    "coverage": lambda each, model: each.is_within(model),
    "width": lambda each, model: 2 * each.ranges[model][1],
}


Row = TypeVar("Row", Outcome, Statement)


def members(rows: Sequence[Row], era: str, group: str) -> list[Row]:
    """Return the forecasts of a group since an era began."""
    start = date.fromisoformat(era).toordinal()
    recent = [row for row in rows if row.day >= start]
    if group == "overall":
        return recent
    if group == "without-pnp":
        return [row for row in recent if row.category != "pnp"]
    return [row for row in recent if row.category == group]


def compare(card: pd.DataFrame, target: str, rows: Sequence[Outcome]) -> int:
    """Assert that all rows of a target agree, and return how many there are."""
    count = 0
    wanted = card[(card["target"] == target) & card["era"].isin(ERAS)]
    models = {*rows[0].said, *rows[0].ranges, ""}
    wanted = wanted[wanted["model"].isin(models) & wanted["baseline"].isin(models)]
    for row in wanted.itertuples():
        those = members(rows, row.era, row.group)
        score = METRICS[row.metric]
        assert row.n == len(those)
        value = fmean(score(each, row.model) for each in those)
        assert row.value == pytest.approx(value), row
        if row.baseline:
            other = fmean(score(each, row.baseline) for each in those)
            assert row.baseline_value == pytest.approx(other), row
            assert row.skill == pytest.approx(1 - value / other, abs=1e-9), row
        count += 1
    return count


def test_every_row_of_cut_offs_on_the_eve_agrees(card: pd.DataFrame, on_eve: list[Outcome]) -> None:
    # In each era and group: three models by two losses, three ranges by three, and five skills.
    groups = card.loc[card["target"] == "cut-off", ["era", "group"]].drop_duplicates()
    assert compare(card, "cut-off", on_eve) == len(groups) * (6 + 9 + 6)


def test_every_row_of_cut_offs_on_any_day_agrees(
    card: pd.DataFrame, on_any_day: list[Outcome]
) -> None:
    groups = card.loc[card["target"] == "cut-off-any-day", ["era", "group"]].drop_duplicates()
    assert compare(card, "cut-off-any-day", on_any_day) == len(groups) * (6 + 9 + 6)


def test_every_row_of_statements_agrees(
    card: pd.DataFrame, plain: Plain, on_any_day: list[Outcome]
) -> None:
    statements = said_of_dates(plain, on_any_day)
    wanted = card[(card["target"] == "statement") & card["era"].isin(ERAS)]
    assert len(wanted) > 10
    for row in wanted.itertuples():
        those = members(statements, row.era, row.group)
        assert (row.metric, row.model, row.baseline) == ("coverage", "outlook", "")
        assert row.n == len(those)
        assert row.value == pytest.approx(fmean(each.is_right for each in those)), row


def said_of_dates(plain: Plain, cutoffs: Sequence[Outcome]) -> list[Statement]:
    """Return the statements, with the rhythm that was best on the dates known by then."""
    is_within = {(each.day, each.category): each.is_within("outlook") for each in cutoffs}
    days_of = {name: [each.day for each in rounds] for name, rounds in plain.of.items()}
    known: dict[int, list[list[float]]] = defaultdict(list)  # the losses by when they were known
    totals, statements = [0.0] * len(RHYTHMS), []
    for today in range(FIRST, LAST - HALF_YEAR + 1):
        totals = [sum(losses) for losses in zip(totals, *known.pop(today, []), strict=True)]
        best = totals.index(min(totals))
        tried = [plain.edges(today, half_lives) for half_lives in RHYTHMS]
        for name in plain.current(today):
            if sum(day <= today for day in days_of[name]) < 4:
                continue
            later = [day for day in days_of[name] if day > today]
            wait = min(later[0] - today if later else HALF_YEAR, HALF_YEAR)
            known[today + wait].append([abs(edges[name][1] - wait) for edges in tried])
            low, _, high = tried[best][name]
            if high < HALF_YEAR:
                is_right = low <= wait <= high and is_within.get((today, name), False)
                statements.append(Statement(today, name, is_right))
    return statements
