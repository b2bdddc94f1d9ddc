"""The lists of occupations: strict, with IRCC's numbers, and without overlaps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from data.__main__ import main
from data.occupations import lists
from data.occupations.lists import FOLDER, ListsError, bundled_lists, read_lists

# As IRCC gives them: list, category and number of occupations.
OFFICIAL = {
    2023: {"healthcare": 35, "stem": 24, "trades": 10, "transport": 10, "agriculture": 3},
    2025: {"healthcare": 37, "stem": 11, "trades": 25, "education": 5, "agriculture": 1},
    2026: {
        "healthcare": 37,
        "stem": 11,
        "trades": 25,
        "education": 5,
        "transport": 4,
        "physicians": 3,
        "senior-managers": 4,
        "researchers": 2,
        "military": 3,
    },
}
HEAD = (
    "list_from,category,effective_from,occupations,months,within_years,continuous,place,nclc,"
    "more_en,more_fr,certainty,confirmations,collected_on,note_en,note_fr,sources"
)
RULE = "2023-05-31,trades,2023-05-31,1,6,3,true,anywhere,,,,official,2,2026-11-26,,,https://a.ca/x"
OCCUPATION_HEAD = "category,noc,title_en,title_fr,certainty,confirmations,note_en,note_fr,sources"
COOKS = "trades,63200,Cooks,Cuisiniers/cuisinières,confirmed,2,,,https://a.ca/x"
OLD, NEW = "2023-05-31", "2027-03-01"
LIST = f"{OCCUPATION_HEAD}\n{COOKS}\n"


def rules(*rows: str) -> str:
    return "\n".join([HEAD, *rows])


def test_every_list_has_as_many_occupations_as_ircc_gives() -> None:
    counts = bundled_lists().occupations.groupby(["list", "category"]).size()
    assert {
        year: counts[year].to_dict() for year in counts.index.get_level_values("list").unique()
    } == OFFICIAL
    assert len(bundled_lists().occupations) == 82 + 79 + 94


def test_cooks_were_on_the_trades_list_of_2025_only() -> None:
    occupations = bundled_lists().occupations
    (cooks,) = occupations[occupations["noc"] == "63200"].to_dict("records")
    assert (cooks["category"], cooks["list"]) == ("trades", 2025)
    assert cooks["effective_from"] == pd.Timestamp("2025-02-27")
    assert cooks["effective_to"] == pd.Timestamp("2026-02-17")


def test_six_healthcare_occupations_of_2025_are_inferred_and_say_from_what() -> None:
    occupations = bundled_lists().occupations
    inferred = occupations[occupations["certainty"] == "inferred"]
    assert inferred["noc"].tolist() == ["31103", "31200", "31202", "31303", "32103", "41301"]
    assert set(inferred["list"]) == {2025}
    assert inferred["note_en"].str.contains("35 in 2023, less 6 that were named, plus 8").all()


def test_a_category_that_was_retired_ends_with_its_last_list() -> None:
    known = bundled_lists().rules.set_index(["list", "category"])
    assert known.loc[(2023, "transport"), "effective_to"] == pd.Timestamp("2025-02-26")
    assert known.loc[(2025, "agriculture"), "effective_to"] == pd.Timestamp("2026-02-17")
    assert known.loc[2026, "effective_to"].isna().all()
    assert known.loc[(2026, "physicians"), "effective_from"] == pd.Timestamp("2025-12-08")


def test_a_further_list_is_a_file_and_its_rules_and_ends_the_one_before() -> None:
    further = RULE.replace(OLD, NEW)
    known = read_lists(rules(RULE, further), {OLD: LIST, NEW: LIST})
    assert known.rules["effective_to"].tolist() == [pd.Timestamp("2027-02-28"), pd.NaT]
    assert known.occupations["list"].tolist() == [2023, 2027]


@pytest.mark.parametrize(
    ("rows", "files", "why"),
    [
        ([RULE.replace("31,1,6", "31,2,6")], {OLD: LIST}, "trades of 2023 has 1 .* IRCC’s has 2"),
        ([RULE.replace("trades", "stem")], {OLD: LIST}, "has trades, which has no rule"),
        ([RULE.replace(OLD, NEW)], {OLD: LIST}, "2027-03-01, which has no file"),
        (
            [RULE, RULE.replace(OLD, NEW).replace(f",{NEW},1", ",2027-02-01,1")],
            {OLD: LIST, NEW: LIST},
            "two lists of trades overlap",
        ),
        ([RULE.replace(",3,true", ",,true")], {OLD: LIST}, "months have their years"),
        ([RULE.replace("https://a.ca/x", "a friend")], {OLD: LIST}, "a row names its sources"),
        ([RULE.replace(",,,https", ",Doubt,,https")], {OLD: LIST}, "a note is in both languages"),
        ([RULE.replace("true", "yes")], {OLD: LIST}, "line 2, continuous"),
        ([RULE], {OLD: LIST.replace("63200", "6320")}, "occupations.noc"),
        ([RULE], {OLD: LIST.replace("confirmed", "inferred")}, "has a note"),
        ([RULE], {OLD: f"{LIST}{COOKS}\n"}, "one row for each list and category and noc"),
        ([RULE], {OLD: LIST.replace("noc,", "code,")}, "the columns should be"),
    ],
)
def test_a_malformed_list_is_refused_and_named(
    rows: list[str], files: dict[str, str], why: str
) -> None:
    with pytest.raises(ListsError, match=why):
        read_lists(rules(*rows), files)


def test_parquet_files_are_the_tables(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("occupations", "rules"):
        frame = getattr(bundled_lists(), name)
        table = pq.read_table(FOLDER / f"{name}.parquet")
        assert table.num_rows == len(frame)
        assert table.column_names == list(frame)
    first = pq.read_table(FOLDER / "occupations.parquet").slice(0, 1).to_pylist()[0]
    assert (first["list"], first["effective_from"]) == (2023, date(2023, 5, 31))
    (tmp_path / "occupations.parquet").write_bytes(b"other")
    monkeypatch.setattr(lists, "FOLDER", tmp_path)
    assert main(["check"]) == 1
    assert "occupations.parquet" in capsys.readouterr().err
