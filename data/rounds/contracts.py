"""The contracts of the tables, checked on load and on save."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import pandera.pandas as pa

from data.rounds.pool_figures import BANDS
from data.rounds.schema import dtype_of
from data.vocabulary.categories import BY_CODE
from data.vocabulary.columns import DRAWS, KEPT, Column
from data.vocabulary.reference import CONFIRMED, OFFICIAL, REFERENCE
from data.vocabulary.tables import TABLES

_ONE_DAY = pd.Timedelta(days=1)
_BANDS = sorted(BANDS.values())


def _items_in(allowed: tuple[str, ...]) -> pa.Check:
    return pa.Check(
        lambda lists: lists.map(lambda items: set(items) <= set(allowed)),
        error=f"items are {', '.join(allowed)}",
    )


# A pandera check for each word of Column.constraints and Column.checks.
_CHECKS: dict[str, Callable[[Any], pa.Check]] = {
    "minimum": pa.Check.ge,
    "maximum": pa.Check.le,
    "enum": pa.Check.isin,
    "pattern": pa.Check.str_matches,
    "minLength": lambda length: pa.Check.str_length(min_value=length),
    "items": _items_in,
}


def _pandera_column(column: Column) -> pa.Column:
    bounds = {**column.constraints, **column.checks}
    checks = [
        _CHECKS[word](pd.Timestamp(bound) if isinstance(bound, date) else bound)
        for word, bound in bounds.items()
    ]
    return pa.Column(dtype_of(column), checks, nullable=column.nullable)


def _is_drawn_on_its_day(draws: pd.DataFrame) -> pd.Series[bool]:
    delay = draws["drawn_at"].dt.tz_localize(None).dt.normalize() - draws["date"]
    is_fine: pd.Series[bool] = delay.isna() | ((delay >= pd.Timedelta(0)) & (delay <= _ONE_DAY))
    return is_fine


def _is_tie_break_before_round(draws: pd.DataFrame) -> pd.Series[bool]:
    is_unknown = draws["tie_break_at"].isna() | draws["drawn_at"].isna()
    return is_unknown | (draws["tie_break_at"] < draws["drawn_at"])


def _is_kind_of_category(draws: pd.DataFrame) -> pd.Series[bool]:
    kinds = {code: category.kind for code, category in BY_CODE.items()}
    expected: pd.Series[str] = draws["category"].map(kinds)
    return expected.isna() | (expected == draws["kind"])


def _has_all_bands(pool: pd.DataFrame) -> bool:
    bands = list(zip(pool["band_low"], pool["band_high"], strict=True))
    return bands == _BANDS * pool["as_of"].nunique()


def _are_addresses(sources: tuple[str, ...]) -> bool:
    return bool(sources) and all(re.match(r"https?://[^\s/]+\.", url) for url in sources)


def _is_within_its_plan(levels: pd.DataFrame) -> pd.Series[bool]:
    first, last = (levels["plan"].str.split("-").str[end].astype(int) for end in (0, 1))
    return levels["year"].between(first, last)


def _is_within_its_range(levels: pd.DataFrame) -> pd.Series[bool]:
    target = levels["target"]
    return (levels["low"].fillna(0) <= target) & (levels["high"].fillna(target) >= target)


def _has_all_or_nothing_of_work(rules: pd.DataFrame) -> pd.Series[bool]:
    missing = rules[["months", "within_years", "continuous", "place"]].isna()
    return missing.all(axis=1) | ~missing.any(axis=1)


def _is_in_both_languages(frame: pd.DataFrame) -> pd.Series[bool]:
    same: pd.Series[bool] = frame["note_en"].isna() == frame["note_fr"].isna()
    return same


def _is_explained_if_unsure(frame: pd.DataFrame) -> pd.Series[bool]:
    return frame["certainty"].isin((OFFICIAL, CONFIRMED)) | frame["note_en"].notna()


# What holds for every table that is kept by hand from other people's pages.
_SECOND_HAND: dict[str, Callable[[pd.DataFrame], Any]] = {
    "a row names its sources": lambda frame: frame["sources"].map(_are_addresses),
    "a note is in both languages": _is_in_both_languages,
    "a row that is inferred or only reported has a note": _is_explained_if_unsure,
}
# What holds for whole tables, with its description.
_TABLE_CHECKS: dict[str, dict[str, Callable[[pd.DataFrame], Any]]] = {
    "draws": {
        "rounds are oldest first": lambda draws: draws["date"].is_monotonic_increasing,
        "drawn_at is on the round's date or the next day in UTC": _is_drawn_on_its_day,
        "tie_break_at is before drawn_at": _is_tie_break_before_round,
        "kind is that of the category": _is_kind_of_category,
        "pool_as_of is not after the round": lambda draws: ~(draws["pool_as_of"] > draws["date"]),
    },
    "pool": {
        "every snapshot has the 15 bands once, from the lowest score to the highest": (
            _has_all_bands
        ),
        "snapshots are oldest first": lambda pool: pool["as_of"].is_monotonic_increasing,
    },
    "ledger": {},
    "events": {
        "events are oldest first": lambda events: events["date"].is_monotonic_increasing,
        "an event names its sources": lambda events: events["sources"].map(_are_addresses),
    },
    "occupations": _SECOND_HAND,
    "rules": {
        **_SECOND_HAND,
        "months have their years, place, and whether they are continuous": (
            _has_all_or_nothing_of_work
        ),
    },
    "levels": {
        **_SECOND_HAND,
        "a year is one of its plan": _is_within_its_plan,
        "a target is within its range": _is_within_its_range,
        "plans are oldest first": lambda levels: levels["announced_on"].is_monotonic_increasing,
    },
    "admissions": _SECOND_HAND,
}


def _contract(table: str, columns: tuple[Column, ...]) -> pa.DataFrameSchema:
    checks = dict(_TABLE_CHECKS[table])
    keys = list(TABLES["rounds" if table == "draws" else table].keys)
    if keys:
        checks[f"one row for each {' and '.join(keys)}"] = lambda frame: ~frame.duplicated(keys)
    return pa.DataFrameSchema(
        {column.name: _pandera_column(column) for column in columns},
        checks=[pa.Check(check, error=text) for text, check in checks.items()],
        strict=True,
        ordered=True,
    )


CONTRACTS = {table: _contract(table, columns) for table, columns in {**KEPT, **REFERENCE}.items()}


def violations(draws: pd.DataFrame, pool: pd.DataFrame, ledger: pd.DataFrame) -> list[str]:
    """Return a line for each violation of the contracts."""
    lines = violations_within({"draws": draws, "pool": pool, "ledger": ledger})
    return lines or _violations_across(draws, pool, ledger)


def violations_within(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return a line for each violation of the contract of a table, by its name."""
    lines = []
    for name, frame in tables.items():
        try:
            CONTRACTS[name].validate(frame, lazy=True)
        except pa.errors.SchemaErrors as error:
            lines += _lines(name, error.failure_cases)
    return lines


def _lines(table: str, cases: pd.DataFrame) -> list[str]:
    # Pandera lists a failed table check once per column; once is enough.
    is_table_check = cases["schema_context"] == "DataFrameSchema"
    cases = cases.assign(where=cases["column"].astype(object).mask(is_table_check, "row"))
    firsts = cases.drop_duplicates(["where", "check"]).to_dict("records")
    return [f"{table}.{c['where']}: {c['check']} (found {c['failure_case']!r})" for c in firsts]


def _violations_across(draws: pd.DataFrame, pool: pd.DataFrame, ledger: pd.DataFrame) -> list[str]:
    """Check what holds between the tables, each of which is valid by itself."""
    lines = []
    differing = set(draws["pool_as_of"].dropna()) ^ set(pool["as_of"])
    if differing:
        days = ", ".join(sorted(str(date.fromisoformat(str(day)[:10])) for day in differing))
        lines.append(f"pool_as_of and pool have different snapshots: {days}")
    # A round that cannot be read yet is only in the ledger.
    left_out = set(ledger.loc[ledger["what"] == "unclear", "round_id"])
    unknown = sorted(set(ledger["round_id"]) - set(draws["round_id"]) - left_out)
    if unknown:
        lines.append(f"ledger names rounds that are not in draws: {', '.join(unknown)}")
    for field in (column.name for column in DRAWS if column.nullable and not column.optional):
        ledger_fields = (field, "pool") if field == "pool_as_of" else (field,)
        explained = set(ledger.loc[ledger["field"].isin(ledger_fields), "round_id"])
        unexplained = sorted(set(draws.loc[draws[field].isna(), "round_id"]) - explained)
        if unexplained:
            rounds = ", ".join(unexplained)
            lines.append(f"{field} is empty and the ledger does not say why: {rounds}")
    return lines
