"""Where processes keep the record together: in a folder, or in an object store for many machines.

Either way a process reads and writes a folder of its machine. With an object store, that is a copy
which it brings up to date, and which it sends back after it was alone in changing it.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from data.io import files

LOCK = ".checking"


class Store(Protocol):
    """What the processes that serve one record share."""

    @property
    def folder(self) -> Path:
        """The folder in which this process reads and writes the record."""

    def pull(self) -> None:
        """Bring what others have stored into the folder, unless it is here already."""

    def exclusive(self) -> AbstractContextManager[bool]:
        """Try to be the only one to change the record in a block; give whether that worked.

        What the block has changed in the folder is stored for all at its end.
        """


class FolderStore:
    """A folder that the processes of one machine share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def pull(self) -> None:
        """Do nothing: what others store is here."""

    @contextmanager
    def exclusive(self) -> Iterator[bool]:
        """Try to lock the folder for the block; give whether that worked."""
        with files.try_lock(self.folder / LOCK) as is_alone:
            yield is_alone


def open_store(place: Path | str, now: Callable[[], datetime]) -> Store:
    """Return the store at a folder, or at an address such as s3://bucket/prefix.

    ``now`` gives the time.

    Raises:
        StoreError: if the address is not one of a store.
    """
    if isinstance(place, Path):
        return FolderStore(place)
    from data.io.object_store import ObjectStore, connect

    copy = Path(tempfile.mkdtemp(prefix="express-entry-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    return ObjectStore(connect(place), copy, now)
