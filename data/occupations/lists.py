"""The lists of occupations and the rules of the categories, kept by hand as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from data.io.typed_csv import typed_rows
from data.rounds.contracts import violations_within
from data.rounds.schema import SCHEMAS, to_frame
from data.vocabulary.reference import OCCUPATIONS, RULES

FOLDER = Path(__file__).parent
ONE_DAY = timedelta(days=1)
# What follows from the list that a row is in, and what from its rule.
_OF_LIST = ("list", "effective_to")
_WORDS = ("noc", "words")
_OF_RULE = ("list", "effective_from", "effective_to", "collected_on")

Row = dict[str, Any]


class ListsError(ValueError):
    """A list or its rules can't be read, break their contract, or don't have IRCC's numbers."""


@dataclass(frozen=True)
class Lists:
    """The occupations and the rules of every list, oldest first. Never change a frame in place."""

    occupations: pd.DataFrame
    rules: pd.DataFrame


@cache
def other_names() -> dict[str, str]:
    """Return what people call occupations, by code, with semicolons between names."""
    rows = typed_rows((FOLDER / "words.csv").read_text("utf-8"), dict.fromkeys(_WORDS, "string"))
    return {row["noc"]: row["words"] for row in rows}


@cache
def bundled_lists() -> Lists:
    """Return the lists that come with the program."""
    rules = (FOLDER / "rules.csv").read_text("utf-8")
    texts = {path.stem: path.read_text("utf-8") for path in FOLDER.glob("????-??-??.csv")}
    return read_lists(rules, texts)


def read_lists(rules: str, occupations: Mapping[str, str]) -> Lists:
    """Return the lists in the text of ``rules.csv`` and of a file for each, by its first day.

    Raises:
        ListsError: if a value is malformed, a row breaks the contract of its table, a category has
            another number of occupations than IRCC's list, or two lists of it overlap.
    """
    try:
        days = sorted(date.fromisoformat(day) for day in occupations)
        rule_rows = list(_rules(rules, days))
        by_key = {(rule["list_from"], rule["category"]): rule for rule in rule_rows}
        rows = [row for day in days for row in _occupations(occupations[str(day)], day, by_key)]
    except ValueError as error:
        raise ListsError(f"The lists of occupations can't be read: {error}") from error
    lists = Lists(_frame("occupations", rows), _frame("rules", rule_rows))
    broken = violations_within({"occupations": lists.occupations, "rules": lists.rules})
    broken = broken or [*_wrong_counts(lists), *_overlaps(lists.rules)]
    if broken:
        raise ListsError(f"The lists of occupations break their contract: {'; '.join(broken)}")
    return lists


def _rules(text: str, days: list[date]) -> Iterator[Row]:
    stored = {column.name: column.type for column in RULES if column.name not in _OF_LIST}
    ends = {day: end - ONE_DAY for day, end in pairwise(days)}
    for row in typed_rows(text, {"list_from": "date", **stored}):
        day = row["list_from"]
        if day not in days:
            raise ValueError(f"rules.csv has rules of {day}, which has no file")
        yield {**row, "list": day.year, "effective_to": ends.get(day)}


def _occupations(text: str, day: date, rules: Mapping[tuple[date, str], Row]) -> Iterator[Row]:
    stored = {column.name: column.type for column in OCCUPATIONS if column.name not in _OF_RULE}
    try:
        rows = typed_rows(text, stored)
    except ValueError as error:
        raise ValueError(f"{day}.csv, {error}") from error
    for row in rows:
        rule = rules.get((day, row["category"]))
        if rule is None:
            raise ValueError(f"{day}.csv has {row['category']}, which has no rule")
        yield {**row, **{name: rule[name] for name in _OF_RULE}}


def _frame(table: str, rows: list[Row]) -> pd.DataFrame:
    names = SCHEMAS[table].names
    stored = [{name: row[name] for name in names} for row in rows]
    return to_frame(pa.Table.from_pylist(stored, schema=SCHEMAS[table]))


def _wrong_counts(lists: Lists) -> Iterator[str]:
    counts = lists.occupations.groupby(["list", "category"]).size()
    rule: Any
    for rule in lists.rules.itertuples():
        official = 0 if pd.isna(rule.occupations) else rule.occupations
        ours = int(counts.get((rule.list, rule.category), 0))
        if ours != official:
            yield f"{rule.category} of {rule.list} has {ours} occupations; IRCC’s has {official}"


def _overlaps(rules: pd.DataFrame) -> Iterator[str]:
    for category, periods in rules.sort_values("effective_from").groupby("category"):
        ends = periods["effective_to"]
        following = periods["effective_from"].shift(-1).iloc[:-1]
        if (ends < periods["effective_from"]).any():
            yield f"a list of {category} ends before it begins"
        elif not (ends.iloc[:-1] < following).all():
            yield f"two lists of {category} overlap"
