"""The record that a process serves: read once for each change of its files, whatever befalls them.

At the start a folder is made fit: an empty one gets the bundled copies, damaged tables are made
anew from the verbatim copies beside them, and a record older than the bundled one takes that over
as one more published copy. Later a record once read stays in service until a better one is there.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from data.rounds import record as history
from data.rounds.record import FOLDER, Record, RecordError
from data.upkeep.recovery import KINDS, Found, Notice, caught_up, loaded

__all__ = ["KINDS", "Notice", "RecordService", "Snapshot"]

logger = logging.getLogger("express_entry.service")


@dataclass(frozen=True)
class Snapshot:
    """A record in service, a key that changes whenever it does, and what is to be said of it."""

    record: Record
    stamp: Hashable
    notices: tuple[Notice, ...] = ()


class RecordService:
    """The record of one folder, for all threads of a process."""

    def __init__(self, folder: Path = FOLDER, bundled: Path = FOLDER) -> None:
        self.folder = folder
        self.bundled = bundled
        self._guard = threading.Lock()
        # What is in service, and the stamp of the files when they were last read: replaced as one.
        self._state: tuple[Snapshot, history.Stamp] | None = None

    def snapshot(self) -> Snapshot:
        """Return the record in service; files are only looked at, unless they have changed.

        While one thread reads new files, the others are served what was read before.

        Raises:
            RecordError: if nothing at all can be served.
        """
        state = self._state
        if state is None:
            with self._guard:
                return self._look()
        if state[1] == self._stamp() or not self._guard.acquire(blocking=False):
            return state[0]
        try:
            return self._look()
        finally:
            self._guard.release()

    def _stamp(self) -> history.Stamp:
        try:
            return history.stamp(self.folder)
        except OSError:  # a folder that cannot be looked into is like an empty one
            return ()

    def _look(self) -> Snapshot:
        state, stamp = self._state, self._stamp()
        if state is None:
            found = loaded(self.folder, self.bundled)
            state = _in_service(caught_up(found, self.folder, self.bundled))
        elif state[1] != stamp:
            state = self._load_after(state[0], stamp)
        self._state = state
        return state[0]

    def _load_after(self, before: Snapshot, stamp: history.Stamp) -> tuple[Snapshot, history.Stamp]:
        """Read changed files, but keep what is in service if they are damaged and it is newer."""
        try:
            found = loaded(self.folder, self.bundled)
        except RecordError as error:
            logger.exception("The record in %s is lost; the one in memory is served", self.folder)
            return replace(before, notices=(Notice("memory", str(error)),)), stamp
        held, stamp = _in_service(found)
        if not found.from_bundle or _time_of(held) >= _time_of(before):
            return held, stamp
        kept = Notice("memory", f"The record in {self.folder} was damaged or gone.")
        others = (notice for notice in held.notices if notice.kind != "bundled")
        return replace(before, notices=(kept, *others)), stamp


def _time_of(held: Snapshot) -> datetime:
    return held.record.source.retrieved_at


def _in_service(found: Found) -> tuple[Snapshot, history.Stamp]:
    # The source too: a record that is held in memory only has no stamp of its own.
    key = (found.stamp, found.record.source)
    return Snapshot(found.record, key, found.notices), found.stamp
