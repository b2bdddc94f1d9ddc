"""The filter of rounds that pages, links, downloads and the API share."""

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
    """Conditions on rounds; an empty tuple or None means no condition.

    A round must have one of the ``categories`` (codes), ``kinds`` and ``round_ids``. ``start`` and
    ``end`` (official dates), ``min_cutoff`` and ``max_cutoff`` (CRS points) are inclusive.
    """

    categories: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    kinds: tuple[str, ...] = ()
    min_cutoff: int | None = None
    max_cutoff: int | None = None
    round_ids: tuple[str, ...] = ()

    def apply(self, draws: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of `draws` that match, in their order, with a new index."""
        matches = pd.Series(True, index=draws.index)
        for column, values in (
            ("category", self.categories),
            ("kind", self.kinds),
            ("round_id", self.round_ids),
        ):
            if values:
                matches &= draws[column].isin(values)
        if self.start:
            matches &= draws["date"] >= pd.Timestamp(self.start)
        if self.end:
            matches &= draws["date"] <= pd.Timestamp(self.end)
        if self.min_cutoff is not None:
            matches &= draws["cutoff"] >= self.min_cutoff
        if self.max_cutoff is not None:
            matches &= draws["cutoff"] <= self.max_cutoff
        return draws[matches].reset_index(drop=True)

    def query(self) -> list[tuple[str, str]]:
        """Return the filter as URL parameters, in a fixed order.

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
        """Return the categories and dates of the filter, for a file name.

        >>> Filter(("stem", "cec"), date(2023, 7, 1)).file_parts()
        ['stem cec', 'from 2023-07-01']
        """
        days = [f"from {self.start}"] if self.start else []
        days += [f"to {self.end}"] if self.end else []
        return [" ".join(self.categories), " ".join(days)]


def categories(draws: pd.DataFrame) -> tuple[Category, ...]:
    """Return the categories that have a round, in their usual order.

    Categories that we have not mapped yet come last, under their official names.
    """
    latest = draws.drop_duplicates("category", keep="last")
    names = dict(zip(latest["category"], latest["name"], strict=True))
    mapped = [category for category in CATEGORIES if category.code in names]
    new = sorted(names.keys() - {category.code for category in mapped})
    return (*mapped, *(classify(names[code]) for code in new))
