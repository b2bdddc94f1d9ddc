"""Files are replaced atomically: a writer killed at any step leaves all old or all new files."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.io import files
from data.rounds import merge
from data.rounds.record import files_of, load, save
from data.vocabulary.places import FOLDER

OLD = {"a": b"old a", "b": b"old b", "c": b"old c"}
NEW = {"a": b"new a", "b": b"new b", "c": b"new c"}


class KilledError(Exception):
    """Simulates the process being killed."""


def content_of(folder: Path) -> dict[str, bytes]:
    return {name: files.read(folder, name) for name in OLD}


def kill_at(
    monkeypatch: pytest.MonkeyPatch, step: int, error: type[Exception] = KilledError
) -> list[str]:
    """Make one disk operation fail, counting from 1; return the names of those done before it."""
    done: list[str] = []

    def counting(name: str, real: Any) -> Any:
        def operation(*args: Any, **kwargs: Any) -> Any:
            if len(done) + 1 == step:
                done.append(name)
                raise error(errno.EIO, f"Input/output error: {name}")
            done.append(name)
            return real(*args, **kwargs)

        return operation

    monkeypatch.setattr(os, "fsync", counting("fsync", os.fsync))
    for name in ("mkdir", "rename", "replace", "rmdir", "open"):
        monkeypatch.setattr(Path, name, counting(name, getattr(Path, name)))
    return done


def test_writer_killed_at_any_step_leaves_all_old_or_all_new_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    for step in range(1, 60):
        folder = tmp_path / str(step)
        files.commit(folder, OLD)
        with monkeypatch.context() as patch:
            kill_at(patch, step)
            try:
                files.commit(folder, NEW)
                finished = True
            except KilledError:
                finished = False
        content = content_of(folder)
        assert content in (OLD, NEW)
        seen.append(content == NEW)
        files.finish_interrupted_commit(folder)
        assert content_of(folder) == content
        assert sorted(path.name for path in folder.iterdir()) == ["a", "b", "c"]
        files.commit(folder, NEW)
        assert content_of(folder) == NEW
        if finished:
            break
    assert finished
    assert seen == sorted(seen), "no later kill brings back the old files"
    assert 5 < seen.index(True) < len(seen) - 5, "kills fell before and after the deciding step"


def test_error_is_raised_only_if_the_old_files_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    outcomes = []
    for step in range(1, 60):
        folder = tmp_path / str(step)
        files.commit(folder, OLD)
        with monkeypatch.context() as patch:
            done = kill_at(patch, step, OSError)
            try:
                is_new = files.commit(folder, NEW)
            except OSError:
                is_new = False
        assert content_of(folder) == (NEW if is_new else OLD)
        outcomes.append(is_new)
        if len(done) < step:
            break
    assert outcomes == sorted(outcomes)
    warned = [record for record in caplog.records if "are read from .committed" in record.message]
    assert len(warned) == sum(outcomes) - 1 > 5, "each but the last, which had no error"
    files.finish_interrupted_commit(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["a", "b", "c"]


def test_interrupted_recovery_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.commit(tmp_path, OLD)
    (tmp_path / files.COMMITTED).mkdir()
    for name, content in NEW.items():
        (tmp_path / files.COMMITTED / name).write_bytes(content)
    with monkeypatch.context() as patch:
        kill_at(patch, 2)
        with pytest.raises(KilledError):
            files.finish_interrupted_commit(tmp_path)
    assert content_of(tmp_path) == NEW
    files.finish_interrupted_commit(tmp_path)
    assert content_of(tmp_path) == NEW


def test_unchanged_files_are_not_rewritten(tmp_path: Path) -> None:
    assert files.commit(tmp_path, OLD)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert not files.commit(tmp_path, OLD)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_reader_finds_a_file_that_is_moved_during_the_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.commit(tmp_path, NEW)
    # The reader saw the file among the committed ones; then it was moved into place.
    monkeypatch.setattr(files, "path_of", lambda folder, name: folder / files.COMMITTED / name)
    assert files.read(tmp_path, "a") == b"new a"


def test_partly_moved_files_load_as_the_new_record(tmp_path: Path, replay: Any) -> None:
    old = merge.build_record(replay())
    save(old, tmp_path)
    later = replace(old.source, retrieved_at=old.source.retrieved_at.replace(hour=9))
    new = replace(old, source=later)
    committed = tmp_path / files.COMMITTED
    committed.mkdir()
    for name, content in files_of(new).items():
        (committed / name).write_bytes(content)
    assert load(tmp_path).source == later
    (committed / "draws.parquet").replace(tmp_path / "draws.parquet")
    assert load(tmp_path).source == later


def test_staged_files_of_a_killed_writer_are_ignored_and_removed(tmp_path: Path) -> None:
    files.commit(tmp_path, OLD)
    (tmp_path / files.STAGED).mkdir()
    (tmp_path / files.STAGED / "a").write_bytes(b"half")
    assert content_of(tmp_path) == OLD
    files.commit(tmp_path, NEW)
    assert content_of(tmp_path) == NEW
    assert not (tmp_path / files.STAGED).exists()


WRITER = """
import sys
from pathlib import Path
from data.io import files
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    files.commit(Path(sys.argv[1]), {name: b"%d" % turn for name in "abcdefgh"})
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
@pytest.mark.parametrize("milliseconds", [5, 20, 45])
def test_process_killed_while_writing_leaves_no_mix_of_old_and_new(
    tmp_path: Path, milliseconds: int
) -> None:
    names = "abcdefgh"
    files.commit(tmp_path, dict.fromkeys(names, b"0"))
    with subprocess.Popen(  # noqa: S603 -- our own interpreter and program
        [sys.executable, "-c", WRITER, str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=FOLDER.parent,
    ) as writer:
        assert writer.stdout
        writer.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(milliseconds / 1000)
        writer.send_signal(signal.SIGKILL)
    assert len({files.read(tmp_path, name) for name in names}) == 1
    files.finish_interrupted_commit(tmp_path)
    assert len({(tmp_path / name).read_bytes() for name in names}) == 1


WAITER = """
import sys
from pathlib import Path
from data.io import files
with files.lock(Path(sys.argv[1])):
    print("in", flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no lock there")
def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    with files.lock(tmp_path):
        second = subprocess.Popen(  # noqa: S603 -- our own interpreter and program
            [sys.executable, "-c", WAITER, str(tmp_path)],
            stdout=subprocess.PIPE,
            cwd=FOLDER.parent,
        )
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(0.5)
    out, _ = second.communicate(timeout=30)
    assert out == b"in\n"
