"""The record in an object store (S3, Google Cloud Storage, Azure), shared by many machines.

``manifest.json`` names the files of the record by their SHA-256, and who may change them until
when; a file is stored under its hash and never changed. The manifest is only replaced if it is
still the one that was read (compare-and-swap by its ETag). So a reader sees all old files or all
new ones, one process at a time asks IRCC, and one that was too slow cannot overwrite another's
work, whatever their clocks say.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    NotModifiedError,
    PreconditionError,
)
from obstore.store import from_url

from data.io import files
from data.io.store import StoreError

if TYPE_CHECKING:
    from obstore import GetOptions
    from obstore.store import ObjectStore as Remote

MANIFEST, FILES = "manifest.json", "files"
# A process that is killed holds the others up for this long. A check takes 11 minutes at most.
LEASE = timedelta(minutes=15)
# Another process may be about to read, or to name again, a file that is no longer named.
KEEP = timedelta(hours=1)
TIMEOUT = timedelta(seconds=5)

logger = logging.getLogger("express_entry.store")


@dataclass(frozen=True)
class Manifest:
    """The SHA-256 of each file by its name; and who may change them until when, if anyone."""

    files: Mapping[str, str] = field(default_factory=dict)
    holder: str = ""
    until: datetime | None = None

    def to_json(self) -> bytes:
        """Return the content of ``manifest.json``."""
        until = self.until and self.until.isoformat()
        values = {"holder": self.holder, "until": until, "files": dict(self.files)}
        return (json.dumps(values, indent=1) + "\n").encode()

    @classmethod
    def from_json(cls, content: bytes) -> Manifest:
        """Parse the content of ``manifest.json``.

        Raises:
            StoreError: if a value is missing or malformed, or a name leads out of a folder.
        """
        try:
            values = json.loads(content)
            until = values["until"] and datetime.fromisoformat(values["until"])
            named = {str(name): str(sha256) for name, sha256 in values["files"].items()}
            manifest = cls(named, str(values["holder"]), until)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise StoreError(f"{MANIFEST} cannot be read: {error}") from error
        for name in named:
            if Path(name).name != name or name.startswith("."):
                raise StoreError(f"{MANIFEST} names {name!r}, which is not the name of a file")
        return manifest

    def is_held(self, by: str, at: datetime) -> bool:
        """Return whether another than ``by`` may change the files at this time.

        A time that is too far away to be true is of a clock that was wrong.
        """
        is_time = self.until is not None and at < self.until < at + 2 * LEASE
        return is_time and self.holder != by


def connect(url: str) -> Remote:
    """Return the object store at an address; its provider's environment variables give access.

    Raises:
        StoreError: if it cannot be opened.
    """
    try:
        return from_url(
            url,
            client_options={"timeout": TIMEOUT, "connect_timeout": TIMEOUT, "allow_http": True},
            retry_config={"max_retries": 1, "retry_timeout": TIMEOUT},
        )
    except (BaseError, ValueError) as error:
        raise StoreError(f"{url} cannot be opened: {_first_line(error)}") from error


class ObjectStore:
    """A copy in a folder of what an object store holds; ``now`` gives the time."""

    def __init__(self, remote: Remote, folder: Path, now: Callable[[], datetime]) -> None:
        self.folder = folder
        self._remote, self._now = remote, now
        self._name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self._busy = threading.Lock()  # while one thread changes or replaces the files
        self._manifest = Manifest()
        self._version: dict[str, str] = {}
        self.is_failing = self._has_conditions = False

    def pull(self) -> None:
        """Bring the folder up to date, unless this process is just changing it."""
        if self._busy.acquire(blocking=False):
            try:
                self._guarded(self._pull)
            finally:
                self._busy.release()

    @contextmanager
    def exclusive(self) -> Iterator[bool]:
        """Bring the folder up to date and try to be the only one to change it in the block."""
        if not self._busy.acquire(blocking=False):
            yield False
            return
        try:
            is_alone = self._guarded(self._take_lease)
            try:
                yield is_alone
            finally:
                if is_alone:
                    self._guarded(self._publish)
        finally:
            self._busy.release()

    def _guarded(self, work: Callable[[], bool]) -> bool:
        """Do something with the store and return its result; if it fails, log that once."""
        try:
            result = work()
        except (BaseError, OSError, StoreError) as error:
            level = logging.DEBUG if self.is_failing else logging.ERROR
            logger.log(level, "The store of the data failed: %s", _first_line(error))
            self.is_failing = True
            return False
        if self.is_failing:
            logger.info("The store of the data works again")
        self.is_failing = False
        return result

    def _pull(self) -> bool:
        try:
            found = self._remote.get(MANIFEST, options=self._if_changed())
        except NotModifiedError:
            return True
        except FileNotFoundError:
            self._manifest, self._version = Manifest(), {}
            return True
        manifest = Manifest.from_json(bytes(found.bytes()))
        if manifest.files != self._manifest.files:
            here = {name: _sha256(content) for name, content in self._contents().items()}
            changed = {
                name: self._download(name, sha256)
                for name, sha256 in manifest.files.items()
                if here.get(name) != sha256
            }
            with files.lock(self.folder):
                files.commit(self.folder, changed)
        self._manifest, self._version = manifest, _version_of(found.meta)
        return True

    def _if_changed(self) -> GetOptions:
        e_tag = self._version.get("e_tag")
        return {"if_none_match": e_tag} if e_tag else {}

    def _take_lease(self) -> bool:
        self._pull()
        at, before = self._now(), self._version
        if self._manifest.is_held(self._name, at):
            return False
        if not self._swap(Manifest(self._manifest.files, self._name, at + LEASE)):
            return False
        if not self._has_conditions:
            self._check_conditions(before)
        return True

    def _check_conditions(self, replaced: dict[str, str]) -> None:
        """Raise a StoreError if the store replaces what is no longer the version that was read."""
        if self._swap(self._manifest, replaced):
            raise StoreError("It ignores conditions, so machines cannot take turns with it")
        self._has_conditions = True

    def _publish(self) -> bool:
        """Store the files that have changed, then name them, and let others take their turn."""
        contents, before = self._contents(), self._manifest.files
        after = {name: _sha256(content) for name, content in contents.items()}
        for name, sha256 in after.items():
            if before.get(name) != sha256:
                self._remote.put(_path(name, sha256), contents[name])
        if not self._swap(Manifest(after)):
            logger.warning("Another process took over while this one changed the data")
            self._manifest, self._version = Manifest(), {}
            return self._pull()
        if after != before:
            named = [*before.items(), *after.items()]
            self._delete_all_but({_path(name, sha256) for name, sha256 in named})
        return True

    def _swap(self, manifest: Manifest, version: dict[str, str] | None = None) -> bool:
        """Replace the manifest if it is still the one that was read; return whether it was."""
        mode: Any = (self._version if version is None else version) or "create"
        try:
            result = self._remote.put(MANIFEST, manifest.to_json(), mode=mode)
        except (AlreadyExistsError, PreconditionError):
            return False
        self._manifest, self._version = manifest, _version_of(result)
        return True

    def _contents(self) -> dict[str, bytes]:
        """Return the content of every file in the folder, but for locks and damaged files."""
        with files.lock(self.folder):
            files.finish_interrupted_commit(self.folder)
            names = sorted(path.name for path in self.folder.iterdir() if path.is_file())
            kept = [name for name in names if not name.startswith(".")]
            return {name: files.read(self.folder, name) for name in kept if not _is_damaged(name)}

    def _download(self, name: str, sha256: str) -> bytes:
        content = bytes(self._remote.get(_path(name, sha256)).bytes())
        if _sha256(content) != sha256:
            raise StoreError(f"{_path(name, sha256)} has another content than its name says")
        return content

    def _delete_all_but(self, named: set[str]) -> None:
        for batch in self._remote.list(FILES):
            for meta in batch:
                is_old = meta["last_modified"] < self._now() - KEEP
                if is_old and meta["path"] not in named:
                    self._remote.delete(meta["path"])


def _path(name: str, sha256: str) -> str:
    return f"{FILES}/{sha256}/{name}"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_damaged(name: str) -> bool:
    return name.endswith(".damaged")


def _version_of(meta: Any) -> dict[str, str]:
    """Return what identifies a version: an ETag or, at Google, a number."""
    return {key: meta[key] for key in ("e_tag", "version") if meta[key]}


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
