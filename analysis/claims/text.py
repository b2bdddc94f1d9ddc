"""Parsing categories, dates and numbers in a sentence about a round, in English and French.

Each function takes folded text (see `fold`) and returns what it found and the remaining text, where
marks replace what was found, one per character, so that nothing is parsed twice and what was not
parsed can be quoted from the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from data.vocabulary.categories import CATEGORIES

MONTHS = {
    1: r"jan(?:uary|v|vier)?",
    2: r"feb(?:ruary)?|fevr?(?:ier)?",
    3: r"mar(?:ch|s)?",
    4: r"apr(?:il)?|avr(?:il)?",
    5: r"may|mai",
    6: r"june?|juin",
    7: r"july?|juil(?:let)?",
    8: r"aug(?:ust)?|aout",
    9: r"sept?(?:ember|embre)?",
    10: r"oct(?:ober|obre)?",
    11: r"nov(?:ember|embre)?",
    12: r"dec(?:ember|embre)?",
}
# From Unicode's private use, so that no mark is mistaken for a letter of the text.
CATEGORY_MARK, MARK = "\ue000", "\ue001"
YEAR = r"20(?:1[5-9]|[2-9]\d)"
MONTH = "|".join(f"(?P<m{number}>{names})" for number, names in MONTHS.items())
_WORDS = rf"(?:[a-z'(){CATEGORY_MARK}-]+[ :=]+){{0,3}}"
# Thousands are written 6,000 or 6 000 or 6.000; 5.9k is 5900. "250 813" is two numbers.
_COUNT = (
    r"\d{1,3}(?:[,.]\d{3}){1,2}(?!\d)|\d{1,2} \d{3}(?!\d)|\d{1,3}(?:\.\d{1,3})? ?k\b|\d{1,7}(?!\d)"
)
_SCORE = r"(1200|1[01]\d\d|\d{2,3})"
_INVITED = (
    r"(?:invitations?|invit[eé]s?|invited|itas?|candidates?|candidats?|people|personnes|profiles?)"
)
# With three digits before the space only where it is plain that it is one number.
_LARGE = rf"\d{{3}} \d{{3}}(?= (?:{_INVITED}|this year|cette annee|(?:in|en) {YEAR})\b)|{_COUNT}"
_POINTS = r"(?:cut[- ]?offs?|crs|scg|scores?|seuils?|notes?|pointages?)"

ROUND = re.compile(
    r"(?:#|\bn°|\b(?:round|draw|ronde|no)s?\b\.?(?: (?:#|n°|no\b\.?|number|numero))?) ?"
    rf"(\d{{1,3}}[ab]?)\b(?![,. ]\d| ?k\b| {_INVITED})|\b(\d{{1,3}}[ab])\b"
)
CUTOFF = re.compile(
    rf"\b{_POINTS}[ :=]+{_WORDS}{_SCORE}\b(?![,.]\d| (?:{CATEGORY_MARK}+ )?{_INVITED})"
    rf"|\b{_SCORE} (?:crs|points?|pts)\b"
)
INVITATIONS = re.compile(
    rf"(?<![\w.,])({_LARGE}) {_WORDS}{_INVITED}\b"
    rf"|\b(?:{_INVITED}|issued|inviting|sent|size|taille)[ :=]+{_WORDS}({_LARGE})"
)
NUMBER = re.compile(rf"(?<![\w.,-])({_COUNT})(?![\w-])")
_SAME = {  # dashes and the minus sign, and what stands for an apostrophe
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4`", "'"),
}
_SLASHED = re.compile(rf"\b(\d{{1,2}})[-/.](\d{{1,2}})[-/.]({YEAR})\b")
_DATES = (
    re.compile(rf"\b(?P<year>{YEAR})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})\b"),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?(?: of)?[ -](?:{MONTH})\b\.?,?"
        rf"(?:[ -](?P<year>{YEAR})\b)?"
    ),
    re.compile(
        rf"\b(?:{MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![,.]\d)"
        rf"(?:,? (?P<year>{YEAR})\b)?"
    ),
    re.compile(rf"\b(?:{MONTH})\.?,? (?P<year>{YEAR})\b"),
    re.compile(rf"\b(?P<year>{YEAR})-(?P<month>\d{{2}})\b(?!-)"),
    re.compile(rf"(?<![\d,.])(?P<year>{YEAR})\b(?![,.]\d| {_WORDS}{_INVITED})"),
)


@dataclass(frozen=True)
class PartialDate:
    """A date as far as it was given: a day, a day of any year, a month, or a year."""

    year: int | None
    month: int | None = None
    day: int | None = None

    @property
    def exact_day(self) -> date | None:
        """The day, if it was given in full and exists."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return _date_or_none(self.year, self.month, self.day)

    def spans(self, years: Collection[int]) -> list[tuple[date, date]]:
        """Return the first and last day that it covers, in each of `years` if it has no year.

        >>> PartialDate(2023, 12).spans([]), PartialDate(None, 2, 29).spans([2023, 2024])
        ([(datetime.date(2023, 12, 1), datetime.date(2023, 12, 31))],
         [(datetime.date(2024, 2, 29), datetime.date(2024, 2, 29))])
        """
        spans = []
        for year in years if self.year is None else [self.year]:
            first = _date_or_none(year, self.month or 1, self.day or 1)
            if first is None:
                continue
            last = first
            if self.day is None:
                month = self.month or 12
                last = (date(year, month, 28) + timedelta(days=4)).replace(day=1)
                last -= timedelta(days=1)
            spans.append((first, last))
        return spans


def fold(text: str) -> str:
    """Return text without case, accents, different dashes and repeated spaces.

    >>> fold("Général :  5 900 invitations – SCG 481")
    'general : 5 900 invitations - scg 481'
    """
    return fold_with_places(text)[0]


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """Return folded text, and for each of its characters the place in the original.

    >>> fold_with_places(" É  b")
    ('e b', [1, 2, 4])
    """
    letters: list[str] = []
    places: list[int] = []
    for place, original in enumerate(text):
        for letter in unicodedata.normalize("NFKD", original.casefold()):
            if unicodedata.combining(letter) or letter in (CATEGORY_MARK, MARK):
                continue
            plain = " " if letter.isspace() else _SAME.get(letter, letter)
            if plain != " " or (letters and letters[-1] != " "):
                letters.append(plain)
                places.append(place)
    folded = "".join(letters).rstrip()
    return folded, places[: len(folded)]


def read_categories(text: str, names: Mapping[str, str]) -> tuple[list[str], str]:
    """Return the categories named, in the order of the text; of overlapping names the longest.

    `names` gives codes by further names, in addition to the aliases of the categories.

    >>> codes, rest = read_categories("federal skilled trades, then trades", {})
    >>> codes, rest.replace(CATEGORY_MARK, "_")
    (['fst', 'trades'], '______________________, then ______')
    """
    hits = [
        (match.start(), match.end(), category.code)
        for category in CATEGORIES
        for match in re.finditer(rf"(?<!\w)(?:{'|'.join(category.aliases)})(?!\w)", text)
    ]
    for name, code in names.items():
        pattern = re.escape(fold(name))
        hits += [
            (match.start(), match.end(), code)
            for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)
        ]
    accepted: list[tuple[int, int, str]] = []
    for start, end, code in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
        if all(end <= other[0] or start >= other[1] for other in accepted):
            accepted.append((start, end, code))
    for start, end, _code in sorted(accepted, reverse=True):
        text = without(text, (start, end), CATEGORY_MARK)
    return list(dict.fromkeys(code for _start, _end, code in sorted(accepted))), text


def read_day(text: str) -> tuple[list[PartialDate], str]:
    """Return the possible readings of the first date, and the remaining text.

    There are two if day and month could be swapped; month first is the first of them.

    >>> readings, rest = read_day("on december 8, 2023")
    >>> readings, rest.replace(MARK, "_")
    ([PartialDate(year=2023, month=12, day=8)], 'on ________________')
    >>> [when.month for when in read_day("08/12/2023")[0]], read_day("13/12/2023")[0][0].month
    ([8, 12], 12)
    """
    slashed = _SLASHED.search(text)
    if slashed:
        first, second, year = (int(digits) for digits in slashed.groups())
        readings = dict.fromkeys(
            [PartialDate(year, first, second), PartialDate(year, second, first)]
        )
        possible = [reading for reading in readings if reading.spans(())]
        return possible or list(readings)[:1], without(text, slashed.span())
    for pattern in _DATES:
        match = pattern.search(text)
        if match:
            groups = match.groupdict()
            named = [int(key[1:]) for key, value in groups.items() if key[1:].isdigit() and value]
            month = named[0] if named else _int_or_none(groups.get("month"))
            when = PartialDate(
                _int_or_none(groups.get("year")), month, _int_or_none(groups.get("day"))
            )
            return [when], without(text, match.span())
    return [], text


def take(pattern: re.Pattern[str], text: str) -> tuple[str | None, str]:
    """Return what the first match of a pattern captured, and the text without that."""
    match = pattern.search(text)
    if match is None:
        return None, text
    group = next(number for number, value in enumerate(match.groups(), 1) if value)
    return match[group], without(text, match.span(group))


def parse_number(written: str) -> int:
    """Return the value of a written number.

    >>> parse_number("6,000"), parse_number("6 000"), parse_number("5.9k"), parse_number("485")
    (6000, 6000, 5900, 485)
    """
    if written.endswith("k"):
        return round(float(written[:-1]) * 1000)
    return int(re.sub("[, .]", "", written))


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _int_or_none(digits: str | None) -> int | None:
    return int(digits) if digits else None


def without(text: str, span: tuple[int, int], mark: str = MARK) -> str:
    """Return text with marks in place of the characters of a span."""
    start, end = span
    return f"{text[:start]}{mark * (end - start)}{text[end:]}"
