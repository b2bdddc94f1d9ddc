"""Rows of the tables that are computed for open data: weeks and inactive categories."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.vocabulary.tables import TABLES
from server.api import rows
from server.api.query import PARAMETERS


def test_every_declared_table_has_rows_known_parameters_and_keys_among_its_columns() -> None:
    assert rows.ROWS.keys() == TABLES.keys()
    for table in TABLES.values():
        assert set(table.parameters) <= PARAMETERS.keys()
        assert set(table.keys) <= table.meanings.keys()
        for column, other, key in table.foreign_keys:
            assert column in table.meanings
            assert key in TABLES[other].keys


def test_weeks_go_on_to_the_day_of_the_record_and_keep_their_zeros(draws: pd.DataFrame) -> None:
    weeks = rows.weekly(draws, date(2024, 3, 20))
    assert weeks["week"].iloc[0] == pd.Timestamp("2018-05-28")
    assert weeks["week"].iloc[-1] == pd.Timestamp("2024-03-18")
    # 303 weeks from 2018-05-28 to 2024-03-18: 2121 days between the Mondays, and the last one.
    assert weeks["week"].nunique() == 2121 // 7 + 1
    assert (weeks.groupby("week").size() == 6).all()
    own = weeks[weeks["week"] == "2023-12-04"].set_index("category")
    assert own["rounds"].to_dict() == {
        **dict.fromkeys(["general", "stem", "french"], 1),
        **dict.fromkeys(["pnp", "fst", "beekeepers"], 0),
    }
    assert own["invitations"]["stem"] == 5900


def test_a_round_that_is_newer_than_the_last_confirmation_counts_too(draws: pd.DataFrame) -> None:
    weeks = rows.weekly(draws, date(2024, 1, 1))
    assert weeks["week"].iloc[-1] == pd.Timestamp("2024-03-04")


def test_dormant_are_the_categories_without_a_round_for_more_than_a_year(
    draws: pd.DataFrame,
) -> None:
    assert rows.dormant(draws, date(2024, 3, 20)) == {"fst", "pnp"}
    assert rows.dormant(draws, date(2024, 12, 7)) == {"fst", "pnp"}
    assert rows.dormant(draws, date(2024, 12, 8)) == {"fst", "pnp", "stem"}
