"""Which list a round selected from, and what came and went with each list."""

from __future__ import annotations

import pandas as pd

from analysis.occupations.lists import changes, in_force, lists_of
from data.occupations.lists import bundled_lists
from data.rounds.record import FOLDER, load


def test_every_category_round_of_the_data_has_a_list_by_its_name_and_date() -> None:
    draws = load(FOLDER).draws
    draws = draws[draws["kind"] == "category"]
    years = lists_of(draws, bundled_lists().rules)
    assert years.notna().all()
    by_id = dict(zip(draws["round_id"], years, strict=True))
    # STEM (Version 1) of 2024, Trades (Version 2) of 2025, Transport 2026-Version 2.
    assert (by_id["293"], by_id["434"]) == (2023, 2026)
    trades = draws[draws["name"] == "Trade occupations (Version 2)"]["round_id"].iloc[0]
    assert by_id[trades] == 2025


def test_a_year_in_the_name_decides_before_the_date() -> None:
    draws = pd.DataFrame(
        {
            "category": ["french", "french", "trades", "stem"],
            "name": [
                "French-Language proficiency 2026-Version 2",
                "French language proficiency (Version 1)",
                "Trades Occupations, 2027-Version 4",
                "STEM occupations (Version 1)",
            ],
            "date": pd.to_datetime(["2026-02-06", "2025-12-17", "2027-03-01", "2023-05-01"]),
        }
    )
    years = lists_of(draws, bundled_lists().rules)
    assert years[:2].tolist() == [2026, 2025]
    assert years[2:].isna().all()  # a list that is not known, and a day before the first one


def test_changes_are_those_that_were_announced() -> None:
    known = bundled_lists()
    stem = changes(known.occupations, known.rules, "stem")
    assert [(c.year, len(c.came), len(c.went)) for c in stem] == [(2025, 6, 19), (2026, 0, 0)]
    trades = changes(known.occupations, known.rules, "trades")[-1]
    assert (trades.came["noc"].tolist(), trades.went["noc"].tolist()) == (["63201"], ["63200"])
    transport = changes(known.occupations, known.rules, "transport")
    assert [(c.year, len(c.came), len(c.went)) for c in transport] == [(2025, 0, 10), (2026, 4, 0)]
    assert not changes(known.occupations, known.rules, "physicians")


def test_rules_in_force_are_those_of_the_day() -> None:
    rules = bundled_lists().rules
    day = pd.Timestamp("2025-12-31").date()
    assert set(in_force(rules, day)["category"]) == {
        *("healthcare", "stem", "trades", "education", "agriculture", "french", "physicians"),
    }
