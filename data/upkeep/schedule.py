"""Check IRCC's list in the background, at intervals.

The next check depends only on the log of checks, which all processes on a folder or an object
store share, so that restarts and further processes cause no extra requests.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import takewhile

from data.io import files
from data.io.connection import Download
from data.io.fetch import StoppedError
from data.rounds.record import RecordError
from data.upkeep.checks import REFUSED, Check, Checks
from data.upkeep.refresh import REFUSALS, refresh
from data.upkeep.report import Outcome, printable
from data.upkeep.service import RecordService

# Let the server start before the first check.
FIRST_SECONDS = 3.0
# Pauses vary by up to a fifth, so that servers do not check all at once.
JITTER = 0.2
ON_REQUEST = timedelta(minutes=1)  # after any other check
LONGEST_BACKOFF = timedelta(hours=4)
LONGEST_RETRY_AFTER = timedelta(days=1)
# How long a server that shuts down waits for a check to stop.
SHUTDOWN_SECONDS = 1.0
MOST_DETAILS = 20
LONGEST_DETAIL = 500

logger = logging.getLogger("express_entry.schedule")


async def keep_current(
    schedule: RefreshSchedule,
    *,
    sleep: Callable[[float], Awaitable[None]],
    random: Callable[[], float],
) -> None:
    """Check IRCC's list at intervals until cancelled, whatever goes wrong in a check.

    Checks run in a thread, so that the server stays responsive. ``random`` gives numbers from 0
    to 1. Cancelling this also stops a download in progress.
    """
    if not schedule.interval:
        logger.info("IRCC's list is not checked, because the settings turn checks off")
        return
    await sleep(FIRST_SECONDS * (1 + random()))
    back_off = False
    while True:
        download = Download()
        await _in_thread(partial(schedule.attempt, download, back_off=back_off), download)
        back_off = True
        await sleep(schedule.delay(random()).total_seconds())


async def _in_thread(work: Callable[[], object], download: Download) -> None:
    loop, done = asyncio.get_running_loop(), asyncio.Event()

    def run() -> None:
        try:
            work()
        finally:
            with suppress(RuntimeError):  # the loop may be closed by now
                loop.call_soon_threadsafe(done.set)

    # A daemon, because a DNS lookup cannot be cancelled and must not delay shutdown.
    threading.Thread(target=run, name="refresh", daemon=True).start()
    try:
        await done.wait()
    except asyncio.CancelledError:
        download.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(SHUTDOWN_SECONDS):
                await done.wait()
        raise


@dataclass(frozen=True)
class RefreshSchedule:
    """When one process checks IRCC's list, and how; an interval of 0 turns checks off."""

    service: RecordService
    checks: Checks
    url: str
    interval: timedelta
    now: Callable[[], datetime]

    def ask(self) -> bool:
        """Start a check in the background for a visitor, and return whether one was started.

        None is started within a minute of the last, whoever asked for that.
        """
        due = self.due(back_off=False, pause=ON_REQUEST)
        if due is not None and self.now() < due:
            return False
        work = partial(self.attempt, Download(), back_off=False, pause=ON_REQUEST)
        threading.Thread(target=work, name="asked", daemon=True).start()
        return True

    def due(self, *, back_off: bool, pause: timedelta | None = None) -> datetime | None:
        """Return the earliest time of the next check, or None if it may start now.

        ``pause`` replaces the usual one, which doubles after every failure with ``back_off``.
        """
        now = self.now()
        # A later check is of a clock that was wrong.
        last = next((check for check in self.checks.all() if check.at <= now), None)
        if last is None:
            return None
        earliest = last.at + (pause or self.pause(back_off=back_off) * (1 - JITTER))
        return max(earliest, last.not_before) if last.not_before else earliest

    def pause(self, *, back_off: bool) -> timedelta:
        """Return the time from one check to the next, before jitter."""
        failures = sum(1 for _ in takewhile(lambda check: check.failed, self.checks.all()))
        if not back_off or not failures:
            return self.interval
        doubled = self.interval * (1 << min(failures, 10))
        return max(self.interval, min(doubled, LONGEST_BACKOFF))

    def delay(self, jitter: float) -> timedelta:
        """Return how long to sleep until the next check; ``jitter`` is from 0 to 1."""
        now, due, pause = self.now(), self.due(back_off=True), self.pause(back_off=True)
        earliest = due if due is not None and due > now else now + pause * (1 - JITTER)
        return earliest - now + pause * (2 * JITTER * jitter)

    def attempt(
        self, download: Download, *, back_off: bool, pause: timedelta | None = None
    ) -> None:
        """Check IRCC's list if that is due; log whatever goes wrong as a failed check."""
        try:
            self.check(download, back_off=back_off, pause=pause)
        except RecordError as error:
            self.checks.append(failed_check(self.now(), error.reason, error))
        except OSError as error:
            self.checks.append(failed_check(self.now(), "disk", error))
        except Exception as error:
            logger.exception("A check failed because of a bug in this program")
            self.checks.append(failed_check(self.now(), "error", error))

    def check(
        self, download: Download, *, back_off: bool, pause: timedelta | None = None
    ) -> Check | None:
        """Check IRCC's list and log the result, unless it is not due or another process does it.

        Raises:
            OSError: if the folder is inaccessible.
            RecordError: if there is nothing to compare with.
        """
        folder = self.service.folder
        why = files.why_unwritable(folder)
        if why is not None:
            level = logging.DEBUG if back_off else logging.WARNING
            logger.log(
                level, "IRCC's list is not checked, because %s cannot be written: %s", folder, why
            )
            return None
        self.service.snapshot()  # seeds an empty folder, restores a damaged one
        with self.service.store.exclusive() as is_alone:
            due = self.due(back_off=back_off, pause=pause)
            if not is_alone or (due is not None and self.now() < due):
                return None
            at = self.now()
            try:
                check = self._refresh(at, download)
            except StoppedError:
                return None
            check = self.checks.append(check)
        # Load new data here rather than in a visitor's request.
        self.service.snapshot()
        return check

    def _refresh(self, at: datetime, download: Download) -> Check:
        try:
            outcome = refresh(self.service.folder, self.url, now=self.now, download=download)
        except StoppedError:
            raise
        except REFUSALS as error:
            seconds = getattr(error, "retry_after", None)
            wait = seconds and min(timedelta(seconds=seconds), LONGEST_RETRY_AFTER)
            not_before = at + wait if wait else None
            return failed_check(at, error.reason, error, not_before, self.checks.all())
        except OSError as error:
            return failed_check(at, "disk", error)
        return _successful_check(at, outcome)


def _successful_check(at: datetime, outcome: Outcome) -> Check:
    result = "changed" if outcome.changed else "unchanged"
    logger.info("%s: %s", result, outcome.headline)
    for line in outcome.unclear[:MOST_DETAILS]:
        logger.error("Something new in IRCC's list is not understood yet: %s", _one_line(line))
    return Check(at, result, _one_line(outcome.headline), _first_details(outcome.details))


def failed_check(
    at: datetime,
    reason: str,
    error: Exception,
    not_before: datetime | None = None,
    earlier: Iterable[Check] = (),
) -> Check:
    """Return a check that ended in this error, and log it.

    If one of the ``earlier`` checks refused the same older copy, that has been logged already.
    """
    text = _one_line(f"{type(error).__name__}: {error}" if reason == "error" else f"{error}")
    check = Check(at, "failed", "The check failed", (text,), reason, not_before)
    is_repeat = reason == "older" and any(other.details == check.details for other in earlier)
    level = logging.ERROR if reason in REFUSED else logging.WARNING
    logger.log(logging.DEBUG if is_repeat else level, "failed (%s): %s", reason, text)
    return check


def _one_line(text: str) -> str:
    return printable(text if len(text) <= LONGEST_DETAIL else f"{text[:LONGEST_DETAIL]}...")


def _first_details(details: tuple[str, ...]) -> tuple[str, ...]:
    n_more = len(details) - MOST_DETAILS
    more = (f"and {n_more:,} more",) if n_more > 0 else ()
    return (*map(_one_line, details[:MOST_DETAILS]), *more)
