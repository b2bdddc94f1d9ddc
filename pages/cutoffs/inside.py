"""The room for labels inside one side of a chart of cut-offs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from pages.cutoffs.marks import at_edge
from pages.cutoffs.subject import Side, Subject
from pages.plot import place
from pages.plot.axis import Range
from pages.plot.place import Room, Spot

Shift = tuple[float, float, str]  # right and down in pixels, and the end that stands there
_LINES = 24  # points between two rounds of a line that are kept free of labels


class Inside:
    """The labels inside one side of a plot, none on another."""

    def __init__(
        self, subject: Subject, side: Side, scale: Range, size: tuple[tuple[float, float], float]
    ) -> None:
        self.subject, self.side, self.scale = subject, side, scale
        widths, self.height = size
        self.room = Room(widths, self.height, self._ink())
        self.annotations: list[dict[str, Any]] = []

    def add(
        self, text: str, places: Sequence[tuple[tuple[Any, float], Shift]], colour: str
    ) -> bool:
        """Put a text where it has most room, and return whether it has any.

        A place is a point of the plot, and how the text is shifted from it.
        """
        spots = self._spots(places)
        best = self.room.place(text, spots)
        if best:
            day, value = places[spots.index(best)][0]
            at, axes = (f"{pd.Timestamp(day):%Y-%m-%d}", value), (f"x{self.side.axes}", "y")
            found = place.annotation(text, best, at=at, axes=axes, colour=colour)
            self.annotations.append(found)
        return best is not None

    def covers(self, text: str, places: Sequence[tuple[tuple[Any, float], Shift]]) -> float:
        """Return how much of the lines a text would cover in the best of these places."""
        return self.room.covers(text, self._spots(places))

    def _spots(self, places: Sequence[tuple[tuple[Any, float], Shift]]) -> list[Spot]:
        return [
            Spot(self.side.share(pd.Timestamp(day)), self.top(value), *shift)
            for (day, value), shift in places
        ]

    def top(self, value: float) -> float:
        """Return how many pixels a value is below the top of the plot."""
        low, high = self.scale
        return (high - value) / (high - low) * self.height

    def _ink(self) -> Iterator[tuple[float, float, float]]:
        """Yield points on all lines and dots; those in focus and the dots count more."""
        for code in self.subject.codes:
            rounds = self.side.has(self.subject.of(code))
            shares = [self.side.share(day) for day in rounds["date"]]
            tops = [
                self.top(at_edge(value, self.scale, self.height))
                for value in rounds[self.subject.column]
            ]
            weight = 4 if code in self.subject.focus else 1
            steps = np.linspace(0, max(len(tops) - 1, 0), max(len(tops) - 1, 0) * _LINES + 1)
            places = np.arange(len(tops))
            if tops:
                on_line = np.interp(steps, places, shares), np.interp(steps, places, tops)
                yield from ((*point, weight) for point in zip(*on_line, strict=True))
            yield from ((*point, 10 * weight) for point in zip(shares, tops, strict=True))
