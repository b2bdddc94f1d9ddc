"""The record kept current: the official address is checked now and then, never for a visitor.

What the checks found is in the log of checks, which all processes on one folder share. From it
alone follows when the next one is due, so that a restart or a second process changes nothing.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import takewhile
from typing import Protocol

from data.io import files
from data.io.connection import Download
from data.io.fetch import StoppedError
from data.rounds.record import RecordError
from data.upkeep.checks import Check, Checks
from data.upkeep.refresh import REFUSALS, Outcome, printable, refresh
from data.upkeep.service import RecordService

LOCK = ".checking"
# The first check leaves the start of the server alone.
FIRST_SECONDS = 3.0
# Pauses are up to a fifth shorter or longer, so that servers do not come all at once.
JITTER = 0.2
LONGEST_BACKOFF = timedelta(hours=4)
LONGEST_RETRY_AFTER = timedelta(days=1)
# How long the end of the server waits for a check that has been told to stop.
PATIENCE_SECONDS = 1.0
MOST_DETAILS = 20
LONGEST_DETAIL = 500

Clock = Callable[[], datetime]

logger = logging.getLogger("express_entry.schedule")


class RefreshSettings(Protocol):
    """What the settings of a server say about checks."""

    @property
    def refresh_minutes(self) -> float:
        """Minutes from one check to the next; 0 means that there are none."""

    @property
    def feed_url(self) -> str:
        """The address that is checked."""


async def keep_current(
    current: RecordService,
    checks: Checks,
    settings: RefreshSettings,
    *,
    now: Clock,
    sleep: Callable[[float], Awaitable[None]],
    random: Callable[[], float],
) -> None:
    """Keep the record current until cancelled; nothing that goes wrong in a check ends this.

    The work is done in a thread, so that the server answers meanwhile. ``random`` gives numbers
    from 0 to 1. When this is cancelled, a download that is under way is cut off.
    """
    if settings.refresh_minutes <= 0:
        logger.info("The source is not checked, as the settings say")
        return
    usual = timedelta(minutes=settings.refresh_minutes)
    schedule = RefreshSchedule(current, checks, settings.feed_url, usual, now)
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
            with suppress(RuntimeError):  # the loop may have ended without waiting
                loop.call_soon_threadsafe(done.set)

    # A daemon: the look-up of a name cannot be cut, and a server that ends does not wait for it.
    threading.Thread(target=run, name="refresh", daemon=True).start()
    try:
        await done.wait()
    except asyncio.CancelledError:
        download.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await done.wait()
        raise


@dataclass(frozen=True)
class RefreshSchedule:
    """One server's part in keeping a record current."""

    current: RecordService
    checks: Checks
    url: str
    usual: timedelta
    now: Clock

    def due(self, *, back_off: bool) -> datetime | None:
        """Return the earliest time of the next check, or None for at once.

        After failures each pause is twice as long as the one before, if ``back_off``.
        """
        last = self.checks.last()
        if last is None or last.at > self.now():  # the clock was wrong then
            return None
        soonest = last.at + self.pause(back_off=back_off) * (1 - JITTER)
        return max(soonest, last.not_before) if last.not_before else soonest

    def pause(self, *, back_off: bool) -> timedelta:
        """Return the time from one check to the next, before jitter."""
        failures = sum(1 for _ in takewhile(lambda check: check.failed, self.checks.all()))
        if not back_off or not failures:
            return self.usual
        return max(self.usual, min(self.usual * (1 << min(failures, 10)), LONGEST_BACKOFF))

    def delay(self, jitter: float) -> timedelta:
        """Return how long to sleep until the next check, with ``jitter`` from 0 to 1 as jitter."""
        now, due, pause = self.now(), self.due(back_off=True), self.pause(back_off=True)
        soonest = due if due is not None and due > now else now + pause * (1 - JITTER)
        return soonest - now + pause * (2 * JITTER * jitter)

    def attempt(self, download: Download, *, back_off: bool) -> None:
        """Check the source if it is due; whatever goes wrong is a failed check and in the log."""
        try:
            self.check(download, back_off=back_off)
        except RecordError as error:
            self.checks.append(failed(self.now(), error.reason, error))
        except OSError as error:
            self.checks.append(failed(self.now(), "disk", error))
        except Exception as error:
            logger.exception("A check ended in a mistake of this program")
            self.checks.append(failed(self.now(), "error", error))

    def check(self, download: Download, *, back_off: bool) -> Check | None:
        """Check the source once and log it, unless it is not due or another process is at it.

        Raises:
            OSError: if the folder cannot be used at all.
            RecordError: if there is nothing to serve and so nothing to compare with.
        """
        folder = self.current.folder
        why = files.why_unwritable(folder)
        if why is not None:
            level = logging.DEBUG if back_off else logging.WARNING
            logger.log(level, "No check is made, because %s cannot be written: %s", folder, why)
            return None
        self.current.snapshot()  # an empty folder is seeded, a damaged one mended
        with files.try_lock(folder / LOCK) as alone:
            due = self.due(back_off=back_off)
            if not alone or (due is not None and self.now() < due):
                return None
            at = self.now()
            try:
                check = self._ask(at, download)
            except StoppedError:
                return None
            self.checks.append(check)
        # Read here, so that no visitor has to.
        self.current.snapshot()
        return check

    def _ask(self, at: datetime, download: Download) -> Check:
        try:
            outcome = refresh(self.current.folder, self.url, now=lambda: at, download=download)
        except StoppedError:
            raise
        except REFUSALS as error:
            after = getattr(error, "after", None)
            wait = None if after is None else min(timedelta(seconds=after), LONGEST_RETRY_AFTER)
            return failed(at, error.reason, error, at + wait if wait else None)
        except OSError as error:
            return failed(at, "disk", error)
        return succeeded(at, outcome)


def succeeded(at: datetime, outcome: Outcome) -> Check:
    """Return the check that found this."""
    result = "changed" if outcome.changed else "unchanged"
    logger.info("%s: %s", result, outcome.headline)
    return Check(at, result, fit(outcome.headline), _few(outcome.details))


def failed(at: datetime, reason: str, error: Exception, again: datetime | None = None) -> Check:
    """Return the check that ended in this error."""
    text = fit(f"{type(error).__name__}: {error}" if reason == "error" else f"{error}")
    logger.warning("failed (%s): %s", reason, text)
    return Check(at, "failed", "The check failed", (text,), reason, again)


def fit(text: str) -> str:
    """Return text that may come from outside as one short line in which nothing can act."""
    short = text if len(text) <= LONGEST_DETAIL else f"{text[:LONGEST_DETAIL]}..."
    return printable(short)


def _few(details: tuple[str, ...]) -> tuple[str, ...]:
    rest = len(details) - MOST_DETAILS
    more = (f"and {rest:,} more",) if rest > 0 else ()
    return (*map(fit, details[:MOST_DETAILS]), *more)
