"""The pool figures published with a round: 15 bands, two roll-ups and a total.

A snapshot is used only if its bands add up to the published total, or if a misprinted roll-up
explains the whole difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Score bands by the number in dd1 to dd18, from the highest score to the lowest.
BANDS: dict[int, tuple[int, int]] = {
    1: (601, 1200),
    2: (501, 600),
    4: (491, 500),
    5: (481, 490),
    6: (471, 480),
    7: (461, 470),
    8: (451, 460),
    10: (441, 450),
    11: (431, 440),
    12: (421, 430),
    13: (411, 420),
    14: (401, 410),
    15: (351, 400),
    16: (301, 350),
    17: (0, 300),
}
ROLL_UPS: dict[int, tuple[str, tuple[int, ...]]] = {
    3: ("451-500", (4, 5, 6, 7, 8)),
    9: ("401-450", (10, 11, 12, 13, 14)),
}
TOTAL = 18


@dataclass(frozen=True)
class Misprint:
    """A roll-up (of a band) or total (None) that differs from the sum of its parts."""

    band: str | None
    published: int
    computed: int


@dataclass(frozen=True)
class Figures:
    """The 18 figures of one round, as published (dd1 first)."""

    published: tuple[int, ...]

    @classmethod
    def from_bands(cls, numbers: Sequence[int | None]) -> Figures:
        """Return figures of which some roll-ups are not known, computed from their bands."""
        known = {place: number or 0 for place, number in enumerate(numbers, start=1)}
        sums = {place: sum(known[part] for part in parts) for place, (_, parts) in ROLL_UPS.items()}
        unknown = {place for place in ROLL_UPS if numbers[place - 1] is None}
        return cls(tuple((sums if place in unknown else known)[place] for place in known))

    def __getitem__(self, position: int) -> int:
        return self.published[position - 1]

    @property
    def are_published(self) -> bool:
        """Whether any figure was published; IRCC writes 18 zeros if not."""
        return any(self.published)

    @property
    def bands(self) -> tuple[tuple[int, int, int], ...]:
        """The bands as (low, high, candidates), from the lowest score to the highest."""
        return tuple(
            (low, high, self[position]) for position, (low, high) in reversed(BANDS.items())
        )

    @property
    def candidates(self) -> int:
        """The number of candidates in the pool, each counted once."""
        return sum(self[position] for position in BANDS)

    @property
    def are_consistent(self) -> bool:
        """Whether the bands add up to the total, or a misprinted roll-up explains why not."""
        if self.candidates == self[TOTAL]:
            return True
        as_published = self[1] + self[2] + self[3] + self[9] + self[15] + self[16] + self[17]
        return as_published == self[TOTAL] and bool(self._roll_up_misprints())

    def misprints(self) -> list[Misprint]:
        """Return the roll-ups and the total that differ from the sum of their parts."""
        total = (
            [] if self.candidates == self[TOTAL] else [Misprint(None, self[TOTAL], self.candidates)]
        )
        return self._roll_up_misprints() + total

    def _roll_up_misprints(self) -> list[Misprint]:
        roll_ups = (
            Misprint(band, self[position], sum(self[part] for part in parts))
            for position, (band, parts) in ROLL_UPS.items()
        )
        return [sum_ for sum_ in roll_ups if sum_.published != sum_.computed]

    def __str__(self) -> str:
        if not self.are_published:
            return "0 in all 18 figures"
        if self.are_consistent:
            return f"{len(BANDS)} bands, {self.candidates:,} candidates"
        return f"bands adding up to {self.candidates:,}, total {self[TOTAL]:,}"


NOT_PUBLISHED = Figures((0,) * 18)
