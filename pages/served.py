"""The service behind the pages: the data, the log of checks, settings for both, and the clock."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import streamlit as st

from data.rounds.record import Record
from data.upkeep.checks import Checks
from data.upkeep.schedule import RefreshSchedule
from data.upkeep.service import RecordService
from data.vocabulary.places import FOLDER


@dataclass
class Run:
    """One run of the script for a visitor: which page it shows, once that is known."""

    page: str = ""


def _unwatched(_request: str) -> AbstractContextManager[Run]:
    return nullcontext(Run())


def _no_turns(_address: str) -> AbstractContextManager[object]:
    return nullcontext()


@dataclass(frozen=True)
class Service:
    """The data that this process serves, the log of its checks, and its settings.

    `refresh_minutes` is the time between two checks, 0 for none. `public_url` is the server's
    address for links; without one, the address in the visitor's browser is used. `frame_ancestors`
    are the sites that may show pages in a frame, written as in Content-Security-Policy. `ask`
    starts a check in the background, unless there was one just before, and returns whether it did.
    `watch` is entered for each run of the script, with the id of the request that opened its
    session. `turn` waits, for an address, until one more page may be drawn, so that open data is
    answered beside them.
    """

    current: RecordService
    checks: Checks
    refresh_minutes: float = 0
    public_url: str | None = None
    frame_ancestors: tuple[str, ...] = ("'self'",)
    ask: Callable[[], bool] | None = None
    watch: Callable[[str], AbstractContextManager[Run]] = _unwatched
    turn: Callable[[str], AbstractContextManager[object]] = _no_turns

    def next_check(self, now: datetime) -> datetime | None:
        """Return about when IRCC is checked next, `now` at the earliest; None if never."""
        snapshot = self.current.snapshot()
        if not self.refresh_minutes or any(n.kind == "read-only" for n in snapshot.notices):
            return None
        interval = timedelta(minutes=self.refresh_minutes)
        schedule = RefreshSchedule(
            self.current, self.checks, snapshot.record.source.url, interval, lambda: now
        )
        last = self.checks.last()
        if last is None:
            return now
        return max(now, last.at + schedule.pause(back_off=True), last.not_before or now)


_service: list[Service] = []


def now() -> datetime:
    """Return what time it is; the frame asks once per run."""
    return datetime.now(UTC)


def configure(service: Service) -> None:
    """Set the service of every visitor; the server calls this before the first visit."""
    _service[:] = [service]


@st.cache_resource(show_spinner=False)
def _bundled() -> Service:
    return Service(RecordService(FOLDER), Checks(FOLDER))


def service() -> Service:
    """Return the configured service; without a server, one of the bundled data."""
    return _service[0] if _service else _bundled()


def current() -> RecordService:
    """Return the service of the data, whose snapshot may change from call to call."""
    return service().current


def record() -> Record:
    """Return the current data; its frames must not be changed in place."""
    return current().snapshot().record
