"""A data folder made from the excerpts, and a check that its tables match its copies."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from data.rounds import history, merge
from data.rounds.copies import files_of, load_copies
from data.rounds.record import load, save
from data.rounds.schema import TABLES


def save_copies(copies: history.Copies, folder: Path) -> Path:
    """Save the record built from these copies in a folder."""
    save(merge.build_record(copies), folder, extra_files=files_of(copies))
    return folder


def assert_matches_copies(folder: Path) -> None:
    """Assert that the record loads and equals the one rebuilt from its copies."""
    record, rebuilt = load(folder, attempts=1), merge.build_record(load_copies(folder))
    for name in TABLES:
        assert getattr(record, name).equals(getattr(rebuilt, name))


@pytest.fixture(scope="session")
def excerpts_folder(replay: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the record of the four excerpts."""
    return save_copies(replay(), tmp_path_factory.mktemp("excerpts_folder"))


@pytest.fixture
def folder(excerpts_folder: Path, tmp_path: Path) -> Path:
    """A copy of that folder, which a test may change."""
    return Path(shutil.copytree(excerpts_folder, tmp_path / "record"))
