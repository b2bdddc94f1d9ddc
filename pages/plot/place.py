"""Where a label inside a plot has room: on no other text, and on as few marks as possible."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pages.plot.colours import SOFT
from pages.plot.gutter import halo
from pages.plot.text import LABEL, width_of

_LINE, _GAP = 16, 4  # pixels of a line of text, and between two texts
_ABOVE = 2  # pixels that a text stays above the axis below the plot, which its ground would hide
_DOT = 3  # pixels around the middle of a dot


class Spot(NamedTuple):
    """A place for a label: a share of the plot's width and pixels from its top, then a shift.

    The text is centred on it, or begins or ends there.
    """

    share: float
    top: float
    right: float = 0
    down: float = 0
    anchor: str = "center"


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: _Box, gap: float = 0) -> bool:
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom
            and other.top < self.bottom
        )


class Room:
    """The room for labels in a plot of `height` pixels, which may have one of some widths."""

    def __init__(self, widths: Sequence[float], height: float, ink: npt.ArrayLike = ()) -> None:
        self.widths, self.height = widths, height
        self.avoid(ink)
        self.taken: list[list[_Box]] = [[] for _width in widths]

    def avoid(self, ink: npt.ArrayLike) -> None:
        """Let labels lie on as little ink as possible, and on no other than this.

        It has a row per point: the share of the width, pixels from the top, and how much it counts.
        """
        self.ink = np.asarray(ink, float).reshape(-1, 3)

    def place(self, text: str, spots: Iterable[Spot], *, size: float = LABEL) -> Spot | None:
        """Return the first of the best places for a text and take it; None if it has no room."""
        options = []
        for order, spot in enumerate(spots):
            boxes = [self._box(text, spot, width, size) for width in self.widths]
            if self._is_free(boxes):
                options.append((self._covered(boxes), order, spot, boxes))
        if not options:
            return None
        _covered, _order, best, boxes = min(options, key=lambda option: option[:2])
        self._take(boxes)
        return best

    def covers(self, text: str, spots: Iterable[Spot], *, size: float = LABEL) -> float:
        """Return how much ink a text would cover in the best place."""
        boxes = [[self._box(text, spot, width, size) for width in self.widths] for spot in spots]
        return min((self._covered(each) for each in boxes if self._is_free(each)), default=math.inf)

    def reserve(self, text: str, spot: Spot) -> None:
        """Keep the place of a text that is already there, and a little above and below it."""
        boxes = [self._box(text, spot, width, LABEL) for width in self.widths]
        self._take([box._replace(top=box.top - _GAP, bottom=box.bottom + _GAP) for box in boxes])

    def _take(self, boxes: Sequence[_Box]) -> None:
        for taken, box in zip(self.taken, boxes, strict=True):
            taken.append(box)

    def _box(self, text: str, spot: Spot, width: float, size: float) -> _Box:
        long, high = width_of(text, size), _LINE * (text.count("<br>") + 1)
        middle = spot.share * width + spot.right
        left = middle - {"left": 0, "center": long / 2, "right": long}[spot.anchor]
        top = spot.top + spot.down - high / 2
        return _Box(left, top, left + long, top + high)

    def _is_free(self, boxes: Sequence[_Box]) -> bool:
        return all(
            box.left >= 0
            and box.right <= width
            and box.top >= 0
            and box.bottom <= self.height - _ABOVE
            and not any(box.touches(other, _GAP) for other in taken)
            for box, width, taken in zip(boxes, self.widths, self.taken, strict=True)
        )

    def _covered(self, boxes: Sequence[_Box]) -> float:
        """Return how many points of ink the boxes cover, each as often as it counts."""
        shares, tops, weights = self.ink.T
        covered = 0.0
        for box, width in zip(boxes, self.widths, strict=True):
            across = shares * width
            is_under = (box.left - _DOT <= across) & (across <= box.right + _DOT)
            is_under &= (box.top - _DOT <= tops) & (tops <= box.bottom + _DOT)
            covered += float(weights[is_under].sum())
        return covered


def annotation(
    text: str, spot: Spot, *, at: tuple[Any, Any], axes: tuple[str, str], colour: str = SOFT
) -> dict[str, Any]:
    """Return the annotation of a placed text; `at` is the spot's x and y on the axes."""
    return {
        "text": text,
        "x": at[0],
        "y": at[1],
        "xref": axes[0],
        "yref": axes[1],
        "xshift": spot.right,
        "yshift": -spot.down,
        "xanchor": spot.anchor,
        "yanchor": "middle",
        "font": {"size": LABEL, "color": colour},
        **halo(),
    }
