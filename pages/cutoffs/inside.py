"""The room for labels inside one side of a chart of cut-offs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from pages.cutoffs.marks import at_edge, told_apart
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

    def _ink(self) -> np.ndarray[Any, Any]:
        """Return points on all lines and dots; those in focus and the dots count more."""
        ink = [np.empty((0, 3))]
        for code in self.subject.codes:
            rounds = self.side.has(self.subject.of(code))
            rounds = told_apart(rounds, self.subject, self.side, (self.scale, self.height))
            dots = [
                (self.side.share(day), self.top(at_edge(value, self.scale, self.height)))
                for day, value in zip(rounds["date"], rounds[self.subject.column], strict=True)
            ]
            if not dots:
                continue
            weight = 4 if code in self.subject.focus else 1
            places = np.arange(len(dots))
            steps = np.linspace(0, places[-1], places[-1] * _LINES + 1)
            line = [np.interp(steps, places, values) for values in zip(*dots, strict=True)]
            ink.append(np.column_stack([*line, np.full(len(steps), weight)]))
            ink.append(np.column_stack([dots, np.full(len(dots), 10 * weight)]))
        return np.concatenate(ink)
