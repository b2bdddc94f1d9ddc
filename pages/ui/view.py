"""The view that every page gets: the data, the filter, the day and the language."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, wraps
from hashlib import blake2b
from threading import RLock
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import pandas as pd

from analysis.crs.scale import scale_changes, scale_since
from analysis.rounds import focus
from data.memory import VIEWS
from data.rounds.record import Record
from data.vocabulary.categories import Category
from data.vocabulary.days import Age, age
from data.vocabulary.filter import Filter
from pages.language import Words
from pages.plot import colours

if TYPE_CHECKING:
    from pages.ui.chart import Chart

P = ParamSpec("P")
R = TypeVar("R")
CATEGORY_BASED_SINCE = date(2023, 6, 28)
PRESETS = ("everything", "category-based", "12-months", "year")
# Of the session: the path of the page to go to, and its parameters beside the filters.
NEXT_PAGE, NEXT_QUERY = "next-page", "next-query"


@dataclass(frozen=True)
class View:
    """The data through a filter, on a day, in a language; `draws` are the filtered rounds."""

    record: Record
    filter: Filter
    draws: pd.DataFrame
    words: Words
    today: date
    stamp: Hashable = None
    address: str = ""  # of this server, as the visitor reaches it
    path: str = ""  # of the page, without a leading slash
    private: bool = False  # has answers that are not in the address, so no link leads here
    # Collects charts and their views by key, instead of rendering them; None renders them. A text
    # says why a chart is not drawn.
    charts: dict[str, tuple[View, Chart] | str] | None = None

    @cached_property
    def key(self) -> str:
        """The key for caches, short as every use of one hashes it: equal ones show the same.

        `stamp` identifies the data as read from its files; without one, the rounds are hashed.
        """
        record = self.stamp or int(pd.util.hash_pandas_object(self.history).sum())
        whole = repr((record, self.filter, str(self.words.locale), self.today))
        return blake2b(whole.encode(), digest_size=16).hexdigest()

    @property
    def history(self) -> pd.DataFrame:
        """All rounds, whatever the filter."""
        return self.record.draws

    @cached_property
    def scale_changes(self) -> tuple[date, ...]:
        """The days on which the CRS scale changed, oldest first."""
        return scale_changes(self.record.events)

    @cached_property
    def scale_from(self) -> date | None:
        """The first day of the CRS scale that a score of today is on; None if it is the first."""
        return scale_since(self.scale_changes, self.today)

    @cached_property
    def as_of(self) -> date:
        """The last day up to which the data is known to be complete."""
        return as_of(self.record, self.today)

    @property
    def days_old(self) -> int:
        """Days from the last day of which all rounds are known to today."""
        return (self.today - self.as_of).days

    @property
    def age(self) -> Age:
        """How far what is shown may be taken for what is so today."""
        return age(self.days_old)

    @property
    def counts_days(self) -> bool:
        """Whether days from a round to the end of what is shown may be given as a number.

        On old data they would be taken for days to today, unless the reader chose an earlier end.
        """
        return self.age != "old" or self.end < self.as_of

    @cached_property
    def start(self) -> date:
        """The first day that the charts show."""
        first: date = self.history["date"].iloc[0].date()
        return max(self.filter.start, first) if self.filter.start else first

    @cached_property
    def end(self) -> date:
        """The last day that the charts show."""
        return min(self.filter.end, self.as_of) if self.filter.end else self.as_of

    @cached_property
    def in_categories(self) -> pd.DataFrame:
        """The chosen categories from 2015 to the last day shown, from which changes are counted."""
        return replace(self.filter, start=None).apply(self.history)

    @cached_property
    def categories(self) -> dict[str, Category]:
        """Every category in the data by its code, in the usual order."""
        return {category.code: category for category in self.record.categories}

    @cached_property
    def focus(self) -> tuple[str, ...]:
        """The categories that charts bring forward, at most four, the most frequent first."""
        return focus.focus(self.history, self.end, self.filter.categories)

    @cached_property
    def inactive(self) -> dict[str, pd.Timestamp]:
        """The last round of each category that had none for over a year, at the end shown."""
        return focus.inactive(self.history, self.end)

    def colour(self, code: str) -> str:
        """Return a category's own colour if it is in focus, else grey, paler if it is inactive."""
        if code in self.focus:
            return colours.hue(code)
        return colours.GHOST if code in self.inactive else colours.MID

    def label(self, code: str) -> str:
        """Return the full name of a category, as plain text."""
        return self.words.category(self.categories[code])

    def short(self, code: str) -> str:
        """Return the short name of a category, as plain text."""
        return self.words.short(self.categories[code])

    def of_chosen(self, finding: str) -> str:
        """Return what is found of the chosen categories together, after their names.

        The finding starts with a number or with a word that is not a name.
        """
        chosen = self.filter.categories
        if not chosen:
            return finding
        return self.words.gettext("{categories}: {finding}").format(
            categories=self.words.join(map(self.short, chosen)),
            finding=finding[0].lower() + finding[1:],
        )

    def brief(self, code: str) -> str:
        """Return the name of a category for where a phone has little room, as plain text."""
        return self.words.brief(self.categories[code])


def kept(key_of: Callable[[Any], Hashable]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator that keeps the latest results of a function for all visitors.

    `key_of` returns the key of an argument. Results must not be changed in place. Unlike
    Streamlit's caches it doesn't look into arguments, which took as long as all the rest of a run.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        lock = RLock()  # no result is made twice at once

        @wraps(function)
        def get(*args: P.args, **kwargs: P.kwargs) -> R:
            named = ((name, key_of(kwargs[name])) for name in sorted(kwargs))
            with lock:
                return VIEWS.get(
                    (function, *map(key_of, args), *named), lambda: function(*args, **kwargs)
                )

        return get

    return decorate


def key_of(value: Any) -> Hashable:
    """Return the key of an argument: that of a view, or else the plain value itself."""
    key: Hashable = value.key if isinstance(value, View) else value
    return key


# Keeps what a function returns for a view; other arguments must be plain values.
per_view = kept(key_of)


def as_of(record: Record, today: date) -> date:
    """Return the last day up to which the data is known to be complete."""
    return min(today, record.complete_through)


def preset(name: str, on: date) -> tuple[date | None, date | None]:
    """Return the first and last day of a named range, as of a day; None is open.

    >>> preset("12-months", date(2026, 8, 20)), preset("year", date(2026, 8, 20))
    ((datetime.date(2025, 8, 21), None), (datetime.date(2026, 1, 1), None))
    """
    starts = {
        "everything": None,
        "category-based": CATEGORY_BASED_SINCE,
        "12-months": (pd.Timestamp(on) - pd.DateOffset(years=1)).date() + timedelta(days=1),
        "year": date(on.year, 1, 1),
    }
    return starts[name], None
