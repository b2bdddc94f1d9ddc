"""Several files replaced as one: a reader meets all of the old or all of the new, never a mix.

New files are written into a folder ``.staged``. Renaming that to ``.committed`` is the one
deciding step; then each file moves into place. A reader looks into ``.committed`` first, so that
a writer killed at any instant leaves the old files or the new ones, and the next writer tidies up.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

STAGED = ".staged"
COMMITTED = ".committed"

_FULL = (errno.ENOSPC, errno.EDQUOT)


def path_of(folder: Path, name: str) -> Path:
    """Return where the file stands now: among the committed ones, else in the folder itself."""
    committed = folder / COMMITTED / name
    return committed if committed.exists() else folder / name


def read(folder: Path, name: str) -> bytes:
    """Return the bytes of a file, whether or not a writer is moving it into place right now.

    Raises:
        FileNotFoundError: if there is no such file.
    """
    try:
        return path_of(folder, name).read_bytes()
    except FileNotFoundError:
        # Between the look and the read a writer may have moved the file into the folder.
        return (folder / name).read_bytes()


def commit(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Replace the files as one, and return whether anything changed; same bytes write nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    finish_interrupted_commit(folder)
    changed = {name: new for name, new in files.items() if not _holds(folder / name, new)}
    if not changed:
        return False
    staged = folder / STAGED
    staged.mkdir()
    for name, content in changed.items():
        with (staged / name).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    _sync_folder(staged)
    staged.rename(folder / COMMITTED)
    _sync_folder(folder)
    _move_into_place(folder)
    return True


def finish_interrupted_commit(folder: Path) -> None:
    """Finish what a killed writer had committed, and discard what it had only staged."""
    if (folder / COMMITTED).exists():
        _move_into_place(folder)
    if (folder / STAGED).exists():
        shutil.rmtree(folder / STAGED)


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Keep other writers of the folder waiting; the lock ends with the process at the latest."""
    if sys.platform == "win32" or not folder.exists():
        # Windows cannot lock a folder, and one that is not there yet has no other writer.
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Say whether this is the only holder of a lock file, without waiting for another one.

    The lock ends with the process at the latest; the file itself stays and means nothing.
    """
    with path.open("ab") as file:
        yield _locked(file.fileno())


def why_unwritable(folder: Path) -> str | None:
    """Return why no file can be made in the folder, or None; a folder that is missing is made.

    A disk that is full for now does not count.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return None if error.errno in _FULL else error.strerror or str(error)


def quarantine(folder: Path, name: str) -> None:
    """Rename a file to "name.damaged", in place of one that was set aside before."""
    path = folder / name
    if path.exists():
        path.replace(folder / f"{name}.damaged")


def _locked(handle: int) -> bool:
    if sys.platform == "win32":  # as for lock()
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holds(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() == content


def _move_into_place(folder: Path) -> None:
    committed = folder / COMMITTED
    for path in sorted(committed.iterdir()):
        path.replace(folder / path.name)
    _sync_folder(folder)
    committed.rmdir()
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":  # folders cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
