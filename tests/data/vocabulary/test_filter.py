"""A filter keeps the rounds that meet all of its conditions, and maps to URL parameters."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.vocabulary.filter import Filter


@pytest.mark.parametrize(
    ("subset", "expected"),
    [
        (Filter(("stem",)), ["254", "274"]),
        (Filter(kinds=("program",)), ["91a", "91b", "171"]),
        (Filter(("general",), kinds=("program",)), []),
        (Filter(start=date(2024, 2, 29)), ["287", "901"]),
        (Filter(end=date(2018, 5, 30)), ["91a", "91b"]),
        (Filter(min_cutoff=813), ["91b", "171"]),
        (Filter(min_cutoff=469, max_cutoff=470), ["168", "169", "273"]),
        (Filter(min_cutoff=0, max_cutoff=0), []),
        (Filter(round_ids=("901", "91a", "7")), ["91a", "901"]),
        (Filter(("stem",), date(2023, 7, 6), None, ("category",), 481, 481, ("274",)), ["274"]),
    ],
)
def test_filter_keeps_rounds_meeting_all_conditions_in_their_order(
    draws: pd.DataFrame, subset: Filter, expected: list[str]
) -> None:
    matches = subset.apply(draws)
    assert matches["round_id"].tolist() == expected
    assert matches.index.tolist() == list(range(len(expected)))
    assert matches.dtypes.equals(draws.dtypes)


def test_filter_becomes_url_parameters_without_unset_conditions() -> None:
    subset = Filter(
        ("stem", "cec"),
        date(2023, 7, 1),
        date(2024, 1, 31),
        ("category",),
        0,
        500,
        ("91a",),
    )
    assert subset.query() == [
        ("category", "stem"),
        ("category", "cec"),
        ("kind", "category"),
        ("from", "2023-07-01"),
        ("to", "2024-01-31"),
        ("min_cutoff", "0"),
        ("max_cutoff", "500"),
        ("round_id", "91a"),
    ]
    assert Filter().query() == []


def test_file_name_gives_categories_and_dates_but_no_open_ends() -> None:
    assert Filter().file_parts() == ["", ""]
    assert Filter(("stem",), end=date(2024, 1, 31)).file_parts() == ["stem", "to 2024-01-31"]
