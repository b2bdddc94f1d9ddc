"""What all visitors share: the record that this process serves, and a warm start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import plotly.io
import streamlit as st

from analysis.rounds.cutoffs import series
from analysis.rounds.facts import category_status
from data.rounds.record import FOLDER, Record
from data.upkeep.checks import Checks
from data.upkeep.schedule import Keeper
from data.upkeep.service import Current
from data.vocabulary.filter import categories
from pages.cutoffs import figures as cutoffs
from pages.language import Words


@dataclass(frozen=True)
class Served:
    """What this process serves: its record, the log of its checks, and what is set for them.

    `refresh_minutes` lie between two checks, with 0 there are none; `public_url` is the address
    that people reach the server at, without one their browsers are believed; `frame_ancestors` may
    show pages in a frame, as Content-Security-Policy writes them.
    """

    current: Current
    checks: Checks
    refresh_minutes: float = 0
    public_url: str | None = None
    frame_ancestors: tuple[str, ...] = ("'self'",)

    def next_check(self, now: datetime) -> datetime | None:
        """Return about when the source is asked next, at the earliest now: None if never."""
        held = self.current.held()
        if not self.refresh_minutes or any(n.kind == "read-only" for n in held.notices):
            return None
        usual = timedelta(minutes=self.refresh_minutes)
        keeper = Keeper(self.current, self.checks, held.record.source.url, usual, lambda: now)
        last = self.checks.last()
        if last is None:
            return now
        return max(now, last.at + keeper.pause(patient=True), last.not_before or now)


_GIVEN: list[Served] = []


def serve(served: Served) -> None:
    """Show every visitor this record from now on; the server says so before the first one."""
    _GIVEN[:] = [served]


@st.cache_resource(show_spinner=False)
def _beside_the_code() -> Served:
    return Served(Current(FOLDER), Checks(FOLDER))


def served() -> Served:
    """Return what the server said to serve; run without a server, the record beside the code."""
    return _GIVEN[0] if _GIVEN else _beside_the_code()


def current() -> Current:
    """Return the record that this process serves, which may change between two looks."""
    return served().current


def record() -> Record:
    """Return the record as it is now; nobody may change its frames in place."""
    return current().held().record


def up() -> None:
    """Read, compute and draw once what the first visitor would otherwise wait for."""
    known, words = record(), Words()
    labels = {c.code: words.short(c.code, words.category(c)) for c in categories(known.draws)}
    category_status(known.draws, known.source.confirmed_on)
    plotly.io.to_json(cutoffs.lines(series(known.draws), labels, words), validate=False)
