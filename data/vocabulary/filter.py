"""Which rounds of the record are meant: one filter for pages, links, downloads and the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.vocabulary.categories import CATEGORIES, Category, classify

# The parameters of a URL, in their order, and the fields of a Filter that they set.
PARAMETERS = {
    "category": "categories",
    "kind": "kinds",
    "from": "start",
    "to": "end",
    "min_cutoff": "min_cutoff",
    "max_cutoff": "max_cutoff",
    "round_id": "round_ids",
}


@dataclass(frozen=True)
class Filter:
    """The rounds that somebody chose; what is empty or None restricts nothing.

    ``categories`` and ``kinds`` are codes and ``round_ids`` ids of which one has to fit. ``start``
    and ``end`` are official dates, ``min_cutoff`` and ``max_cutoff`` CRS points, all included.
    """

    categories: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    kinds: tuple[str, ...] = ()
    min_cutoff: int | None = None
    max_cutoff: int | None = None
    round_ids: tuple[str, ...] = ()

    def apply(self, draws: pd.DataFrame) -> pd.DataFrame:
        """Return the rounds of `draws` that are chosen, in their order, with a fresh index."""
        keep = pd.Series(True, index=draws.index)
        for column, chosen in (
            ("category", self.categories),
            ("kind", self.kinds),
            ("round_id", self.round_ids),
        ):
            if chosen:
                keep &= draws[column].isin(chosen)
        if self.start:
            keep &= draws["date"] >= pd.Timestamp(self.start)
        if self.end:
            keep &= draws["date"] <= pd.Timestamp(self.end)
        if self.min_cutoff is not None:
            keep &= draws["cutoff"] >= self.min_cutoff
        if self.max_cutoff is not None:
            keep &= draws["cutoff"] <= self.max_cutoff
        return draws[keep].reset_index(drop=True)

    def query(self) -> list[tuple[str, str]]:
        """Return the same filter as the parameters of a URL, in a fixed order.

        >>> Filter(("stem", "cec"), date(2023, 7, 1), min_cutoff=480).query()
        [('category', 'stem'), ('category', 'cec'), ('from', '2023-07-01'), ('min_cutoff', '480')]
        """
        query = []
        for name, field in PARAMETERS.items():
            value = getattr(self, field)
            values = value if isinstance(value, tuple) else (value,)
            query += [(name, str(item)) for item in values if item is not None]
        return query

    def file_parts(self) -> list[str]:
        """Return what the name of a file says of the filter: its categories, and its range.

        >>> Filter(("stem", "cec"), date(2023, 7, 1)).file_parts()
        ['stem cec', 'from 2023-07-01']
        """
        days = [f"from {self.start}"] if self.start else []
        days += [f"to {self.end}"] if self.end else []
        return [" ".join(self.categories), " ".join(days)]


def categories(draws: pd.DataFrame) -> tuple[Category, ...]:
    """Return the categories that have a round, in their usual order, those without a name last.

    A category that the table does not know yet goes by its official name.
    """
    latest = draws.drop_duplicates("category", keep="last")
    names = dict(zip(latest["category"], latest["name"], strict=True))
    known = [category for category in CATEGORIES if category.code in names]
    new = sorted(names.keys() - {category.code for category in known})
    return (*known, *(classify(names[code]) for code in new))
