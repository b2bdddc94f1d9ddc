"""The log of the latest checks of IRCC's list, stored with the tables."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from data.io import files
from data.vocabulary.languages import N_

FILE = "checks.json"
MOST_CHECKS = 50
RESULTS = ("changed", "unchanged", "failed")

# Why a check failed, to follow a colon; pages translate it.
REASONS = {
    "unreachable": N_("IRCC’s website did not answer properly"),
    "busy": N_("IRCC’s website was down or too busy to answer"),
    "not-found": N_("IRCC’s list of rounds was not found at its address"),
    "elsewhere": N_("IRCC’s address led to another one, which we did not follow"),
    "too-large": N_("IRCC sent more data than a list of rounds can have"),
    "too-slow": N_("IRCC sent its list too slowly"),
    "not-the-feed": N_("what IRCC sent was not its list of rounds"),
    "unreadable": N_("IRCC’s list can’t be read or believed"),
    "older": N_("IRCC sent an older list than the one we have"),
    "lost-rounds": N_("IRCC’s list was missing several rounds that were there before"),
    "many-changes": N_("IRCC’s list changes many old rounds at once, which a person must confirm"),
    "clock": N_("this server’s clock is behind, so new data would get a wrong date"),
    "damaged": N_("our copies are damaged, so there was nothing to compare IRCC’s list with"),
    "disk": N_("what IRCC sent could not be saved to this server’s disk"),
    "error": N_("the new list could not be used"),
}

# What kind of problem a reason is; any other is one of our own server.
PROBLEMS = {
    **dict.fromkeys(("unreachable", "busy", "not-found", "elsewhere", "too-slow"), "unreachable"),
    **dict.fromkeys(("too-large", "not-the-feed", "unreadable"), "not-understood"),
    **dict.fromkeys(("older", "lost-rounds", "many-changes"), "not-used"),
}
# After one of these, checks go on failing until IRCC's file changes or a person acts.
REFUSED = frozenset(
    reason for reason in PROBLEMS if PROBLEMS[reason].startswith("not-") and reason != "older"
)
LONGEST_SKEW = timedelta(hours=1)  # of the clocks of processes that share a log

logger = logging.getLogger("express_entry.checks")


@dataclass(frozen=True)
class Check:
    """One check of IRCC's list: when, with what result, and why it failed if it did.

    ``reason`` is a key of :data:`REASONS` for a failed check and empty otherwise; ``details`` are
    full messages, one line each. ``not_before`` is set if IRCC's server asked us to wait until
    then. ``not_understood`` is the number of checks up to this one, since the last that took or
    confirmed IRCC's file, that refused it because it was not understood or not believed; the log
    counts it. Times are UTC.
    """

    at: datetime
    result: str
    headline: str
    details: tuple[str, ...] = ()
    reason: str = ""
    not_before: datetime | None = None
    not_understood: int = 0

    def __post_init__(self) -> None:
        is_valid = self.reason in REASONS if self.result == "failed" else not self.reason
        if self.result not in RESULTS or not is_valid or self.at.tzinfo is None:
            raise ValueError(f"{self!r} is not a check")

    @property
    def failed(self) -> bool:
        """Whether IRCC's list could not be read or its copy was refused."""
        return self.result == "failed"

    @property
    def problem(self) -> str:
        """The kind of problem: "unreachable", "not-understood", "not-used", "ours", or ""."""
        return PROBLEMS.get(self.reason, "ours") if self.failed else ""


class Checks:
    """The latest checks of IRCC's list, shared by all processes that serve one folder.

    If the folder is read-only, the log is kept in memory.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._guard = threading.Lock()
        self._unsaved: list[Check] = []
        self._stamp: tuple[int, ...] = ()
        self._saved: list[Check] = []

    def all(self) -> list[Check]:
        """Return the latest checks, newest first: at most 50, including the last successful one."""
        with self._guard:
            return _newest([*self._unsaved, *self._read()])

    def last(self) -> Check | None:
        """Return the newest check, or None if there was none yet."""
        return next(iter(self.all()), None)

    def not_understood(self) -> int:
        """Return for how many checks IRCC's file has not been understood or believed.

        Those that did not get the file are not counted and end no count; 0 means that all is well.
        """
        last = self.last()
        return last.not_understood if last else 0

    def last_success(self) -> Check | None:
        """Return the newest check that did not fail, or None."""
        return next((check for check in self.all() if not check.failed), None)

    def append(self, check: Check) -> Check:
        """Add a check to the log, and return it with its count of refusals.

        If the log cannot be written, the check is kept in memory.

        Checks that are later than the new one by far are dropped: the clock was wrong.
        """
        with self._guard:
            try:
                with files.lock(self._folder):
                    check = self._counted(check)
                    newest = _newest([check, *self._known(check)])
                    values = [asdict(check) for check in newest]
                    content = f"{json.dumps(values, indent=1, default=str)}\n".encode()
                    files.commit(self._folder, {FILE: content})
            except OSError as error:
                check = self._counted(check)
                self._unsaved = _newest([check, *self._known(check)])
                logger.warning("The log of checks cannot be written: %s", error)
            else:
                self._unsaved = []
        return check

    def _known(self, check: Check) -> list[Check]:
        """Return the checks so far, without those that are later than a new one by far."""
        known = [*self._unsaved, *self._read()]
        if check.reason == "clock":  # which is behind
            return known
        return [other for other in known if other.at <= check.at + LONGEST_SKEW]

    def _counted(self, check: Check) -> Check:
        before = max(self._known(check), key=lambda other: other.at, default=None)
        n = before.not_understood if before and check.failed else 0
        return replace(check, not_understood=n + (check.reason in REFUSED))

    def _read(self) -> list[Check]:
        """Return the checks on disk, re-read only if the file has changed."""
        stamp: tuple[int, ...] = ()
        try:
            stat = files.path_of(self._folder, FILE).stat()
            stamp = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
            if stamp != self._stamp:
                self._saved = _decode(files.read(self._folder, FILE))
        except (OSError, ValueError) as error:
            if not isinstance(error, FileNotFoundError):
                # Only the log is lost; the next check writes a new one.
                logger.warning("The log of checks cannot be read and starts over: %s", error)
            self._saved = []
        self._stamp = stamp
        return self._saved


def _newest(checks: Iterable[Check]) -> list[Check]:
    ordered = sorted(dict.fromkeys(checks), key=lambda check: check.at, reverse=True)
    ordered = _without_repeats(ordered)
    newest = ordered[:MOST_CHECKS]
    # Keep the last successful check, however many have failed since.
    success = next((check for check in ordered if not check.failed), None)
    return newest if success is None or success in newest else [*newest[:-1], success]


def _without_repeats(checks: list[Check]) -> list[Check]:
    """Return the checks, newest first, with each older copy that was refused only once."""
    refused: set[tuple[str, ...]] = set()
    kept = []
    for check in checks:
        if check.reason != "older" or check.details not in refused:
            kept.append(check)
        refused |= {check.details} if check.reason == "older" else set()
    return kept


def _decode(content: bytes) -> list[Check]:
    try:
        return [_check(values) for values in json.loads(content)]
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"{FILE} is not a list of checks: {error}") from error


def _check(values: dict[str, Any]) -> Check:
    not_before = values["not_before"]
    return Check(
        **{
            **values,
            "at": datetime.fromisoformat(values["at"]).astimezone(UTC),
            "details": tuple(values["details"]),
            "not_before": not_before and datetime.fromisoformat(not_before).astimezone(UTC),
        }
    )
