"""Prepare a folder to serve from: seed it, rebuild damaged tables, or merge a newer bundled copy.

Every step holds the folder's lock, so that only one of several processes does the work. If the
folder is read-only, the same is done in memory.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path

from data.io import files
from data.rounds import copies, record
from data.rounds.document import FeedError
from data.rounds.history import Copies, add_copy
from data.rounds.merge import build_record
from data.rounds.record import Record, RecordError, RefusedError

KINDS = ("rebuilt", "bundled", "read-only", "memory")

logger = logging.getLogger("express_entry.recovery")


@dataclass(frozen=True)
class Notice:
    """A problem with the data files that readers should know about.

    ``kind`` is one of :data:`KINDS`: "rebuilt" (damaged tables were rebuilt from our copies),
    "bundled" (the copies were damaged too, so the data that came with the program is served),
    "read-only" (the folder cannot be written, so the data cannot be kept up to date), "memory"
    (the files were damaged while the program ran and only older data could be restored, so the
    data in memory stays in service). ``detail`` is for the server's operator.
    """

    kind: str
    detail: str


@dataclass(frozen=True)
class LoadedRecord:
    """A record, the stamp of the files behind it, and notices about it.

    ``from_bundle`` is true if the program's own record replaces the folder's.
    """

    record: Record
    stamp: files.Stamp
    notices: tuple[Notice, ...] = ()
    from_bundle: bool = False


def load_or_restore(folder: Path, bundled: Path) -> LoadedRecord:
    """Load the record in a folder, restoring whatever is missing or damaged first.

    Raises:
        RecordError: if neither the folder nor the bundled files can be read.
    """
    try:
        stamp = record.stamp(folder)
        obstacle = files.why_unwritable(folder)
        notices = () if obstacle is None else (_read_only_notice(folder, obstacle),)
        try:
            return LoadedRecord(record.load(folder), stamp, notices)
        except RecordError as error:
            damage = str(error)
        with files.lock(folder):
            return _restore(folder, bundled, damage, notices)
    except OSError as error:  # the folder is inaccessible
        restored, _ = _load_bundled(folder, bundled, str(error))
        notice = _read_only_notice(folder, str(error))
        return LoadedRecord(restored, (), (notice,), from_bundle=True)


def catch_up(loaded: LoadedRecord, folder: Path, bundled: Path) -> LoadedRecord:
    """Rebuild the tables with this version of the program, merging a newer bundled copy first.

    After an upgrade the bundled copy may be newer than the folder's, and the program may read a
    name differently. Nothing that the folder knew is lost.
    """
    if loaded.from_bundle or folder.resolve() == bundled.resolve():
        return loaded
    with files.lock(folder):
        try:
            ours, theirs = copies.load_copies(folder), copies.load_copies(bundled)
            is_same = ours.source.sha256 == theirs.source.sha256
            if not is_same and ours.source.retrieved_at < theirs.source.retrieved_at:
                ours = _with_bundled(ours, theirs)
            rebuilt = build_record(ours)
            if "read-only" not in {notice.kind for notice in loaded.notices}:
                record.save(rebuilt, folder, extra_files=copies.files_of(ours))
            return LoadedRecord(rebuilt, record.stamp(folder), loaded.notices)
        except (RecordError, FeedError, RefusedError, OSError) as error:
            logger.warning("The record in %s stays as it is: %s", folder, error)
            return loaded


def _with_bundled(ours: Copies, theirs: Copies) -> Copies:
    """Return our copies with the bundled one added, and what people accepted for that.

    Rounds that had vanished before it was bundled are not lost.
    """
    withdrawn = {past.round["drawNumber"] for past in theirs.earlier} - theirs.rounds.keys()
    merged = add_copy(ours, theirs.content, theirs.source, withdrawn=withdrawn)
    new = tuple(each for each in theirs.accepted if each not in ours.accepted)
    return replace(merged, accepted=ours.accepted + new)


def _read_only_notice(folder: Path, why: str) -> Notice:
    detail = f"{folder} cannot be written ({why}), so the data cannot be kept up to date."
    return Notice("read-only", detail)


def _restore(folder: Path, bundled: Path, damage: str, notices: tuple[Notice, ...]) -> LoadedRecord:
    try:  # another process may have restored it while we waited for the lock
        return LoadedRecord(record.load(folder, attempts=1), record.stamp(folder), notices)
    except RecordError:
        is_new = not copies.are_there(folder)
    from_bundle = False
    try:
        restored, extra_files = _rebuild(folder)
        warnings: tuple[Notice, ...] = (Notice("rebuilt", damage),)
    except (RecordError, FeedError) as error:
        damage = f"{damage} {error}"
        restored, extra_files = _load_bundled(folder, bundled, damage)
        warnings = () if is_new else (Notice("bundled", damage),)
        from_bundle = True
    for notice in warnings:
        logger.warning("The record in %s is damaged (%s): %s", folder, notice.kind, notice.detail)
    if not notices and extra_files:
        notices = _save(folder, restored, extra_files, quarantine=from_bundle)
    return LoadedRecord(restored, record.stamp(folder), (*warnings, *notices), from_bundle)


def _rebuild(folder: Path) -> tuple[Record, dict[str, bytes]]:
    ours = copies.load_copies(folder)
    return build_record(ours), copies.files_of(ours)


def _load_bundled(folder: Path, bundled: Path, damage: str) -> tuple[Record, dict[str, bytes]]:
    """Return the record that came with the program, and its copies if they are readable."""
    if folder.resolve() == bundled.resolve():
        raise RecordError(damage, "Nothing is left to serve.")
    try:
        return _rebuild(bundled)
    except (RecordError, FeedError) as error:
        logger.warning("The bundled copies are damaged, only their tables are served: %s", error)
        return record.load(bundled), {}


def _save(
    folder: Path, restored: Record, extra_files: dict[str, bytes], *, quarantine: bool
) -> tuple[Notice, ...]:
    """Save a restored record, keeping the damaged files under another name if asked to."""
    try:
        files.finish_interrupted_commit(folder)
        for name in copies.FILES if quarantine else ():
            files.quarantine(folder, name)
        record.save(restored, folder, extra_files=extra_files)
    except OSError as error:
        return (_read_only_notice(folder, str(error)),)
    return ()
