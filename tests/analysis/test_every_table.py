"""Properties of every table of rounds; a function that is added to TABLES is tested as well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from analysis.rounds import cutoffs, facts, frequency, invitations, standing

AS_OF = date(2024, 3, 10)
TABLES: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "series": cutoffs.series,
    "records": cutoffs.records,
    "records since": lambda draws: cutoffs.records(draws, date(2020, 1, 1)),
    "totals": lambda draws: invitations.totals(draws, "quarter"),
    "shares": lambda draws: invitations.shares(invitations.totals(draws, "month")),
    "cumulative by year": lambda draws: invitations.cumulative_by_year(draws, AS_OF),
    "sizes": invitations.sizes,
    "counts": lambda draws: frequency.counts(draws, "year"),
    "weekly counts": frequency.weekly_counts,
    "rolling rate": lambda draws: frequency.rolling_rate(frequency.weekly_counts(draws)),
    "gaps": frequency.gaps,
    "waits": lambda draws: frequency.waits(draws, AS_OF),
    "busy weeks": frequency.busy_weeks,
    "category status": lambda draws: facts.category_status(draws, AS_OF),
    "latest week": facts.latest_week,
    "weekdays": lambda draws: frequency.weekday_counts(draws, AS_OF),
    "last year": lambda draws: standing.last_year(draws, AS_OF),
}
# These tables keep all their rows even when there are no rounds.
FIXED_ROW_TABLES: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "weeks of years": lambda d: frequency.weeks_of_years(d, date(2023, 1, 1), AS_OF),
    "weeks from to": lambda draws: frequency.weekly_counts(draws, date(2023, 1, 1), AS_OF),
}
ALL_TABLES = TABLES | FIXED_ROW_TABLES


@pytest.mark.parametrize("name", TABLES)
def test_table_without_rounds_is_empty_with_all_columns(draws: pd.DataFrame, name: str) -> None:
    empty, full = TABLES[name](draws.iloc[:0]), TABLES[name](draws)
    assert len(empty) == 0
    assert len(full) > 0
    pd.testing.assert_series_equal(empty.dtypes, full.dtypes)


@pytest.mark.parametrize("name", FIXED_ROW_TABLES)
def test_fixed_row_table_without_rounds_is_all_zeros(draws: pd.DataFrame, name: str) -> None:
    empty, full = FIXED_ROW_TABLES[name](draws.iloc[:0]), FIXED_ROW_TABLES[name](draws)
    assert len(empty) == len(full)
    assert empty["rounds"].sum() == 0
    pd.testing.assert_series_equal(empty.dtypes, full.dtypes)


@pytest.mark.parametrize("name", ALL_TABLES)
@pytest.mark.parametrize("place", [0, 5, 13])
def test_table_of_one_round_has_the_same_columns_and_types(
    draws: pd.DataFrame, name: str, place: int
) -> None:
    one = ALL_TABLES[name](draws.iloc[[place]])
    pd.testing.assert_series_equal(one.dtypes, ALL_TABLES[name](draws).dtypes)


@pytest.mark.parametrize("name", ALL_TABLES)
def test_input_frame_is_not_modified(draws: pd.DataFrame, name: str) -> None:
    before = draws.copy(deep=True)
    table = ALL_TABLES[name](draws)
    for column in table.columns:
        table[column] = None
    pd.testing.assert_frame_equal(draws, before)


@pytest.mark.parametrize("name", ALL_TABLES)
def test_the_index_of_a_filtered_frame_does_not_matter(draws: pd.DataFrame, name: str) -> None:
    filtered = draws[draws["category"].isin(["general", "stem", "beekeepers"])]
    table = ALL_TABLES[name](filtered).reset_index(drop=True)
    pd.testing.assert_frame_equal(table, ALL_TABLES[name](filtered.reset_index(drop=True)))


@pytest.mark.parametrize("name", [name for name in TABLES if name != "series"])
def test_tables_are_indexed_from_zero(draws: pd.DataFrame, name: str) -> None:
    table = TABLES[name](draws[draws["category"] != "pnp"])
    assert table.index.to_list() == list(range(len(table)))


@pytest.mark.parametrize("name", ALL_TABLES)
def test_an_unmapped_category_is_never_dropped(draws: pd.DataFrame, name: str) -> None:
    table = ALL_TABLES[name](draws)
    # Gaps need two rounds; tables of weeks and days have no column for one category.
    if "category" in table and name != "gaps":
        assert "beekeepers" in set(table["category"])
