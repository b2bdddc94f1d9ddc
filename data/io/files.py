"""Replace several files atomically: a reader sees all old files or all new ones, never a mix.

New files are written to a folder ``.staged``; renaming it to ``.committed`` is the commit, and
then each file is moved into place. Readers look in ``.committed`` first, so a writer killed at any
moment leaves a consistent set, and the next writer cleans up. After the commit, an error changes
nothing for readers either, so it is no failure of the writer.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

STAGED = ".staged"
COMMITTED = ".committed"

# The name, modification time in nanoseconds and size of each file.
Stamp = tuple[tuple[str, int, int], ...]
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)

logger = logging.getLogger("express_entry.files")


def path_of(folder: Path, name: str) -> Path:
    """Return where the file is now: in ``.committed`` if it is there, else in the folder."""
    committed = folder / COMMITTED / name
    return committed if committed.exists() else folder / name


def read(folder: Path, name: str) -> bytes:
    """Return the content of a file, even while a writer is moving it into place.

    Raises:
        FileNotFoundError: if there is no such file.
    """
    try:
        return path_of(folder, name).read_bytes()
    except FileNotFoundError:
        # A writer may have moved the file between the check and the read.
        return (folder / name).read_bytes()


def stamp(folder: Path, names: Iterable[str]) -> Stamp:
    """Return a cache key that changes whenever one of the files does."""
    stamps = []
    for name in names:
        try:
            stat = path_of(folder, name).stat()
        except FileNotFoundError:
            continue
        stamps.append((name, stat.st_mtime_ns, stat.st_size))
    return tuple(stamps)


def commit(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Replace the files atomically; return whether any of them changed.

    Raises:
        OSError: if they could not be written; then all files are the old ones.
    """
    folder.mkdir(parents=True, exist_ok=True)
    finish_interrupted_commit(folder)
    changed = {name: new for name, new in files.items() if not _has_content(folder / name, new)}
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
    try:
        _sync_folder(folder)
        _move_into_place(folder)
    except OSError as error:
        logger.warning("The new files in %s are read from %s for now: %s", folder, COMMITTED, error)
    return True


def finish_interrupted_commit(folder: Path) -> None:
    """Finish the commit of a killed writer, and discard what it had only staged."""
    if (folder / COMMITTED).exists():
        _move_into_place(folder)
    if (folder / STAGED).exists():
        shutil.rmtree(folder / STAGED)


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold an exclusive lock on the folder; it ends with the process at the latest."""
    if sys.platform == "win32" or not folder.exists():
        # Windows cannot lock a folder, and a missing folder has no other writer.
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
    """Try to lock a file without waiting; yield whether that worked.

    The lock ends with the process at the latest. The file stays, and its presence means nothing.
    """
    with path.open("ab") as file:
        yield _try_flock(file.fileno())


def why_unwritable(folder: Path) -> str | None:
    """Create the folder if needed, and return why no file can be written to it, or None.

    A full disk does not count, because it may have room again.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return None if error.errno in _DISK_FULL else error.strerror or str(error)


def quarantine(folder: Path, name: str) -> None:
    """Rename a file to ``name.damaged``, replacing an earlier one."""
    path = folder / name
    if path.exists():
        path.replace(folder / f"{name}.damaged")


def _try_flock(handle: int) -> bool:
    if sys.platform == "win32":  # as for lock()
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _has_content(path: Path, content: bytes) -> bool:
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
