"""Stored forecasts load as they were saved, or fail with an error that names the problem."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data import forecasts
from data.forecasts import CARD, FILES, LOG, Forecasts, ForecastsError

HASH = "ab" * 32


@pytest.fixture
def sample_forecasts() -> Forecasts:
    log = pd.DataFrame(
        {
            "made_on": pd.to_datetime(["2026-08-20"]).astype("datetime64[ms]"),
            "target": pd.Series(["cut-off"], dtype="str"),
            "horizon": pd.Series([pd.NA], dtype="Int64"),
            "expected": [510.5],
        }
    )
    card = pd.DataFrame({"model": pd.Series(["outlook"], dtype="str"), "value": [0.25]})
    bins = pd.DataFrame({"bin": [0.1], "n": [12]})
    return Forecasts(card, bins, log, HASH, date(2026, 8, 20))


def test_forecasts_load_as_saved_with_their_types(
    sample_forecasts: Forecasts, tmp_path: Path
) -> None:
    assert forecasts.load(tmp_path) is None
    assert forecasts.save(sample_forecasts, tmp_path)
    back = forecasts.load(tmp_path)
    assert back is not None
    assert (back.sha256, back.as_of) == (HASH, date(2026, 8, 20))
    for name in ("card", "reliability", "log"):
        pd.testing.assert_frame_equal(getattr(back, name), getattr(sample_forecasts, name))


def test_stamp_changes_only_when_different_forecasts_are_saved(
    sample_forecasts: Forecasts, tmp_path: Path
) -> None:
    nothing = forecasts.stamp(tmp_path)
    forecasts.save(sample_forecasts, tmp_path)
    first = forecasts.stamp(tmp_path)
    assert not forecasts.save(sample_forecasts, tmp_path)
    assert forecasts.stamp(tmp_path) == first != nothing
    assert forecasts.save(replace(sample_forecasts, sha256="cd" * 32), tmp_path)
    assert forecasts.stamp(tmp_path) != first


@pytest.mark.parametrize("name", FILES)
def test_damaged_file_is_named_in_the_error(
    name: str, sample_forecasts: Forecasts, tmp_path: Path
) -> None:
    forecasts.save(sample_forecasts, tmp_path)
    (tmp_path / name).write_bytes(b"PAR1 but not really")
    with pytest.raises(ForecastsError, match=name):
        forecasts.load(tmp_path)


def test_files_made_from_different_records_are_rejected(
    sample_forecasts: Forecasts, tmp_path: Path
) -> None:
    forecasts.save(sample_forecasts, tmp_path)
    card_file = (tmp_path / CARD).read_bytes()
    forecasts.save(replace(sample_forecasts, sha256="cd" * 32), tmp_path)
    (tmp_path / CARD).write_bytes(card_file)
    with pytest.raises(ForecastsError, match="different copies"):
        forecasts.load(tmp_path)


def test_missing_file_counts_as_nothing_stored(sample_forecasts: Forecasts, tmp_path: Path) -> None:
    forecasts.save(sample_forecasts, tmp_path)
    (tmp_path / LOG).unlink()
    assert forecasts.load(tmp_path) is None
