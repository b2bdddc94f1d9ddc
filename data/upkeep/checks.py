"""The log of checks of the source: what the last ones found, kept beside the record."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.io import files

FILE = "checks.json"
MOST_KEPT = 50
RESULTS = ("changed", "unchanged", "failed")

# Why a check failed, as a code that a page can put into words.
REASONS = {
    "unreachable": "the official site does not answer, or its answer breaks off",
    "busy": "the official site is out of order or asks for patience (429, 500 and above)",
    "not-found": "the official site says that the list is not there (other answers than 200)",
    "elsewhere": "the address leads to another site, in a circle, or not over HTTPS",
    "too-large": "more bytes or more rounds came than the list can have",
    "too-slow": "the list came so slowly that it was not waited for",
    "not-the-feed": "something else came: a web page, nothing, an unknown form of the list",
    "unreadable": "a round in the list has a value that cannot be read or believed",
    "older": "the copy that came is older than the one held",
    "lost-rounds": "the list lacks several rounds that were there before",
    "damaged": "the copies held here are damaged, so that nothing can be compared with them",
    "disk": "what came could not be written here",
    "error": "this program made a mistake, which is in its log",
}

logger = logging.getLogger("express_entry.checks")


@dataclass(frozen=True)
class Check:
    """One check of the source: when, what it found, and why it failed if it did.

    ``reason`` is a key of :data:`REASONS` for a failed check and empty otherwise; ``details`` are
    full messages, with text from outside made fit for one line. ``not_before`` is set when the
    source has asked not to be visited again until then. Times are UTC.
    """

    at: datetime
    result: str
    headline: str
    details: tuple[str, ...] = ()
    reason: str = ""
    not_before: datetime | None = None

    def __post_init__(self) -> None:
        known = self.reason in REASONS if self.result == "failed" else not self.reason
        if self.result not in RESULTS or not known or self.at.tzinfo is None:
            raise ValueError(f"{self!r} is not a check")

    @property
    def failed(self) -> bool:
        """Whether the source could not be read or its copy was refused."""
        return self.result == "failed"


class Checks:
    """The last checks of the source, shared by all processes that serve one folder.

    Where the folder cannot be written, the log lives as long as the process.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._guard = threading.Lock()
        self._unsaved: list[Check] = []
        self._seen: tuple[int, ...] = ()
        self._saved: list[Check] = []

    def all(self) -> list[Check]:
        """Return the last checks, newest first: at most 50, among them the last that succeeded."""
        with self._guard:
            return _newest([*self._unsaved, *self._read()])

    def last(self) -> Check | None:
        """Return the newest check, or None if there was none yet."""
        return next(iter(self.all()), None)

    def last_success(self) -> Check | None:
        """Return the newest check that did not fail, or None."""
        return next((check for check in self.all() if not check.failed), None)

    def append(self, check: Check) -> None:
        """Add a check to the log; if it cannot be written, it is kept in memory."""
        with self._guard:
            self._unsaved.append(check)
            try:
                with files.lock(self._folder):
                    kept = _newest([*self._unsaved, *self._read()])
                    files.commit(self._folder, {FILE: _encode(kept)})
            except OSError as error:
                self._unsaved = _newest(self._unsaved)
                logger.warning("The log of checks cannot be written: %s", error)
            else:
                self._unsaved = []

    def _read(self) -> list[Check]:
        """Return the checks on disk, read again only after the file has changed."""
        seen: tuple[int, ...] = ()
        try:
            found = files.path_of(self._folder, FILE).stat()
            seen = (found.st_ino, found.st_mtime_ns, found.st_size)
            if seen != self._seen:
                self._saved = _decode(files.read(self._folder, FILE))
                self._seen = seen
        except FileNotFoundError:
            self._saved, self._seen = [], seen
        except (OSError, ValueError) as error:
            # Nothing but this log is lost with it, and the next check writes it anew.
            logger.warning("The log of checks cannot be read and begins anew: %s", error)
            self._saved, self._seen = [], seen
        return self._saved


def _newest(checks: Iterable[Check]) -> list[Check]:
    ordered = sorted(checks, key=lambda check: check.at, reverse=True)
    kept = ordered[:MOST_KEPT]
    # However long the source is out of reach, it stays known when it last was not.
    success = next((check for check in ordered if not check.failed), None)
    return kept if success is None or success in kept else [*kept[:-1], success]


def _encode(checks: list[Check]) -> bytes:
    return (json.dumps([asdict(check) for check in checks], indent=1, default=str) + "\n").encode()


def _decode(content: bytes) -> list[Check]:
    try:
        return [_check(values) for values in json.loads(content)]
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"{FILE} is not a list of checks: {error}") from error


def _check(values: dict[str, Any]) -> Check:
    again = values["not_before"]
    return Check(
        **{
            **values,
            "at": datetime.fromisoformat(values["at"]).astimezone(UTC),
            "details": tuple(values["details"]),
            "not_before": again and datetime.fromisoformat(again).astimezone(UTC),
        }
    )
