"""What every test of pages finds: the data of 20 August 2026, just confirmed by IRCC."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.rounds.record import Record
from data.upkeep.checks import Checks
from pages import served
from tests.pages.support.replay import clock_at, day_of
from tests.support import august


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with clock_at(day_of(1)):
        yield


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own_log = replace(august.service(), checks=Checks(tmp_path))  # no test sees another's checks
    monkeypatch.setattr(served, "_service", [own_log])


@pytest.fixture(scope="session")
def record() -> Record:
    """The record of 20 August 2026."""
    return august.load()
