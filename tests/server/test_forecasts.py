"""Scores and forecasts follow the record, once for each copy and day."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from analysis.track_record import backtest
from data import forecasts
from data.forecasts import LOG, Forecasts
from data.io import files
from data.rounds.record import FOLDER, Record
from data.upkeep.schedule import LOCK
from server.forecasts import brought_up, follow


@dataclass
class Shelf:
    """What the server holds: a record and its folder."""

    folder: Path
    record: Record
    bundled: Path

    def held(self) -> Any:
        return SimpleNamespace(record=self.record)

    def confirmed(self, day: date, **changes: Any) -> None:
        source = replace(self.record.source, confirmed_on=day, **changes)
        self.record = replace(self.record, source=source)


@pytest.fixture
def shelf(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The bundled record and its forecasts in a folder; scores are not made in earnest."""
    for name in forecasts.FILES:
        shutil.copy(FOLDER / name, tmp_path / name)
    few = pd.DataFrame({"model": ["outlook"], "value": [1.0]})
    monkeypatch.setattr(backtest, "run", lambda *_: backtest.Backtest(few, few))
    return Shelf(tmp_path, record, tmp_path / "bundled")


def stored(shelf: Shelf) -> Forecasts:
    found = forecasts.load(shelf.folder)
    assert found is not None
    return found


def test_the_bundled_forecasts_are_of_the_bundled_record(record: Record) -> None:
    found = forecasts.load(FOLDER)
    assert found is not None
    assert found.sha256 == record.source.sha256
    assert (found.log["sha256"] == record.source.sha256).any()


def test_a_day_of_the_same_record_adds_its_forecasts_once(shelf: Shelf) -> None:
    before = stored(shelf)
    day = date(2026, 8, 25)
    shelf.confirmed(day)
    brought_up(shelf)
    brought_up(shelf)
    after = stored(shelf)
    pd.testing.assert_frame_equal(after.card, before.card)
    pd.testing.assert_frame_equal(after.log.iloc[: len(before.log)], before.log)
    today = after.log.iloc[len(before.log) :]
    said = backtest.log(shelf.record.draws, day)
    assert len(today) == len(said) == (after.log["made_on"] == pd.Timestamp(day)).sum()


def test_a_new_folder_begins_with_the_log_that_is_bundled(shelf: Shelf, tmp_path: Path) -> None:
    shelf.folder, shelf.bundled = tmp_path / "new", FOLDER
    shelf.confirmed(date(2026, 8, 25))
    brought_up(shelf)
    bundled = forecasts.load(FOLDER)
    assert bundled is not None
    assert set(bundled.log["made_on"]) < set(stored(shelf).log["made_on"])


def test_another_copy_is_scored_anew_and_nothing_leaves_the_log(shelf: Shelf) -> None:
    before = stored(shelf)
    shelf.confirmed(shelf.record.source.confirmed_on, sha256="cd" * 32)
    brought_up(shelf)
    after = stored(shelf)
    assert after.sha256 == "cd" * 32
    assert after.card["value"].tolist() == [1.0]
    assert set(after.log["sha256"]) == {before.sha256, "cd" * 32}
    pd.testing.assert_frame_equal(after.log.iloc[: len(before.log)], before.log)


def test_damaged_forecasts_are_set_aside_and_begun_anew(shelf: Shelf) -> None:
    (shelf.folder / LOG).write_bytes(b"nothing of the kind")
    brought_up(shelf)
    assert (shelf.folder / f"{LOG}.damaged").read_bytes() == b"nothing of the kind"
    assert set(stored(shelf).log["made_on"]) == {pd.Timestamp(shelf.record.source.confirmed_on)}


def test_of_two_processes_one_does_it(shelf: Shelf) -> None:
    before = stored(shelf).log
    shelf.confirmed(date(2026, 8, 25))
    with files.try_lock(shelf.folder / LOCK):
        assert brought_up(shelf) is None
    assert len(stored(shelf).log) == len(before)
    assert brought_up(shelf) == shelf.record.source


def test_it_goes_on_after_a_failure(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []

    def failing(_current: object, done: object) -> None:
        calls.append(done)
        raise OSError(28, "No space left on device")

    async def twice(_seconds: float) -> None:
        if len(calls) == 2:
            raise asyncio.CancelledError

    monkeypatch.setattr("server.forecasts.brought_up", failing)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(follow(shelf, sleep=twice))
    assert calls == [None, None]
