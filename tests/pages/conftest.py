"""The clock of every test of pages: the bundled data has just been confirmed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.pages.support.replay import clock_at, day_of


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with clock_at(day_of(1)):
        yield
