"""Sentences, numbers and dates in the reader's language; English is the source text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from data.memory import MOST_WORDS
from data.vocabulary.categories import Category
from data.vocabulary.languages import LANGUAGES, SOURCE
from pages.language.catalogue import translations
from pages.language.reasons import reason

DAY, SHORT_DAY, MONTH = "d MMMM y", "d MMM y", "MMMM y"
MISSING = "–"

# A page formats the same few thousand numbers and dates at every run.
_decimal = lru_cache(MOST_WORDS)(format_decimal)
_date = lru_cache(MOST_WORDS)(format_date)
_datetime = lru_cache(MOST_WORDS)(format_datetime)


def _is_missing(value: Any) -> bool:
    """Return whether a value is None, NaN, NaT or pandas' NA, which is neither true nor false."""
    try:
        return value is None or bool(value != value)  # noqa: PLR0124 as only NaN and NaT do
    except TypeError:
        return True


class Words:
    """One language: sentences by gettext; numbers, dates and lists by CLDR."""

    def __init__(self, language: str = SOURCE) -> None:
        self.language = language
        self.locale = Locale.parse(LANGUAGES[language].locale)
        messages = translations(language)
        self.gettext, self.ngettext = messages.gettext, messages.ngettext

    def number(self, value: Any, decimals: int = 0) -> str:
        """Return a number with the language's separators, or a dash where it is not known.

        It has at most so many decimals.

        >>> Words().number(1037113), Words().number(11.5, 1), Words().number(None)
        ('1,037,113', '11.5', '–')
        >>> Words().number(11, 1)
        '11'
        """
        if _is_missing(value):
            return MISSING
        pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
        return _decimal(value, pattern, locale=self.locale)

    def signed(self, value: Any) -> str:
        """Return a whole number that always shows its sign, or a dash where it is not known.

        >>> Words().signed(4), Words().signed(-4), Words().signed(0)
        ('+4', '−4', '±0')
        """
        if _is_missing(value):
            return MISSING
        sign = "+" if value > 0 else "−" if value < 0 else "±"
        return sign + self.number(abs(value))

    def percent(self, share: Any) -> str:
        """Return a share between 0 and 1 as a whole percentage; small but not zero is "<1%"."""
        if _is_missing(share):
            return MISSING
        if 0 < share < 0.005:
            return self.gettext("<{percent}").format(percent=self.percent(0.01))
        none = -0.005 <= share <= 0  # which must not come out as -0%
        return format_percent(0 if none else share, locale=self.locale)

    def day(self, value: Any, pattern: str = DAY) -> str:
        """Return a date in words: "5 August 2026", or a dash where it is not known."""
        if _is_missing(value):
            return MISSING
        if self.language == "fr":
            pattern = _in_french(pattern, value.day)
        return _date(value, pattern, locale=self.locale)

    def instant(self, value: Any) -> str:
        """Return an instant to the second in UTC: "17 August 2026, 22:09:00 UTC"."""
        if _is_missing(value):
            return MISSING
        return f"{self.day(value)}, {_datetime(value, 'HH:mm:ss', locale=self.locale)} UTC"

    def join(self, items: Iterable[str]) -> str:
        """Return items as a list in words, as Canada's news write it.

        >>> Words().join("abc"), Words("fr").join("abc")
        ('a, b and c', 'a, b et c')
        """
        return format_list(list(items), locale=self.locale)

    def days(self, value: Any) -> str:
        """Return a number of days in words: "1 day", "94 days", "14.5 days"."""
        if _is_missing(value):
            return MISSING
        text = self.ngettext("{n} day", "{n} days", math.ceil(value))
        return text.format(n=self.number(value, 1))

    def rounds(self, count: int) -> str:
        """Return a number of rounds in words: "1 round", "438 rounds"."""
        return self.ngettext("{n} round", "{n} rounds", int(count)).format(n=self.number(count))

    def invitations(self, count: int) -> str:
        """Return a number of invitations in words: "1 invitation", "5,000 invitations"."""
        text = self.ngettext("{n} invitation", "{n} invitations", int(count))
        return text.format(n=self.number(count))

    def points(self, count: int) -> str:
        """Return a number of points in words: "1 point", "4 points"."""
        return self.ngettext("{n} point", "{n} points", int(count)).format(n=self.number(count))

    def round_id(self, round_id: str) -> str:
        r"""Return a round's id for a sentence: "#437", in French "n° 437".

        >>> Words().round_id("91a"), Words("fr").round_id("91a")
        ('#91a', 'n°\xa091a')
        """
        return self.gettext("#{id}").format(id=round_id)

    def ids(self, round_ids: Iterable[str]) -> str:
        """Return round ids as a list in words: "#272 and #273"."""
        return self.join(map(self.round_id, round_ids))

    def period(self, start: date, end: date) -> str:
        """Return a range of dates in words: "1 January 2026 to 20 August 2026"."""
        return self.gettext("{start} to {end}").format(start=self.day(start), end=self.day(end))

    def official(self, url: str) -> str:
        """Return the page on canada.ca in the language, for the address of a round's English page.

        Each round has a French page too, but IRCC's data does not link to it; so in French this is
        the page that lists them all.

        >>> Words("fr").official("https://www.canada.ca/en/rounds.html?q=1").rpartition("/")[2]
        'rondes-invitations.html'
        """
        return LANGUAGES[self.language].rounds_url or url

    def category(self, category: Category) -> str:
        """Return the full name of a category; without a translation, it stays English."""
        return category.names.get(self.language, category.names[SOURCE])

    def short(self, category: Category) -> str:
        """Return the short name of a category, for a chart or a pill."""
        return category.short.get(self.language, category.short[SOURCE])

    def brief(self, category: Category) -> str:
        """Return the name of a category for where there is little room, as on a phone."""
        return category.brief.get(self.language) or self.short(category)

    def reason(self, why: str) -> str:
        """Return the reason for a correction."""
        return reason(why, self.gettext)

    def kind(self, kind: str) -> str:
        """Return the name of a kind of round."""
        _ = self.gettext
        return {
            "general": _("All programs"),
            "program": _("One program"),
            "category": _("Category-based"),
        }[kind]


def _in_french(pattern: str, day: int) -> str:
    """Add what CLDR lacks: the ordinal of a first day, and no comma after weekdays."""
    pattern = pattern.replace("EEEE, ", "EEEE ")
    return re.sub(r"\bd\b", "d'er'", pattern) if day == 1 else pattern
