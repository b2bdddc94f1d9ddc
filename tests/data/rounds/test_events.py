"""The table of events: strict, in date order, true of the rounds, and the same in Parquet."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis.crs.scale import scale_changes
from data.__main__ import main
from data.rounds.events import TABLE, EventsError, bundled_events, read_events
from data.vocabulary.places import FOLDER

HEAD = "date,kind,title_en,title_fr,effect_en,effect_fr,certainty,sources"
ROW = "2025-03-25,scale,Points end,Fin des points,,,official,https://a.ca/x https://b.ca/y"


def test_a_row_is_typed_and_an_empty_cell_is_missing() -> None:
    event = read_events(f"{HEAD}\n{ROW}\n").iloc[0]
    assert event["date"] == pd.Timestamp("2025-03-25")
    assert event["sources"] == ("https://a.ca/x", "https://b.ca/y")
    assert event["effect_en"] is None


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ROW.replace("2025-03-25", "25 March"), "line 2: Invalid isoformat"),
        (ROW.replace("scale", "gossip"), "events.kind"),
        (ROW.replace("official", "sure"), "events.certainty"),
        (ROW.replace("https://a.ca/x https://b.ca/y", ""), "an event names its sources"),
        (ROW.replace("https://a.ca/x", "a friend"), "an event names its sources"),
        (ROW.replace("Fin des points", ""), "title_fr"),
        (f"{ROW}\n{ROW.replace('25-03', '24-03')}", "events are oldest first"),
        (f"{ROW}\n{ROW}", "one row for each date and kind"),
        (f"{ROW},more", "not the columns of an event"),
    ],
)
def test_a_malformed_row_is_refused_and_named(row: str, why: str) -> None:
    with pytest.raises(EventsError, match=why):
        read_events(f"{HEAD}\n{row}\n")


def test_four_events_changed_the_scale_and_one_is_only_reported() -> None:
    assert scale_changes(bundled_events()) == (
        date(2016, 11, 19),
        date(2017, 6, 6),
        date(2020, 10, 20),
        date(2025, 3, 25),
    )
    scale = bundled_events().query("kind == 'scale'").set_index("date")
    assert scale.loc["2026-11-03", "certainty"] == "reported"


def test_one_word_in_the_table_makes_the_reported_change_count() -> None:
    lines = TABLE.read_text("utf-8").splitlines()
    confirmed = [
        line.replace(",reported,", ",official,") if line.startswith("2026-11-03") else line
        for line in lines
    ]
    assert scale_changes(read_events("\n".join(confirmed)))[-1] == date(2026, 11, 3)


def test_events_match_the_rounds(real: pd.DataFrame) -> None:
    titles = bundled_events().set_index("title_en")["date"]
    by_day = real.set_index("date")
    assert by_day.loc[titles["First round of Express Entry"], "round_id"] == "1"
    largest = by_day.loc[titles["Round of 27,332 at a cut-off of 75"]]
    assert largest[["invitations", "cutoff"]].tolist() == [27_332, 75]
    assert real["invitations"].max() == 27_332
    general = real.loc[real["category"] == "general", "date"].tolist()
    pause = titles["Last round for all programs until July 2022"]
    assert general[general.index(pause) + 1] == titles["Rounds for all programs resume"]
    assert general[-1] == titles["Last round for all programs in over two years"]
    first = real.loc[real["kind"] == "category", "date"].min()
    assert first == titles["First category-based round: healthcare"]
    cec = real.loc[real["category"] == "cec", "date"].tolist()
    pause = titles["Last CEC round before a long pause"]
    assert (cec[cec.index(pause) + 1] - pause).days > 365


def test_no_title_or_effect_differs_between_the_languages_in_what_is_left_empty() -> None:
    events = bundled_events()
    assert (events["effect_en"].isna() == events["effect_fr"].isna()).all()
    assert (events["title_en"] != events["title_fr"]).all()


def test_check_refuses_a_parquet_file_that_is_not_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    for path in FOLDER.iterdir():
        if path.suffix in (".parquet", ".json", ".gz"):
            shutil.copy(path, folder)
    assert main(["check", str(folder)]) == 0
    events = pd.read_parquet(folder / "events.parquet")
    events.iloc[1:].to_parquet(folder / "events.parquet")
    assert main(["check", str(folder)]) == 1
    assert "events.parquet" in capsys.readouterr().err
    assert main(["rebuild", str(folder)]) == 0
    assert main(["check", str(folder)]) == 0
