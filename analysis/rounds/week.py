"""An ISO week: its rounds, compared with the weeks before it and with its year.

Except for `hindsight`, only what was known at the end of the week counts, so that a past week is
described as it was at the time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from analysis.claims.text import MARK, fold, read_day
from analysis.crs.scale import Changes
from analysis.periods import as_known_on, midnight, mondays
from analysis.rounds.cutoffs import series
from analysis.rounds.facts import Fact
from analysis.rounds.frequency import weekly_counts
from analysis.rounds.invitations import YearToDate, cumulative_by_year, year_to_date
from analysis.rounds.week_facts import WEEKS_BEFORE, unusual_facts

# Folded: "34", "week 34", "semaine 34 de 2026", "2026 week 34". With a year, the word must be
# there: 2026-08 is rather a month.
_WEEK = re.compile(
    r"(?P<number>\d{1,2})|(?:(?P<before>\d{4})[ ,-]*)?(?:week|semaine|wk|sem|w|s)[. -]*"
    r"(?P<week>\d{1,2})(?:[ ,]*(?:of |in |de |en )?(?P<after>\d{4}))?"
)
# What may stand before a date: its weekday, and that its week is meant.
_BEFORE_DAY = re.compile(
    r"(?:(?:the |la )?(?:week of|semaine du) )?(?:the |le )?"
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim)[a-z]*[,. ]+)?{MARK}+"
)


@dataclass(frozen=True)
class Brief:
    """An ISO week as of its end, or as of the end of the data if that is earlier.

    `monday` to `end` are the days counted. `rounds` are its rounds with the columns of
    `cutoffs.series`; `weeks` the weeks up to this one, at most `WEEKS_BEFORE` before it, with week,
    rounds and invitations; `facts` what was unusual, most important first; `year` its year to
    `year_end` compared with the year before; `last` the round before the week, or None.
    """

    monday: date
    end: date
    rounds: pd.DataFrame
    weeks: pd.DataFrame
    facts: tuple[Fact, ...]
    year: YearToDate
    year_end: date
    last: pd.Series[Any] | None

    @property
    def invitations(self) -> int:
        """The invitations of all rounds of the week."""
        return int(self.rounds["invitations"].sum())

    @property
    def over(self) -> bool:
        """Whether the data covers the whole week, up to its Sunday."""
        return self.end == sunday(self.monday)


def parse_week(text: str, year: int) -> date:
    """Return the Monday of a week given by its number or by any day of it, in words or digits.

    It is in `year`, unless the text says otherwise.

    >>> parse_week("2023-W49", 2026), parse_week("8 December 2023", 2026)
    (datetime.date(2023, 12, 4), datetime.date(2023, 12, 4))
    >>> parse_week("semaine 34", 2026), parse_week("19 août", 2026)
    (datetime.date(2026, 8, 17), datetime.date(2026, 8, 17))

    Raises:
        ValueError: if the text is neither a week nor a day, or could be either of two days.
    """
    try:
        day = date.fromisoformat(text.strip().upper())
    except ValueError:
        day = _read_week(fold(text), year)
    return day - timedelta(days=day.weekday())


def _read_week(folded: str, year: int) -> date:
    match = _WEEK.fullmatch(folded)
    if match and folded.isascii():
        years = {int(found) for found in match.group("before", "after") if found} or {year}
        if len(years) == 1:
            return date.fromisocalendar(years.pop(), int(match["number"] or match["week"]), 1)
    readings, rest = read_day(folded)
    spans = [reading.spans([year]) for reading in readings if reading.day]
    days = [first for span in spans for first, _last in span]
    if len(days) != 1 or not _BEFORE_DAY.fullmatch(rest):
        raise ValueError(f"{folded!r} is neither a week nor a day")
    return days[0]


def week_name(day: date) -> str:
    """Return the ISO week of a day, such as "2023-W49".

    >>> week_name(date(2023, 12, 8)), week_name(date(2021, 1, 3))
    ('2023-W49', '2020-W53')
    """
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def sunday(day: date) -> date:
    """Return the last day of the ISO week of a day."""
    return day + timedelta(days=6 - day.weekday())


def neighbouring_weeks(draws: pd.DataFrame, day: date) -> tuple[date | None, date | None]:
    """Return the Mondays of the nearest weeks with a round before and after the week of a day.

    >>> draws = pd.DataFrame({"date": pd.to_datetime(["2023-10-26", "2023-12-06", "2023-12-18"])})
    >>> neighbouring_weeks(draws, date(2023, 12, 8))
    (datetime.date(2023, 10, 23), datetime.date(2023, 12, 18))
    """
    weeks = pd.DatetimeIndex(mondays(draws["date"])).unique()
    monday = midnight(day - timedelta(days=day.weekday()))
    before, after = weeks[weeks < monday], weeks[weeks > monday]
    return (before[-1].date() if len(before) else None, after[0].date() if len(after) else None)


def brief(draws: pd.DataFrame, day: date, as_of: date, changes: Changes = ()) -> Brief:
    """Return the brief of the week of a day, as known at its end or on `as_of` if that is earlier.

    Raises:
        ValueError: if the week lies before the first round or after `as_of`.
    """
    start, last_day = day - timedelta(days=day.weekday()), sunday(day)
    end = min(last_day, as_of)
    history = as_known_on(draws, end)
    if start > as_of or history.empty:
        raise ValueError(f"the record does not know the week {week_name(day)}")
    weekly = weekly_counts(history, end=end)
    earlier = history[history["date"] < midnight(start)]
    rounds = series(history, changes).loc[history["date"] >= midnight(start)].reset_index(drop=True)
    year_end = min(end, date(day.isocalendar().year, 12, 31))
    return Brief(
        monday=start,
        end=end,
        rounds=rounds,
        weeks=weekly.tail(WEEKS_BEFORE + 1).reset_index(drop=True),
        facts=tuple(unusual_facts(weekly, history, earlier, rounds)),
        year=year_to_date(history, year_end),
        year_end=year_end,
        last=None if earlier.empty else earlier.iloc[-1],
    )


def running_totals(draws: pd.DataFrame, end: date) -> pd.DataFrame:
    """Return the running totals of a day's year up to that day, and of the year before.

    The columns are those of :func:`analysis.rounds.invitations.cumulative_by_year`.
    """
    running = cumulative_by_year(draws, end)
    recent: pd.DataFrame = running[running["year"] >= end.year - 1]
    return recent.reset_index(drop=True)


def hindsight(draws: pd.DataFrame, week: Brief, as_of: date) -> list[Fact]:
    """Return what is known of a week only in hindsight, up to `as_of`.

    Kinds and the keys of their values: next_round: round_ids (of its day), date, days (after the
    last round by the end of the week); no_later_round; surpassed (for a week with the most
    invitations in a long time): week and value of the first later week with more, both None if
    there was none.
    """
    later = as_known_on(draws, as_of)
    later = later[later["date"] > midnight(week.end)]
    if later.empty:
        return [Fact("no_later_round", {})] if week.end < as_of else []
    day = later["date"].iloc[0]
    ids = tuple(later.loc[later["date"] == day, "round_id"])
    before = as_known_on(draws, week.end)["date"].max()
    facts = [Fact("next_round", {"round_ids": ids, "date": day, "days": (day - before).days})]
    was_largest = [fact for fact in week.facts if fact.kind == "most_invitations"]
    if was_largest:
        weekly = weekly_counts(later)
        larger = weekly[weekly["invitations"] > week.invitations]
        values = {
            "week": larger["week"].iloc[0] if len(larger) else None,
            "value": int(larger["invitations"].iloc[0]) if len(larger) else None,
        }
        facts.append(Fact("surpassed", values))
    return facts
