"""The record this process serves.

It is re-read when its files change and kept in memory if they become unreadable. At startup an
empty folder gets the bundled copies, damaged tables are rebuilt, and a bundled copy newer than the
folder's is merged in.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from data.io.files import Stamp
from data.io.store import FolderStore, Store
from data.rounds import record
from data.rounds.record import Record, RecordError
from data.upkeep.recovery import LoadedRecord, Notice, catch_up, load_or_restore
from data.vocabulary.places import FOLDER

logger = logging.getLogger("express_entry.service")


@dataclass(frozen=True)
class Snapshot:
    """A record in service, a stamp that changes whenever it does, and notices for readers.

    Two are equal if their stamps are, so that a snapshot can be the key of a cache.
    """

    record: Record = field(compare=False, repr=False)
    stamp: Hashable
    notices: tuple[Notice, ...] = field(default=(), compare=False)


class RecordService:
    """The record in one folder, for all threads of a process.

    ``store`` is what keeps that folder the same for all processes; by default it is the folder.
    """

    def __init__(
        self, folder: Path = FOLDER, bundled: Path = FOLDER, store: Store | None = None
    ) -> None:
        self.folder, self.bundled = folder, bundled
        self.store = store or FolderStore(folder)
        self._guard = threading.Lock()
        # The snapshot in service and the stamp of the files it was read from, replaced together.
        self._state: tuple[Snapshot, Stamp] | None = None
        self._is_begun = False

    def snapshot(self) -> Snapshot:
        """Return the record in service, re-read if its files have changed.

        While one thread reads new files, the others get the previous snapshot.

        Raises:
            RecordError: if there is nothing to serve.
        """
        state = self._state
        if state is None:
            with self._guard:
                return self._refresh()
        if state[1] == self._stamp() or not self._guard.acquire(blocking=False):
            return state[0]
        try:
            return self._refresh()
        finally:
            self._guard.release()

    def sync(self) -> None:
        """Bring what other machines have stored into the folder, and read it.

        At first, store what starting up changes there: a new store gets the bundled copies, and
        any a newer bundled copy. While another process is at it, that has to wait for a later call.

        Raises:
            RecordError: if there is nothing to serve.
        """
        if self._is_begun:
            self.store.pull()
        else:
            with self.store.exclusive() as is_alone, self._guard:
                if is_alone:
                    self._state = None
                self._refresh()
            self._is_begun = is_alone
        self.snapshot()

    def _stamp(self) -> Stamp:
        try:
            return record.stamp(self.folder)
        except OSError:  # an inaccessible folder is like an empty one
            return ()

    def _refresh(self) -> Snapshot:
        state, stamp = self._state, self._stamp()
        if state is None:
            loaded = load_or_restore(self.folder, self.bundled)
            state = _state_of(catch_up(loaded, self.folder, self.bundled))
        elif state[1] != stamp:
            state = self._reload(state[0], stamp)
        self._state = state
        return state[0]

    def _reload(self, before: Snapshot, stamp: Stamp) -> tuple[Snapshot, Stamp]:
        """Read changed files, but keep the current record if they are damaged and it is newer."""
        try:
            loaded = load_or_restore(self.folder, self.bundled)
        except RecordError as error:
            logger.exception("The record in %s is lost; the one in memory is served", self.folder)
            return replace(before, notices=(Notice("memory", str(error)),)), stamp
        snapshot, stamp = _state_of(loaded)
        if not loaded.from_bundle or _retrieved_at(snapshot) >= _retrieved_at(before):
            return snapshot, stamp
        notice = Notice("memory", f"The record in {self.folder} was damaged or missing.")
        others = (other for other in snapshot.notices if other.kind != "bundled")
        return replace(before, notices=(notice, *others)), stamp


def _retrieved_at(snapshot: Snapshot) -> datetime:
    return snapshot.record.source.retrieved_at


def _state_of(loaded: LoadedRecord) -> tuple[Snapshot, Stamp]:
    # The source is part of the key, because a record held only in memory has no stamp.
    key = (loaded.stamp, loaded.record.source)
    return Snapshot(loaded.record, key, loaded.notices), loaded.stamp
