"""Processes that share a folder agree on the record, whatever write is interrupted."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from data.io import files
from data.rounds import merge
from data.rounds.copies import files_of as copies_of
from data.rounds.record import files_of
from data.upkeep.checks import Checks
from data.upkeep.service import RecordService
from tests.data.io.test_files import KilledError, kill_at
from tests.data.upkeep.conftest import assert_matches_copies
from tests.data.upkeep.test_checks import check


@pytest.fixture(scope="module")
def newer(replay: Any, vary: Any) -> dict[str, bytes]:
    """The files of a record with one more copy than that of the folder."""
    copies = replay(("2026-08-25", vary({"437": {"drawCRS": "381"}})))
    return {**files_of(merge.build_record(copies)), **copies_of(copies)}


@pytest.mark.parametrize("error", [KilledError, OSError])
def test_processes_agree_after_a_fault_at_any_write(
    error: type[Exception],
    newer: dict[str, bytes],
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cutoffs = []
    for step in range(1, 80):
        place = Path(shutil.copytree(folder, tmp_path / str(step)))
        serving = RecordService(place, place)
        serving.snapshot()
        with monkeypatch.context() as patch:
            done = kill_at(patch, step, error)
            with suppress(error):
                files.commit(place, newer)
        if len(done) < step:
            break
        ours, fresh = serving.snapshot(), RecordService(place, place).snapshot()
        assert (ours.stamp, ours.notices, fresh.notices) == (fresh.stamp, (), ())
        Checks(place).append(check(1))  # the next writer, which finishes the commit
        after = serving.snapshot()
        assert after.stamp == ours.stamp
        cutoffs.append(int(after.record.draws["cutoff"].iloc[-1]))
    assert len(done) < step
    assert_matches_copies(place)
    assert cutoffs == sorted(cutoffs, reverse=True)
    assert cutoffs.count(382) > 5 < cutoffs.count(381), "faults before and after the commit"
