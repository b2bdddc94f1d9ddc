"""What all visitors share: the record that this process serves, and a warm start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from data.rounds.record import FOLDER, Record
from data.upkeep.checks import Checks
from data.upkeep.schedule import RefreshSchedule
from data.upkeep.service import RecordService


@dataclass(frozen=True)
class Service:
    """What this process serves: its record, the log of its checks, and what is set for them.

    `refresh_minutes` lie between two checks, with 0 there are none; `public_url` is the address
    that people reach the server at, without one their browsers are believed; `frame_ancestors` may
    show pages in a frame, as Content-Security-Policy writes them.
    """

    current: RecordService
    checks: Checks
    refresh_minutes: float = 0
    public_url: str | None = None
    frame_ancestors: tuple[str, ...] = ("'self'",)

    def next_check(self, now: datetime) -> datetime | None:
        """Return about when the source is asked next, at the earliest now: None if never."""
        held = self.current.snapshot()
        if not self.refresh_minutes or any(n.kind == "read-only" for n in held.notices):
            return None
        usual = timedelta(minutes=self.refresh_minutes)
        schedule = RefreshSchedule(
            self.current, self.checks, held.record.source.url, usual, lambda: now
        )
        last = self.checks.last()
        if last is None:
            return now
        return max(now, last.at + schedule.pause(back_off=True), last.not_before or now)


_service: list[Service] = []


def configure(service: Service) -> None:
    """Show every visitor this record from now on; the server says so before the first one."""
    _service[:] = [service]


@st.cache_resource(show_spinner=False)
def _bundled() -> Service:
    return Service(RecordService(FOLDER), Checks(FOLDER))


def service() -> Service:
    """Return what the server said to serve; run without a server, the record beside the code."""
    return _service[0] if _service else _bundled()


def current() -> RecordService:
    """Return the record that this process serves, which may change between two looks."""
    return service().current


def record() -> Record:
    """Return the record as it is now; nobody may change its frames in place."""
    return current().snapshot().record
