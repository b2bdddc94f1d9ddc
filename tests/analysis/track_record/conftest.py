"""The backtest of the frozen rounds, which takes long: made once for all tests here."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analysis.track_record import backtest

END = date(2026, 8, 20)


@pytest.fixture(scope="session")
def full_backtest(real: pd.DataFrame) -> backtest.Backtest:
    """The full backtest of all rounds up to END."""
    return backtest.run(real, END)


@pytest.fixture(scope="session")
def card(full_backtest: backtest.Backtest) -> pd.DataFrame:
    """Its score card."""
    return full_backtest.card
