"""Where processes keep the record together: in a folder, or in an object store for many machines.

Either way a process reads and writes a folder of its machine. With an object store, that is a copy
which it brings up to date, and which it sends back after it was alone in changing it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from data.io import files

LOCK = ".checking"


class StoreError(ValueError):
    """The store has an address or a content that cannot be used."""


class Store(Protocol):
    """What the processes that serve one record share."""

    @property
    def folder(self) -> Path:
        """The folder in which this process reads and writes the record."""

    @property
    def is_failing(self) -> bool:
        """Whether the last use of the store failed."""

    def pull(self) -> None:
        """Bring what others have stored into the folder, unless it is here already."""

    def exclusive(self) -> AbstractContextManager[bool]:
        """Try to be the only one to change the record in a block; give whether that worked.

        What the block has changed in the folder is stored for all at its end.
        """


class FolderStore:
    """A folder that the processes of one machine share."""

    is_failing = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def pull(self) -> None:
        """Do nothing: what others store is here."""

    @contextmanager
    def exclusive(self) -> Iterator[bool]:
        """Try to lock the folder for the block; give whether that worked."""
        with files.try_lock(self.folder / LOCK) as is_alone:
            yield is_alone
