"""The targets of the levels plans: strict, with their ranges, and what sources say differently."""

from __future__ import annotations

import pandas as pd
import pyarrow.parquet as pq
import pytest

from data.levels.plans import FOLDER, PlansError, bundled_plans, read_plans

HEAD = (
    "plan,announced_on,year,row,target,low,high,certainty,confirmations,collected_on,"
    "note_en,note_fr,sources"
)
ROW = "2026-2028,2025-11-04,2026,all,380000,350000,420000,confirmed,4,2026-11-26,,,https://a.ca/x"
ADMISSIONS = (
    "year,admissions,certainty,collected_on,note_en,note_fr,sources\n"
    "2024,483640,confirmed,2026-11-26,,,https://a.ca/x\n"
)


def target(plan: str, year: int, row: str) -> pd.Series:
    levels = bundled_plans().levels
    (index,) = levels.index[
        (levels["plan"] == plan) & (levels["year"] == year) & (levels["row"] == row)
    ]
    return levels.loc[index]


def test_targets_are_those_of_the_plans() -> None:
    assert len(bundled_plans().levels) == 71
    row = target("2026-2028", 2026, "all")
    assert row[["target", "low", "high"]].tolist() == [380_000, 350_000, 420_000]
    # The plan of 2026 lowered what the plan before last had for it.
    assert target("2024-2026", 2026, "all")["target"] == 500_000
    assert pd.isna(target("2026-2028", 2026, "federal-high-skilled")["low"])


def test_a_target_that_is_copied_wrong_elsewhere_says_so() -> None:
    row = target("2023-2025", 2023, "federal-high-skilled")
    assert row["target"] == 82_880
    assert "82,800" in row["note_en"]
    assert "82\xa0800" in row["note_fr"]
    assert target("2023-2025", 2024, "federal-high-skilled")["note_en"] is None


def test_targets_on_one_page_only_say_so() -> None:
    levels = bundled_plans().levels
    single = levels[levels["confirmations"] == 1]
    assert len(single) == 7
    assert single["note_en"].str.startswith("On one page only.").all()


def test_admissions_are_totals_from_2020_to_2025() -> None:
    admissions = bundled_plans().admissions.set_index("year")["admissions"]
    assert admissions.to_dict() == {
        2020: 184_575,
        2021: 406_020,
        2022: 437_590,
        2023: 471_808,
        2024: 483_640,
        2025: 393_500,
    }


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ROW.replace("380000", "450000"), "a target is within its range"),
        (ROW.replace(",2026,all", ",2029,all"), "a year is one of its plan"),
        (ROW.replace("all", "everybody"), "levels.row"),
        (ROW.replace("confirmed", "reported"), "has a note"),
        (ROW.replace("380000", "many"), "levels.csv, line 2, target"),
        (f"{ROW}\n{ROW}", "one row for each plan and year and row"),
    ],
)
def test_a_malformed_target_is_refused_and_named(row: str, why: str) -> None:
    with pytest.raises(PlansError, match=why):
        read_plans(f"{HEAD}\n{row}\n", ADMISSIONS)


def test_parquet_files_are_the_tables() -> None:
    for name in ("levels", "admissions"):
        frame = getattr(bundled_plans(), name)
        table = pq.read_table(FOLDER / f"{name}.parquet")
        assert (table.num_rows, table.column_names) == (len(frame), list(frame))
