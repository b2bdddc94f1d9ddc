"""What every test of pages finds: the data of 20 August 2026, just confirmed by IRCC."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data.rounds.record import Record
from pages import served
from tests.pages.support.replay import clock_at, day_of
from tests.support import august


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with clock_at(day_of(1)):
        yield


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served, "_service", [august.service()])


@pytest.fixture(scope="session")
def record() -> Record:
    """The record of 20 August 2026."""
    return august.load()
