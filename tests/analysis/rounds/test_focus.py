"""The categories that charts bring forward, and the inactive ones."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.rounds.focus import focus, inactive
from tests.support.august import load

DAY = date(2026, 8, 20)


def test_four_categories_had_four_rounds_or_more_in_the_year_to_august_2026() -> None:
    # Counted in IRCC's list from 21 August 2025: PNP 25, CEC 21, French 15, healthcare 5.
    assert focus(load().draws, DAY) == ("pnp", "cec", "french", "healthcare")


def test_chosen_categories_are_in_focus_whatever_their_rounds() -> None:
    draws = load().draws
    assert focus(draws, DAY, ["stem"]) == ("stem",)
    assert focus(draws, DAY, ["stem", "french", "beekeepers"]) == ("french", "stem", "beekeepers")
    assert len(focus(draws, DAY, list(draws["category"].unique()))) == 4


def test_a_round_a_year_before_does_not_count() -> None:
    days = ["2025-08-20", "2025-08-21", "2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]
    draws = pd.DataFrame(
        {"date": pd.to_datetime(days), "category": ["cec", "cec", "cec", "cec", "pnp", "pnp"]}
    )
    assert focus(draws, DAY) == ("pnp",)  # three of CEC and two of PNP: the latest stands alone
    more = pd.concat([draws, draws.iloc[1:2]])
    assert focus(more.sort_values("date"), DAY) == ("cec",)


def test_inactive_categories_have_had_no_round_for_over_a_year() -> None:
    found = {code: f"{day:%Y-%m-%d}" for code, day in inactive(load().draws, DAY).items()}
    assert found["stem"] == "2024-04-11"
    assert found["general"] == "2024-04-23"
    assert "education" not in found  # 337 days
    assert inactive(load().draws, date(2024, 6, 1)).keys() == {"fsw", "fst"}


def test_without_a_round_nothing_is_in_focus() -> None:
    assert focus(load().draws, date(2014, 1, 1)) == ()
    assert inactive(load().draws, date(2014, 1, 1)) == {}
