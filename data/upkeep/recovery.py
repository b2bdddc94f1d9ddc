"""A folder made fit to serve from: seeded, mended from its verbatim copies, or caught up.

Every step happens under the folder's lock, so that of several processes one does it and the others
find it done. Where the folder cannot be written, the same is done in memory.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from data.io import files
from data.rounds import copies as archive
from data.rounds import merge
from data.rounds import record as history
from data.rounds.parse import FeedError
from data.rounds.record import Record, RecordError, RefusedError

KINDS = ("rebuilt", "bundled", "read-only", "memory")

logger = logging.getLogger("express_entry.recovery")


@dataclass(frozen=True)
class Notice:
    """Something that a reader of the record should know about where it comes from.

    ``kind`` is one of :data:`KINDS`: "rebuilt" (damaged tables were made anew from the verbatim
    copies), "bundled" (those were damaged too; the record that came with the program is served),
    "read-only" (the folder cannot be written, so the record cannot be kept current here), "memory"
    (the files were damaged while the program ran and what could be saved of them is older than
    what had been read before, which stays in service). ``detail`` is for who runs the server.
    """

    kind: str
    detail: str


@dataclass(frozen=True)
class Found:
    """A record, the stamp of the files that it stands for, and what is to be said of it.

    ``from_bundle`` says that the program's own record stands in for that of the folder.
    """

    record: Record
    stamp: history.Stamp
    notices: tuple[Notice, ...] = ()
    from_bundle: bool = False


def loaded(folder: Path, bundled: Path) -> Found:
    """Return the record in a folder; what is missing or damaged is restored first.

    Raises:
        RecordError: if neither the folder nor the bundled copies hold anything that can be read.
    """
    try:
        stamp = history.stamp(folder)
        obstacle = files.why_unwritable(folder)
        notices = () if obstacle is None else (_read_only(folder, obstacle),)
        try:
            return Found(history.load(folder), stamp, notices)
        except RecordError as error:
            damage = str(error)
        with files.lock(folder):
            return _restored(folder, bundled, damage, notices)
    except OSError as error:  # not even to be looked into
        made, _ = _bundled(folder, bundled, str(error))
        return Found(made, (), (_read_only(folder, str(error)),), from_bundle=True)


def caught_up(found: Found, folder: Path, bundled: Path) -> Found:
    """Return the record brought up to what this program bundles and makes of the folder's copies.

    After an upgrade of the program the bundled copy may be newer than the folder's; it is then
    taken over like one just published, so that nothing is lost of what the folder knew. The tables
    are made anew in any case: the program may have learned to read a name.
    """
    if found.from_bundle or folder.resolve() == bundled.resolve():
        return found
    with files.lock(folder):
        try:
            own, other = archive.load_copies(folder), archive.load_copies(bundled)
            same = own.source.sha256 == other.source.sha256
            if not same and own.source.retrieved_at < other.source.retrieved_at:
                own = merge.succeed(own, other.content, other.source)
            made = merge.record(own)
            if "read-only" not in {notice.kind for notice in found.notices}:
                history.save(made, folder, beside=archive.files_of(own))
            return Found(made, history.stamp(folder), found.notices)
        except (RecordError, FeedError, RefusedError, OSError) as error:
            logger.warning("The record in %s stays as it is: %s", folder, error)
            return found


def _read_only(folder: Path, why: str) -> Notice:
    return Notice("read-only", f"{folder} cannot be written ({why}); no news can be kept there.")


def _restored(folder: Path, bundled: Path, damage: str, notices: tuple[Notice, ...]) -> Found:
    """Restore a record that cannot be loaded, unless another process has just done so."""
    try:
        return Found(history.load(folder, attempts=1), history.stamp(folder), notices)
    except RecordError:
        begun = any(files.path_of(folder, name).exists() for name in archive.FILES)
    from_bundle = False
    try:
        made, beside = _remade(folder)
        told: tuple[Notice, ...] = (Notice("rebuilt", damage),)
    except (RecordError, FeedError) as error:
        damage = f"{damage} {error}"
        made, beside = _bundled(folder, bundled, damage)
        told = (Notice("bundled", damage),) if begun else ()
        from_bundle = True
    for notice in told:
        logger.warning("The record in %s is damaged (%s): %s", folder, notice.kind, notice.detail)
    if not notices and beside:
        notices = _written(folder, made, beside, aside=from_bundle)
    return Found(made, history.stamp(folder), (*told, *notices), from_bundle)


def _remade(folder: Path) -> tuple[Record, dict[str, bytes]]:
    copies = archive.load_copies(folder)
    return merge.record(copies), archive.files_of(copies)


def _bundled(folder: Path, bundled: Path, damage: str) -> tuple[Record, dict[str, bytes]]:
    """Return the record that came with the program, and its copies if they are sound."""
    if folder.resolve() == bundled.resolve():
        raise RecordError(damage, "Nothing is left to serve.")
    try:
        return _remade(bundled)
    except (RecordError, FeedError) as error:
        logger.warning("The bundled copies are damaged, only their tables are served: %s", error)
        return history.load(bundled), {}


def _written(
    folder: Path, made: Record, beside: dict[str, bytes], *, aside: bool
) -> tuple[Notice, ...]:
    """Save a restored record; what it replaces can be set aside, for it may still be of use."""
    try:
        files.finish_interrupted_commit(folder)
        for name in archive.FILES if aside else ():
            files.quarantine(folder, name)
        history.save(made, folder, beside=beside)
    except OSError as error:
        return (_read_only(folder, str(error)),)
    return ()
