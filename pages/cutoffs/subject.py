"""What a chart of cut-offs shows: its rounds, names, days and scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pages.language import Words
from pages.plot import axis, colours
from pages.plot.axis import Range, Span

SINCE = date(2023, 6, 28)  # when category-based rounds began
_EARLY = date(2022, 7, 1)  # a chart that begins later has no part before that
MANY = 10  # rounds of a category that make it worth seeing among those of the past


@dataclass(frozen=True, eq=False)
class Subject:
    """The rounds of a chart, oldest first, and how it shows them.

    `others` are rounds of other categories, as dots to compare with; `column` is the one drawn.
    `focus` are the categories in colour; `inactive` says in words how long each inactive one has
    had no round. `names` are in the order of the categories, and `briefs` are those for a phone.
    """

    rounds: pd.DataFrame
    others: pd.DataFrame
    names: Mapping[str, str]
    briefs: Mapping[str, str]
    focus: tuple[str, ...]
    inactive: Mapping[str, str]
    span: Span
    words: Words
    column: str = "cutoff"
    score: int | None = None
    middle: Range | None = None  # the middle half of 12 months, as a band

    @property
    def is_pnp(self) -> bool:
        """Whether these are scores with the 600 points of a nomination."""
        return self.column == "cutoff" and set(self.rounds["category"]) == {"pnp"}

    @cached_property
    def codes(self) -> list[str]:
        """The categories with a round, those in focus last, so that they are drawn on top."""
        present = set(self.rounds["category"])
        codes = [code for code in self.names if code in present]
        rank = {code: code in self.focus for code in codes}
        return sorted(codes, key=lambda code: (rank[code], code not in self.inactive))

    @property
    def is_chosen(self) -> bool:
        """Whether the reader has chosen these categories among others, which are dots."""
        return len(self.others) > 0

    def of(self, code: str) -> pd.DataFrame:
        """Return the rounds of a category."""
        return self._by_category.get(code, self.rounds.iloc[:0])

    @cached_property
    def _by_category(self) -> dict[str, pd.DataFrame]:
        return {str(code): own for code, own in self.rounds.groupby("category", observed=True)}

    def colour(self, code: str, *, is_past: bool = False) -> str:
        """Return the colour of a category's line."""
        if code in self.focus:
            return colours.hue(code)
        if code not in self.inactive:
            return colours.MID
        days = self.of(code)["date"]
        is_main = is_past and (days < pd.Timestamp(SINCE)).sum() >= MANY
        return colours.MID if is_main else colours.GHOST

    @cached_property
    def scale(self) -> Range:
        """The scale: all rounds in focus since mid-2023, and nine in ten of earlier and others."""
        points = self.rounds
        is_focus, is_new = points["category"].isin(self.focus), points["date"] >= str(SINCE)
        if not (is_focus & is_new).any():
            is_new = is_new | True
        own = points.loc[is_focus & is_new, self.column].tolist()
        early = points.loc[is_focus & ~is_new, self.column].to_numpy(float)
        low, high = np.quantile(early, [0.05, 0.95]) if len(early) else (0, 0)
        own += [value for value in early if low <= value <= high]
        rest = points.loc[~is_focus & is_new, self.column].tolist()
        return axis.fit([*own, *([] if self.score is None else [self.score])], rest)


class Side(NamedTuple):
    """A part of the plot with its own time axis; `axes` is its number in Plotly's names."""

    axes: str
    span: Span
    is_past: bool = False

    def has(self, rounds: pd.DataFrame) -> pd.DataFrame:
        """Return the rounds on this side."""
        days = rounds["date"]
        return rounds[(days >= str(self.span[0])) & (days <= str(self.span[1]))]

    def share(self, day: Any) -> float:
        """Return the place of a day, as a share of the axis."""
        first, last = map(pd.Timestamp, self.span)
        return float((day - first) / max(last - first, pd.Timedelta(days=1)))


def sides(subject: Subject) -> list[Side]:
    """Return the years since category-based rounds began, and before them the others, if shown.

    Where no round of the categories is on one of both sides, there is just one.
    """
    first, last = subject.span
    is_new = subject.rounds["date"] >= str(SINCE)
    if first >= _EARLY or last <= SINCE or not is_new.any():
        return [Side("", subject.span)]
    main = Side("", (SINCE, last))
    if is_new.all():
        return [main]
    return [main, Side("2", (first, SINCE - timedelta(days=1)), is_past=True)]
