"""Past forecasts are scored once per copy of the data, and new ones are added once per day."""

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
from analysis.track_record.forecast_log import log_entries
from data import forecasts
from data.forecasts import LOG, Forecasts
from data.io import files
from data.io.store import LOCK, FolderStore
from data.rounds.record import Record
from data.vocabulary.places import FOLDER
from server.forecasts import follow, update_forecasts
from tests.support import august
from tests.support.days import end_of


@dataclass
class FakeService:
    """Stands in for the data service: a record and its folders."""

    folder: Path
    record: Record
    bundled: Path

    @property
    def store(self) -> FolderStore:
        return FolderStore(self.folder)

    def snapshot(self) -> Any:
        return SimpleNamespace(record=self.record)

    def confirm(self, day: date, **changes: Any) -> None:
        source = replace(self.record.source, confirmed_at=end_of(day), **changes)
        self.record = replace(self.record, source=source)


@pytest.fixture
def service(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeService:
    """The record of August and its forecasts in a folder, with the slow backtest stubbed out."""
    for name in forecasts.FILES:
        shutil.copy(august.folder() / name, tmp_path / name)
    few = pd.DataFrame({"model": ["outlook"], "value": [1.0]})
    monkeypatch.setattr(backtest, "run", lambda *_, **__: backtest.Backtest(few, few))
    return FakeService(tmp_path, record, tmp_path / "bundled")


def load_forecasts(service: FakeService) -> Forecasts:
    found = forecasts.load(service.folder)
    assert found is not None
    return found


def test_bundled_forecasts_were_made_from_the_bundled_record(bundled: Record) -> None:
    found = forecasts.load(FOLDER)
    assert found is not None
    assert found.sha256 == bundled.source.sha256
    assert (found.log["sha256"] == bundled.source.sha256).any()


def test_each_day_adds_its_forecasts_once(service: FakeService) -> None:
    before = load_forecasts(service)
    day = date(2026, 8, 25)
    service.confirm(day)
    update_forecasts(service)
    update_forecasts(service)
    after = load_forecasts(service)
    pd.testing.assert_frame_equal(after.card, before.card)
    pd.testing.assert_frame_equal(after.log.iloc[: len(before.log)], before.log)
    today = after.log.iloc[len(before.log) :]
    said = log_entries(service.record.draws, day)
    assert len(today) == len(said) == (after.log["made_on"] == pd.Timestamp(day)).sum()


def test_new_folder_starts_with_the_bundled_forecast_log(
    service: FakeService, tmp_path: Path
) -> None:
    service.folder, service.bundled = tmp_path / "new", august.folder()
    service.confirm(date(2026, 8, 25))
    update_forecasts(service)
    bundled = forecasts.load(august.folder())
    assert bundled is not None
    assert set(bundled.log["made_on"]) < set(load_forecasts(service).log["made_on"])


def test_new_copy_is_scored_and_the_forecast_log_only_grows(service: FakeService) -> None:
    before = load_forecasts(service)
    service.confirm(service.record.complete_through, sha256="cd" * 32)
    update_forecasts(service)
    after = load_forecasts(service)
    assert after.sha256 == "cd" * 32
    assert after.card["value"].tolist() == [1.0]
    assert set(after.log["sha256"]) == {before.sha256, "cd" * 32}
    pd.testing.assert_frame_equal(after.log.iloc[: len(before.log)], before.log)


def test_damaged_forecasts_are_quarantined_and_restarted(service: FakeService) -> None:
    (service.folder / LOG).write_bytes(b"nothing of the kind")
    update_forecasts(service)
    assert (service.folder / f"{LOG}.damaged").read_bytes() == b"nothing of the kind"
    assert set(load_forecasts(service).log["made_on"]) == {
        pd.Timestamp(service.record.complete_through)
    }


def test_only_one_process_updates_forecasts_at_a_time(service: FakeService) -> None:
    before = load_forecasts(service).log
    service.confirm(date(2026, 8, 25))
    with files.try_lock(service.folder / LOCK):
        assert update_forecasts(service) is None
    assert len(load_forecasts(service).log) == len(before)
    assert update_forecasts(service) == service.record.source


def test_forecast_updates_go_on_after_a_failure(
    service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []

    def failing(_current: object, done: object) -> None:
        calls.append(done)
        raise OSError(28, "No space left on device")

    async def twice(_seconds: float) -> None:
        if len(calls) == 2:
            raise asyncio.CancelledError

    monkeypatch.setattr("server.forecasts.update_forecasts", failing)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(follow(service, sleep=twice))
    assert calls == [None, None]
